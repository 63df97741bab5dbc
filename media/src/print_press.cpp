// SPDX-License-Identifier: Apache-2.0
#include "print_press.hpp"

#include <algorithm>
#include <numeric>

namespace tocsin::media::detail {
namespace {

constexpr double kMillimetre = 72 / 25.4;
constexpr double kLeft = 18 * kMillimetre, kTop = 15 * kMillimetre;
constexpr double kWidth = kPageWidth - 2 * kLeft;
constexpr double kBottom = kPageHeight - 18 * kMillimetre;  ///< below it stands the foot
constexpr double kFootAt = kPageHeight - 13 * kMillimetre;

constexpr double kTitle = 20, kHeading = 12, kText = 10, kSmall = 8, kFoot = 8;
constexpr double kCode = 24 * kMillimetre, kCaption = 38 * kMillimetre;
constexpr double kPadding = 3.5;
constexpr double kPicture = 16 * kMillimetre;  ///< the highest that one gets in a cell
constexpr double kBetween = 7;                 ///< between blocks
/// So much text fits on half a page.
constexpr int kMostLines = 32;

void replaceAll(std::string& text, std::string const& what, std::string const& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), with);
        at += with.size();
    }
}

}  // namespace

double Press::LaidCell::height() const {
    double const between = picture != nullptr && textHeight > 0 ? kPadding : 0;
    return size.height + between + textHeight + 2 * kPadding;
}

Press::Press(cairo_t& cairo, PrintDocument const& document, std::vector<SurfacePtr> const& pictures,
             int pages)
    : cairo_(cairo), document_(document), pictures_(pictures), pages_(pages) {}

LayoutPtr Press::layout(std::string_view text, PrintType const& type) const {
    return layoutText(cairo_, text, type, document_.language);
}

int Press::run() {
    beginPage();
    masthead();
    for (auto const& block : document_.blocks) {
        switch (block.kind) {
            case PrintKind::heading:
                heading(block);
                break;
            case PrintKind::paragraph:
                paragraph(block);
                break;
            case PrintKind::table:
                table(block);
                break;
            case PrintKind::code:
                code(block);
                break;
        }
    }
    if (draws()) {
        cairo_show_page(&cairo_);
    }
    return page_;
}

void Press::beginPage() {
    if (page_ > 0 && draws()) {
        cairo_show_page(&cairo_);
    }
    ++page_;
    y_ = kTop;
    if (draws()) {
        foot();
    }
}

void Press::makeRoom(double height) {
    if (y_ + height > kBottom && y_ > kTop) {
        beginPage();
    }
}

void Press::masthead() {
    bool const coded = !document_.code.empty();
    double const beside = coded ? kCaption : 0;
    auto const title = layout(
        document_.title, {kTitle, true, PrintAlign::centre, kWidth - 2 * beside, kMostLines / 4});
    auto const height = heightOf(*title);
    double below = y_ + height;
    if (coded) {
        auto const caption =
            layout(document_.codeCaption, {kSmall, false, PrintAlign::centre, kCaption, 3});
        double const left = kLeft + kWidth - kCaption;
        if (draws()) {
            static_cast<void>(drawQrCode(cairo_, document_.code, left + (kCaption - kCode) / 2,
                                         y_ - kPadding, kCode));
            drawText(cairo_, *caption, left, y_ + kCode - kPadding);
        }
        below = std::max(below, y_ + kCode + heightOf(*caption));
    }
    if (draws()) {
        // In the middle of the height that the code takes.
        drawText(cairo_, *title, kLeft + beside, y_ + std::max(0.0, (below - y_ - height) / 2));
    }
    y_ = below + kBetween;
}

void Press::foot() {
    auto number = document_.pageNumber;
    replaceAll(number, "{pages}", std::to_string(pages_));
    replaceAll(number, "{page}", std::to_string(page_));
    auto const left = layout(document_.footer, {kFoot, false, PrintAlign::left, kWidth * 0.75, 1});
    auto const right = layout(number, {kFoot, false, PrintAlign::right, kWidth * 0.25, 1});
    drawText(cairo_, *left, kLeft, kFootAt);
    drawText(cairo_, *right, kLeft + kWidth * 0.75, kFootAt);
}

void Press::heading(PrintBlock const& block) {
    auto const text = layout(block.text, {kHeading, true, PrintAlign::left, kWidth, 4});
    constexpr double kWithWhatFollows = 60;
    y_ += y_ > kTop ? kBetween : 0;
    makeRoom(heightOf(*text) + kWithWhatFollows);
    if (draws()) {
        drawText(cairo_, *text, kLeft, y_);
    }
    y_ += heightOf(*text) + kPadding;
}

