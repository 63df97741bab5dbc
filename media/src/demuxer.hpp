// SPDX-License-Identifier: Apache-2.0
// A film file taken apart into packets of its video or its sound. Reads through the descriptor it
// is given, at positions of its own, and opens nothing else: several may read one open file.
#pragma once

#include <memory>
#include <stop_token>

#include "allowed.hpp"
#include "ffmpeg_handles.hpp"
#include "open_file.hpp"

namespace tocsin::media::detail {

/// A stop request ends FFmpeg's work between two reads. There is no deadline of its own: a read
/// that hangs in the kernel cannot be ended from here, and one that is only slow, or a codec that
/// takes long, is no failure. Who cannot wait gives the item up (the stage does) or ends the
/// process (the library does with its worker).
class Demuxer {
public:
    /// soundAlone: the sound of a file that need not have pictures.
    enum class Tracks { videoOnly, soundOnly, soundAlone, all };

    /// Errors carry one sentence for a layman: Errc::invalid (not a film, sound only, a kind or
    /// codec we do not play), Errc::damaged, Errc::cancelled.
    [[nodiscard]] static Result<std::unique_ptr<Demuxer>> open(OpenFile file, std::stop_token stop,
                                                               Tracks tracks,
                                                               Allowed allowed = Allowed::byPlayer);

    /// The next packet; false at the end. Errc::damaged, Errc::cancelled; Errc::invalid of an
    /// encrypted film.
    [[nodiscard]] Result<bool> read(AVPacket& packet);
    /// To a key frame at or before `time` (in the time base of the video, or of the sound if only
    /// that is read); false if the file cannot.
    [[nodiscard]] bool seek(std::int64_t time);
    /// To the very first packet.
    [[nodiscard]] bool rewind();

    [[nodiscard]] AVStream const& video() const noexcept { return *format_->streams[videoIndex_]; }
    [[nodiscard]] AVFormatContext const& format() const noexcept { return *format_; }
    /// The key frame at or before `time` as far as the index read so far knows; kNoTime if it does
    /// not.
    [[nodiscard]] std::int64_t knownKeyFrame(std::int64_t time) const;
    /// Whether the head of the file says all that decoding its film needs, as an MP4 file's does:
    /// then its first pictures need not be decoded to know it.
    [[nodiscard]] bool headSaysAll() const;
    /// Whether the file's index lists a key frame of the video first that no edit list cuts away.
    [[nodiscard]] bool listsKeyFrameFirst() const;
    /// Time of the last frame of the video that the file's index lists, in its time base; kNoTime
    /// if there is no index. Of a file that was cut short it lies past what can be read.
    [[nodiscard]] std::int64_t lastListedFrame() const;
    /// Frames a second, as the container says; 0 where that is a guess of no use (GIF).
    [[nodiscard]] AVRational declaredRate() const;
    /// Each frame has a duration of its own that means what it says: GIF.
    [[nodiscard]] bool timesEachFrame() const;
    [[nodiscard]] bool hasSound() const { return soundIndex_ >= 0; }
    /// The first sound track; only if there is one.
    [[nodiscard]] AVStream const& sound() const noexcept { return *format_->streams[soundIndex_]; }

private:
    Demuxer(OpenFile file, std::stop_token stop, Allowed allowed);
    [[nodiscard]] Result<> openFormat(Tracks tracks);
    [[nodiscard]] Result<> chooseTracks(Tracks tracks);
    [[nodiscard]] Error failure(int code, std::string const& layman) const;

    static int readBytes(void* self, std::uint8_t* buffer, int size);
    static std::int64_t seekBytes(void* self, std::int64_t offset, int whence);

    OpenFile file_;
    std::stop_token stop_;
    Allowed allowed_;
    std::int64_t position_ = 0;
    AvIoPtr io_;
    AvFormatPtr format_;
    int videoIndex_ = -1, soundIndex_ = -1, soughtIndex_ = -1;
};

}  // namespace tocsin::media::detail
