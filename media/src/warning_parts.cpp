// SPDX-License-Identifier: Apache-2.0
// What posters and bars are made of.
#include <glib.h>

#include <algorithm>

#include "text_measure.hpp"
#include "tocsin/media/slogan_legibility.hpp"
#include "warning_layout.hpp"

namespace tocsin::media::detail {
namespace {

constexpr int kTightPitch = 104, kLoosePitch = 118, kTightUpTo = 96;
constexpr int kWholePercent = 6, kCutPercent = 25;
constexpr char kEllipsis[] = "\xE2\x80\xA6";

std::string shortLine(std::string const& text) {
    constexpr std::size_t kMost = 200;
    return cutText(cleanLine(cutText(text, 2 * kMost)), kMost);
}

WarningCard cleaned(WarningCard const& dirty) {
    WarningCard out{dirty.ground,
                    dirty.icon,
                    shortLine(dirty.banner),
                    shortLine(dirty.headline),
                    shortLine(dirty.byline),
                    {}};
    out.headline = out.headline.empty() ? "!" : out.headline;
    auto left = kMostWarningCharacters;
    for (auto const& text : dirty.paragraphs) {
        for (auto const& paragraph : cleanParagraphs(cutText(text, 2 * kMostWarningCharacters))) {
            if (left == 0) {
                return out;
            }
            out.paragraphs.push_back(cutText(paragraph, left));
            auto const length = g_utf8_strlen(paragraph.c_str(), -1);
            left -= std::min(left, static_cast<std::size_t>(length));
        }
    }
    return out;
}

std::vector<std::string_view> textsOf(WarningCard const& card) {
    std::vector<std::string_view> out{card.headline, card.byline, card.banner, "0123456789/",
                                      kEllipsis};
    out.insert(out.end(), card.paragraphs.begin(), card.paragraphs.end());
    return out;
}

Colour inkOn(Colour ground) {
    constexpr Colour kWhite{255, 255, 255}, kBlack{0, 0, 0};
    return contrastHundredths(kWhite, ground) >= contrastHundredths(kBlack, ground) ? kWhite
                                                                                    : kBlack;
}

/// A text divided into lines of measured widths.
struct Divided {
    std::vector<std::string> lines;
    int em = 0;
};

/// A division, and what share of the size each of its line ends costs.
struct Tried {
    LineBreaks breaks;
    int percent;
};

/// Only places that cut no word that is to stay whole are good.
std::vector<BreakPlace> wholeOnly(MeasuredText const& measured, std::string const& text) {
    auto const inside = insideWords(text);
    auto out = measured.places;
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i].good = !inside[measured.ends[i]];
    }
    return out;
}

std::vector<BreakPlace> allGood(MeasuredText const& measured) {
    auto out = measured.places;
    for (auto& place : out) {
        place.good = true;
    }
    return out;
}

Divided divide(std::string const& text, FitLimits const& limits, int percent) {
    auto const measured = measureText({text, {}}, 0, text.size(), false, {});
    auto const whole = wholeOnly(measured, text);
    auto const even = allGood(measured);
    Divided best;
    int bestWorth = -1;
    auto const most = std::min(static_cast<std::size_t>(limits.lines), measured.places.size());
    for (std::size_t count = 1; count <= most; ++count) {
        int const byHeight = limits.height * 100 / (100 + (static_cast<int>(count) - 1) * percent);
        for (auto const& [breaks, bad] : {Tried{breakAtGood(measured.places, count), 0},
                                          Tried{breakAtGood(whole, count), kWholePercent},
                                          Tried{breakInto(even, count), kCutPercent}}) {
            int const em = std::min(
                {limits.width * kMeasuredEm / std::max(breaks.widest, 1), byHeight, limits.em});
            int const worth = em * (100 - bad * std::min(static_cast<int>(count) - 1, 4));
            if (breaks.ends.empty() || worth <= bestWorth) {
                continue;
            }
            bestWorth = worth;
            best = {{}, em};
            std::size_t begin = 0;
            for (auto const place : breaks.ends) {
                best.lines.push_back(text.substr(begin, measured.ends[place] - begin));
                begin = measured.resumes[place];
            }
        }
    }
    return best;
}

/// The lines at a size.
FittedText setAt(Divided const& divided, Lettering& lettering, int em, int percent) {
    FittedText out{divided.lines, em, 0, 0, 0, 0, &lettering};
    auto room = lettering.tallest(em);
    for (auto const& text : out.lines) {
        auto const ink = lettering.line(text, em)->ink();
        room = {0, std::min(room.top, ink.top), 0, std::max(room.bottom, ink.bottom)};
        out.width = std::max(out.width, ink.width());
    }
    out.top = room.top;
    out.pitch = std::max(room.height() + 1, em * percent / 100);
    out.height = room.height() + (static_cast<int>(out.lines.size()) - 1) * out.pitch;
    return out;
}

/// A line with a mark before it where else its own first letter would turn it around.
std::string directed(WarningLine const& line) {
    constexpr char kRightToLeft[] = "\xE2\x80\x8F", kLeftToRight[] = "\xE2\x80\x8E";
    if (isRightToLeft(line.text) == line.rightToLeft) {
        return line.text;
    }
    return (line.rightToLeft ? kRightToLeft : kLeftToRight) + line.text;
}

