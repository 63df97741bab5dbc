// SPDX-License-Identifier: Apache-2.0
// Reading campaign files: every key, with all problems at once.
#include "campaign_file.hpp"

#include <algorithm>

#include "campaign_rules.hpp"
#include "nearest_name.hpp"
#include "overlay_table.hpp"
#include "slogan_table.hpp"
#include "tocsin/config/toml_reader.hpp"
#include "tocsin/store/records.hpp"

namespace tocsin::schedule {
namespace {

using config::TomlTable;

constexpr char kFormat[] = "tocsin-campaign/1";
constexpr std::string_view kPlaylist = "playlist:";

void readHead(TomlTable const& root, CampaignFile& file) {
    if (auto const format = root.string("format"); format && *format != kFormat) {
        root.problem("format", "this controller reads \"" + std::string(kFormat) + "\", not \"" +
                                   *format + "\"");
    }
    if (auto const id = root.string("id"); id && *id != file.id.str()) {
        root.problem("id", "the file is campaign \"" + *id + "\" but is applied as \"" +
                               file.id.str() + "\"; make both the same");
    }
    if (!root.has("title")) {
        root.problem("title", "missing; say what the campaign is called");
    } else if (auto const title = root.string("title")) {
        file.title = *title;
        if (title->empty() || title->size() > 300) {
            root.problem("title", "1 to 300 bytes are allowed");
        }
    }
}

void checkTargets(TomlTable const& table, std::string_view key, std::string const& what,
                  std::vector<std::string> const& names, std::set<std::string> const& existing) {
    for (auto const& name : names) {
        if (!existing.contains(name)) {
            table.problem(key, what + " \"" + name + "\"" + nearestOf(name, existing));
        }
    }
}

void readTargets(TomlTable const& root, CampaignFile& file, Known const* known) {
    auto const table = root.table("targets");
    if (!table) {
        if (!root.has("targets")) {
            root.problem("targets",
                         "missing; add [targets] with screens, tags, units or all = true");
        }
        return;
    }
    table->onlyKeys({"screens", "tags", "units", "all"});
    auto& targets = file.targets;
    targets.all = table->boolean("all").value_or(false);
    targets.screens = table->strings("screens");
    targets.tags = table->strings("tags");
    targets.units = table->strings("units");
    if (!targets.all && targets.screens.empty() && targets.tags.empty() && targets.units.empty()) {
        root.problem("targets", "empty; name at least one of screens, tags, units, or all = true");
    }
    if (known != nullptr) {
        checkTargets(*table, "screens", "there is no screen", targets.screens, known->screens);
        checkTargets(*table, "tags", "no screen has the tag", targets.tags, known->tags);
        checkTargets(*table, "units", "no screen belongs to the unit", targets.units, known->units);
    }
}

void checkItem(TomlTable const& root, std::string const& item, CampaignFile const& file,
               Known const& known) {
    if (known.asset(item)) {
        return;
    }
    if (known.retiredAssets.contains(item)) {
        root.problem("items", "asset \"" + item + "\" is retired; name another or add it again");
        return;
    }
    std::set<std::string> names;
    for (auto const& [handle, digest] : known.assets) {
        names.insert(handle);
    }
    for (auto const& slogan : file.slogans) {
        names.insert(slogan.name);
    }
    auto const hint = nearestOf(item, names);
    root.problem(
        "items",
        "asset \"" + item + "\" is missing" +
            (hint.empty() ? "; add it with: tocsin media add FILE --handle " + item : hint));
}

/// How many assets the playlist brings.
std::size_t checkPlaylist(TomlTable const& root, std::string const& handle, Known const& known) {
    auto const found = known.playlists.find(handle);
    if (found == known.playlists.end()) {
        root.problem("items",
                     known.retiredPlaylists.contains(handle)
                         ? "playlist \"" + handle + "\" is retired; name another or add it again"
                         : "playlist \"" + handle + "\" is missing" +
                               nearestOf(handle, known.playlists) + "; see tocsin playlist list");
        return 0;
    }
    for (auto const& item : found->second) {
        if (!known.kinds.contains(item)) {
            root.problem("items", "playlist \"" + handle +
                                      "\" holds an asset that is retired; take it out first "
                                      "(tocsin playlist show " +
                                      handle + ")");
            break;
        }
    }
    return found->second.size();
}

/// What takes the place of one asset and no list.
void checkPlaylistPlaces(TomlTable const& root, CampaignFile const& file) {
    if (std::none_of(file.items.begin(), file.items.end(),
                     [](auto const& item) { return playlistNamed(item); })) {
        return;
    }
    if (file.rules.order == playlists::Order::weighted) {
        root.problem("items",
                     "order \"weighted\" weighs single items and takes no playlist; name its "
                     "assets");
    }
    if (file.placement != Placement::programme) {
        root.problem("items", "what lies over the programme is one asset, not a playlist");
    }
}

void readItems(TomlTable const& root, CampaignFile& file, Known const* known) {
    file.items = root.strings("items");
    if (file.items.empty()) {
        root.problem("items", "name at least one asset or slogan to play");
    }
    auto count = file.items.size();
    for (auto const& item : file.items) {
        auto const playlist = playlistNamed(item);
        if (known != nullptr && playlist) {
            count += checkPlaylist(root, *playlist, *known);
            count -= 1;
        } else if (known != nullptr && !file.sloganNamed(item)) {
            checkItem(root, item, file, *known);
        }
    }
    if (count > store::kMostItems) {
        root.problem("items", "at most " + std::to_string(store::kMostItems) +
                                  " items are allowed, those of playlists counted");
    }
    checkPlaylistPlaces(root, file);
}

}  // namespace

std::optional<std::size_t> CampaignFile::sloganNamed(std::string_view name) const {
    auto const found = std::find_if(slogans.begin(), slogans.end(),
                                    [&](auto const& slogan) { return slogan.name == name; });
    return found == slogans.end()
               ? std::nullopt
               : std::optional<std::size_t>(static_cast<std::size_t>(found - slogans.begin()));
}

std::optional<std::string> playlistNamed(std::string_view item) {
    return item.starts_with(kPlaylist) ? std::optional(std::string(item.substr(kPlaylist.size())))
                                       : std::nullopt;
}

std::optional<Digest> Known::asset(std::string const& handleOrDigest) const {
    if (auto const byHandle = assets.find(handleOrDigest); byHandle != assets.end()) {
        return byHandle->second;
    }
    auto const digest = Digest::fromHex(handleOrDigest);
    auto const inUse = digest && std::any_of(assets.begin(), assets.end(), [&](auto const& known) {
                           return known.second == *digest;
                       });
    return inUse ? digest : std::nullopt;
}

bool isHandle(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    });
}

