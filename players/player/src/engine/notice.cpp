// SPDX-License-Identifier: Apache-2.0
// The pairing code as a slogan of our own.
#include "engine/notice.hpp"

#include "tocsin/media/slogan.hpp"

namespace tocsin::player {
namespace {

/// Below this height or width two words of text are not legible any more.
constexpr int kTinyHeight = 24;
constexpr int kTinyWidth = 96;

Result<media::FramePtr> drawn(std::string text, Size size, Rate rate) {
    media::SloganStyle style;
    style.text = std::move(text);
    style.colour = {255, 255, 255};
    style.background = {0, 32, 96};
    style.sizePercent = 90;
    auto const description = media::describeSlogan(style);
    if (!description) {
        return description.error();
    }
    media::SloganScreen screen{size.width, size.height};
    screen.fpsNum = static_cast<int>(rate.num);
    screen.fpsDen = static_cast<int>(rate.den);
    auto art = media::renderSlogan(*description, screen);
    if (!art) {
        return art.error();
    }
    return (*art)->frameAt(0, {});
}

}  // namespace

Result<media::FramePtr> pairingNotice(std::string const& code, Size size, Rate rate) {
    bool const tiny = size.height < kTinyHeight || size.width < kTinyWidth;
    auto frame = drawn(tiny ? code : "配对码 " + code, size, rate);
    return frame || tiny ? frame : drawn(code, size, rate);
}

}  // namespace tocsin::player
