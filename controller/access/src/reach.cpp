// SPDX-License-Identifier: Apache-2.0
// How far routes reach, and whose the rows are that they name.
#include <algorithm>

#include "tocsin/access/route.hpp"
#include "tocsin/access/row_units.hpp"
#include "tocsin/access/whole_number.hpp"
#include "tocsin/store/activities.hpp"
#include "tocsin/store/asset_names.hpp"
#include "tocsin/store/outbox.hpp"
#include "tocsin/store/store.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::access {
namespace {

using MaybeUnit = std::optional<std::string>;

MaybeUnit unitOfScreen(store::Tx const& tx, std::string const& id) {
    auto const screen = tx.screens().find(ScreenId(id));
    return screen ? MaybeUnit(screen->unit) : std::nullopt;
}

MaybeUnit unitOfCampaign(store::Tx const& tx, std::string const& id) {
    auto const campaign = tx.campaigns().find(CampaignId(id));
    return campaign ? MaybeUnit(campaign->unit) : std::nullopt;
}

/// Where a name can mean several assets, no handler takes any of them.
MaybeUnit unitOfAsset(store::Tx const& tx, std::string const& name) {
    auto const named = store::assetsNamed(tx, name);
    return named.size() == 1 ? MaybeUnit(tx.uploads().chargedTo(named.front().content.asset))
                             : std::nullopt;
}

MaybeUnit unitOfPlaylist(store::Tx const& tx, std::string const& handle) {
    auto const playlist = tx.playlists().find(handle);
    return playlist ? MaybeUnit(playlist->unit) : std::nullopt;
}

MaybeUnit unitOfUpload(store::Tx const& tx, std::string const& id) {
    auto const upload = tx.uploads().find(UploadId(id));
    return upload ? MaybeUnit(upload->unit) : std::nullopt;
}

MaybeUnit unitOfPicture(store::Tx const& tx, std::string const& hex) {
    auto const digest = Digest::fromHex(hex);
    auto const picture = digest ? tx.pictures().find(*digest) : std::nullopt;
    return picture ? unitOfScreen(tx, picture->screen.str()) : std::nullopt;
}

MaybeUnit unitOfWarning(store::Tx const& tx, std::string const& id) {
    auto const warning = tx.warnings().find(id);
    return warning ? MaybeUnit(warning->unit) : std::nullopt;
}

MaybeUnit unitOfMail(store::Tx const& tx, std::string const& text) {
    auto const number = wholeNumber(text);
    auto const mail = number ? tx.outbox().find(*number) : std::nullopt;
    return mail ? MaybeUnit(mail->unit) : std::nullopt;
}

MaybeUnit unitOfActivity(store::Tx const& tx, std::string const& handle) {
    auto const activity = tx.activities().find(handle);
    return activity ? MaybeUnit(activity->unit) : std::nullopt;
}

MaybeUnit unitOfWork(store::Tx const& tx, std::string const& text) {
    auto const number = wholeNumber(text);
    auto const record = number ? tx.workRecords().find(*number) : std::nullopt;
    return record ? MaybeUnit(record->unit) : std::nullopt;
}

}  // namespace

RowUnits storedRows() {
    return {{"screen", unitOfScreen},
            {"campaign", unitOfCampaign},
            {"asset", unitOfAsset},
            {"playlist", unitOfPlaylist},
            {"upload", unitOfUpload},
            {"picture", unitOfPicture},
            {"warning", unitOfWarning},
            {"mail", unitOfMail},
            {"activity", unitOfActivity},
            {"work", unitOfWork},
            {"unit", [](store::Tx const&, std::string const& unit) { return MaybeUnit(unit); }}};
}

namespace {

Route& named(Routes& routes, std::string_view name) {
    auto const found = std::find_if(routes.begin(), routes.end(), [&](Route const& route) {
        return route.method + " " + route.pattern == name;
    });
    if (found == routes.end()) {
        throw Failure({Errc::internal, "there is no route " + std::string(name)});
    }
    return *found;
}

}  // namespace

Routes withReach(Routes routes, std::vector<RouteReach> const& reaches) {
    for (auto const& [name, reach] : reaches) {
        named(routes, name).reach = reach;
    }
    return routes;
}

Routes withGuard(Routes routes, std::vector<std::string_view> const& names) {
    for (auto const name : names) {
        named(routes, name).guarded = true;
    }
    return routes;
}

}  // namespace tocsin::access
