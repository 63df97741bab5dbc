// SPDX-License-Identifier: Apache-2.0
// Items of programmes rendered as files for screens without a player, and joined to loops; the work
// is done by tocsin-media-worker in its sandbox.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "tocsin/media/segment.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::library {

/// Thread-safe; calls block for as long as rendering takes. `progress` is told the share done, 0 to
/// 1, on the calling thread. Errc::invalid: the item's fault, one sentence says why, trying again
/// is no use. Errc::exhausted (disk or memory), Errc::unavailable, Errc::timedOut: the machine's.
/// Errc::cancelled: `stop`. The target is of use only after success, and gone otherwise.
class SegmentMaker {
public:
    using Progress = std::function<void(double share)>;
    virtual ~SegmentMaker() = default;

    /// What media::renderSegment makes of `item`, a file as players get it.
    [[nodiscard]] virtual Result<media::Segment> render(std::filesystem::path const& item,
                                                        media::SegmentOrder const& order,
                                                        std::filesystem::path const& target,
                                                        Progress const& progress,
                                                        std::stop_token const& stop) = 0;
    /// What media::joinInOrder makes of `parts`, at most kMostParts; its number of frames.
    [[nodiscard]] virtual Result<std::int64_t> join(std::vector<std::filesystem::path> const& parts,
                                                    std::vector<std::size_t> const& order,
                                                    std::filesystem::path const& target,
                                                    Progress const& progress,
                                                    std::stop_token const& stop) = 0;
};

/// So many files the worker opens at a time.
inline constexpr std::size_t kMostParts = 500;
/// So many places an order may have.
inline constexpr std::size_t kMostPlaces = 10'000;

/// `worker`: the program; it gives way to the rest of the machine, and is killed after `limit` of
/// real time a call.
[[nodiscard]] std::unique_ptr<SegmentMaker> segmentsByWorker(
    std::filesystem::path worker, Milliseconds limit = Milliseconds(2 * 3'600'000));

}  // namespace tocsin::library
