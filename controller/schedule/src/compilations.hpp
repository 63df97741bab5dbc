// SPDX-License-Identifier: Apache-2.0
// Compiled days, remembered: screens with equal programmes share one compilation, and a replan
// compiles only what changed.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "tocsin/playlists/compiler.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::schedule {

/// One compiled day in full.
struct CompiledDay {
    Digest digest;      ///< of `bytes`
    std::string bytes;  ///< the timeline file
    playlists::Timeline timeline;
    std::vector<playlists::Finding> findings;
};

/// What planning asks about a timeline again and again.
struct TimelineFacts {
    Instant begin;
    std::int64_t bytes = 0;
    std::vector<Digest> assets;
};
[[nodiscard]] TimelineFacts factsOf(playlists::Timeline const& timeline, std::size_t bytes);

/// A released timeline by its digest. Errc::damaged if it is gone or cannot be read.
using ReleasedTimeline = std::function<Result<playlists::Timeline>(Digest const&)>;

/// A compiled day without its plays.
struct DaySummary {
    Digest digest;
    TimelineFacts facts;
    std::vector<playlists::Finding> findings;
};

/// Thread-safe. Summaries are kept for long, whole days for as long as they fit in some tens of
/// megabytes.
class Compilations {
public:
    [[nodiscard]] Result<std::shared_ptr<DaySummary const>> summary(
        playlists::Programme const& programme, playlists::LocalDay day,
        std::optional<Instant> from = std::nullopt);
    [[nodiscard]] Result<std::shared_ptr<CompiledDay const>> whole(
        playlists::Programme const& programme, playlists::LocalDay day,
        std::optional<Instant> from = std::nullopt);
    /// The timeline with this digest, if it is still remembered as a whole.
    [[nodiscard]] std::shared_ptr<playlists::Timeline const> timeline(Digest const& digest) const;
    /// Remembers that the rules (programmeKey without what was shown before) once gave the
    /// timeline.
    void remember(Digest const& rules, Digest const& timeline);
    /// Whether they did. What a screen was shown before may differ, so several timelines can be
    /// made from the same rules, and none of them needs replacing.
    [[nodiscard]] bool isMadeFrom(Digest const& rules, Digest const& timeline) const;
    /// What is asked about a released timeline of this digest and length; `read` is called if it is
    /// not remembered, so that a replan without changes reads no timeline.
    [[nodiscard]] Result<std::shared_ptr<TimelineFacts const>> facts(Digest const& digest,
                                                                     std::size_t bytes,
                                                                     ReleasedTimeline const& read);
    /// How many days were really compiled so far.
    [[nodiscard]] std::int64_t compiled() const;

private:
    using Recent = std::list<std::pair<Digest, std::shared_ptr<CompiledDay const>>>;
    Result<std::shared_ptr<CompiledDay const>> compile(Digest const& key,
                                                       playlists::Programme const& programme,
                                                       playlists::LocalDay day,
                                                       std::optional<Instant> from);

    mutable std::mutex mutex_;  // guards all below
    std::unordered_map<Digest, std::shared_ptr<DaySummary const>> summaries_;
    std::unordered_map<Digest, std::shared_ptr<TimelineFacts const>> facts_;
    Recent recent_;  // newest first
    std::unordered_map<Digest, Recent::iterator> wholes_;
    std::unordered_map<Digest, std::shared_ptr<CompiledDay const>> byDigest_;  // of recent_
    std::set<std::pair<Digest, Digest>> made_;
    std::size_t entries_ = 0;  // plays in recent_
    std::int64_t compiled_ = 0;
};

}  // namespace tocsin::schedule
