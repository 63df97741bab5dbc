// SPDX-License-Identifier: Apache-2.0
// PNG out, at a fast compression level.
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "open_file.hpp"
#include "png_encoder.hpp"
#include "tocsin/media/picture.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

Error systemError(std::filesystem::path const& file, int cause) {
    auto const code = cause == ENOSPC || cause == EDQUOT ? Errc::exhausted : Errc::unavailable;
    return {code, file.string() + ": cannot be written: " + std::strerror(cause)};
}

}  // namespace

Result<> writePng(Frame const& frame, int descriptor) {
    auto const packet = encodePng(frame, {});
    OpenFile const out(descriptor);
    return writeAll(out, {packet->data, static_cast<std::size_t>(packet->size)})
               ? Result<>{}
               : Result<>(systemError("the PNG file", errno));
}

Result<> writePng(Frame const& frame, std::filesystem::path const& file) {
    auto const packet = encodePng(frame, {});
    auto temporary = file.string() + ".XXXXXX";
    OpenFile const out(::mkostemp(temporary.data(), O_CLOEXEC));
    if (out.descriptor() < 0) {
        return systemError(file, errno);
    }
    constexpr mode_t kReadable = 0644;
    if (::fchmod(out.descriptor(), kReadable) != 0 ||
        !writeAll(out, {packet->data, static_cast<std::size_t>(packet->size)}) ||
        ::rename(temporary.c_str(), file.c_str()) != 0) {
        int const cause = errno;
        ::unlink(temporary.c_str());
        return systemError(file, cause);
    }
    return {};
}

}  // namespace tocsin::media
