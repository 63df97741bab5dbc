// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/character_picture.hpp"

#include <algorithm>
#include <cmath>

#include "still.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr Size kBox{2'048, 2'048};
constexpr int kLeastSide = 24;      // of what is drawn; smaller has no strokes to take
constexpr int kLeastContrast = 64;  // of 255, between ground and letter
constexpr double kShareOfEm = 0.9;
constexpr double kMostlyCovered = 0.5;

/// How strongly something is drawn at each pixel, 0 to 255.
class Coverage {
public:
    explicit Coverage(Still const& still)
        : width_(still.frame->width), height_(still.frame->height) {
        auto const& pixels = still.frame->pixels;
        bytes_.resize(pixels.size() / 4);
        for (std::size_t i = 0; i < bytes_.size(); ++i) {
            auto const* const pixel = pixels.data() + i * 4;
            // Rec. 601 in whole numbers; alpha says it where the picture has any.
            bytes_[i] = still.alpha ? pixel[3]
                                    : static_cast<std::uint8_t>(
                                          (pixel[0] * 29 + pixel[1] * 150 + pixel[2] * 77) >> 8);
        }
        if (!still.alpha) {
            subtractGround();
        }
    }

    struct Part {
        int left, top, right, bottom;
        [[nodiscard]] int width() const { return right - left; }
        [[nodiscard]] int height() const { return bottom - top; }
    };
    /// Around everything that is drawn; empty if nothing is.
    [[nodiscard]] Part drawn() const {
        Part out{width_, height_, 0, 0};
        for (int y = 0; y < height_; ++y) {
            for (int x = 0; x < width_; ++x) {
                if (at(x, y) >= kHalf) {
                    out = {std::min(out.left, x), std::min(out.top, y), std::max(out.right, x + 1),
                           std::max(out.bottom, y + 1)};
                }
            }
        }
        return out;
    }
    /// The mean of what lies between these edges, which may cut pixels; 0 to 1.
    [[nodiscard]] double mean(double left, double top, double right, double bottom) const {
        double sum = 0, area = 0;
        for (int y = std::max(0, static_cast<int>(top)); y < std::min<double>(bottom, height_);
             ++y) {
            double const down = std::min<double>(y + 1, bottom) - std::max<double>(y, top);
            for (int x = std::max(0, static_cast<int>(left)); x < std::min<double>(right, width_);
                 ++x) {
                double const share =
                    down * (std::min<double>(x + 1, right) - std::max<double>(x, left));
                sum += share * at(x, y) / 255;
                area += share;
            }
        }
        return area > 0 ? sum / area : 0;
    }

private:
    static constexpr int kHalf = 128;

    [[nodiscard]] int at(int x, int y) const {
        return bytes_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                      static_cast<std::size_t>(x)];
    }
    /// The ground is what stands along the edges; the letter is what differs most from it.
    void subtractGround() {
        std::vector<std::uint8_t> edge;
        for (int x = 0; x < width_; ++x) {
            edge.push_back(static_cast<std::uint8_t>(at(x, 0)));
            edge.push_back(static_cast<std::uint8_t>(at(x, height_ - 1)));
        }
        for (int y = 0; y < height_; ++y) {
            edge.push_back(static_cast<std::uint8_t>(at(0, y)));
            edge.push_back(static_cast<std::uint8_t>(at(width_ - 1, y)));
        }
        auto const middle = edge.begin() + static_cast<std::ptrdiff_t>(edge.size() / 2);
        std::ranges::nth_element(edge, middle);
        int const ground = *middle;
        int most = 0;
        for (auto const byte : bytes_) {
            most = std::max(most, std::abs(byte - ground));
        }
        for (auto& byte : bytes_) {
            byte = static_cast<std::uint8_t>(
                most < kLeastContrast ? 0 : std::abs(byte - ground) * 255 / most);
        }
    }

    int width_, height_;
    std::vector<std::uint8_t> bytes_;
};

DrawnCharacter intoEm(Coverage const& coverage, Coverage::Part const& part) {
    constexpr int kSide = DrawnCharacter::kSide;
    // Pixels of the picture for one dot.
    double const step = std::max(part.width(), part.height()) / (kSide * kShareOfEm);
    double const left = part.left + part.width() / 2.0 - step * kSide / 2;
    double const top = part.top + part.height() / 2.0 - step * kSide / 2;
    DrawnCharacter out;
    out.dots.resize(DrawnCharacter::kBytes);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            // What stands beside the part, a frame around it or a neighbour, is not the letter's.
            double const l = std::max<double>(left + x * step, part.left);
            double const t = std::max<double>(top + y * step, part.top);
            double const r = std::min<double>(left + (x + 1) * step, part.right);
            double const b = std::min<double>(top + (y + 1) * step, part.bottom);
            if (l < r && t < b && coverage.mean(l, t, r, b) >= kMostlyCovered) {
                auto const bit = DrawnCharacter::bitOf(x, y);
                out.dots[bit / 8] |= static_cast<std::uint8_t>(1U << (7 - bit % 8));
            }
        }
    }
    return out;
}

Result<DrawnCharacter> read(OpenFile const& in) {
    auto const still = loadStill(in, 1, kBox);
    if (!still) {
        return still.error();
    }
    Coverage const coverage(*still);
    auto const part = coverage.drawn();
    if (part.right == 0) {
        return Error{Errc::invalid,
                     "Nothing is drawn on the picture; take one with the character in black on "
                     "white."};
    }
    if (std::max(part.width(), part.height()) < kLeastSide) {
        return Error{Errc::invalid,
                     "The character on the picture is smaller than 24 pixels; draw it larger."};
    }
    return intoEm(coverage, part);
}

}  // namespace

Result<DrawnCharacter> readCharacterPicture(int in) {
    OpenFile const file(in);
    return guarded([&] { return read(file); });
}

}  // namespace tocsin::media
