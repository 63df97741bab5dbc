// SPDX-License-Identifier: Apache-2.0
// Sound tracks: decoded, brought to one rate and two channels, laid out on the film's own time.
#include <algorithm>
#include <vector>

#include "demuxer.hpp"
#include "ffmpeg_log.hpp"
#include "tocsin/media/sound.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr AVRational kSamples{1, kSoundRate};
/// Time stamps that are off by less than this are only rounded.
constexpr std::int64_t kJitter = kSoundRate / 50;
/// Silence is put in for gaps up to this; a longer one is a broken time stamp.
constexpr std::int64_t kLongestGap = std::int64_t{kSoundRate} * 60;
constexpr int kErrorsInARow = 200;

class FfmpegSound final : public Sound {
public:
    FfmpegSound(std::unique_ptr<Demuxer> demuxer, AvCodecPtr codec)
        : demuxer_(std::move(demuxer)), codec_(std::move(codec)) {
        auto const& video = demuxer_->video();
        start_ = video.start_time == kNoTime
                     ? 0
                     : av_rescale_q(video.start_time, video.time_base, kSamples);
    }

    [[nodiscard]] std::int64_t next() const override { return next_; }
    Result<std::size_t> read(std::span<Sample> into) override;
    Result<> seek(std::int64_t sample) override;

private:
    /// Decodes until there are samples from next_ on, or the end.
    Result<> fill();
    Result<> feed();
    void take(AVFrame const& frame);
    void convert(AVFrame const& frame);

    std::unique_ptr<Demuxer> demuxer_;
    AvCodecPtr codec_;
    AvResamplerPtr resampler_;
    int inFormat_ = -1, inRate_ = 0, inChannels_ = 0;
    AvFramePtr frame_ = makeFrame();
    AvPacketPtr packet_ = makePacket();
    std::vector<Sample> converted_;  // of the last frame
    std::vector<Sample> pending_;    // from next_ on, behind `used_`
    std::size_t used_ = 0;
    std::int64_t start_ = 0;    // of the video, in samples
    std::int64_t next_ = 0;     // the sample read() gives next
    std::int64_t decoded_ = 0;  // the sample behind the last one in pending_
    bool fresh_ = true;  // after opening and seeking time stamps are believed until there is sound
    bool drained_ = false, ended_ = false;
};

Result<std::size_t> FfmpegSound::read(std::span<Sample> into) {
    while (used_ == pending_.size() && !ended_) {
        if (auto filled = fill(); !filled) {
            return filled.error();
        }
    }
    auto const count = std::min(into.size(), pending_.size() - used_);
    std::copy_n(pending_.begin() + static_cast<std::ptrdiff_t>(used_), count, into.begin());
    used_ += count;
    next_ += static_cast<std::int64_t>(count);
    return count;
}

Result<> FfmpegSound::seek(std::int64_t sample) {
    auto const& stream = demuxer_->sound();
    auto const target = std::max<std::int64_t>(sample, 0);
    // Codecs need a few packets before they are right.
    auto const from = std::max<std::int64_t>(target - kSoundRate / 4, 0);
    if (!demuxer_->seek(av_rescale_q(start_ + from, kSamples, stream.time_base)) &&
        !demuxer_->rewind()) {
        return Error{Errc::damaged, "The sound of the film cannot be sought in."};
    }
    avcodec_flush_buffers(codec_.get());
    resampler_.reset();
    inFormat_ = -1;
    pending_.clear();
    used_ = 0;
    next_ = decoded_ = target;
    fresh_ = true;
    drained_ = ended_ = false;
    return {};
}

Result<> FfmpegSound::fill() {
    int const code = avcodec_receive_frame(codec_.get(), frame_.get());
    if (code >= 0) {
        take(*frame_);
        return {};
    }
    if (code == AVERROR_EOF || drained_) {
        ended_ = true;
        return {};
    }
    return feed();
}

Result<> FfmpegSound::feed() {
    for (int errors = 0; errors < kErrorsInARow;) {
        auto const read = demuxer_->read(*packet_);
        if (!read) {
            if (read.error().code != Errc::damaged) {
                return read.error();
            }
            ++errors;
            continue;
        }
        if (!*read) {
            break;
        }
        if (packet_->stream_index != demuxer_->sound().index) {
            continue;
        }
        if (avcodec_send_packet(codec_.get(), packet_.get()) >= 0) {
            return {};
        }
        ++errors;  // damage inside: the gap becomes silence
    }
    drained_ = true;
    avcodec_send_packet(codec_.get(), nullptr);
    return {};
}

