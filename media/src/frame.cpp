// SPDX-License-Identifier: Apache-2.0
// Frames: black ones, and a pool so that a film does not ask the system for megabytes 25 times a
// second.
#include "tocsin/media/frame.hpp"

#include <libyuv.h>

#include <array>

#include "tocsin/media/decoded.hpp"
#include "tocsin/media/frame_pool.hpp"

namespace tocsin::media {

FramePtr blackFrame(int width, int height) {
    auto frame = std::make_shared<Frame>(width, height);
    for (std::size_t i = 3; i < frame->pixels.size(); i += 4) {
        frame->pixels[i] = 255;
    }
    return frame;
}

Frame* soleOwner(FramePtr const& frame) {
    // All frames are made writable; `const` is what their readers promise each other. Whoever held
    // one before gave it away through a lock, so that nothing of its work can be seen late.
    return frame.use_count() == 1 ? const_cast<Frame*>(frame.get()) : nullptr;
}

void turn(Frame const& frame, int quarterTurns, Frame& into) {
    constexpr std::array<libyuv::RotationMode, 4> kModes{libyuv::kRotate0, libyuv::kRotate90,
                                                         libyuv::kRotate180, libyuv::kRotate270};
    bool const sideways = quarterTurns % 2 != 0;
    into.width = sideways ? frame.height : frame.width;
    into.height = sideways ? frame.width : frame.height;
    into.pixels.resize(frame.pixels.size());
    libyuv::ARGBRotate(frame.pixels.data(), static_cast<int>(frame.stride()), into.pixels.data(),
                       static_cast<int>(into.stride()), frame.width, frame.height,
                       kModes.at(static_cast<std::size_t>(quarterTurns)));
}

namespace {

class Finished final : public Decoded {
public:
    explicit Finished(FramePtr frame) : frame_(std::move(frame)) {}
    Result<FramePtr> frame() override { return frame_; }

private:
    FramePtr frame_;
};

}  // namespace

DecodedPtr finished(FramePtr frame) {
    return std::make_shared<Finished>(std::move(frame));
}

FramePool::FramePool(int width, int height, Prepare prepare)
    : width_(width),
      height_(height),
      prepare_(std::move(prepare)),
      shelf_(std::make_shared<Shelf>()) {}

std::unique_ptr<Frame> FramePool::take() {
    {
        std::scoped_lock const lock(shelf_->mutex);
        if (!shelf_->frames.empty()) {
            auto frame = std::move(shelf_->frames.back());
            shelf_->frames.pop_back();
            return frame;
        }
    }
    auto frame = std::make_unique<Frame>(width_, height_);
    if (prepare_) {
        prepare_(*frame);
    }
    return frame;
}

FramePtr FramePool::publish(std::unique_ptr<Frame> frame) {
    return FramePtr(frame.release(), [shelf = std::weak_ptr<Shelf>(shelf_)](Frame* done) {
        std::unique_ptr<Frame> back(done);
        if (auto const kept = shelf.lock()) {
            std::scoped_lock const lock(kept->mutex);
            if (kept->frames.size() < kKept) {
                kept->frames.push_back(std::move(back));
            }
        }
    });
}

}  // namespace tocsin::media
