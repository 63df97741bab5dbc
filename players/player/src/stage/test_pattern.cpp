// SPDX-License-Identifier: Apache-2.0
// Drawn pixel by pixel: nothing here may be smoothed.
#include "stage/test_pattern.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "tocsin/media/slogan.hpp"

namespace tocsin::player {
namespace {

using media::Colour;

constexpr Colour kWhite{255, 255, 255}, kBlack{0, 0, 0}, kRed{255, 0, 0}, kGreen{0, 255, 0},
    kBlue{0, 0, 255}, kYellow{255, 255, 0}, kCyan{0, 255, 255}, kMagenta{255, 0, 255},
    kTile{0, 0, 40}, kCircle{0, 120, 0};

/// Three dots wide, five high; a row a digit, its bits from the left.
struct Glyph {
    char character;
    std::array<std::uint8_t, 5> rows;
};
constexpr std::array<Glyph, 15> kGlyphs{{{'0', {7, 5, 5, 5, 7}},
                                         {'1', {2, 6, 2, 2, 7}},
                                         {'2', {7, 1, 7, 4, 7}},
                                         {'3', {7, 1, 7, 1, 7}},
                                         {'4', {5, 5, 7, 1, 1}},
                                         {'5', {7, 4, 7, 1, 7}},
                                         {'6', {7, 4, 7, 5, 7}},
                                         {'7', {7, 1, 1, 1, 1}},
                                         {'8', {7, 5, 7, 5, 7}},
                                         {'9', {7, 5, 7, 1, 7}},
                                         {'x', {0, 5, 2, 5, 0}},
                                         {'/', {1, 1, 2, 4, 4}},
                                         {'f', {3, 4, 6, 4, 4}},
                                         {'p', {6, 5, 6, 4, 4}},
                                         {'s', {3, 4, 2, 1, 6}}}};
constexpr int kGlyphWidth = 4, kGlyphHeight = 5;  // with the gap that follows

/// Draws into a frame; what lies outside it is left out.
class Pen {
public:
    explicit Pen(media::Frame& frame) : frame_(frame) {}

