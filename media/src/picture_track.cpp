// SPDX-License-Identifier: Apache-2.0
#include "picture_track.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "ffmpeg_log.hpp"

namespace tocsin::media::detail {
namespace {

/// Decoded before a part's beginning: the deinterlacer needs neighbours, and pictures just after a
/// key frame may refer to ones before it.
constexpr std::int64_t kLead = 1'500'000;
constexpr std::int64_t kNoEnd = std::numeric_limits<std::int64_t>::max();

}  // namespace

Error PictureTrack::damagedHere(std::string const& technical) const {
    auto const detail = lastFfmpegError();
    return {Errc::damaged, "The film is damaged at " + clockText(measure_.last() - origin_) +
                               " (minutes:seconds); copy or export it again. (" + technical +
                               (detail.empty() ? "" : ": " + detail) + ")"};
}

Result<PictureTrack> PictureTrack::open(OpenFile file, TranscodeOrder const& order) {
    PictureTrack track(order);
    auto demuxer =
        Demuxer::open(std::move(file), {}, Demuxer::Tracks::videoOnly, Allowed::fromOutside);
    if (!demuxer) {
        return demuxer.error();
    }
    track.demuxer_ = std::move(*demuxer);
    if (auto started = track.start(); !started) {
        return started.error();
    }
    return track;
}

Result<> PictureTrack::start() {
    auto const& video = demuxer_->video();
    auto decoder = Decoder::openForeign(video, Decoder::Mode::strict, order_.threads);
    if (!decoder) {
        return decoder.error();
    }
    decoder_.emplace(std::move(*decoder));
    measure_.believeLastDuration(demuxer_->timesEachFrame());
    auto const first = decode();
    if (!first) {
        return first.error();
    }
    if (!*first) {
        return Error{Errc::damaged,
                     "The film holds no picture that can be shown; export it again."};
    }
    origin_ = decoded_->pts;
    rate_ = order_.rateNum > 0
                ? AVRational{static_cast<int>(order_.rateNum), static_cast<int>(order_.rateDen)}
                : houseRate(demuxer_->declaredRate(), false);
    shape_ = PictureShape::of(video, *decoded_);
    size_ = houseSize(shape_, order_);
    makeGraph(shape_);
    fromTick_ = tick_ = tickOf(order_.fromMs * 1'000, AV_ROUND_UP);
    toTick_ = order_.toMs > 0 ? tickOf(order_.toMs * 1'000, AV_ROUND_UP) : kNoEnd;
    return order_.fromMs * 1'000 > kLead ? seekToPart() : Result<>{};
}

Result<> PictureTrack::seekToPart() {
    auto const& video = demuxer_->video();
    auto const wanted = origin_ + order_.fromMs * 1'000 - kLead;
    auto const again = [&]() -> Result<> {
        // From an empty decoder; the frame read before is not wanted a second time.
        auto decoder = Decoder::openForeign(video, Decoder::Mode::strict, order_.threads);
        if (!decoder) {
            return decoder.error();
        }
        decoder_.emplace(std::move(*decoder));
        measure_ = {};
        measure_.believeLastDuration(demuxer_->timesEachFrame());
        hasDecoded_ = decoderEnded_ = false;
        return {};
    };
    bool const sought = demuxer_->seek(av_rescale_q(wanted, kMicro, video.time_base));
    if (auto fresh = again(); !fresh) {
        return fresh;
    }
    if (sought) {
        if (auto const there = decode(); there && *there && decoded_->pts <= wanted) {
            return {};
        }
    }
    // A file that cannot be entered in the middle is decoded from its beginning.
    if (!demuxer_->rewind()) {
        return damagedHere("cannot be read from the beginning again");
    }
    return again();
}

Result<bool> PictureTrack::decode() {
    hasDecoded_ = false;
    while (true) {
        auto const state = decoder_->receive(*decoded_);
        if (state == Decoder::State::frame) {
            auto const& video = demuxer_->video();
            auto const duration = av_rescale_q(decoded_->pkt_duration, video.time_base, kMicro);
            auto const time =
                decoded_->best_effort_timestamp != kNoTime
                    ? av_rescale_q(decoded_->best_effort_timestamp, video.time_base, kMicro)
                    : measure_.last() + duration;
            measure_.add(time, duration);
            decoded_->pts = time;
            hasDecoded_ = true;
            return true;
        }
        if (state == Decoder::State::ended) {
            return false;
        }
        if (state == Decoder::State::failed) {
            return damagedHere("frame " + std::to_string(measure_.frames()) + ": " +
                               decoder_->error());
        }
        auto const read = demuxer_->read(*packet_);
        if (!read) {
            return damagedHere(read.error().message);
        }
        if (*read && packet_->stream_index != demuxer_->video().index) {
            continue;
        }
        if (!decoder_->send(*read ? packet_.get() : nullptr)) {
            return damagedHere(decoder_->error());
        }
    }
}

void PictureTrack::makeGraph(PictureShape const& shape) {
    auto const source = fmt::format(
        "video_size={}x{}:pix_fmt={}:time_base=1/1000000:pixel_aspect={}/{}", shape.stored.width,
        shape.stored.height, shape.format, shape.aspect.num, shape.aspect.den);
    graph_.emplace(FilterGraph::Kind::picture, source,
                   houseFilters(shape, demuxer_->video().codecpar->codec_id, size_, order_.fit),
                   order_.threads);
    shape_ = shape;
    graphEnded_ = false;
}

/// Puts the next frame that comes out of the filters into ahead_; false at the end.
Result<bool> PictureTrack::filtered() {
    while (true) {
        if (graph_->pull(*ahead_)) {
            ahead_->pts = av_rescale_q(ahead_->pts, graph_->timeBase(), kMicro);
            return true;
        }
        if (graphEnded_ && decoderEnded_) {
            return false;
        }
        if (!hasDecoded_ && !decoderEnded_) {
            auto got = decode();
            if (!got) {
                return got;
            }
            decoderEnded_ = !*got;
        }
        if (decoderEnded_) {
            graphEnded_ = true;
            if (!graph_->push(nullptr)) {
                return damagedHere("the filters refuse the end");
            }
            continue;
        }
        auto const shape = PictureShape::of(demuxer_->video(), *decoded_);
        if (graphEnded_) {
            makeGraph(shape);
        } else if (!shape.sameAs(shape_)) {
            // What is still inside comes out before the next graph is made.
            graphEnded_ = true;
            if (!graph_->push(nullptr)) {
                return damagedHere("the filters refuse the end");
            }
            continue;
        }
        hasDecoded_ = false;
        decoded_->pts -= origin_;
        if (!order_.fromMs || decoded_->pts > order_.fromMs * 1'000 - kLead) {
            decoded_->sample_aspect_ratio = shape_.aspect;
            if (!graph_->push(decoded_.get())) {
                return damagedHere("the filters refuse frame " + std::to_string(measure_.frames()));
            }
        }
    }
}

void PictureTrack::finishCount() {
    auto const end =
        measure_.first() - origin_ + measure_.duration(measure_.rate(demuxer_->declaredRate()));
    toTick_ = std::min(toTick_, std::max<std::int64_t>(1, tickOf(end, AV_ROUND_NEAR_INF)));
}

/// Brings current_ up to tick_.
Result<bool> PictureTrack::fill() {
    while (true) {
        if (!hasAhead_ && !finished_) {
            auto got = filtered();
            if (!got) {
                return got;
            }
            hasAhead_ = *got;
            if (hasAhead_) {
                aheadTick_ = std::max<std::int64_t>(0, tickOf(ahead_->pts, AV_ROUND_NEAR_INF));
            } else {
                finished_ = true;
                finishCount();
            }
        }
        if (hasAhead_ && (!hasCurrent_ || aheadTick_ <= tick_)) {
            std::swap(current_, ahead_);
            hasCurrent_ = true;
            hasAhead_ = false;
            continue;
        }
        return tick_ < toTick_ && hasCurrent_;
    }
}

Result<bool> PictureTrack::next(AVFrame& picture) {
    if (tick_ >= toTick_) {
        return false;
    }
    auto there = fill();
    if (!there || !*there) {
        return there;
    }
    av_frame_unref(&picture);
    check(av_frame_ref(&picture, current_.get()), "av_frame_ref");
    picture.pts = tick_++;
    picture.pict_type = AV_PICTURE_TYPE_NONE;
    picture.interlaced_frame = 0;
    picture.pkt_duration = 1;
    return true;
}

double PictureTrack::share() const {
    auto const from = order_.fromMs * 1'000;
    auto const whole = demuxer_->format().duration;
    auto const to = order_.toMs > 0 ? order_.toMs * 1'000 : whole;
    auto const now = av_rescale_q(tick_, av_inv_q(rate_), kMicro);
    if (to <= from) {
        return 0;
    }
    return std::clamp(static_cast<double>(now - from) / static_cast<double>(to - from), 0.0, 1.0);
}

}  // namespace tocsin::media::detail
