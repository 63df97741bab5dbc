// SPDX-License-Identifier: Apache-2.0
// The pictures of a film on a constant grid of ticks, in the house's size and colours.
#pragma once

#include <optional>

#include "decoder.hpp"
#include "film_measure.hpp"
#include "filter_graph.hpp"
#include "house_picture.hpp"

namespace tocsin::media::detail {

/// A film's frame belongs to the tick nearest to its time, counted from the film's first frame, and
/// is on until the next one's; of several on one tick the last is taken. The film has as many ticks
/// as its duration times the rate, rounded.
class PictureTrack {
public:
    /// Reads a first frame to know the size; Errc::damaged, Errc::invalid.
    [[nodiscard]] static Result<PictureTrack> open(OpenFile file, TranscodeOrder const& order);

    /// The picture of the next tick, its number in `pts`; false after the last. The first call
    /// gives the tick of the order's fromMs.
    [[nodiscard]] Result<bool> next(AVFrame& picture);

    [[nodiscard]] Size size() const noexcept { return size_; }
    [[nodiscard]] AVRational rate() const noexcept { return rate_; }
    [[nodiscard]] std::int64_t firstTick() const noexcept { return fromTick_; }
    /// Time of the film's first frame in its own clock, microseconds.
    [[nodiscard]] std::int64_t origin() const noexcept { return origin_; }
    /// 0 to 1, by the time of what was read.
    [[nodiscard]] double share() const;

private:
    explicit PictureTrack(TranscodeOrder const& order) : order_(order) {}
    [[nodiscard]] Result<> start();
    [[nodiscard]] Result<bool> decode();
    [[nodiscard]] Result<> seekToPart();
    [[nodiscard]] Result<bool> filtered();
    [[nodiscard]] Result<bool> fill();
    void makeGraph(PictureShape const& shape);
    void finishCount();
    [[nodiscard]] std::int64_t tickOf(std::int64_t micros, AVRounding rounding) const {
        return av_rescale_q_rnd(micros, kMicro, av_inv_q(rate_), rounding);
    }
    [[nodiscard]] Error damagedHere(std::string const& technical) const;

    TranscodeOrder order_;
    std::unique_ptr<Demuxer> demuxer_;
    std::optional<Decoder> decoder_;
    AvFramePtr decoded_ = makeFrame(), ahead_ = makeFrame(), current_ = makeFrame();
    AvPacketPtr packet_ = makePacket();
    std::optional<FilterGraph> graph_;
    PictureShape shape_;
    Size size_;
    AVRational rate_{25, 1};
    FilmMeasure measure_;
    std::int64_t origin_ = 0, fromTick_ = 0, toTick_ = 0, tick_ = 0, aheadTick_ = 0;
    bool hasDecoded_ = false, hasAhead_ = false, hasCurrent_ = false;
    bool decoderEnded_ = false, graphEnded_ = false, finished_ = false;
};

}  // namespace tocsin::media::detail
