// SPDX-License-Identifier: Apache-2.0
// Still pictures: JPEG, PNG, WebP in; a frame at the canvas's size out. And PNG out, for the PNG
// sink and for people to look at.
#pragma once

#include <filesystem>

#include "tocsin/media/frame.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

/// Alpha is laid over black, or kept if the canvas is transparent. Errc::notFound, Errc::damaged.
[[nodiscard]] Result<FramePtr> loadPicture(std::filesystem::path const& file, Canvas canvas);
/// The same of a file that is open for reading, which it takes over: for processes that may open
/// none.
[[nodiscard]] Result<FramePtr> loadPicture(int descriptor, Canvas canvas);

/// Writes through a temporary file beside `file` and renames. Errc::exhausted on a full disk,
/// Errc::unavailable otherwise.
[[nodiscard]] Result<> writePng(Frame const& frame, std::filesystem::path const& file);
/// Writes into a file that is open, and closes it. Errors as above.
[[nodiscard]] Result<> writePng(Frame const& frame, int descriptor);

}  // namespace tocsin::media
