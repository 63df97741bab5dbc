// SPDX-License-Identifier: Apache-2.0
#include "slogan_paint.hpp"

#include <algorithm>
#include <cstring>

namespace tocsin::media::detail {
namespace {

constexpr int kSmall = 26;  // pixels of an em up to which contrast is raised
constexpr std::uint32_t kOpaque = 0xff000000U;
constexpr std::uint32_t kByte = 0xff;

std::uint32_t wordOf(Colour colour) {
    return kOpaque | static_cast<std::uint32_t>(colour.red) << 16 |
           static_cast<std::uint32_t>(colour.green) << 8 | colour.blue;
}

std::uint32_t mixed(std::uint32_t over, std::uint32_t under, std::uint32_t weight) {
    std::uint32_t out = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        auto const a = over >> shift & kByte, b = under >> shift & kByte;
        out |= (a * weight + b * (kByte - weight) + 127) / kByte << shift;
    }
    return out;
}

}  // namespace

int outlineMargin(SloganStyle const& style) {
    return style.outline ? style.outlineWidth : 0;
}

Paint::Paint(SloganStyle const& style, int em, bool transparent)
    : margin_(outlineMargin(style)),
      text_(wordOf(style.colour)),
      outline_(wordOf(style.outline.value_or(Colour{}))),
      background_(style.background ? wordOf(*style.background)
                  : transparent    ? 0
                                   : kOpaque) {
    for (int coverage = 0; coverage < 256; ++coverage) {
        int const weight =
            em <= kSmall ? std::clamp((coverage - 40) * 255 / 150, 0, 255) : coverage;
        auto const at = static_cast<std::size_t>(coverage);
        weights_[at] = static_cast<std::uint8_t>(weight);
        plain_[at] = mixed(text_, background_, weights_[at]);
    }
}

void Paint::paintRow(std::uint8_t const* letters, std::uint8_t const* around, int width,
                     std::uint8_t* to) const {
    for (int x = 0; x < width; ++x, to += 4) {
        auto word = plain_[letters[x]];
        if (around != nullptr && around[x] != 0) {
            auto const under = mixed(outline_, background_, weights_[around[x]]);
            word = mixed(text_, under, weights_[letters[x]]);
        }
        std::memcpy(to, &word, 4);
    }
}

}  // namespace tocsin::media::detail
