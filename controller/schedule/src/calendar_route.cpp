// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/screens/{id}/calendar.ics: a screen's campaigns as an iCalendar file (RFC 5545), so
// that the office sees them in its own calendar. One event for each window; times are UTC, which
// every calendar program shows in its reader's zone.
#include <libical/ical.h>

#include <algorithm>

#include "state.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

constexpr int kMostDays = 400;
constexpr std::size_t kMostEvents = 20'000;

struct FreeComponent {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

icaltimetype icalTime(Instant t) {
    using std::chrono::floor;
    auto const day = floor<std::chrono::days>(t);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const time(floor<std::chrono::seconds>(t - day));
    auto out = icaltime_null_time();
    out.year = static_cast<int>(date.year());
    out.month = static_cast<int>(static_cast<unsigned>(date.month()));
    out.day = static_cast<int>(static_cast<unsigned>(date.day()));
    out.hour = static_cast<int>(time.hours().count());
    out.minute = static_cast<int>(time.minutes().count());
    out.second = static_cast<int>(time.seconds().count());
    out.zone = icaltimezone_get_utc_timezone();
    return out;
}

struct Event {
    std::string uid, summary, description;
    Instant begin, end, stamp;
};

void addEvent(icalcomponent* calendar, Event const& event) {
    auto* component = icalcomponent_new_vevent();
    icalcomponent_add_property(component, icalproperty_new_uid(event.uid.c_str()));
    icalcomponent_add_property(component, icalproperty_new_dtstamp(icalTime(event.stamp)));
    icalcomponent_add_property(component, icalproperty_new_dtstart(icalTime(event.begin)));
    icalcomponent_add_property(component, icalproperty_new_dtend(icalTime(event.end)));
    icalcomponent_add_property(component, icalproperty_new_summary(event.summary.c_str()));
    icalcomponent_add_property(component, icalproperty_new_description(event.description.c_str()));
    icalcomponent_add_component(calendar, component);  // which owns it from now on
}

std::string textOf(icalcomponent* calendar) {
    char* const text = icalcomponent_as_ical_string_r(calendar);
    std::string out(text);
    icalmemory_free_buffer(text);
    return out;
}

std::string pacingText(std::optional<playlists::Pacing> const& pacing) {
    if (!pacing) {
        return "";
    }
    switch (pacing->unit) {
        case playlists::Pacing::Unit::playsPerHour:
            return ", " + std::to_string(pacing->amount) + " plays an hour";
        case playlists::Pacing::Unit::playsPerDay:
            return ", " + std::to_string(pacing->amount) + " plays a day";
        case playlists::Pacing::Unit::share:
            constexpr std::int64_t kPercent = 10'000;  // millionths
            return ", " + std::to_string(pacing->amount / kPercent) + " % of the airtime";
    }
    return "";
}

/// A day that a query names, or `standard`.
Result<playlists::LocalDay> dayIn(access::Request const& request, std::string const& key,
                                  playlists::LocalDay standard) {
    auto const given = request.query.find(key);
    if (given == request.query.end()) {
        return standard;
    }
    auto const read = playlists::parseDate(given->second);
    return read ? read : Error{Errc::invalid, key + ": " + read.error().message};
}

struct Office {
    store::Screen screen;
    Situation situation;
    std::map<std::string, store::Campaign> campaigns;
};

Result<Office> readOffice(store::Store const& store, SiteTimes const& times, ScreenId const& id) {
    Office out;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        auto const screen = tx.screens().find(id);
        if (!screen) {
            return Error{Errc::notFound, "there is no screen \"" + id.str() +
                                             "\"; tocsin screen list shows those there are"};
        }
        out.screen = *screen;
        out.situation = readSituation(tx, times);
        for (auto const& campaign : tx.campaigns().all()) {
            out.campaigns.emplace(campaign.id.str(), campaign);
        }
        return {};
    });
    if (!read) {
        return read.error();
    }
    return out;
}

