// SPDX-License-Identifier: Apache-2.0
// How the system lets threads of the player run: each works without any rights, and it is said what
// is lost by that.
#pragma once

#include <string>

namespace tocsin::player {

enum class TickRights {
    realTime,  ///< SCHED_FIFO: on time whatever else the computer does
    nice,      ///< a negative nice value: late now and then on a busy computer
    none       ///< as any program: late by tens of milliseconds on a busy computer
};

/// For the tick, and for what brings its picture to the glass: the best that is allowed. Threads
/// that it starts do not inherit real-time scheduling: a decoder that spins must not take the
/// computer.
[[nodiscard]] TickRights takeTickRights();
/// What is lost without real-time scheduling and how to allow it, for people; empty if nothing.
[[nodiscard]] std::string lostBy(TickRights rights);
/// For decoders, which come right after the tick: a better nice value where that is allowed.
void takeDecoderPriority();
/// The calling thread runs and reads only when nobody else wants to, for good.
void takeLowestPriority();

}  // namespace tocsin::player
