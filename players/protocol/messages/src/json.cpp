// SPDX-License-Identifier: Apache-2.0
// Bounded JSON reading with paths in errors.
#include "tocsin/messages/json.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::messages {
namespace {

constexpr std::size_t kMaxDepth = 32;

std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            auto const changed = diagonal + (a[i] == b[j] ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

std::string_view kindName(boost::json::value const& value) {
    switch (value.kind()) {
        case boost::json::kind::null:
            return "null";
        case boost::json::kind::bool_:
            return "true or false";
        case boost::json::kind::int64:
        case boost::json::kind::uint64:
        case boost::json::kind::double_:
            return "a number";
        case boost::json::kind::string:
            return "a string";
        case boost::json::kind::array:
            return "an array";
        case boost::json::kind::object:
            return "an object";
    }
    return "something else";
}

std::string expected(std::string_view what, boost::json::value const& found) {
    return "expected " + std::string(what) + ", found " + std::string(kindName(found));
}

}  // namespace

Result<boost::json::value> parseJson(std::string_view text, std::size_t limit) {
    if (text.size() > limit) {
        return Error{Errc::invalid, "JSON of " + std::to_string(text.size()) +
                                        " bytes is longer than the " + std::to_string(limit) +
                                        " bytes allowed here"};
    }
    boost::json::parse_options options;
    options.max_depth = kMaxDepth;
    boost::json::stream_parser parser(boost::json::storage_ptr{}, options);
    boost::system::error_code ec;
    auto const used = parser.write_some(text.data(), text.size(), ec);
    if (!ec && used < text.size()) {
        ec = boost::json::error::extra_data;
    }
    if (!ec) {
        parser.finish(ec);
    }
    if (ec) {
        return Error{Errc::invalid,
                     "not valid JSON at byte " + std::to_string(used) + ": " + ec.message()};
    }
    return parser.release();
}

void JsonReader::fail(std::string const& what) const {
    throw Failure(Error{Errc::invalid, (path_.empty() ? "top level" : path_) + ": " + what});
}

std::string JsonReader::string(std::size_t maxBytes) const {
    auto const* text = value_->if_string();
    if (text == nullptr) {
        fail(expected("a string", *value_));
    }
    if (text->size() > maxBytes) {
        fail("a string of " + std::to_string(text->size()) + " bytes; at most " +
             std::to_string(maxBytes) + " are allowed");
    }
    return std::string(text->data(), text->size());
}

std::int64_t JsonReader::integer(std::int64_t least, std::int64_t most) const {
    auto const range =
        "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    auto const* number = value_->if_int64();
    if (number == nullptr && !value_->is_uint64()) {
        fail(value_->is_double() ? "expected " + range + ", without fraction or exponent"
                                 : expected(range, *value_));
    }
    if (number == nullptr || *number < least || *number > most) {
        auto const found =
            number != nullptr ? std::to_string(*number) : std::to_string(value_->get_uint64());
        fail("expected " + range + ", found " + found);
    }
    return *number;
}

bool JsonReader::boolean() const {
    auto const* truth = value_->if_bool();
    if (truth == nullptr) {
        fail(expected("true or false", *value_));
    }
    return *truth;
}

Digest JsonReader::digest() const {
    auto const* text = value_->if_string();
    auto const out = text != nullptr ? Digest::fromHex({text->data(), text->size()}) : std::nullopt;
    if (!out) {
        fail("expected a SHA-256 digest of 64 lower-case hexadecimal digits");
    }
    return *out;
}

Instant JsonReader::instant() const {
    auto const* text = value_->if_string();
    if (text == nullptr || text->size() > 64) {
        fail("expected an RFC 3339 instant like 2026-06-01T08:00:00Z");
    }
    auto const out = parseInstant({text->data(), text->size()});
    if (!out) {
        fail("expected an RFC 3339 instant: " + out.error().message);
    }
    return *out;
}

std::vector<JsonReader> JsonReader::array(std::size_t maxItems) const {
    auto const* items = value_->if_array();
    if (items == nullptr) {
        fail(expected("an array", *value_));
    }
    if (items->size() > maxItems) {
        fail(std::to_string(items->size()) + " items; at most " + std::to_string(maxItems) +
             " are allowed");
    }
    std::vector<JsonReader> out;
    out.reserve(items->size());
    for (std::size_t i = 0; i < items->size(); ++i) {
        out.emplace_back((*items)[i], path_ + "[" + std::to_string(i) + "]");
    }
    return out;
}

std::optional<JsonReader> JsonReader::find(std::string_view key) const {
    auto const* object = value_->if_object();
    if (object == nullptr) {
        fail(expected("an object", *value_));
    }
    auto const* member = object->if_contains(boost::json::string_view(key.data(), key.size()));
    if (member == nullptr || member->is_null()) {
        return std::nullopt;
    }
    return JsonReader(*member, path_.empty() ? std::string(key) : path_ + "." + std::string(key));
}

JsonReader JsonReader::at(std::string_view key) const {
    auto member = find(key);
    if (!member) {
        fail("the member \"" + std::string(key) + "\" is missing");
    }
    return *std::move(member);
}

void JsonReader::onlyKeys(std::initializer_list<std::string_view> allowed) const {
    onlyKeys(std::vector<std::string_view>(allowed));
}

void JsonReader::onlyKeys(std::vector<std::string_view> const& allowed) const {
    auto const* object = value_->if_object();
    if (object == nullptr) {
        fail(expected("an object", *value_));
    }
    for (auto const& member : *object) {
        std::string_view const key(member.key().data(), member.key().size());
        if (std::find(allowed.begin(), allowed.end(), key) != allowed.end()) {
            continue;
        }
        std::string_view nearest;
        std::size_t best = std::numeric_limits<std::size_t>::max();
        for (auto const candidate : allowed) {
            // A key of any length may come from outside; the nearest to its first 64 bytes will do.
            auto const distance = editDistance(key.substr(0, 64), candidate);
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        fail("unknown key \"" + shownAsUtf8(key.substr(0, 64)) + "\"; the nearest valid key is \"" +
             std::string(nearest) + "\"");
    }
}

}  // namespace tocsin::messages
