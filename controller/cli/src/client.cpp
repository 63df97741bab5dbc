// SPDX-License-Identifier: Apache-2.0
// HTTP requests, and the lines for what can go wrong with them.
#include "client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cctype>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "failure.hpp"
#include "fields.hpp"
#include "language.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::cli {
namespace {

constexpr char kDefaultAddress[] = "http://127.0.0.1:8440";
constexpr std::size_t kMostJson = 256U << 20;
// The worker may look at an upload for ten minutes, and a replan of many screens takes a while; the
// connection is silent meanwhile.
constexpr Milliseconds kPatience{660'000};
constexpr std::chrono::minutes kBusyFor{30};
constexpr int kTries = 3;  // of a second factor that somebody types

bool isAuthority(std::string_view text) {
    if (text.empty() || text.find_first_of("/?#@ \t\"<>\\") != std::string_view::npos) {
        return false;
    }
    auto const bracket = text.rfind(']');
    auto const colon = text.rfind(':');
    if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket)) {
        return true;
    }
    unsigned port = 0;
    auto const digits = text.substr(colon + 1);
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    return colon > 0 && error == std::errc{} && end == digits.data() + digits.size() && port >= 1 &&
           port <= 65'535;
}

[[noreturn]] void failTransfer(Error const& error, std::string const& address) {
    switch (error.code) {
        case Errc::unavailable:
            throw CommandFailure(ExitCode::unreachable,
                                 "no controller answers at " + address +
                                     "; is tocsin-controller running? Give its address with "
                                     "--controller or TOCSIN_CONTROLLER");
        case Errc::timedOut:
            throw CommandFailure(
                ExitCode::unreachable,
                "the controller at " + address + " does not answer in time: " + error.message);
        case Errc::permission:  // somebody answers, but with a certificate of whom nobody knows
            throw CommandFailure(ExitCode::configuration,
                                 error.message +
                                     "; if that is the controller, look at its "
                                     "certificate with tocsin trust " +
                                     address);
        case Errc::cancelled:
            throw CommandFailure(ExitCode::failure, "interrupted");
        default:
            throw CommandFailure(exitCodeOf(error.code), error.message);
    }
}

/// The problem's line; "" if there is none.
std::string detailOf(session::HttpReply const& reply, Language language) {
    auto const problem = messages::parseJson(reply.body);
    if (!problem) {
        return "";
    }
    auto chinese = language == Language::chinese ? text(*problem, "detail_zh") : "";
    if (!chinese.empty()) {
        return chinese;
    }
    auto const detail = text(*problem, "detail");
    return detail.empty() ? text(*problem, "title") : detail;
}

bool wantsSecondFactor(session::HttpReply const& reply) {
    if (reply.status != 403) {
        return false;
    }
    auto const problem = messages::parseJson(reply.body);
    return problem && text(*problem, "code") == "second-factor";
}

void waitFor(Milliseconds pause, std::stop_token const& stop) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any stopped;
    stopped.wait_for(lock, stop, pause, [] { return false; });
}

session::HttpRequest jsonRequest(char const* method, std::string const& path,
                                 boost::json::value const& body) {
    session::HttpRequest request;
    request.method = method;
    request.url = path;
    request.headers["Content-Type"] = "application/json";
    request.body = boost::json::serialize(body);
    return request;
}

}  // namespace

std::optional<std::chrono::seconds> askedToWait(session::HttpReply const& reply) {
    auto const header = reply.headers.find("retry-after");
    if (reply.status != 503 || header == reply.headers.end()) {
        return std::nullopt;
    }
    auto const& text = header->second;
    int seconds = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || seconds < 0) {
        return std::nullopt;
    }
    return std::chrono::seconds(std::min(seconds, 60));
}

std::string encoded(std::string_view text) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if ((byte < 0x80 && std::isalnum(byte) != 0) ||
            std::string_view("-._~,:").find(c) != std::string_view::npos) {
            out += c;
        } else {
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
    return out;
}

