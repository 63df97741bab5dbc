// SPDX-License-Identifier: Apache-2.0
#include "print_theme.hpp"

namespace tocsin::media::detail {
namespace {

constexpr double mm(double length) {
    return length * kMillimetre;
}

PageBox formBox(double width, double height) {
    constexpr double kSide = mm(18), kFoot = mm(18);
    return {width, height, kSide, mm(15), width - 2 * kSide, height - kFoot, height - mm(13)};
}

PrintTheme formTheme() {
    constexpr int kMostLines = 32;
    PrintTheme out;
    out.upright = formBox(kShortSide, kLongSide);
    out.sideways = formBox(kLongSide, kShortSide);
    out.title = {20, true, PrintAlign::centre, 0, kMostLines / 4};
    out.subtitle = {12, false, PrintAlign::centre, 0, 4};
    for (auto& heading : out.headings) {
        heading = {12, true, PrintAlign::left, 0, 4};
    }
    out.text = out.note = out.lead = {10, false, PrintAlign::left, 0, kMostLines};
    out.note.points = 8;
    out.lead.bold = true;
    out.narrowCells = {7, 7, 9, 0.8, kMostLines};
    out.narrowBelow = 20;
    out.afterHeading = 3.5;
    out.between = 7;
    out.withHeading = 60;
    out.highestPicture = mm(16);
    return out;
}

/// GB/T 9704-2012: 版心 of 156 by 225 mm with 22 lines of 28 characters in 三号, the number 7 mm
/// below it. English takes more room, in smaller type.
PrintTheme officialTheme(bool chinese) {
    double const em = chinese ? 15.75 : 12, line = chinese ? mm(225) / 22 : 18;
    // Long enough for whatever a text may hold, so that only a flood of line feeds is cut.
    constexpr int kMostLines = 120;
    PrintTheme out;
    out.official = true;
    out.upright = {kShortSide, kLongSide, mm(28), mm(37), mm(156), mm(37 + 225), mm(37 + 225 + 7)};
    out.sideways = {kLongSide, kShortSide, mm(20), mm(25), mm(257), mm(186), mm(191)};
    out.title = {22, true, PrintAlign::centre, 0, 8, PrintFace::song, 33};
    out.subtitle = {em, false, PrintAlign::centre, 0, 4, PrintFace::kai, line};
    out.headings[0] = {em, true, PrintAlign::left, 0, 4, PrintFace::hei, line};
    out.headings[1] = {em, true, PrintAlign::left, 0, 4, PrintFace::kai, line};
    out.headings[2] = {em, true, PrintAlign::left, 0, 4, PrintFace::fangsong, line};
    out.text = {em, false, PrintAlign::left, 0, kMostLines, PrintFace::fangsong, line};
    out.text.justified = true;
    out.note = {10.5, false, PrintAlign::left, 0, kMostLines, PrintFace::song, 16};
    out.lead = {em + 2, true, PrintAlign::left, 0, kMostLines, PrintFace::hei, line};
    out.cells = {10.5, 9, 15, 2.8, 14};
    out.narrowCells = {7.5, 7, 11, 0.8, 20};
    out.narrowBelow = 18;
    out.afterHeading = 0;
    out.between = 10;
    out.withHeading = 3 * line;
    out.highestPicture = mm(24);
    return out;
}

}  // namespace

PrintTheme printTheme(PrintStyle style, std::string_view language) {
    return style == PrintStyle::official ? officialTheme(language != "en") : formTheme();
}

}  // namespace tocsin::media::detail
