// SPDX-License-Identifier: Apache-2.0
// Reading JSON from outside: bounded, and every error names the path ("spans[2].from").
// Boost.JSON's value_to refuses unknown and missing keys without saying where, so wire input goes
// through this reader. Writing uses boost::json directly.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::messages {

/// Parses text of at most `limit` bytes, nested at most 32 deep. Errc::invalid with the offset of
/// the fault.
[[nodiscard]] Result<boost::json::value> parseJson(std::string_view text,
                                                   std::size_t limit = 4 << 20);

/// A view of one JSON value with the path that leads to it. Getters throw Failure(Errc::invalid)
/// with path and what is allowed; a message reader runs inside readJson, which turns that into a
/// Result. The value must outlive the reader.
class JsonReader {
public:
    JsonReader(boost::json::value const& value, std::string path)
        : value_(&value), path_(std::move(path)) {}

    [[nodiscard]] std::string const& path() const noexcept { return path_; }
    [[nodiscard]] boost::json::value const& value() const noexcept { return *value_; }

    /// The value itself.
    [[nodiscard]] std::string string(std::size_t maxBytes = 65536) const;
    [[nodiscard]] std::int64_t integer(std::int64_t least, std::int64_t most) const;
    [[nodiscard]] bool boolean() const;
    [[nodiscard]] Digest digest() const;
    [[nodiscard]] Instant instant() const;  ///< RFC 3339 string
    [[nodiscard]] std::vector<JsonReader> array(std::size_t maxItems = 100000) const;

    /// Members of an object. at() demands the key, find() gives nothing if it is absent or null.
    [[nodiscard]] JsonReader at(std::string_view key) const;
    [[nodiscard]] std::optional<JsonReader> find(std::string_view key) const;
    /// Refuses keys that are not in the list, naming the nearest valid one. For files that people
    /// write; wire messages ignore unknown keys.
    void onlyKeys(std::initializer_list<std::string_view> allowed) const;
    void onlyKeys(std::vector<std::string_view> const& allowed) const;
    /// Throws Failure(Errc::invalid) "<path>: <what>".
    [[noreturn]] void fail(std::string const& what) const;

private:
    boost::json::value const* value_;
    std::string path_;
};

/// Runs `read(JsonReader)` on parsed text and returns its value, or the first error.
template <class Read>
auto readJson(std::string_view text, Read&& read, std::size_t limit = 4 << 20)
    -> Result<decltype(read(std::declval<JsonReader>()))> {
    auto parsed = parseJson(text, limit);
    if (!parsed) {
        return parsed.error();
    }
    try {
        return read(JsonReader(*parsed, ""));
    } catch (Failure const& failure) {
        return failure.error();
    }
}

}  // namespace tocsin::messages