/// Puts a frame where its time stamp says, relative to what was decoded before.
void FfmpegSound::take(AVFrame const& frame) {
    convert(frame);
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(used_));
    used_ = 0;
    auto at = decoded_;
    if (frame.best_effort_timestamp != kNoTime) {
        auto const stamped =
            av_rescale_q(frame.best_effort_timestamp, demuxer_->sound().time_base, kSamples) -
            start_;
        auto const off = stamped - decoded_;
        if (fresh_ || ((off > kJitter || off < -kJitter) && std::abs(off) < kLongestGap)) {
            at = stamped;
        }
    }
    if (at > decoded_) {
        pending_.insert(pending_.end(),
                        static_cast<std::size_t>(std::min(at - decoded_, kLongestGap)), Sample{});
        decoded_ = at;
    }
    auto const over =
        std::clamp<std::int64_t>(decoded_ - at, 0, static_cast<std::int64_t>(converted_.size()));
    pending_.insert(pending_.end(), converted_.begin() + static_cast<std::ptrdiff_t>(over),
                    converted_.end());
    auto const added = static_cast<std::int64_t>(converted_.size()) - over;
    decoded_ += added;
    fresh_ = fresh_ && added == 0;
}

void FfmpegSound::convert(AVFrame const& frame) {
    if (!resampler_ || frame.format != inFormat_ || frame.sample_rate != inRate_ ||
        frame.ch_layout.nb_channels != inChannels_) {
        AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO;
        AVChannelLayout in{};
        if (frame.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
            av_channel_layout_default(&in, frame.ch_layout.nb_channels);
        } else {
            check(av_channel_layout_copy(&in, &frame.ch_layout), "av_channel_layout_copy");
        }
        SwrContext* made = nullptr;
        check(swr_alloc_set_opts2(&made, &stereo, AV_SAMPLE_FMT_S16, kSoundRate, &in,
                                  static_cast<AVSampleFormat>(frame.format), frame.sample_rate, 0,
                                  nullptr),
              "swr_alloc_set_opts2");
        av_channel_layout_uninit(&in);
        resampler_.reset(made);
        check(swr_init(resampler_.get()), "swr_init");
        inFormat_ = frame.format;
        inRate_ = frame.sample_rate;
        inChannels_ = frame.ch_layout.nb_channels;
    }
    auto const most = swr_get_out_samples(resampler_.get(), frame.nb_samples);
    converted_.resize(static_cast<std::size_t>(std::max(most, 0)));
    auto* out = reinterpret_cast<std::uint8_t*>(converted_.data());
    int const got =
        swr_convert(resampler_.get(), &out, most,
                    const_cast<std::uint8_t const**>(frame.extended_data), frame.nb_samples);
    converted_.resize(static_cast<std::size_t>(std::max(got, 0)));
}

}  // namespace

Result<std::unique_ptr<Sound>> openSound(std::filesystem::path const& file, std::stop_token stop) {
    auto const named = [&file](Error error) {
        error.message = file.filename().string() + ": " + error.message;
        error.code = error.code == Errc::invalid ? Errc::damaged : error.code;
        return error;
    };
    auto opened = openForReading(file);
    if (!opened) {
        return opened.error();
    }
    auto demuxer = Demuxer::open(std::move(*opened), std::move(stop), Demuxer::Tracks::soundOnly);
    if (!demuxer) {
        return named(demuxer.error());
    }
    if (!(*demuxer)->hasSound()) {
        return named({Errc::notFound, "the film has no sound"});
    }
    auto const& stream = (*demuxer)->sound();
    auto const* const coder = soundDecoder(Allowed::byPlayer, stream.codecpar->codec_id);
    if (coder == nullptr) {
        return named({Errc::damaged, std::string("sound coded as '") +
                                         avcodec_get_name(stream.codecpar->codec_id) +
                                         "' is not played; export the film with AAC sound"});
    }
    AvCodecPtr codec(checkMade(avcodec_alloc_context3(coder), "avcodec_alloc_context3"));
    check(avcodec_parameters_to_context(codec.get(), stream.codecpar),
          "avcodec_parameters_to_context");
    codec->pkt_timebase = stream.time_base;
    codec->thread_count = 1;
    if (avcodec_open2(codec.get(), coder, nullptr) < 0) {
        return named({Errc::damaged, "the sound of the film cannot be decoded"});
    }
    return std::unique_ptr<Sound>(
        std::make_unique<FfmpegSound>(std::move(*demuxer), std::move(codec)));
}

}  // namespace tocsin::media