Result<CampaignFile> readCampaignFile(std::string_view text, std::string const& name,
                                      CampaignId const& id, SiteTimes const& times,
                                      Known const* known) {
    config::Problems problems;
    auto const root = TomlTable::parse(text, name, problems);
    if (!root) {
        return root.error();
    }
    CampaignFile file;
    file.id = id;
    root->onlyKeys({"format",    "id",           "title",
                    "placement", "class",        "from",
                    "to",        "days",         "month_days",
                    "rrule",     "calendar",     "except",
                    "items",     "order",        "turn",
                    "weights",   "max_per_hour", "min_separation_seconds",
                    "avoid",     "make_good",    "make_good_max_per_day",
                    "pacing",    "overlay",      "targets",
                    "daypart",   "key_date",     "fixed",
                    "slogan"});
    readHead(*root, file);
    file.placement = readPlacement(*root);
    bool const planned = file.placement == Placement::programme;
    file.rules = planned ? readRules(*root, times) : readTimes(*root, times);
    file.makeGood = planned ? readMakeGood(*root, file.rules) : MakeGood{};
    readTargets(*root, file, known);
    for (auto const& table : root->tables("slogan")) {
        readSloganTable(table, file);
    }
    readItems(*root, file, known);
    if (planned) {
        file.fixed = readFixed(*root, file.items);
    }
    readOverlay(*root, file, known);
    if (!problems.empty()) {
        return problems.error();
    }
    return file;
}

int lineOfSlogan(std::string_view text, std::size_t n) {
    int line = 1;
    for (std::size_t at = 0; at < text.size(); ++line) {
        auto const end = std::min(text.find('\n', at), text.size());
        auto row = text.substr(at, end - at);
        row.remove_prefix(std::min(row.find_first_not_of(" \t"), row.size()));
        if (row.starts_with("[[slogan]]") && n-- == 0) {
            return line;
        }
        at = end + 1;
    }
    return 1;
}

}  // namespace tocsin::schedule
