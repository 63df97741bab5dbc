// SPDX-License-Identifier: Apache-2.0
#include "warning_sheet.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace tocsin::media::detail {
namespace {

/// Up to this size half-covered pixels would be mush on a panel: contrast is raised.
constexpr int kSmall = 32;
/// Opening brackets have a blank half in front, which is not wanted at the beginning of a line.
constexpr int kBlankPercent = 25, kKeptPercent = 6;

class Drawer {
public:
    explicit Drawer(Frame& frame) : frame_(frame) {}

    void operator()(PlainArea const& plain) { fill(plain.area, plain.colour); }

    void operator()(Stripes const& stripes) {
        auto const area = inside(stripes.area);
        auto const wide = std::max(stripes.wide, 1);
        auto const one = wordOf(stripes.one), other = wordOf(stripes.other);
        for (int y = area.top; y < area.bottom(); ++y) {
            for (int x = area.left; x < area.right(); ++x) {
                int const along = x - stripes.area.left + stripes.area.bottom() - y;
                put(x, y, along / wide % 2 == 0 ? one : other);
            }
        }
    }

    void operator()(Pictogram const& icon) {
        if (icon.side < 1) {
            return;
        }
        auto const surface = warningIcon(icon.word, icon.side, icon.ground);
        blend({cairo_image_surface_get_data(surface.get()),
               cairo_image_surface_get_stride(surface.get()), icon.side, icon.side},
              icon.left, icon.top, icon.colour, icon.side <= kSmall ? Edges::sharp : Edges::smooth);
    }

    void operator()(Words const& words) {
        auto const line = words.lettering->line(words.text, words.em);
        auto const& ink = line->ink();
        if (ink.width() < 1 || ink.height() < 1) {
            return;
        }
        Mask mask(ink.width(), ink.height());
        line->draw(mask, -ink.left, -ink.top);
        blend({std::as_const(mask).row(0), mask.width(), mask.width(), mask.height()},
              leftOf(words, *line) + ink.left, words.baseline + ink.top, words.colour,
              words.em <= kSmall ? Edges::steep : Edges::smooth);
    }

private:
    /// What becomes of pixels that are covered in part.
    enum class Edges { smooth, steep, sharp };
    struct Coverage {
        std::uint8_t const* bytes;
        std::ptrdiff_t stride;
        int width, height;
    };

    static std::uint32_t wordOf(Colour colour) {
        return 0xff000000U | static_cast<std::uint32_t>(colour.red) << 16 |
               static_cast<std::uint32_t>(colour.green) << 8 | colour.blue;
    }
    std::uint8_t* at(int x, int y) {
        return frame_.pixels.data() + static_cast<std::size_t>(y) * frame_.stride() +
               static_cast<std::size_t>(x) * 4;
    }
    void put(int x, int y, std::uint32_t word) { std::memcpy(at(x, y), &word, 4); }
    [[nodiscard]] Area inside(Area const& area) const {
        int const left = std::clamp(area.left, 0, frame_.width);
        int const top = std::clamp(area.top, 0, frame_.height);
        return {left, top, std::clamp(area.right(), left, frame_.width) - left,
                std::clamp(area.bottom(), top, frame_.height) - top};
    }
    void fill(Area const& wanted, Colour colour) {
        auto const area = inside(wanted);
        if (area.width == 0 || area.height == 0) {
            return;
        }
        auto const word = wordOf(colour);
        for (int x = area.left; x < area.right(); ++x) {
            put(x, area.top, word);
        }
        auto const bytes = static_cast<std::size_t>(area.width) * 4;
        for (int y = area.top + 1; y < area.bottom(); ++y) {
            std::memcpy(at(area.left, y), at(area.left, area.top), bytes);
        }
    }
    /// Lays a colour over what is there, as far as it covers.
    void blend(Coverage const& coverage, int left, int top, Colour colour, Edges edges) {
        std::array<std::uint8_t, 256> weights{};
        for (int i = 0; i < 256; ++i) {
            int const weight = edges == Edges::sharp   ? (i < 128 ? 0 : 255)
                               : edges == Edges::steep ? std::clamp((i - 40) * 255 / 150, 0, 255)
                                                       : i;
            weights[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(weight);
        }
        std::array const over{colour.blue, colour.green, colour.red};
        auto const area = inside({left, top, coverage.width, coverage.height});
        for (int y = area.top; y < area.bottom(); ++y) {
            auto const* from = coverage.bytes + coverage.stride * (y - top) + (area.left - left);
            auto* to = at(area.left, y);
            for (int x = 0; x < area.width; ++x, ++from, to += 4) {
                if (*from == 0) {
                    continue;
                }
                int const weight = weights[*from];
                for (std::size_t channel = 0; channel < over.size(); ++channel) {
                    to[channel] = static_cast<std::uint8_t>(
                        (over[channel] * weight + to[channel] * (255 - weight) + 127) / 255);
                }
            }
        }
    }
    static int leftOf(Words const& words, TextLine const& line) {
        auto const& ink = line.ink();
        switch (words.align) {
            case SloganAlign::centre:
                return words.x - (ink.left + ink.right) / 2;
            case SloganAlign::right: {
                int const blank = line.advance() - ink.right;
                bool const large = blank * 100 > words.em * kBlankPercent;
                return words.x - line.advance() +
                       (large ? blank - words.em * kKeptPercent / 100 : 0);
            }
            case SloganAlign::left:
                break;
        }
        bool const large = ink.left * 100 > words.em * kBlankPercent;
        return words.x - (large ? ink.left - words.em * kKeptPercent / 100 : 0);
    }

    Frame& frame_;
};

}  // namespace

Colour mixed(Colour over, Colour under, int percent) {
    auto const one = [percent](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>((a * percent + b * (100 - percent) + 50) / 100);
    };
    return {one(over.red, under.red), one(over.green, under.green), one(over.blue, under.blue)};
}

std::unique_ptr<Frame> drawSheet(Sheet const& sheet, int width, int height) {
    auto out = std::make_unique<Frame>(width, height);
    Drawer drawer(*out);
    drawer(PlainArea{{0, 0, width, height}, sheet.ground});
    for (auto const& item : sheet.items) {
        std::visit(drawer, item);
    }
    return out;
}

}  // namespace tocsin::media::detail
