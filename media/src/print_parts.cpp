// SPDX-License-Identifier: Apache-2.0
// Figures side by side, pictures with their captions, drawings.
#include <algorithm>

#include "print_press.hpp"

namespace tocsin::media::detail {
namespace {

constexpr std::uint32_t kPale = 0x999999;
constexpr double kGap = 10;  ///< between what stands side by side

}  // namespace

/// Above a table or a drawing, on the same page as what follows.
void Press::blockTitle(std::string const& title, double withWhatFollows) {
    if (title.empty()) {
        return;
    }
    constexpr double kPoints = 10.5, kLine = 18;
    auto const text = layout(
        title, {kPoints, true, PrintAlign::centre, 0, 4, PrintFace::hei, kLine}, box_.textWidth);
    y_ += atTop() ? 0 : theme_.between / 2;
    makeRoom(heightOf(*text) + withWhatFollows);
    if (draws()) {
        drawText(cairo_, *text, box_.left, y_);
    }
    y_ += heightOf(*text) + 2;
}

void Press::figures(PrintBlock const& block) {
    constexpr double kLargest = 24, kLeast = 12, kPadding = 4;
    double const width = box_.textWidth / static_cast<double>(block.figures.size());
    double const inside = width - 2 * kPadding;
    PrintType value{kLargest, true, PrintAlign::centre, 0, 1, PrintFace::hei};
    PrintType const name{9.5, false, PrintAlign::centre, 0, 2, PrintFace::hei, 15};
    PrintType note{8.5, false, PrintAlign::centre, 0, 3, PrintFace::song, 12};
    note.colour = 0x444444;
    // All in the size in which the longest fits.
    for (auto const& figure : block.figures) {
        auto const fits = [&] {
            value.mostLines = 0;
            auto const tried = layout(figure.value, value, inside);
            value.mostLines = 1;
            return pango_layout_get_line_count(tried.get()) <= 1;
        };
        while (value.points > kLeast && !fits()) {
            value.points -= 1;
        }
    }
    std::vector<std::vector<LayoutPtr>> columns;
    double valueHeight = 0, below = 0;
    for (auto const& figure : block.figures) {
        auto& column = columns.emplace_back();
        column.push_back(layout(figure.value, value, inside));
        column.push_back(layout(figure.name, name, inside));
        column.push_back(layout(figure.note, note, inside));
        valueHeight = std::max(valueHeight, heightOf(*column[0]));
        below = std::max(below,
                         heightOf(*column[1]) + (figure.note.empty() ? 0 : heightOf(*column[2])));
    }
    double const height = valueHeight + below + 2 * kPadding;
    makeRoom(height + theme_.between);
    y_ += atTop() ? 0 : theme_.between / 2;
    for (std::size_t i = 0; draws() && i < columns.size(); ++i) {
        double const x = box_.left + width * static_cast<double>(i);
        double y = y_ + kPadding;
        drawText(cairo_, *columns[i][0], x + kPadding, y);
        drawText(cairo_, *columns[i][1], x + kPadding, y += valueHeight);
        drawText(cairo_, *columns[i][2], x + kPadding, y + heightOf(*columns[i][1]));
        setColour(kPale);
        cairo_set_line_width(&cairo_, 0.6);
        cairo_rectangle(&cairo_, x, y_, width, height);
        cairo_stroke(&cairo_);
        setColour(0);
    }
    y_ += height + theme_.between;
}

Press::LaidPicture Press::laid(PrintPicture const& picture, double width) const {
    constexpr double kPoints = 9, kLine = 12, kLeast = 30 * kMillimetre;
    LaidPicture out;
    out.picture = picture.picture;
    for (auto const& line : picture.caption) {
        out.caption.push_back(layout(
            line, {kPoints, false, PrintAlign::centre, 0, 2, PrintFace::song, kLine}, width));
        out.height += heightOf(*out.caption.back());
    }
    // Three of them, one above the other, are a page.
    double const most = (box_.bottom - box_.top) / 3 - out.height - kGap;
    PrintSize const box{width, std::clamp(width * 3 / 4, kLeast, std::max(kLeast, most))};
    auto const size = pictures_.sizeOf(picture.picture);
    // A place that stays empty is seen to be one.
    out.size = size ? sizeInBox(*size, box) : PrintSize{width, kLeast};
    out.height += out.size.height + kGap;
    return out;
}

void Press::draw(LaidPicture const& laid, double x, double width) {
    double const left = x + (width - laid.size.width) / 2;
    if (auto* const surface = pictures_.surfaceOf(laid.picture); surface != nullptr) {
        drawPicture(cairo_, *surface, left, y_, laid.size);
    } else {
        setColour(kPale);
        cairo_set_line_width(&cairo_, 0.6);
        cairo_rectangle(&cairo_, left, y_, laid.size.width, laid.size.height);
        cairo_stroke(&cairo_);
        setColour(0);
    }
    double y = y_ + laid.size.height + 3;
    for (auto const& line : laid.caption) {
        drawText(cairo_, *line, x, y);
        y += heightOf(*line);
    }
}

void Press::pictures(PrintBlock const& block) {
    constexpr std::size_t kARow = 2;
    double const width = (box_.textWidth - kGap) / kARow;
    y_ += atTop() ? 0 : theme_.between / 2;
    for (std::size_t i = 0; i < block.pictures.size(); i += kARow) {
        std::vector<LaidPicture> row;
        double height = 0;
        for (auto at = i; at < std::min(i + kARow, block.pictures.size()); ++at) {
            row.push_back(laid(block.pictures[at], width));
            height = std::max(height, row.back().height);
        }
        makeRoom(height);
        for (std::size_t at = 0; draws() && at < row.size(); ++at) {
            draw(row[at], box_.left + (width + kGap) * static_cast<double>(at), width);
        }
        y_ += height;
    }
    y_ += theme_.between;
}

void Press::drawing(PrintBlock const& block) {
    auto const& drawing = block.drawing;
    double const scale = std::min(
        {1.0, box_.textWidth / drawing.width, (box_.bottom - box_.top) * 0.9 / drawing.height});
    double const height = drawing.height * scale;
    blockTitle(block.text, height);
    makeRoom(height);
    if (draws()) {
        cairo_save(&cairo_);
        cairo_translate(&cairo_, box_.left + (box_.textWidth - drawing.width * scale) / 2, y_);
        cairo_scale(&cairo_, scale, scale);
        cairo_rectangle(&cairo_, 0, 0, drawing.width, drawing.height);
        cairo_clip(&cairo_);
        for (auto const& shape : drawing.shapes) {
            draw(shape);
        }
        cairo_restore(&cairo_);
    }
    y_ += height + theme_.between;
}

void Press::draw(PrintShape const& shape) {
    auto const& first = shape.points.front();
    setColour(shape.colour);
    if (shape.kind == PrintShapeKind::text) {
        PrintType type{shape.size, false, PrintAlign::left, 0, 1, PrintFace::hei};
        type.colour = shape.colour;
        auto const text = layout(shape.text, type, kMostPrintSide);
        double const share = shape.align == PrintAlign::left     ? 0
                             : shape.align == PrintAlign::centre ? 0.5
                                                                 : 1;
        drawText(cairo_, *text, first.x - widthOf(*text) * share, first.y - heightOf(*text) / 2);
    } else if (shape.kind == PrintShapeKind::box) {
        auto const& other = shape.points.back();
        cairo_rectangle(&cairo_, first.x, first.y, other.x - first.x, other.y - first.y);
        cairo_fill(&cairo_);
    } else {
        cairo_set_line_width(&cairo_, shape.size);
        cairo_set_line_join(&cairo_, CAIRO_LINE_JOIN_ROUND);
        cairo_move_to(&cairo_, first.x, first.y);
        for (auto const& point : shape.points) {
            cairo_line_to(&cairo_, point.x, point.y);
        }
        cairo_stroke(&cairo_);
    }
    setColour(0);
}

}  // namespace tocsin::media::detail
