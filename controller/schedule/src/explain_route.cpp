// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/screens/{id}/explain: why a screen shows at an instant what it shows.
#include "tocsin/playlists/explain.hpp"

#include <algorithm>

#include "history.hpp"
#include "overlay_json.hpp"
#include "released_timeline.hpp"
#include "state.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

/// What was released for the screen around the instant.
struct Around {
    store::Screen screen;
    Situation situation;
    playlists::LocalDay date{};
    playlists::DayBounds bounds;
    std::vector<messages::Span> spans;  ///< of the day and the evening before, ascending
    std::map<Digest, std::shared_ptr<playlists::Timeline const>> timelines;
};

Result<Around> readAround(store::Store const& store, SiteTimes const& times, ScreenId const& id,
                          std::optional<playlists::Moment> const& moment, Instant now,
                          Instant& at) {
    Around out;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        auto const screen = tx.screens().find(id);
        if (!screen) {
            return Error{Errc::notFound, "there is no screen \"" + id.str() +
                                             "\"; tocsin screen list shows those there are"};
        }
        out.screen = *screen;
        auto const instant =
            moment ? playlists::instantOf(screen->zone, *moment) : Result<Instant>(now);
        if (!instant) {
            return instant.error();
        }
        at = *instant;
        auto const date = playlists::localDayOf(screen->zone, at);
        if (!date) {
            return date.error();
        }
        auto const bounds = playlists::dayBounds(screen->zone, *date);
        if (!bounds) {
            return bounds.error();
        }
        out.date = *date;
        out.bounds = *bounds;
        out.situation = readSituation(tx, times);
        for (auto const& released : tx.timelines().spans(id, bounds->begin - kTail, bounds->end)) {
            out.spans.push_back(released.span);
            if (auto const timeline = releasedTimeline(tx, released.span.timeline)) {
                out.timelines.emplace(released.span.timeline,
                                      std::make_shared<playlists::Timeline const>(*timeline));
            }
        }
        return {};
    });
    if (!read) {
        return read.error();
    }
    return out;
}

/// The released entry at `at`, if there is one.
struct OnGlass {
    bool released = false;
    std::optional<playlists::Slot> slot;
    Instant from;  ///< where its timeline begins
};

OnGlass onGlass(Around const& around, Instant at) {
    auto const span = std::find_if(around.spans.begin(), around.spans.end(),
                                   [at](auto const& s) { return s.from <= at && at < s.to; });
    if (span == around.spans.end() || !around.timelines.contains(span->timeline)) {
        return {};
    }
    auto const& timeline = *around.timelines.at(span->timeline);
    auto const index = playlists::indexAt(timeline, at);
    return {true, index ? std::optional(playlists::slotOf(timeline, *index)) : std::nullopt,
            timeline.begin};
}

class Writer {
public:
    Writer(Around const& around) : around_(around) {}

    [[nodiscard]] boost::json::value time(Instant t) const {
        auto const offset = playlists::offsetAt(around_.screen.zone, t);
        return boost::json::value(offset ? formatInstant(t, *offset) : formatInstant(t));
    }
    [[nodiscard]] boost::json::value time(std::optional<Instant> const& t) const {
        return t ? time(*t) : boost::json::value(nullptr);
    }
    [[nodiscard]] std::string asset(AssetId const& id) const {
        auto const digest = Digest::fromHex(id.str());
        return digest ? around_.situation.nameOf(*digest) : id.str();
    }
    [[nodiscard]] std::string readable(std::string const& message) const {
        return around_.situation.readable(message);
    }

private:
    Around const& around_;
};

boost::json::object explanationJson(playlists::Explanation const& explanation,
                                    Writer const& writer) {
    boost::json::object out;
    out["start"] = writer.time(explanation.start);
    out["end"] = writer.time(explanation.end);
    out["asset"] = writer.asset(explanation.asset);
    out["campaign"] = explanation.campaign.str();
    out["reason"] = explanation.reason;
    boost::json::array because;
    for (auto const& step : explanation.because) {
        boost::json::object row;
        row["rule"] = step.rule;
        row["message"] = writer.readable(step.message);
        row["message_zh"] = writer.readable(step.chinese);
        because.emplace_back(std::move(row));
    }
    out["because"] = std::move(because);
    boost::json::array others;
    for (auto const& other : explanation.others) {
        boost::json::object row;
        row["campaign"] = other.campaign.str();
        row["rule"] = other.rule;
        row["message"] = writer.readable(other.message);
        row["message_zh"] = writer.readable(other.chinese);
        row["last"] = writer.time(other.last);
        row["next"] = writer.time(other.next);
        others.emplace_back(std::move(row));
    }
    out["others"] = std::move(others);
    return out;
}

}  // namespace

Result<access::Response> Schedule::State::explain(access::Request const& request) {
    std::optional<playlists::Moment> moment;
    if (auto const given = request.query.find("at"); given != request.query.end()) {
        auto const read = playlists::parseMoment(given->second);
        if (!read) {
            return Error{Errc::invalid, "at: " + read.error().message};
        }
        moment = *read;
    }
    Instant at;
    auto const around =
        readAround(store, settings.times, ScreenId(request.parameters.at("id")), moment, now(), at);
    if (!around) {
        return around.error();
    }
    auto const glass = onGlass(*around, at);
    auto programme = programmeOf(around->screen, around->situation, around->date);
    bool const replanned = glass.released && glass.from > around->bounds.begin;
    auto const from = replanned ? std::optional(glass.from) : std::nullopt;
    programme.previous =
        historyOf(around->spans, around->bounds.begin, from.value_or(around->bounds.begin),
                  [&](Digest const& digest) {
                      auto const found = around->timelines.find(digest);
                      return found == around->timelines.end() ? nullptr : found->second;
                  });
    auto const explained = playlists::explain(programme, around->date, at, from);
    if (!explained) {
        return explained.error();
    }
    Writer const writer(*around);
    auto out = explanationJson(*explained, writer);
    out["screen"] = around->screen.id.str();
    out["at"] = writer.time(at);
    out["zone"] = around->screen.zone;
    out["released"] = glass.released;
    // What was released before a change still runs until the change takes over.
    bool const differs = glass.slot && (glass.slot->start != explained->start ||
                                        glass.slot->asset != explained->asset);
    out["shown_instead"] =
        differs ? boost::json::value(writer.asset(glass.slot->asset)) : boost::json::value(nullptr);
    auto overlays = overlaysJson(around->screen, around->situation, around->bounds.begin,
                                 around->bounds.end, at);
    if (!overlays) {
        return overlays.error();
    }
    out["overlays"] = std::move(*overlays);
    return access::jsonResponse(out);
}

}  // namespace tocsin::schedule
