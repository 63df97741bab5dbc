// SPDX-License-Identifier: Apache-2.0
#include "evidence/sampler.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace tocsin::player {
namespace {

using messages::EvidenceCause;

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::size_t kDayChars = 10;
/// A campaign's plays of yesterday may still be on after midnight.
constexpr std::chrono::days kRemembered{1};

SampleKey keyOf(Cue const& cue) {
    return {cue.day, cue.campaign.str(), cue.content.asset};
}

}  // namespace

std::string toLine(SampleKey const& key) {
    char day[48];
    std::snprintf(day, sizeof day, "%04d-%02u-%02u", static_cast<int>(key.day.year()),
                  static_cast<unsigned>(key.day.month()), static_cast<unsigned>(key.day.day()));
    return std::string(day) + " " + key.campaign + " " + key.asset.hex();
}

std::optional<SampleKey> parseSampleKey(std::string_view line) {
    auto const last = line.rfind(' ');
    if (line.size() <= kDayChars || line[kDayChars] != ' ' || last <= kDayChars) {
        return std::nullopt;
    }
    auto const number = [&](std::size_t from, std::size_t length) {
        unsigned out = 0;
        std::from_chars(line.data() + from, line.data() + from + length, out);
        return out;
    };
    playlists::LocalDay const day{std::chrono::year(static_cast<int>(number(0, 4))),
                                  std::chrono::month(number(5, 2)), std::chrono::day(number(8, 2))};
    auto const asset = Digest::fromHex(line.substr(last + 1));
    if (!day.ok() || !asset) {
        return std::nullopt;
    }
    return SampleKey{day, std::string(line.substr(kDayChars + 1, last - kDayChars - 1)), *asset};
}

Sampler::Sampler(TickGrid grid, std::vector<SampleKey> const& done) : grid_(grid) {
    for (auto const& key : done) {
        attempts_[key] = kAttempts;
    }
}

std::optional<EvidenceCause> Sampler::wants(Witness::Sight const& sight) {
    auto const* const manifest = sight.plan.manifest() ? &*sight.plan.manifest() : nullptr;
    if (manifest == nullptr || sight.notice || !sight.own) {
        return std::nullopt;
    }
    if (manifest->evidence.firstPlays && wantsPlay(sight)) {
        return EvidenceCause::firstPlay;
    }
    auto const minutes = manifest->evidence.everyMinutes;
    return minutes > 0 && wantsInterval(sight, minutes) ? std::optional(EvidenceCause::interval)
                                                        : std::nullopt;
}

bool Sampler::wantsPlay(Witness::Sight const& sight) {
    if (sight.cue.kind != Cue::Kind::play) {
        return false;
    }
    if (!sight.cue.sameShowing(cue_)) {
        cue_ = sight.cue;
        pictured_ = false;
        auto const found = attempts_.find(keyOf(cue_));
        open_ = found == attempts_.end() || found->second < kAttempts;
        middle_ = (grid_.firstAt(cue_.start) + grid_.firstAt(cue_.end)) / 2;
    }
    return open_ && sight.whole && sight.tick >= middle_;
}

bool Sampler::wantsInterval(Witness::Sight const& sight, std::int64_t minutes) {
    auto const number = toMillis(sight.at) / (minutes * kMinuteMs);
    if (!interval_) {
        // The first tick of all is seldom the first one of an interval.
        interval_ = toMillis(sight.at) % (minutes * kMinuteMs) == 0 ? number - 1 : number;
    }
    return number != *interval_;
}

void Sampler::taken(Witness::Sight const& sight, EvidenceCause cause) {
    if (cause == EvidenceCause::firstPlay) {
        open_ = false;
        pictured_ = true;
    } else if (cause == EvidenceCause::interval) {
        interval_ = toMillis(sight.at) / (sight.plan.manifest()->evidence.everyMinutes * kMinuteMs);
    }
}

std::optional<SampleKey> Sampler::ended(Cue const& cue, PlayEnd const& end) {
    if (!pictured_ || !cue.sameShowing(cue_)) {
        return std::nullopt;
    }
    pictured_ = false;
    auto const key = keyOf(cue_);
    bool const whole = end.result == messages::PlayResult::complete;
    auto& attempts = attempts_[key];
    attempts = whole ? kAttempts : std::min(attempts + 1, kAttempts);
    forget(key.day);
    return attempts == kAttempts ? std::optional(key) : std::nullopt;
}

void Sampler::forget(playlists::LocalDay newest) {
    std::erase_if(attempts_, [&](auto const& entry) {
        return std::chrono::sys_days(entry.first.day) + kRemembered < std::chrono::sys_days(newest);
    });
}

std::vector<SampleKey> Sampler::done() const {
    std::vector<SampleKey> out;
    for (auto const& [key, attempts] : attempts_) {
        if (attempts == kAttempts) {
            out.push_back(key);
        }
    }
    return out;
}

}  // namespace tocsin::player
