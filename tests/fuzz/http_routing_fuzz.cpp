// SPDX-License-Identifier: Apache-2.0
// Any bytes as the head of a request: "METHOD target" and "name: value" lines. What comes through
// target, guard, patterns and ranges is text, for a name that is ours, inside its pattern and
// inside its file.
#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <limits>
#include <map>
#include <string>

#include "file_part.hpp"
#include "guard.hpp"
#include "require.hpp"
#include "target.hpp"
#include "tocsin/access/route.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace {

using namespace tocsin;
using fuzz::require;

struct Head {
    std::string_view target;
    std::map<std::string, std::string> headers;  ///< names in lower case
};

std::string_view takeLine(std::string_view& text) {
    auto const end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

std::string lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return out;
}

Head headOf(std::string_view text) {
    Head head;
    auto const first = takeLine(text);
    auto const blank = first.find(' ');
    head.target = blank == std::string_view::npos ? first : first.substr(blank + 1);
    while (!text.empty()) {
        auto const line = takeLine(text);
        if (auto const colon = line.find(": "); colon != std::string_view::npos) {
            head.headers[lowered(line.substr(0, colon))] = std::string(line.substr(colon + 2));
        }
    }
    return head;
}

std::string valueOf(Head const& head, char const* name) {
    auto const found = head.headers.find(name);
    return found == head.headers.end() ? std::string() : found->second;
}

void requireText(std::string const& text) {
    require(isUtf8(text) && text.find('\0') == std::string::npos);
}

constexpr std::array kPatterns{
    "/livez",
    "/content/{digest}",
    "/api/v1/media/{handle}",
    "/api/v1/media/{handle}/thumbnail",
    "/api/v1/accounts/{account}/grants/{role}",
    "/api/v1/quiet-zones/{scope}/{name}",
};

/// Where somebody would end who took the decoded path for one of files.
std::string resolved(std::string const& pattern, std::map<std::string, std::string> const& found) {
    std::string path = pattern;
    for (auto const& [name, value] : found) {
        auto const place = "{" + name + "}";
        path.replace(path.find(place), place.size(), value);
    }
    return std::filesystem::path(path).lexically_normal().string();
}

void checkPatterns(std::string const& path) {
    int matching = 0;
    for (std::string const pattern : kPatterns) {
        auto const found = access::match(pattern, path);
        if (!found) {
            continue;
        }
        ++matching;
        for (auto const& [name, value] : *found) {
            require(!value.empty());
            requireText(value);
        }
        auto const fixed = pattern.substr(0, pattern.find('{'));
        require(resolved(pattern, *found).starts_with(fixed));
    }
    require(matching <= 1);  // none of these patterns can stand for another
}

void checkTarget(std::string_view text) {
    auto const target = http::parseTarget(text);
    if (!target) {
        fuzz::requireOneLine(target.error());
        return;
    }
    require(target->path.starts_with('/') && target->query.size() <= 64);
    for (auto const& [key, value] : target->query) {
        requireText(key);
        requireText(value);
    }
    checkPatterns(target->path);
}

/// "127.0.0.1:8440" without its port; nothing if what follows the colon is none.
std::string withoutPort(std::string const& host) {
    auto const bracket = host.find(']');
    auto const colon = host.find(':', bracket == std::string::npos ? 0 : bracket);
    if (colon == std::string::npos) {
        return host;
    }
    std::uint16_t port = 0;
    auto const* end = host.data() + host.size();
    auto const read = std::from_chars(host.data() + colon + 1, end, port);
    return read.ec == std::errc{} && read.ptr == end ? host.substr(0, colon) : std::string();
}

bool isAddress(std::string const& name) {
    in_addr v4{};
    in6_addr v6{};
    if (name.find('\0') != std::string::npos) {
        return false;
    }
    if (name.size() > 2 && name.front() == '[' && name.back() == ']') {
        auto const inside = name.substr(1, name.size() - 2);
        // A zone ("%eth0") is Asio's to read.
        return ::inet_pton(AF_INET6, inside.substr(0, inside.find('%')).c_str(), &v6) == 1;
    }
    return ::inet_pton(AF_INET, name.c_str(), &v4) == 1;
}

void checkGuard(std::string const& host, std::string const& origin) {
    if (!http::isKnownHost(host, {"tocsin.example"})) {
        return;
    }
    auto const name = withoutPort(host);
    require(lowered(name) == "localhost" || lowered(name) == "tocsin.example" || isAddress(name));
    if (origin.empty()) {
        return;
    }
    if (http::isOwnOrigin(origin, host, http::Way::tls)) {
        require(origin == "https://" + host);
    }
    if (http::isOwnOrigin(origin, host, http::Way::plain)) {
        require(origin == "http://" + host || origin == "https://" + host);
    }
}

void checkRanges(std::map<std::string, std::string> const& headers) {
    std::string const etag = "\"5c0c3a7e91d2b684\"";
    for (std::int64_t const size : {std::int64_t{0}, std::int64_t{1}, std::int64_t{1000},
                                    std::numeric_limits<std::int64_t>::max()}) {
        auto const part = http::choosePart(headers, etag, size);
        require(part.first >= 0 && part.count >= 0);
        require(part.count <= size && part.first <= size - part.count);
        require(part.status == 206 ? part.count > 0 : part.first == 0);
        require(part.status != 200 || part.count == size);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const head = headOf(fuzz::textOf(data, size));
    checkTarget(head.target);
    checkGuard(valueOf(head, "host"), valueOf(head, "origin"));
    checkRanges(head.headers);
    return 0;
}
