// SPDX-License-Identifier: Apache-2.0
// Who sees what the sinks were given.
#pragma once

#include <string_view>

#include "director/plan.hpp"
#include "journal/inflight.hpp"
#include "stage/output_health.hpp"
#include "tocsin/media/frame.hpp"

namespace tocsin::player {

/// Called from the tick thread, after the sinks have the frame; must not block and never throws.
class Witness {
public:
    struct Sight {
        std::int64_t tick = 0;
        Instant at;  ///< fleet time of the tick
        Plan const& plan;
        Cue const& cue;
        bool own = false;     ///< the frame shows the cue's own picture; false in the dark too
        bool notice = false;  ///< it is a notice that is shown
        bool whole = false;   ///< a play that was on from its first tick, and nothing is wrong yet
        bool delivered = false;  ///< a connected, powered output took the frame
        OutputFault fault = OutputFault::none;
        bool warning = false;  ///< a warning has the whole screen
        /// The warning that is seen, whole or in part, and its revision; empty: none is. Lives as
        /// long as the call.
        std::string_view warningId = {};
        std::int64_t warningRevision = 0;
    };
    virtual ~Witness() = default;
    virtual void sees(media::FramePtr const& frame, Sight const& sight) noexcept = 0;
    /// A showing is over.
    virtual void ended(Cue const& cue, PlayEnd const& end) noexcept = 0;
};

}  // namespace tocsin::player
