// SPDX-License-Identifier: Apache-2.0
// A whole site of real programs on loopback: one controller, players, the command line client; by
// default under the controlled clock.
#pragma once

#include <boost/json/value.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/controlled_time.hpp"
#include "support/program.hpp"
#include "support/site_people.hpp"
#include "tocsin/messages/manifest.hpp"
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
    /// TOML tables of the configuration of controllers that are started from now on; [access] is
    /// the site's own: releasing takes no second factor, and passwords little memory.
    void setConfiguration(std::string toml) { configuration_ = std::move(toml); }
    [[nodiscard]] SitePeople const& people() const { return people_; }
    /// The controller that is started from now on converts no film that players can show as it is:
    /// for tests of what players do with films of many kinds.
    void showFilmsAsTheyCome();
    /// Of the controller, host:port.
    [[nodiscard]] std::string const& address() const { return address_; }
    [[nodiscard]] Program& controller() { return *controller_; }
    void dropController() { controller_.reset(); }

    /// Adds the screen on the controller; it is always open unless opening hours are given.
    void addScreen(std::string const& id, std::string const& size, std::string const& tag,
                   std::vector<std::string> const& opening = {});
    /// Starts the screen's player with a raw sink and `further` arguments.
    void startPlayer(std::string const& id, std::vector<std::string> const& further = {});
    /// Players come over TLS from now on; the client goes on without it, on loopback.
    void connectPlayersOverTls() { playerScheme_ = "https://"; }
    /// Players are this program from now on, instead of that in bin(); it takes the same arguments.
    void setPlayerProgram(std::filesystem::path program) { playerProgram_ = std::move(program); }
    [[nodiscard]] Program& player(std::string const& id) { return *players_.at(id); }
    [[nodiscard]] std::filesystem::path playerData(std::string const& id) const {
        return directory_ / ("player-" + id);
    }
    void dropPlayer(std::string const& id) { players_.erase(id); }
    [[nodiscard]] std::filesystem::path raw(std::string const& id) const {
        return directory_ / (id + ".bgra");
    }

    /// Runs the client against the controller: as the one who approves to approve, as the other for
    /// all else.
    [[nodiscard]] Ended tocsin(std::vector<std::string> arguments) const;
    /// The same with --json; a test failure and null if it does not exit 0.
    [[nodiscard]] boost::json::value json(std::vector<std::string> arguments) const;
    /// Writes a campaign file and applies, submits and approves it.
    void release(std::string const& id, std::string const& toml);

    /// Puts another manifest in place of the one that the screen's player holds, signed by the
    /// controller's key and newer than any of its own. The player must not run, and is to be
    /// started again.
    void amendManifest(std::string const& screen,
                       std::function<void(messages::Manifest&)> const& amend) const;

    /// One tick of the players, and the step in which controlled time passes; 40 ms unless set.
    void setTick(Milliseconds tick) { tick_ = tick; }
    /// Steps the wall clocks of all programs; controlled time only.
    void stepWallClock(Milliseconds delta) { time_->stepWallClock(delta); }
    /// Lets `duration` pass in steps of one tick; `pace` of real time a step gives sockets and
    /// processes their share.
    void pass(Milliseconds duration, Milliseconds pace = Milliseconds(0));
    /// Lets time pass until `holds()`; false after `limit` of the site's time.
    [[nodiscard]] bool passUntil(std::function<bool()> const& holds,
                                 Milliseconds limit = Milliseconds(120'000));
    /// Until every started player has all its content, reports that it plays (or is dark) on order,
    /// and shows it.
    [[nodiscard]] bool allPlaying();

    /// Of the local day of `at`; without it the site's current one.
    [[nodiscard]] std::vector<PlannedPlay> plan(std::string const& screen,
                                                std::optional<Instant> at = {}) const;
    [[nodiscard]] std::vector<RecordedTick> recording(std::string const& screen) const;
    /// Forgets what was recorded, so that a long recording can be read in parts. The player must be
    /// asleep or gone: between two calls of pass() in controlled time it is.
    void clearRecording(std::string const& screen) const;

    [[nodiscard]] static std::filesystem::path bin();

private:
    [[nodiscard]] bool settled(std::string const& screen, boost::json::value const& status) const;
    [[nodiscard]] std::vector<std::string> withClock(std::string const& program,
                                                     std::vector<std::string> arguments) const;

    TemporaryDirectory directory_;
    TimeMode mode_;
    Milliseconds tick_{40};
    std::string playerScheme_ = "http://";
    std::filesystem::path playerProgram_;  ///< empty: the one in bin()
    std::unique_ptr<ControlledTime> time_;
    std::string configuration_;
    SitePeople people_;
    std::unique_ptr<Program> controller_;
    std::map<std::string, std::unique_ptr<Program>> players_;
    std::map<std::string, std::string> sizes_, tokens_;
    std::string address_;  ///< of the controller, host:port
};

}  // namespace tocsin::test
