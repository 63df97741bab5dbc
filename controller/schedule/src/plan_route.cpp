// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/screens/{id}/plan: every play of a day, as released, or as it would be compiled now.
#include "day_view.hpp"
#include "overlay_json.hpp"
#include "schedule_json.hpp"
#include "tocsin/messages/play_record.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

Result<boost::json::array> playsJson(DayView const& day) {
    boost::json::array out;
    for (auto const& [part, slot, start, end] : playsOf(day)) {
        auto const startOffset = playlists::offsetAt(day.screen.zone, start);
        auto const endOffset = playlists::offsetAt(day.screen.zone, end);
        if (!startOffset || !endOffset) {
            return startOffset ? endOffset.error() : startOffset.error();
        }
        auto const digest = Digest::fromHex(slot.asset.str());
        auto const index = static_cast<std::int64_t>(slot.index);
        boost::json::object play;
        play["start"] = formatInstant(start, *startOffset);
        play["end"] = formatInstant(end, *endOffset);
        play["asset"] = digest ? day.situation.nameOf(*digest) : std::string();
        play["digest"] = slot.asset.str();
        play["campaign"] = slot.campaign.str();
        play["reason"] = std::string(slot.reason);
        play["id"] = messages::plannedPlayId(part->digest, index).hex();
        play["index"] = index;
        play["timeline"] = part->digest.hex();
        out.emplace_back(std::move(play));
    }
    return out;
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
    auto const day = viewDay(store, compilations, settings.times,
                             ScreenId(request.parameters.at("id")), date, now());
    if (!day) {
        return day.error();
    }
    auto plays = playsJson(*day);
    if (!plays) {
        return plays.error();
    }
    auto overlays = overlaysJson(day->screen, day->situation, day->bounds.begin, day->bounds.end);
    if (!overlays) {
        return overlays.error();
    }
    boost::json::array findings;
    for (auto const& finding : day->compiled->findings) {
        findings.emplace_back(toJson(finding, day->situation));
    }
    boost::json::object out;
    out["screen"] = day->screen.id.str();
    out["date"] = playlists::toString(day->date);
    out["zone"] = day->screen.zone;
    out["released"] = day->released;
    out["plays"] = std::move(*plays);
    out["overlays"] = std::move(*overlays);
    out["findings"] = std::move(findings);
    return access::jsonResponse(out);
}

}  // namespace tocsin::schedule
