// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/campaigns/{id}/diff: what would change on which screens if the campaign were
// released as it was applied last: plays gained and lost per campaign.
#include <algorithm>
#include <charconv>
#include <set>

#include "finding_days.hpp"
#include "overlay_json.hpp"
#include "schedule_json.hpp"
#include "state.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

constexpr int kMostDays = 31;

using Counts = std::map<std::string, std::int64_t>;

Counts countsOf(playlists::Timeline const& timeline) {
    std::vector<std::int64_t> plays(timeline.campaigns.size(), 0);
    for (auto const& entry : timeline.entries) {
        if (entry.campaign != playlists::TimelineEntry::kNone) {
            ++plays[entry.campaign];
        }
    }
    Counts out;
    for (std::size_t i = 0; i < plays.size(); ++i) {
        out[timeline.campaigns[i].str()] += plays[i];
    }
    return out;
}

boost::json::array changesOf(Counts const& before, Counts const& after) {
    std::set<std::string> ids;
    for (auto const* counts : {&before, &after}) {
        for (auto const& [id, plays] : *counts) {
            ids.insert(id);
        }
    }
    boost::json::array out;
    for (auto const& id : ids) {
        auto const countIn = [&](Counts const& counts) {
            auto const found = counts.find(id);
            return found == counts.end() ? 0 : found->second;
        };
        auto const was = countIn(before);
        auto const will = countIn(after);
        if (was != will) {
            boost::json::object row;
            row["campaign"] = id;
            row["before"] = was;
            row["after"] = will;
            row["gained"] = std::max<std::int64_t>(0, will - was);
            row["lost"] = std::max<std::int64_t>(0, was - will);
            out.emplace_back(std::move(row));
        }
    }
    return out;
}

Result<int> daysOf(access::Request const& request, int standard) {
    auto const given = request.query.find("days");
    if (given == request.query.end()) {
        return standard;
    }
    int days = 0;
    auto const* end = given->second.data() + given->second.size();
    auto const [last, ec] = std::from_chars(given->second.data(), end, days);
    if (ec != std::errc{} || last != end || days < 1 || days > kMostDays) {
        return Error{Errc::invalid, "days: \"" + given->second.substr(0, 20) +
                                        "\" is not a number of days; allowed are 1 to " +
                                        std::to_string(kMostDays)};
    }
    return days;
}

/// Where the campaign would lie over the programmes of its screens.
Result<boost::json::array> overlayRows(Situation const& after, CampaignFile const& file,
                                       Instant now, int days) {
    boost::json::array out;
    for (auto const& screen : after.screens) {
        auto const first = playlists::dayBounds(screen.zone, file.rules.from);
        if (!isMeant(file.targets, screen) || !first) {
            continue;
        }
        auto const begin = std::max(now, first->begin);
        auto rows = overlaysJson(screen, after, begin, begin + std::chrono::days(days));
        if (!rows) {
            return rows.error();
        }
        for (auto& row : *rows) {
            if (row.at("campaign").as_string() == file.id.str()) {
                row.as_object()["screen"] = screen.id.str();
                out.push_back(std::move(row));
            }
        }
    }
    return out;
}

bool hasFinding(std::vector<playlists::Finding> const& findings, playlists::Finding const& one) {
    return std::any_of(findings.begin(), findings.end(), [&](auto const& other) {
        return other.code == one.code && other.campaign == one.campaign &&
               other.missingPlays >= one.missingPlays;
    });
}

}  // namespace

Result<access::Response> Schedule::State::diff(access::Request const& request) {
    auto const days = daysOf(request, settings.days);
    if (!days) {
        return days.error();
    }
    std::optional<store::Campaign> campaign;
    Situation before;
    auto const id = request.parameters.at("id");
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        campaign = tx.campaigns().find(CampaignId(id));
        before = readSituation(tx, settings.times);
        return {};
    });
    if (!read) {
        return read.error();
    }
    if (!campaign) {
        return Error{Errc::notFound, "there is no campaign \"" + id +
                                         "\"; tocsin campaign list shows those there are"};
    }
    auto file = readCampaignFile(campaign->file, id, campaign->id, settings.times, nullptr);
    if (!file) {
        return file.error();
    }
    keepWithin(file->targets, before.units, campaign->unit);
    auto const after = with(before, running(*file, *campaign, before.units));
    boost::json::array screens;
    for (auto const& screen : before.screens) {
        auto row = diffOf(screen, before, after, file->rules, *days);
        if (!row) {
            return row.error();
        }
        if (!row->empty()) {
            screens.emplace_back(std::move(*row));
        }
    }
    boost::json::object out;
    if (file->placement != Placement::programme) {
        auto rows = overlayRows(after, *file, now(), *days);
        if (!rows) {
            return rows.error();
        }
        out["overlays"] = std::move(*rows);
    }
    out["campaign"] = id;
    out["revision"] = campaign->revision;
    out["state"] = std::string(store::toString(campaign->state));
    out["days"] = *days;
    out["screens"] = std::move(screens);
    return access::jsonResponse(out);
}

Result<boost::json::object> Schedule::State::diffOf(store::Screen const& screen,
                                                    Situation const& before, Situation const& after,
                                                    playlists::ProgrammeCampaign const& rules,
                                                    int days) {
    auto const today = playlists::localDayOf(screen.zone, now());
    if (!today) {
        return today.error();
    }
    Counts was, will;
    FindingDays seen;
    auto const first = std::max<playlists::LocalDay>(*today, rules.from);
    auto last = first;
    bool changed = false;
    for (int i = 0; i < days; ++i) {
        playlists::LocalDay const day = std::chrono::sys_days(first) + std::chrono::days(i);
        auto const old = programmeOf(screen, before, day);
        auto const next = programmeOf(screen, after, day);
        if (day > rules.to || old == next) {
            continue;
        }
        auto const oldDay = compilations.whole(old, day);
        auto const nextDay = compilations.whole(next, day);
        if (!oldDay || !nextDay) {
            return oldDay ? nextDay.error() : oldDay.error();
        }
        changed = true;
        last = day;
        for (auto const& [id, plays] : countsOf((*oldDay)->timeline)) {
            was[id] += plays;
        }
        for (auto const& [id, plays] : countsOf((*nextDay)->timeline)) {
            will[id] += plays;
        }
        for (auto const& finding : (*nextDay)->findings) {
            if (!hasFinding((*oldDay)->findings, finding)) {
                seen.add(finding, day);
            }
        }
    }
    boost::json::object out;
    if (changed) {
        ScreenFindings findings;
        for (auto& finding : seen.all()) {
            findings.push_back({screen.id, std::move(finding)});
        }
        out["screen"] = screen.id.str();
        out["screen_name"] = screen.name;
        out["from"] = playlists::toString(first);
        out["to"] = playlists::toString(last);
        out["changes"] = changesOf(was, will);
        out["findings"] = toJson(findings, after);
    }
    return out;
}

}  // namespace tocsin::schedule
