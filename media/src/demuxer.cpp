// SPDX-License-Identifier: Apache-2.0
// Opening films: by content, from an allow-list of containers and codecs.
#include "demuxer.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <limits>
#include <span>
#include <string_view>

#include "ffmpeg_log.hpp"

namespace tocsin::media::detail {

namespace {

constexpr int kIoBuffer = 64 * 1024;
constexpr std::string_view kMp4 = "mov,mp4,m4a,3gp,3g2,mj2";
char const* const kUnknown =
    "This is neither a film nor a picture that can be shown; export it as MP4 (H.264), JPEG or "
    "PNG.";
char const* const kSoundOnly =
    "The file holds sound but no moving picture; only films and pictures can be shown.";
char const* const kBroken =
    "The film is cut off or damaged and cannot be opened; copy or export it again.";

char const* const kEncrypted =
    "The film is encrypted (copy protection) and can be opened by its own player only; ask for an "
    "unprotected copy.";

bool isOfSound(Demuxer::Tracks tracks) {
    return tracks == Demuxer::Tracks::soundOnly || tracks == Demuxer::Tracks::soundAlone;
}

/// The player never decodes sound for pictures, nor pictures for sound.
std::string decoderNames(Demuxer::Tracks tracks, Allowed allowed) {
    if (isOfSound(tracks)) {
        return soundDecoderNames(allowed);
    }
    return allowed == Allowed::byPlayer
               ? videoDecoderNames(allowed)
               : videoDecoderNames(allowed) + "," + soundDecoderNames(allowed);
}

bool isEncrypted(AVStream const& stream) {
    auto const tag = stream.codecpar->codec_tag;
    return tag == MKTAG('e', 'n', 'c', 'v') || tag == MKTAG('d', 'r', 'm', 'i') ||
           av_stream_get_side_data(&stream, AV_PKT_DATA_ENCRYPTION_INIT_INFO, nullptr) != nullptr;
}

/// Files whose head names the true codec and hides it in the frames only.
bool isEncrypted(AVPacket const& packet) {
    return av_packet_get_side_data(&packet, AV_PKT_DATA_ENCRYPTION_INFO, nullptr) != nullptr;
}

int refuseOtherFiles(AVFormatContext*, AVIOContext**, char const*, int, AVDictionary**) {
    return AVERROR(EPERM);  // a film that refers to other files or addresses
}

}  // namespace

Demuxer::Demuxer(OpenFile file, std::stop_token stop, Allowed allowed)
    : file_(std::move(file)), stop_(std::move(stop)), allowed_(allowed) {}

int Demuxer::readBytes(void* self, std::uint8_t* buffer, int size) {
    auto& demuxer = *static_cast<Demuxer*>(self);
    if (demuxer.stop_.stop_requested()) {
        return AVERROR_EXIT;
    }
    auto const got = ::pread(demuxer.file_.descriptor(), buffer, static_cast<std::size_t>(size),
                             demuxer.position_);
    if (got < 0) {
        return AVERROR(errno);
    }
    demuxer.position_ += got;
    return got == 0 ? AVERROR_EOF : static_cast<int>(got);
}

std::int64_t Demuxer::seekBytes(void* self, std::int64_t offset, int whence) {
    auto& demuxer = *static_cast<Demuxer*>(self);
    if ((whence & AVSEEK_SIZE) != 0) {
        auto const size = demuxer.file_.size();
        return size < 0 ? AVERROR(EIO) : size;
    }
    auto const from = (whence & ~AVSEEK_FORCE) == SEEK_SET   ? 0
                      : (whence & ~AVSEEK_FORCE) == SEEK_CUR ? demuxer.position_
                                                             : demuxer.file_.size();
    if (from < 0 || offset < -from || offset > std::numeric_limits<std::int64_t>::max() - from) {
        return AVERROR(EINVAL);
    }
    demuxer.position_ = from + offset;
    return demuxer.position_;
}

Error Demuxer::failure(int code, std::string const& layman) const {
    if (stop_.stop_requested()) {
        return {Errc::cancelled, "stopped while reading the film"};
    }
    if (code == AVERROR(ENOMEM)) {
        return {Errc::exhausted, "The film needs more memory than allowed; export it smaller."};
    }
    return {Errc::damaged, layman};
}

Result<std::unique_ptr<Demuxer>> Demuxer::open(OpenFile file, std::stop_token stop, Tracks tracks,
                                               Allowed allowed) {
    collectFfmpegLog();
    if (file.size() == 0) {
        return Error{Errc::invalid, "The file is empty (0 bytes); copy or export it again."};
    }
    std::unique_ptr<Demuxer> demuxer(new Demuxer(std::move(file), std::move(stop), allowed));
    if (auto opened = demuxer->openFormat(tracks); !opened) {
        return opened.error();
    }
    if (auto chosen = demuxer->chooseTracks(tracks); !chosen) {
        return chosen.error();
    }
    return demuxer;
}

Result<> Demuxer::openFormat(Tracks tracks) {
    auto* const buffer = static_cast<unsigned char*>(
        checkMade(av_malloc(kIoBuffer + AV_INPUT_BUFFER_PADDING_SIZE), "av_malloc"));
    io_.reset(
        checkMade(avio_alloc_context(buffer, kIoBuffer, 0, this, &readBytes, nullptr, &seekBytes),
                  "avio_alloc_context"));
    AVInputFormat const* kind = nullptr;
    int const probed = av_probe_input_buffer2(io_.get(), &kind, "", nullptr, 0, 0);
    if (probed < 0 || kind == nullptr) {
        if (auto error = failure(probed, kUnknown); error.code != Errc::damaged) {
            return error;
        }
        return Error{Errc::invalid, kUnknown};
    }
    std::string_view const name = kind->name;
    if (isSoundContainer(name)) {
        return Error{Errc::invalid, kSoundOnly};
    }
    if (!containerAllowed(allowed_, name)) {
        return Error{Errc::invalid, kUnknown};
    }
    auto* const format = checkMade(avformat_alloc_context(), "avformat_alloc_context");
    format->pb = io_.get();
    format->io_open = &refuseOtherFiles;
    format->interrupt_callback = {
        [](void* stop) { return static_cast<std::stop_token*>(stop)->stop_requested() ? 1 : 0; },
        &stop_};
    format->codec_whitelist =
        checkMade(av_strdup(decoderNames(tracks, allowed_).c_str()), "av_strdup");
    auto* opening = format;  // freed by avformat_open_input if it fails
    if (int const code = avformat_open_input(&opening, "", kind, nullptr); code < 0) {
        return failure(code, kBroken);
    }
    format_.reset(opening);
    return {};
}

bool Demuxer::headSaysAll() const {
    if (std::string_view(format_->iformat->name) != kMp4) {
        return false;
    }
    for (auto const* const stream : std::span(format_->streams, format_->nb_streams)) {
        auto const& codec = *stream->codecpar;
        bool const known = codec.codec_id == AV_CODEC_ID_H264 || codec.codec_id == AV_CODEC_ID_HEVC;
        if (codec.codec_type == AVMEDIA_TYPE_VIDEO &&
            (!known || codec.width <= 0 || codec.height <= 0 || codec.extradata_size <= 0 ||
             stream->avg_frame_rate.num <= 0)) {
            return false;
        }
    }
    return true;
}

Result<> Demuxer::chooseTracks(Tracks tracks) {
    bool const look =
        allowed_ == Allowed::fromOutside || tracks != Tracks::videoOnly || !headSaysAll();
    if (int const code = look ? avformat_find_stream_info(format_.get(), nullptr) : 0; code < 0) {
        return failure(code, kBroken);
    }
    for (unsigned i = 0; i < format_->nb_streams; ++i) {
        AVStream* const stream = format_->streams[i];
        auto const type = stream->codecpar->codec_type;
        bool const cover = (stream->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
        bool const isVideo = type == AVMEDIA_TYPE_VIDEO && !cover && videoIndex_ < 0;
        bool const isSound = type == AVMEDIA_TYPE_AUDIO && soundIndex_ < 0;
        videoIndex_ = isVideo ? static_cast<int>(i) : videoIndex_;
        soundIndex_ = isSound ? static_cast<int>(i) : soundIndex_;
        bool const read = tracks == Tracks::all || (tracks == Tracks::videoOnly && isVideo) ||
                          (isOfSound(tracks) && isSound);
        stream->discard = read ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
    soughtIndex_ = isOfSound(tracks) ? soundIndex_ : videoIndex_;
    if (tracks == Tracks::soundAlone && hasSound()) {
        return {};
    }
    if (videoIndex_ < 0) {
        return Error{Errc::invalid, hasSound() ? kSoundOnly : kBroken};
    }
    if (isEncrypted(video())) {
        return Error{Errc::invalid, kEncrypted};
    }
    auto const id = video().codecpar->codec_id;
    if (videoDecoder(allowed_, id) == nullptr) {
        return Error{Errc::invalid, std::string("Films coded as '") + avcodec_get_name(id) +
                                        "' are not taken; export the film as MP4 (H.264)."};
    }
    return {};
}

Result<bool> Demuxer::read(AVPacket& packet) {
    av_packet_unref(&packet);
    int const code = av_read_frame(format_.get(), &packet);
    if (code >= 0) {
        return isEncrypted(packet) ? Result<bool>(Error{Errc::invalid, kEncrypted}) : true;
    }
    if (stop_.stop_requested()) {
        return Error{Errc::cancelled, "stopped while reading the film"};
    }
    if (code == AVERROR_EOF) {
        return false;
    }
    return failure(code, avError(code));
}

bool Demuxer::seek(std::int64_t time) {
    return av_seek_frame(format_.get(), soughtIndex_, time, AVSEEK_FLAG_BACKWARD) >= 0;
}

bool Demuxer::rewind() {
    // Transport streams search by decoding time, which at the very start misses the first key
    // frame.
    if ((format_->iformat->flags & AVFMT_TS_DISCONT) != 0) {
        return av_seek_frame(format_.get(), -1, 0, AVSEEK_FLAG_BYTE) >= 0;
    }
    return avformat_seek_file(format_.get(), videoIndex_, std::numeric_limits<std::int64_t>::min(),
                              0, 0, 0) >= 0 ||
           seek(video().start_time == kNoTime ? 0 : video().start_time);
}

std::int64_t Demuxer::knownKeyFrame(std::int64_t time) const {
    auto* const stream = format_->streams[videoIndex_];
    int const index = av_index_search_timestamp(stream, time, AVSEEK_FLAG_BACKWARD);
    auto const* const entry = index < 0 ? nullptr : avformat_index_get_entry(stream, index);
    return entry == nullptr ? kNoTime : entry->timestamp;
}

bool Demuxer::timesEachFrame() const {
    return std::string_view(format_->iformat->name) == "gif";
}

AVRational Demuxer::declaredRate() const {
    if (timesEachFrame()) {
        return {0, 1};
    }
    return video().avg_frame_rate.num > 0 ? video().avg_frame_rate : video().r_frame_rate;
}

bool Demuxer::listsKeyFrameFirst() const {
    auto const* const entry = avformat_index_get_entry(format_->streams[videoIndex_], 0);
    return entry != nullptr && (entry->flags & AVINDEX_KEYFRAME) != 0 &&
           (entry->flags & AVINDEX_DISCARD_FRAME) == 0;
}

std::int64_t Demuxer::lastListedFrame() const {
    auto* const stream = format_->streams[videoIndex_];
    for (int i = avformat_index_get_entries_count(stream) - 1; i >= 0; --i) {
        auto const* const entry = avformat_index_get_entry(stream, i);
        // Frames that an edit list cuts away are listed all the same.
        if ((entry->flags & AVINDEX_DISCARD_FRAME) == 0) {
            return entry->timestamp;
        }
    }
    return kNoTime;
}

}  // namespace tocsin::media::detail
