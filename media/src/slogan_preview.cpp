// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/slogan_preview.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "slogan_check.hpp"
#include "tocsin/media/slogan_limits.hpp"

namespace tocsin::media {
namespace {

constexpr Limits kScale{1, 32};
constexpr Limits kMoment{0, 24 * 3'600'000};
constexpr int kLongestSide = 8192;
constexpr std::int64_t kTicksASecond = 25;

Result<> checkMoment(SloganMoment const& moment) {
    if (!kScale.allow(moment.scale)) {
        return Error{Errc::invalid, fmt::format("scale: is {}; {} to {} are allowed", moment.scale,
                                                kScale.least, kScale.most)};
    }
    if (std::max(moment.width, moment.height) > kLongestSide / moment.scale) {
        return Error{Errc::invalid,
                     fmt::format("scale: {}x{} pixels enlarged {} times are more than {} on a "
                                 "side; take a smaller scale",
                                 moment.width, moment.height, moment.scale, kLongestSide)};
    }
    if (!kMoment.allow(moment.at.count())) {
        return Error{Errc::invalid,
                     "the moment must lie between 0 and 24 hours from the beginning "
                     "of the showing"};
    }
    return {};
}

FramePtr enlarged(Frame const& frame, int scale) {
    auto const times = static_cast<std::size_t>(scale);
    auto out = std::make_shared<Frame>(frame.width * scale, frame.height * scale);
    for (int y = 0; y < frame.height; ++y) {
        auto const* from = frame.pixels.data() + static_cast<std::size_t>(y) * frame.stride();
        auto* const row = out->pixels.data() + static_cast<std::size_t>(y) * times * out->stride();
        auto* to = row;
        for (int x = 0; x < frame.width; ++x, from += 4) {
            for (std::size_t i = 0; i < times; ++i, to += 4) {
                std::memcpy(to, from, 4);
            }
        }
        for (std::size_t i = 1; i < times; ++i) {
            std::memcpy(row + i * out->stride(), row, out->stride());
        }
    }
    return out;
}

}  // namespace

Result<FramePtr> previewSlogan(SloganDescription const& description, SloganMoment const& moment) {
    if (auto fine = checkMoment(moment); !fine) {
        return fine.error();
    }
    if (auto fine = detail::checkStyle(description.style); !fine) {
        return fine.error();
    }
    SloganScreen screen{moment.width, moment.height, static_cast<int>(kTicksASecond)};
    screen.begins = moment.local - moment.at;
    auto const art = renderSlogan(description, screen);
    if (!art) {
        return art.error();
    }
    auto const tick = moment.at.count() * kTicksASecond / 1'000;
    auto frame = (*art)->frameAt(tick, moment.local);
    return moment.scale == 1 ? frame : enlarged(*frame, moment.scale);
}

}  // namespace tocsin::media
