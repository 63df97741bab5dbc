// SPDX-License-Identifier: Apache-2.0
// A loop as files: each different item rendered once by the media worker, joined in order.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "loop_plan.hpp"
#include "tocsin/library/library.hpp"
#include "tocsin/library/segments.hpp"

namespace tocsin::schedule {

/// A file that people take away.
struct LoopFile {
    std::string name;  ///< in the folder that they fill
    std::string type;  ///< "video/mp4"
    std::filesystem::path file;
    Digest digest;
    std::int64_t bytes = 0;
};

struct RenderedLoop {
    std::vector<LoopItem> items;          ///< those of the plan that could be rendered
    std::vector<LoopFinding> findings;    ///< beside those of the plan
    std::vector<LoopFile> files;          ///< "loop.mp4", or a picture for each item, in order
    int addedColumns = 0, addedRows = 0;  ///< of an MP4, whose sides are even
};

struct LoopWay {
    library::SegmentMaker& maker;
    library::Library const& library;
    int threads = 1;                            ///< of the encoder
    std::int64_t diskReserveBytes = 1LL << 29;  ///< nothing is written that would leave less free
};

/// Share done, 0 to 1, and what is being done; on the calling thread.
using LoopProgress = std::function<void(double share, playlists::Words const& words)>;

/// Works in `folder`, which is this loop's alone; the files stay there. Blocks for as long as
/// encoding takes. An item that cannot be rendered for its own fault is left out with a finding.
/// Errc::invalid if that leaves nothing, Errc::cancelled (`stop`), and what the machine is to blame
/// for: Errc::exhausted, Errc::unavailable, Errc::timedOut.
[[nodiscard]] Result<RenderedLoop> renderLoop(LoopPlan const& plan, LoopWish const& wish,
                                              std::filesystem::path const& folder,
                                              LoopWay const& way, LoopProgress const& progress,
                                              std::stop_token const& stop);

}  // namespace tocsin::schedule
