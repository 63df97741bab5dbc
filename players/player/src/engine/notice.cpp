// SPDX-License-Identifier: Apache-2.0
// The pairing code as a slogan of our own.
#include "engine/notice.hpp"

#include <algorithm>

#include "tocsin/media/slogan.hpp"

namespace tocsin::player {
namespace {

/// Below this height or width two words of text are not legible any more.
constexpr int kTinyHeight = 24;
constexpr int kTinyWidth = 96;
/// From here on two lines are.
constexpr int kAmpleHeight = 96;
constexpr int kAmpleWidth = 240;

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

/// In groups of four, as people compare it.
std::string inGroups(std::string const& fingerprint) {
    std::string out;
    for (std::size_t i = 0; i < fingerprint.size(); i += 4) {
        out += (i > 0 ? " " : "") + fingerprint.substr(i, 4);
    }
    return out;
}

}  // namespace

Result<media::FramePtr> pairingNotice(std::string const& code, std::string const& root, bool spare,
                                      Size size, Rate rate) {
    auto const line = (spare ? "备机 " : "配对码 ") + code;
    bool const ample = size.height >= kAmpleHeight && size.width >= kAmpleWidth;
    bool const tiny = size.height < kTinyHeight || size.width < kTinyWidth;
    if (ample && !root.empty()) {
        if (auto frame = drawn(line + "\n" + inGroups(root), size, rate)) {
            return frame;
        }
    }
    if (!tiny) {
        if (auto frame = drawn(line, size, rate)) {
            return frame;
        }
    }
    return drawn(code, size, rate);
}

Result<media::Layer> nameLayer(std::string const& name, Size size, Rate rate) {
    Size const band{size.width, std::min(size.height, std::max(size.height / 4, kTinyHeight))};
    auto frame = drawn(name, band, rate);
    if (!frame) {
        return frame.error();
    }
    return media::Layer{std::move(*frame), 0, (size.height - band.height) / 2};
}

}  // namespace tocsin::player
