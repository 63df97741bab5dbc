// SPDX-License-Identifier: Apache-2.0
// Keeps the cache within its limit and off the disk's reserve.
#pragma once

#include <spdlog/logger.h>

#include <atomic>
#include <functional>
#include <mutex>

#include "director/cache_budget.hpp"
#include "director/content_cache.hpp"
#include "engine/findings.hpp"

namespace tocsin::player {

/// How full the file system of a folder is. Errc as of the file system.
[[nodiscard]] Result<DiskSpace> diskSpace(std::filesystem::path const& folder);

/// Thread-safe: the fetcher asks, and whoever brings content by hand. When a file was last needed
/// is its modification time, in fleet time, so that it outlives a restart. Files whose names are no
/// content's are not touched.
class CacheKeeper {
public:
    struct Parts {
        ContentCache const& cache;
        std::optional<std::int64_t> limit;  ///< bytes
        std::function<Result<DiskSpace>()> space;
        spdlog::logger& log;
        Findings& findings;
    };
    explicit CacheKeeper(Parts parts) : parts_(std::move(parts)) {}

    /// Stamps what the plan needs, removes what must go, says in a finding what does not fit.
    /// Returns what may be fetched, soonest needed first.
    [[nodiscard]] std::vector<Plan::Want> round(Plan const& plan, Instant now);
    /// Something did not fit in the last round.
    [[nodiscard]] bool isShort() const noexcept { return short_; }
    /// A write found the disk full, whatever the books say: removes all that the plan does not
    /// need. True if there was any.
    bool makeRoom(Plan const& plan, Instant now);
    /// Gives back what has come of a file, so that the journal can go on.
    void dropPart(Digest const& digest);

private:
    [[nodiscard]] std::vector<CacheFile> scan() const;
    void stamp(std::vector<CacheFile>& files, std::vector<Plan::Need> const& needs, Instant now);
    void remove(std::vector<CacheFile> const& files);
    [[nodiscard]] std::filesystem::path pathOf(CacheFile const& file) const;

    Parts parts_;
    std::mutex mutex_;  ///< one at a time looks at the folder
    std::atomic<bool> short_{false};
};

}  // namespace tocsin::player
