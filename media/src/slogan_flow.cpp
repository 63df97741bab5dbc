// SPDX-License-Identifier: Apache-2.0
// Texts of more lines than a screen has: wrapped at one size, then cut into pages or left as a
// column.
#include <algorithm>
#include <map>

#include "slogan_layout.hpp"
#include "slogan_paint.hpp"
#include "text_measure.hpp"

namespace tocsin::media::detail {
namespace {

/// Without a wish for lines there are as many as leave room for so many letters in each.
constexpr int kLettersWanted = 6;
constexpr int kMostAtATime = 8;
/// Breaking no phrase is worth more lines, as many as these.
constexpr std::size_t kMoreLines = 2;
/// Smaller letters are tried down to this share of the largest, if fewer phrases are broken then;
/// breaking all of them is worth so much size.
constexpr int kSmallerPercent = 60, kBadEndsPercent = 60;
/// Of longer texts the first division that fits is taken: others would take seconds to find.
constexpr int kLinesImproved = 24;

/// What lies between two line breaks of the text, and how it is wrapped into so many lines.
class Paragraph {
public:
    Paragraph(LayoutRequest const& request, LiveText::Widest const& widest, std::size_t begin,
              std::size_t end)
        : request_(request),
          widest_(widest),
          begin_(begin),
          measured_(measureText(widest, begin, end, false, request.lettering.drawn())) {}

    struct Wrapped {
        std::vector<LiveText> lines;
        int bad = 0;               ///< lines that end inside a phrase
        int widest = 0;            ///< of them, as measured
        std::map<int, int> inkAt;  ///< their widest ink by size of the letters
    };
    /// As few lines as fit the width, or a few more that break no phrase; null if a word does not
    /// fit.
    Wrapped const* wrap(int em, int width) {
        if (!mayFit(longestWord(), em, width)) {
            return nullptr;
        }
        auto const whole = std::int64_t{measured_.places.back().position} * em / kMeasuredEm;
        auto const least = static_cast<std::size_t>(whole * 9 / 10 / std::max(width, 1)) + 1;
        auto most = measured_.places.size();
        Wrapped* best = nullptr;
        for (auto lines = std::min(least, most); lines <= most; ++lines) {
            auto& tried = into(lines);
            bool const better = !tried.lines.empty() && (best == nullptr || tried.bad < best->bad);
            if (better && mayFit(tried.widest, em, width) && inkOfLines(tried, em) <= width) {
                most = best == nullptr ? std::min(most, lines + kMoreLines) : most;
                best = &tried;
            }
        }
        return best;
    }

    [[nodiscard]] int fewestLines(int em, int width) const {
        auto const whole = std::int64_t{measured_.places.back().position} * em / kMeasuredEm;
        return static_cast<int>(whole / (width + em)) + 1;
    }

private:
    /// A measured width in letters of this size. The blank half of a last full-width point may hang
    /// over.
    static bool mayFit(int measured, int em, int width) {
        return std::int64_t{measured} * em / kMeasuredEm <=
               width + std::max(width / 16, em * 6 / 10);
    }
    int longestWord() const {
        int out = 0, begin = 0;
        for (auto const& place : measured_.places) {
            out = std::max(out, place.position - begin);
            begin = place.position + place.skip;
        }
        return out;
    }
    Wrapped& into(std::size_t lines) {
        auto const [entry, fresh] = wrapped_.try_emplace(lines);
        auto& out = entry->second;
        if (fresh) {
            // Half as much again as an even division can need.
            auto const even = measured_.places.back().position / static_cast<int>(lines);
            auto const breaks =
                breakInto(measured_.places, lines, (std::int64_t{even} + longestWord()) * 3 / 2);
            out.bad = breaks.bad;
            out.widest = breaks.widest;
            auto from = begin_;
            for (auto const place : breaks.ends) {
                auto const to = std::max(from, measured_.ends[place]);
                out.lines.push_back(request_.text.cut(widest_, from, to));
                from = measured_.resumes[place];
            }
        }
        return out;
    }
    int inkOfLines(Wrapped& wrapped, int em) const {
        // Large letters are measured small: they scale well, and are slow to load.
        int const size = std::min(em, kMeasuredEm);
        auto const [entry, fresh] = wrapped.inkAt.try_emplace(size, 0);
        if (fresh) {
            for (auto const& line : wrapped.lines) {
                auto const set = request_.lettering.line(line.widest(request_.begins).text, size);
                entry->second = std::max(entry->second, set->ink().width());
            }
        }
        int const slack = em > size ? em / 64 : 0;
        return static_cast<int>((std::int64_t{entry->second} * em + size - 1) / size) + slack;
    }

