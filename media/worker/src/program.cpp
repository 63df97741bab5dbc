// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media_worker/program.hpp"

#include <exception>
#include <iostream>

#if defined(__SANITIZE_ADDRESS__)
// Comes into a program with runProgram(), and into no other that links this room.
extern "C" char const* __asan_default_options() {
    return "detect_leaks=0";
}
#endif

namespace tocsin::media_worker {
namespace {

constexpr int kExitUsage = 2;

}  // namespace

int runProgram(int argc, char** argv, std::string_view usage, std::string_view prefix,
               std::function<std::optional<int>(Words const&)> const& run) {
    try {
        auto const code = run({argv + 1, argv + argc});
        if (!code) {
            std::cerr << usage;
        }
        return code.value_or(kExitUsage);
    } catch (std::exception const& error) {
        std::cerr << prefix << error.what() << '\n';
        return 1;
    }
}

}  // namespace tocsin::media_worker
