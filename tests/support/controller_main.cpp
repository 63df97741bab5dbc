// SPDX-License-Identifier: Apache-2.0
// tocsin-controller-controlled: the controller on a clock that a test moves (--controlled-clock
// FILE). Never installed.
#include <cstdio>
#include <string_view>
#include <vector>

#include "controlled_clock.hpp"
#include "tocsin/app/controller.hpp"

int main(int argc, char** argv) {
    std::vector<char*> arguments;
    char const* file = nullptr;
    for (int i = 0; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--controlled-clock" && i + 1 < argc) {
            file = argv[++i];
        } else {
            arguments.push_back(argv[i]);
        }
    }
    if (file == nullptr) {
        std::fputs("tocsin-controller-controlled: give --controlled-clock FILE\n", stderr);
        return 2;
    }
    auto const clock = tocsin::test::controlledClock(file);
    return tocsin::app::runController(static_cast<int>(arguments.size()), arguments.data(), *clock);
}
