// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/screens/{id}/plan: every play of a day, as released, or as it would be compiled now.
#include <algorithm>

#include "overlay_json.hpp"
#include "released_timeline.hpp"
#include "schedule_json.hpp"
#include "state.hpp"
#include "tocsin/messages/play_record.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

/// A timeline and the part of the day in which it holds.
struct Part {
    Digest digest;
    playlists::Timeline timeline;
    Instant from, to;
};

struct DayView {
    store::Screen screen;
    playlists::LocalDay date;
    playlists::DayBounds bounds;
    Situation situation;
    std::vector<Part> released;
};

Result<std::vector<Part>> releasedParts(store::Tx const& tx, ScreenId const& screen,
                                        playlists::DayBounds const& bounds) {
    std::vector<Part> out;
    for (auto const& released : tx.timelines().spans(screen, bounds.begin, bounds.end)) {
        auto const& span = released.span;
        auto timeline = releasedTimeline(tx, span.timeline);
        if (!timeline) {
            return timeline.error();
        }
        out.push_back({span.timeline, std::move(*timeline), std::max(span.from, bounds.begin),
                       std::min(span.to, bounds.end)});
    }
    return out;
}

Result<DayView> readDay(store::Store const& store, SiteTimes const& times, ScreenId const& id,
                        std::optional<playlists::LocalDay> const& date, Instant now) {
    DayView out;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        auto const screen = tx.screens().find(id);
        if (!screen) {
            return Error{Errc::notFound, "there is no screen \"" + id.str() +
                                             "\"; tocsin screen list shows those there are"};
        }
        out.screen = *screen;
        auto const today = playlists::localDayOf(screen->zone, now);
        if (!today) {
            return today.error();
        }
        out.date = date.value_or(*today);
        auto const bounds = playlists::dayBounds(screen->zone, out.date);
        if (!bounds) {
            return bounds.error();
        }
        out.bounds = *bounds;
        out.situation = readSituation(tx, times);
        auto parts = releasedParts(tx, id, out.bounds);
        if (!parts) {
            return parts.error();
        }
        out.released = std::move(*parts);
        return {};
    });
    if (!read) {
        return read.error();
    }
    return out;
}

/// A play keeps its own start even if the plan joins it later: what is at which position follows
/// from it. A dark moment has no position, so it begins where the plan joins it.
Result<> addPlays(boost::json::array& plays, Part const& part, DayView const& day) {
    auto const& timeline = part.timeline;
    for (std::size_t i = 0; i < timeline.entries.size(); ++i) {
        auto const slot = playlists::slotOf(timeline, i);
        if (slot.end <= part.from || slot.start >= part.to) {
            continue;
        }
        auto const start = slot.dark ? std::max(slot.start, part.from) : slot.start;
        auto const end = std::min(slot.end, part.to);
        auto const startOffset = playlists::offsetAt(day.screen.zone, start);
        auto const endOffset = playlists::offsetAt(day.screen.zone, end);
        if (!startOffset || !endOffset) {
            return startOffset ? endOffset.error() : startOffset.error();
        }
        auto const digest = Digest::fromHex(slot.asset.str());
        if (slot.dark && !plays.empty()) {
            // What is dark over several plans is one dark moment.
            auto& before = plays.back().as_object();
            if (before["asset"].as_string().empty() &&
                before["reason"].as_string() == slot.reason) {
                before["end"] = formatInstant(end, *endOffset);
                continue;
            }
        }
        boost::json::object play;
        play["start"] = formatInstant(start, *startOffset);
        play["end"] = formatInstant(end, *endOffset);
        play["asset"] = digest ? day.situation.nameOf(*digest) : std::string();
        play["digest"] = slot.asset.str();
        play["campaign"] = slot.campaign.str();
        play["reason"] = std::string(slot.reason);
        play["id"] = messages::plannedPlayId(part.digest, static_cast<std::int64_t>(i)).hex();
        play["index"] = static_cast<std::int64_t>(i);
        play["timeline"] = part.digest.hex();
        plays.emplace_back(std::move(play));
    }
    return {};
}

}  // namespace

Result<access::Response> Schedule::State::plan(access::Request const& request) {
    std::optional<playlists::LocalDay> date;
    if (auto const given = request.query.find("date"); given != request.query.end()) {
        auto const read = playlists::parseDate(given->second);
        if (!read) {
            return Error{Errc::invalid, "date: " + read.error().message};
        }
        date = *read;
    }
    auto day = readDay(store, settings.times, ScreenId(request.parameters.at("id")), date, now());
    if (!day) {
        return day.error();
    }
    auto const compiled =
        compilations.whole(programmeOf(day->screen, day->situation, day->date), day->date);
    if (!compiled) {
        return compiled.error();
    }
    auto const released = !day->released.empty();
    if (!released) {
        auto const& made = **compiled;
        day->released.push_back({made.digest, made.timeline, day->bounds.begin, day->bounds.end});
    }
    boost::json::array plays;
    for (auto const& part : day->released) {
        if (auto const added = addPlays(plays, part, *day); !added) {
            return added.error();
        }
    }
    auto overlays = overlaysJson(day->screen, day->situation, day->bounds.begin, day->bounds.end);
    if (!overlays) {
        return overlays.error();
    }
    boost::json::array findings;
    for (auto const& finding : (*compiled)->findings) {
        findings.emplace_back(toJson(finding, day->situation));
    }
    boost::json::object out;
    out["screen"] = day->screen.id.str();
    out["date"] = playlists::toString(day->date);
    out["zone"] = day->screen.zone;
    out["released"] = released;
    out["plays"] = std::move(plays);
    out["overlays"] = std::move(*overlays);
    out["findings"] = std::move(findings);
    return access::jsonResponse(out);
}

}  // namespace tocsin::schedule
