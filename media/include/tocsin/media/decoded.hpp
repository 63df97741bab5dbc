// SPDX-License-Identifier: Apache-2.0
// A decoded picture that is converted to a frame only when somebody wants to see it: decoded
// pictures that wait in a queue are a third of a frame's size, and those that are skipped cost
// nothing more.
#pragma once

#include <memory>

#include "tocsin/media/frame.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

class Decoded {
public:
    virtual ~Decoded() = default;
    /// The finished frame; the first call does the work, later ones give the same one. Calls for
    /// pictures of one film must not overlap; the film itself may decode on meanwhile on another
    /// thread. Errc::damaged if it cannot be converted.
    virtual Result<FramePtr> frame() = 0;
};

using DecodedPtr = std::shared_ptr<Decoded>;

/// One that is finished already.
[[nodiscard]] DecodedPtr finished(FramePtr frame);

}  // namespace tocsin::media
