// SPDX-License-Identifier: Apache-2.0
// Painting as little as possible.
#include "tocsin/media/compositor.hpp"

#include <libyuv/planar_functions.h>

#include <algorithm>
#include <cmath>

namespace tocsin::media {
namespace {

constexpr int kBytes = 4;

struct Rect {
    int left = 0, top = 0, right = 0, bottom = 0;
    [[nodiscard]] bool empty() const { return left >= right || top >= bottom; }
    [[nodiscard]] int width() const { return right - left; }
    [[nodiscard]] int height() const { return bottom - top; }
    [[nodiscard]] Rect cut(Rect const& other) const {
        return {std::max(left, other.left), std::max(top, other.top), std::min(right, other.right),
                std::min(bottom, other.bottom)};
    }
    [[nodiscard]] Rect around(Rect const& other) const {
        return {std::min(left, other.left), std::min(top, other.top), std::max(right, other.right),
                std::max(bottom, other.bottom)};
    }
};

Rect rectOf(Layer const& layer) {
    return {layer.x, layer.y, layer.x + layer.frame->width, layer.y + layer.frame->height};
}

/// Parts of the picture that do not overlap each other.
class Region {
public:
    void add(Rect rect) {
        if (rect.empty()) {
            return;
        }
        for (bool merged = true; merged;) {
            merged = false;
            for (auto part = parts_.begin(); part != parts_.end(); ++part) {
                if (!part->cut(rect).empty()) {
                    rect = rect.around(*part);
                    parts_.erase(part);
                    merged = true;
                    break;
                }
            }
        }
        parts_.push_back(rect);
    }
    [[nodiscard]] std::vector<Rect> const& parts() const { return parts_; }

private:
    std::vector<Rect> parts_;
};

template <class Pixels>
auto* at(Pixels& frame, int x, int y) {
    return frame.pixels.data() + static_cast<std::size_t>(y) * frame.stride() +
           static_cast<std::size_t>(x) * kBytes;
}

int strideOf(Frame const& frame) {
    return static_cast<int>(frame.stride());
}

/// Where two lists of layers look different.
Region changed(std::vector<Layer> const& before, std::vector<Layer> const& now, Rect const& all) {
    Region out;
    for (std::size_t i = 0; i < std::max(before.size(), now.size()); ++i) {
        if (i < before.size() && i < now.size() && before[i] == now[i]) {
            continue;
        }
        if (i < before.size()) {
            out.add(rectOf(before[i]).cut(all));
        }
        if (i < now.size()) {
            out.add(rectOf(now[i]).cut(all));
        }
    }
    return out;
}

/// A frame of our own that remembers what it shows.
struct Sheet {
    std::shared_ptr<Frame> frame;
    FramePtr content;  ///< null: nothing that could be used again
    std::vector<Layer> layers;
    ToneSettings tone;
};

struct Patch {
    Rect rect;
    std::vector<std::uint8_t> pixels;
};

}  // namespace

Tone::Tone(ToneSettings const& settings) : settings_(settings) {
    neutral_ = settings == ToneSettings{};
    for (int value = 0; value < 256; ++value) {
        for (int colour = 0; colour < 3; ++colour) {
            double const most = 255.0 * settings.brightness / 100.0 *
                                settings.white[static_cast<std::size_t>(2 - colour)] / 100.0;
            auto const out = static_cast<int>(
                std::lround(most * std::pow(value / 255.0, settings.gammaPercent / 100.0)));
            bool const vanished = out == 0 && value > 0 && most > 0;
            table_[static_cast<std::size_t>(kBytes * value + colour)] =
                static_cast<std::uint8_t>(vanished ? 1 : out);
        }
        table_[static_cast<std::size_t>(kBytes * value + 3)] = static_cast<std::uint8_t>(value);
    }
}

struct Compositor::State {
    State(int w, int h) : width(w), height(h), all{0, 0, w, h} {}

    FramePtr onSheet(std::vector<Layer> const& layers, Tone const& tone, Fade const& fade);
    FramePtr inPlace(FramePtr frame, Frame& writable, std::vector<Layer> const& layers);
    Sheet& freeSheet(Tone const& tone);
    void paint(Frame& out, Rect const& rect, std::vector<Layer> const& layers, Tone const& tone,
               Fade const& fade);
    void draw(Frame& out, Rect const& rect, Layer const& layer);
    FramePtr restored();

