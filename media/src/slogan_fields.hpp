// SPDX-License-Identifier: Apache-2.0
// The live fields of a slogan's text: reading them, and what they say at a local moment. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media::detail {

using LocalSeconds = std::chrono::local_seconds;

/// Part of a pattern: what a run of letters asks for, or words.
enum class DatePart {
    year,
    month2,
    month,
    monthShort,
    monthLong,
    day2,
    day,
    hour2,
    hour,
    hour12Two,
    hour12,
    minute2,
    minute,
    second2,
    second,
    halfDay,
    halfDayChinese,
    weekdayChinese,
    weekdayShort,
    weekdayLong
};
using Pattern = std::vector<std::variant<std::string, DatePart>>;

/// Days from or to a date.
struct DayCount {
    enum class Kind { until, since, countFrom } kind = Kind::until;
    std::chrono::local_days date;
};

/// Words, or a field: a pattern or a count of days.
using TextPiece = std::variant<std::string, Pattern, DayCount>;

/// A slogan's text with its fields.
class LiveText {
public:
    /// Errc::invalid names the field and what is allowed.
    [[nodiscard]] static Result<LiveText> read(std::string_view text);

    [[nodiscard]] bool live() const;
    [[nodiscard]] std::string at(LocalSeconds now) const;

    /// The text at its widest, for fitting, and where in it fields stand. Counts of days have as
    /// many digits as they can get within a year of `begins`, three at least.
    struct Widest {
        std::string text;
        struct Piece {
            std::size_t begin, end;  ///< bytes in `text`
            bool field;
        };
        std::vector<Piece> pieces;
        /// Whether a line may end at this byte: not inside a field.
        [[nodiscard]] bool mayBreak(std::size_t byte) const;
    };
    [[nodiscard]] Widest widest(LocalSeconds begins) const;
    /// The part of this text between two bytes of its widest form; fields belong to where they
    /// begin.
    [[nodiscard]] LiveText cut(Widest const& widest, std::size_t begin, std::size_t end) const;
    /// Line breaks as ideographic spaces.
    [[nodiscard]] LiveText onOneLine() const;
    /// Every character it may ever show.
    [[nodiscard]] std::string everyCharacter() const;

private:
    std::vector<TextPiece> pieces_;
};

/// The text with each brace doubled: as it is meant when there are no fields.
[[nodiscard]] std::string withoutFields(std::string_view words);
/// What withoutFields was given; nothing if the text has fields or single braces.
[[nodiscard]] std::optional<std::string> wordsOnly(std::string_view text);

}  // namespace tocsin::media::detail
