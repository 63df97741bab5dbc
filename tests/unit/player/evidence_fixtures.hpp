// SPDX-License-Identifier: Apache-2.0
// Sights for the tests of evidence.
#pragma once

#include "evidence/sampler.hpp"
#include "player_fixtures.hpp"

namespace tocsin::player {

inline std::shared_ptr<Plan const> planWith(messages::SamplingRule rule) {
    auto manifest = manifestFor({}, {});
    manifest.evidence = rule;
    return std::make_shared<Plan const>(manifest, Plan::Timelines{}, std::set<Digest>{});
}

inline Cue playOf(std::string const& name, std::int64_t index, std::int64_t startMs,
                  std::int64_t endMs, unsigned day = 1) {
    Cue cue;
    cue.kind = Cue::Kind::play;
    cue.timeline = digestOf("plan");
    cue.index = index;
    cue.content = assetNamed(name).content;
    cue.name = name;
    cue.campaign = CampaignId("june");
    cue.start = morning(startMs);
    cue.end = morning(endMs);
    cue.day = {std::chrono::year(2026), std::chrono::month(6), std::chrono::day(day)};
    return cue;
}

inline PlayEnd const kWhole{messages::PlayResult::complete, ""};
inline PlayEnd const kBroken{messages::PlayResult::partial, "stopped"};

}  // namespace tocsin::player
