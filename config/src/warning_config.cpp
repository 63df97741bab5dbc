// SPDX-License-Identifier: Apache-2.0
#include "tocsin/config/warning_config.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::config {
namespace {

constexpr std::array<std::string_view, 5> kLevels{"none", "blue", "yellow", "orange", "red"};
constexpr std::array<std::string_view, 3> kLooks{"takeover", "split", "ticker"};
constexpr std::int64_t kMostHours = 168;  // a week
constexpr std::size_t kMostFeeds = 32, kMostNameBytes = 64;

template <std::size_t N>
bool isOneOf(std::string const& word, std::array<std::string_view, N> const& allowed) {
    return std::find(allowed.begin(), allowed.end(), word) != allowed.end();
}

bool isColour(std::string const& word) {
    return word != "none" && isOneOf(word, kLevels);
}

/// How long what names no end lasts, by its level.
void readExpiry(TomlTable const& expiry, WarningConfig& out) {
    expiry.onlyKeys({"blue", "yellow", "orange", "red", "otherwise"});
    for (auto const& word : expiry.keys()) {
        auto const hours = expiry.integer(word, 1, kMostHours);
        if (!hours) {
            continue;
        }
        if (std::chrono::hours(*hours) > out.most) {
            expiry.problem(word, "must not be more than [warnings] most_hours");
        }
        if (word == "otherwise") {
            out.otherwise = std::chrono::hours(*hours);
        } else {
            out.byLevel[word] = std::chrono::hours(*hours);
        }
    }
}

WarningLookConfig lookOf(TomlTable const& table) {
    table.onlyKeys({"units", "tags", "levels", "kind", "look", "sound"});
    WarningLookConfig out;
    out.units = table.strings("units");
    out.tags = table.strings("tags");
    out.levels = table.strings("levels");
    for (auto const& level : out.levels) {
        if (!isOneOf(level, kLevels)) {
            table.problem("levels", "\"" + level + "\" is none of none, blue, yellow, orange, red");
        }
    }
    if (auto const kind = table.string("kind")) {
        out.emergency = *kind == "emergency";
        if (*kind != "forwarded" && *kind != "emergency") {
            table.problem("kind", "must be \"forwarded\" or \"emergency\"");
        }
    }
    if (!table.has("look")) {
        table.problem("look", "missing; write \"takeover\", \"split\" or \"ticker\"");
    }
    out.look = table.string("look").value_or(out.look);
    if (!isOneOf(out.look, kLooks)) {
        table.problem("look", "must be \"takeover\", \"split\" or \"ticker\"");
    }
    out.sound = table.boolean("sound").value_or(false);
    return out;
}

std::vector<std::filesystem::path> filesOf(TomlTable const& table, std::string const& key,
                                           std::filesystem::path const& directory) {
    std::vector<std::filesystem::path> out;
    for (auto const& file : table.strings(key)) {
        if (file.empty()) {
            table.problem(key, "must name files");
        }
        out.push_back(directory / file);
    }
    return out;
}

/// The lists of a table, be it the site's or a sender's.
template <class Config>
void readPinned(TomlTable const& table, std::filesystem::path const& directory, Config& out) {
    out.certificates = filesOf(table, "certificates", directory);
    out.authorities = filesOf(table, "authorities", directory);
    if (out.certificates.size() + out.authorities.size() > kMostPinned) {
        table.problem(out.certificates.empty() ? "authorities" : "certificates",
                      "at most " + std::to_string(kMostPinned) + " files, authorities included");
    }
}

template <class Config>
bool pinsAny(Config const& config) {
    return !config.certificates.empty() || !config.authorities.empty();
}

WarningSenderConfig senderOf(TomlTable const& table, std::filesystem::path const& directory) {
    table.onlyKeys({"sender", "automatic", "may_change", "certificates", "authorities", "signed"});
    WarningSenderConfig out;
    out.sender = table.string("sender").value_or("");
    if (out.sender.empty()) {
        table.problem("sender", "missing; it is written exactly as in the messages");
    }
    out.automatic = table.boolean("automatic").value_or(false);
    out.mayChange = table.strings("may_change");
    readPinned(table, directory, out);
    out.isSigned = table.boolean("signed").value_or(pinsAny(out));
    return out;
}

/// Nobody whose word is taken unsigned may cancel what has to be signed.
void checkMayChange(std::vector<TomlTable> const& tables,
                    std::vector<WarningSenderConfig> const& senders) {
    for (std::size_t i = 0; i < senders.size(); ++i) {
        for (auto const& other : senders) {
            auto const& mayChange = senders[i].mayChange;
            if (other.isSigned && !senders[i].isSigned &&
                std::find(mayChange.begin(), mayChange.end(), other.sender) != mayChange.end()) {
                tables[i].problem("may_change",
                                  "\"" + other.sender +
                                      "\" has to sign, so whoever may change its messages has to "
                                      "sign too; write certificates here");
            }
        }
    }
}

void readSenders(TomlTable const& warnings, std::filesystem::path const& directory,
                 WarningConfig& out) {
    auto const tables = warnings.tables("sender");
    for (auto const& table : tables) {
        auto sender = senderOf(table, directory);
        bool const twice = std::any_of(
            out.senders.begin(), out.senders.end(),
            [&](WarningSenderConfig const& known) { return known.sender == sender.sender; });
        if (twice && !sender.sender.empty()) {
            table.problem("sender", "\"" + sender.sender + "\" is named already");
        }
        if (sender.isSigned && !pinsAny(sender) && !pinsAny(out)) {
            table.problem("signed", "nothing could verify it; write certificates or authorities");
        }
        out.senders.push_back(std::move(sender));
    }
    checkMayChange(tables, out.senders);
}

/// As handles are everywhere: it stands in addresses and in lines of the trail.
bool isName(std::string const& text) {
    return !text.empty() && text.size() <= kMostNameBytes && isUtf8(text) &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') ||
                      (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
           });
}

