// SPDX-License-Identifier: Apache-2.0
// The review sheet as JSON.
#include <array>

#include "review_sheet.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::schedule {
namespace {

namespace json = boost::json;

template <class List, class Write>
json::array listed(List const& list, Write write) {
    json::array out;
    for (auto const& one : list) {
        out.emplace_back(write(one));
    }
    return out;
}

std::string momentText(playlists::Moment const& moment) {
    if (auto const* const local = std::get_if<playlists::LocalMoment>(&moment)) {
        return playlists::toString(local->day) + "T" + playlists::toString(local->time);
    }
    return formatInstant(std::get<Instant>(moment));
}

json::object pacingJson(playlists::Pacing const& pacing) {
    json::object out;
    switch (pacing.unit) {
        case playlists::Pacing::Unit::playsPerHour:
            out["plays_per_hour"] = pacing.amount;
            break;
        case playlists::Pacing::Unit::playsPerDay:
            out["plays_per_day"] = pacing.amount;
            break;
        case playlists::Pacing::Unit::share:
            out["share_millionths"] = pacing.amount;
            break;
    }
    out["min_per_day"] = pacing.leastPerDay;
    return out;
}

char const* dayKindText(playlists::DayKind kind) {
    return kind == playlists::DayKind::any        ? "any"
           : kind == playlists::DayKind::workdays ? "workdays"
                                                  : "holidays";
}

json::object whenJson(playlists::ProgrammeCampaign const& rules) {
    auto const day = [](playlists::LocalDay one) { return playlists::toString(one); };
    return {{"from", day(rules.from)},
            {"to", day(rules.to)},
            {"days", listed(playlists::toNames(rules.days), [](auto const& name) { return name; })},
            {"month_days", json::array(rules.monthDays.begin(), rules.monthDays.end())},
            {"recurrence", rules.recurrence},
            {"day_kind", dayKindText(rules.dayKind)},
            {"except", listed(rules.except, day)},
            {"dayparts",
             listed(rules.dayparts, [](auto const& part) { return playlists::toString(part); })},
            {"key_dates", listed(rules.keyDates, [&](auto const& one) {
                 auto out = pacingJson(one.pacing);
                 out["day"] = day(one.day);
                 return out;
             })}};
}

json::object howOftenJson(CampaignFile const& file) {
    auto const& rules = file.rules;
    return {
        {"class", playlists::toString(rules.priority)},
        {"pacing", rules.pacing ? json::value(pacingJson(*rules.pacing)) : json::value(nullptr)},
        {"order", playlists::toString(rules.order)},
        {"turn", playlists::toString(rules.turn)},
        {"weights", json::array(rules.weights.begin(), rules.weights.end())},
        {"max_per_hour", rules.mostPerHour},
        {"min_separation_ms", rules.leastSeparation.count()},
        {"fixed", listed(file.fixed, [](FileEvent const& event) {
             return json::object{{"item", event.item},
                                 {"at", listed(event.at, momentText)},
                                 {"hourly", event.hourly}};
         })}};
}

json::value placeJson(std::optional<OverlayRect> const& place) {
    if (!place) {
        return nullptr;
    }
    return json::object{
        {"x", place->x}, {"y", place->y}, {"width", place->width}, {"height", place->height}};
}

constexpr std::array<std::string_view, 3> kChanges{"", "added", "changed"};
/// Where in a film its pictures are taken, in thousandths of its length.
constexpr std::array<int, 6> kPlaces{50, 200, 400, 600, 800, 950};

/// Each link names the file that was looked at: it gives that or nothing.
json::array picturesOf(SheetItem const& item) {
    auto const path = "/api/v1/media/" + item.asset.content.asset.hex() +
                      "/shown?master=" + item.asset.content.master.hex();
    json::array out;
    if (item.asset.kind == playlists::AssetKind::film) {
        for (int const place : kPlaces) {
            out.emplace_back(path + "&at=" + std::to_string(place));
        }
    } else if (item.asset.kind == playlists::AssetKind::slogan) {
        for (auto const& size : item.sizes) {
            out.emplace_back(path + "&width=" + std::to_string(size.width) +
                             "&height=" + std::to_string(size.height));
        }
    } else if (item.asset.kind == playlists::AssetKind::picture) {
        out.emplace_back(path);
    }
    return out;
}

}  // namespace

json::array screensJson(ReviewSheet const& sheet) {
    return listed(sheet.screens, [](SheetScreen const& one) {
        return json::object{{"id", one.screen.id.str()},    {"name", one.screen.name},
                            {"unit", one.screen.unit},      {"width", one.screen.width},
                            {"height", one.screen.height},  {"zone", one.screen.zone},
                            {"place", placeJson(one.place)}};
    });
}

json::object coversJson(ReviewSheet const& sheet) {
    auto const& now = sheet.reviewed;
    json::object out{{"content", json::parse(toJson(now.envelope))},
                     {"revision", now.campaign.revision},
                     {"file", messages::sha256(now.campaign.file).hex()},
                     {"when", whenJson(now.file.rules)},
                     {"how_often", howOftenJson(now.file)},
                     {"levels", now.levels}};
    if (now.file.placement != Placement::programme) {
        auto const& overlay = now.file.overlay;
        out["overlay"] = json::object{{"opacity", overlay.opacity}, {"layer", overlay.layer}};
    }
    // Names of screens may be mended without anybody having to look again.
    out["screens"] = listed(sheet.screens, [](SheetScreen const& one) {
        return json::object{{"id", one.screen.id.str()},
                            {"unit", one.screen.unit},
                            {"width", one.screen.width},
                            {"height", one.screen.height},
                            {"place", placeJson(one.place)}};
    });
    out["items"] = listed(sheet.items, [](SheetItem const& one) {
        return json::object{{"asset", one.asset.content.asset.hex()},
                            {"master", one.asset.content.master.hex()},
                            {"show_ms", one.showFor.count()}};
    });
    return out;
}

json::array itemsJson(ReviewSheet const& sheet) {
    json::array out;
    for (auto const& item : sheet.items) {
        auto const& asset = item.asset;
        bool const isFilm = asset.kind == playlists::AssetKind::film;
        bool const isStream = asset.kind == playlists::AssetKind::stream;
        auto const clip = "/api/v1/media/" + asset.content.asset.hex() + "/preview";
        out.push_back(json::object{
            {"number", out.size() + 1},
            {"asset", asset.content.asset.hex()},
            {"master", asset.content.master.hex()},
            {"handle", asset.handle},
            {"title", asset.title},
            {"kind", playlists::toString(asset.kind)},
            {"show_ms", item.showFor.count()},
            {"width", asset.width},
            {"height", asset.height},
            {"sound", asset.sound},
            {"ready", asset.ready},
            {"change", kChanges.at(static_cast<std::size_t>(item.change))},
            {"pictures", picturesOf(item)},
            {"clip", isFilm ? json::value(clip) : json::value(nullptr)},
            {"address", isStream ? json::value(asset.broughtAs) : json::value(nullptr)},
            {"text", asset.kind == playlists::AssetKind::slogan ? json::value(asset.broughtAs)
                                                                : json::value(nullptr)}});
    }
    return out;
}

}  // namespace tocsin::schedule