/// The windows of one campaign on one day, and its fixed events.
Result<std::vector<Event>> eventsOf(Office const& office, playlists::Programme const& programme,
                                    playlists::ProgrammeCampaign const& campaign,
                                    playlists::LocalDay day) {
    auto const windows = playlists::windowsOf(programme, campaign.id, day);
    auto const bounds = playlists::dayBounds(programme.screen.zone, day);
    if (!windows || !bounds) {
        return windows ? bounds.error() : windows.error();
    }
    auto const& stored = office.campaigns.at(campaign.id.str());
    std::string items;
    for (auto const& item : stored.items) {
        items += (items.empty() ? "" : ", ") + office.situation.nameOf(item);
    }
    Event event;
    event.stamp = stored.changed;
    event.summary = stored.title;
    event.description = std::string(playlists::toString(campaign.priority)) +
                        pacingText(campaign.pacing) + ": " + items;
    auto const uid = [&](std::string const& what) {
        return campaign.id.str() + "-" + playlists::toString(day) + "-" + what + "@" +
               office.screen.id.str();
    };
    std::vector<Event> out;
    bool const plays = campaign.pacing || campaign.priority == playlists::CampaignClass::filler;
    for (std::size_t i = 0; plays && i < windows->size(); ++i) {
        event.uid = uid(std::to_string(i + 1));
        event.begin = (*windows)[i].begin;
        event.end = (*windows)[i].end;
        out.push_back(event);
    }
    for (auto const& fixed : programme.fixed) {
        for (auto const at : fixed.at) {
            if (fixed.campaign == campaign.id && at >= bounds->begin && at < bounds->end) {
                auto const digest = Digest::fromHex(fixed.asset.str());
                event.uid = uid("at-" + std::to_string(toMillis(at)));
                event.description =
                    "fixed event: " + (digest ? office.situation.nameOf(*digest) : std::string());
                event.begin = at;
                event.end = at + std::chrono::minutes(1);
                out.push_back(event);
            }
        }
    }
    return out;
}

}  // namespace

Result<access::Response> Schedule::State::calendar(access::Request const& request) {
    auto const office = readOffice(store, settings.times, ScreenId(request.parameters.at("id")));
    if (!office) {
        return office.error();
    }
    auto const today = playlists::localDayOf(office->screen.zone, now());
    if (!today) {
        return today.error();
    }
    auto const from = dayIn(request, "from", *today);
    if (!from) {
        return from.error();
    }
    auto const to = dayIn(request, "to", std::chrono::sys_days(*from) + std::chrono::days(30));
    if (!to) {
        return to.error();
    }
    auto const days = (std::chrono::sys_days(*to) - std::chrono::sys_days(*from)).count();
    if (days < 0 || days >= kMostDays) {
        return Error{Errc::invalid, "from " + playlists::toString(*from) + " to " +
                                        playlists::toString(*to) +
                                        ": ask for 1 to 400 days, the first not after the last"};
    }
    Component const calendar(icalcomponent_new_vcalendar());
    icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//Tocsin//Schedule//EN"));
    std::size_t count = 0;
    for (int i = 0; i <= days; ++i) {
        playlists::LocalDay const day = std::chrono::sys_days(*from) + std::chrono::days(i);
        auto const programme = programmeOf(office->screen, office->situation, day);
        for (auto const& campaign : programme.campaigns) {
            auto const events = eventsOf(*office, programme, campaign, day);
            if (!events) {
                return events.error();
            }
            for (auto const& event : *events) {
                addEvent(calendar.get(), event);
            }
            count += events->size();
        }
        if (count > kMostEvents) {
            return Error{Errc::invalid,
                         "these days have more than 20000 events; ask for fewer days"};
        }
    }
    access::Response out;
    out.contentType = "text/calendar; charset=utf-8";
    out.body = textOf(calendar.get());
    return out;
}

}  // namespace tocsin::schedule
