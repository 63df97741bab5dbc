// SPDX-License-Identifier: Apache-2.0
// The programme file, key by key.
#include "tocsin/schedule/programme_file.hpp"

#include <optional>
#include <string>
#include <vector>

#include "tocsin/messages/json.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

using messages::JsonReader;

constexpr std::size_t kMostBytes = 64 << 20;
constexpr std::size_t kMostIdBytes = 200;
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kMostPlays = 1'000'000;

/// The value of a text that a parser of the domain understands, its error with the path.
template <class Parse>
auto parsed(JsonReader const& in, Parse parse) {
    auto const value = parse(in.string(kMostIdBytes));
    if (!value) {
        in.fail(value.error().message);
    }
    return *value;
}

/// Refuses keys of the format that this version cannot do. An empty list asks for nothing and is
/// fine.
void refuse(JsonReader const& in, std::initializer_list<std::string_view> keys) {
    for (auto const key : keys) {
        auto const found = in.find(key);
        if (!found) {
            continue;
        }
        auto const* list = found->value().if_array();
        if (list == nullptr || !list->empty()) {
            found->fail("this version does not support \"" + std::string(key) + "\"; leave it out");
        }
    }
}

playlists::Weekdays readDays(JsonReader const& in) {
    auto const list = in.find("days");
    if (!list) {
        return {};
    }
    std::vector<std::string> names;
    for (auto const& name : list->array(7)) {
        names.push_back(name.string(16));
    }
    auto const days = playlists::parseWeekdays(names);
    if (!days) {
        list->fail(days.error().message);
    }
    return *days;
}

playlists::Daypart readHours(JsonReader const& in) {
    auto const hours = playlists::parseDaypart(in.at("from").string(16), in.at("to").string(16));
    if (!hours) {
        in.fail(hours.error().message);
    }
    return *hours;
}

std::string readId(JsonReader const& in) {
    auto id = in.at("id").string(kMostIdBytes);
    if (id.empty()) {
        in.at("id").fail("an id may not be empty");
    }
    return id;
}

playlists::ScreenRules readScreen(JsonReader const& in) {
    in.onlyKeys({"id", "zone", "seed", "opening"});
    playlists::ScreenRules out;
    out.id = ScreenId(readId(in));
    out.zone = in.at("zone").string(64);
    if (auto const seed = in.find("seed")) {
        out.seed = seed->string(kMostIdBytes);
    }
    if (auto const opening = in.find("opening")) {
        for (auto const& rule : opening->array(1000)) {
            rule.onlyKeys({"days", "from", "to"});
            out.opening.push_back({readDays(rule), readHours(rule)});
        }
    }
    return out;
}

playlists::ProgrammeAsset readAsset(JsonReader const& in) {
    in.onlyKeys({"id", "kind", "duration_ms", "min_ms", "max_ms", "category"});
    playlists::ProgrammeAsset out;
    out.id = AssetId(readId(in));
    out.kind = parsed(in.at("kind"), playlists::parseKind);
    out.duration = Milliseconds(in.at("duration_ms").integer(1, kDayMs));
    auto const bound = [&](std::string_view key, std::int64_t least, std::int64_t most) {
        std::optional<Milliseconds> value;
        if (auto const found = in.find(key)) {
            value = Milliseconds(found->integer(least, most));
            if (out.kind == playlists::AssetKind::film && *value != out.duration) {
                found->fail("a film always plays whole; only pictures and slogans take \"" +
                            std::string(key) + "\"");
            }
        }
        return value;
    };
    out.least = bound("min_ms", 1, out.duration.count());
    out.most = bound("max_ms", out.duration.count(), kDayMs);
    if (auto const category = in.find("category")) {
        out.category = category->string(kMostIdBytes);
    }
    return out;
}

