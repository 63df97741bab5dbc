// SPDX-License-Identifier: Apache-2.0
// The controller's configuration as one immutable value.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tocsin/config/holidays.hpp"
#include "tocsin/config/mail_config.hpp"
#include "tocsin/config/warning_config.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::config {

/// A daily window that campaign files can call by its name. `to` not after `from` crosses midnight.
struct NamedDaypart {
    std::string name;
    Milliseconds from{}, to{};  ///< from midnight; from is less than 24 h, to at most that
    bool operator==(NamedDaypart const&) const = default;
};

/// How many bytes of the library a unit may fill.
struct UnitQuota {
    std::string unit;  ///< its handle
    std::int64_t bytes = 0;
    bool operator==(UnitQuota const&) const = default;
};

/// How many persons approve campaigns with assets of a category.
struct CategoryLevels {
    std::string category;
    int levels = 1;
    bool operator==(CategoryLevels const&) const = default;
};

struct ControllerConfig {
    std::filesystem::path data = "/var/lib/tocsin/controller";
    std::string address = "127.0.0.1";
    std::uint16_t port = 8440;  ///< 0: any free port, written to <data>/address
    std::string logLevel = "info";
    int planDays = 8;
    Milliseconds frozenHorizon{120'000};
    Holidays calendar;  ///< what [plan] calendar names
    std::vector<NamedDaypart> dayparts;
    std::int64_t uploadLimitBytes = 4LL << 30;
    std::int64_t diskReserveBytes = 512LL << 20;
    Milliseconds probeLimit{600'000};
    Milliseconds uploadKeep{86'400'000};        ///< an upload without progress expires after this
    std::int64_t quotaBytes = 500'000'000'000;  ///< of units that `quotas` does not name
    std::vector<UnitQuota> quotas;
    bool convertOnlyUnplayable = false;  ///< films that are not fit but play stay as they came
    int conversionsAtOnce = 1;           ///< films that are converted at the same time
    int conversionThreads = 0;  ///< processor threads each may use; 0: half of the machine's
    /// In which hours films are converted; equal: always.
    std::chrono::minutes conversionFrom{0}, conversionTo{0};
    std::string conversionZone = "Asia/Shanghai";
    bool evidenceFirstPlays = true;  ///< players picture a play of each asset a day
    int evidenceEveryMinutes = 0;    ///< and the output every so many minutes; 0: they do not
    int evidenceKeepDays = 400;
    int reviewLevels = 1;                          ///< persons who approve a campaign, 1 to 3
    std::vector<CategoryLevels> reviewCategories;  ///< and of some categories
    int guardScreens = 10;      ///< one person may change so many without a second one; 0: any
    int guardNightScreens = 3;  ///< and so many in these hours; equal: always as by day
    std::chrono::minutes guardNightFrom{0}, guardNightTo{0};
    std::string guardZone = "Asia/Shanghai";
    int guardWindowMinutes = 60;  ///< what is changed one after the other within it counts together
    int guardKeepHours = 24;      ///< a change that waits for a second person ends after this
    int passwordMebibytes = 64;   ///< of memory that checking a password takes
    Milliseconds sessionIdle{1'800'000};      ///< a session that is not used so long ends
    Milliseconds sessionLongest{43'200'000};  ///< and so does any after this
    bool secondFactor = true;                 ///< releasing takes a PIN or a TOTP code
    /// Besides its addresses and its host name, what the controller is called; in lower case.
    std::vector<std::string> tlsNames;
    std::filesystem::path tlsCertificate, tlsKey;  ///< both or neither: the house makes its own
    std::vector<std::string> tlsProxies;  ///< addresses whose plain requests are served in full
    /// Whom the controller may ask, and in which private networks, as tocsin::outbound reads it.
    std::vector<std::string> outboundHosts, outboundNetworks;
    std::filesystem::path outboundAuthorities;  ///< trusted besides the system's; empty: none
    std::int64_t outboundBytes = 1LL << 30;     ///< of one file that is fetched
    Milliseconds outboundLimit{900'000};        ///< for one file, from the beginning to the end
    Milliseconds stopGrace{10'000};
    WarningConfig warnings{};
    std::size_t connections = 2'000;  ///< open at once, but for those of players that are known
    bool evidenceSpread = true;       ///< the daily pictures come from changing parts of the day
    bool evidenceWarnings = true;     ///< and players picture each warning
    MailConfig mail{};
    bool operator==(ControllerConfig const&) const = default;
};

/// Reads a TOML file over the defaults. All problems are reported together, a line each: "file:line
/// key: what is allowed"; an unknown key names the nearest valid one. Errc::notFound,
/// Errc::invalid.
[[nodiscard]] Result<ControllerConfig> loadControllerConfig(std::filesystem::path const& file);

/// "127.0.0.1:8440", "0.0.0.0:8440", "[::]:0". Errc::invalid says what to do.
[[nodiscard]] Result<> applyListen(ControllerConfig& config, std::string const& addressAndPort);

}  // namespace tocsin::config
