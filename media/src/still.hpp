// SPDX-License-Identifier: Apache-2.0
// One picture in memory, from any file that has one, and how it is made smaller and written.
#pragma once

#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

#include "open_file.hpp"
#include "orientation.hpp"
#include "tocsin/media/frame.hpp"

namespace tocsin::media::detail {

struct Still {
    FramePtr frame;         ///< upright, alpha premultiplied
    bool alpha = false;     ///< some of it is transparent
    bool lossless = false;  ///< it was stored without loss
};

/// A picture file at its own size, or the page of a PDF document as large as fits into the box.
/// Errors as of decodePicture() and renderPage(). Throws std::bad_alloc and std::runtime_error.
[[nodiscard]] Result<Still> loadStill(OpenFile const& file, int page, Size box);

/// The size at which a picture fits into the box: never more than its own.
[[nodiscard]] Size fitInto(Size picture, Size box);
/// The frame at that size, or itself if it fits.
[[nodiscard]] FramePtr shrinkInto(FramePtr frame, Size box);

/// Errc::exhausted: the disk is full or the file larger than it may be.
[[nodiscard]] Result<> writePicture(OpenFile const& out, std::string_view bytes);

/// Both sides from 16 to `most`; else Errc::invalid naming them.
[[nodiscard]] Result<> checkBox(Size box, int most, char const* names);

/// What `make` returns; what it throws becomes an error of the machine (memory) or of the file.
template <class Make>
auto guarded(Make make) -> decltype(make()) {
    try {
        return make();
    } catch (std::bad_alloc const&) {
        return Error{Errc::exhausted, "The picture needs more memory than allowed."};
    } catch (std::runtime_error const& error) {
        return Error{Errc::damaged,
                     std::string("The picture cannot be converted; export it again. (") +
                         error.what() + ")"};
    }
}

}  // namespace tocsin::media::detail
