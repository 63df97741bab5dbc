// SPDX-License-Identifier: Apache-2.0
// Pictures onto a canvas.
#include "tocsin/media/picture.hpp"

#include "converter.hpp"
#include "picture_file.hpp"

namespace tocsin::media {

Result<FramePtr> loadPicture(std::filesystem::path const& file, Canvas canvas) {
    using namespace detail;
    auto opened = openForReading(file);
    if (!opened) {
        return opened.error();
    }
    auto const picture = decodePicture(*opened);
    if (!picture) {
        auto error = picture.error();
        error.code = error.code == Errc::invalid ? Errc::damaged : error.code;
        error.message = file.filename().string() + ": " + error.message;
        return error;
    }
    // Pixel aspects in pictures are dots per inch of a printer; they are shown square.
    return Converter(canvas).convert(*picture->frame, AVRational{1, 1}, picture->orientation);
}

}  // namespace tocsin::media
