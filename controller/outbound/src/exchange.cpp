// SPDX-License-Identifier: Apache-2.0
// Every option here that takes something away from libcurl is a protection with a test of its own.
#include "exchange.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>

#include "curl_run.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::outbound {
namespace {

constexpr std::size_t kMostHeaderBytes = 64U << 10;
constexpr long kLeastBytesPerSecond = 100;

/// Everything the callbacks touch. Exceptions must not cross libcurl, so they are kept and thrown
/// afterwards.
struct Conversation {
    ExchangeOrder const& order;
    Receiver const& receiver;
    std::stop_token stop;
    Head head{};
    std::size_t headerBytes = 0;
    std::int64_t taken = 0;
    bool headWhole = false;
    bool enough = false;        ///< the rest of the answer is not wanted
    bool wrongAddress = false;  ///< libcurl wanted to go elsewhere
    std::optional<Error> failure{};
    std::exception_ptr thrown{};
    std::array<char, CURL_ERROR_SIZE> text{};
};

Error tooLong(Conversation const& talk) {
    return {Errc::exhausted, talk.order.target.shown + " is longer than the " +
                                 std::to_string(talk.order.limits.mostBytes) +
                                 " bytes that may be fetched"};
}

bool isGood(int status) {
    return status >= 200 && status < 300;
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r\n");
    auto const last = text.find_last_not_of(" \t\r\n");
    return first == std::string_view::npos ? "" : text.substr(first, last - first + 1);
}

int statusIn(std::string_view line) {
    int status = 0;
    auto const space = std::min(line.find(' '), line.size() - 1);
    std::from_chars(line.data() + space + 1, line.data() + line.size(), status);
    return status;
}

std::string headerOf(Head const& head, char const* name) {
    auto const found = head.headers.find(name);
    return found == head.headers.end() ? "" : found->second;
}

/// What the answer says of its length; a packed body says nothing of what is unpacked.
std::int64_t announced(Head const& head) {
    auto const text = headerOf(head, "content-length");
    std::int64_t length = -1;
    std::from_chars(text.data(), text.data() + text.size(), length);
    return length;
}

Result<> beginBody(Conversation& talk) {
    auto& head = talk.head;
    auto const length = announced(head);
    if (length > talk.order.limits.mostBytes) {
        return tooLong(talk);
    }
    auto const coding = headerOf(head, "content-encoding");
    head.length = coding.empty() || coding == "identity" ? length : -1;
    return talk.receiver.begins ? talk.receiver.begins(head) : Result<>();
}

void keepHeader(Conversation& talk, std::string_view line) {
    auto const colon = line.find(':');
    if (colon == std::string_view::npos) {
        return;
    }
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    talk.head.headers[std::move(name)] = std::string(trimmed(line.substr(colon + 1)));
}

/// One line of the answer's head. False ends the exchange.
bool takeHeader(Conversation& talk, std::string_view line) {
    talk.headerBytes += line.size();
    if (talk.headerBytes > kMostHeaderBytes) {
        talk.failure =
            Error{Errc::exhausted, talk.order.target.shown + " answers with headers without end"};
        return false;
    }
    if (talk.headWhole) {
        return true;  // trailers mean nothing to anybody
    }
    if (line.starts_with("HTTP/")) {  // a further status line replaces an interim answer
        talk.head.headers.clear();
        talk.head.status = statusIn(line);
    } else if (!trimmed(line).empty()) {
        keepHeader(talk, line);
    } else if (talk.head.status >= 200) {
        talk.headWhole = true;
        if (isGood(talk.head.status) && !talk.order.body) {
            auto const begun = beginBody(talk);
            if (!begun) {
                talk.failure = begun.error();
                return false;
            }
        }
    }
    return true;
}

/// A piece of the body. False ends the exchange.
bool takeBody(Conversation& talk, std::string_view bytes) {
    if (!isGood(talk.head.status)) {
        talk.enough = true;
        return false;
    }
    talk.taken += static_cast<std::int64_t>(bytes.size());
    if (talk.taken > talk.order.limits.mostBytes) {
        talk.failure = tooLong(talk);
        return false;
    }
    auto const taken = talk.receiver.takes(bytes);
    if (!taken) {
        talk.failure = taken.error();
    }
    return taken.has_value();
}

std::size_t onHeader(char* data, std::size_t, std::size_t count, void* user) {
    auto& talk = *static_cast<Conversation*>(user);
    try {
        return takeHeader(talk, {data, count}) ? count : CURL_WRITEFUNC_ERROR;
    } catch (...) {
        talk.thrown = std::current_exception();
        return CURL_WRITEFUNC_ERROR;
    }
}

std::size_t onBody(char* data, std::size_t, std::size_t count, void* user) {
    auto& talk = *static_cast<Conversation*>(user);
    try {
        return takeBody(talk, {data, count}) ? count : CURL_WRITEFUNC_ERROR;
    } catch (...) {
        talk.thrown = std::current_exception();
        return CURL_WRITEFUNC_ERROR;
    }
}

/// Packed bytes that unpack to nothing are counted here.
int onProgress(void* user, curl_off_t, curl_off_t down, curl_off_t, curl_off_t) {
    auto& talk = *static_cast<Conversation*>(user);
    if (down > talk.order.limits.mostBytes) {
        talk.failure = tooLong(talk);
        return 1;
    }
    return talk.stop.stop_requested() ? 1 : 0;
}

curl_socket_t onSocket(void* user, curlsocktype, curl_sockaddr* wanted) {
    auto& talk = *static_cast<Conversation*>(user);
    auto const opened = openChosen(*wanted, talk.order.addresses);
    talk.wrongAddress = talk.wrongAddress || opened == CURL_SOCKET_BAD;
    return opened;
}

void setConnection(CURL* easy, Conversation& talk, List const& addresses) {
    auto const& order = talk.order;
    if (!order.target.host.address) {
        curl_easy_setopt(easy, CURLOPT_RESOLVE, addresses.get());
    }
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &onSocket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &talk);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, order.target.secure ? "https" : "http");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // the environment's proxy is not meant for us
    curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!order.authorities.empty()) {
        // The system's stay in their folder (CAPATH) and hold too.
        curl_easy_setopt(easy, CURLOPT_CAINFO, order.authorities.c_str());
    }
}

