// SPDX-License-Identifier: Apache-2.0
// Slogans drawn for tests, and what can be seen of them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <climits>
#include <cstring>
#include <set>

#include "tocsin/media/slogan.hpp"

namespace tocsin::media::test {

inline std::unique_ptr<SloganArt> render(SloganStyle const& style, SloganScreen const& screen) {
    auto const described = describeSlogan(style);
    if (!described) {
        ADD_FAILURE() << described.error().message;
        return nullptr;
    }
    auto art = renderSlogan(*described, screen);
    if (!art) {
        ADD_FAILURE() << art.error().message;
        return nullptr;
    }
    EXPECT_TRUE((*art)->fontMismatches().empty());
    return *std::move(art);
}

inline std::uint32_t wordAt(Frame const& frame, int x, int y) {
    std::uint32_t word = 0;
    std::memcpy(&word,
                frame.pixels.data() + static_cast<std::size_t>(y) * frame.stride() +
                    static_cast<std::size_t>(x) * 4,
                4);
    return word;
}

inline std::uint32_t wordOf(Colour colour) {
    return 0xff000000U | static_cast<std::uint32_t>(colour.red) << 16 |
           static_cast<std::uint32_t>(colour.green) << 8 | colour.blue;
}

inline std::set<std::uint32_t> coloursOf(Frame const& frame) {
    std::set<std::uint32_t> out;
    for (int y = 0; y < frame.height; ++y) {
        for (int x = 0; x < frame.width; ++x) {
            out.insert(wordAt(frame, x, y));
        }
    }
    return out;
}

struct Box {
    int left = INT_MAX, top = INT_MAX, right = -1, bottom = -1;
    [[nodiscard]] bool empty() const { return right < 0; }
    [[nodiscard]] int width() const { return right - left + 1; }
    [[nodiscard]] int height() const { return bottom - top + 1; }
    bool operator==(Box const&) const = default;
};

/// What has not this colour.
inline Box inked(Frame const& frame, std::uint32_t background) {
    Box box;
    for (int y = 0; y < frame.height; ++y) {
        for (int x = 0; x < frame.width; ++x) {
            if (wordAt(frame, x, y) != background) {
                box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x),
                       std::max(box.bottom, y)};
            }
        }
    }
    return box;
}

inline Box inked(Frame const& frame, SloganStyle const& style) {
    return inked(frame, wordOf(style.background.value_or(Colour{0, 0, 0})));
}

/// The pixels of one colour as '#', one row a line, without the blank around.
inline std::string sketch(Frame const& frame, std::uint32_t background) {
    auto const box = inked(frame, background);
    std::string out;
    for (int y = box.top; y <= box.bottom; ++y) {
        std::string row;
        for (int x = box.left; x <= box.right; ++x) {
            row += wordAt(frame, x, y) == background ? ' ' : '#';
        }
        row.erase(row.find_last_not_of(' ') + 1);
        out += row + '\n';
    }
    return out;
}

/// Whether `later` is `earlier` moved by so many pixels to the left and up (negative: right, down);
/// only what both show is compared.
inline bool movedBy(Frame const& earlier, Frame const& later, int left, int up) {
    for (int y = 0; y < earlier.height; ++y) {
        for (int x = 0; x < earlier.width; ++x) {
            int const fromX = x + left, fromY = y + up;
            bool const inside =
                fromX >= 0 && fromX < earlier.width && fromY >= 0 && fromY < earlier.height;
            if (inside && wordAt(earlier, fromX, fromY) != wordAt(later, x, y)) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace tocsin::media::test
