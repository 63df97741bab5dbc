// SPDX-License-Identifier: Apache-2.0
#include "slogan_layout.hpp"

#include <algorithm>

#include "slogan_paint.hpp"
#include "text_measure.hpp"

namespace tocsin::media::detail {
namespace {

constexpr std::size_t kMostLines = 40;
constexpr int kTightPitch = 104;
constexpr int kLegibleWidthPercent = 96;  // letters that touch both sides look cut
constexpr int kTightUpTo = 96;            // pixels of the screen's height
/// Each line that ends inside a phrase must be worth this much size.
constexpr int kBadEndPercent = 15;

/// Pixels to the em for a division of the text in a box, from the measured widths.
int emFor(LineBreaks const& breaks, Box const& box, int pitch) {
    auto const lines = static_cast<int>(breaks.ends.size());
    int const byWidth = box.width * kMeasuredEm / std::max(breaks.widest, 1);
    int const byHeight = box.height * 100 / (100 + (lines - 1) * pitch);
    return std::min(byWidth, byHeight);
}

/// Large letters are good, lines that end inside a phrase are not.
std::int64_t worthOf(int em, int bad) {
    return std::int64_t{em} * (100 - kBadEndPercent * std::min(bad, 4));
}

struct Division {
    LineBreaks breaks;
    int em = 0;
};

/// The division into `least` to `most` lines that gives the largest letters.
Division divide(MeasuredText const& text, Box const& box, int pitch, std::size_t least,
                std::size_t most, bool first) {
    Division best;
    std::int64_t bestWorth = -1;
    for (std::size_t lines = least; lines <= most; ++lines) {
        auto const consider = [&](LineBreaks breaks) {
            if (breaks.ends.empty()) {
                return;
            }
            int const em = emFor(breaks, box, pitch);
            auto const worth = worthOf(em, breaks.bad);
            if (worth > bestWorth) {
                bestWorth = worth;
                best = {std::move(breaks), em};
            }
        };
        consider(breakInto(text.places, lines));
        if (!first) {
            consider(breakAtGood(text.places, lines));
        }
        // More lines only get smaller once the height is what limits.
        if (box.height * 100 / (100 + (static_cast<int>(lines) - 1) * pitch) < best.em * 3 / 4) {
            break;
        }
    }
    return best;
}

Block::Line setLine(LayoutRequest const& request, LiveText text, int em) {
    auto const line = request.lettering.line(text.widest(request.begins).text, em);
    return {std::move(text), line->ink(), line->advance()};
}

/// The pitch at which one row stays free between the ink of any two lines.
int clearPitch(Block const& block) {
    int out = 1;
    for (std::size_t i = 1; i < block.lines.size(); ++i) {
        out = std::max(out, block.lines[i - 1].ink.bottom - block.lines[i].ink.top + 1);
    }
    return out;
}

/// Stacks the lines by their own ink.
void stack(Block& block, int pitch) {
    block.pitch = pitch;
    block.width = 0;
    for (std::size_t i = 0; i < block.lines.size(); ++i) {
        auto const& ink = block.lines[i].ink;
        int const baseline = static_cast<int>(i) * pitch;
        block.top = i == 0 ? ink.top : std::min(block.top, baseline + ink.top);
        block.bottom = i == 0 ? ink.bottom : std::max(block.bottom, baseline + ink.bottom);
        block.width = std::max(block.width, ink.width());
    }
}

std::vector<LiveText> linesOf(LiveText const& text, LiveText::Widest const& widest,
                              MeasuredText const& measured, LineBreaks const& breaks,
                              std::size_t begin) {
    std::vector<LiveText> out;
    for (auto const place : breaks.ends) {
        auto const end = std::max(begin, measured.ends[place]);
        out.push_back(text.cut(widest, begin, end));
        begin = measured.resumes[place];
    }
    return out;
}

Block setBlock(LayoutRequest const& request, std::vector<LiveText> const& lines, int em,
               int percent) {
    Block block;
    block.em = em;
    for (auto const& text : lines) {
        block.lines.push_back(setLine(request, text, em));
    }
    int const pitch = std::max(em * percent / 100, 1);
    stack(block, request.lettering.first() ? pitch : std::max(pitch, clearPitch(block)));
    return block;
}

bool fits(Block const& block, Box const& box) {
    return block.width <= box.width && block.height() <= box.height;
}

/// What is left of the height goes between the lines as well as above and below them, up to the
/// pitch of print.
void spread(Block& block, Box const& box) {
    auto const gaps = static_cast<int>(block.lines.size()) - 1;
    if (gaps > 0) {
        int const spare = (box.height - block.height()) / (gaps + 2);
        stack(block,
              std::max(block.pitch, std::min(block.em * kPrintPitch / 100, block.pitch + spare)));
    }
}

/// The largest block for this box; nothing if there is none that can be read.
std::optional<Block> fitInto(LayoutRequest const& request, Box const& box) {
    auto& lettering = request.lettering;
    auto const widest = request.text.widest(request.begins);
    auto const measured =
        measureText(widest, 0, widest.text.size(), lettering.first(), lettering.drawn());
    int const percent = linePitch(request);
    auto const wanted = static_cast<std::size_t>(request.style.lines);
    auto const most = std::max(measured.forced, std::min(kMostLines, measured.places.size()));
    bool const first = lettering.first();
    auto const division = wanted > 0 ? divide(measured, box, percent, wanted, wanted, first)
                                     : divide(measured, box, percent, measured.forced, most, first);
    if (division.breaks.ends.empty()) {
        return std::nullopt;
    }
    auto const lines = linesOf(request.text, widest, measured, division.breaks, 0);
    // Widths scale nearly, not exactly, with the size: start a little above and come down to what
    // fits.
    for (int em = lettering.sizeUnder(division.em + division.em / 16 + 1); em >= kSmallestEm;
         em = lettering.sizeUnder(em - 1)) {
        auto block = setBlock(request, lines, em, percent);
        block.bad = division.breaks.bad;
        if (fits(block, box)) {
            if (!lettering.first()) {
                spread(block, box);
            }
            return block;
        }
    }
    return std::nullopt;
}

/// Letters of a given size in as few lines as will do.
std::optional<Block> fitExactly(LayoutRequest const& request, Box const& box) {
    auto& lettering = request.lettering;
    int const em = lettering.sizeUnder(request.style.letterPixels);
    auto const widest = request.text.widest(request.begins);
    auto const measured = measureText(widest, 0, widest.text.size(), false, lettering.drawn());
    auto const wanted = static_cast<std::size_t>(request.style.lines);
    auto const most = std::max(measured.forced, std::min(kMostLines, measured.places.size()));
    for (std::size_t lines = wanted > 0 ? wanted : measured.forced;
         em >= kSmallestEm && lines <= (wanted > 0 ? wanted : most); ++lines) {
        auto const breaks = breakInto(measured.places, lines);
        if (breaks.ends.empty()) {
            continue;
        }
        auto block = setBlock(request, linesOf(request.text, widest, measured, breaks, 0), em,
                              linePitch(request));
        if (fits(block, box)) {
            spread(block, box);
            return block;
        }
    }
    return std::nullopt;
}

std::string screenText(LayoutRequest const& request) {
    return std::to_string(request.width) + "x" + std::to_string(request.height) + " pixels";
}

Error tooLong(LayoutRequest const& request) {
    auto const& style = request.style;
    std::string why = "the text is too long for a screen of " + screenText(request);
    if (style.letterPixels > 0) {
        why += " in letters of " + std::to_string(style.letterPixels) + " pixels";
    }
    if (style.lines > 0) {
        why += " in " + std::to_string(style.lines) + " lines";
    }
    return {Errc::invalid, why + "; shorten it or let it scroll"};
}

}  // namespace

int linePitch(LayoutRequest const& request) {
    bool const tight = !request.lettering.first() && request.height <= kTightUpTo;
    return tight ? kTightPitch : kPrintPitch;
}

Box boxOf(SloganStyle const& style, int width, int height, int percent) {
    int const margin = 2 * outlineMargin(style);
    return {std::max(1, width * percent / 100 - margin),
            std::max(1, height * percent / 100 - margin)};
}

Box legibleBox(SloganStyle const& style, int width, int height) {
    return boxOf(style, width * kLegibleWidthPercent / 100, height, 100);
}

Result<Block> layOutStill(LayoutRequest const& request) {
    auto const& style = request.style;
    auto const whole = boxOf(style, request.width, request.height, 100);
    if (style.letterPixels > 0) {
        auto block = fitExactly(request, whole);
        return block ? Result<Block>(*std::move(block)) : Result<Block>(tooLong(request));
    }
    auto block = fitInto(request, boxOf(style, request.width, request.height, style.sizePercent));
    if (!request.lettering.first() && (!block || block->em < kLegibleEm)) {
        auto larger = fitInto(request, legibleBox(style, request.width, request.height));
        if (larger &&
            (!block || worthOf(larger->em, larger->bad) > worthOf(block->em, block->bad))) {
            block = std::move(larger);
        }
    }
    return block ? Result<Block>(*std::move(block)) : Result<Block>(tooLong(request));
}

}  // namespace tocsin::media::detail