    LayoutRequest const& request_;
    LiveText::Widest const& widest_;
    std::size_t begin_;
    MeasuredText measured_;
    std::map<std::size_t, Wrapped> wrapped_;
};

/// Lines that belong together: what stands between empty lines.
using Group = std::vector<LiveText>;

struct Flow {
    std::vector<Group> groups{1};
    int em = 0;
    std::size_t atATime = 1;
    int lines = 0, bad = 0;
    /// Large letters are good, broken phrases are not.
    [[nodiscard]] int worth() const {
        return em * (100 - kBadEndsPercent * bad / std::max(lines, 1));
    }
    [[nodiscard]] std::size_t longest() const {
        std::size_t out = 0;
        for (auto const& group : groups) {
            out = std::max(out, group.size());
        }
        return out;
    }
};

class Flows {
public:
    explicit Flows(LayoutRequest const& request)
        : request_(request), widest_(request.text.widest(request.begins)) {
        auto const& text = widest_.text;
        for (std::size_t begin = 0; begin <= text.size();) {
            auto const end = std::min(text.find('\n', begin), text.size());
            paragraphs_.push_back(end == begin ? std::nullopt
                                               : std::optional<Paragraph>(std::in_place, request_,
                                                                          widest_, begin, end));
            begin = end + 1;
        }
    }
    Flows(Flows const&) = delete;
    Flows& operator=(Flows const&) = delete;

    /// The best flow on the screen. `whole`: letters as large as can be without cutting a group.
    Result<Flow> onScreen(bool whole) {
        auto const& style = request_.style;
        auto const all = boxOf(style, request_.width, request_.height, 100);
        int const fixed = style.letterPixels;
        auto const share = boxOf(style, request_.width, request_.height, style.sizePercent);
        auto found = inBox(fixed > 0 ? all : share, whole);
        if (fixed == 0 && (!found || found->em < kLegibleEm)) {
            auto larger = inBox(legibleBox(style, request_.width, request_.height), whole);
            if (larger && (!found || larger->em > found->em)) {
                found = std::move(larger);
            }
        }
        if (!found || (fixed > 0 && found->em < request_.lettering.sizeUnder(fixed))) {
            return doesNotFit();
        }
        return *std::move(found);
    }
    /// The ink that every line is given room for: the tallest of all, so that baselines stay.
    Ink roomAt(int em) {
        int const size = std::min(em, kMeasuredEm);
        auto const [entry, fresh] = rooms_.try_emplace(size);
        if (fresh) {
            auto const text = request_.text.onOneLine().widest(request_.begins).text;
            auto& lettering = request_.lettering;
            entry->second = lettering.tallest(size).around(lettering.line(text, size)->ink());
        }
        auto const grown = [em, size](int value) {
            return (value * em + (value < 0 ? 1 - size : size - 1)) / size;
        };
        auto const& room = entry->second;
        return {grown(room.left), grown(room.top), grown(room.right), grown(room.bottom)};
    }
    /// From line to line; one row stays free between them.
    int pitchAt(int em) {
        return std::max(roomAt(em).height() + 1, em * linePitch(request_) / 100);
    }

private:
    /// The largest size at which so many lines fit into the height; 0: none.
    int emForLines(Box const& box, int lines) {
        auto& lettering = request_.lettering;
        int em = lettering.sizeUnder(box.height * 5 / (4 * lines) + 1);
        while (em >= kSmallestEm) {
            if (roomAt(em).height() + (lines - 1) * pitchAt(em) <= box.height) {
                return em;
            }
            em = lettering.sizeUnder(em - 1);
        }
        return 0;
    }
    std::optional<Flow> atSize(int em, int width) {
        Flow out;
        out.em = em;
        for (auto& paragraph : paragraphs_) {
            if (!paragraph) {
                out.groups.emplace_back();
                continue;
            }
            auto const* const wrapped = paragraph->wrap(em, width);
            if (wrapped == nullptr) {
                return std::nullopt;
            }
            out.bad += wrapped->bad;
            out.lines += static_cast<int>(wrapped->lines.size());
            auto& group = out.groups.back();
            group.insert(group.end(), wrapped->lines.begin(), wrapped->lines.end());
        }
        std::erase_if(out.groups, [](Group const& group) { return group.empty(); });
        return out;
    }
    /// The text at the best size at which `lines` lines fit into the height and all into the width.
    std::optional<Flow> withLines(Box const& box, int lines) {
        auto& lettering = request_.lettering;
        int const fixed = request_.style.letterPixels;
        int em = emForLines(box, lines);
        if (fixed > 0) {
            em = std::min(em, lettering.sizeUnder(fixed));
        }
        std::optional<Flow> best;
        int least = kSmallestEm;
        for (int step = 1; em >= least; em = lettering.sizeUnder(em - step)) {
            auto found = atSize(em, box.width);
            if (!found) {
                continue;
            }
            if (!best) {
                least = fixed > 0 ? em : std::max(least, em * kSmallerPercent / 100);
                step = std::max(1, em / 24);
            }
            if (!best || found->worth() > best->worth()) {
                best = std::move(found);
                best->atATime = static_cast<std::size_t>(lines);
            }
            if (best->bad == 0 || best->lines > kLinesImproved) {
                break;
            }
        }
        return best;
    }
    /// The longest group has at least so many lines.
    int fewestLines(int em, int width) const {
        int most = 0, group = 0;
        for (auto const& paragraph : paragraphs_) {
            group = paragraph ? group + paragraph->fewestLines(em, width) : 0;
            most = std::max(most, group);
        }
        return most;
    }
    /// So many lines of the given or a readable size fit.
    int linesThatFit(Box const& box) {
        int const fixed = request_.style.letterPixels;
        int lines = 1;
        while (lines < kMostAtATime) {
            int const em = emForLines(box, fixed > 0 ? lines + 1 : lines);
            bool const enough = fixed > 0 ? em < request_.lettering.sizeUnder(fixed)
                                          : em * kLettersWanted <= box.width;
            if (enough) {
                break;
            }
            ++lines;
        }
        return lines;
    }
    /// The fewest lines at a time, so the largest letters, at which no group is cut; else as many
    /// as leave room for some letters in each.
    std::optional<Flow> inBox(Box const& box, bool whole) {
        if (request_.style.lines > 0) {
            return withLines(box, request_.style.lines);
        }
        int const most = linesThatFit(box);
        for (int lines = 1; whole && lines < most; ++lines) {
            if (fewestLines(emForLines(box, lines) * kSmallerPercent / 100, box.width) > lines) {
                continue;
            }
            auto found = withLines(box, lines);
            if (found && found->longest() <= static_cast<std::size_t>(lines)) {
                return found;
            }
        }
        return withLines(box, most);
    }
    Error doesNotFit() const {
        auto const& style = request_.style;
        return {
            Errc::invalid,
            "no " +
                std::string(style.letterPixels > 0 ? "letters of that size" : "legible letters") +
                " fit a screen of " + std::to_string(request_.width) + "x" +
                std::to_string(request_.height) + " pixels" +
                (style.lines > 0 ? " in " + std::to_string(style.lines) + " lines" : "") +
                "; choose fewer lines, smaller letters or another screen"};
    }

