// SPDX-License-Identifier: Apache-2.0
// What a compiled day shows, as tests ask about it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "programmes.hpp"
#include "tocsin/playlists/compiler.hpp"

namespace tocsin::playlists {

/// A play of the compiled day.
struct Shown {
    Instant start, end;
    std::string asset, campaign, reason;
};

inline std::vector<Shown> playsOf(Compiled const& compiled) {
    std::vector<Shown> out;
    for (std::size_t i = 0; i < compiled.timeline.entries.size(); ++i) {
        auto const slot = slotOf(compiled.timeline, i);
        if (!slot.dark) {
            out.push_back({slot.start, slot.end, slot.asset.str(), slot.campaign.str(),
                           std::string(slot.reason)});
        }
    }
    return out;
}

inline std::vector<Shown> of(std::vector<Shown> plays, std::string const& campaign) {
    std::erase_if(plays, [&](Shown const& play) { return play.campaign != campaign; });
    return plays;
}

inline std::int64_t missing(Compiled const& compiled, std::string const& code) {
    std::int64_t out = 0;
    for (auto const& finding : compiled.findings) {
        out += finding.code == code ? finding.missingPlays : 0;
    }
    return out;
}

inline bool has(Compiled const& compiled, std::string const& code) {
    return std::any_of(compiled.findings.begin(), compiled.findings.end(),
                       [&](Finding const& finding) { return finding.code == code; });
}

inline bool relaxed(Shown const& play) {
    return play.reason.find("separation-relaxed") != std::string::npos;
}

/// A Tuesday of the safety month, and its begin in Shanghai.
inline auto const kDay = day("2026-06-16");
inline auto const kBegin = at("2026-06-16T00:00:00+08:00");

inline Compiled compiled(Programme const& programme, LocalDay date = kDay) {
    auto out = compile(programme, date);
    EXPECT_TRUE(out) << out.error().message;
    return out ? std::move(*out) : Compiled{};
}

}  // namespace tocsin::playlists
