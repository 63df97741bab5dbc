// SPDX-License-Identifier: Apache-2.0
#include "target.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <new>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::outbound {
namespace {

constexpr std::size_t kMostUrl = 4'000;
constexpr unsigned kReading = CURLU_DISALLOW_USER | CURLU_URLENCODE | CURLU_NON_SUPPORT_SCHEME;

struct EndUrl {
    void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, EndUrl>;

Url newUrl() {
    Url url(curl_url());
    if (!url) {
        throw std::bad_alloc();
    }
    return url;
}

/// "" where the part is missing.
std::string partOf(CURLU* url, CURLUPart part, unsigned flags = 0) {
    char* text = nullptr;
    std::string out;
    if (curl_url_get(url, part, &text, flags) == CURLUE_OK && text != nullptr) {
        out = text;
    }
    curl_free(text);
    return out;
}

/// Without query and user, whatever it is: a message must give no secret away.
std::string shortened(std::string const& url) {
    auto const end = std::min(url.find_first_of("?#"), std::size_t{200});
    auto const text = url.substr(0, end);
    auto const scheme = text.find("://");
    auto const at = text.find('@');
    bool const named = scheme != std::string::npos && at != std::string::npos && at > scheme;
    return shownAsUtf8(named ? text.substr(0, scheme + 3) + "…" + text.substr(at) : text);
}

Error notAnAddress(std::string const& url, std::string const& why) {
    return {Errc::invalid, "\"" + shortened(url) + "\" cannot be fetched: " + why};
}

/// Nothing that two programs could read in two ways.
bool isClear(std::string const& url) {
    return isUtf8(url) && std::none_of(url.begin(), url.end(), [](char c) {
               auto const byte = static_cast<unsigned char>(c);
               return byte < 0x20 || byte == 0x7f || c == '\\';
           });
}

Error explain(CURLUcode code, std::string const& url) {
    switch (code) {
        case CURLUE_USER_NOT_ALLOWED:
            return notAnAddress(url, "it has a user name in it; leave that out");
        case CURLUE_BAD_PORT_NUMBER:
            return notAnAddress(url, "its port is not a number from 1 to 65535");
        default:
            return notAnAddress(url, "write a whole address, like https://host/film.mp4");
    }
}

Result<Target> targetFrom(CURLU* url, std::string const& text) {
    auto const scheme = partOf(url, CURLUPART_SCHEME);
    if (scheme != "http" && scheme != "https") {
        return notAnAddress(text, "only https and http are fetched");
    }
    auto host = readHost(partOf(url, CURLUPART_HOST));
    if (!host) {
        return notAnAddress(text, host.error().message);
    }
    // A zone would choose the network card that a connection goes out of.
    if (!partOf(url, CURLUPART_ZONEID).empty()) {
        return notAnAddress(text, "its address has a zone; leave that out");
    }
    curl_url_set(url, CURLUPART_FRAGMENT, nullptr, 0);
    if (curl_url_set(url, CURLUPART_HOST, host->inUrl().c_str(), 0) != CURLUE_OK) {
        return notAnAddress(text, "its host cannot be asked");
    }
    Target target;
    target.secure = scheme == "https";
    target.host = *std::move(host);
    auto const port = partOf(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    std::from_chars(port.data(), port.data() + port.size(), target.port);
    target.url = partOf(url, CURLUPART_URL);
    if (target.port == 0 || target.url.empty()) {
        return notAnAddress(text, "its port is not a number from 1 to 65535");
    }
    auto const path = partOf(url, CURLUPART_PATH, CURLU_URLDECODE);
    auto const name = path.substr(path.rfind('/') + 1);
    target.fileName = isClear(name) ? name : "";
    auto const query = target.url.find('?');
    target.shown = target.url.substr(0, query) + (query == std::string::npos ? "" : "?…");
    return target;
}

}  // namespace

Result<Target> readTarget(std::string const& url) {
    if (url.empty() || url.size() > kMostUrl || !isClear(url)) {
        return notAnAddress(url, url.size() > kMostUrl
                                     ? "it is longer than " + std::to_string(kMostUrl) + " bytes"
                                     : "it has characters that no address has");
    }
    // libcurl would take one slash or three.
    auto const scheme = std::min(url.find("://"), url.size());
    if (url.find_first_not_of('/', scheme + 1) != scheme + 3 && !url.starts_with("file:")) {
        return explain(CURLUE_BAD_SLASHES, url);
    }
    auto const parsed = newUrl();
    if (auto const code = curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), kReading);
        code != CURLUE_OK) {
        return explain(code, url);
    }
    return targetFrom(parsed.get(), url);
}

Result<Target> readReference(Target const& from, std::string const& reference) {
    if (reference.empty() || reference.size() > kMostUrl || !isClear(reference)) {
        return notAnAddress(reference, from.host.name + " refers to what is no address");
    }
    auto const parsed = newUrl();
    curl_url_set(parsed.get(), CURLUPART_URL, from.url.c_str(), 0);
    if (auto const code = curl_url_set(parsed.get(), CURLUPART_URL, reference.c_str(), kReading);
        code != CURLUE_OK) {
        return explain(code, reference);
    }
    return targetFrom(parsed.get(), reference);
}

}  // namespace tocsin::outbound
