// SPDX-License-Identifier: Apache-2.0
#include "slogan_advice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "slogan_picture.hpp"
#include "tocsin/media/slogan_limits.hpp"

namespace tocsin::media::detail {
namespace {

constexpr char kAnyCharacter[] = "\xE5\xAE\x89";  // 安

/// Lines and columns of letters that can just be read.
struct Grid {
    int rows, columns;
};

Grid gridOn(SloganStyle style, SloganView const& view, int least) {
    style.outlineWidth = outlineWidthOn(style, view.width, view.height);
    auto const box = legibleBox(style, view.width, view.height);
    // Letters leave a row and a column of their em free, and that may lie outside.
    return {(box.height + 1) / least, (box.width + 1) / least};
}

bool fits(SloganStyle style, SloganView const& view, int characters, int least) {
    style.text.clear();
    for (int i = 0; i < characters; ++i) {
        style.text += kAnyCharacter;
    }
    auto const picture =
        pictureFor({std::move(style), {}, kSloganRenderer}, {view.width, view.height});
    return picture && (*picture)->setting().em >= least;
}

/// Characters without points that the renderer sets at a size that can be read. It likes lines that
/// end with a phrase better than full ones, so a grid holds more.
int mostThatFit(SloganStyle const& style, SloganView const& view, Grid const& grid, int least) {
    int fit = 0;
    int tooMany = std::min((style.lines > 0 ? style.lines : grid.rows) * grid.columns,
                           kSloganCharacters.most) +
                  1;
    while (fit + 1 < tooMany) {
        int const tried = (fit + tooMany) / 2;
        (fits(style, view, tried, least) ? fit : tooMany) = tried;
    }
    return fit;
}

Advice tooLow(SloganStyle const& style, SloganView const& view, int least) {
    if (style.outline && view.height >= least) {
        return {"leave the outline out", "请去掉描边（outline）"};
    }
    return {fmt::format("this screen is too low for it: show it where there are {} rows of pixels",
                        least),
            fmt::format("此屏太矮，请换用高度不少于 {} 像素的屏幕", least)};
}

Advice forStanding(SloganStyle const& style, SloganView const& view, Reading const& reading,
                   Grid const& grid, int least) {
    if (style.lines > grid.rows) {
        return {fmt::format("take at most {} lines", grid.rows),
                fmt::format("请不超过 {} 行（lines）", grid.rows)};
    }
    bool const counts = least == kLeastChinesePixels;
    int const most = counts ? mostThatFit(style, view, grid, least) : 0;
    if (counts && reading.halves <= 2 * most) {
        return {"take out line breaks or shorten its longest line", "请减少换行或缩短最长的一行"};
    }
    auto const shorter = counts ? fmt::format("shorten it to at most {} characters", most)
                                : std::string("shorten it");
    auto const shorterChinese =
        counts ? fmt::format("请缩短到 {} 字以内", most) : std::string("请缩短文字");
    return {shorter + ", or let it scroll (motion \"scroll-left\") or turn pages (\"pages\")",
            shorterChinese + "，或改为滚动（motion 取 scroll-left）或分页（pages）",
            counts ? std::optional(most) : std::nullopt};
}

}  // namespace

Advice adviceFor(SloganStyle const& style, SloganView const& view, Reading const& reading,
                 int least) {
    auto const grid = gridOn(style, view, least);
    if (grid.rows == 0) {
        return tooLow(style, view, least);
    }
    if (style.letterPixels > 0 && style.letterPixels < least) {
        return {fmt::format("take letter_pixels {} or more, or leave it out", least),
                fmt::format("字高（letter_pixels）请取 {} 以上，或不指定", least)};
    }
    if (style.motion == SloganMotion::still) {
        return forStanding(style, view, reading, grid, least);
    }
    if (style.lines > grid.rows) {
        return {fmt::format("take at most {} lines at a time", grid.rows),
                fmt::format("请每次不超过 {} 行（lines）", grid.rows)};
    }
    return {fmt::format("take letter_pixels {}", least),
            fmt::format("请指定字高（letter_pixels）为 {}", least)};
}

}  // namespace tocsin::media::detail
