// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/join.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

#include "demuxer.hpp"
#include "ffmpeg_log.hpp"
#include "house_file.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

Error unfit(std::string const& why) {
    return {Errc::damaged,
            "The converted parts do not fit together; convert the film again. (" + why + ")"};
}

/// One file read packet by packet, a packet ahead.
class PacketReader {
public:
    [[nodiscard]] static Result<PacketReader> open(OpenFile file, Demuxer::Tracks tracks) {
        auto demuxer = Demuxer::open(std::move(file), {}, tracks, Allowed::fromOutside);
        if (!demuxer) {
            return demuxer.error();
        }
        PacketReader reader(std::move(*demuxer), tracks);
        if (auto first = reader.advance(); !first) {
            return first.error();
        }
        return reader;
    }
    [[nodiscard]] AVStream const& track() const {
        return sound_ ? demuxer_->sound() : demuxer_->video();
    }
    [[nodiscard]] bool ended() const { return ended_; }
    [[nodiscard]] AVPacket& packet() { return *packet_; }
    /// Packets of other tracks were perhaps read before they were given up.
    [[nodiscard]] Result<> advance() {
        do {
            auto const got = demuxer_->read(*packet_);
            ended_ = !got || !*got;
            if (!got) {
                return got.error();
            }
        } while (!ended_ && packet_->stream_index != track().index);
        return {};
    }

private:
    PacketReader(std::unique_ptr<Demuxer> demuxer, Demuxer::Tracks tracks)
        : demuxer_(std::move(demuxer)),
          packet_(makePacket()),
          sound_(tracks == Demuxer::Tracks::soundAlone) {}

    std::unique_ptr<Demuxer> demuxer_;
    AvPacketPtr packet_;
    bool sound_;
    bool ended_ = false;
};

bool codedAlike(AVCodecParameters const& a, AVCodecParameters const& b) {
    return a.codec_id == b.codec_id && a.width == b.width && a.height == b.height &&
           a.extradata_size == b.extradata_size &&
           std::memcmp(a.extradata, b.extradata, static_cast<std::size_t>(a.extradata_size)) == 0;
}

class Joiner {
public:
    Joiner(std::vector<OpenFile> parts, std::optional<OpenFile> sound, OpenFile out,
           Progress const& progress)
        : parts_(std::move(parts)),
          soundFile_(std::move(sound)),
          file_(std::move(out)),
          progress_(progress) {}

    [[nodiscard]] Result<Transcoded> run();

private:
    [[nodiscard]] Result<> openPart(std::size_t number);
    [[nodiscard]] Result<> openSound();
    /// Writes the pictures of the part at hand, and the sound up to them.
    [[nodiscard]] Result<> writePart();
    [[nodiscard]] Result<> writeSoundUntil(std::int64_t tick);
    [[nodiscard]] Result<> writeOne(PacketReader& from, AVStream const& track, std::int64_t shift);

    std::vector<OpenFile> parts_;
    std::optional<OpenFile> soundFile_;
    HouseFile file_;
    Progress const& progress_;
    std::optional<PacketReader> part_, sound_;
    AVStream *pictureTrack_ = nullptr, *soundTrack_ = nullptr;
    AVRational rate_{25, 1};
    std::int64_t frames_ = 0;
};

Result<> Joiner::openPart(std::size_t number) {
    auto part = PacketReader::open(std::move(parts_[number]), Demuxer::Tracks::videoOnly);
    if (!part) {
        return unfit("part " + std::to_string(number + 1) + ": " + part.error().message);
    }
    auto const& track = part->track();
    if (pictureTrack_ == nullptr) {
        rate_ = track.avg_frame_rate;
        if (rate_.num <= 0 || rate_.den <= 0) {
            return unfit("part 1 has no frame rate");
        }
        pictureTrack_ = &file_.add(*track.codecpar, av_inv_q(rate_));
        pictureTrack_->avg_frame_rate = rate_;
    } else if (!codedAlike(*track.codecpar, *part_->track().codecpar)) {
        return unfit("part " + std::to_string(number + 1) + " is coded in another way");
    }
    part_.emplace(std::move(*part));
    return {};
}