std::string controllerAddress(std::string const& option, std::string const& variable) {
    if (option.empty() && variable.empty()) {
        return kDefaultAddress;
    }
    std::string address = option.empty() ? variable : option;
    while (address.ends_with('/')) {
        address.pop_back();
    }
    std::string_view rest = address;
    bool const isHttp = rest.starts_with("http://") || rest.starts_with("https://");
    if (!isHttp || !isAuthority(rest.substr(rest.find("://") + 3))) {
        throw CommandFailure(
            option.empty() ? ExitCode::configuration : ExitCode::usage,
            (option.empty() ? "TOCSIN_CONTROLLER: \"" + variable : "--controller: \"" + option) +
                "\" is not an address; write it like https://10.0.0.5:8440");
    }
    return address;
}

std::string Client::urlOf(std::string const& path) const {
    // Anything else could lead to another host, and what is kept for this one would go with it.
    if (!path.starts_with('/')) {
        throw CommandFailure(ExitCode::failure, "the controller at " + address_ + " names \"" +
                                                    path.substr(0, 200) +
                                                    "\", which is no path on it");
    }
    return address_ + path;
}

session::HttpHeaders Client::headersOfCaller() const {
    auto const token = access_.credentials != nullptr ? access_.credentials->token() : "";
    return token.empty() ? session::HttpHeaders{}
                         : session::HttpHeaders{{"Authorization", "Bearer " + token}};
}

Result<session::HttpReply> Client::ask(session::HttpRequest request,
                                       session::TransferPolicy const& policy,
                                       session::Progress const& progress) const {
    request.url = urlOf(request.url);
    request.headers.merge(headersOfCaller());
    auto reply = session::request(request, policy, stop_, progress);
    auto const* const second = access_.second;
    auto const unconfirmed = request.headers;
    for (int tried = 0; reply && second != nullptr && wantsSecondFactor(*reply) &&
                        tried < (second->isTyped() ? kTries : 1);
         ++tried) {
        request.headers = unconfirmed;
        request.headers.merge(second->headers(detailOf(*reply, access_.language)));
        reply = session::request(request, policy, stop_, progress);
    }
    return reply;
}

session::TransferPolicy Client::policy() const {
    session::TransferPolicy policy;
    policy.stalled = kPatience;
    policy.mostBytes = static_cast<std::int64_t>(kMostJson);
    policy.trust = trust_;
    return policy;
}

session::HttpReply Client::exchange(session::HttpRequest const& request,
                                    session::Progress const& progress) const {
    auto whole = request;
    whole.headers.try_emplace("Accept", "application/json, application/problem+json, text/csv");
    auto reply = ask(std::move(whole), policy(), progress);
    if (!reply) {
        failTransfer(reply.error(), address_);
    }
    return std::move(*reply);
}

Result<session::HttpReply> Client::attempt(session::HttpRequest request, Milliseconds stalled,
                                           session::Progress const& progress) const {
    request.headers.try_emplace("Accept", "application/json, application/problem+json");
    auto patience = policy();
    patience.stalled = stalled;
    return ask(std::move(request), patience, progress);
}

void Client::download(std::string const& path, std::filesystem::path const& file,
                      std::string const& digest, std::int64_t bytes,
                      session::Progress const& progress) const {
    auto const expected = Digest::fromHex(digest);
    if (!expected || bytes < 0) {
        throw CommandFailure(ExitCode::failure,
                             "the controller does not say what " + path + " should be");
    }
    session::TransferPolicy fetching;
    fetching.trust = trust_;
    if (auto const done = session::fetchVerified(urlOf(path), file, *expected, bytes, fetching,
                                                 stop_, progress, headersOfCaller());
        !done) {
        failTransfer(done.error(), address_);
    }
}

void Client::fail(Error const& error) const {
    failTransfer(error, address_);
}

void Client::failUnauthorised() const {
    auto const line = [this](Text said) {
        return fmt::format(fmt::runtime(say(access_.language, said)), address_);
    };
    auto const& credentials = *access_.credentials;
    throw CommandFailure(ExitCode::permission,
                         credentials.areFromEnvironment() ? line(Text::tokenRefused)
                         : credentials.token().empty()    ? line(Text::notSignedIn)
                                                          : line(Text::sessionEnded));
}

