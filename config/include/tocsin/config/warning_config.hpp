// SPDX-License-Identifier: Apache-2.0
// [warnings] of controller.toml. Words are checked here and mean nothing here.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/config/toml_reader.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::config {

/// How warnings look on some screens. Empty lists fit all.
struct WarningLookConfig {
    std::vector<std::string> units, tags;
    std::vector<std::string> levels;  ///< "none", "blue", "yellow", "orange", "red"
    std::optional<bool> emergency;    ///< 应急插播 only, or 转发预警 only
    std::string look = "takeover";    ///< or "split", "ticker"
    bool sound = false;
    bool operator==(WarningLookConfig const&) const = default;
};

/// Who may send CAP messages.
struct WarningSenderConfig {
    std::string sender;
    bool automatic = false;              ///< what came by itself is shown without a person
    std::vector<std::string> mayChange;  ///< other senders
    /// Files with certificates that its signatures are believed by, and of authorities that give
    /// out such certificates.
    std::vector<std::filesystem::path> certificates{}, authorities{};
    bool isSigned = false;  ///< its messages are taken only if one of these verifies them
    bool operator==(WarningSenderConfig const&) const = default;
};

/// A feed of CAP messages that is asked for from time to time.
struct WarningFeedConfig {
    std::string name;  ///< unique; up to 64 bytes of a-z, 0-9, -, _, . or letters of other scripts
    std::string url;   ///< begins with http:// or https://
    std::chrono::seconds every{60};
    bool operator==(WarningFeedConfig const&) const = default;
};

struct WarningConfig {
    Milliseconds byPeople{std::chrono::minutes(60)};  ///< where a person names no end
    Milliseconds most{std::chrono::hours(24)};        ///< longer lasts none
    std::map<std::string, Milliseconds> byLevel;      ///< where a message names no end
    Milliseconds otherwise{std::chrono::hours(6)};    ///< of the levels that byLevel does not name
    bool freeTextByOne = false;
    std::filesystem::path folder;  ///< watched for CAP files; empty: none
    std::string zone = "Asia/Shanghai";
    Milliseconds glassWithin{5'000};
    std::vector<WarningLookConfig> looks;
    std::vector<WarningSenderConfig> senders;
    std::map<std::string, std::string> thresholds;  ///< tag to the lowest level for its screens
    std::vector<WarningFeedConfig> feeds{};         ///< at most 32
    /// Of senders that name none of their own.
    std::vector<std::filesystem::path> certificates{}, authorities{};
    bool operator==(WarningConfig const&) const = default;
};

/// Certificates and authorities of one list, together.
inline constexpr std::size_t kMostPinned = 16;

/// A relative folder or file is looked up in `directory`.
[[nodiscard]] WarningConfig warningsOf(TomlTable const& warnings,
                                       std::filesystem::path const& directory);

}  // namespace tocsin::config
