// SPDX-License-Identifier: Apache-2.0
// Looking ahead: what a campaign would mean for the screens it targets.
#include <algorithm>
#include <set>

#include "finding_days.hpp"
#include "overlay_findings.hpp"
#include "shape_findings.hpp"
#include "slogan_findings.hpp"
#include "state.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

playlists::Finding plainFinding(char const* code, CampaignId const& campaign, std::string english,
                                std::string chinese) {
    return {code, campaign, std::move(english), 0, std::move(chinese)};
}

playlists::LocalDay after(playlists::LocalDay day, int days) {
    return std::chrono::sys_days(day) + std::chrono::days(days);
}

/// Assets whose licence ends before the campaign does, each once.
void addLicences(ScreenFindings& out, Situation const& situation, RunningCampaign const& campaign) {
    auto const& file = campaign.file;
    std::set<Digest> seen;
    for (auto const& item : campaign.items) {
        auto const found = situation.assets.find(item);
        if (found == situation.assets.end() || !seen.insert(item).second) {
            continue;
        }
        auto const& asset = found->second;
        auto const& until = asset.licenceUntil;
        if (until && *until < file.rules.to && store::lastDay(asset) == until) {
            auto const day = playlists::toString(*until);
            auto const end = playlists::toString(file.rules.to);
            out.push_back(
                {ScreenId{},
                 plainFinding("licence-ends", file.id,
                              "the licence of asset " + asset.handle + " ends on " + day +
                                  ", the campaign on " + end + "; after " + day + " it is left out",
                              "素材 " + asset.handle + " 的授权于 " + day + " 到期，播放任务到 " +
                                  end + " 结束；" + day + " 之后不再播出")});
        }
    }
}

}  // namespace

Situation with(Situation situation, RunningCampaign const& campaign) {
    auto const& id = campaign.file.id;
    for (auto* list : {&situation.campaigns, &situation.overlays}) {
        std::erase_if(*list, [&](auto const& running) { return running.file.id == id; });
    }
    auto& list = situation.listOf(campaign.file.placement);
    auto const place = std::find_if(list.begin(), list.end(),
                                    [&](auto const& running) { return id < running.file.id; });
    list.insert(place, campaign);
    return situation;
}

ScreenFindings Schedule::State::lookAgain(store::Campaign const& campaign,
                                          Situation const& current) {
    auto const file =
        readCampaignFile(campaign.file, campaign.id.str(), campaign.id, settings.times, nullptr);
    return file ? look(current, running(*file, campaign, current.units)) : ScreenFindings{};
}

ScreenFindings Schedule::State::look(Situation const& current, RunningCampaign const& campaign) {
    auto const& file = campaign.file;
    auto const situation = with(current, campaign);
    auto out = sloganFindings(situation, campaign, library);
    for (auto& finding : shapeFindings(situation, campaign)) {
        out.push_back(std::move(finding));
    }
    addLicences(out, situation, campaign);
    auto meant = false;
    for (auto const& screen : situation.screens) {
        if (!isMeant(file.targets, screen)) {
            continue;
        }
        meant = true;
        auto const today = playlists::localDayOf(screen.zone, now());
        if (!today) {
            out.push_back({screen.id, plainFinding("zone", file.id, today.error().message,
                                                   "屏幕时区有误：" + today.error().message)});
            continue;
        }
        if (file.rules.to < *today) {
            out.push_back(
                {screen.id, plainFinding("campaign-over", file.id,
                                         "the campaign's last day is past; nothing will play",
                                         "播放任务的最后一天已过，不会播出")});
            continue;
        }
        if (file.placement != Placement::programme) {
            for (auto& finding : overlayFindings(screen, campaign, situation, library, now())) {
                out.push_back({screen.id, std::move(finding)});
            }
            continue;
        }
        FindingDays seen;
        auto const first = std::max(*today, file.rules.from);
        for (int i = 0; i < settings.days && after(first, i) <= file.rules.to; ++i) {
            auto const day = after(first, i);
            auto const made = compilations.summary(programmeOf(screen, situation, day), day);
            if (!made) {
                seen.add(plainFinding("not-planned", file.id, made.error().message,
                                      "无法编排：" + made.error().message),
                         day);
            } else {
                for (auto const& finding : (*made)->findings) {
                    seen.add(finding, day);
                }
            }
        }
        for (auto& finding : seen.all()) {
            out.push_back({screen.id, std::move(finding)});
        }
    }
    if (!meant) {
        out.push_back(
            {ScreenId{}, plainFinding("no-screen", file.id,
                                      "no screen in service is meant by the campaign's targets",
                                      "投放范围内没有在用的屏幕")});
    }
    return out;
}

}  // namespace tocsin::schedule
