// SPDX-License-Identifier: Apache-2.0
#include "packet_times.hpp"

#include <algorithm>

namespace tocsin::media::detail {
namespace {

bool showsNothing(AVPacket const& packet, AVStream const& video) {
    if ((packet.flags & AV_PKT_FLAG_DISCARD) != 0) {
        return true;
    }
    constexpr int kShowFrame = 0x10;  // of the first byte of a VP8 frame
    return video.codecpar->codec_id == AV_CODEC_ID_VP8 && packet.size > 0 &&
           (packet.data[0] & kShowFrame) == 0;
}

}  // namespace

void PacketTimes::add(AVPacket const& packet, AVStream const& video) {
    auto const time = packet.pts != kNoTime ? packet.pts : packet.dts;
    if (showsNothing(packet, video)) {
        return;
    }
    auto const duration = av_rescale_q(packet.duration, video.time_base, kMicro);
    untimed_ += time == kNoTime ? 1 : 0;
    auto const at = time != kNoTime  ? av_rescale_q(time, video.time_base, kMicro)
                    : shown_.empty() ? 0
                                     : shown_.back().first + shown_.back().second;
    shown_.emplace_back(at, duration);
}

FilmMeasure PacketTimes::measure(AVRational declared, bool guessed) {
    std::ranges::stable_sort(shown_, {}, [](auto const& frame) { return frame.first; });
    FilmMeasure out;
    if ((guessed || untimed_ > 0) && declared.num > 0 && declared.den > 0) {
        auto const step = av_inv_q(declared);
        for (std::int64_t i = 0; i < std::ssize(shown_); ++i) {
            out.add(shown_.front().first + av_rescale_q(i, step, kMicro),
                    av_rescale_q(1, step, kMicro));
        }
        return out;
    }
    for (auto const& [time, duration] : shown_) {
        out.add(time, duration);
    }
    return out;
}

}  // namespace tocsin::media::detail
