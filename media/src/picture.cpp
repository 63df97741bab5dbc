// SPDX-License-Identifier: Apache-2.0
// Pictures onto a canvas.
#include "tocsin/media/picture.hpp"

#include "converter.hpp"
#include "picture_file.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

/// `name` stands in front of every message.
Result<FramePtr> loadNamed(std::string const& name, OpenFile const& file, Canvas canvas) {
    auto const picture = decodePicture(file);
    if (!picture) {
        auto error = picture.error();
        error.code = error.code == Errc::invalid ? Errc::damaged : error.code;
        error.message = name + error.message;
        return error;
    }
    // Pixel aspects in pictures are dots per inch of a printer; they are shown square.
    return Converter(canvas).convert(*picture->frame, AVRational{1, 1}, picture->orientation);
}

}  // namespace

Result<FramePtr> loadPicture(std::filesystem::path const& file, Canvas canvas) {
    auto const opened = openForReading(file);
    return opened ? loadNamed(file.filename().string() + ": ", *opened, canvas) : opened.error();
}

Result<FramePtr> loadPicture(int descriptor, Canvas canvas) {
    return loadNamed("", OpenFile(descriptor), canvas);
}

}  // namespace tocsin::media
