// SPDX-License-Identifier: Apache-2.0
// The command line of tocsin-swarm.
#pragma once

#include <string>
#include <vector>

namespace tocsin::swarm {

/// `arguments` with the program's name; returns the exit code.
[[nodiscard]] int swarmProgram(std::vector<std::string> arguments) noexcept;

}  // namespace tocsin::swarm
