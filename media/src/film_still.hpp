// SPDX-License-Identifier: Apache-2.0
// The one frame of a film that tells it from others.
#pragma once

#include <cstdint>

#include "ffmpeg_handles.hpp"
#include "open_file.hpp"
#include "orientation.hpp"
#include "tocsin/media/frame.hpp"

namespace tocsin::media::detail {

/// What a film's container says of it.
struct FilmHead {
    std::int64_t lengthMs = 0;  ///< 0: it does not say
    AVRational rate{25, 1};     ///< that of its house master
};
/// Errors as of Demuxer::open().
[[nodiscard]] Result<FilmHead> filmHead(OpenFile const& file);

/// Fits into the box, upright, in standard range. Errc::invalid, Errc::damaged. Throws
/// std::bad_alloc and std::runtime_error.
[[nodiscard]] Result<FramePtr> filmStill(OpenFile const& file, Size box);
/// The same of the frame at so many thousandths of its length; of the one before if there is none.
[[nodiscard]] Result<FramePtr> filmStillAt(OpenFile const& file, Size box, int permille);

}  // namespace tocsin::media::detail
