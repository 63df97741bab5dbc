// SPDX-License-Identifier: Apache-2.0
// The compiler's output, read off the day that was worked out.
#include "tocsin/playlists/compiler.hpp"

#include <algorithm>

#include "campaign_days.hpp"
#include "day_work.hpp"
#include "findings.hpp"
#include "timeline_of.hpp"
#include "windows.hpp"

namespace tocsin::playlists {

Result<Compiled> compile(Programme const& programme, LocalDay date, std::optional<Instant> from) {
    auto const work = detail::workOut(programme, date, from);
    if (!work) {
        return work.error();
    }
    auto const& day = **work;
    auto const plan = day.plan();
    Compiled out;
    out.timeline = detail::timelineOf(day.programme, plan, day.entries());
    out.findings = day.findings;
    detail::reportMissing(day.programme, day.day, plan.bookings, day.counts(), out.findings);
    detail::reportEmpty(day.programme, day.day, day.entries(), out.findings);
    return out;
}

Result<std::vector<Window>> windowsOf(Programme const& programme, CampaignId const& campaign,
                                      LocalDay day) {
    auto const zone = detail::Zone::find(programme.screen.zone);
    if (!zone) {
        return zone.error();
    }
    auto const found = std::find_if(programme.campaigns.begin(), programme.campaigns.end(),
                                    [&](auto const& c) { return c.id == campaign; });
    if (found == programme.campaigns.end()) {
        return Error{Errc::notFound, "the programme has no campaign \"" + campaign.str() + "\""};
    }
    std::vector<Window> out;
    if (detail::daysAround(*found, programme.calendar, day)[1]) {
        for (auto const& run : detail::intersection(detail::daypartsOf(*found, *zone, day),
                                                    detail::openAround(programme, *zone, day))) {
            out.push_back({fromMillis(run.begin), fromMillis(run.end)});
        }
    }
    return out;
}

}  // namespace tocsin::playlists
