// SPDX-License-Identifier: Apache-2.0
// What goes with the picture, told of it by the stage.
#pragma once

#include "director/plan.hpp"

namespace tocsin::player {

/// Called from the tick thread; must not block.
class Accompaniment {
public:
    virtual ~Accompaniment() = default;
    /// This showing is on from now; whatever was on before is over. Darkness is a showing too.
    virtual void onAir(Cue const& cue) = 0;
    /// This showing follows, at its own start.
    virtual void comes(Cue const& cue) = 0;
    virtual void setVolume(int percent) = 0;  ///< 0 to 100
    /// A warning calls for attention, from this instant on.
    virtual void attention(Instant at) = 0;
};

}  // namespace tocsin::player
