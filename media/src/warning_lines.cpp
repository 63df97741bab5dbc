// SPDX-License-Identifier: Apache-2.0
// Lines and pages of a warning's text at once, since a page had better end where a sentence ends:
// dynamic programming over where the last line ended and how full the page then is.
#include <algorithm>
#include <limits>

#include "warning_text.hpp"

namespace tocsin::media::detail {
namespace {

// The unit of costs is a line that ends inside a phrase, four times.
constexpr double kNever = std::numeric_limits<double>::max();
constexpr double kLineCost = 0.6;
constexpr double kSlackCost = 4;  // times the square of the share of a line that is left free
constexpr double kPhraseCost = 0.25, kUnitCost = 1, kPartCost = 4, kCutWordCost = 20;
constexpr double kAloneCost = 3;     // of a last line of one character
constexpr double kAloneEms = 1.6;    // so wide a line is alone
constexpr double kHangingEms = 0.4;  // the blank half of a full-width point
constexpr double kFreeCost = 2;      // times the square of the share of a page that is left free
constexpr double kTornCost = 3;      // of a paragraph of which one line stands apart
constexpr double kPageClauseCost = 0.7, kPageWordCost = 1.5, kPagePhraseCost = 2.5,
                 kPageUnitCost = 4, kPagePartCost = 8;
/// Heights of pages are counted in so many parts of a line.
constexpr int kPartsALine = 4;

struct Paragraph {
    std::string const* text;
    Lettering* lettering;
    bool rightToLeft;
    std::vector<LinePlace> places;
};

/// The best way to a line that ends at a place, on a page that is then full to a level.
struct State {
    double cost = kNever;
    std::size_t from = 0;  // the place before it, plus one, in the whole text
    int level = 0;         // of the page then; 0: this line begins a page
    int lines = 0;         // on its page
    bool first = false;    // of its paragraph
    Milliseconds read{0};  // on its page
    bool firstPage = false;
};

class Breaker {
public:
    Breaker(std::vector<Paragraph> const& paragraphs, int em, PageRoom const& room)
        : room_(room),
          em_(em),
          levels_(std::max(
              1, room.height - room.ink < 0
                     ? 1
                     : (room.height - room.ink) * kPartsALine / std::max(room.line, 1) + 1)),
          gap_((room.apart * kPartsALine + room.line - 1) / std::max(room.line, 1)) {
        for (auto const& paragraph : paragraphs) {
            starts_.push_back(places_.size());
            for (auto const& place : paragraph.places) {
                places_.push_back(&place);
                paragraphOf_.push_back(starts_.size() - 1);
            }
        }
        readUpTo(paragraphs);
    }

    /// The places where lines end, each with whether its page ends there too.
    struct End {
        std::size_t place;
        bool page;
    };
    [[nodiscard]] double cost() const noexcept { return cost_; }
    std::vector<End> run() {
        states_.assign((places_.size() + 1) * levels(), {});
        for (std::size_t place = 0; place < places_.size(); ++place) {
            reach(place);
        }
        return traced();
    }

private:
    [[nodiscard]] std::size_t levels() const { return static_cast<std::size_t>(levels_); }
    /// `end`: the place plus one.
    State& state(std::size_t end, int level) {
        return states_[end * levels() + static_cast<std::size_t>(level)];
    }
    void readUpTo(std::vector<Paragraph> const& paragraphs) {
        readUpTo_.push_back(Milliseconds{0});
        Milliseconds before{0};
        for (auto const& paragraph : paragraphs) {
            std::size_t begin = 0;
            for (auto const& place : paragraph.places) {
                if (!place.insideWord) {
                    auto const words =
                        std::string_view(*paragraph.text).substr(begin, place.end - begin);
                    before += readingOf(words).time();
                    begin = place.resume;
                }
                readUpTo_.push_back(before);
            }
        }
    }

    /// Tries all lines that end at a place.
    void reach(std::size_t place) {
        auto const start = starts_[paragraphOf_[place]];
        auto const& end = *places_[place];
        for (auto from = place + 1; from-- > start;) {
            int const begin = from == start ? 0 : places_[from - 1]->next;
            int const hanging = end.hangs ? static_cast<int>(em_ * kHangingEms) : 0;
            // A character wider than the line stands all the same.
            if (end.width - begin > room_.width + hanging && from < place) {
                break;
            }
            lineFrom(from, place, begin, from == start);
        }
    }
    void lineFrom(std::size_t from, std::size_t place, int begin, bool first) {
        auto const read = readUpTo_[place + 1] - readUpTo_[from];
        double const own = costOfLine(*places_[place], begin, first);
        if (from == 0) {
            offer(place, 0, {own, 0, -1, 1, first, read, true});
            return;
        }
        bool const last = places_[place]->kind == LineEnd::paragraph;
        for (int level = 0; level < levels_; ++level) {
            auto const& before = state(from, level);
            if (before.cost == kNever) {
                continue;
            }
            int const next = level + kPartsALine + (first ? gap_ : 0);
            auto const readable = before.firstPage ? room_.readableFirst : room_.readable;
            if (next < levels_ && before.read + read <= readable) {
                offer(place, next,
                      {before.cost + own, from, level, before.lines + 1, first, before.read + read,
                       before.firstPage});
            }
            double const turned = before.cost + own + costOfTurn(from - 1, before, level) +
                                  (last && !first ? kTornCost : 0);
            offer(place, 0, {turned, from, level, 1, first, read, false});
        }
    }
    void offer(std::size_t place, int level, State const& offered) {
        auto& best = state(place + 1, level);
        if (offered.cost < best.cost) {
            best = offered;
        }
    }

