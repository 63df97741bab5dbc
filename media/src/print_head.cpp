// SPDX-License-Identifier: Apache-2.0
// The head of the first page, and the foot of official papers.
#include <algorithm>

#include "print_press.hpp"

namespace tocsin::media::detail {
namespace {

constexpr double kSmall = 8;
constexpr double kCode = 24 * kMillimetre, kCaption = 38 * kMillimetre;
constexpr double kAbove = 3.5;  ///< the code's quiet zone stands so much above the title

}  // namespace

void Press::masthead() {
    bool const coded = !document_.code.empty();
    double const beside = coded ? kCaption : 0, width = box_.textWidth;
    auto const title = layout(document_.title, theme_.title, width - 2 * beside);
    auto const height = heightOf(*title);
    double below = y_ + height;
    if (coded) {
        auto const caption =
            layout(document_.codeCaption, {kSmall, false, PrintAlign::centre, 0, 3}, kCaption);
        double const left = box_.left + width - kCaption;
        if (draws()) {
            static_cast<void>(drawQrCode(cairo_, document_.code, left + (kCaption - kCode) / 2,
                                         y_ - kAbove, kCode));
            drawText(cairo_, *caption, left, y_ + kCode - kAbove);
        }
        below = std::max(below, y_ + kCode + heightOf(*caption));
    }
    if (draws()) {
        // In the middle of the height that the code takes.
        drawText(cairo_, *title, box_.left + beside, y_ + std::max(0.0, (below - y_ - height) / 2));
    }
    y_ = below + theme_.between;
    facts();
}

/// The code stands in the margin above the text, so that the title has its whole width.
void Press::officialMasthead() {
    if (!document_.code.empty() && draws()) {
        double const left = box_.left + box_.textWidth - kCaption, top = 5 * kMillimetre;
        auto const caption =
            layout(document_.codeCaption, {kSmall, false, PrintAlign::centre, 0, 2}, kCaption);
        static_cast<void>(
            drawQrCode(cairo_, document_.code, left + (kCaption - kCode) / 2, top, kCode));
        drawText(cairo_, *caption, left, top + kCode - kAbove);
    }
    auto const line = [this](std::string const& text, PrintType const& type) {
        if (text.empty()) {
            return;
        }
        auto const laidOut = layout(text, type, box_.textWidth);
        if (draws()) {
            drawText(cairo_, *laidOut, box_.left, y_);
        }
        y_ += heightOf(*laidOut);
    };
    line(document_.title, theme_.title);
    line(document_.subtitle, theme_.subtitle);
    y_ += theme_.between;
    facts();
}

/// Names and values, two a line where both are short, and a rule below them.
void Press::facts() {
    if (document_.facts.empty()) {
        return;
    }
    constexpr double kPoints = 11, kLine = 19, kGap = 12;
    constexpr int kMostLines = 8;
    double const half = (box_.textWidth - kGap) / 2;
    auto const sayOf = [this](std::size_t i) {
        auto const& [name, value] = document_.facts[i];
        return name + (document_.language == "en" ? ": " : "：") + value;
    };
    PrintType const type{kPoints, false, PrintAlign::left, 0, kMostLines, PrintFace::song, kLine};
    auto const isShort = [&](std::size_t i) {
        return pango_layout_get_line_count(layout(sayOf(i), type, half).get()) == 1;
    };
    for (std::size_t i = 0; i < document_.facts.size(); ++i) {
        bool const paired = i + 1 < document_.facts.size() && isShort(i) && isShort(i + 1);
        auto const text = layout(sayOf(i), type, paired ? half : box_.textWidth);
        makeRoom(heightOf(*text));
        if (draws()) {
            drawText(cairo_, *text, box_.left, y_);
            if (paired) {
                drawText(cairo_, *layout(sayOf(i + 1), type, half), box_.left + half + kGap, y_);
            }
        }
        y_ += heightOf(*text);
        i += paired ? 1 : 0;
    }
    y_ += theme_.between / 2;
    if (draws()) {
        cairo_set_line_width(&cairo_, 1);
        cairo_move_to(&cairo_, box_.left, y_);
        cairo_line_to(&cairo_, box_.left + box_.textWidth, y_);
        cairo_stroke(&cairo_);
    }
    y_ += theme_.between;
}

/// 四号, in the middle; number and revision of the paper stand a line below.
void Press::officialFoot(std::string const& number) {
    constexpr double kNumber = 14, kNumberLine = 17, kFooter = 9;
    auto const middle =
        layout(number, {kNumber, false, PrintAlign::centre, 0, 1, PrintFace::song, kNumberLine},
               box_.textWidth);
    auto const left =
        layout(document_.footer, {kFooter, false, PrintAlign::left, 0, 1}, box_.textWidth);
    drawText(cairo_, *middle, box_.left, box_.footAt);
    drawText(cairo_, *left, box_.left, box_.footAt + kNumberLine + kAbove);
}

}  // namespace tocsin::media::detail
