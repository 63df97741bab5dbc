// SPDX-License-Identifier: Apache-2.0
// What goes wrong while playing, in words for those who look after the screen.
#pragma once

#include <spdlog/logger.h>

#include "director/plan.hpp"
#include "engine/findings.hpp"
#include "stage/output_health.hpp"
#include "timing/fleet_clock.hpp"

namespace tocsin::player {

/// Turns troubles into findings and log lines, and takes the findings back. Any thread, except
/// where noted; the references must outlive it.
class TroubleReports {
public:
    TroubleReports(FleetClock& fleet, spdlog::logger& log, Findings& findings)
        : fleet_(fleet), log_(log), findings_(findings) {}

    void showingGivenUp(Cue const& cue, Error const& why);
    void showingComplete(Cue const& cue);
    /// Absent: it is well.
    void streamTrouble(Cue const& cue, std::optional<std::string> const& trouble);
    /// `none`: it is well again.
    void outputFault(Cue const& cue, OutputFault fault);
    void decodersHang(std::size_t count);
    /// Content files found damaged since the start. One thread.
    void filesDamaged(std::size_t files, Instant now);
    /// What the plan does not name any more is nobody's trouble.
    void forgetUnnamed(Plan const& plan);

private:
    FleetClock& fleet_;
    spdlog::logger& log_;
    Findings& findings_;
    std::size_t damagedFiles_ = 0;  // as last reported
    Instant damagedAt_;
};

}  // namespace tocsin::player
