// SPDX-License-Identifier: Apache-2.0
// The words by which a slogan's choices are known: the same in files, command lines, the API and
// the canonical description.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::media {

enum class SloganMotion { still, scrollLeft, scrollUp, pages };
enum class SloganEdges { automatic, sharp, smooth };
enum class SloganLettering { automatic, bitmap, outline };
enum class SloganAlign { left, centre, right };

/// How a see-through background is written in place of a colour.
inline constexpr std::string_view kTransparent = "transparent";

template <class Choice>
struct SloganWord {
    Choice choice;
    std::string_view word;
};

inline constexpr std::array<SloganWord<SloganMotion>, 4> kSloganMotions{
    {{SloganMotion::still, "still"},
     {SloganMotion::scrollLeft, "scroll-left"},
     {SloganMotion::scrollUp, "scroll-up"},
     {SloganMotion::pages, "pages"}}};
inline constexpr std::array<SloganWord<SloganEdges>, 3> kSloganEdges{
    {{SloganEdges::automatic, "auto"},
     {SloganEdges::sharp, "sharp"},
     {SloganEdges::smooth, "smooth"}}};
inline constexpr std::array<SloganWord<SloganLettering>, 3> kSloganLetterings{
    {{SloganLettering::automatic, "auto"},
     {SloganLettering::bitmap, "bitmap"},
     {SloganLettering::outline, "outline"}}};
inline constexpr std::array<SloganWord<SloganAlign>, 3> kSloganAligns{
    {{SloganAlign::left, "left"}, {SloganAlign::centre, "centre"}, {SloganAlign::right, "right"}}};

template <class Words, class Choice>
[[nodiscard]] constexpr std::string_view wordFor(Words const& words, Choice choice) {
    for (auto const& one : words) {
        if (one.choice == choice) {
            return one.word;
        }
    }
    return words.front().word;
}

template <class Choice, std::size_t N>
[[nodiscard]] constexpr std::optional<Choice> choiceFor(
    std::array<SloganWord<Choice>, N> const& words, std::string_view word) {
    for (auto const& one : words) {
        if (one.word == word) {
            return one.choice;
        }
    }
    return std::nullopt;
}

/// "still, scroll-left, scroll-up and pages", for messages.
template <class Choice, std::size_t N>
[[nodiscard]] std::string allWords(std::array<SloganWord<Choice>, N> const& words) {
    std::string out;
    for (std::size_t i = 0; i < N; ++i) {
        out += (i == 0 ? "" : i + 1 == N ? " and " : ", ") + std::string(words[i].word);
    }
    return out;
}

}  // namespace tocsin::media
