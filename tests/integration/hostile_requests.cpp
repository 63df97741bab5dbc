// SPDX-License-Identifier: Apache-2.0
#include "hostile_requests.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "mutation.hpp"

namespace tocsin::integration {
namespace {

namespace json = boost::json;

constexpr char kCampaign[] = R"(format = "tocsin-campaign/1"
id = "hostile"
title = "人人讲安全"
class = "key"
from = 2026-01-01
to = 2036-12-31
items = ["fire", "theme"]
[pacing]
plays_per_hour = 240
[targets]
all = true
[[slogan]]
name = "theme"
text = "个个会应急"
)";

/// Something that the schema takes.
json::value sampleOf(json::value const& schema) {
    auto const* object = schema.if_object();
    if (object == nullptr) {
        return "x";
    }
    if (auto const* properties = object->if_contains("properties")) {
        json::object out;
        for (auto const& property : properties->as_object()) {
            out[property.key()] = sampleOf(property.value());
        }
        return out;
    }
    auto const* said = object->if_contains("type");
    auto const type = said != nullptr && said->is_string() ? std::string(said->as_string()) : "";
    if (type == "array") {
        auto const* items = object->if_contains("items");
        return json::array{items != nullptr ? sampleOf(*items) : json::value("x")};
    }
    if (type == "object") {
        return json::object{{"x", "y"}};
    }
    if (type == "integer" || type == "number") {
        return 7;
    }
    return type == "boolean" ? json::value(true) : json::value("x");
}

std::string bodyFor(std::string const& type, json::object const& content) {
    if (type == "application/json") {
        auto const sample = sampleOf(content.at(type).at("schema"));
        return json::serialize(sample.is_object() ? sample : json::object{{"x", sample}});
    }
    return type == "application/toml" ? kCampaign : std::string(3'000, '\x47');
}

/// For a place in a line of a header: no byte that ends it.
std::string inLine(std::string text, bool blanks) {
    std::erase_if(text, [&](char c) { return c == '\r' || c == '\n' || (c == ' ' && !blanks); });
    return text;
}

std::string credential(Dice& dice) {
    static std::vector<std::string> const wrong{
        "Authorization: Bearer tocsin_session_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "Authorization: Bearer ",
        "Authorization: Bearer null",
        "Authorization: Basic a2VlcGVyOmNvcnJlY3QgaG9yc2U=",
        "Authorization: Digest username=\"keeper\"",
        "Cookie: tocsin_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "Cookie: __Host-tocsin=x; tocsin=y; tocsin_session=z",
        "X-Station: AAAA\r\nX-Second-Factor: pin 471108",
        "X-Second-Factor: totp 123456",
        "X-CSRF-Token: x",
        "X-Forwarded-For: 127.0.0.1\r\nX-Real-IP: 127.0.0.1",
        "X-Forwarded-User: keeper\r\nX-Remote-User: keeper"};
    if (dice.oneIn(3)) {
        return "";
    }
    auto const& line = dice.of(wrong);
    auto const colon = line.find(": ") + 2;
    return dice.oneIn(2) || line.find('\r') != std::string::npos
               ? line + "\r\n"
               : line.substr(0, colon) + inLine(mutated(dice, line.substr(colon)), true) + "\r\n";
}

std::string furtherLines(Dice& dice) {
    static std::vector<std::string> const names{
        "Accept",        "Content-Type",    "If-Match",        "If-None-Match", "If-Range",
        "Origin",        "Range",           "Referer",         "Tus-Resumable", "Upload-Offset",
        "Upload-Length", "Upload-Checksum", "Upload-Metadata", "User-Agent",    "X"};
    static std::vector<std::string> const values{"*",
                                                 "bytes=0-9",
                                                 "bytes=-1,5-,9-3",
                                                 "application/toml",
                                                 "https://evil.example",
                                                 "\"abcdef\"",
                                                 "1.0.0",
                                                 "filename eA==",
                                                 "sha1 AAAA",
                                                 "9223372036854775807",
                                                 "-1",
                                                 "text/html;q",
                                                 "null"};
    std::string out;
    auto const count = dice.oneIn(50) ? 120 : dice.below(4);
    for (std::size_t i = 0; i < count; ++i) {
        out += dice.of(names) + ": " + inLine(mutated(dice, dice.of(values)), true) + "\r\n";
    }
    if (dice.oneIn(20)) {
        out += "X-HTTP-Method-Override: DELETE\r\n";
    }
    return out;
}

std::string framed(Dice& dice, std::string const& body) {
    if (dice.oneIn(4)) {
        std::string chunks = "Transfer-Encoding: chunked\r\n\r\n";
        for (std::size_t at = 0; at < body.size();) {
            auto const part = body.substr(at, 1 + dice.below(2'000));
            char size[20];
            std::snprintf(size, sizeof size, "%zx\r\n", part.size());
            chunks += size + part + "\r\n";
            at += part.size();
        }
        return chunks + "0\r\n\r\n";
    }
    return "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string const& noRequest(Dice& dice) {
    static std::vector<std::string> const all{
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "EHLO evil.example\r\n",
        "\x05\x01\x00",
        "*1\r\n$4\r\nPING\r\n",
        "GET / HTTP/0.9\r\n\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /",
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        "FFFFFFFFFFFFFFFFF\r\n",
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        "99999999999999\r\n\r\n{",
        "GET /livez HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        "GET /livez HTTP/1.1\nHost: localhost\n\n",
        "\r\n\r\n\r\n"};
    return dice.of(all);
}

}  // namespace

HostileRequests::HostileRequests(json::object const& description, std::vector<std::string> names)
    : names_(std::move(names)) {
    for (auto const& path : description.at("paths").as_object()) {
        for (auto const& operation : path.value().as_object()) {
            auto const& said = operation.value().as_object();
            Route route;
            route.method = operation.key();
            std::transform(route.method.begin(), route.method.end(), route.method.begin(),
                           [](char c) { return static_cast<char>(c & ~0x20); });
            route.path = path.key();
            for (auto const& parameter : said.at("parameters").as_array()) {
                if (parameter.at("in").as_string() == "query") {
                    route.query.emplace_back(parameter.at("name").as_string());
                }
            }
            if (auto const* body = said.if_contains("requestBody")) {
                auto const& content = body->at("content").as_object();
                route.type = std::string(content.begin()->key());
                route.body = bodyFor(route.type, content);
            }
            bool const looks = route.method != "POST" && route.method != "PUT" &&
                               route.method != "PATCH" && route.method != "DELETE";
            if (looks && said.at("x-permission").as_string() == "none") {
                open_.push_back(route.path.substr(0, route.path.find('{')));
            }
            routes_.push_back(std::move(route));
        }
    }
}

std::string HostileRequests::targetOf(Dice& dice, Route const& route) const {
    std::string target = route.path;
    for (auto open = target.find('{'); open != std::string::npos; open = target.find('{')) {
        target.replace(open, target.find('}', open) - open + 1, dice.of(names_));
    }
    char mark = '?';
    for (auto const& name : route.query) {
        if (dice.oneIn(3)) {
            target += mark + name + "=" + dice.of(names_);
            mark = '&';
        }
    }
    return dice.oneIn(2) ? target : inLine(mutated(dice, target), false);
}

HostileRequest HostileRequests::wholeRequest(Dice& dice) const {
    static std::vector<std::string> const methods{"GET",    "HEAD",    "POST",  "PUT", "PATCH",
                                                  "DELETE", "OPTIONS", "TRACE", "get", "EVIL"};
    auto const& route = dice.of(routes_);
    HostileRequest request;
    request.whole = true;
    auto const method = dice.oneIn(8) ? dice.of(methods) : route.method;
    auto const target = targetOf(dice, route);
    request.head = method == "HEAD";
    request.open = std::any_of(open_.begin(), open_.end(),
                               [&](std::string const& begin) { return target.starts_with(begin); });
    request.bytes = method + " " + target +
                    " HTTP/1.1\r\nHost: " + (dice.oneIn(20) ? "evil.example" : "localhost") +
                    "\r\n" + credential(dice) + furtherLines(dice);
    if (route.body.empty()) {
        request.bytes += "\r\n";
        return request;
    }
    std::string body = route.body;
    if (dice.oneIn(3)) {
        body = mutated(dice, std::move(body));
    } else if (dice.oneIn(2) && route.type == "application/json") {
        body = json::serialize(withHostileMember(dice, json::parse(route.body)));
    }
    request.bytes += "Content-Type: " + route.type + "\r\n" + framed(dice, body);
    return request;
}

std::string HostileRequests::brokenRequest(Dice& dice) const {
    if (dice.oneIn(3)) {
        return dice.oneIn(2) ? noRequest(dice) : mutated(dice, noRequest(dice));
    }
    auto bytes = mutated(dice, wholeRequest(dice).bytes);
    if (dice.oneIn(4)) {
        bytes += wholeRequest(dice).bytes;
    }
    return bytes;
}

HostileRequest HostileRequests::next(Dice& dice) const {
    if (dice.oneIn(4)) {
        HostileRequest request;
        request.bytes = brokenRequest(dice);
        return request;
    }
    return wholeRequest(dice);
}

}  // namespace tocsin::integration
