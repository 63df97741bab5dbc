// SPDX-License-Identifier: Apache-2.0
// The player as a library: options, the engine and its supervisor. Programs wire it to a command
// line and a clock.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/media/frame.hpp"
#include "tocsin/session/clock.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

/// Exit codes that scripts depend on.
inline constexpr int kExitOk = 0;
inline constexpr int kExitUsage = 2;      ///< wrong arguments
inline constexpr int kExitSoftware = 70;  ///< gave itself up; the supervisor starts it again
inline constexpr int kExitAgain = 76;     ///< was told to restart; the supervisor starts it again
inline constexpr int kExitAnew = 75;  ///< its key was revoked; started again, it has another one
inline constexpr int kExitCannotCreate = 73;   ///< data directory or sink cannot be opened
inline constexpr int kExitConfiguration = 78;  ///< data directory of another format, damaged key

struct WindowPlace {
    int x = 0, y = 0;
    bool operator==(WindowPlace const&) const = default;
};

/// What a video output is to send, whatever the display says of itself.
struct DisplayMode {
    int width = 0, height = 0;  ///< 64 to 8192; the width a multiple of 8, as VESA's CVT asks
    std::int64_t milliHertz = 60'000;  ///< 10 to 240 Hz
    bool operator==(DisplayMode const&) const = default;
};

/// A window on a display of the computer.
struct WindowSpec {
    /// Borderless with its top left pixel there, counted from the display's own; in a fullscreen
    /// window the picture stands there and the rest is black. Without it the window has a frame and
    /// stands in the middle, a fullscreen picture top left.
    std::optional<WindowPlace> place;
    std::optional<int> display;  ///< 0 to 15 in the computer's order; without it the first
    bool fullscreen = false;     ///< the whole display in its present mode
    int quarterTurns = 0;  ///< clockwise, 0 to 3; the window is as high as the picture is wide
    std::string connector = {};  ///< the video output that feeds the screen; empty: any of them
    std::optional<DisplayMode> mode =
        std::nullopt;  ///< set on that output, and again when it is lost
    bool operator==(WindowSpec const&) const = default;
};

/// Where finished frames go.
struct SinkSpec {
    enum class Kind { window, null, raw, png };
    Kind kind = Kind::null;
    WindowSpec window;
    std::filesystem::path path;  ///< raw: the file; png: the folder
    Milliseconds every{10'000};  ///< png: one picture each; 1 ms to 1 h
    bool operator==(SinkSpec const&) const = default;
};

struct Size {
    int width = 0, height = 0;  ///< 1 to 8192
    bool operator==(Size const&) const = default;
};

/// Ticks a second as a rational; 1 to 240.
struct Rate {
    std::int64_t num = 25, den = 1;
    bool operator==(Rate const&) const = default;
};

/// Pixels a second of the house's films that one core decodes, as media::measureDecodeRate() says.
using MeasureDecoding = std::function<Result<std::int64_t>()>;

/// Programs of the site's own that carry out instructions, run without a shell; empty: there is
/// none, and what needs it is refused.
struct OutsidePrograms {
    std::filesystem::path restart;     ///< restarts the device; no arguments
    std::filesystem::path power;       ///< switches the screen; argument: "on" or "off"
    std::filesystem::path powerQuery;  ///< no arguments; its last line says "on" or "off"
    std::filesystem::path brightness;  ///< of the panel; argument: percent, 0 to 100
    Milliseconds deadline{30'000};     ///< each is ended after this, in real time; 1 s to 5 min
};

struct Options {
    std::string controller;  ///< "https://host:port", or "http://…" on loopback
    std::string token;       ///< one-time enrolment token, or empty: a pairing code is shown
    std::filesystem::path data;
    Size size;
    Rate rate;
    media::Fit fit = media::Fit::contain;
    std::vector<SinkSpec> sinks;
    std::optional<std::string> sound;  ///< the sound card's name, empty: the computer's own choice;
                                       ///< absent: the player is silent
    Milliseconds soundDelay{0};  ///< so much later than its sound a picture is seen, -500 to 500
    std::optional<std::int64_t> cacheLimit;  ///< bytes of content on disk; none: as the disk allows
    std::string logLevel = "info";           ///< trace, debug, info, warn, error
    std::int64_t engineStart = 1;            ///< how often the supervisor has started the engine
    bool liftQuarantine = false;             ///< forget which items crashed the player
    MeasureDecoding measureDecoding = {};    ///< at the first start on a machine; empty: never
    /// Folders in which U盘 are mounted, or their parents: looked at every few seconds; empty:
    /// never.
    std::vector<std::filesystem::path> carry = {};
    OutsidePrograms programs = {};
};

/// "window[:+X+Y][:display=N][:fullscreen][:rotate=90|180|270][:connector=NAME]
/// [:mode=WxH[@HZ]]", "null", "raw:FILE", "png:DIR[:every=SECONDS]". Errc::invalid says what is
/// allowed.
[[nodiscard]] Result<SinkSpec> parseSinkSpec(std::string_view text);
/// "960x540". Errc::invalid.
[[nodiscard]] Result<Size> parseSize(std::string_view text);
/// "25" or "30000/1001". Errc::invalid.
[[nodiscard]] Result<Rate> parseRate(std::string_view text);
/// Bytes: "500M", "20G" or "1.5T", decimal (1G is 1,000,000,000); 1M at least. Errc::invalid.
[[nodiscard]] Result<std::int64_t> parseBytes(std::string_view text);
/// The address without a final slash; without TLS on loopback only. Errc::invalid.
[[nodiscard]] Result<std::string> parseController(std::string_view text);

/// Called with an asset's name on the thread that is about to open it: where a second main makes
/// decoders hang or crash.
using BeforeOpen = std::function<void(std::string const& asset)>;

/// Plays until SIGTERM or SIGINT, which it takes over for the whole process, as it does with the
/// signals of a crash. Returns an exit code.
[[nodiscard]] int runEngine(Options const& options, session::Clock& clock,
                            BeforeOpen beforeOpen = {});

/// Shows the test pattern on the sinks until SIGTERM or SIGINT; needs neither a controller nor a
/// data directory. Returns an exit code.
[[nodiscard]] int runTestPattern(Options const& options, session::Clock& clock);

/// What the engine's process does, told how often it has been started; returns its exit code.
using EngineMain = std::function<int(std::int64_t engineStart)>;

/// Forks a process for `engine`, forks it anew when it crashes, passes SIGTERM and SIGINT on.
/// Returns the exit code. Call it from a process with one thread: the engine starts from a copy of
/// this process as it is, which costs neither the loading of libraries nor their memory twice.
[[nodiscard]] int runSupervisor(EngineMain const& engine, std::string const& logLevel);

}  // namespace tocsin::player
