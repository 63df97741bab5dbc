// SPDX-License-Identifier: Apache-2.0
// libcurl behind one function. The multi interface is used for a single transfer because only it
// can be woken at once by a stop request.
#include "transfer.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <system_error>

#include "apply_trust.hpp"

namespace tocsin::session {
namespace {

constexpr int kPollMs = 1000;
constexpr std::size_t kMaxHeaders = 100;
constexpr long kUploadBuffer = 512L << 10;

void ensureCurl() {
    static auto const ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready != CURLE_OK) {
        throw std::runtime_error("libcurl cannot start");
    }
}

struct CloseFile {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
struct EndEasy {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
struct EndMulti {
    void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};
struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

/// Everything the callbacks touch. Exceptions must not cross libcurl, so they are kept and thrown
/// afterwards.
struct Exchange {
    HttpRequest const& request;
    Progress const& progress;
    BodySink const& sink;
    std::stop_token stop;
    ReplyHead head;
    File body;
    TlsTrust const& trust;
    std::int64_t unsent = 0;  ///< of the file
    std::optional<Error> failure;
    std::exception_ptr thrown;
    std::array<char, CURL_ERROR_SIZE> text{};
};

std::size_t onBody(char* data, std::size_t, std::size_t count, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    try {
        auto const taken = exchange.sink(exchange.head, {data, count});
        if (taken) {
            return count;
        }
        exchange.failure = taken.error();
    } catch (...) {
        exchange.thrown = std::current_exception();
    }
    return CURL_WRITEFUNC_ERROR;
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r\n");
    auto const last = text.find_last_not_of(" \t\r\n");
    return first == std::string_view::npos ? "" : text.substr(first, last - first + 1);
}

std::size_t onHeader(char* data, std::size_t, std::size_t count, void* user) {
    auto& head = static_cast<Exchange*>(user)->head;
    std::string_view const line(data, count);
    if (line.starts_with("HTTP/")) {  // a further status line replaces an interim reply
        head = ReplyHead{};
        auto const space = line.find(' ');
        for (std::size_t i = space + 1; space != std::string_view::npos && i < line.size() &&
                                        i < space + 4 && line[i] >= '0' && line[i] <= '9';
             ++i) {
            head.status = head.status * 10 + (line[i] - '0');
        }
        return count;
    }
    auto const colon = line.find(':');
    if (colon != std::string_view::npos && head.headers.size() < kMaxHeaders) {
        std::string name(line.substr(0, colon));
        std::transform(name.begin(), name.end(), name.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        head.headers[std::move(name)] = std::string(trimmed(line.substr(colon + 1)));
    }
    return count;
}

std::size_t onUpload(char* into, std::size_t, std::size_t count, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    auto const most = std::min(count, static_cast<std::size_t>(exchange.unsent));
    auto const got = std::fread(into, 1, most, exchange.body.get());
    exchange.unsent -= static_cast<std::int64_t>(got);
    if (got == 0 && most > 0) {  // the peer would wait for the rest for ever
        exchange.failure = Error{Errc::invalid, exchange.request.bodyFile->string() +
                                                    " has become shorter, or cannot be read any "
                                                    "more"};
        return CURL_READFUNC_ABORT;
    }
    return got;
}

int onProgress(void* user, curl_off_t downTotal, curl_off_t down, curl_off_t upTotal,
               curl_off_t up) {
    auto& exchange = *static_cast<Exchange*>(user);
    if (exchange.stop.stop_requested()) {
        return 1;
    }
    try {
        if (exchange.progress) {
            auto const uploads = exchange.request.bodyFile.has_value();
            exchange.progress(uploads ? up : down, uploads ? upTotal : downTotal);
        }
    } catch (...) {
        exchange.thrown = std::current_exception();
        return 1;
    }
    return 0;
}

CURLcode onTls(CURL*, void* context, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    try {
        auto const applied = applyTrust(static_cast<SSL_CTX*>(context), exchange.trust);
        if (applied) {
            return CURLE_OK;
        }
        exchange.failure = applied.error();
    } catch (...) {
        exchange.thrown = std::current_exception();
    }
    return CURLE_ABORTED_BY_CALLBACK;
}

/// Whom the certificate must come from is said by onTls; here what libcurl adds to it by itself.
void setTrust(CURL* easy, Exchange& exchange) {
    bool const system = exchange.trust.kind == TlsTrust::Kind::system;
    if (!system) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, nullptr);
        curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
    }
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, system ? 2L : 0L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, &onTls);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, &exchange);
}

