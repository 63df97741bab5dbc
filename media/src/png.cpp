// SPDX-License-Identifier: Apache-2.0
// PNG out, at a fast compression level.
#include <fcntl.h>
#include <libyuv/convert_from_argb.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "ffmpeg_handles.hpp"
#include "open_file.hpp"
#include "tocsin/media/picture.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr int kFastCompression = 1;

AvPacketPtr encode(Frame const& frame) {
    auto const* const coder = avcodec_find_encoder(AV_CODEC_ID_PNG);
    AvCodecPtr codec(checkMade(avcodec_alloc_context3(coder), "avcodec_alloc_context3"));
    codec->width = frame.width;
    codec->height = frame.height;
    codec->pix_fmt = AV_PIX_FMT_RGB24;
    codec->time_base = {1, 25};
    codec->compression_level = kFastCompression;
    codec->thread_count = 1;
    check(avcodec_open2(codec.get(), coder, nullptr), "avcodec_open2");
    auto rgb = makeFrame();
    rgb->format = AV_PIX_FMT_RGB24;
    rgb->width = frame.width;
    rgb->height = frame.height;
    check(av_frame_get_buffer(rgb.get(), 0), "av_frame_get_buffer");
    libyuv::ARGBToRAW(frame.pixels.data(), static_cast<int>(frame.stride()), rgb->data[0],
                      rgb->linesize[0], frame.width, frame.height);
    auto packet = makePacket();
    check(avcodec_send_frame(codec.get(), rgb.get()), "avcodec_send_frame");
    check(avcodec_send_frame(codec.get(), nullptr), "avcodec_send_frame");
    check(avcodec_receive_packet(codec.get(), packet.get()), "avcodec_receive_packet");
    return packet;
}

Error systemError(std::filesystem::path const& file, int cause) {
    auto const code = cause == ENOSPC || cause == EDQUOT ? Errc::exhausted : Errc::unavailable;
    return {code, file.string() + ": cannot be written: " + std::strerror(cause)};
}

bool writeAll(int descriptor, AVPacket const& packet) {
    int done = 0;
    while (done < packet.size) {
        auto const more =
            ::write(descriptor, packet.data + done, static_cast<std::size_t>(packet.size - done));
        if (more < 0 && errno == EINTR) {
            continue;
        }
        if (more < 0) {
            return false;
        }
        done += static_cast<int>(more);
    }
    return true;
}

}  // namespace

Result<> writePng(Frame const& frame, int descriptor) {
    auto const packet = encode(frame);
    return writeAll(descriptor, *packet) ? Result<>{}
                                         : Result<>(systemError("the PNG file", errno));
}

Result<> writePng(Frame const& frame, std::filesystem::path const& file) {
    auto const packet = encode(frame);
    auto temporary = file.string() + ".XXXXXX";
    OpenFile const out(::mkostemp(temporary.data(), O_CLOEXEC));
    if (out.descriptor() < 0) {
        return systemError(file, errno);
    }
    constexpr mode_t kReadable = 0644;
    if (::fchmod(out.descriptor(), kReadable) != 0 || !writeAll(out.descriptor(), *packet) ||
        ::rename(temporary.c_str(), file.c_str()) != 0) {
        int const cause = errno;
        ::unlink(temporary.c_str());
        return systemError(file, cause);
    }
    return {};
}

}  // namespace tocsin::media
