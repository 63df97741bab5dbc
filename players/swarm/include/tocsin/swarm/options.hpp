// SPDX-License-Identifier: Apache-2.0
// What the fleet simulator is told: how many players, whose, and what goes wrong with them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::swarm {

/// What goes wrong, and how often. Shares are in percent; which players or answers are hit follows
/// from the seed alone.
struct Faults {
    int latePercent = 0;  ///< of receipts and batches, sent so much later
    Milliseconds late{0};
    /// Of receipts, never sent; told again with the next session or offer. Of batches, whose answer
    /// is lost; sent again.
    int lostPercent = 0;
    int doublePercent = 0;   ///< of receipts and batches, sent twice
    int slowPercent = 0;     ///< of players, which pause before each message that they read
    int offlinePercent = 0;  ///< of players, which go away again and again
    Milliseconds offline{0};
    int cutPercent = 0;    ///< of batches, with or after which the connection breaks
    int epochPercent = 0;  ///< of players, which half way begin a new epoch of their journal
    bool operator==(Faults const&) const = default;
};

/// Plays that each player has shown before the run and delivers in it.
struct PastPlays {
    int days = 0;  ///< so many days, the first begins at `from`; 0: players show nothing
    int aDay = 0;  ///< evenly over the day
    Instant from;
    std::size_t batchRows = 200;  ///< as a real player's; at most 500
    bool operator==(PastPlays const&) const = default;
};

struct Options {
    std::string controller;           ///< "https://host:port" or "http://host:port"
    std::filesystem::path enrolment;  ///< what `tocsin screen import --out` wrote
    std::filesystem::path data;       ///< directory for the players' keys
    std::size_t players = 0;          ///< the first so many of the file; 0: all
    std::size_t threads = 1;
    std::size_t ramp = 500;                ///< players that first connect in a second
    std::optional<Milliseconds> duration;  ///< nothing: until it is stopped
    std::optional<Milliseconds> storm;     ///< after the start: all connections break at once
    Milliseconds statusEvery{1'000};       ///< as a real player; zero: none
    std::uint64_t seed = 1;
    std::filesystem::path report;  ///< JSON lines; empty: standard output
    Faults faults;
    PastPlays plays;
    bool operator==(Options const&) const = default;
};

/// "PERCENT" of 0 to 100. Errc::invalid.
[[nodiscard]] Result<int> parsePercent(std::string_view text);
struct ShareAndTime {
    int percent = 0;
    Milliseconds time{0};
    bool operator==(ShareAndTime const&) const = default;
};
/// "PERCENT:COUNT", the count in `unit`, at most an hour. Errc::invalid.
[[nodiscard]] Result<ShareAndTime> parseShareAndTime(std::string_view text, Milliseconds unit);
/// "DAYS:COUNT", days and plays a day: at most 400 and 20,000. They end with the last midnight of
/// UTC+8 before `now`. Errc::invalid.
[[nodiscard]] Result<PastPlays> parsePlays(std::string_view text, Instant now);
/// Midnight of UTC+8 with which a day like 2026-06-01 begins. Errc::invalid.
[[nodiscard]] Result<Instant> parseFirstDay(std::string_view text);
/// Seconds with up to three decimals, at most 30 days. Errc::invalid.
[[nodiscard]] Result<Milliseconds> parseSeconds(std::string_view text);

}  // namespace tocsin::swarm
