// SPDX-License-Identifier: Apache-2.0
// The command line of tocsin-player.
#include "player_program.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace tocsin::player {
namespace {

constexpr char kFooter[] =
    "Sinks: window[:+X+Y][:display=N][:fullscreen][:rotate=90|180|270][:connector=NAME]"
    "[:mode=WxH[@HZ]]  null  raw:FILE  "
    "png:DIR[:every=SECONDS]\n"
    "Examples:\n"
    "  tocsin-player --controller https://10.0.0.5:8440 --data /var/lib/tocsin-player --size "
    "1920x1080 --sink window:+0+0\n"
    "  tocsin-player --controller https://10.0.0.5:8440 --token T --data led --size 960x540 --fps "
    "50 --sink null --sink "
    "png:shots:every=60\n"
    "  tocsin-player --test-pattern --size 960x540 --sink window:+0+0\n"
    "Exit codes: 0 stopped, 2 wrong arguments, 73 data directory or sink cannot be opened, 78 data "
    "directory unusable.";

struct Texts {
    std::string controller, data, size, fps = "25", fit = "contain", token, cacheLimit,
                                        logLevel = "info", sound = "off";
    std::vector<std::string> sinks, carry;
    std::string restartProgram, powerProgram, powerQuery, brightnessProgram;
    int soundDelay = 0, programDeadline = 30;
    bool testPattern = false, liftQuarantine = false;
};

void describe(CLI::App& app, Texts& texts) {
    app.set_version_flag("--version", std::string("tocsin-player ") + TOCSIN_VERSION);
    app.footer(kFooter);
    app.add_option("--controller", texts.controller,
                   "Address of the controller, https://HOST:PORT");
    app.add_option("--token", texts.token,
                   "One-time enrolment token; without it a pairing code is shown");
    app.add_option("--data", texts.data, "Data directory, made if need be");
    app.add_option("--size", texts.size, "Pixels of the screen, WIDTHxHEIGHT")->required();
    app.add_option("--fps", texts.fps, "Ticks a second, N or N/D")->capture_default_str();
    app.add_option("--sink", texts.sinks, "Where frames go; may be given several times")
        ->required()
        ->allow_extra_args(false);
    app.add_option("--fit", texts.fit,
                   "How pictures of another shape fit: contain, cover or stretch")
        ->capture_default_str();
    app.add_option("--sound", texts.sound,
                   "Sound of films: off, default, or the name of a sound card")
        ->capture_default_str();
    app.add_option("--sound-delay", texts.soundDelay,
                   "Milliseconds by which the picture comes later than it is sent, as on slow "
                   "displays")
        ->check(CLI::Range(-500, 500))
        ->capture_default_str();
    app.add_option("--cache-limit", texts.cacheLimit,
                   "Content kept on disk, at most: 500M, 20G, 1.5T; without it what is not needed "
                   "any more may fill four fifths of the free disk");
    app.add_option("--carry", texts.carry,
                   "Where U盘 are mounted, e.g. /media: what is carried to this screen by hand is "
                   "taken from them, and its plays are written to them; may be given several times")
        ->allow_extra_args(false);
    app.add_option("--restart-program", texts.restartProgram,
                   "Restarts this device when tocsin screen restart --device asks for it");
    app.add_option(
        "--power-program", texts.powerProgram,
        "Switches the screen when tocsin screen power asks for it; called with on or off");
    app.add_option("--power-query", texts.powerQuery,
                   "Asks the screen afterwards; its last line says on or off");
    app.add_option(
        "--brightness-program", texts.brightnessProgram,
        "Dims the panel when tocsin screen brightness asks for it; called with 0 to 100, "
        "and with 100 when that is over. Without it the picture is dimmed");
    app.add_option("--program-deadline", texts.programDeadline,
                   "Seconds after which such a program is ended")
        ->check(CLI::Range(1, 300))
        ->capture_default_str();
    app.add_flag("--test-pattern", texts.testPattern,
                 "Show rulers, coordinates and colours for setting up the screen, without a "
                 "controller");
    app.add_flag("--lift-quarantine", texts.liftQuarantine,
                 "Try items again that were put aside because they crashed the player");
    app.add_option("--log-level", texts.logLevel, "trace, debug, info, warn or error")
        ->capture_default_str();
}

template <class T>
T orThrow(char const* option, Result<T> result) {
    if (!result) {
        throw CLI::ValidationError(option, result.error().message);
    }
    return std::move(*result);
}

/// Never looked for in PATH: what switches a screen is one certain file.
std::filesystem::path programAt(char const* option, std::string const& text) {
    std::filesystem::path const file(text);
    if (!text.empty() && !file.is_absolute()) {
        throw CLI::ValidationError(
            option, "\"" + text + "\" is not a whole path; write it from / on, without arguments");
    }
    return file;
}

OutsidePrograms readPrograms(Texts const& texts) {
    OutsidePrograms out;
    out.restart = programAt("--restart-program", texts.restartProgram);
    out.power = programAt("--power-program", texts.powerProgram);
    out.powerQuery = programAt("--power-query", texts.powerQuery);
    out.brightness = programAt("--brightness-program", texts.brightnessProgram);
    out.deadline = std::chrono::seconds(texts.programDeadline);
    return out;
}

Options read(Texts const& texts) {
    Options out;
    if (!texts.testPattern) {
        if (texts.controller.empty() || texts.data.empty()) {
            throw CLI::RequiredError(texts.controller.empty() ? "--controller" : "--data");
        }
        out.controller = orThrow("--controller", parseController(texts.controller));
    }
    out.token = texts.token;
    out.data = texts.data;
    out.size = orThrow("--size", parseSize(texts.size));
    out.rate = orThrow("--fps", parseRate(texts.fps));
    for (auto const& sink : texts.sinks) {
        out.sinks.push_back(orThrow("--sink", parseSinkSpec(sink)));
    }
    if (!texts.cacheLimit.empty()) {
        out.cacheLimit = orThrow("--cache-limit", parseBytes(texts.cacheLimit));
    }
    if (texts.fit == "cover") {
        out.fit = media::Fit::cover;
    } else if (texts.fit == "stretch") {
        out.fit = media::Fit::stretch;
    } else if (texts.fit != "contain") {
        throw CLI::ValidationError("--fit",
                                   "\"" + texts.fit + "\" is not one of contain, cover, stretch");
    }
    std::vector<std::string> const levels{"trace", "debug", "info", "warn", "error"};
    if (std::find(levels.begin(), levels.end(), texts.logLevel) == levels.end()) {
        throw CLI::ValidationError(
            "--log-level",
            "\"" + texts.logLevel + "\" is not one of trace, debug, info, warn, error");
    }
    if (texts.token.size() > 512) {
        throw CLI::ValidationError("--token", "is longer than 512 bytes");
    }
    if (texts.sound != "off") {
        out.sound = texts.sound == "default" ? "" : texts.sound;
    }
    out.soundDelay = Milliseconds(texts.soundDelay);
    out.carry.assign(texts.carry.begin(), texts.carry.end());
    out.logLevel = texts.logLevel;
    out.liftQuarantine = texts.liftQuarantine;
    out.programs = readPrograms(texts);
    return out;
}

/// Where no session bus runs, SDL would start one for the screen saver's sake: a daemon that nobody
/// asked for, and time that a first picture waits. Before any thread, since it changes the
/// environment.
void startNoSessionBus() {
    ::setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 0);
}

