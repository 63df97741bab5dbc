// SPDX-License-Identifier: Apache-2.0
// tocsin-player-controlled: the player on a clock that a test moves (--controlled-clock FILE).
// Never installed.
#include <cstdio>
#include <filesystem>

#include "controlled_clock.hpp"
#include "player_program.hpp"

int main(int argc, char** argv) {
    std::vector<std::string> const all(argv, argv + argc);
    std::vector<std::string> arguments;
    std::filesystem::path file;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] == "--controlled-clock" && i + 1 < all.size()) {
            file = all[++i];
        } else {
            arguments.push_back(all[i]);
        }
    }
    if (file.empty()) {
        std::fputs("tocsin-player-controlled: give --controlled-clock FILE\n", stderr);
        return 2;
    }
    return tocsin::player::playerProgram(arguments, all,
                                         [file] { return tocsin::test::controlledClock(file); });
}
