// SPDX-License-Identifier: Apache-2.0
#include "segment_picture.hpp"

#include <algorithm>
#include <cstring>

#include "house_picture.hpp"

namespace tocsin::media::detail {
namespace {

constexpr std::size_t kBytes = 4;

}  // namespace

SegmentPicture::SegmentPicture(Size size) : size_(size) {
    auto const even = evenUp(size);
    // Exact rather than fast: the letters of small screens are a pixel wide.
    scaler_.reset(checkMade(
        sws_getContext(even.width, even.height, AV_PIX_FMT_BGRA, even.width, even.height,
                       AV_PIX_FMT_YUV420P,
                       SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP | SWS_FULL_CHR_H_INT,
                       nullptr, nullptr, nullptr),
        "sws_getContext"));
    auto const* const matrix = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(scaler_.get(), matrix, 1, matrix, 0, 0, 1 << 16, 1 << 16);
    if (even != size) {
        wide_ = Frame(even.width, even.height);
    }
}

Frame const& SegmentPicture::widened(Frame const& frame) {
    if (wide_.pixels.empty()) {
        return frame;
    }
    for (int y = 0; y < wide_.height; ++y) {
        auto const from = static_cast<std::size_t>(std::min(y, size_.height - 1)) * frame.stride();
        auto* const row = wide_.pixels.data() + static_cast<std::size_t>(y) * wide_.stride();
        std::memcpy(row, frame.pixels.data() + from, frame.stride());
        if (wide_.width > size_.width) {
            std::memcpy(row + frame.stride(), row + frame.stride() - kBytes, kBytes);
        }
    }
    return wide_;
}

AVFrame& SegmentPicture::convert(Frame const& frame) {
    auto const& source = widened(frame);
    // A fresh one: the encoder looks ahead and keeps what it was given.
    picture_ = makeFrame();
    picture_->format = AV_PIX_FMT_YUV420P;
    picture_->width = source.width;
    picture_->height = source.height;
    tagAsHouse(*picture_);
    check(av_frame_get_buffer(picture_.get(), 64), "av_frame_get_buffer");
    std::uint8_t const* const from[]{source.pixels.data()};
    int const stride[]{static_cast<int>(source.stride())};
    check(sws_scale(scaler_.get(), from, stride, 0, source.height, picture_->data,
                    picture_->linesize),
          "sws_scale");
    return *picture_;
}

}  // namespace tocsin::media::detail
