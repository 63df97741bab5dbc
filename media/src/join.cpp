// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/join.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <numeric>

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
    /// To the first packet again.
    [[nodiscard]] Result<> rewind() {
        ended_ = false;
        if (!demuxer_->rewind()) {
            return Error{Errc::damaged, "it cannot be read twice"};
        }
        return advance();
    }
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

/// How many pictures the house's encoder may hold back to bring a later one before: no pyramids.
constexpr std::int64_t kReordered = 1;

class Joiner {
public:
    /// `order`: indices into `parts`.
    Joiner(std::vector<OpenFile> parts, std::vector<std::size_t> order,
           std::optional<OpenFile> sound, OpenFile out, Progress const& progress)
        : files_(std::move(parts)),
          parts_(files_.size()),
          order_(std::move(order)),
          lastUse_(files_.size()),
          soundFile_(std::move(sound)),
          file_(std::move(out)),
          progress_(progress) {
        for (std::size_t i = 0; i < order_.size(); ++i) {
            lastUse_[order_[i]] = i;
        }
    }

    [[nodiscard]] Result<Transcoded> run();

private:
    /// The part at its beginning.
    [[nodiscard]] Result<> openPart(std::size_t number);
    [[nodiscard]] Result<> openSound();
    /// Writes the pictures of the part, and the sound up to them.
    [[nodiscard]] Result<> writePart(PacketReader& part);
    [[nodiscard]] Result<> writeSoundUntil(std::int64_t tick);
    [[nodiscard]] Result<> writeOne(PacketReader& from, AVStream const& track, std::int64_t shift);

    std::vector<OpenFile> files_;
    std::vector<std::optional<PacketReader>> parts_;  // open from their first use to their last
    std::vector<std::size_t> order_;
    std::vector<std::size_t> lastUse_;  // of each part, its last place in the order
    std::optional<OpenFile> soundFile_;
    HouseFile file_;
    Progress const& progress_;
    std::optional<PacketReader> sound_;
    AVStream *pictureTrack_ = nullptr, *soundTrack_ = nullptr;
    AVRational rate_{25, 1};
    std::int64_t frames_ = 0;
};

Result<> Joiner::openPart(std::size_t number) {
    if (parts_[number]) {
        auto const again = parts_[number]->rewind();
        return again ? again
                     : unfit("part " + std::to_string(number + 1) + ": " + again.error().message);
    }
    auto part = PacketReader::open(std::move(files_[number]), Demuxer::Tracks::videoOnly);
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
    } else if (!codedAlike(*track.codecpar, *pictureTrack_->codecpar)) {
        return unfit("part " + std::to_string(number + 1) + " is coded in another way");
    }
    parts_[number].emplace(std::move(*part));
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
        // Counted, because a part of a single frame holds none back and the others do.
        packet.dts = frames_ - kReordered;
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

Result<> Joiner::writePart(PacketReader& part) {
    auto const begin = frames_;
    auto const listed = part.track().nb_frames;
    while (!part.ended()) {
        if (auto written = writeOne(part, *pictureTrack_, begin); !written) {
            return written;
        }
        ++frames_;
        if (auto sounded = writeSoundUntil(frames_); !sounded) {
            return sounded;
        }
        if (auto more = part.advance(); !more) {
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
    for (std::size_t i = 0; i < order_.size(); ++i) {
        auto const number = order_[i];
        if (auto opened = openPart(number); !opened) {
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
        if (auto written = writePart(*parts_[number]); !written) {
            return written.error();
        }
        if (lastUse_[number] == i) {
            parts_[number].reset();
        }
        progress_(static_cast<double>(i + 1) / static_cast<double>(order_.size()), frames_);
    }
    if (auto sounded = writeSoundUntil(INT64_MAX / 2); !sounded) {
        return sounded.error();
    }
    auto const& picture = *pictureTrack_->codecpar;
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

/// Takes over what it is given.
Result<Transcoded> joined(std::vector<int> const& parts, std::vector<std::size_t> order,
                          std::optional<int> sound, int out, Progress const& progress) {
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
    auto const absent = [&files](std::size_t part) { return part >= files.size(); };
    if (order.empty() || std::any_of(order.begin(), order.end(), absent)) {
        return Error{Errc::invalid, order.empty() ? "There are no parts to join."
                                                  : "The order names a part that is not there."};
    }
    try {
        return Joiner(std::move(files), std::move(order), std::move(soundFile), std::move(target),
                      progress)
            .run();
    } catch (std::bad_alloc const&) {
        return Error{Errc::exhausted, "Joining needs more memory than allowed."};
    } catch (std::runtime_error const& error) {
        return unfit(error.what());
    }
}

}  // namespace

Result<Transcoded> join(std::vector<int> const& parts, std::optional<int> sound, int out,
                        Progress const& progress) {
    std::vector<std::size_t> each(parts.size());
    std::iota(each.begin(), each.end(), std::size_t{0});
    return joined(parts, std::move(each), sound, out, progress);
}

Result<Transcoded> joinInOrder(std::vector<int> const& parts, std::vector<std::size_t> const& order,
                               int out, Progress const& progress) {
    return joined(parts, order, std::nullopt, out, progress);
}

}  // namespace tocsin::media
