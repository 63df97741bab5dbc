// SPDX-License-Identifier: Apache-2.0
// tocsin-player-controlled: the player on a clock that a test moves (--controlled-clock FILE). The
// asset that TOCSIN_TEST_CRASHING names crashes its decoder, and a machine that decodes as many
// pixels a second as TOCSIN_TEST_DECODE_RATE says is imitated. Never installed.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "controlled_clock.hpp"
#include "player_program.hpp"

namespace {

/// Without the variable nothing is measured: it would take a second of each test.
tocsin::player::MeasureDecoding imitatedMachine() {
    auto const* const rate = std::getenv("TOCSIN_TEST_DECODE_RATE");
    if (rate == nullptr) {
        return {};
    }
    return [pixels = std::stoll(rate)]() -> tocsin::Result<std::int64_t> { return pixels; };
}

}  // namespace

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
    auto const* const named = std::getenv("TOCSIN_TEST_CRASHING");
    std::string const crashing = named != nullptr ? named : "";
    if (!crashing.empty()) {
        std::signal(SIGSEGV, SIG_DFL);  // a sanitizer would make an ordinary exit of it
    }
    return tocsin::player::playerProgram(
        arguments, {.makeClock = [file] { return tocsin::test::controlledClock(file); },
                    .beforeOpen =
                        [crashing](std::string const& asset) {
                            if (!crashing.empty() && asset == crashing) {
                                std::raise(SIGSEGV);
                            }
                        },
                    .measure = imitatedMachine()});
}
