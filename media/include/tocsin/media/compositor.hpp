// SPDX-License-Identifier: Apache-2.0
// One output frame from its layers: content below, overlays above it, the screen's tone last.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "tocsin/media/frame.hpp"

namespace tocsin::media {

/// A picture that lies over the content. Its frame may have alpha (premultiplied); what stands out
/// over the edge of the output is cut.
struct Layer {
    FramePtr frame;  ///< never null
    int x = 0, y = 0;
    int opacity = 255;  ///< 0 to 255
    bool operator==(Layer const&) const = default;
};

/// What the screen needs so that the picture looks right on it.
struct ToneSettings {
    int brightness = 100;                     ///< percent, 0 to 100
    int gammaPercent = 100;                   ///< exponent in hundredths, 25 to 400; 100: as it is
    std::array<int, 3> white{100, 100, 100};  ///< red, green, blue in percent, 0 to 100
    bool operator==(ToneSettings const&) const = default;
};

/// out = round(255 · brightness · white · (v ÷ 255)^gamma), and at least 1 where v is not 0, so
/// that dim details do not vanish; a factor of 0 is black all the same.
class Tone {
public:
    explicit Tone(ToneSettings const& settings = {});
    [[nodiscard]] ToneSettings const& settings() const noexcept { return settings_; }
    [[nodiscard]] bool changesNothing() const noexcept { return neutral_; }
    /// Four bytes (B G R A) for each value.
    [[nodiscard]] std::array<std::uint8_t, 1024> const& table() const noexcept { return table_; }

private:
    ToneSettings settings_;
    std::array<std::uint8_t, 1024> table_{};
    bool neutral_ = true;
};

/// A cross-fade under way: `from` still shines through the content.
struct Fade {
    FramePtr from;   ///< of the output's size; null: no fade
    int weight = 0;  ///< of the content, 0 to 255 parts of 256
};

/// Composes frame after frame and touches no more pixels than have changed: a static scene gives
/// the same frame again, over a static content only the layers that moved are drawn, and content
/// that nobody else holds is drawn upon in place. One thread at a time.
class Compositor {
public:
    Compositor(int width, int height);
    ~Compositor();
    Compositor(Compositor const&) = delete;
    Compositor& operator=(Compositor const&) = delete;

    /// `content` has the output's size. It is drawn upon in place if the caller keeps no other
    /// reference. Without layers, fade and tone it comes back as it is.
    [[nodiscard]] FramePtr compose(FramePtr content, std::vector<Layer> const& layers,
                                   Tone const& tone, Fade const& fade = {});
    /// The content of the last call as it was before anything was drawn upon it; null before the
    /// first one.
    [[nodiscard]] FramePtr content();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tocsin::media
