// SPDX-License-Identifier: Apache-2.0
// The cache of compiled days.
#include "compilations.hpp"

#include "programmes.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::schedule {
namespace {

constexpr std::size_t kMostEntries = 2'000'000;  // 16 bytes a play, and some 3 more in the file
constexpr std::size_t kMostSummaries =
    100'000;                                 // 500 screens with programmes of their own, for months
constexpr std::size_t kMostFacts = 100'000;  // 10,000 screens with timelines of their own

std::shared_ptr<DaySummary const> summaryOf(CompiledDay const& day) {
    return std::make_shared<DaySummary const>(
        DaySummary{day.digest, factsOf(day.timeline, day.bytes.size()), day.findings});
}

}  // namespace

TimelineFacts factsOf(playlists::Timeline const& timeline, std::size_t bytes) {
    TimelineFacts facts{timeline.begin, static_cast<std::int64_t>(bytes), {}};
    for (auto const& asset : timeline.assets) {
        if (auto const digest = Digest::fromHex(asset.str())) {
            facts.assets.push_back(*digest);
        }
    }
    return facts;
}

Result<std::shared_ptr<DaySummary const>> Compilations::summary(
    playlists::Programme const& programme, playlists::LocalDay day, std::optional<Instant> from) {
    auto const key = programmeKey(programme, day, from);
    {
        std::lock_guard const lock(mutex_);
        if (auto const found = summaries_.find(key); found != summaries_.end()) {
            return found->second;
        }
    }
    auto const made = compile(key, programme, day, from);
    if (!made) {
        return made.error();
    }
    return summaryOf(**made);
}

Result<std::shared_ptr<CompiledDay const>> Compilations::whole(
    playlists::Programme const& programme, playlists::LocalDay day, std::optional<Instant> from) {
    auto const key = programmeKey(programme, day, from);
    {
        std::lock_guard const lock(mutex_);
        if (auto const found = wholes_.find(key); found != wholes_.end()) {
            recent_.splice(recent_.begin(), recent_, found->second);
            return found->second->second;
        }
    }
    return compile(key, programme, day, from);
}

Result<std::shared_ptr<CompiledDay const>> Compilations::compile(
    Digest const& key, playlists::Programme const& programme, playlists::LocalDay day,
    std::optional<Instant> from) {
    auto made = playlists::compile(programme, day, from);
    if (!made) {
        return made.error();
    }
    auto whole = std::make_shared<CompiledDay>();
    whole->bytes = playlists::encodeTimeline(made->timeline);
    whole->digest = messages::sha256(whole->bytes);
    whole->timeline = std::move(made->timeline);
    whole->findings = std::move(made->findings);
    auto summary = summaryOf(*whole);

    std::lock_guard const lock(mutex_);
    ++compiled_;
    if (summaries_.size() >= kMostSummaries) {
        summaries_.clear();
    }
    summaries_.insert_or_assign(key, std::move(summary));
    if (!wholes_.contains(key)) {
        recent_.emplace_front(key, whole);
        wholes_.emplace(key, recent_.begin());
        byDigest_.insert_or_assign(whole->digest, whole);
        entries_ += whole->timeline.entries.size();
        while (entries_ > kMostEntries && recent_.size() > 1) {
            entries_ -= recent_.back().second->timeline.entries.size();
            wholes_.erase(recent_.back().first);
            byDigest_.erase(recent_.back().second->digest);
            recent_.pop_back();
        }
    }
    return std::shared_ptr<CompiledDay const>(whole);
}

std::shared_ptr<playlists::Timeline const> Compilations::timeline(Digest const& digest) const {
    std::lock_guard const lock(mutex_);
    auto const found = byDigest_.find(digest);
    return found == byDigest_.end() ? nullptr
                                    : std::shared_ptr<playlists::Timeline const>(
                                          found->second, &found->second->timeline);
}

void Compilations::remember(Digest const& rules, Digest const& timeline) {
    std::lock_guard const lock(mutex_);
    if (made_.size() >= kMostSummaries) {
        made_.clear();
    }
    made_.emplace(rules, timeline);
}

bool Compilations::isMadeFrom(Digest const& rules, Digest const& timeline) const {
    std::lock_guard const lock(mutex_);
    return made_.contains({rules, timeline});
}

Result<std::shared_ptr<TimelineFacts const>> Compilations::facts(Digest const& digest,
                                                                 std::size_t bytes,
                                                                 ReleasedTimeline const& read) {
    {
        std::lock_guard const lock(mutex_);
        if (auto const found = facts_.find(digest); found != facts_.end()) {
            return found->second;
        }
    }
    auto const timeline = read(digest);
    if (!timeline) {
        return timeline.error();
    }
    auto const made = std::make_shared<TimelineFacts const>(factsOf(*timeline, bytes));
    std::lock_guard const lock(mutex_);
    if (facts_.size() >= kMostFacts) {
        facts_.clear();
    }
    facts_.insert_or_assign(digest, made);
    return made;
}

std::int64_t Compilations::compiled() const {
    std::lock_guard const lock(mutex_);
    return compiled_;
}

}  // namespace tocsin::schedule
