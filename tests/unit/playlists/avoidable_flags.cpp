// SPDX-License-Identifier: Apache-2.0
#include "avoidable_flags.hpp"

#include <algorithm>
#include <set>

namespace tocsin::playlists::expected {
namespace {

/// How far exchanges are looked for, in entries.
constexpr std::size_t kReach = 60;
/// No dark moment is made shorter than this.
constexpr std::int64_t kLeastDark = 200;
/// A day with more flags than this breaks rules nearly everywhere; nobody looks at all of them.
constexpr int kMostFlags = 500;

/// mayNotMeet(), each pair worked out once.
class Meetings {
public:
    explicit Meetings(Day const& day)
        : day_(day),
          campaigns_(day.programme->campaigns.size()),
          shown_(day.programme->assets.size() * campaigns_),
          known_(shown_ * shown_, Known::not_yet) {}

    [[nodiscard]] bool forbidden(Play const& a, Play const& b) {
        if (a.dark() || b.dark()) {
            return false;
        }
        auto& known = known_[indexOf(a) * shown_ + indexOf(b)];
        if (known == Known::not_yet) {
            known = mayNotMeet(day_, a, b) ? Known::forbidden : Known::allowed;
        }
        return known == Known::forbidden;
    }

private:
    enum class Known : std::uint8_t { not_yet, allowed, forbidden };
    [[nodiscard]] std::size_t indexOf(Play const& play) const {
        return play.asset * campaigns_ + play.campaign;
    }

    Day const& day_;
    std::size_t campaigns_, shown_;
    std::vector<Known> known_;
};

class Exchanges {
public:
    Exchanges(Day const& day, Seen const& seen)
        : day_(day), plays_(seen.plays), meetings_(day), apart_(separations(day)) {
        rows_.reserve(day.parts.size());  // they are pointed at
        for (auto const& part : day.parts) {
            Row row{&part, without(part.here, day.taken), 0, 0, {}};
            row.time = lengthOf(row.free);
            for (auto const item : part.items) {
                row.item = std::max(row.item, day.programme->assets[item].duration.count());
            }
            rows_.push_back(row);
        }
        for (std::size_t i = 0; i < plays_.size(); ++i) {
            numbers_.push_back({});
            for (std::size_t r = 0; r < rows_.size() && plays_[i].paced(); ++r) {
                auto& row = rows_[r];
                if (row.part->campaign == plays_[i].campaign &&
                    contains(row.part->here, plays_[i].span)) {
                    numbers_[i] = {&row, row.begins.size()};
                    row.begins.push_back(plays_[i].span.begin);
                    break;
                }
            }
        }
        before_ = lastBefore(day, seen);
    }

    std::string fault() {
        for (std::size_t i = 0; i < plays_.size(); ++i) {
            if (plays_[i].relaxed &&
                (exchangeHelps(i, i) || (i > 0 && exchangeHelps(i - 1, i)) || darkHelps(i))) {
                return formatInstant(fromMillis(plays_[i].span.begin)) + ": " + how_;
            }
        }
        return "";
    }

private:
    /// A part of the day with the plays that stand in it.
    struct Row {
        Part const* part;
        Spans free;
        std::int64_t time, item;
        std::vector<std::int64_t> begins;
    };
    struct Number {
        Row const* row = nullptr;  ///< null: not one of the plays that may be moved
        std::size_t at = 0;
    };

    [[nodiscard]] bool movable(std::size_t i) const {
        return numbers_[i].row != nullptr && numbers_[i].row->part->list == 1;
    }

    /// Entry i changed places with another, so that the flagged one, itself or the next, needs no
    /// flag any more.
    bool exchangeHelps(std::size_t i, std::size_t flagged) {
        if (!movable(i)) {
            return false;
        }
        for (auto k = i; k > 0 && i - k < kReach; --k) {
            if (movable(k - 1) && helpsToExchange(k - 1, i, flagged)) {
                return true;
            }
        }
        for (auto k = i + 1; k < plays_.size() && k - i < kReach; ++k) {
            if (movable(k) && helpsToExchange(i, k, flagged)) {
                return true;
            }
        }
        return false;
    }

    bool helpsToExchange(std::size_t a, std::size_t b, std::size_t flagged) {
        if (plays_[a].asset == plays_[b].asset && plays_[a].campaign == plays_[b].campaign) {
            return false;
        }
        auto const by = plays_[b].span.length() - plays_[a].span.length();
        for (auto k = a + 1; k < b && by != 0; ++k) {
            if (!movable(k)) {
                return false;
            }
        }
        std::vector<Play> changed(plays_.begin() + static_cast<std::ptrdiff_t>(a),
                                  plays_.begin() + static_cast<std::ptrdiff_t>(b) + 1);
        std::swap(changed.front(), changed.back());
        auto const begin = plays_[a].span.begin;
        changed.front().span = {begin, begin + plays_[b].span.length()};
        for (std::size_t k = 1; k + 1 < changed.size(); ++k) {
            changed[k].span.begin += by;
            changed[k].span.end += by;
        }
        changed.back().span = {plays_[b].span.begin + by, plays_[b].span.end};
        auto const stands = flagged == a ? b : flagged == b ? a : flagged;
        if (!keepsRules(a, b + 1, changed, stands) || !isBetter(a, b + 1, changed)) {
            return false;
        }
        how_ = "would change with the play at " + formatInstant(fromMillis(plays_[a].span.begin)) +
               " the one at " + formatInstant(fromMillis(plays_[b].span.begin));
        return true;
    }

