// SPDX-License-Identifier: Apache-2.0
// Play records for the journal's tests.
#pragma once

#include "player_fixtures.hpp"
#include "tocsin/messages/play_record.hpp"

namespace tocsin::player {

inline messages::PlayRecord rowNumber(std::int64_t sequence) {
    messages::PlayRecord out;
    out.sequence = sequence;
    out.timeline = digestOf("plan");
    out.index = sequence;
    out.playId = messages::plannedPlayId(out.timeline, sequence);
    out.content = assetNamed("film").content;
    out.campaign = CampaignId("june");
    out.start = morning(sequence * 10'000);
    out.end = out.start + Milliseconds(10'000);
    out.monoStartMs = sequence * 10'000;
    out.monoEndMs = out.monoStartMs + 10'000;
    out.boot = "0c8f2a36-3d8b-4a52-9c0e-1f6f3c0d9d11";
    out.clock = messages::ClockState::synced;
    out.plannedMs = 10'000;
    out.shownMs = 10'000;
    out.framesShown = 250;
    out.result = messages::PlayResult::complete;
    return out;
}

inline std::string contentOf(std::filesystem::path const& file) {
    return files::read(file).value();
}

}  // namespace tocsin::player
