// SPDX-License-Identifier: Apache-2.0
// Chooses the number of lines, their ends and the size of the lettering together.
#include "slogan_still.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "line_breaks.hpp"
#include "slogan_mask.hpp"

namespace tocsin::media::detail {
namespace {

constexpr int kMeasured = 100;      // pixels to the em when measuring
constexpr int kPitchPercent = 124;  // line to line, of the em
constexpr int kSmallest = 5;        // pixels to the em; below it nothing can be read
constexpr std::size_t kMostLines = 40;
/// Each line that ends inside a phrase must be worth this much size.
constexpr int kBadEndPercent = 15;

/// The text with its breaks resolved.
struct Measured {
    std::vector<BreakPlace> places;
    std::vector<std::size_t> ends;  // byte after the last drawn character of a line that ends there
    std::vector<std::size_t> resumes;  // byte where the next line begins
    std::size_t forced = 1;
};

bool isPunctuation(gunichar character) {
    switch (g_unichar_type(character)) {
        case G_UNICODE_OTHER_PUNCTUATION:
        case G_UNICODE_CLOSE_PUNCTUATION:
        case G_UNICODE_FINAL_PUNCTUATION:
        case G_UNICODE_DASH_PUNCTUATION:
            return true;
        default:
            return false;
    }
}

/// Measures one paragraph and adds the places where it may be broken.
void measureParagraph(std::string const& text, std::size_t begin, std::size_t end, Measured& out) {
    auto const layout = layoutLine(std::string_view(text).substr(begin, end - begin), kMeasured);
    auto* const line = pango_layout_get_line_readonly(layout.get(), 0);
    int count = 0;
    auto const* const attributes = pango_layout_get_log_attrs_readonly(layout.get(), &count);
    int const base = out.places.empty() ? 0 : out.places.back().position;
    auto const positionAt = [&](std::size_t byte) {
        int x = 0;
        pango_layout_line_index_to_x(line, static_cast<int>(byte - begin), FALSE, &x);
        return base + PANGO_PIXELS(x);
    };
    std::size_t at = begin;
    std::size_t inkEnd = begin;  // after the last character that is not blank
    gunichar last = 0;
    for (int i = 0; i < count - 1; ++i) {
        if (i > 0 && attributes[i].is_line_break != 0) {
            int const drawn = positionAt(inkEnd);
            out.places.push_back(
                {drawn, positionAt(at) - drawn, inkEnd < at || isPunctuation(last), false});
            out.ends.push_back(inkEnd);
            out.resumes.push_back(at);
        }
        auto const* const character = text.c_str() + at;
        last = g_utf8_get_char(character);
        at = static_cast<std::size_t>(g_utf8_next_char(character) - text.c_str());
        inkEnd = g_unichar_isspace(last) != FALSE ? inkEnd : at;
    }
    out.places.push_back({positionAt(inkEnd), positionAt(end) - positionAt(inkEnd), true, true});
    out.ends.push_back(inkEnd);
    out.resumes.push_back(std::min(end + 1, text.size()));
}

Measured measure(std::string const& text) {
    Measured out;
    for (std::size_t begin = 0; begin <= text.size();) {
        auto const end = std::min(text.find('\n', begin), text.size());
        measureParagraph(text, begin, end, out);
        if (end == text.size()) {
            break;
        }
        ++out.forced;
        begin = end + 1;
    }
    return out;
}

/// Pixels to the em for a division of the text in a box, from the measured widths.
int emFor(LineBreaks const& breaks, int boxWidth, int boxHeight) {
    auto const lines = static_cast<int>(breaks.ends.size());
    int const byWidth = boxWidth * kMeasured / std::max(breaks.widest, 1);
    int const byHeight = boxHeight * 100 / (100 + (lines - 1) * kPitchPercent);
    return std::min(byWidth, byHeight);
}

struct Division {
    LineBreaks breaks;
    int em = 0;
};

Division divide(Measured const& text, int boxWidth, int boxHeight) {
    Division best;
    std::int64_t bestWorth = -1;
    auto const most = std::max(text.forced, std::min(kMostLines, text.places.size()));
    for (std::size_t lines = text.forced; lines <= most; ++lines) {
        auto breaks = breakInto(text.places, lines);
        if (breaks.ends.empty()) {
            continue;
        }
        int const em = emFor(breaks, boxWidth, boxHeight);
        int const bad = std::min(breaks.bad, 4);
        auto const worth = std::int64_t{em} * (100 - kBadEndPercent * bad);
        if (worth > bestWorth) {
            bestWorth = worth;
            best = {std::move(breaks), em};
        }
        // More lines only get smaller once the height is what limits.
        if (boxHeight * 100 / (100 + (static_cast<int>(lines) - 1) * kPitchPercent) <
            best.em * 3 / 4) {
            break;
        }
    }
    return best;
}

struct Block {
    std::vector<LayoutPtr> lines;
    std::vector<Ink> inks;
    int em = 0, pitch = 0, top = 0, bottom = 0, width = 0;
};

Block layOut(std::string const& text, Measured const& measured, Division const& division, int em) {
    Block block;
    block.em = em;
    block.pitch = em * kPitchPercent / 100;
    std::size_t begin = 0;
    for (auto const place : division.breaks.ends) {
        auto const end = std::max(begin, measured.ends[place]);
        block.lines.push_back(layoutLine(std::string_view(text).substr(begin, end - begin), em));
        auto const ink = inkOf(*block.lines.back());
        int const baseline = static_cast<int>(block.inks.size()) * block.pitch;
        bool const first = block.inks.empty();
        block.top = first ? ink.top : std::min(block.top, baseline + ink.top);
        block.bottom = first ? ink.bottom : std::max(block.bottom, baseline + ink.bottom);
        block.width = std::max(block.width, ink.width());
        block.inks.push_back(ink);
        begin = measured.resumes[place];
    }
    return block;
}

FramePtr paint(Block const& block, SloganStyle const& style, int width, int height) {
    Mask mask(width, height);
    int const firstBaseline = (height - (block.bottom - block.top)) / 2 - block.top;
    for (std::size_t i = 0; i < block.lines.size(); ++i) {
        auto const& ink = block.inks[i];
        int const x = (width - ink.width()) / 2 - ink.left;
        mask.draw(*block.lines[i], x, firstBaseline + static_cast<int>(i) * block.pitch);
    }
    auto const palette = paletteFor(style.colour, style.background, block.em);
    auto frame = std::make_shared<Frame>(width, height);
    for (int y = 0; y < height; ++y) {
        auto* to = frame->pixels.data() + static_cast<std::size_t>(y) * frame->stride();
        for (auto const* from = mask.row(y); from != mask.row(y) + width; ++from, to += 4) {
            std::memcpy(to, &palette[*from], 4);
        }
    }
    return frame;
}

}  // namespace

Result<FramePtr> renderStill(SloganStyle const& style, int width, int height) {
    int const boxWidth = std::max(1, width * style.sizePercent / 100);
    int const boxHeight = std::max(1, height * style.sizePercent / 100);
    auto const measured = measure(style.text);
    auto const division = divide(measured, boxWidth, boxHeight);
    // Widths scale nearly, not exactly, with the size: start a little above and come down to what
    // fits.
    for (int em = division.em + division.em / 16 + 1; em >= kSmallest; --em) {
        auto const block = layOut(style.text, measured, division, em);
        if (block.width <= boxWidth && block.bottom - block.top <= boxHeight) {
            return paint(block, style, width, height);
        }
    }
    return Error{Errc::invalid, "the text is too long for a screen of " + std::to_string(width) +
                                    "x" + std::to_string(height) +
                                    " pixels; shorten it or let it scroll"};
}

}  // namespace tocsin::media::detail