WarningFeedConfig feedOf(TomlTable const& table) {
    table.onlyKeys({"name", "url", "every"});
    WarningFeedConfig out;
    auto const name = table.string("name");
    out.name = name.value_or("");
    if (!table.has("name")) {
        table.problem("name", "missing; it is what lists and the trail call the feed");
    } else if (name && !isName(*name)) {
        table.problem("name",
                      "must be 1 to 64 bytes of a-z, 0-9, -, _, . or letters of other scripts");
    }
    auto const url = table.string("url");
    out.url = url.value_or("");
    bool const whole = out.url.starts_with("https://") || out.url.starts_with("http://");
    if (!whole && (url || !table.has("url"))) {
        table.problem("url", "must be a whole address, like https://host/feed.atom");
    } else if (out.url.find_first_of("'\" \n") != std::string::npos) {
        table.problem("url", "must have no quotes and no blanks; write them as %27, %22 and %20");
    }
    if (auto const seconds = table.integer("every", 15, 3600)) {
        out.every = std::chrono::seconds(*seconds);
    }
    return out;
}

void readFeeds(TomlTable const& warnings, WarningConfig& out) {
    for (auto const& table : warnings.tables("feed")) {
        auto feed = feedOf(table);
        bool const twice =
            std::any_of(out.feeds.begin(), out.feeds.end(),
                        [&](WarningFeedConfig const& known) { return known.name == feed.name; });
        if (twice && isName(feed.name)) {
            table.problem("name", "\"" + feed.name + "\" is the name of another feed");
        }
        if (out.feeds.size() == kMostFeeds) {
            table.problem("name", "at most " + std::to_string(kMostFeeds) + " feeds are polled");
            return;
        }
        out.feeds.push_back(std::move(feed));
    }
}

void readThresholds(TomlTable const& thresholds, WarningConfig& out) {
    for (auto const& tag : thresholds.keys()) {
        auto const level = thresholds.string(tag);
        if (level && !isColour(*level)) {
            thresholds.problem(tag, "must be blue, yellow, orange or red");
        } else if (level) {
            out.thresholds[tag] = *level;
        }
    }
}

}  // namespace

WarningConfig warningsOf(TomlTable const& warnings, std::filesystem::path const& directory) {
    warnings.onlyKeys({"minutes", "most_hours", "expire_hours", "free_text", "folder", "zone",
                       "glass_seconds", "look", "sender", "threshold", "feed", "certificates",
                       "authorities"});
    WarningConfig out;
    if (auto const hours = warnings.integer("most_hours", 1, kMostHours)) {
        out.most = std::chrono::hours(*hours);
        out.otherwise = std::min(out.otherwise, out.most);
        out.byPeople = std::min(out.byPeople, out.most);
    }
    auto const most = std::chrono::duration_cast<std::chrono::minutes>(out.most).count();
    if (auto const minutes = warnings.integer("minutes", 1, most)) {
        out.byPeople = std::chrono::minutes(*minutes);
    }
    if (auto const expiry = warnings.table("expire_hours")) {
        readExpiry(*expiry, out);
    }
    if (auto const persons = warnings.string("free_text")) {
        out.freeTextByOne = *persons == "one";
        if (*persons != "one" && *persons != "two") {
            warnings.problem("free_text", "must be \"two\" or \"one\"");
        }
    }
    if (auto const folder = warnings.string("folder")) {
        if (folder->empty()) {
            warnings.problem("folder", "must name a directory");
        }
        out.folder = directory / *folder;
    }
    if (auto const zone = warnings.string("zone")) {
        out.zone = *zone;
    }
    if (auto const seconds = warnings.integer("glass_seconds", 1, 3600)) {
        out.glassWithin = std::chrono::seconds(*seconds);
    }
    for (auto const& table : warnings.tables("look")) {
        out.looks.push_back(lookOf(table));
    }
    readPinned(warnings, directory, out);
    readSenders(warnings, directory, out);
    readFeeds(warnings, out);
    if (auto const thresholds = warnings.table("threshold")) {
        readThresholds(*thresholds, out);
    }
    return out;
}

}  // namespace tocsin::config