void Press::paragraph(PrintBlock const& block) {
    auto const text = layout(block.text, {kText, false, PrintAlign::left, kWidth, kMostLines});
    makeRoom(heightOf(*text));
    if (draws()) {
        drawText(cairo_, *text, kLeft, y_);
    }
    y_ += heightOf(*text) + kBetween;
}

void Press::code(PrintBlock const& block) {
    constexpr double kLargeCode = 110 * kMillimetre;
    makeRoom(kLargeCode);
    if (draws()) {
        static_cast<void>(
            drawQrCode(cairo_, block.text, kLeft + (kWidth - kLargeCode) / 2, y_, kLargeCode));
    }
    y_ += kLargeCode + kBetween;
}

Press::LaidRow Press::laid(PrintRow const& row, std::vector<double> const& widths) const {
    LaidRow out;
    out.height = row.leastMm * kMillimetre;
    std::size_t column = 0;
    for (auto const& cell : row.cells) {
        LaidCell one;
        for (int i = 0; i < cell.columns; ++i) {
            one.width += widths[column++];
        }
        double const inside = one.width - 2 * kPadding;
        if (!cell.text.empty()) {
            one.text = layout(cell.text, {cell.small ? kSmall : kText, cell.strong, cell.align,
                                          inside, kMostLines});
            one.textHeight = heightOf(*one.text);
        }
        auto const* const picture =
            cell.picture < 0 ? nullptr : pictures_[static_cast<std::size_t>(cell.picture)].get();
        if (picture != nullptr) {
            one.picture = pictures_[static_cast<std::size_t>(cell.picture)].get();
            one.size = sizeInBox(*one.picture, {inside, kPicture});
        }
        out.height = std::max(out.height, one.height());
        out.cells.push_back(std::move(one));
    }
    return out;
}

void Press::draw(PrintRow const& row, LaidRow const& laid) {
    constexpr double kGrey = 0.92, kLine = 0.6;
    double x = kLeft;
    for (std::size_t i = 0; i < laid.cells.size(); ++i) {
        auto const& cell = laid.cells[i];
        cairo_save(&cairo_);
        cairo_rectangle(&cairo_, x, y_, cell.width, laid.height);
        cairo_clip_preserve(&cairo_);  // whatever is drawn into it stays in it
        if (row.cells[i].strong) {
            cairo_set_source_rgb(&cairo_, kGrey, kGrey, kGrey);
            cairo_fill(&cairo_);
            cairo_set_source_rgb(&cairo_, 0, 0, 0);
        }
        cairo_new_path(&cairo_);
        double const used = cell.height();
        bool const forAHand = row.leastMm > 0 && !row.cells[i].strong;
        double y = y_ + kPadding + (forAHand ? 0 : (laid.height - used) / 2);
        if (cell.picture != nullptr) {
            drawPicture(cairo_, *cell.picture, x + (cell.width - cell.size.width) / 2, y,
                        cell.size);
            y += cell.size.height + kPadding;
        }
        if (cell.text) {
            drawText(cairo_, *cell.text, x + kPadding, y);
        }
        cairo_restore(&cairo_);
        cairo_set_line_width(&cairo_, kLine);
        cairo_rectangle(&cairo_, x, y_, cell.width, laid.height);
        cairo_stroke(&cairo_);
        x += cell.width;
    }
}

void Press::table(PrintBlock const& block) {
    double const shares = std::accumulate(block.widths.begin(), block.widths.end(), 0.0);
    std::vector<double> widths;
    for (int const width : block.widths) {
        widths.push_back(kWidth * width / shares);
    }
    auto const headRows = static_cast<std::size_t>(block.headRows);
    std::vector<LaidRow> head;
    double headHeight = 0;
    for (std::size_t i = 0; i < headRows; ++i) {
        head.push_back(laid(block.rows[i], widths));
        headHeight += head.back().height;
    }
    auto const drawHead = [&] {
        for (std::size_t i = 0; i < headRows; ++i) {
            if (draws()) {
                draw(block.rows[i], head[i]);
            }
            y_ += head[i].height;
        }
    };
    bool first = true;
    for (auto i = headRows; i < block.rows.size(); ++i) {
        auto const row = laid(block.rows[i], widths);
        auto const before = page_;
        makeRoom(row.height + (first ? headHeight : 0));
        if (first || page_ != before) {
            drawHead();
        }
        first = false;
        if (draws()) {
            draw(block.rows[i], row);
        }
        y_ += row.height;
    }
    y_ += kBetween;
}

}  // namespace tocsin::media::detail
