// SPDX-License-Identifier: Apache-2.0
// Pictures and sound of one film, each read for itself and written in step.
#include "tocsin/media/transcode.hpp"

#include <algorithm>
#include <new>

#include "ffmpeg_log.hpp"
#include "house_encoder.hpp"
#include "house_file.hpp"
#include "picture_track.hpp"
#include "sound_track.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr int kMostSide = 8192;
constexpr int kMostThreads = 64;
constexpr std::int64_t kMostMs = 24LL * 3'600'000;

class Transcoder {
public:
    Transcoder(OpenFile out, TranscodeOrder const& order, Progress const& progress)
        : order_(order), progress_(progress), file_(std::move(out)) {}

    Result<Transcoded> run(OpenFile in);

private:
    [[nodiscard]] Result<> open(OpenFile in);
    [[nodiscard]] Result<bool> onePicture();
    [[nodiscard]] Result<bool> oneSound();
    [[nodiscard]] Result<> encode(AVCodecContext& encoder, AVFrame* frame, AVStream const& track) {
        return encodeInto(file_, track, encoder, frame, *packet_);
    }
    /// Samples that the film has by the end of its pictures, counted from the part's beginning;
    /// as long as that is not known, those up to the pictures written so far.
    [[nodiscard]] std::int64_t samplesUntil(std::int64_t tick) const;
    [[nodiscard]] std::int64_t samplesAtEnd() const;
    void silence(AVFrame& frame, std::int64_t samples) const;

    TranscodeOrder const& order_;
    Progress const& progress_;
    HouseFile file_;
    std::optional<PictureTrack> pictures_;
    std::unique_ptr<SoundTrack> sound_;
    AvCodecPtr pictureEncoder_, soundEncoder_;
    AVStream *pictureTrack_ = nullptr, *soundTrack_ = nullptr;
    AvFramePtr frame_ = makeFrame();
    AvPacketPtr packet_ = makePacket();
    AVRational rate_{25, 1};
    std::int64_t frames_ = 0, samples_ = 0;
    int level_ = 0;
    bool picturesEnded_ = false, soundEnded_ = false;
};

Result<> Transcoder::open(OpenFile in) {
    std::int64_t origin = 0;
    auto forSound = duplicate(in);
    auto pictures = PictureTrack::open(std::move(in), order_);
    if (!pictures) {
        return pictures.error();
    }
    pictures_.emplace(std::move(*pictures));
    rate_ = pictures_->rate();
    origin = pictures_->origin();
    if (order_.video) {
        level_ = order_.level > 0 ? order_.level : houseLevel(pictures_->size(), rate_);
        pictureEncoder_ = openPictureEncoder(pictures_->size(), rate_, level_, order_);
        pictureTrack_ = &file_.add(*pictureEncoder_);
    }
    if (order_.sound) {
        auto const first = samplesUntil(pictures_->firstTick());
        auto sound = SoundTrack::open(std::move(forSound), houseSound(order_.loudness, first),
                                      origin, order_.fromMs);
        if (!sound) {
            return sound.error();
        }
        sound_ = std::move(*sound);
    }
    if (sound_) {
        soundEncoder_ = openSoundEncoder();
        sound_->setFrameSize(soundEncoder_->frame_size);
        soundTrack_ = &file_.add(*soundEncoder_);
    }
    if (!order_.video && !sound_) {
        return Error{Errc::invalid, "The film has no sound."};
    }
    picturesEnded_ = !order_.video;
    return file_.begin();
}

std::int64_t Transcoder::samplesUntil(std::int64_t tick) const {
    return av_rescale_q(tick, av_inv_q(rate_), {1, kHouseSoundRate});
}

