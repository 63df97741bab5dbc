// SPDX-License-Identifier: Apache-2.0
// Where finished frames go.
#pragma once

#include <cstdint>
#include <string>

#include "tocsin/media/frame.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::player {

struct TickInfo {
    std::int64_t tick = 0;
    Instant fleet;
    std::string const& playId;  ///< hex, or "-" when the source is dark
};

/// Called from the tick thread only. A sink never makes the tick wait beyond its due instant and
/// never throws.
class FrameSink {
public:
    virtual ~FrameSink() = default;
    /// False: the frame was not taken (detached, or its mailbox was full and the older frame was
    /// lost).
    virtual bool submit(media::FramePtr const& frame, TickInfo const& info) noexcept = 0;
    [[nodiscard]] virtual std::string const& name() const noexcept = 0;
    /// A connected output, for the evidence tier.
    [[nodiscard]] virtual bool isOutput() const noexcept { return false; }
};

}  // namespace tocsin::player
