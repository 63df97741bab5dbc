// SPDX-License-Identifier: Apache-2.0
// The review sheet: everything that one approval covers, for the person who gives it. What it
// covers has a digest, so that an approval can name what was looked at.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "overlay_spec.hpp"
#include "reviewed.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {

struct SheetScreen {
    store::Screen screen;
    std::optional<OverlayRect> place;  ///< of an overlay or ticker: where it lies on the screen
};

/// What happened to an item since the approval before.
enum class ItemChange { none, added, changed };

struct SheetItem {
    store::Asset asset;
    Milliseconds showFor{};
    std::vector<PixelSize> sizes;  ///< slogans: on which it is drawn, each once
    ItemChange change = ItemChange::none;
};

/// Against the last approval of an earlier revision.
struct SheetChanges {
    std::int64_t revision = 0;
    Instant at;  ///< when that was approved
    std::vector<playlists::Words> lines;
};

struct ReviewSheet {
    Reviewed reviewed;
    std::vector<SheetScreen> screens;  ///< in service that are meant now, by id
    std::vector<SheetItem> items;      ///< in the file's order
    std::optional<SheetChanges> changes;
    std::vector<store::Account> may;             ///< who may give the next approval
    std::map<std::string, std::string> persons;  ///< their names by account
    std::map<std::string, std::string> units;    ///< their names by handle
    Digest digest;                               ///< of what it covers
    std::string code;                            ///< on its approval form

    /// "孙敏 (sun)", or the account alone; "" for nobody.
    [[nodiscard]] std::string person(std::string const& account) const;
    /// The unit's name, or its handle.
    [[nodiscard]] std::string unit(std::string const& handle) const;
};

/// How often it will be shown a day, as far as the plan can tell.
struct SheetPlays {
    playlists::LocalDay day{};         ///< the first on which it is shown
    std::int64_t least = 0, most = 0;  ///< on a screen
    std::int64_t total = 0;            ///< on the screens that were looked at
    std::size_t screens = 0;           ///< so many were looked at
};

/// In one snapshot. Errors as of reviewed().
[[nodiscard]] Result<ReviewSheet> reviewSheet(store::Tx const& tx, std::string const& id,
                                              ScheduleSettings const& settings,
                                              keys::Signer const& signer, Instant now);

/// The digest that reviewSheet() gives of what is as it is now.
[[nodiscard]] Digest sheetDigest(store::Tx const& tx, Reviewed const& now,
                                 ScheduleSettings const& settings);

/// What an approval covers, always the same bytes of the same.
[[nodiscard]] boost::json::object coversJson(ReviewSheet const& sheet);
[[nodiscard]] boost::json::array itemsJson(ReviewSheet const& sheet);
[[nodiscard]] boost::json::array screensJson(ReviewSheet const& sheet);

/// What differs between what was approved and what is now, for people; empty: nothing.
[[nodiscard]] std::vector<playlists::Words> differences(ApprovalEnvelope const& approved,
                                                        ApprovalEnvelope const& now);

}  // namespace tocsin::schedule