std::int64_t Transcoder::samplesAtEnd() const {
    auto const first = pictures_->firstTick();
    if (order_.video) {
        return samplesUntil(first + frames_) - samplesUntil(first);
    }
    auto const last = av_rescale_q_rnd(order_.toMs * 1'000, kMicro, av_inv_q(rate_), AV_ROUND_UP);
    return order_.toMs > 0 ? samplesUntil(last) - samplesUntil(first) : INT64_MAX;
}

/// False after the last picture, which also drains the encoder.
Result<bool> Transcoder::onePicture() {
    auto got = pictures_->next(*frame_);
    if (!got) {
        return got;
    }
    if (!*got) {
        auto const drained = encode(*pictureEncoder_, nullptr, *pictureTrack_);
        return drained ? Result<bool>(false) : drained.error();
    }
    frame_->pts = frames_++;
    tagAsHouse(*frame_);
    auto const encoded = encode(*pictureEncoder_, frame_.get(), *pictureTrack_);
    progress_(pictures_->share(), frames_);
    return encoded ? Result<bool>(true) : encoded.error();
}

void Transcoder::silence(AVFrame& frame, std::int64_t samples) const {
    av_frame_unref(&frame);
    frame.format = soundEncoder_->sample_fmt;
    frame.sample_rate = kHouseSoundRate;
    frame.nb_samples = static_cast<int>(samples);
    check(av_channel_layout_copy(&frame.ch_layout, &soundEncoder_->ch_layout),
          "av_channel_layout_copy");
    check(av_frame_get_buffer(&frame, 0), "av_frame_get_buffer");
    check(av_samples_set_silence(frame.extended_data, 0, frame.nb_samples, 2,
                                 soundEncoder_->sample_fmt),
          "av_samples_set_silence");
}

/// False after the last sample, which also drains the encoder.
Result<bool> Transcoder::oneSound() {
    auto const left = picturesEnded_ ? samplesAtEnd() - samples_ : INT64_MAX;
    if (!soundEnded_ && left > 0) {
        auto got = sound_->next(*frame_);
        if (!got) {
            return got;
        }
        soundEnded_ = !*got;
    }
    bool const openEnded = left == INT64_MAX && !order_.video;
    if (left <= 0 || (soundEnded_ && openEnded)) {
        auto const drained = encode(*soundEncoder_, nullptr, *soundTrack_);
        return drained ? Result<bool>(false) : drained.error();
    }
    if (soundEnded_) {
        silence(*frame_, std::min<std::int64_t>(left, soundEncoder_->frame_size));
    }
    frame_->nb_samples = static_cast<int>(std::min<std::int64_t>(frame_->nb_samples, left));
    frame_->pts = samples_;
    samples_ += frame_->nb_samples;
    if (!order_.video) {
        auto const end = samplesAtEnd();
        progress_(end == INT64_MAX ? 0 : static_cast<double>(samples_) / static_cast<double>(end),
                  0);
    }
    auto const encoded = encode(*soundEncoder_, frame_.get(), *soundTrack_);
    return encoded ? Result<bool>(true) : encoded.error();
}

Result<Transcoded> Transcoder::run(OpenFile in) {
    if (auto opened = open(std::move(in)); !opened) {
        return opened.error();
    }
    bool sounding = sound_ != nullptr;
    while (!picturesEnded_ || sounding) {
        // Sound never runs ahead of the pictures, so that it can end with them.
        bool const soundIsDue =
            sounding &&
            (picturesEnded_ || samples_ + soundEncoder_->frame_size <= samplesUntil(frames_));
        auto const more = soundIsDue ? oneSound() : onePicture();
        if (!more) {
            return more.error();
        }
        (soundIsDue ? sounding : picturesEnded_) = soundIsDue ? *more : !*more;
    }
    if (order_.video && frames_ == 0) {
        return Error{Errc::invalid, "The part lies behind the end of the film."};
    }
    if (auto finished = file_.finish(); !finished) {
        return finished.error();
    }
    Transcoded out;
    out.frames = frames_;
    out.rateNum = rate_.num;
    out.rateDen = rate_.den;
    out.durationMs = order_.video ? av_rescale_q(frames_, av_inv_q(rate_), {1, 1'000})
                                  : av_rescale(samples_, 1'000, kHouseSoundRate);
    out.width = order_.video ? pictures_->size().width : 0;
    out.height = order_.video ? pictures_->size().height : 0;
    out.level = level_;
    out.sound = sound_ != nullptr;
    out.bytes = file_.bytes();
    return out;
}

Error wrong(char const* what) {
    return {Errc::invalid, what};
}

}  // namespace

Result<> checkOrder(TranscodeOrder const& order) {
    if (order.width < 0 || order.height < 0 || order.width > kMostSide ||
        order.height > kMostSide || (order.width == 0) != (order.height == 0) || order.width == 1 ||
        order.height == 1) {
        return wrong("width, height: must both be 0, or both from 2 to 8192");
    }
    if (order.rateNum < 0 || order.rateDen < 1 || order.rateNum > 120'000 ||
        order.rateDen > 100'000 || order.rateNum > 120 * order.rateDen) {
        return wrong("rate: must be 0, or at most 120 frames a second");
    }
    if (order.crf < 0 || order.crf > 51) {
        return wrong("crf: must be from 0 to 51");
    }
    if (order.maxKbit < 0 || order.maxKbit > 1'000'000) {
        return wrong("max_kbit: must be from 0 to 1000000");
    }
    if (order.level != 0 && (order.level < 30 || order.level > 62)) {
        return wrong("level: must be 0, or from 30 to 62");
    }
    if (order.fromMs < 0 || order.toMs < 0 || order.fromMs > kMostMs || order.toMs > kMostMs ||
        (order.toMs > 0 && order.toMs <= order.fromMs)) {
        return wrong("from_ms, to_ms: must be 0 or times within a day, from before to");
    }
    if (!order.video && !order.sound) {
        return wrong("video, sound: one of them must be wanted");
    }
    if (order.threads < 1 || order.threads > kMostThreads) {
        return wrong("threads: must be from 1 to 64");
    }
    return {};
}

Result<Transcoded> transcode(int in, int out, TranscodeOrder const& order,
                             Progress const& progress) {
    OpenFile source(in), target(out);
    collectFfmpegLog();
    forgetFfmpegErrors();
    if (auto right = checkOrder(order); !right) {
        return right.error();
    }
    try {
        return Transcoder(std::move(target), order, progress).run(std::move(source));
    } catch (std::bad_alloc const&) {
        return Error{Errc::exhausted, "The film needs more memory than allowed."};
    } catch (std::runtime_error const& error) {
        auto const detail = lastFfmpegError();
        return Error{Errc::damaged,
                     std::string("The film cannot be converted; export it again. (") +
                         error.what() + (detail.empty() ? "" : ": " + detail) + ")"};
    }
}

}  // namespace tocsin::media