int runEngineStart(Options options, std::int64_t start, ProgramParts const& parts) {
    options.engineStart = start;
    // For the first start only: what crashes the player again is put aside again.
    options.liftQuarantine = options.liftQuarantine && start == 1;
    auto const clock = parts.makeClock();
    return runEngine(options, *clock, parts.beforeOpen);
}

int runProgram(std::vector<std::string> arguments, ProgramParts const& parts) {
    CLI::App app("Plays on one screen what the controller's signed manifests say.",
                 "tocsin-player");
    Texts texts;
    describe(app, texts);
    Options options;
    try {
        // CLI11 takes arguments in reverse and without the program's name.
        std::vector<std::string> reversed(arguments.rbegin(),
                                          arguments.rend() - (arguments.empty() ? 0 : 1));
        app.parse(reversed);
        options = read(texts);
        options.measureDecoding = parts.measure;
    } catch (CLI::Success const& success) {
        return app.exit(success);
    } catch (CLI::Error const& error) {
        std::fprintf(stderr, "tocsin-player: %s (see tocsin-player -h)\n", error.what());
        return kExitUsage;
    }
    startNoSessionBus();
    if (texts.testPattern) {
        auto const clock = parts.makeClock();
        return runTestPattern(options, *clock);
    }
    return runSupervisor([&](std::int64_t start) { return runEngineStart(options, start, parts); },
                         options.logLevel);
}

}  // namespace

int playerProgram(std::vector<std::string> arguments, ProgramParts const& parts) noexcept {
    try {
        return runProgram(std::move(arguments), parts);
    } catch (std::exception const& error) {
        std::fprintf(stderr, "tocsin-player: %s\n", error.what());
        return kExitSoftware;
    }
}

}  // namespace tocsin::player