void Client::fail(session::HttpReply const& reply, session::HttpRequest const& request) const {
    constexpr int kUnauthorised = 401;
    if (reply.status == kUnauthorised && access_.credentials != nullptr) {
        failUnauthorised();
    }
    auto detail = detailOf(reply, access_.language);
    if (detail.empty()) {
        detail = address_ + request.url + " answered " + std::to_string(reply.status) + " to " +
                 request.method + " without saying why; is it a tocsin-controller?";
    }
    throw CommandFailure(exitCodeOfStatus(reply.status), detail);
}

session::HttpReply Client::accepted(session::HttpReply reply,
                                    session::HttpRequest const& request) const {
    if (reply.status < 200 || reply.status > 299) {
        fail(reply, request);
    }
    return reply;
}

void Client::wait(Milliseconds pause) const {
    waitFor(pause, stop_);
}

std::string Client::send(session::HttpRequest const& request) const {
    return accepted(exchange(request, {}), request).body;
}

Reply Client::sendAndRead(session::HttpRequest const& request) const {
    return read(accepted(exchange(request, {}), request));
}

Reply Client::read(session::HttpReply reply) const {
    constexpr int kNothingToSay = 204;
    if (reply.status == kNothingToSay) {
        return {};
    }
    auto document = messages::parseJson(reply.body, kMostJson);
    if (!document) {
        throw CommandFailure(
            ExitCode::failure,
            address_ + " answers, but not like a tocsin-controller: " + document.error().message);
    }
    return {std::move(reply.body), std::move(*document)};
}

Reply Client::get(std::string const& path, session::HttpHeaders headers) const {
    session::HttpRequest request;
    request.url = path;
    request.headers = std::move(headers);
    return sendAndRead(request);
}

std::string Client::getText(std::string const& path) const {
    session::HttpRequest request;
    request.url = path;
    return send(request);
}

Reply Client::post(std::string const& path) const {
    session::HttpRequest request;
    request.method = "POST";
    request.url = path;
    return sendAndRead(request);
}

Reply Client::post(std::string const& path, boost::json::value const& body) const {
    return sendAndRead(jsonRequest("POST", path, body));
}

std::string Client::postForBytes(std::string const& path, boost::json::value const& body) const {
    return send(jsonRequest("POST", path, body));
}

Reply Client::patch(std::string const& path, boost::json::value const& body) const {
    return sendAndRead(jsonRequest("PATCH", path, body));
}

Reply Client::remove(std::string const& path) const {
    session::HttpRequest request;
    request.method = "DELETE";
    request.url = path;
    return sendAndRead(request);
}

Reply Client::remove(std::string const& path, boost::json::value const& body) const {
    return sendAndRead(jsonRequest("DELETE", path, body));
}

Reply Client::put(std::string const& path, std::string const& contentType, std::string body,
                  session::HttpHeaders headers) const {
    session::HttpRequest request;
    request.method = "PUT";
    request.url = path;
    request.headers = std::move(headers);
    request.headers["Content-Type"] = contentType;
    request.body = std::move(body);
    return sendAndRead(request);
}

Reply Client::upload(std::string const& path, std::filesystem::path const& file,
                     session::Progress const& progress, Pause const& pause) const {
    session::HttpRequest request;
    request.method = "POST";
    request.url = path;
    request.headers["Content-Type"] = "application/octet-stream";
    request.bodyFile = file;
    auto const givingUp = std::chrono::steady_clock::now() + kBusyFor;
    for (;;) {
        auto reply = exchange(request, progress);
        auto const wait = askedToWait(reply);
        if (!wait || std::chrono::steady_clock::now() > givingUp) {
            return read(accepted(std::move(reply), request));
        }
        pause(*wait);
        waitFor(*wait, stop_);
    }
}

}  // namespace tocsin::cli
