// SPDX-License-Identifier: Apache-2.0
#include "day_view.hpp"

#include <algorithm>

#include "released_timeline.hpp"

namespace tocsin::schedule {
namespace {

Result<std::vector<DayPart>> releasedParts(store::Tx const& tx, ScreenId const& screen,
                                           playlists::DayBounds const& bounds) {
    std::vector<DayPart> out;
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

Result<> readReleased(store::Tx const& tx, SiteTimes const& times, ScreenId const& id,
                      std::optional<playlists::LocalDay> const& date, Instant now, DayView& out) {
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
    out.parts = std::move(*parts);
    return {};
}

}  // namespace

Result<DayView> viewDay(store::Store const& store, Compilations& compilations,
                        SiteTimes const& times, ScreenId const& screen,
                        std::optional<playlists::LocalDay> const& date, Instant now) {
    DayView out;
    auto const read = store.read(
        [&](store::Tx const& tx) { return readReleased(tx, times, screen, date, now, out); });
    if (!read) {
        return read.error();
    }
    auto const compiled =
        compilations.whole(programmeOf(out.screen, out.situation, out.date), out.date);
    if (!compiled) {
        return compiled.error();
    }
    out.compiled = *compiled;
    out.released = !out.parts.empty();
    if (!out.released) {
        out.parts.push_back(
            {out.compiled->digest, out.compiled->timeline, out.bounds.begin, out.bounds.end});
    }
    return out;
}

std::vector<DayPlay> playsOf(DayView const& day) {
    std::vector<DayPlay> out;
    for (auto const& part : day.parts) {
        for (std::size_t i = 0; i < part.timeline.entries.size(); ++i) {
            auto const slot = playlists::slotOf(part.timeline, i);
            if (slot.end <= part.from || slot.start >= part.to) {
                continue;
            }
            auto const start = slot.dark ? std::max(slot.start, part.from) : slot.start;
            auto const end = std::min(slot.end, part.to);
            if (slot.dark && !out.empty() && out.back().slot.dark &&
                out.back().slot.reason == slot.reason) {
                out.back().end = end;
                continue;
            }
            out.push_back({&part, slot, start, end});
        }
    }
    return out;
}

}  // namespace tocsin::schedule
