// SPDX-License-Identifier: Apache-2.0
// Takes every frame and keeps none.
#pragma once

#include "sinks/frame_sink.hpp"

namespace tocsin::player {

class NullSink final : public FrameSink {
public:
    bool submit(media::FramePtr const&, TickInfo const&) noexcept override { return true; }
    [[nodiscard]] std::string const& name() const noexcept override { return name_; }

private:
    std::string name_ = "null";
};

}  // namespace tocsin::player