void setLimits(CURL* easy, ExchangeOrder const& order) {
    auto const left =
        std::chrono::duration_cast<Milliseconds>(order.until - std::chrono::steady_clock::now());
    auto const patience = std::max<long>(1, static_cast<long>(left.count()));
    auto const stalledSeconds =
        std::max<long>(1, static_cast<long>((order.limits.stalled.count() + 999) / 1000));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, patience);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                     std::min(patience, static_cast<long>(order.limits.connect.count())));
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, kLeastBytesPerSecond);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, stalledSeconds);
}

void setCallbacks(CURL* easy, Conversation& talk) {
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, talk.text.data());
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &onBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &talk);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &onHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &talk);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &onProgress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &talk);
}

void setRequest(CURL* easy, ExchangeOrder const& order, List const& headers) {
    curl_easy_setopt(easy, CURLOPT_URL, order.target.url.c_str());
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "tocsin/" TOCSIN_VERSION);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    if (order.body) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, order.body->data());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(order.body->size()));
    }
}

Error explain(CURLcode code, Conversation const& talk) {
    auto const& place = talk.order.target.host.name;
    auto const text =
        shownAsUtf8(talk.text[0] != '\0' ? talk.text.data() : curl_easy_strerror(code));
    switch (code) {
        case CURLE_ABORTED_BY_CALLBACK:
            return {Errc::cancelled, "the request to " + place + " was stopped"};
        case CURLE_OPERATION_TIMEDOUT:
            return {Errc::timedOut, place + " took too long: " + text};
        case CURLE_PEER_FAILED_VERIFICATION:
            return {Errc::permission,
                    place + " shows a certificate that is not trusted: " + text +
                        "; if it is one of your own authority, name that with ca under "
                        "[outbound]"};
        case CURLE_SSL_CACERT_BADFILE:
            return {Errc::invalid, talk.order.authorities.string() +
                                       ": no certificates can be read from it; see ca under "
                                       "[outbound]"};
        case CURLE_PARTIAL_FILE:
            return {Errc::unavailable, place + " closed the connection before the end: " + text};
        default:
            return {Errc::unavailable, "cannot talk to " + place + ": " + text};
    }
}

}  // namespace

bool isRedirect(Head const& head) {
    constexpr std::array<int, 5> kRedirects{301, 302, 303, 307, 308};
    return std::find(kRedirects.begin(), kRedirects.end(), head.status) != kRedirects.end() &&
           head.headers.contains("location");
}

Result<Head> exchange(ExchangeOrder const& order, std::stop_token stop, Receiver const& receiver) {
    auto const easy = newEasy();
    Conversation talk{order, receiver, stop};
    talk.head.address = order.target.shown;
    List headers, addresses;
    append(headers, "Expect:");  // no wait for servers that do not know it
    for (auto const& line : order.headers) {
        append(headers, line);
    }
    append(addresses, pinnedAddresses(order.target.host.name, order.target.port, order.addresses));
    setRequest(easy.get(), order, headers);
    setConnection(easy.get(), talk, addresses);
    setLimits(easy.get(), order);
    setCallbacks(easy.get(), talk);
    auto const code = runTransfer(easy.get(), stop);
    if (talk.thrown) {
        std::rethrow_exception(talk.thrown);
    }
    if (talk.failure) {
        return *talk.failure;
    }
    if (talk.wrongAddress) {
        return Error{Errc::permission,
                     order.target.host.name + " leads to an address that was not looked up"};
    }
    if (code != CURLE_OK && !talk.enough) {
        return explain(code, talk);
    }
    return std::move(talk.head);
}

}  // namespace tocsin::outbound