    /// Idle time that stands nearby, moved before play i.
    bool darkHelps(std::size_t i) {
        if (i == 0 || plays_[i - 1].dark() || bothFill(i - 1, i) || oneList(i - 1, i)) {
            return false;
        }
        auto k = i;
        while (k < plays_.size() && k - i < kReach && movable(k)) {
            ++k;
        }
        auto j = i;
        while (j > 0 && i - j < kReach && movable(j - 1)) {
            --j;
        }
        for (auto const part : {kLeastDark, std::int64_t{0}}) {
            if ((k < plays_.size() && k > i && isIdle(k) && helpsToDarken(i, k, part)) ||
                (j > 0 && j < i && isIdle(j - 1) && helpsToDarken(i, j - 1, part))) {
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] bool isIdle(std::size_t i) const { return plays_[i].dark() && !plays_[i].closed; }
    [[nodiscard]] bool fills(std::size_t i) const {
        return numbers_[i].row != nullptr && numbers_[i].row->part->takesWhatIsLeft;
    }
    [[nodiscard]] bool bothFill(std::size_t a, std::size_t b) const { return fills(a) && fills(b); }
    [[nodiscard]] bool oneList(std::size_t a, std::size_t b) const {
        return numbers_[a].row != nullptr && numbers_[a].row == numbers_[b].row &&
               numbers_[a].row->part->list > 1;
    }

    /// `part` of the idle entry, or all of it.
    bool helpsToDarken(std::size_t i, std::size_t idle, std::int64_t part) {
        auto const length = plays_[idle].span.length();
        auto const moved = part == 0 ? length : part;
        auto const left = length - moved;
        if (moved < kLeastDark || (left != 0 && left < kLeastDark)) {
            return false;
        }
        std::vector<Play> changed;
        bool const later = idle > i;
        auto const first = std::min(i, idle);
        auto const last = later ? idle + 1 : i;
        auto const put = [&](Play play, std::int64_t lasts) {
            auto const from = changed.empty() ? plays_[first].span.begin : changed.back().span.end;
            play.span = {from, from + lasts};
            if (lasts > 0) {
                changed.push_back(play);
            }
        };
        put(Play{}, later ? moved : left);
        for (auto k = later ? i : idle + 1; k < (later ? idle : i); ++k) {
            put(plays_[k], plays_[k].span.length());
        }
        put(Play{}, later ? left : moved);
        auto const stands = later ? first + 1 : last;
        if (!keepsRules(first, last, changed, stands) || !isBetter(first, last, changed)) {
            return false;
        }
        how_ = "would be parted by " + std::to_string(moved) + " ms of the idle time at " +
               formatInstant(fromMillis(plays_[idle].span.begin));
        return true;
    }

    /// Whether the day is better with `changed` instead of the entries from `first` to before
    /// `last`, and as good for everybody.
    [[nodiscard]] bool isBetter(std::size_t first, std::size_t last,
                                std::vector<Play> const& changed) const {
        std::vector<Play> const now(plays_.begin() + static_cast<std::ptrdiff_t>(first),
                                    plays_.begin() + static_cast<std::ptrdiff_t>(last));
        return broken(first, last, changed) < broken(first, last, now) &&
               suitsAll(first, last, changed);
    }

    /// Whether the entry at `stands` keeps the rules once `changed` is in its place.
    [[nodiscard]] bool keepsRules(std::size_t first, std::size_t last,
                                  std::vector<Play> const& changed, std::size_t stands) const {
        auto const shownAt = [&](std::size_t k) -> Play const& {
            return k == static_cast<std::size_t>(-1) ? before_
                   : k < first                       ? plays_[k]
                   : k < first + changed.size()      ? changed[k - first]
                                                     : plays_[k];
        };
        return !breaks(first, last, changed, shownAt(stands - 1), shownAt(stands));
    }

    [[nodiscard]] int broken(std::size_t first, std::size_t last,
                             std::vector<Play> const& shown) const {
        int out = 0;
        auto const* before = first == 0 ? &before_ : &plays_[first - 1];
        for (auto const& play : shown) {
            out += breaks(first, last, shown, *before, play) ? 1 : 0;
            before = &play;
        }
        // What follows may stand too near to one of these.
        std::int64_t const until = shown.back().span.end + longestSeparation();
        for (auto k = last; k < plays_.size() && (k == last || plays_[k].span.begin < until); ++k) {
            out += breaks(first, last, shown, *before, plays_[k]) ? 1 : 0;
            before = &plays_[k];
        }
        return out;
    }

    [[nodiscard]] bool breaks(std::size_t first, std::size_t last, std::vector<Play> const& shown,
                              Play const& before, Play const& play) const {
        if (play.dark()) {
            return false;
        }
        if (meetings_.forbidden(before, play)) {
            return true;
        }
        auto const least = apart_.find(play.asset);
        if (least == apart_.end() || least->second == 0) {
            return false;
        }
        auto const from = play.span.begin - least->second;
        auto const near = [&](Play const& other) {
            return other.asset == play.asset && other.span.end > from &&
                   other.span.begin < play.span.begin;
        };
        if (std::any_of(shown.begin(), shown.end(), near)) {
            return true;
        }
        for (auto k = last; k < plays_.size() && plays_[k].span.begin < play.span.begin; ++k) {
            if (near(plays_[k])) {
                return true;
            }
        }
        for (auto k = first; k > 0 && plays_[k - 1].span.end > from; --k) {
            if (near(plays_[k - 1])) {
                return true;
            }
        }
        return std::any_of(day_.programme->previous.begin(), day_.programme->previous.end(),
                           [&](PastPlay const& past) {
                               return past.asset == day_.programme->assets[play.asset].id &&
                                      toMillis(past.end) > from &&
                                      toMillis(past.start) < play.span.begin;
                           });
    }

    [[nodiscard]] std::int64_t longestSeparation() const {
        std::int64_t out = 0;
        for (auto const& [asset, least] : apart_) {
            out = std::max(out, least);
        }
        return out;
    }

    [[nodiscard]] bool suitsAll(std::size_t first, std::size_t last,
                                std::vector<Play> const& changed) const {
        std::set<Row const*> met;
        for (auto i = first; i < last; ++i) {
            auto const* row = numbers_[i].row;
            if (row != nullptr && met.insert(row).second && !suits(*row, first, last, changed)) {
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] bool suits(Row const& row, std::size_t first, std::size_t last,
                             std::vector<Play> const& changed) const {
        // Its plays among those that change, before and after, in order.
        std::vector<std::size_t> was;
        for (auto i = first; i < last; ++i) {
            if (numbers_[i].row == &row) {
                was.push_back(i);
            }
        }
        auto begins = row.begins;
        std::size_t next = 0;
        auto const number = numbers_[was.front()].at;
        for (auto const& play : changed) {
            bool const own = play.paced() && play.campaign == row.part->campaign;
            if (!own) {
                continue;
            }
            if (next == was.size() || plays_[was[next]].asset != play.asset ||
                !contains(row.part->here, play.span)) {
                return false;
            }
            begins[number + next++] = play.span.begin;
        }
        if (next != was.size()) {
            return false;
        }
        return row.part->takesWhatIsLeft
                   ? keepsLimit(row, begins)
                   : keepsLimit(row, begins) && keepsPlaces(row, begins, number, was.size());
    }

    [[nodiscard]] bool keepsLimit(Row const& row, std::vector<std::int64_t> const& begins) const {
        auto const most = day_.programme->campaigns[row.part->campaign].mostPerHour;
        if (most == 0) {
            return true;
        }
        std::map<std::int64_t, std::int64_t> starts;
        for (auto const& other : rows_) {
            if (&other != &row && other.part->campaign == row.part->campaign) {
                for (auto const begin : other.begins) {
                    ++starts[hourOf(day_, begin)];
                }
            }
        }
        return std::all_of(begins.begin(), begins.end(), [&](std::int64_t begin) {
            return ++starts[hourOf(day_, begin)] <= most;
        });
    }

    [[nodiscard]] static bool keepsPlaces(Row const& row, std::vector<std::int64_t> const& begins,
                                          std::size_t number, std::size_t count) {
        auto const plays = static_cast<std::int64_t>(begins.size());
        auto const period = row.time / plays;
        auto const passed = [&](std::int64_t t) { return lengthBefore(row.free, t); };
        for (auto k = number; k < number + count; ++k) {
            auto const place = row.time * static_cast<std::int64_t>(k) / plays;
            auto const off = std::abs(passed(begins[k]) - place);
            if (off > period + row.item && off > std::abs(passed(row.begins[k]) - place)) {
                return false;
            }
        }
        for (auto k = std::max<std::size_t>(number, 1);
             k < std::min(number + count + 1, begins.size()); ++k) {
            auto const gap = passed(begins[k]) - passed(begins[k - 1]);
            if (gap > 2 * period + row.item &&
                gap > passed(row.begins[k]) - passed(row.begins[k - 1])) {
                return false;
            }
        }
        return true;
    }

    Day const& day_;
    std::vector<Play> const& plays_;
    mutable Meetings meetings_;
    std::map<std::size_t, std::int64_t> apart_;
    std::vector<Row> rows_;
    std::vector<Number> numbers_;
    Play before_;
    std::string how_;
};

}  // namespace

std::string faultOfAvoidable(Day const& day, Seen const& seen) {
    auto const flags = std::count_if(seen.plays.begin(), seen.plays.end(),
                                     [](Play const& play) { return play.relaxed; });
    return flags == 0 || flags > kMostFlags ? "" : Exchanges(day, seen).fault();
}

}  // namespace tocsin::playlists::expected