playlists::Pacing readPacing(JsonReader const& in) {
    refuse(in, {"share", "min_per_day"});
    in.onlyKeys({"plays_per_hour", "plays_per_day", "share", "min_per_day"});
    auto const perHour = in.find("plays_per_hour");
    auto const perDay = in.find("plays_per_day");
    if (perHour.has_value() == perDay.has_value()) {
        in.fail("give exactly one of plays_per_hour and plays_per_day");
    }
    using Unit = playlists::Pacing::Unit;
    return perHour ? playlists::Pacing{Unit::playsPerHour, perHour->integer(0, kMostPlays)}
                   : playlists::Pacing{Unit::playsPerDay, perDay->integer(0, kMostPlays)};
}

void readTimes(JsonReader const& in, playlists::ProgrammeCampaign& out) {
    out.from = parsed(in.at("from"), playlists::parseDate);
    out.to = parsed(in.at("to"), playlists::parseDate);
    if (out.to < out.from) {
        in.at("to").fail("the last day is before the first");
    }
    out.days = readDays(in);
    if (auto const except = in.find("except")) {
        for (auto const& date : except->array(10'000)) {
            out.except.push_back(parsed(date, playlists::parseDate));
        }
    }
    if (auto const dayparts = in.find("dayparts")) {
        for (auto const& daypart : dayparts->array(96)) {
            daypart.onlyKeys({"from", "to"});
            out.dayparts.push_back(readHours(daypart));
        }
    }
}

playlists::ProgrammeCampaign readCampaign(JsonReader const& in) {
    refuse(in, {"rrule", "max_per_hour", "min_separation_ms", "month_days", "calendar", "avoid"});
    in.onlyKeys({"id", "class", "from", "to", "days", "dayparts", "except", "items", "order",
                 "turn", "pacing", "rrule", "max_per_hour", "min_separation_ms", "month_days",
                 "calendar", "avoid"});
    playlists::ProgrammeCampaign out;
    out.id = CampaignId(readId(in));
    if (auto const priority = in.find("class")) {
        out.priority = parsed(*priority, playlists::parseClass);
    }
    readTimes(in, out);
    if (auto const order = in.find("order")) {
        out.order = parsed(*order, playlists::parseOrder);
    }
    if (auto const turn = in.find("turn"); turn && turn->string(16) != "item") {
        turn->fail("this version supports only \"item\"");
    }
    auto const items = in.at("items");
    for (auto const& item : items.array(10'000)) {
        out.items.emplace_back(item.string(kMostIdBytes));
    }
    if (out.items.empty()) {
        items.fail("a campaign needs one item at least");
    }
    if (auto const pacing = in.find("pacing")) {
        out.pacing = readPacing(*pacing);
    }
    return out;
}

playlists::Programme readProgramme(JsonReader const& in) {
    refuse(in, {"fixed", "debts", "previous_tail", "calendar", "avoid"});
    in.onlyKeys({"format", "algorithm", "screen", "assets", "campaigns", "fixed", "debts",
                 "previous_tail", "calendar", "avoid"});
    if (auto const format = in.find("format");
        format && format->string(64) != "tocsin-programme/1") {
        format->fail("this version reads \"tocsin-programme/1\"");
    }
    if (auto const algorithm = in.find("algorithm");
        algorithm && algorithm->string(64) != playlists::kAlgorithm) {
        algorithm->fail("this version compiles by \"" + std::string(playlists::kAlgorithm) + "\"");
    }
    playlists::Programme out;
    out.screen = readScreen(in.at("screen"));
    for (auto const& asset : in.at("assets").array(65'534)) {
        out.assets.push_back(readAsset(asset));
    }
    for (auto const& campaign : in.at("campaigns").array(65'534)) {
        out.campaigns.push_back(readCampaign(campaign));
    }
    return out;
}

}  // namespace

Result<playlists::Programme> readProgrammeFile(std::string_view text, std::string_view name) {
    auto programme = messages::readJson(text, readProgramme, kMostBytes);
    if (!programme) {
        return Error{Errc::invalid, std::string(name) + ": " + programme.error().message};
    }
    return programme;
}

}  // namespace tocsin::schedule