    [[nodiscard]] double costOfLine(LinePlace const& place, int begin, bool first) const {
        int const taken = place.width - begin;
        if (place.kind == LineEnd::paragraph) {
            double const drawn = taken - (place.hangs ? em_ * kHangingEms * 2 : 0);
            return kLineCost + (!first && drawn < em_ * kAloneEms ? kAloneCost : 0);
        }
        double const slack = std::max(0.0, 1 - static_cast<double>(taken) / room_.width);
        return kLineCost + kSlackCost * slack * slack +
               (place.insideWord                ? kCutWordCost
                : place.kind == LineEnd::part   ? kPartCost
                : place.kind == LineEnd::unit   ? kUnitCost
                : place.kind == LineEnd::phrase ? kPhraseCost
                                                : 0);
    }
    [[nodiscard]] double costOfPage(int level) const {
        double const free =
            1 - static_cast<double>(level + kPartsALine) / (levels_ - 1 + kPartsALine);
        return room_.pageCost + kFreeCost * free * free;
    }
    /// Of a page that ends at a place.
    [[nodiscard]] double costOfTurn(std::size_t place, State const& there, int level) const {
        auto const kind = places_[place]->kind;
        bool const begun = there.first && there.lines > 1 && kind != LineEnd::paragraph;
        return costOfPage(level) + (begun ? kTornCost : 0) +
               (kind == LineEnd::clause   ? kPageClauseCost
                : kind == LineEnd::word   ? kPageWordCost
                : kind == LineEnd::phrase ? kPagePhraseCost
                : kind == LineEnd::unit   ? kPageUnitCost
                : kind == LineEnd::part   ? kPagePartCost
                                          : 0);
    }

    std::vector<End> traced() {
        auto end = places_.size();
        int level = 0;
        for (int other = 1; other < levels_; ++other) {
            auto const cost = [&](int at) {
                auto const own = state(end, at).cost;
                return own == kNever ? kNever : own + costOfPage(at);
            };
            level = cost(other) < cost(level) ? other : level;
        }
        cost_ = state(end, level).cost + costOfPage(level);
        std::vector<End> out;
        bool page = true;
        while (end > 0) {
            out.push_back({end - 1, page});
            auto const& at = state(end, level);
            page = at.lines == 1;
            end = at.from;
            level = at.level;
        }
        std::ranges::reverse(out);
        return out;
    }

    PageRoom const& room_;
    int em_, levels_, gap_;
    double cost_ = 0;
    std::vector<std::size_t> starts_, paragraphOf_;
    std::vector<LinePlace const*> places_;
    std::vector<Milliseconds> readUpTo_;  // by place plus one
    std::vector<State> states_;
};

}  // namespace

TextPages breakText(std::vector<std::string> const& paragraphs, WarningLettering& lettering, int em,
                    PageRoom const& room) {
    std::vector<Paragraph> measured;
    for (auto const& text : paragraphs) {
        auto& letters = lettering.of(text);
        measured.push_back({&text, &letters, isRightToLeft(text), linePlaces(text, letters, em)});
    }
    TextPages out;
    std::size_t paragraph = 0, passed = 0, begin = 0;
    Breaker breaker(measured, em, room);
    auto const ends = breaker.run();
    out.cost = breaker.cost();
    for (auto const& end : ends) {
        auto const& from = measured[paragraph];
        auto const& place = from.places[end.place - passed];
        bool const last = place.kind == LineEnd::paragraph;
        WarningLine line{from.text->substr(begin, place.end - begin),
                         place.kind,
                         begin == 0,
                         last,
                         from.rightToLeft,
                         {},
                         from.lettering};
        line.reading = readingOf(line.text);
        out.lines.push_back(std::move(line));
        begin = last ? 0 : place.resume;
        if (last) {
            passed += from.places.size();
            ++paragraph;
        }
        if (end.page) {
            out.ends.push_back(out.lines.size());
        }
    }
    return out;
}

}  // namespace tocsin::media::detail
