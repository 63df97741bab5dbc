// SPDX-License-Identifier: Apache-2.0
// tocsin-player: the player of one screen, on the system's clock.
#include "player_program.hpp"
#include "tocsin/media/decode_rate.hpp"

int main(int argc, char** argv) {
    return tocsin::player::playerProgram(
        std::vector<std::string>(argv, argv + argc),
        {.makeClock = [] { return tocsin::session::systemClock(); },
         .measure = tocsin::media::measureDecodeRate});
}
