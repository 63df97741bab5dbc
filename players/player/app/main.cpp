// SPDX-License-Identifier: Apache-2.0
// tocsin-player: the player of one screen, on the system's clock.
#include "player_program.hpp"

int main(int argc, char** argv) {
    std::vector<std::string> const arguments(argv, argv + argc);
    return tocsin::player::playerProgram(arguments, arguments,
                                         [] { return tocsin::session::systemClock(); });
}
