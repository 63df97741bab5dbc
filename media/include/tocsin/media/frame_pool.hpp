// SPDX-License-Identifier: Apache-2.0
// A pool of frames of one size, so that nothing asks the system for megabytes many times a second
// or at each change of films. Published frames come back by themselves, from any thread, also after
// the pool is gone.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "tocsin/media/frame.hpp"

namespace tocsin::media {

/// Thread-safe.
class FramePool {
public:
    /// Run once on each new frame, e.g. to fill the part that never changes.
    using Prepare = std::function<void(Frame&)>;

    FramePool(int width, int height, Prepare prepare = {});

    [[nodiscard]] int width() const noexcept { return width_; }
    [[nodiscard]] int height() const noexcept { return height_; }
    /// Holds whatever its last user left.
    [[nodiscard]] std::unique_ptr<Frame> take();
    [[nodiscard]] FramePtr publish(std::unique_ptr<Frame> frame);

private:
    static constexpr std::size_t kKept =
        8;  // composed, shown, and one or two at each of a few sinks
    struct Shelf {
        std::mutex mutex;
        std::vector<std::unique_ptr<Frame>> frames;
    };

    int width_, height_;
    Prepare prepare_;
    std::shared_ptr<Shelf> shelf_;
};

}  // namespace tocsin::media