    void dot(int x, int y, Colour c) {
        if (x < 0 || y < 0 || x >= frame_.width || y >= frame_.height) {
            return;
        }
        auto* const at = frame_.pixels.data() + static_cast<std::size_t>(y) * frame_.stride() +
                         static_cast<std::size_t>(x) * 4;
        at[0] = c.blue;
        at[1] = c.green;
        at[2] = c.red;
        at[3] = 255;
    }
    void box(int x, int y, int width, int height, Colour c) {
        int const right = std::min(x + width, frame_.width);
        int const bottom = std::min(y + height, frame_.height);
        for (int row = std::max(0, y); row < bottom; ++row) {
            for (int column = std::max(0, x); column < right; ++column) {
                dot(column, row, c);
            }
        }
    }
    void text(int x, int y, std::string_view what, int scale, Colour c) {
        for (auto const character : what) {
            auto const* const glyph =
                std::find_if(kGlyphs.begin(), kGlyphs.end(),
                             [character](Glyph const& g) { return g.character == character; });
            for (int row = 0; glyph != kGlyphs.end() && row < kGlyphHeight; ++row) {
                for (int column = 0; column < 3; ++column) {
                    if ((glyph->rows[static_cast<std::size_t>(row)] >> (2 - column) & 1) != 0) {
                        box(x + column * scale, y + row * scale, scale, scale, c);
                    }
                }
            }
            x += kGlyphWidth * scale;
        }
    }
    void circle(int centreX, int centreY, int radius, Colour c) {
        int x = radius, y = 0, error = 1 - radius;
        while (x >= y) {
            for (auto const& [dx, dy] : {std::pair(x, y), std::pair(y, x)}) {
                dot(centreX + dx, centreY + dy, c);
                dot(centreX - dx, centreY + dy, c);
                dot(centreX + dx, centreY - dy, c);
                dot(centreX - dx, centreY - dy, c);
            }
            ++y;
            error += error < 0 ? 2 * y + 1 : 2 * (y - --x) + 1;
        }
    }

private:
    media::Frame& frame_;
};

int textWidth(std::string_view text, int scale) {
    return (static_cast<int>(text.size()) * kGlyphWidth - 1) * scale;
}

struct Box {
    int x, y, width, height;
    [[nodiscard]] bool meets(Box const& other) const {
        return x < other.x + other.width && other.x < x + width && y < other.y + other.height &&
               other.y < y + height;
    }
};

int cornerOf(Size size) {
    return std::clamp(std::min(size.width, size.height) / 16, 1, 32);
}

/// Every tenth pixel has a mark, every fiftieth a longer one; hundreds, and on small screens
/// fifties, their coordinate, where it hides nothing of the rest.
void drawRulers(Pen& pen, Size size, std::vector<Box> taken) {
    int const step = std::max(size.width, size.height) > 400 ? 100 : 50;
    int const scale = std::min(size.width, size.height) >= 400 ? 2 : 1;
    int const corner = cornerOf(size) + 1;
    taken.push_back({0, size.height - corner, corner, corner});
    taken.push_back({size.width - corner, 0, corner, corner});
    auto const label = [&](int x, int y, int value) {
        auto const text = std::to_string(value);
        Box const box{x - 1, y - 1, textWidth(text, scale) + 2, kGlyphHeight * scale + 2};
        bool const fits = box.x + box.width <= size.width && box.y + box.height <= size.height &&
                          std::none_of(taken.begin(), taken.end(),
                                       [&](Box const& other) { return box.meets(other); });
        if (fits) {
            pen.text(x, y, text, scale, kYellow);
        }
    };
    auto const lengthAt = [](int at) { return at % 100 == 0 ? 7 : at % 50 == 0 ? 5 : 3; };
    for (int x = 10; x < size.width; x += 10) {
        pen.box(x, 1, 1, lengthAt(x), kYellow);
        if (x % step == 0) {
            label(x + 2, 4 + 2 * scale, x);
        }
    }
    for (int y = 10; y < size.height; y += 10) {
        pen.box(1, y, lengthAt(y), 1, kYellow);
        if (y % step == 0) {
            label(9, y + 2, y);
        }
    }
}

void drawTiles(Pen& pen, Size size) {
    int const tile = size.height < 128 ? 16 : size.height < 400 ? 32 : 64;
    for (int y = 0; y < size.height; y += tile) {
        for (int x = 0; x < size.width; x += tile) {
            pen.box(x, y, tile, tile, (x + y) / tile % 2 == 0 ? kBlack : kTile);
        }
    }
}

/// Bars of full colours and, under them, greys from black to white.
void drawBars(Pen& pen, Size size) {
    constexpr std::array<Colour, 8> kBars{kWhite,   kYellow, kCyan, kGreen,
                                          kMagenta, kRed,    kBlue, kBlack};
    int const width = size.width / 2, left = size.width / 4;
    int const height = size.height / 16, top = size.height - 4 * height;
    for (int x = 0; x < width; ++x) {
        auto const bar = static_cast<std::size_t>(x * 8 / width);
        pen.box(left + x, top, 1, height, kBars[bar]);
        auto const grey = static_cast<std::uint8_t>(x * 255 / std::max(1, width - 1));
        pen.box(left + x, top + height, 1, height, {grey, grey, grey});
    }
}

void drawEdges(Pen& pen, Size size) {
    pen.box(0, 0, size.width, 1, kWhite);
    pen.box(0, size.height - 1, size.width, 1, kWhite);
    pen.box(0, 0, 1, size.height, kWhite);
    pen.box(size.width - 1, 0, 1, size.height, kWhite);
    int const corner = cornerOf(size);
    int const right = size.width - 1 - corner, bottom = size.height - 1 - corner;
    pen.box(1, 1, corner, corner, kRed);
    pen.box(right, 1, corner, corner, kGreen);
    pen.box(1, bottom, corner, corner, kBlue);
    pen.box(right, bottom, corner, corner, kYellow);
}

constexpr char const* kNoCount = "00000";  // where the counter stands
constexpr int kCounterModulus = 100'000;
constexpr int kLeastForBars = 64;

}  // namespace

TestPattern::TestPattern(Size size, Rate rate)
    : size_(size), still_(*media::blackFrame(size.width, size.height)) {
    Pen pen(still_);
    drawTiles(pen, size);
    pen.circle(size.width / 2, size.height / 2, std::min(size.width, size.height) / 2 - 1, kCircle);
    std::vector<Box> taken;
    if (size.height >= kLeastForBars && size.width >= kLeastForBars) {
        drawBars(pen, size);
        taken.push_back(
            {size.width / 4, size.height - size.height / 16 * 4, size.width / 2, size.height / 8});
    }
    std::vector<std::string> lines{
        std::to_string(size.width) + "x" + std::to_string(size.height),
        std::to_string(rate.num) + (rate.den == 1 ? "" : "/" + std::to_string(rate.den)) + "fps"};
    // The lines and the counter fit into the middle third of a large screen; of a small one they
    // take what they need, and where that is more than there is, the counter stands alone.
    lines.emplace_back(kNoCount);
    auto const widest = [&] {
        int out = 1;
        for (auto const& line : lines) {
            out = std::max(out, textWidth(line, 1));
        }
        return out;
    };
    auto const tallest = [&] { return static_cast<int>(lines.size()) * (kGlyphHeight + 1); };
    if (widest() > size.width || tallest() > size.height) {
        lines = {kNoCount};
    }
    scale_ = std::max(1, std::min(size.width / 2 / widest(), size.height / 3 / tallest()));
    int y = (size.height - tallest() * scale_) / 2;
    for (auto const& line : lines) {
        int const x = (size.width - textWidth(line, scale_)) / 2;
        taken.push_back({x - scale_, y - scale_, textWidth(line, scale_) + 2 * scale_,
                         (kGlyphHeight + 2) * scale_});
        auto const& box = taken.back();
        pen.box(box.x, box.y, box.width, box.height, kBlack);
        pen.text(x, y, line == kNoCount ? "" : line, scale_, kWhite);
        counterX_ = x;
        counterY_ = y;
        y += (kGlyphHeight + 1) * scale_;
    }
    drawRulers(pen, size, taken);
    drawEdges(pen, size);
}

media::FramePtr TestPattern::frameAt(std::int64_t tick) const {
    auto frame = std::make_shared<media::Frame>(still_);
    Pen pen(*frame);
    auto const number = std::to_string(kCounterModulus + tick % kCounterModulus).substr(1);
    pen.box(counterX_ - scale_, counterY_ - scale_, textWidth(number, scale_) + 2 * scale_,
            (kGlyphHeight + 2) * scale_, kBlack);
    pen.text(counterX_, counterY_, number, scale_, kCyan);
    pen.box(static_cast<int>(tick % size_.width), 0, 1, size_.height, kWhite);
    return frame;
}

}  // namespace tocsin::player
