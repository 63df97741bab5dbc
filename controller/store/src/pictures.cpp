// SPDX-License-Identifier: Apache-2.0
// Pictures of the output: one row each.
#include <algorithm>
#include <limits>

#include "aggregates.hpp"
#include "lists.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_PICTURE_COLUMNS \
    "number, picture, screen, campaign, at_ms, received, player, envelope, warning, added_by"
#define TOCSIN_PICTURES_PAGE                                                          \
    "at_ms >= ?2 AND at_ms < ?3 AND (at_ms, number) < (?4, ?5) AND (?6 IS NULL OR "   \
    "campaign = ?6) AND (?7 IS NULL OR screen IN (SELECT value FROM json_each(?7))) " \
    "AND (?9 IS NULL OR warning = ?9) ORDER BY at_ms DESC, number DESC LIMIT ?8"

KeptPicture pictureFrom(Query& row) {
    KeptPicture out;
    out.number = row.integer();
    out.picture = row.digest();
    out.screen = ScreenId(row.text());
    out.campaign = CampaignId(row.text());
    out.at = row.instant();
    out.received = row.instant();
    out.player = row.maybeKey().value_or(messages::PublicKey{});
    out.envelope = row.text();
    out.warning = row.text();
    out.addedBy = row.text();
    return out;
}

std::optional<std::string> screensText(std::optional<std::vector<ScreenId>> const& screens) {
    if (!screens) {
        return std::nullopt;
    }
    std::vector<std::string> names;
    for (auto const& screen : *screens) {
        names.push_back(screen.str());
    }
    return listText(names);
}

std::size_t bounded(std::size_t most) {
    return std::min<std::size_t>(most, std::numeric_limits<std::int32_t>::max());
}

}  // namespace

std::optional<KeptPicture> SqlitePictures::find(Digest const& picture) const {
    auto query =
        connection_.query("SELECT " TOCSIN_PICTURE_COLUMNS " FROM pictures WHERE picture = ?");
    return query.with(picture).step() ? std::optional(pictureFrom(query)) : std::nullopt;
}

std::vector<KeptPicture> SqlitePictures::list(PictureQuery const& wanted) const {
    // One statement for each way of asking, so that each goes along its own index.
    char const* sql = "SELECT " TOCSIN_PICTURE_COLUMNS
                      " FROM pictures WHERE ?1 IS NULL AND " TOCSIN_PICTURES_PAGE;
    if (wanted.screen) {
        sql = "SELECT " TOCSIN_PICTURE_COLUMNS
              " FROM pictures WHERE screen = ?1 AND " TOCSIN_PICTURES_PAGE;
    } else if (wanted.campaign) {
        sql = "SELECT " TOCSIN_PICTURE_COLUMNS
              " FROM pictures WHERE campaign = ?1 AND " TOCSIN_PICTURES_PAGE;
    } else if (wanted.warning) {
        // Its index holds only those that show one.
        sql = "SELECT " TOCSIN_PICTURE_COLUMNS
              " FROM pictures WHERE warning = ?1 AND warning <> '' AND " TOCSIN_PICTURES_PAGE;
    }
    std::optional<std::string> first;
    if (wanted.screen) {
        first = wanted.screen->str();
    } else if (wanted.campaign) {
        first = wanted.campaign->str();
    } else if (wanted.warning) {
        first = *wanted.warning;
    }
    auto const [at, number] =
        wanted.after.value_or(std::pair(wanted.to, std::numeric_limits<std::int64_t>::max()));
    auto query = connection_.query(sql);
    query.with(first, wanted.from, wanted.to, at, number,
               wanted.campaign ? std::optional(wanted.campaign->str()) : std::nullopt,
               screensText(wanted.screens), bounded(wanted.most), wanted.warning);
    std::vector<KeptPicture> out;
    while (query.step()) {
        out.push_back(pictureFrom(query));
    }
    return out;
}

std::vector<Digest> SqlitePictures::receivedBefore(Instant t, std::size_t most) const {
    auto query = connection_.query(
        "SELECT picture FROM pictures WHERE received < ? ORDER BY received LIMIT ?");
    query.with(t, bounded(most));
    std::vector<Digest> out;
    while (query.step()) {
        out.push_back(query.digest());
    }
    return out;
}

void SqlitePictures::put(KeptPicture const& picture) {
    connection_
        .query(
            "INSERT INTO pictures(picture, screen, campaign, at_ms, received, player, envelope, "
            "warning, added_by) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(picture) DO NOTHING")
        .with(picture.picture, picture.screen.str(), picture.campaign.str(), picture.at,
              picture.received, picture.player, picture.envelope, picture.warning, picture.addedBy)
        .run();
}

void SqlitePictures::remove(Digest const& picture) {
    connection_.query("DELETE FROM pictures WHERE picture = ?").with(picture).run();
}

}  // namespace tocsin::store
