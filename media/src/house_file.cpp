// SPDX-License-Identifier: Apache-2.0
#include "house_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tocsin::media::detail {
namespace {

constexpr int kIoBuffer = 256 * 1024;

}  // namespace

HouseFile::HouseFile(OpenFile file) : file_(std::move(file)) {
    io_ = open(written_, true);
    AVFormatContext* format = nullptr;
    check(avformat_alloc_output_context2(&format, nullptr, "mp4", nullptr),
          "avformat_alloc_output_context2");
    format_.reset(format);
    format->pb = io_.get();
    format->opaque = this;
    // The muxer reads back what it wrote to make room for the index in front.
    format->io_open = &openAgain;
    format->io_close2 = &closeAgain;
    format->flags |= AVFMT_FLAG_BITEXACT;  // equal films give equal bytes: no time of writing
}

AvIoPtr HouseFile::open(Place& place, bool writing) {
    auto* const buffer = static_cast<unsigned char*>(checkMade(av_malloc(kIoBuffer), "av_malloc"));
    return AvIoPtr(checkMade(avio_alloc_context(buffer, kIoBuffer, writing ? 1 : 0, &place,
                                                &readBytes, &writeBytes, &seekBytes),
                             "avio_alloc_context"));
}

int HouseFile::writeBytes(void* place, std::uint8_t* bytes, int size) {
    auto& [file, at] = *static_cast<Place*>(place);
    int const descriptor = file->file_.descriptor();
    // The sandbox has no pwrite.
    if (::lseek(descriptor, at, SEEK_SET) < 0) {
        file->failure_ = errno;
        return AVERROR(errno);
    }
    for (int done = 0; done < size;) {
        auto const wrote = ::write(descriptor, bytes + done, static_cast<std::size_t>(size - done));
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote < 0) {
            file->failure_ = errno;
            return AVERROR(errno);
        }
        done += static_cast<int>(wrote);
    }
    at += size;
    return size;
}

int HouseFile::readBytes(void* place, std::uint8_t* bytes, int size) {
    auto& [file, at] = *static_cast<Place*>(place);
    auto const got = ::pread(file->file_.descriptor(), bytes, static_cast<std::size_t>(size), at);
    if (got < 0) {
        return AVERROR(errno);
    }
    at += got;
    return got == 0 ? AVERROR_EOF : static_cast<int>(got);
}

std::int64_t HouseFile::seekBytes(void* place, std::int64_t offset, int whence) {
    auto& [file, at] = *static_cast<Place*>(place);
    if ((whence & AVSEEK_SIZE) != 0) {
        return file->file_.size();
    }
    whence &= ~AVSEEK_FORCE;
    at = offset + (whence == SEEK_SET ? 0 : whence == SEEK_CUR ? at : file->file_.size());
    return at;
}

int HouseFile::openAgain(AVFormatContext* format, AVIOContext** io, char const*, int flags,
                         AVDictionary**) {
    auto& file = *static_cast<HouseFile*>(format->opaque);
    if ((flags & AVIO_FLAG_WRITE) != 0) {
        return AVERROR(EPERM);
    }
    file.read_.at = 0;
    *io = file.open(file.read_, false).release();
    return 0;
}

int HouseFile::closeAgain(AVFormatContext*, AVIOContext* io) {
    AvIoPtr const closed(io);
    return 0;
}

AVStream& HouseFile::add(AVCodecContext const& encoder) {
    auto* const track =
        checkMade(avformat_new_stream(format_.get(), nullptr), "avformat_new_stream");
    check(avcodec_parameters_from_context(track->codecpar, &encoder),
          "avcodec_parameters_from_context");
    track->time_base = encoder.time_base;
    track->avg_frame_rate = encoder.framerate;
    return *track;
}

AVStream& HouseFile::add(AVCodecParameters const& coded, AVRational timeBase) {
    auto* const track =
        checkMade(avformat_new_stream(format_.get(), nullptr), "avformat_new_stream");
    check(avcodec_parameters_copy(track->codecpar, &coded), "avcodec_parameters_copy");
    track->codecpar->codec_tag = 0;  // the muxer's own
    track->time_base = timeBase;
    return *track;
}

Result<> HouseFile::outcome(int code) const {
    if (code >= 0 && failure_ == 0) {
        return {};
    }
    if (failure_ == EFBIG) {
        return Error{Errc::exhausted, "The converted film is larger than it may be."};
    }
    auto const why = failure_ != 0 ? std::string(std::strerror(failure_)) : avError(code);
    return Error{Errc::exhausted, "The converted film cannot be written: " + why + "."};
}

Result<> HouseFile::begin() {
    AVDictionary* options = nullptr;
    check(av_dict_set(&options, "movflags", "+faststart", 0), "av_dict_set");
    int const code = avformat_write_header(format_.get(), &options);
    av_dict_free(&options);
    return outcome(code);
}

Result<> HouseFile::write(AVPacket& packet, AVRational timeBase, AVStream const& track) {
    av_packet_rescale_ts(&packet, timeBase, track.time_base);
    packet.stream_index = track.index;
    return outcome(av_interleaved_write_frame(format_.get(), &packet));
}

Result<> HouseFile::finish() {
    int const code = av_write_trailer(format_.get());
    avio_flush(io_.get());
    return outcome(code);
}

}  // namespace tocsin::media::detail