    int const width, height;
    Rect const all;
    std::vector<Sheet> sheets;
    std::vector<std::uint8_t> shaded;
    // The last call: either its content is still there, or it was drawn upon in place.
    FramePtr content, composed;
    std::vector<Layer> layers;
    ToneSettings tone;
    std::vector<Patch> patches;  ///< of which the first `patched` are what the layers in
    std::size_t patched = 0;     ///< `composed` lie upon; their memory is used again
};

Compositor::Compositor(int width, int height) : state_(std::make_unique<State>(width, height)) {}

Compositor::~Compositor() = default;

FramePtr Compositor::compose(FramePtr content, std::vector<Layer> const& layers, Tone const& tone,
                             Fade const& fade) {
    auto& s = *state_;
    bool const same =
        s.content == content && s.layers == layers && s.tone == tone.settings() && !fade.from;
    if (same && s.composed) {
        return s.composed;
    }
    s.patched = 0;
    s.layers = layers;
    s.tone = tone.settings();
    auto* const writable =
        layers.empty() || fade.from || !tone.changesNothing() ? nullptr : soleOwner(content);
    if (writable != nullptr) {
        s.content.reset();
        return s.composed = s.inPlace(std::move(content), *writable, layers);
    }
    s.content = std::move(content);
    if (layers.empty() && tone.changesNothing() && !fade.from) {
        return s.composed = s.content;
    }
    s.composed.reset();
    auto out = s.onSheet(layers, tone, fade);
    // A step of a fade is never the picture of a later tick.
    s.composed = fade.from ? nullptr : out;
    return out;
}

FramePtr Compositor::content() {
    if (!state_->content && state_->composed) {
        state_->content = state_->restored();
        state_->composed.reset();
    }
    return state_->content;
}

/// The content of a frame that was drawn upon.
FramePtr Compositor::State::restored() {
    auto out = std::make_shared<Frame>(*composed);
    for (std::size_t i = 0; i < patched; ++i) {
        auto const& patch = patches[i];
        libyuv::ARGBCopy(patch.pixels.data(), patch.rect.width() * kBytes,
                         at(*out, patch.rect.left, patch.rect.top), strideOf(*out),
                         patch.rect.width(), patch.rect.height());
    }
    return out;
}

FramePtr Compositor::State::inPlace(FramePtr frame, Frame& writable,
                                    std::vector<Layer> const& drawn) {
    auto const covered = changed({}, drawn, all);
    patches.resize(std::max(patches.size(), covered.parts().size()));
    for (auto const& rect : covered.parts()) {
        auto& patch = patches[patched++];
        patch.rect = rect;
        patch.pixels.resize(static_cast<std::size_t>(rect.width()) *
                            static_cast<std::size_t>(rect.height()) * kBytes);
        libyuv::ARGBCopy(at(writable, rect.left, rect.top), strideOf(writable), patch.pixels.data(),
                         rect.width() * kBytes, rect.width(), rect.height());
    }
    for (auto const& layer : drawn) {
        draw(writable, all, layer);
    }
    return frame;
}

Sheet& Compositor::State::freeSheet(Tone const& wanted) {
    Sheet* found = nullptr;
    for (auto& sheet : sheets) {
        if (sheet.content != content) {
            sheet.content.reset();  // or it would keep the memory of films that are over
        }
        if (sheet.frame.use_count() > 1) {
            continue;
        }
        bool const fits = sheet.content && sheet.tone == wanted.settings();
        if (found == nullptr || fits) {
            found = &sheet;
        }
    }
    return found != nullptr
               ? *found
               : sheets.emplace_back(Sheet{std::make_shared<Frame>(width, height), {}, {}, {}});
}

FramePtr Compositor::State::onSheet(std::vector<Layer> const& drawn, Tone const& wanted,
                                    Fade const& fade) {
    auto& sheet = freeSheet(wanted);
    bool const reusable = sheet.content && sheet.tone == wanted.settings() && !fade.from;
    Region dirty;
    if (reusable) {
        dirty = changed(sheet.layers, drawn, all);
    } else {
        dirty.add(all);
    }
    for (auto const& rect : dirty.parts()) {
        paint(*sheet.frame, rect, drawn, wanted, fade);
    }
    sheet.content = fade.from ? nullptr : content;
    sheet.layers = drawn;
    sheet.tone = wanted.settings();
    return sheet.frame;
}

void Compositor::State::paint(Frame& out, Rect const& rect, std::vector<Layer> const& drawn,
                              Tone const& wanted, Fade const& fade) {
    auto* const target = at(out, rect.left, rect.top);
    auto const* const base = at(*content, rect.left, rect.top);
    if (fade.from) {
        libyuv::ARGBInterpolate(at(*fade.from, rect.left, rect.top), strideOf(*fade.from), base,
                                strideOf(*content), target, strideOf(out), rect.width(),
                                rect.height(), std::clamp(fade.weight, 0, 255));
    } else {
        libyuv::ARGBCopy(base, strideOf(*content), target, strideOf(out), rect.width(),
                         rect.height());
    }
    for (auto const& layer : drawn) {
        draw(out, rect, layer);
    }
    if (!wanted.changesNothing()) {
        libyuv::RGBColorTable(out.pixels.data(), strideOf(out), wanted.table().data(), rect.left,
                              rect.top, rect.width(), rect.height());
    }
}

void Compositor::State::draw(Frame& out, Rect const& rect, Layer const& layer) {
    auto const seen = rectOf(layer).cut(rect).cut(all);
    if (seen.empty() || layer.opacity <= 0) {
        return;
    }
    auto const* source = at(*layer.frame, seen.left - layer.x, seen.top - layer.y);
    int stride = strideOf(*layer.frame);
    if (layer.opacity < 255) {
        stride = seen.width() * kBytes;
        shaded.resize(static_cast<std::size_t>(stride) * static_cast<std::size_t>(seen.height()));
        libyuv::ARGBShade(source, strideOf(*layer.frame), shaded.data(), stride, seen.width(),
                          seen.height(), 0x01010101U * static_cast<std::uint32_t>(layer.opacity));
        source = shaded.data();
    }
    auto* const target = at(out, seen.left, seen.top);
    libyuv::ARGBBlend(source, stride, target, strideOf(out), target, strideOf(out), seen.width(),
                      seen.height());
}

}  // namespace tocsin::media
