// SPDX-License-Identifier: Apache-2.0
// HTTP requests, and the lines for what can go wrong with them.
#include "client.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cctype>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "failure.hpp"
#include "fields.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::cli {
namespace {

constexpr char kDefaultAddress[] = "http://127.0.0.1:8440";
constexpr std::size_t kMostJson = 256U << 20;
// The worker may look at an upload for ten minutes, and a replan of many screens takes a while; the
// connection is silent meanwhile.
constexpr Milliseconds kPatience{660'000};
constexpr std::chrono::minutes kBusyFor{30};

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

[[noreturn]] void failStatus(session::HttpReply const& reply, session::HttpRequest const& request,
                             std::string const& address) {
    auto const problem = messages::parseJson(reply.body);
    std::string detail = problem ? text(*problem, "detail") : "";
    if (detail.empty() && problem) {
        detail = text(*problem, "title");
    }
    if (detail.empty()) {
        detail = address + request.url + " answered " + std::to_string(reply.status) + " to " +
                 request.method + " without saying why; is it a tocsin-controller?";
    }
    throw CommandFailure(exitCodeOfStatus(reply.status), detail);
}

std::string accepted(session::HttpReply reply, session::HttpRequest const& request,
                     std::string const& address) {
    if (reply.status < 200 || reply.status > 299) {
        failStatus(reply, request, address);
    }
    return std::move(reply.body);
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
    whole.url = address_ + request.url;
    whole.headers.try_emplace("Accept", "application/json, application/problem+json, text/csv");
    auto reply = session::request(whole, policy(), stop_, progress);
    if (!reply) {
        failTransfer(reply.error(), address_);
    }
    return std::move(*reply);
}

Result<session::HttpReply> Client::attempt(session::HttpRequest request, Milliseconds stalled,
                                           session::Progress const& progress) const {
    request.url = address_ + request.url;
    request.headers.try_emplace("Accept", "application/json, application/problem+json");
    auto patience = policy();
    patience.stalled = stalled;
    return session::request(request, patience, stop_, progress);
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
    if (auto const done = session::fetchVerified(address_ + path, file, *expected, bytes, fetching,
                                                 stop_, progress);
        !done) {
        failTransfer(done.error(), address_);
    }
}

void Client::fail(Error const& error) const {
    failTransfer(error, address_);
}

void Client::fail(session::HttpReply const& reply, session::HttpRequest const& request) const {
    failStatus(reply, request, address_);
}

void Client::wait(Milliseconds pause) const {
    waitFor(pause, stop_);
}

std::string Client::send(session::HttpRequest const& request) const {
    return accepted(exchange(request, {}), request, address_);
}

Reply Client::read(std::string body) const {
    auto document = messages::parseJson(body, kMostJson);
    if (!document) {
        throw CommandFailure(
            ExitCode::failure,
            address_ + " answers, but not like a tocsin-controller: " + document.error().message);
    }
    return {std::move(body), std::move(*document)};
}

Reply Client::get(std::string const& path) const {
    return read(getText(path));
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
    return read(send(request));
}

Reply Client::post(std::string const& path, boost::json::value const& body) const {
    return read(send(jsonRequest("POST", path, body)));
}

std::string Client::postForBytes(std::string const& path, boost::json::value const& body) const {
    return send(jsonRequest("POST", path, body));
}

Reply Client::patch(std::string const& path, boost::json::value const& body) const {
    return read(send(jsonRequest("PATCH", path, body)));
}

Reply Client::remove(std::string const& path) const {
    session::HttpRequest request;
    request.method = "DELETE";
    request.url = path;
    return read(send(request));
}

Reply Client::put(std::string const& path, std::string const& contentType, std::string body) const {
    session::HttpRequest request;
    request.method = "PUT";
    request.url = path;
    request.headers["Content-Type"] = contentType;
    request.body = std::move(body);
    return read(send(request));
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
            return read(accepted(std::move(reply), request, address_));
        }
        pause(*wait);
        waitFor(*wait, stop_);
    }
}

}  // namespace tocsin::cli
