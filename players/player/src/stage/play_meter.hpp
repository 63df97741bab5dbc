// SPDX-License-Identifier: Apache-2.0
// Counts what was shown of the current play and writes it into the in-flight record. Tick thread
// only.
#pragma once

#include <optional>
#include <string>

#include "director/plan.hpp"
#include "journal/inflight.hpp"
#include "stage/output_health.hpp"
#include "timing/fleet_clock.hpp"
#include "timing/tick_grid.hpp"

namespace tocsin::player {

/// Why a play was not shown, or not to its end: the screen was ordered to be black.
inline constexpr char kBlanked[] = "blanked by order";
/// The same: a warning had the screen. Its id follows.
inline constexpr char kWarned[] = "warning ";
/// Whether it was one of these two: the play is neither at fault nor failed.
[[nodiscard]] bool isPreemption(std::string_view reason);
/// Why a play is not complete: nothing was plugged in, or the output was off, for more of it than
/// may be lost.
inline constexpr char kUnplugged[] = "unplugged";

class PlayMeter {
public:
    PlayMeter(InFlight& inflight, FleetClock& fleet, TickGrid grid, std::string boot)
        : inflight_(inflight), fleet_(fleet), grid_(grid), boot_(std::move(boot)) {}

    /// Another showing begins. If it is the one that was on when the predecessor died, its counts
    /// go on; else that one is closed.
    void enter(Cue const& cue);
    /// One tick was presented with a picture of this showing.
    struct Shown {
        bool repeated = false, late = false, delivered = false;
        OutputFault fault =
            OutputFault::none;   ///< one tick of it is enough: the play is not proven
        bool unplugged = false;  ///< it is known that no output took it
    };
    void shown(std::int64_t tick, Shown what);
    /// The showing ends; `interrupted` says why if its planned end has not come, `failure` why its
    /// source gives no more pictures, if so. What became of it; nothing for darkness.
    std::optional<PlayEnd> leave(std::string const& interrupted, std::string const& failure,
                                 std::int64_t tick);
    /// This planned play was not shown, for this reason.
    void missed(Cue const& cue, std::string const& reason);

    /// It is on since its first tick, and nothing has been wrong with it so far.
    [[nodiscard]] bool whole() const noexcept {
        return begun_ && !resumed_ && !joinedLate_ && fault_ == OutputFault::none;
    }
    [[nodiscard]] std::string const& playId() const noexcept { return playIdHex_; }

private:
    [[nodiscard]] messages::PlayRecord head(Cue const& cue, Instant start) const;
    void takeUpOrphan(Cue const& cue);
    [[nodiscard]] messages::EvidenceTier tier() const;
    [[nodiscard]] bool mostlyUnplugged() const;
    [[nodiscard]] std::string whyNotComplete() const;
    [[nodiscard]] PlayEnd endOf(std::string const& interrupted, std::string const& failure) const;

    InFlight& inflight_;
    FleetClock& fleet_;
    TickGrid grid_;
    std::string boot_;
    Cue cue_;
    std::string playIdHex_ = "-";
    bool begun_ = false, resumed_ = false, joinedLate_ = false;
    OutputFault fault_ = OutputFault::none;  ///< the first that was seen
    PlayCounts counts_;
    std::int64_t undelivered_ = 0;  ///< of counts_.ticksShown, not taken by a connected output
    std::int64_t unplugged_ = 0;    ///< of these, known to have gone nowhere
};

/// "complete" or why not, from the counts alone.
[[nodiscard]] PlayEnd endByCounts(std::int64_t plannedMs, std::int64_t shownMs,
                                  PlayCounts const& counts, std::string const& otherwise);

}  // namespace tocsin::player
