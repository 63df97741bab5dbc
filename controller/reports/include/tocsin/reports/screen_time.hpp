// SPDX-License-Identifier: Apache-2.0
// What a screen's opening hours went to: every millisecond of them falls in exactly one class, so
// the classes add up to the hours. Pure; facts come in as values.
//
// Where facts contradict each other, the first of these that says anything of an instant decides:
//   1. hours without power by the screen's settings: planned closed ("no-power"). Nothing is proven
//      then, whatever rows say;
//   2. a row whose frames a connected, powered output took: proven, light verified;
//   3. a row whose frames were composed, of a player that cannot see what becomes of them: proven
//      as "终端已播，屏体未核验", never as more;
//   4. an order to be black: planned closed ("order"). Once it is over, rows tell of it: those that
//      it cut or kept away, and the one behind them that was joined late, up to its first picture;
//   5. a warning that took the screen;
//   6. a row that says what went wrong: failed, with its word ("decode", "black", "frozen",
//      "unplugged", …). A row that was only composed fails as "unlit" if the player can see its
//      output otherwise: then the output was off, or the cable out;
//   7. the fallback loop where a plan wanted something else: failed ("fallback");
//   8. dark by plan: planned closed ("plan");
//   9. rows that are lost, from the row before them to the gap row that says so: unknown ("gap");
//  10. a row whose clock was unset, 时间未证实: unknown ("clock-unset"). What it showed counts in
//      totals of plays, and nowhere in time;
//  11. no contact with the player: offline;
//  12. nothing at all, of a player that was in contact: unknown ("no-row").
//
// Of a row that lasted longer than it showed something, the last part counts as not shown.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/messages/play_record.hpp"
#include "tocsin/reports/interval.hpp"

namespace tocsin::reports {

enum class TimeClass { lit, unverified, closed, warning, failed, offline, unknown };
inline constexpr std::size_t kTimeClasses = 7;
inline constexpr std::array<TimeClass, kTimeClasses> kAllTimeClasses = {
    TimeClass::lit,    TimeClass::unverified, TimeClass::closed, TimeClass::warning,
    TimeClass::failed, TimeClass::offline,    TimeClass::unknown};
/// "proven_lit", "proven_unverified", "closed", …
[[nodiscard]] std::string_view toString(TimeClass what);

/// The version of these rules; it stands in every report made by them.
inline constexpr char kTimeRule[] = "tocsin-seconds/3";

/// A row of the ledger, as far as time is concerned.
struct PlayFact {
    Interval shown;                ///< from the first tick to the end of the last; may be empty
    std::int64_t shownMs = 0;      ///< of it, that pictures were there
    std::optional<Interval> slot;  ///< when a released plan wanted it; nothing: no plan known
    bool fallback = false;         ///< of the fallback loop
    messages::PlayResult result = messages::PlayResult::complete;
    std::string reason;
    messages::EvidenceTier tier = messages::EvidenceTier::composed;
    messages::ClockState clock = messages::ClockState::synced;
};

struct ScreenFacts {
    Intervals open;                  ///< opening hours within the period; nothing else is counted
    Intervals planned;               ///< when the released plan wanted something on the screen
    Intervals dark;                  ///< when it wanted the screen dark
    std::vector<PlayFact> plays;     ///< in any order; also those that begin before the period
    std::vector<Interval> warnings;  ///< a warning had the whole screen
    std::vector<Interval> blanked;   ///< ordered to be black
    std::vector<Interval> unpowered;
    Intervals contact;           ///< the player was in contact
    bool observesLight = false;  ///< the player can see whether an output takes its pictures
    std::vector<Interval> lost;  ///< rows of then are lost, as gap rows say
};

struct Stretch {
    Interval when;
    TimeClass what = TimeClass::unknown;
    std::string reason;  ///< one word, as above; empty for proven, warning and offline
    bool operator==(Stretch const&) const = default;
};

/// Ascending, none empty, neighbours differ; together exactly `facts.open`.
[[nodiscard]] std::vector<Stretch> accountFor(ScreenFacts const& facts);

struct TimeSums {
    std::array<std::int64_t, kTimeClasses> ms{};
    std::map<std::pair<TimeClass, std::string>, std::int64_t> reasons;  ///< where there is one

    void add(Stretch const& stretch);
    void add(TimeSums const& other);
    [[nodiscard]] std::int64_t of(TimeClass what) const {
        return ms[static_cast<std::size_t>(what)];
    }
    /// All classes: the opening hours.
    [[nodiscard]] std::int64_t open() const;
    bool operator==(TimeSums const&) const = default;
};

}  // namespace tocsin::reports
