// SPDX-License-Identifier: Apache-2.0
// The programme file, key by key.
#include "tocsin/schedule/programme_file.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/config/holidays.hpp"
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

std::vector<std::string> readCategories(JsonReader const& in, std::string_view key) {
    std::vector<std::string> out;
    if (auto const categories = in.find(key)) {
        for (auto const& category : categories->array(100)) {
            out.push_back(category.string(kMostIdBytes));
        }
    }
    return out;
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
    in.onlyKeys({"id", "kind", "duration_ms", "min_ms", "max_ms", "category", "usable_from",
                 "usable_until"});
    playlists::ProgrammeAsset out;
    out.id = AssetId(readId(in));
    out.kind = parsed(in.at("kind"), playlists::parseKind);
    out.duration = Milliseconds(in.at("duration_ms").integer(1, kDayMs));
    auto const bound = [&](std::string_view key, std::int64_t least, std::int64_t most) {
        std::optional<Milliseconds> value;
        if (auto const found = in.find(key)) {
            value = Milliseconds(found->integer(least, most));
            if (out.kind == playlists::AssetKind::film && *value != out.duration) {
                found->fail(
                    "a film always plays whole; only pictures, slogans and streams take \"" +
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
    if (auto const first = in.find("usable_from")) {
        out.usableFrom = parsed(*first, playlists::parseDate);
    }
    if (auto const last = in.find("usable_until")) {
        out.usableUntil = parsed(*last, playlists::parseDate);
    }
    return out;
}

std::vector<playlists::LocalDay> readDates(JsonReader const& in, std::string_view key) {
    std::vector<playlists::LocalDay> out;
    if (auto const dates = in.find(key)) {
        for (auto const& date : dates->array(10'000)) {
            out.push_back(parsed(date, playlists::parseDate));
        }
    }
    return out;
}

/// A part of the airtime, 0 to 1, to the nearest millionth.
std::int64_t readShare(JsonReader const& in) {
    auto const& value = in.value();
    double const share = value.is_number() ? value.to_number<double>() : -1;
    if (!(share >= 0 && share <= 1)) {
        in.fail("a share is a number from 0 to 1, the part of the airtime");
    }
    return std::llround(share * 1e6);
}

playlists::Pacing readPacing(JsonReader const& in) {
    auto const perHour = in.find("plays_per_hour");
    auto const perDay = in.find("plays_per_day");
    auto const share = in.find("share");
    if ((perHour ? 1 : 0) + (perDay ? 1 : 0) + (share ? 1 : 0) != 1) {
        in.fail("give exactly one of plays_per_hour, plays_per_day and share");
    }
    playlists::Pacing out;
    using Unit = playlists::Pacing::Unit;
    out.unit = perHour ? Unit::playsPerHour : perDay ? Unit::playsPerDay : Unit::share;
    out.amount = share ? readShare(*share) : (perHour ? perHour : perDay)->integer(0, kMostPlays);
    if (auto const least = in.find("min_per_day")) {
        out.leastPerDay = least->integer(0, kMostPlays);
    }
    return out;
}

void readTimes(JsonReader const& in, playlists::ProgrammeCampaign& out) {
    out.from = parsed(in.at("from"), playlists::parseDate);
    out.to = parsed(in.at("to"), playlists::parseDate);
    if (out.to < out.from) {
        in.at("to").fail("the last day is before the first");
    }
    out.days = readDays(in);
    out.except = readDates(in, "except");
    if (auto const monthDays = in.find("month_days")) {
        for (auto const& monthDay : monthDays->array(62)) {
            out.monthDays.push_back(static_cast<int>(monthDay.integer(-31, 31)));
            if (out.monthDays.back() == 0) {
                monthDay.fail("days of the month are 1 to 31, or -1 (the last) to -31");
            }
        }
    }
    if (auto const rule = in.find("rrule")) {
        auto const read = playlists::parseRecurrence(rule->string(1'000));
        if (!read) {
            rule->fail(read.error().message);
        }
        out.recurrence = *read;
    }
    if (auto const kind = in.find("calendar")) {
        out.dayKind = parsed(*kind, playlists::parseDayKind);
    }
    if (auto const keyDates = in.find("key_dates")) {
        for (auto const& key : keyDates->array(366)) {
            key.onlyKeys({"date", "plays_per_hour", "plays_per_day", "share", "min_per_day"});
            out.keyDates.push_back({parsed(key.at("date"), playlists::parseDate), readPacing(key)});
        }
    }
    if (auto const dayparts = in.find("dayparts")) {
        for (auto const& daypart : dayparts->array(96)) {
            daypart.onlyKeys({"from", "to"});
            out.dayparts.push_back(readHours(daypart));
        }
    }
}

void readItems(JsonReader const& in, playlists::ProgrammeCampaign& out) {
    if (auto const order = in.find("order")) {
        out.order = parsed(*order, playlists::parseOrder);
    }
    if (auto const turn = in.find("turn")) {
        out.turn = parsed(*turn, playlists::parseTurn);
    }
    auto const items = in.at("items");
    for (auto const& item : items.array(10'000)) {
        bool const weighted = out.order == playlists::Order::weighted;
        if (weighted != item.value().is_object()) {
            item.fail(weighted ? "order \"weighted\" needs items like {\"asset\": …, \"weight\": 2}"
                               : "only order \"weighted\" takes items with weights; write the "
                                 "asset's id");
        }
        if (!weighted) {
            out.items.emplace_back(item.string(kMostIdBytes));
            continue;
        }
        item.onlyKeys({"asset", "weight"});
        out.items.emplace_back(item.at("asset").string(kMostIdBytes));
        out.weights.push_back(static_cast<int>(item.at("weight").integer(1, 1'000)));
    }
    if (out.items.empty()) {
        items.fail("a campaign needs one item at least");
    }
}

playlists::ProgrammeCampaign readCampaign(JsonReader const& in) {
    in.onlyKeys({"id", "class", "from", "to", "days", "month_days", "rrule", "calendar", "except",
                 "key_dates", "dayparts", "items", "order", "turn", "pacing", "max_per_hour",
                 "min_separation_ms", "avoid"});
    playlists::ProgrammeCampaign out;
    out.id = CampaignId(readId(in));
    if (auto const priority = in.find("class")) {
        out.priority = parsed(*priority, playlists::parseClass);
    }
    readTimes(in, out);
    readItems(in, out);
    if (auto const pacing = in.find("pacing")) {
        pacing->onlyKeys({"plays_per_hour", "plays_per_day", "share", "min_per_day"});
        out.pacing = readPacing(*pacing);
    }
    if (auto const most = in.find("max_per_hour")) {
        out.mostPerHour = most->integer(1, kMostPlays);
    }
    if (auto const separation = in.find("min_separation_ms")) {
        out.leastSeparation = Milliseconds(separation->integer(0, kDayMs));
    }
    out.avoid = readCategories(in, "avoid");
    return out;
}

Instant readMoment(JsonReader const& in, std::string const& zone) {
    auto const instant = playlists::instantOf(zone, parsed(in, playlists::parseMoment));
    if (!instant) {
        in.fail(instant.error().message);
    }
    return *instant;
}

playlists::FixedEvent readFixed(JsonReader const& in, std::string const& zone) {
    in.onlyKeys({"campaign", "asset", "at"});
    playlists::FixedEvent out;
    out.campaign = CampaignId(in.at("campaign").string(kMostIdBytes));
    out.asset = AssetId(in.at("asset").string(kMostIdBytes));
    for (auto const& moment : in.at("at").array(10'000)) {
        if (moment.string(kMostIdBytes) == "hourly") {
            out.hourly = true;
        } else {
            out.at.push_back(readMoment(moment, zone));
        }
    }
    return out;
}

playlists::Debt readDebt(JsonReader const& in) {
    in.onlyKeys({"campaign", "plays", "max_per_day"});
    playlists::Debt out{CampaignId(in.at("campaign").string(kMostIdBytes)),
                        in.at("plays").integer(0, kMostPlays), std::nullopt};
    if (auto const most = in.find("max_per_day")) {
        out.mostPerDay = most->integer(0, kMostPlays);
    }
    return out;
}

playlists::PastPlay readPastPlay(JsonReader const& in, std::string const& zone) {
    in.onlyKeys({"start", "end", "asset", "campaign"});
    playlists::PastPlay out;
    out.start = readMoment(in.at("start"), zone);
    out.end = readMoment(in.at("end"), zone);
    out.asset = AssetId(in.at("asset").string(kMostIdBytes));
    if (auto const campaign = in.find("campaign")) {
        out.campaign = CampaignId(campaign->string(kMostIdBytes));
    }
    return out;
}

template <class Read>
auto readList(JsonReader const& in, std::string_view key, std::size_t most, Read read)
    -> std::vector<decltype(read(in))> {
    std::vector<decltype(read(in))> out;
    if (auto const list = in.find(key)) {
        for (auto const& row : list->array(most)) {
            out.push_back(read(row));
        }
    }
    return out;
}

playlists::HolidayCalendar readDaysOff(JsonReader const& in) {
    in.onlyKeys({"holidays", "workdays"});
    return {readDates(in, "holidays"), readDates(in, "workdays")};
}

Result<playlists::HolidayCalendar> readCalendarFile(std::string const& text,
                                                    std::string const& name) {
    if (name.ends_with(".toml")) {
        auto const read = config::readHolidays(text, name);
        if (!read) {
            return read.error();
        }
        return playlists::HolidayCalendar{read->holidays, read->workdays};
    }
    auto read = messages::readJson(text, readDaysOff);
    if (!read) {
        return Error{Errc::invalid, name + ": " + read.error().message};
    }
    return read;
}

playlists::HolidayCalendar readCalendar(JsonReader const& in, NamedFile const& files) {
    if (!in.value().is_string()) {
        return readDaysOff(in);
    }
    auto const name = in.string(4096);
    if (!files || name.empty()) {
        in.fail("expected an object with \"holidays\" and \"workdays\", or the name of a file");
    }
    auto const text = files(name);
    if (!text) {
        in.fail(text.error().message);
    }
    auto const calendar = readCalendarFile(*text, name);
    if (!calendar) {
        in.fail(calendar.error().message);
    }
    return *calendar;
}

playlists::Programme readProgramme(JsonReader const& in, NamedFile const& files) {
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
    if (auto const calendar = in.find("calendar")) {
        out.calendar = readCalendar(*calendar, files);
    }
    static_cast<void>(in.at("assets"));
    static_cast<void>(in.at("campaigns"));
    out.assets = readList(in, "assets", 65'534, readAsset);
    out.campaigns = readList(in, "campaigns", 65'534, readCampaign);
    auto const& zone = out.screen.zone;
    out.fixed = readList(in, "fixed", 10'000,
                         [&](JsonReader const& event) { return readFixed(event, zone); });
    out.debts = readList(in, "debts", 65'534, readDebt);
    out.previous = readList(in, "previous_tail", 100'000,
                            [&](JsonReader const& play) { return readPastPlay(play, zone); });
    out.avoid = readCategories(in, "avoid");
    return out;
}

}  // namespace

Result<playlists::Programme> readProgrammeFile(std::string_view text, std::string_view name,
                                               NamedFile const& files) {
    auto programme = messages::readJson(
        text, [&files](JsonReader const& in) { return readProgramme(in, files); }, kMostBytes);
    if (!programme) {
        return Error{Errc::invalid, std::string(name) + ": " + programme.error().message};
    }
    return programme;
}

}  // namespace tocsin::schedule
