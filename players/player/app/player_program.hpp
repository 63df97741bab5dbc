// SPDX-License-Identifier: Apache-2.0
// The program behind main(): command line, then supervisor or engine.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tocsin/player/player.hpp"
#include "tocsin/session/clock.hpp"

namespace tocsin::player {

using MakeClock = std::function<std::unique_ptr<session::Clock>()>;

/// The first of the arguments is the program's name; `makeClock` is called in the engine's process.
/// Returns the exit code; never throws.
[[nodiscard]] int playerProgram(std::vector<std::string> arguments, MakeClock const& makeClock,
                                BeforeOpen const& beforeOpen = {}) noexcept;

}  // namespace tocsin::player
