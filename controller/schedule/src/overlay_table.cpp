// SPDX-License-Identifier: Apache-2.0
#include "overlay_table.hpp"

#include <algorithm>
#include <charconv>

#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

using config::TomlTable;

constexpr int kMostPixels = 8'192, kMostPercent = 100;
constexpr int kMostMargin = 1'000, kMostLayer = 99;

std::string withArticle(Placement placement) {
    return placement == Placement::ticker ? "a ticker" : "an overlay";
}

template <class Names>
std::string listed(Names const& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + std::string(names[i]);
    }
    return out;
}

template <class Enum, class Names>
std::optional<Enum> named(Names const& names, std::string const& word) {
    auto const found = std::find(names.begin(), names.end(), word);
    return found == names.end() ? std::nullopt
                                : std::optional(static_cast<Enum>(found - names.begin()));
}

/// 120, "120" or "12%"; nothing, with a problem, for anything else.
std::optional<Length> readLength(TomlTable const& table, std::string_view key, int least) {
    auto text = table.textOrInteger(key);
    if (!text) {
        return std::nullopt;
    }
    Length out;
    out.percent = text->ends_with('%');
    auto const digits = std::string_view(*text).substr(0, text->size() - (out.percent ? 1 : 0));
    auto const [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), out.value);
    auto const most = out.percent ? kMostPercent : kMostPixels;
    if (ec != std::errc{} || end != digits.data() + digits.size() || digits.empty() ||
        out.value < least || out.value > most) {
        table.problem(key, "\"" + *text + "\" is no length; write pixels, " +
                               std::to_string(least) + " to " + std::to_string(kMostPixels) +
                               ", or percent of the screen like \"15%\"");
        return std::nullopt;
    }
    return out;
}

std::optional<Place> readPlace(TomlTable const& table) {
    auto const word = table.string("place");
    if (!word) {
        return std::nullopt;
    }
    auto const place = named<Place>(kPlaceNames, *word);
    if (!place) {
        table.problem("place", "\"" + *word + "\" is unknown; " + listed(kPlaceNames) +
                                   " are allowed, or x and y");
    }
    return place;
}

OverlaySpec readSpec(TomlTable const& table) {
    table.onlyKeys({"place", "x", "y", "width", "height", "margin", "opacity", "layer"});
    OverlaySpec out;
    out.place = readPlace(table);
    out.x = readLength(table, "x", 0);
    out.y = readLength(table, "y", 0);
    out.width = readLength(table, "width", 1);
    out.height = readLength(table, "height", 1);
    if (table.has("x") != table.has("y")) {
        table.problem(table.has("x") ? "x" : "y", "x and y go together");
    } else if (table.has("x") && (table.has("place") || table.has("margin"))) {
        table.problem("x", "x and y stand instead of place and margin; leave one way out");
    }
    out.margin = static_cast<int>(table.integer("margin", 0, kMostMargin).value_or(0));
    out.opacity = static_cast<int>(table.integer("opacity", 1, 100).value_or(out.opacity));
    out.layer = static_cast<int>(table.integer("layer", 1, kMostLayer).value_or(out.layer));
    return out;
}

void checkItem(TomlTable const& root, CampaignFile const& file, Known const* known) {
    if (file.items.size() != 1) {
        if (!file.items.empty()) {  // none is said already
            root.problem("items", withArticle(file.placement) +
                                      " shows one item; write a campaign for each");
        }
        return;
    }
    auto const& item = file.items.front();
    if (playlistNamed(item)) {
        return;  // is said already
    }
    if (auto const slogan = file.sloganNamed(item)) {
        if (file.placement == Placement::ticker &&
            file.slogans[*slogan].style.motion == media::SloganMotion::still) {
            root.problem("items", "slogan \"" + item +
                                      "\" stands still; a ticker runs: give it motion = "
                                      "\"scroll-left\", or write placement = \"overlay\"");
        }
        return;
    }
    auto const digest = known != nullptr ? known->asset(item) : std::nullopt;
    if (!digest) {
        return;
    }
    auto const kind = known->kinds.find(*digest);
    if (kind == known->kinds.end()) {
        return;
    }
    bool const isSlogan = kind->second == playlists::AssetKind::slogan;
    bool const fine = isSlogan || (file.placement == Placement::overlay &&
                                   kind->second == playlists::AssetKind::picture);
    if (!fine) {
        root.problem(
            "items",
            "asset \"" + item + "\" is a " + std::string(playlists::toString(kind->second)) +
                (file.placement == Placement::ticker ? "; a ticker shows a slogan"
                                                     : "; an overlay shows a picture or a slogan"));
    }
}

}  // namespace

Placement readPlacement(TomlTable const& root) {
    auto const word = root.string("placement");
    if (!word) {
        return Placement::programme;
    }
    auto const placement = named<Placement>(kPlacementNames, *word);
    if (!placement) {
        root.problem("placement",
                     "\"" + *word + "\" is unknown; " + listed(kPlacementNames) + " are allowed");
    }
    return placement.value_or(Placement::programme);
}

void readOverlay(TomlTable const& root, CampaignFile& file, Known const* known) {
    if (file.placement == Placement::programme) {
        if (root.has("overlay")) {
            root.problem("overlay",
                         "only placement = \"overlay\" and placement = \"ticker\" take it");
        }
        return;
    }
    for (auto const* key :
         {"class", "order", "turn", "weights", "max_per_hour", "min_separation_seconds", "avoid",
          "make_good", "make_good_max_per_day", "pacing", "key_date", "fixed"}) {
        if (root.has(key)) {
            root.problem(key, withArticle(file.placement) +
                                  " lies over all content all the time and has no such rule; "
                                  "leave it out");
        }
    }
    if (auto const table = root.table("overlay")) {
        file.overlay = readSpec(*table);
    }
    checkItem(root, file, known);
}

}  // namespace tocsin::schedule
