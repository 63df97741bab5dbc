// SPDX-License-Identifier: Apache-2.0
// Compiled days, remembered: screens with equal programmes share one compilation, and a replan
// compiles only what changed.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
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
    Recent recent_;  // newest first
    std::unordered_map<Digest, Recent::iterator> wholes_;
    std::size_t entries_ = 0;  // plays in recent_
    std::int64_t compiled_ = 0;
};

}  // namespace tocsin::schedule