int edgeOf(Area const& area, SloganAlign align) {
    return align == SloganAlign::left     ? area.left
           : align == SloganAlign::centre ? area.left + area.width / 2
                                          : area.right();
}

/// Letters of the sizes of dot matrix faces are drawn only on screens of few pixels.
bool hasSmallLetters(int width, int height) {
    constexpr int kSide = 300, kBarHeight = 100;
    bool const bar = width > 4 * height;
    return bar ? height < kBarHeight : std::min(width, height) < kSide;
}

}  // namespace

WarningJob::WarningJob(WarningCard const& dirty, int screenWidth, int screenHeight)
    : card(cleaned(dirty)),
      width(screenWidth),
      height(screenHeight),
      ink(inkOn(dirty.ground)),
      lettering(textsOf(card), hasSmallLetters(screenWidth, screenHeight)) {}

FittedText fitText(std::string const& text, Lettering& lettering, FitLimits const& limits) {
    int const percent = limits.pitchPercent > 0       ? limits.pitchPercent
                        : limits.height <= kTightUpTo ? kTightPitch
                                                      : kLoosePitch;
    auto const divided = divide(text, limits, percent);
    if (divided.lines.empty()) {
        return {};
    }
    // Widths scale nearly, not exactly, with the size.
    int const above = std::min(divided.em + divided.em / 24 + 1, limits.em);
    for (int em = lettering.sizeUnder(above); em >= kSmallestEm; em = lettering.sizeUnder(em - 1)) {
        auto out = setAt(divided, lettering, em, percent);
        if (out.width <= limits.width && out.height <= limits.height) {
            return out;
        }
    }
    return {};
}

FittedText fitCut(std::string text, WarningLettering& lettering, FitLimits const& limits,
                  int least) {
    while (true) {
        auto out = fitText(text, lettering.of(text), limits);
        auto const length = static_cast<std::size_t>(g_utf8_strlen(text.c_str(), -1));
        if (out.em >= least || length <= 2) {
            return out;
        }
        text = cutText(text, std::max<std::size_t>(length * 9 / 10, 2));
    }
}

void putFitted(Sheet& sheet, FittedText const& text, Area const& area, SloganAlign align,
               Colour colour) {
    if (text.em == 0) {
        return;
    }
    int baseline = area.top + (area.height - text.height) / 2 - text.top;
    for (auto const& line : text.lines) {
        sheet.items.emplace_back(
            Words{line, text.em, edgeOf(area, align), baseline, align, colour, text.lettering});
        baseline += text.pitch;
    }
}

int Body::gaps(std::size_t page) const {
    int out = 0;
    for (auto i = first(page) + 1; i < last(page); ++i) {
        out += text.lines[i].first ? 1 : 0;
    }
    return out;
}

int Body::heightOf(std::size_t page) const {
    return room.heightOf(static_cast<int>(last(page) - first(page)), gaps(page));
}

Body setBody(BodyRequest const& request, WarningLettering& lettering, int em) {
    // Of the tallest script, so that all lines stand on the same baselines.
    Ink room;
    for (auto const& paragraph : request.paragraphs) {
        room = room.around(lettering.roomOf(paragraph, em));
    }
    int const ink = std::max(1, room.height());
    auto const readable = kMostStand - kTimeToFind;
    Body out;
    out.em = em;
    out.top = room.top;
    out.room = {request.width,
                request.height,
                std::max(ink + 1, em * request.pitchPercent / 100),
                ink,
                em * request.apartPercent / 100,
                request.pageCost,
                std::max(readable - request.readBefore, readable / 3),
                readable};
    out.text = breakText(request.paragraphs, lettering, em, out.room);
    return out;
}

void limitPages(Body& body, std::size_t pages) {
    if (body.pages() <= pages || pages == 0) {
        return;
    }
    body.text.ends.resize(pages);
    body.text.lines.resize(body.text.ends.back());
    auto& last = body.text.lines.back().text;
    auto const length = static_cast<std::size_t>(g_utf8_strlen(last.c_str(), -1));
    last += kEllipsis;
    last = length > 1 ? cutText(last, length) : last;
}

void putPage(Sheet& sheet, Body const& body, std::size_t page, Area const& area, bool middle,
             Colour colour) {
    auto const& lines = body.text.lines;
    auto const from = body.first(page);
    int baseline =
        area.top + (middle ? std::max(0, (area.height - body.heightOf(page)) / 2) : 0) - body.top;
    for (auto i = from; i < body.last(page); ++i) {
        auto const& line = lines[i];
        baseline += i > from ? body.room.line + (line.first ? body.room.apart : 0) : 0;
        auto const align = line.rightToLeft ? SloganAlign::right : SloganAlign::left;
        sheet.items.emplace_back(Words{directed(line), body.em, edgeOf(area, align), baseline,
                                       align, colour, line.lettering});
    }
}

Milliseconds standFor(Milliseconds reading) {
    return std::clamp(reading + kTimeToFind, kLeastStand, kMostStand);
}

Milliseconds readingTime(Body const& body, std::size_t page) {
    Milliseconds out{0};
    for (auto i = body.first(page); i < body.last(page); ++i) {
        out += body.text.lines[i].reading.time();
    }
    return out;
}

}  // namespace tocsin::media::detail