    LayoutRequest const& request_;
    LiveText::Widest widest_;
    std::vector<std::optional<Paragraph>> paragraphs_;  // none: an empty line
    std::map<int, Ink> rooms_;                          // by size of the letters
};

Block blockOf(LayoutRequest const& request, Flows& flows, std::vector<LiveText> lines, int em) {
    auto const room = flows.roomAt(em);
    Block out;
    out.em = em;
    out.pitch = flows.pitchAt(em);
    out.top = room.top;
    out.bottom = room.bottom + static_cast<int>(lines.size() - 1) * out.pitch;
    for (auto& text : lines) {
        auto const set = request.lettering.line(text.widest(request.begins).text, em);
        out.width = std::max(out.width, set->ink().width());
        out.lines.push_back({std::move(text), set->ink(), set->advance()});
    }
    return out;
}

}  // namespace

Result<std::vector<Block>> layOutPages(LayoutRequest const& request) {
    Flows flows(request);
    auto const found = flows.onScreen(true);
    if (!found) {
        return found.error();
    }
    std::vector<Block> pages;
    for (auto const& group : found->groups) {
        for (std::size_t at = 0; at < group.size(); at += found->atATime) {
            auto const count = std::min(found->atATime, group.size() - at);
            auto const begin = group.begin() + static_cast<std::ptrdiff_t>(at);
            pages.push_back(blockOf(
                request, flows, {begin, begin + static_cast<std::ptrdiff_t>(count)}, found->em));
        }
    }
    return pages;
}

Result<Block> layOutColumn(LayoutRequest const& request) {
    Flows flows(request);
    auto const found = flows.onScreen(false);
    if (!found) {
        return found.error();
    }
    std::vector<LiveText> lines;
    for (auto const& group : found->groups) {
        if (!lines.empty()) {
            lines.emplace_back();
        }
        lines.insert(lines.end(), group.begin(), group.end());
    }
    return blockOf(request, flows, std::move(lines), found->em);
}

}  // namespace tocsin::media::detail
