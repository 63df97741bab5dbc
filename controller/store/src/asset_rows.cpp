// SPDX-License-Identifier: Apache-2.0
#include "asset_rows.hpp"

#include "lists.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::store {
namespace {

playlists::AssetKind kindFrom(std::string const& name) {
    auto const kind = playlists::parseKind(name);
    if (!kind) {
        throw Failure({Errc::damaged,
                       "the database is damaged: " + kind.error().message + "; restore a backup"});
    }
    return *kind;
}

std::optional<playlists::LocalDay> dayFrom(std::optional<std::string> const& text) {
    if (!text) {
        return std::nullopt;
    }
    auto const day = playlists::parseDate(*text);
    if (!day) {
        throw Failure({Errc::damaged,
                       "the database is damaged: " + day.error().message + "; restore a backup"});
    }
    return *day;
}

std::optional<Fit> fitFrom(std::optional<std::string> const& text) {
    auto const fit = text ? fitNamed(*text) : std::nullopt;
    if (text && !fit) {
        throw Failure({Errc::damaged, "the database is damaged: an asset's fit is \"" + *text +
                                          "\"; restore a backup"});
    }
    return fit;
}

}  // namespace

Asset assetFrom(Query& row) {
    Asset asset;
    asset.content.asset = row.digest();
    asset.content.master = row.digest();
    asset.content.rendition = row.digest();
    asset.handle = row.text();
    asset.title = row.text();
    asset.kind = kindFrom(row.text());
    asset.bytes = row.integer();
    asset.duration = Milliseconds(row.integer());
    asset.codec = row.text();
    asset.width = row.smallInteger();
    asset.height = row.smallInteger();
    asset.sound = row.flag();
    asset.retired = row.flag();
    asset.added = row.instant();
    asset.category = row.text();
    asset.usableFrom = dayFrom(row.maybeText());
    asset.usableUntil = dayFrom(row.maybeText());
    asset.fit = fitFrom(row.maybeText());
    asset.broughtAs = row.text();
    asset.description = row.text();
    asset.tags = textsFrom(row.text());
    asset.folder = row.text();
    asset.owner = row.text();
    asset.licence = row.text();
    asset.licenceUntil = dayFrom(row.maybeText());
    asset.deleted = row.maybeInstant();
    asset.uploadBytes = row.integer();
    asset.ready = row.flag();
    asset.rateNum = row.integer();
    asset.rateDen = row.integer();
    return asset;
}

}  // namespace tocsin::store
