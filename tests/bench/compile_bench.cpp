// SPDX-License-Identifier: Apache-2.0
// Budgets of the programme compiler. Prints one JSON object a measurement; ./dev bench collects
// them.
#include <sys/resource.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

#include "fleet_programmes.hpp"
#include "tocsin/playlists/compiler.hpp"

namespace {

using namespace tocsin;
using namespace tocsin::playlists;

constexpr int kFleet = 10'000;
constexpr int kCompiled = 1'000;  ///< screens compiled; the fleet is ten times as many
constexpr int kRounds = 200;
LocalDay const kDay{std::chrono::year(2026), std::chrono::month(6), std::chrono::day(16)};

/// Processor seconds of this process.
double processorSeconds() {
    rusage use{};
    ::getrusage(RUSAGE_SELF, &use);
    auto const seconds = [](timeval const& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(use.ru_utime) + seconds(use.ru_stime);
}

void say(std::string const& name, double value, std::string const& unit, double target) {
    std::cout << boost::json::serialize(boost::json::object{{"name", name},
                                                            {"value", value},
                                                            {"unit", unit},
                                                            {"peer", nullptr},
                                                            {"peer_value", nullptr},
                                                            {"ratio", nullptr},
                                                            {"target", target},
                                                            {"holds", value <= target},
                                                            {"command", "./dev bench compile"}})
              << "\n";
}

void compileFleet() {
    std::vector<Programme> programmes;
    for (int i = 0; i < kCompiled; ++i) {
        programmes.push_back(bench::fleetProgramme(static_cast<std::uint64_t>(i), 25));
    }
    std::size_t plays = 0;
    std::size_t bytes = 0;
    auto const begin = processorSeconds();
    for (auto const& programme : programmes) {
        plays += compile(programme, kDay)->timeline.entries.size();
    }
    auto const seconds = processorSeconds() - begin;
    for (int i = 0; i < 50; ++i) {
        bytes = std::max(
            bytes, encodeTimeline(compile(programmes[static_cast<std::size_t>(i)], kDay)->timeline)
                       .size());
    }
    say("compile.fleet", seconds * kFleet / kCompiled,
        "s for 10,000 screens of " + std::to_string(plays / kCompiled) + " plays on one core", 10);
    say("compile.wire", static_cast<double>(bytes) / 1000, "kB for the largest of 50 days", 40);
}

void compileReplan() {
    auto const programme = bench::fleetProgramme(1, 25);
    auto const noon = dayBounds(programme.screen.zone, kDay)->begin + std::chrono::hours(12);
    auto const begin = processorSeconds();
    for (int i = 0; i < kRounds; ++i) {
        if (!compile(programme, kDay, noon + Milliseconds(i))) {
            std::cerr << "a replan failed\n";
        }
    }
    say("compile.replan", (processorSeconds() - begin) * 1000 / kRounds, "ms from noon on", 1);
}

void compileLarge() {
    auto const programme = bench::fleetProgramme(1, 500);
    auto const begin = processorSeconds();
    constexpr int rounds = 10;
    for (int i = 0; i < rounds; ++i) {
        if (!compile(programme, kDay)) {
            std::cerr << "a large day failed\n";
        }
    }
    say("compile.large", (processorSeconds() - begin) * 1000 / rounds, "ms for 500 campaigns", 50);
}

}  // namespace

/// The argument is a part of the names to measure.
int main(int argc, char** argv) {
    std::string const pattern = argc > 1 ? argv[1] : "";
    auto const wanted = [&](std::string const& name) {
        return name.find(pattern) != std::string::npos;
    };
    if (wanted("compile.fleet") || wanted("compile.wire")) {
        compileFleet();
    }
    if (wanted("compile.replan")) {
        compileReplan();
    }
    if (wanted("compile.large")) {
        compileLarge();
    }
    return 0;
}
