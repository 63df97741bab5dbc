// SPDX-License-Identifier: Apache-2.0
#include "sound_track.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "house_encoder.hpp"

namespace tocsin::media::detail {
namespace {

constexpr double kTarget = -23;   // LUFS, EBU R128
constexpr double kMostGain = 20;  // dB
constexpr double kSilence = -69;  // LUFS: what R128 gives for nothing at all is -70
/// A little under the -1 dBTP of the house: the encoder overshoots.
constexpr double kPeak = -2;
constexpr std::int64_t kLead = 1'000'000;  // decoded before a part's beginning

}  // namespace

std::string houseSound(std::optional<Loudness> const& measured, std::int64_t first) {
    auto out = fmt::format(
        "aresample={}:async=1:min_hard_comp=0.05:first_pts={},aformat=sample_fmts=fltp:"
        "channel_layouts=stereo",
        kHouseSoundRate, first);
    if (!measured || measured->integrated <= kSilence) {
        return out;
    }
    auto const gain = std::min(kTarget - measured->integrated, kMostGain);
    out += fmt::format(",volume={:.3f}dB:precision=float", gain);
    if (measured->truePeak + gain > kPeak) {
        // Peaks between the samples show at four times the rate.
        out += fmt::format(
            ",aresample={},alimiter=limit={:.3f}dB:attack=5:release=100:level=0,aresample={}",
            4 * kHouseSoundRate, kPeak, kHouseSoundRate);
    }
    return out + ",aformat=sample_fmts=fltp:channel_layouts=stereo";
}

Result<std::unique_ptr<SoundTrack>> SoundTrack::open(OpenFile file, std::string chain,
                                                     std::int64_t origin, std::int64_t fromMs) {
    std::unique_ptr<SoundTrack> track(new SoundTrack);
    auto demuxer =
        Demuxer::open(std::move(file), {}, Demuxer::Tracks::soundOnly, Allowed::fromOutside);
    if (!demuxer) {
        return demuxer.error();
    }
    track->demuxer_ = std::move(*demuxer);
    if (!track->demuxer_->hasSound()) {
        return std::unique_ptr<SoundTrack>();
    }
    auto const& stream = track->demuxer_->sound();
    if (soundDecoder(Allowed::fromOutside, stream.codecpar->codec_id) == nullptr) {
        return std::unique_ptr<SoundTrack>();
    }
    auto decoder = Decoder::openForeignSound(stream);
    if (!decoder) {
        return decoder.error();
    }
    track->decoder_.emplace(std::move(*decoder));
    track->chain_ = std::move(chain);
    track->origin_ = origin;
    if (fromMs * 1'000 > kLead) {
        auto const wanted = origin + fromMs * 1'000 - kLead;
        (void)track->demuxer_->seek(av_rescale_q(wanted, kMicro, stream.time_base));
    }
    return track;
}

void SoundTrack::setFrameSize(int samples) {
    frameSize_ = samples;
}

/// Damaged packets are left out: the filters fill the gap with silence.
Result<bool> SoundTrack::decode() {
    while (true) {
        auto const state = decoder_->receive(*decoded_);
        if (state == Decoder::State::frame) {
            if (decoded_->sample_rate <= 0 || decoded_->ch_layout.nb_channels <= 0) {
                continue;
            }
            return true;
        }
        if (state == Decoder::State::ended) {
            return false;
        }
        auto const read = demuxer_->read(*packet_);
        if (read && *read && packet_->stream_index != demuxer_->sound().index) {
            continue;
        }
        bool const more = read && *read;
        if (!decoder_->send(more ? packet_.get() : nullptr) && !more) {
            return false;
        }
    }
}

void SoundTrack::makeGraph() {
    std::array<char, 128> layout{};
    if (decoded_->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
        av_channel_layout_default(&decoded_->ch_layout, decoded_->ch_layout.nb_channels);
    }
    check(av_channel_layout_describe(&decoded_->ch_layout, layout.data(), layout.size()),
          "av_channel_layout_describe");
    format_ = decoded_->format;
    rate_ = decoded_->sample_rate;
    channels_ = decoded_->ch_layout.nb_channels;
    graph_.emplace(FilterGraph::Kind::sound,
                   fmt::format("sample_rate={0}:sample_fmt={1}:channel_layout={2}:time_base=1/{0}",
                               rate_, format_, layout.data()),
                   chain_, 1);
    if (frameSize_ > 0) {
        graph_->setFrameSize(frameSize_);
    }
    graphEnded_ = false;
}

Result<bool> SoundTrack::next(AVFrame& frame) {
    while (true) {
        if (graph_ && graph_->pull(frame)) {
            return true;
        }
        if (!hasDecoded_ && !decoderEnded_) {
            auto const got = decode();
            if (!got) {
                return got;
            }
            hasDecoded_ = *got;
            decoderEnded_ = !*got;
        }
        if (decoderEnded_) {
            if (!graph_ || graphEnded_) {
                return false;
            }
            graphEnded_ = true;
            (void)graph_->push(nullptr);
            continue;
        }
        bool const changed =
            graph_ && (format_ != decoded_->format || rate_ != decoded_->sample_rate ||
                       channels_ != decoded_->ch_layout.nb_channels);
        if (changed && !graphEnded_) {
            graphEnded_ = true;
            (void)graph_->push(nullptr);
            continue;
        }
        if (!graph_ || graphEnded_) {
            makeGraph();
        }
        auto const time = decoded_->best_effort_timestamp;
        if (time != kNoTime) {
            position_ = av_rescale_q(time, demuxer_->sound().time_base, kMicro) - origin_;
        }
        decoded_->pts = av_rescale_q(position_, kMicro, {1, rate_});
        position_ += av_rescale(decoded_->nb_samples, 1'000'000, rate_);
        hasDecoded_ = false;
        (void)graph_->push(decoded_.get());
    }
}

}  // namespace tocsin::media::detail
