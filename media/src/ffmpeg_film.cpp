// SPDX-License-Identifier: Apache-2.0
// Films: from a position to the frame that is on then.
#include <optional>
#include <utility>

#include "converter.hpp"
#include "decoder.hpp"
#include "tocsin/media/film.hpp"

namespace tocsin::media {
namespace {

using namespace detail;
using std::chrono::microseconds;

/// Jumps ahead of more than this look for a nearer key frame first.
constexpr microseconds kLookForKey{2'000'000};
/// Jumps this long seek even if the file's index names no key frame yet.
constexpr microseconds kSeekAnyway{10'000'000};
constexpr int kErrorsInARow = 200;
/// Nearer to the wanted position than this all pictures are decoded, since one of them is on then.
constexpr microseconds kDecodeAll{500'000};
/// So long one picture may stand for others that damage took.
constexpr microseconds kGap{1'000'000};

struct Held {
    AvFramePtr frame = makeFrame();
    MediaTime at{0};
    bool holds = false;
    bool afterDamage = false;  ///< frames before it are missing
};

/// Keeps the decoder's buffer until it is converted.
class FfmpegPicture final : public Decoded {
public:
    FfmpegPicture(AVFrame const& frame, AVRational aspect, Orientation orientation,
                  std::shared_ptr<Converter> converter)
        : decoded_(checkMade(av_frame_clone(&frame), "av_frame_clone")),
          aspect_(aspect),
          orientation_(orientation),
          converter_(std::move(converter)) {}

    Result<FramePtr> frame() override {
        if (!frame_) {
            try {
                frame_ = converter_->convert(*decoded_, aspect_, orientation_);
            } catch (std::runtime_error const& error) {
                return Error{Errc::damaged, error.what()};
            }
            decoded_.reset();
        }
        return frame_;
    }

private:
    AvFramePtr decoded_;
    AVRational aspect_;
    Orientation orientation_;
    std::shared_ptr<Converter> converter_;
    FramePtr frame_;
};

class FfmpegFilm final : public Film {
public:
    FfmpegFilm(std::unique_ptr<Demuxer> demuxer, Decoder decoder, Canvas canvas,
               std::shared_ptr<FramePool> pool, std::stop_token stop)
        : demuxer_(std::move(demuxer)),
          decoder_(std::move(decoder)),
          converter_(std::make_shared<Converter>(canvas, std::move(pool))),
          stop_(std::move(stop)),
          orientation_(orientationOf(demuxer_->video())) {}

    /// Finds the time of the first frame, which is position 0.
    Result<> start();
    Result<DecodedPtr> pictureAt(MediaTime position, MediaTime tolerance) override;
    [[nodiscard]] bool metDamage() const noexcept override { return metDamage_; }

private:
    [[nodiscard]] Result<std::int64_t> listedStart();
    [[nodiscard]] bool shouldSeek(MediaTime target) const;
    [[nodiscard]] Result<> seek(MediaTime target);
    [[nodiscard]] Result<> advance(MediaTime target);
    /// Decodes into `ahead_`; false at the end of the film.
    [[nodiscard]] Result<bool> decodeAhead();
    [[nodiscard]] Result<> feed();
    [[nodiscard]] bool passedBy(AVPacket const& packet) const;
    void noteDamage() { damage_ = metDamage_ = true; }
    [[nodiscard]] bool missingAt(MediaTime target) const;
    [[nodiscard]] Result<DecodedPtr> present();
    [[nodiscard]] MediaTime timeOf(AVFrame const& frame);
    [[nodiscard]] std::int64_t streamTime(MediaTime position) const;

    std::unique_ptr<Demuxer> demuxer_;
    Decoder decoder_;
    std::shared_ptr<Converter> converter_;
    std::stop_token stop_;
    Orientation orientation_;

    AvPacketPtr packet_ = makePacket();
    std::int64_t start_ = kNoTime;  // stream time of the first shown frame
    Held shown_, ahead_;
    MediaTime shownFrom_{0};  // `shown_` stands for positions from here on
    MediaTime lastDecoded_{0};
    MediaTime target_{0};  // nothing is shown that is over before
    bool drained_ = false, ended_ = false, awaitKey_ = false;
    bool damage_ = false;  // met since the newest frame
    bool metDamage_ = false;
    DecodedPtr picture_;  // of `shown_`; null if nobody asked for it yet
};

Result<> FfmpegFilm::start() {
    auto const listed = listedStart();
    if (!listed) {
        return listed.error();
    }
    if (*listed != kNoTime) {
        // What is wanted is sought from here on, and it may be far from the first picture.
        start_ = *listed;
        return {};
    }
    auto const got = decodeAhead();
    if (!got) {
        return got.error();
    }
    if (!*got) {
        return Error{Errc::damaged,
                     "The film holds no frame that can be decoded; copy or export it again."};
    }
    return {};
}

/// Time of the first frame by what the file says of it; kNoTime if that does not settle it, with
/// nothing read. Decoding would find the same, but a large first picture takes a player that joins
/// in the middle longer than all that it needs.
Result<std::int64_t> FfmpegFilm::listedStart() {
    if (!demuxer_->headSaysAll() || !demuxer_->listsKeyFrameFirst()) {
        return kNoTime;
    }
    while (true) {
        auto const read = demuxer_->read(*packet_);
        if (!read && read.error().code == Errc::cancelled) {
            return read.error();
        }
        bool const there = read && *read;
        if (there && packet_->stream_index != demuxer_->video().index) {
            continue;
        }
        if (there && packet_->pts != kNoTime) {
            return packet_->pts;
        }
        static_cast<void>(demuxer_->rewind());
        return kNoTime;
    }
}

Result<DecodedPtr> FfmpegFilm::pictureAt(MediaTime position, MediaTime tolerance) {
    if (stop_.stop_requested()) {
        return Error{Errc::cancelled, "stopped while reading the film"};
    }
    auto const target = std::max(position + tolerance, MediaTime(0));
    target_ = target;
    if (shouldSeek(target)) {
        if (auto sought = seek(target); !sought) {
            return sought.error();
        }
    }
    if (auto advanced = advance(target); !advanced) {
        return advanced.error();
    }
    if (missingAt(target)) {
        return Error{Errc::damaged, "The film is damaged inside; copy or export it again."};
    }
    return present();
}

/// What is on at `target` is lost, and the last picture has stood for it long enough. Past the end
/// of a whole film its last picture is right.
bool FfmpegFilm::missingAt(MediaTime target) const {
    if (!shown_.holds || target - shown_.at <= kGap) {
        return false;
    }
    if (ahead_.holds) {
        return ahead_.afterDamage;
    }
    auto const listed = demuxer_->lastListedFrame();
    auto const lastListed =
        listed == kNoTime || start_ == kNoTime
            ? shown_.at
            : MediaTime(av_rescale_q(listed - start_, demuxer_->video().time_base, kMicro));
    return damage_ || lastListed - shown_.at > kGap;
}

bool FfmpegFilm::shouldSeek(MediaTime target) const {
    if (shown_.holds && target < shownFrom_) {
        return true;
    }
    if (ended_ || (!shown_.holds && !ahead_.holds)) {
        return !shown_.holds;
    }
    auto const newest = ahead_.holds ? ahead_.at : shown_.at;
    if (target - newest <= kLookForKey) {
        return false;
    }
    auto const key = demuxer_->knownKeyFrame(streamTime(target));
    return (key != kNoTime && key > streamTime(newest)) || target - newest > kSeekAnyway;
}

Result<> FfmpegFilm::seek(MediaTime target) {
    // Some containers land on the wrong side, or on a key frame that cannot be decoded: then try
    // from further back.
    constexpr microseconds kFromStart = microseconds::max();
    for (auto const back :
         {microseconds(0), microseconds(3'000'000), microseconds(15'000'000), kFromStart}) {
        auto const from = back >= target ? MediaTime(0) : target - back;
        bool const sought =
            back == kFromStart ? demuxer_->rewind() : demuxer_->seek(streamTime(from));
        if (!sought) {
            continue;
        }
        decoder_.restart();
        drained_ = ended_ = false;
        awaitKey_ = true;
        damage_ = false;
        ahead_.holds = false;
        lastDecoded_ = from;
        auto const got = decodeAhead();
        if (!got) {
            return got.error();
        }
        if (*got && ahead_.at <= target) {
            break;
        }
    }
    if (ahead_.holds) {
        shown_.holds = false;
        shownFrom_ = std::min(target, ahead_.at);
    }
    return {};
}

Result<> FfmpegFilm::advance(MediaTime target) {
    while (true) {
        if (!ahead_.holds && !ended_) {
            if (auto const got = decodeAhead(); !got) {
                return got.error();
            }
        }
        if (!ahead_.holds || (shown_.holds && ahead_.at > target)) {
            return {};
        }
        // Nothing before it can be decoded: it stands for the earlier positions too, or each of
        // them would seek anew.
        shownFrom_ = shown_.holds ? ahead_.at : std::min(target, ahead_.at);
        std::swap(shown_, ahead_);
        ahead_.holds = false;
        picture_.reset();
    }
}

Result<bool> FfmpegFilm::decodeAhead() {
    while (true) {
        switch (decoder_.receive(*ahead_.frame)) {
            case Decoder::State::frame:
                if ((ahead_.frame->flags & AV_FRAME_FLAG_CORRUPT) != 0) {
                    noteDamage();
                    continue;
                }
                // It may look well or not at all: shown all the same, but no longer trusted.
                metDamage_ = metDamage_ || ahead_.frame->decode_error_flags != 0;
                ahead_.at = lastDecoded_ = timeOf(*ahead_.frame);
                ahead_.holds = true;
                ahead_.afterDamage = std::exchange(damage_, false);
                return true;
            case Decoder::State::ended:
                ended_ = true;
                return false;
            case Decoder::State::failed:
                noteDamage();
                if (drained_) {
                    ended_ = true;
                    return false;
                }
                [[fallthrough]];
            case Decoder::State::needsPacket:
                if (auto fed = feed(); !fed) {
                    return fed.error();
                }
        }
    }
}

Result<> FfmpegFilm::feed() {
    for (int errors = 0; errors < kErrorsInARow;) {
        auto const read = demuxer_->read(*packet_);
        if (!read) {
            if (read.error().code != Errc::damaged) {
                return read.error();
            }
            noteDamage();
            ++errors;
            continue;
        }
        if (!*read) {
            break;
        }
        if (packet_->stream_index != demuxer_->video().index) {
            continue;
        }
        if (awaitKey_ && (packet_->flags & AV_PKT_FLAG_KEY) == 0) {
            if (packet_->dts != kNoTime && demuxer_->knownKeyFrame(packet_->dts) == packet_->dts) {
                noteDamage();  // the index promises a key frame here
            }
            continue;
        }
        awaitKey_ = false;
        decoder_.skipUnneeded(passedBy(*packet_));
        if (decoder_.send(packet_.get())) {
            return {};
        }
        noteDamage();
        ++errors;  // go on with what can be decoded
    }
    drained_ = true;
    static_cast<void>(decoder_.send(nullptr));  // an error here shows again in receive()
    return {};
}

/// Whether its picture is over long before the wanted position. Only what the packet itself says
/// counts: in a film of varying rate one picture may stand for seconds.
bool FfmpegFilm::passedBy(AVPacket const& packet) const {
    auto const last = demuxer_->lastListedFrame();
    if (start_ == kNoTime || packet.pts == kNoTime || packet.duration <= 0 || last == kNoTime) {
        return false;
    }
    auto const position = [this](std::int64_t time) {
        return MediaTime(av_rescale_q(time - start_, demuxer_->video().time_base, kMicro));
    };
    // Past the film's end its very last picture is wanted.
    auto const wanted = std::min(target_, position(last));
    return position(packet.pts + 2 * packet.duration) + kDecodeAll < wanted;
}

MediaTime FfmpegFilm::timeOf(AVFrame const& frame) {
    auto const& video = demuxer_->video();
    auto const stamp = frame.best_effort_timestamp;
    if (stamp == kNoTime) {
        auto const rate = video.avg_frame_rate.num > 0 ? video.avg_frame_rate : AVRational{25, 1};
        return lastDecoded_ + MediaTime(av_rescale_q(1, av_inv_q(rate), kMicro));
    }
    if (start_ == kNoTime) {
        start_ = stamp;
    }
    return MediaTime(av_rescale_q(stamp - start_, video.time_base, kMicro));
}

std::int64_t FfmpegFilm::streamTime(MediaTime position) const {
    auto const offset = av_rescale_q(position.count(), kMicro, demuxer_->video().time_base);
    return (start_ == kNoTime ? 0 : start_) + offset;
}

Result<DecodedPtr> FfmpegFilm::present() {
    if (!shown_.holds) {
        return Error{Errc::damaged, "The film cannot be decoded here; copy or export it again."};
    }
    if (!picture_) {
        picture_ = std::make_shared<FfmpegPicture>(
            *shown_.frame, pixelAspect(demuxer_->video(), *shown_.frame), orientation_, converter_);
    }
    return picture_;
}

/// `name` stands in front of every message.
Result<std::unique_ptr<Film>> openNamed(std::string const& name, OpenFile file, Canvas canvas,
                                        std::stop_token stop, std::shared_ptr<FramePool> pool) {
    auto const named = [&name](Error error) {
        error.message = name + error.message;
        if (error.code == Errc::invalid) {
            error.code = Errc::damaged;
        }
        return error;
    };
    auto demuxer = Demuxer::open(std::move(file), stop, Demuxer::Tracks::videoOnly);
    if (!demuxer) {
        return named(demuxer.error());
    }
    auto decoder = Decoder::open((*demuxer)->video(), Decoder::Mode::lenient);
    if (!decoder) {
        return named(decoder.error());
    }
    auto film = std::make_unique<FfmpegFilm>(std::move(*demuxer), std::move(*decoder), canvas,
                                             std::move(pool), std::move(stop));
    if (auto started = film->start(); !started) {
        return named(started.error());
    }
    return std::unique_ptr<Film>(std::move(film));
}

}  // namespace

Result<std::unique_ptr<Film>> openFilm(std::filesystem::path const& file, Canvas canvas,
                                       std::stop_token stop, std::shared_ptr<FramePool> pool) {
    auto opened = openForReading(file);
    return opened ? openNamed(file.filename().string() + ": ", std::move(*opened), canvas,
                              std::move(stop), std::move(pool))
                  : opened.error();
}

Result<std::unique_ptr<Film>> openFilm(int descriptor, Canvas canvas, std::stop_token stop,
                                       std::shared_ptr<FramePool> pool) {
    return openNamed("", OpenFile(descriptor), canvas, std::move(stop), std::move(pool));
}

}  // namespace tocsin::media