Result<> Joiner::openSound() {
    if (!soundFile_) {
        return {};
    }
    auto sound = PacketReader::open(std::move(*soundFile_), Demuxer::Tracks::soundAlone);
    if (!sound) {
        return unfit("sound: " + sound.error().message);
    }
    sound_.emplace(std::move(*sound));
    soundTrack_ = &file_.add(*sound_->track().codecpar, sound_->track().time_base);
    return {};
}

Result<> Joiner::writeOne(PacketReader& from, AVStream const& track, std::int64_t shift) {
    auto& packet = from.packet();
    auto const base = from.track().time_base;
    packet.pos = -1;
    if (&track == pictureTrack_) {
        // Whole ticks, whatever the clock of the part's file.
        auto const tick = av_inv_q(rate_);
        packet.pts = av_rescale_q(packet.pts, base, tick) + shift;
        packet.dts = av_rescale_q(packet.dts, base, tick) + shift;
        packet.duration = 1;
        return file_.write(packet, tick, track);
    }
    return file_.write(packet, base, track);
}

Result<> Joiner::writeSoundUntil(std::int64_t tick) {
    while (sound_ && !sound_->ended() &&
           av_compare_ts(sound_->packet().dts, sound_->track().time_base, tick, av_inv_q(rate_)) <=
               0) {
        if (auto written = writeOne(*sound_, *soundTrack_, 0); !written) {
            return written;
        }
        if (auto more = sound_->advance(); !more) {
            return unfit("sound: " + more.error().message);
        }
    }
    return {};
}

Result<> Joiner::writePart() {
    auto const begin = frames_;
    auto const listed = part_->track().nb_frames;
    while (!part_->ended()) {
        if (auto written = writeOne(*part_, *pictureTrack_, begin); !written) {
            return written;
        }
        ++frames_;
        if (auto sounded = writeSoundUntil(frames_); !sounded) {
            return sounded;
        }
        if (auto more = part_->advance(); !more) {
            return unfit(more.error().message);
        }
    }
    if (frames_ - begin != listed) {
        return unfit("a part has " + std::to_string(frames_ - begin) + " of its " +
                     std::to_string(listed) + " frames");
    }
    return {};
}

Result<Transcoded> Joiner::run() {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        if (auto opened = openPart(i); !opened) {
            return opened.error();
        }
        if (i == 0) {
            if (auto sounding = openSound(); !sounding) {
                return sounding.error();
            }
            if (auto begun = file_.begin(); !begun) {
                return begun.error();
            }
        }
        if (auto written = writePart(); !written) {
            return written.error();
        }
        progress_(static_cast<double>(i + 1) / static_cast<double>(parts_.size()), frames_);
    }
    if (auto sounded = writeSoundUntil(INT64_MAX / 2); !sounded) {
        return sounded.error();
    }
    auto const& picture = *part_->track().codecpar;
    Transcoded out;
    out.frames = frames_;
    out.rateNum = rate_.num;
    out.rateDen = rate_.den;
    out.durationMs = av_rescale_q(frames_, av_inv_q(rate_), {1, 1'000});
    out.width = picture.width;
    out.height = picture.height;
    out.level = picture.level;
    out.sound = sound_.has_value();
    if (auto finished = file_.finish(); !finished) {
        return finished.error();
    }
    out.bytes = file_.bytes();
    return out;
}

}  // namespace

Result<Transcoded> join(std::vector<int> const& parts, std::optional<int> sound, int out,
                        Progress const& progress) {
    std::vector<OpenFile> files;
    files.reserve(parts.size());
    for (int const part : parts) {
        files.emplace_back(part);
    }
    std::optional<OpenFile> soundFile;
    if (sound) {
        soundFile.emplace(*sound);
    }
    OpenFile target(out);
    collectFfmpegLog();
    forgetFfmpegErrors();
    if (files.empty()) {
        return Error{Errc::invalid, "There are no parts to join."};
    }
    try {
        return Joiner(std::move(files), std::move(soundFile), std::move(target), progress).run();
    } catch (std::bad_alloc const&) {
        return Error{Errc::exhausted, "Joining needs more memory than allowed."};
    } catch (std::runtime_error const& error) {
        return unfit(error.what());
    }
}

}  // namespace tocsin::media
