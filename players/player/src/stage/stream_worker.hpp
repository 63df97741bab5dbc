// SPDX-License-Identifier: Apache-2.0
// The child that listens to one stream, as its item sees it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "tocsin/media/frame_pool.hpp"
#include "tocsin/media/stream.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

/// One attempt to listen. One thread uses it. Its end ends the child.
class StreamWorker {
public:
    virtual ~StreamWorker() = default;
    struct News {
        media::FramePtr picture;           ///< a new one, if there is any
        std::optional<std::string> ended;  ///< the child is gone, because of this
    };
    /// Blocks until there is news, at most so long; a stop request ends it at once.
    virtual News wait(Milliseconds patience, std::stop_token const& stop) = 0;
    /// Changes as long as the child is not stuck.
    [[nodiscard]] virtual std::uint64_t beats() const = 0;
    /// How long one of its pictures is on as far as it knows; 0: it does not.
    [[nodiscard]] virtual std::chrono::microseconds interval() const = 0;
};

/// Errors say in one clause why the child cannot be started.
using StartStreamWorker =
    std::function<Result<std::unique_ptr<StreamWorker>>(media::StreamDescription const&)>;

/// Starts `program` (tocsin-stream-worker) with pictures of `canvas` in frames of `pool`, which has
/// its size.
[[nodiscard]] StartStreamWorker streamProcesses(std::filesystem::path program, media::Canvas canvas,
                                                std::shared_ptr<media::FramePool> pool);

}  // namespace tocsin::player