Result<> setBody(CURL* easy, Exchange& exchange) {
    auto const& request = exchange.request;
    if (request.bodyFile) {
        exchange.body.reset(std::fopen(request.bodyFile->c_str(), "rbe"));
        if (!exchange.body) {
            return Error{errno == ENOENT ? Errc::notFound : Errc::unavailable,
                         "cannot read " + request.bodyFile->string() + ": " +
                             std::generic_category().message(errno)};
        }
        std::error_code ec;
        auto const size = std::filesystem::file_size(*request.bodyFile, ec);
        if (ec) {
            return Error{Errc::unavailable,
                         "cannot read " + request.bodyFile->string() + ": " + ec.message()};
        }
        auto const rest = static_cast<std::int64_t>(size) - request.bodyFrom;
        exchange.unsent = std::min(request.bodyBytes.value_or(rest), rest);
        if (rest < 0 || ::fseeko(exchange.body.get(), request.bodyFrom, SEEK_SET) != 0) {
            return Error{Errc::invalid, request.bodyFile->string() + " is shorter than " +
                                            std::to_string(request.bodyFrom) + " bytes"};
        }
        curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, kUploadBuffer);
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, &onUpload);
        curl_easy_setopt(easy, CURLOPT_READDATA, &exchange);
        curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(exchange.unsent));
    } else if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(request.body.size()));
    }
    if (request.method == "HEAD") {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else {
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
    return {};
}

std::unique_ptr<curl_slist, FreeList> headerList(HttpRequest const& request) {
    // "Expect:" switches off the wait for 100-continue, which costs a second with servers that do
    // not know it.
    std::unique_ptr<curl_slist, FreeList> out(curl_slist_append(nullptr, "Expect:"));
    for (auto const& [name, value] : request.headers) {
        auto const line = value.empty() ? name + ";" : name + ": " + value;
        if (auto* const longer = curl_slist_append(out.get(), line.c_str())) {
            [[maybe_unused]] auto* const same = out.release();
            out.reset(longer);
        }
    }
    return out;
}

void setPolicy(CURL* easy, TransferPolicy const& policy) {
    auto const stalledSeconds =
        std::max<long>(1, static_cast<long>((policy.stalled.count() + 999) / 1000));
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(policy.connect.count()));
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, stalledSeconds);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(policy.whole.count()));
    curl_easy_setopt(easy, CURLOPT_MAX_RECV_SPEED_LARGE,
                     static_cast<curl_off_t>(policy.bytesPerSecond));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // the environment's proxy is not meant for us
}

CURLcode run(CURL* easy, std::stop_token const& stop) {
    std::unique_ptr<CURLM, EndMulti> const multi(curl_multi_init());
    if (!multi || curl_multi_add_handle(multi.get(), easy) != CURLM_OK) {
        return CURLE_OUT_OF_MEMORY;
    }
    CURLcode outcome = CURLE_OK;
    {
        std::stop_callback const wake(stop, [&multi] { curl_multi_wakeup(multi.get()); });
        int running = 1;
        while (running != 0) {
            if (stop.stop_requested()) {
                outcome = CURLE_ABORTED_BY_CALLBACK;
                break;
            }
            if (curl_multi_perform(multi.get(), &running) != CURLM_OK ||
                (running != 0 && curl_multi_poll(multi.get(), nullptr, 0, kPollMs, nullptr) != 0)) {
                outcome = CURLE_RECV_ERROR;
                break;
            }
        }
    }
    int left = 0;
    while (auto const* const message = curl_multi_info_read(multi.get(), &left)) {
        if (message->msg == CURLMSG_DONE) {
            outcome = message->data.result;
        }
    }
    curl_multi_remove_handle(multi.get(), easy);
    return outcome;
}

/// "host:port" of a URL, for messages.
std::string placeOf(std::string const& url) {
    auto const scheme = url.find("://");
    auto const begin = scheme == std::string::npos ? 0 : scheme + 3;
    return url.substr(begin, url.find_first_of("/?#", begin) - begin);
}

Error explain(CURLcode code, CURL* easy, Exchange const& exchange) {
    auto const place = placeOf(exchange.request.url);
    std::string const text =
        exchange.text[0] != '\0' ? exchange.text.data() : curl_easy_strerror(code);
    switch (code) {
        case CURLE_ABORTED_BY_CALLBACK:
            return {Errc::cancelled, "the transfer with " + place + " was stopped"};
        case CURLE_OPERATION_TIMEDOUT:
            return {Errc::timedOut, "the transfer with " + place + " took too long: " + text};
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return {Errc::invalid, "\"" + exchange.request.url.substr(0, 200) +
                                       "\" is not an address that can be fetched: " + text};
        case CURLE_PEER_FAILED_VERIFICATION: {
            long verified = 0;
            curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &verified);
            return verified != 0 ? notTrusted(place, exchange.trust, verified)
                                 : Error{Errc::permission, place +
                                                               " shows a certificate that is "
                                                               "not trusted: " +
                                                               text};
        }
        default:
            return {Errc::unavailable, "cannot talk to " + place + ": " + text};
    }
}

}  // namespace

Result<ReplyHead> transfer(HttpRequest const& request, TransferPolicy const& policy,
                           std::stop_token stop, Progress const& progress, BodySink const& sink) {
    ensureCurl();
    std::unique_ptr<CURL, EndEasy> const easy(curl_easy_init());
    if (!easy) {
        throw std::bad_alloc();
    }
    Exchange exchange{request,      progress, sink,         stop,    {}, nullptr,
                      policy.trust, 0,        std::nullopt, nullptr, {}};
    auto const headers = headerList(request);
    curl_easy_setopt(easy.get(), CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy.get(), CURLOPT_USERAGENT, "tocsin/" TOCSIN_VERSION);
    curl_easy_setopt(easy.get(), CURLOPT_ERRORBUFFER, exchange.text.data());
    curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &onBody);
    curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(easy.get(), CURLOPT_HEADERFUNCTION, &onHeader);
    curl_easy_setopt(easy.get(), CURLOPT_HEADERDATA, &exchange);
    curl_easy_setopt(easy.get(), CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy.get(), CURLOPT_XFERINFOFUNCTION, &onProgress);
    curl_easy_setopt(easy.get(), CURLOPT_XFERINFODATA, &exchange);
    setPolicy(easy.get(), policy);
    setTrust(easy.get(), exchange);
    if (auto const body = setBody(easy.get(), exchange); !body) {
        return body.error();
    }
    auto const code = run(easy.get(), stop);
    if (exchange.thrown) {
        std::rethrow_exception(exchange.thrown);
    }
    if (exchange.failure) {
        return *exchange.failure;
    }
    if (code != CURLE_OK) {
        return explain(code, easy.get(), exchange);
    }
    return std::move(exchange.head);
}

}  // namespace tocsin::session
