// SPDX-License-Identifier: Apache-2.0
// A whole site of real programs on loopback: one controller, players, the command line client; by
// default under the controlled clock.
#pragma once

#include <boost/json/value.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/controlled_time.hpp"
#include "support/program.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::test {

enum class TimeMode { controlled, real };

/// One play of the plan, as `tocsin plan --json` says it.
struct PlannedPlay {
    std::string id, asset, campaign, reason;
    Instant start, end;
};
/// One line of a raw sink's FILE.tsv.
struct RecordedTick {
    std::int64_t tick = 0;
    Instant at;
    std::string play;  ///< hex, or "-" when dark
};

class Site {
public:
    explicit Site(TimeMode mode = TimeMode::controlled,
                  Instant start = fromMillis(1'780'279'200'000));  // 2026-06-01T10:00 in Shanghai
    ~Site();

    [[nodiscard]] std::filesystem::path dir() const { return directory_.path(); }
    [[nodiscard]] Instant now() const;

    void startController();
    [[nodiscard]] Program& controller() { return *controller_; }
    void dropController() { controller_.reset(); }

    /// Adds the screen on the controller; it is always open unless opening hours are given.
    void addScreen(std::string const& id, std::string const& size, std::string const& tag,
                   std::vector<std::string> const& opening = {});
    /// Starts the screen's player with a raw sink, and with `further` arguments.
    void startPlayer(std::string const& id, std::vector<std::string> const& further = {});
    [[nodiscard]] Program& player(std::string const& id) { return *players_.at(id); }
    void dropPlayer(std::string const& id) { players_.erase(id); }
    [[nodiscard]] std::filesystem::path raw(std::string const& id) const {
        return directory_ / (id + ".bgra");
    }

    /// Runs the client against the controller.
    [[nodiscard]] Ended tocsin(std::vector<std::string> arguments) const;
    /// The same with --json; a test failure and null if it does not exit 0.
    [[nodiscard]] boost::json::value json(std::vector<std::string> arguments) const;
    /// Writes a campaign file and applies, submits and approves it.
    void release(std::string const& id, std::string const& toml);

    /// Lets `duration` pass in steps of one tick; `pace` of real time a step gives sockets and
    /// processes their share.
    void pass(Milliseconds duration, Milliseconds pace = Milliseconds(0));
    /// Lets time pass until `holds()`; false after `limit` of the site's time.
    [[nodiscard]] bool passUntil(std::function<bool()> const& holds,
                                 Milliseconds limit = Milliseconds(120'000));
    /// Until every started player has all its content, reports that it plays (or is dark) on order,
    /// and shows it.
    [[nodiscard]] bool allPlaying();

    [[nodiscard]] std::vector<PlannedPlay> plan(
        std::string const& screen) const;  ///< of the site's current local day
    [[nodiscard]] std::vector<RecordedTick> recording(std::string const& screen) const;

    [[nodiscard]] static std::filesystem::path bin();

private:
    [[nodiscard]] bool settled(std::string const& screen, boost::json::value const& status) const;
    [[nodiscard]] std::vector<std::string> withClock(std::string const& program,
                                                     std::vector<std::string> arguments) const;

    TemporaryDirectory directory_;
    TimeMode mode_;
    std::unique_ptr<ControlledTime> time_;
    std::unique_ptr<Program> controller_;
    std::map<std::string, std::unique_ptr<Program>> players_;
    std::map<std::string, std::string> sizes_, tokens_;
    std::string address_;  ///< of the controller, host:port
};

}  // namespace tocsin::test
