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

/// What a main gives the program beside its command line.
struct ProgramParts {
    MakeClock makeClock;           ///< called in the engine's process
    BeforeOpen beforeOpen = {};    ///< as runEngine() says
    MeasureDecoding measure = {};  ///< as Options::measureDecoding says
};

/// The first of the arguments is the program's name. Returns the exit code; never throws.
[[nodiscard]] int playerProgram(std::vector<std::string> arguments,
                                ProgramParts const& parts) noexcept;

}  // namespace tocsin::player
