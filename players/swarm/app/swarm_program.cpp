// SPDX-License-Identifier: Apache-2.0
#include "swarm_program.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "tocsin/messages/play_batch.hpp"
#include "tocsin/swarm/swarm.hpp"

namespace tocsin::swarm {
namespace {

constexpr int kExitFailure = 1, kExitUsage = 2, kExitSoftware = 70;
constexpr char kFooter[] =
    "Shares are in percent; the same seed hits the same players and answers.\n"
    "Signals: SIGUSR1 breaks all connections, SIGTERM ends the run with its summary.\n"
    "Example:\n"
    "  tocsin screen import screens.csv --out tokens.csv\n"
    "  tocsin-swarm --controller https://10.0.0.5:8440 --enrol tokens.csv --data swarm "
    "--players 1000 --late 10:500 --offline 5:20\n"
    "Exit codes: 0 ended, 1 failed, 2 wrong arguments.";

struct Texts {
    std::string controller, enrolment, data, seconds, storm, statusEvery = "1", report, late,
                                                             offline;
    std::string lost = "0", twice = "0", slow = "0", cut = "0", epochs = "0", plays, firstDay;
    std::size_t players = 0, threads = 1, ramp = 500, batchRows = PastPlays().batchRows;
    std::uint64_t seed = 1;
};

void describe(CLI::App& app, Texts& texts) {
    app.set_version_flag("--version", std::string("tocsin-swarm ") + TOCSIN_VERSION);
    app.footer(kFooter);
    app.add_option("--controller", texts.controller, "Address of the controller")->required();
    app.add_option("--enrol", texts.enrolment, "File that tocsin screen import --out wrote")
        ->required();
    app.add_option("--data", texts.data, "Directory for the players' keys, made if need be")
        ->required();
    app.add_option("--players", texts.players, "The first so many of the file; otherwise all");
    app.add_option("--threads", texts.threads, "Threads that the players share")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    app.add_option("--ramp", texts.ramp, "Players that first connect in a second")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    app.add_option("--seconds", texts.seconds, "End after so long");
    app.add_option("--seed", texts.seed, "Of all that is left to chance")->capture_default_str();
    app.add_option("--status-every", texts.statusEvery,
                   "Seconds between the reports of a player; 0: none")
        ->capture_default_str();
    app.add_option("--report", texts.report, "File for the JSON lines; otherwise standard output");
    app.add_option("--late", texts.late,
                   "PERCENT:MILLISECONDS of receipts and batches, sent so much later");
    app.add_option("--lost", texts.lost,
                   "PERCENT of receipts, never sent, and of answers to batches, not heeded");
    app.add_option("--double", texts.twice, "PERCENT of receipts and batches, sent twice");
    app.add_option("--slow", texts.slow, "PERCENT of players, which read slowly");
    app.add_option("--offline", texts.offline,
                   "PERCENT:SECONDS of players, which go away for so long again and again");
    app.add_option("--plays", texts.plays,
                   "DAYS:PLAYS that each player has shown a day, up to yesterday, and delivers in "
                   "signed batches; the report says what they were (event truth)");
    app.add_option("--first-day", texts.firstDay,
                   "First day of --plays, like 2026-06-01, so that a run can be repeated");
    app.add_option("--batch-rows", texts.batchRows, "Rows of a batch")
        ->check(CLI::Range(std::size_t{1}, messages::kMaxBatchRows))
        ->capture_default_str();
    app.add_option("--cut", texts.cut, "PERCENT of batches, around which the connection breaks");
    app.add_option("--epochs", texts.epochs,
                   "PERCENT of players, which half way begin a new epoch of their journal");
    app.add_option("--storm", texts.storm, "Break all connections after so many seconds");
}

template <class T>
T orThrow(char const* option, Result<T> result) {
    if (!result) {
        throw CLI::ValidationError(option, result.error().message);
    }
    return std::move(*result);
}

Faults faultsIn(Texts const& texts) {
    Faults out;
    if (!texts.late.empty()) {
        auto const late = orThrow("--late", parseShareAndTime(texts.late, Milliseconds(1)));
        out.latePercent = late.percent;
        out.late = late.time;
    }
    if (!texts.offline.empty()) {
        auto const away =
            orThrow("--offline", parseShareAndTime(texts.offline, Milliseconds(1'000)));
        out.offlinePercent = away.percent;
        out.offline = away.time;
    }
    out.lostPercent = orThrow("--lost", parsePercent(texts.lost));
    out.doublePercent = orThrow("--double", parsePercent(texts.twice));
    out.slowPercent = orThrow("--slow", parsePercent(texts.slow));
    out.cutPercent = orThrow("--cut", parsePercent(texts.cut));
    out.epochPercent = orThrow("--epochs", parsePercent(texts.epochs));
    return out;
}

PastPlays playsIn(Texts const& texts) {
    if (texts.plays.empty()) {
        return {};
    }
    auto const now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
    auto out = orThrow("--plays", parsePlays(texts.plays, now));
    if (!texts.firstDay.empty()) {
        out.from = orThrow("--first-day", parseFirstDay(texts.firstDay));
    }
    out.batchRows = texts.batchRows;
    return out;
}

Options read(Texts const& texts) {
    Options out;
    out.controller = texts.controller;
    out.enrolment = texts.enrolment;
    out.data = texts.data;
    out.players = texts.players;
    out.threads = texts.threads;
    out.ramp = texts.ramp;
    out.seed = texts.seed;
    out.report = texts.report;
    if (!texts.seconds.empty()) {
        out.duration = orThrow("--seconds", parseSeconds(texts.seconds));
    }
    if (!texts.storm.empty()) {
        out.storm = orThrow("--storm", parseSeconds(texts.storm));
    }
    out.statusEvery = orThrow("--status-every", parseSeconds(texts.statusEvery));
    out.faults = faultsIn(texts);
    out.plays = playsIn(texts);
    return out;
}

int run(Options const& options) {
    std::ofstream file;
    if (!options.report.empty()) {
        file.open(options.report);
        if (!file) {
            std::fprintf(stderr, "tocsin-swarm: %s cannot be written\n", options.report.c_str());
            return kExitFailure;
        }
    }
    auto const done = runSwarm(options, options.report.empty() ? std::cout : file);
    if (!done) {
        std::fprintf(stderr, "tocsin-swarm: %s\n", done.error().message.c_str());
        return kExitFailure;
    }
    return 0;
}

int runProgram(std::vector<std::string> const& arguments) {
    CLI::App app("A fleet of simulated players that speak the real protocol.", "tocsin-swarm");
    Texts texts;
    describe(app, texts);
    Options options;
    try {
        // CLI11 takes arguments in reverse and without the program's name.
        std::vector<std::string> reversed(arguments.rbegin(),
                                          arguments.rend() - (arguments.empty() ? 0 : 1));
        app.parse(reversed);
        options = read(texts);
    } catch (CLI::Success const& success) {
        return app.exit(success);
    } catch (CLI::Error const& error) {
        std::fprintf(stderr, "tocsin-swarm: %s (see tocsin-swarm -h)\n", error.what());
        return kExitUsage;
    }
    blockSignals();
    return run(options);
}

}  // namespace

int swarmProgram(std::vector<std::string> arguments) noexcept {
    try {
        return runProgram(arguments);
    } catch (std::exception const& error) {
        std::fprintf(stderr, "tocsin-swarm: %s\n", error.what());
        return kExitSoftware;
    }
}

}  // namespace tocsin::swarm
