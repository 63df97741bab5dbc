// SPDX-License-Identifier: Apache-2.0
// The rules of texts, days and numbers that people write about activities and their work.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tocsin/messages/json.hpp"
#include "tocsin/store/activities.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::activities {

inline constexpr std::size_t kLineBytes = 300;
inline constexpr std::size_t kTextBytes = 20'000;
inline constexpr std::int64_t kMostSessions = 100'000;
inline constexpr std::int64_t kMostPeople = 100'000'000;

/// Without blanks at its ends; one line of at most `most` bytes without control characters, or, of
/// a text, several. Errc::invalid names `key`.
[[nodiscard]] Result<std::string> lineOf(std::string_view key, std::string_view text,
                                         std::size_t most = kLineBytes);
[[nodiscard]] Result<std::string> textOf(std::string_view key, std::string_view text);
/// "2026-06-16" as it is. Errc::invalid names `key`.
[[nodiscard]] Result<std::string> dayOf(std::string_view key, std::string const& text);

// The same of members of a JSON object; absent or null: as it is in `now`. Throw Failure.
[[nodiscard]] std::string lineIn(messages::JsonReader const& in, char const* key,
                                 std::string const& now = "");
[[nodiscard]] std::string textIn(messages::JsonReader const& in, char const* key,
                                 std::string const& now = "");
[[nodiscard]] std::string dayIn(messages::JsonReader const& in, char const* key,
                                std::string const& now = "");
[[nodiscard]] store::Responsible responsibleIn(messages::JsonReader const& in,
                                               store::Responsible const& now = {});
/// Null says that nobody counted; absent: as it is in `now`.
[[nodiscard]] std::optional<std::int64_t> countIn(messages::JsonReader const& in, char const* key,
                                                  std::int64_t most,
                                                  std::optional<std::int64_t> now = {});

/// Of 1 to 64 bytes of a-z, 0-9 and '-', the first no '-'. Errc::invalid.
[[nodiscard]] Result<> checkHandle(std::string const& handle);
/// A whole positive number, or nothing.
[[nodiscard]] std::optional<std::int64_t> numberFrom(std::string_view text);

}  // namespace tocsin::activities
