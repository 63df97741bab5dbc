// SPDX-License-Identifier: Apache-2.0
// The text of a warning: made fit to be drawn, whatever it holds, and divided into lines and pages.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lettering.hpp"
#include "reading_time.hpp"

namespace tocsin::media::detail {

/// At most so many characters of a warning are shown.
inline constexpr std::size_t kMostWarningCharacters = 4'000;

/// Paragraphs of plain text: split at line breaks; what is not UTF-8, control characters and marks
/// that only steer a text's direction are left out; blanks are single; what no font has is an empty
/// box. Paragraphs without anything visible are left out.
[[nodiscard]] std::vector<std::string> cleanParagraphs(std::string_view text);
/// The same as one line.
[[nodiscard]] std::string cleanLine(std::string_view text);
/// Whether the first letter that has a direction is read from right to left.
[[nodiscard]] bool isRightToLeft(std::string_view text);
/// So many first characters, the last of them "…" if something was cut off.
[[nodiscard]] std::string cutText(std::string_view text, std::size_t characters);

/// Draws every text: by dots where dot matrix faces have all of it, else by outlines. Not
/// thread-safe.
class WarningLettering {
public:
    /// `texts`: all that will be drawn. `small`: some of it in letters that dot matrix faces have,
    /// which take a while to open.
    WarningLettering(std::vector<std::string_view> const& texts, bool small);
    [[nodiscard]] Lettering& of(std::string_view text);
    /// What any line of a text takes, from its baseline.
    [[nodiscard]] Ink roomOf(std::string_view text, int em);

private:
    Lettering dots_, outlines_;
    bool small_;
};

/// How well a line may end at a place, the best first. `word`: at a blank; `unit`: between what
/// belongs together; `part`: inside a date, which had better not be cut.
enum class LineEnd { paragraph, sentence, clause, word, phrase, unit, part };

struct WarningLine {
    std::string text;
    LineEnd end = LineEnd::paragraph;
    bool first = false, last = false;  ///< of its paragraph
    bool rightToLeft = false;          ///< its paragraph
    Reading reading{};
    Lettering* lettering = nullptr;
};

/// What a page holds, in pixels.
struct PageRoom {
    int width = 0, height = 0;
    int line = 0;       ///< from baseline to baseline
    int ink = 0;        ///< of one line
    int apart = 0;      ///< more between paragraphs
    int pageCost = 10;  ///< how many lines that end inside a phrase one page less is worth
    /// At most so much is read of the first page, and of each other one.
    Milliseconds readableFirst{}, readable{};
    /// Pixels that so many lines with so many gaps between paragraphs take.
    [[nodiscard]] int heightOf(int lines, int gaps) const noexcept {
        return lines == 0 ? 0 : ink + (lines - 1) * line + gaps * apart;
    }
};

struct TextPages {
    std::vector<WarningLine> lines;
    std::vector<std::size_t> ends;  ///< of each page: the line after its last
    double cost = 0;                ///< the less the better
};

/// Divides paragraphs into lines and pages in letters of a size. All of the text is on them, in
/// order. Pages are few and equally full, lines are full, but both rather end after punctuation
/// than inside a phrase; no word is cut unless it is wider than a line, and neither a line begins
/// with closing punctuation nor is a character left alone on a last line, if it can be helped.
[[nodiscard]] TextPages breakText(std::vector<std::string> const& paragraphs,
                                  WarningLettering& lettering, int em, PageRoom const& room);

/// A place in a text where a line may end. Places inside words count only for words wider than a
/// line.
struct LinePlace {
    std::size_t end = 0, resume = 0;  ///< bytes: after what is drawn, and where the next begins
    int width = 0, next = 0;          ///< pixels of the text up to there
    LineEnd kind = LineEnd::phrase;
    bool insideWord = false;
    bool hangs = false;  ///< its last character has a blank half
};
/// For each byte whether it stands inside a word that reads better whole.
[[nodiscard]] std::vector<bool> insideWords(std::string const& text);
/// Of one paragraph; the last is its end.
[[nodiscard]] std::vector<LinePlace> linePlaces(std::string const& text, Lettering& lettering,
                                                int em);

}  // namespace tocsin::media::detail
