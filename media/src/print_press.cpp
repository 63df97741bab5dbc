// SPDX-License-Identifier: Apache-2.0
#include "print_press.hpp"

#include <cairo-pdf.h>

#include <algorithm>
#include <memory>

namespace tocsin::media::detail {
namespace {

constexpr double kFoot = 8;

void replaceAll(std::string& text, std::string const& what, std::string const& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), with);
        at += with.size();
    }
}

struct IterDeleter {
    void operator()(PangoLayoutIter* iter) const noexcept { pango_layout_iter_free(iter); }
};

bool isText(PrintBlock const& block) {
    return block.kind == PrintKind::heading || block.kind == PrintKind::paragraph;
}

}  // namespace

Press::Press(cairo_t& cairo, PrintDocument const& document, PrintPictures& pictures, int pages)
    : cairo_(cairo),
      document_(document),
      pictures_(pictures),
      theme_(printTheme(document.style, document.language)),
      pages_(pages) {}

LayoutPtr Press::layout(std::string_view text, PrintType type, double width) const {
    type.width = width;
    return layoutText(cairo_, text, type, document_.language);
}

void Press::setColour(std::uint32_t colour) {
    auto const part = [colour](int shift) { return (colour >> shift & 0xff) / 255.0; };
    cairo_set_source_rgb(&cairo_, part(16), part(8), part(0));
}

int Press::run() {
    beginPage(false);
    theme_.official ? officialMasthead() : masthead();
    for (std::size_t i = 0; i < document_.blocks.size(); ++i) {
        place(i);
    }
    endPage();
    return page_;
}

void Press::place(std::size_t at) {
    auto const& block = document_.blocks[at];
    if (block.kind == PrintKind::pageBreak) {
        if (!atTop()) {
            beginPage(sideways_);
        }
        return;
    }
    if (liesOnItsSide(at) != sideways_) {
        beginPage(!sideways_);
    }
    switch (block.kind) {
        case PrintKind::heading:
            return heading(at);
        case PrintKind::paragraph:
            return paragraph(at);
        case PrintKind::table:
            return table(block);
        case PrintKind::code:
            return code(block);
        case PrintKind::figures:
            return figures(block);
        case PrintKind::pictures:
            return pictures(block);
        case PrintKind::drawing:
            return drawing(block);
        case PrintKind::pageBreak:
            break;
    }
}

/// A wide table takes the headings before it, the paragraphs between, and the notes below it along.
bool Press::liesOnItsSide(std::size_t at) const {
    constexpr std::size_t kMostBetween = 4;
    auto const& blocks = document_.blocks;
    auto const isWide = [&blocks](std::size_t i) {
        return blocks[i].kind == PrintKind::table && blocks[i].wide;
    };
    if (!isText(blocks[at])) {
        return isWide(at);
    }
    bool const isNote =
        blocks[at].kind == PrintKind::paragraph && blocks[at].paragraph == PrintParagraph::note;
    if (isNote && at > 0 && !isText(blocks[at - 1])) {
        return isWide(at - 1);
    }
    if (blocks[at].kind == PrintKind::paragraph && (at == 0 || !isText(blocks[at - 1]))) {
        return false;
    }
    auto next = at;
    while (next < blocks.size() && isText(blocks[next]) && next - at < kMostBetween) {
        ++next;
    }
    return next < blocks.size() && isWide(next) &&
           (blocks[at].kind == PrintKind::heading || sideways_);
}

void Press::endPage() {
    if (page_ > 0 && draws()) {
        cairo_show_page(&cairo_);
        pictures_.pageDone();
    }
}

void Press::beginPage(bool sideways) {
    endPage();
    ++page_;
    sideways_ = sideways;
    box_ = sideways ? theme_.sideways : theme_.upright;
    y_ = box_.top;
    if (draws()) {
        cairo_pdf_surface_set_size(cairo_get_target(&cairo_), box_.width, box_.height);
        foot();
    }
}

void Press::makeRoom(double height) {
    if (y_ + height > box_.bottom && !atTop()) {
        beginPage(sideways_);
    }
}

void Press::foot() {
    auto number = document_.pageNumber;
    replaceAll(number, "{pages}", std::to_string(pages_));
    replaceAll(number, "{page}", std::to_string(page_));
    if (theme_.official) {
        return officialFoot(number);
    }
    double const width = box_.textWidth;
    auto const left =
        layout(document_.footer, {kFoot, false, PrintAlign::left, 0, 1}, width * 0.75);
    auto const right = layout(number, {kFoot, false, PrintAlign::right, 0, 1}, width * 0.25);
    drawText(cairo_, *left, box_.left, box_.footAt);
    drawText(cairo_, *right, box_.left + width * 0.75, box_.footAt);
}

void Press::heading(std::size_t at) {
    auto const& block = document_.blocks[at];
    auto type = theme_.headings[block.level - 1];
    type.indent = theme_.official && document_.language != "en" ? 2 * type.points : 0;
    auto const text = layout(block.text, type, box_.textWidth);
    y_ += atTop() || theme_.official ? 0 : theme_.between;
    makeRoom(heightOf(*text) + staysWith(at + 1));
    if (draws()) {
        drawText(cairo_, *text, box_.left, y_);
    }
    y_ += heightOf(*text) + theme_.afterHeading;
}

/// How much of the block stays on the page of the heading before it; at most half a page.
double Press::staysWith(std::size_t at) const {
    if (!theme_.official || at >= document_.blocks.size()) {
        return theme_.withHeading;
    }
    auto const& block = document_.blocks[at];
    double least = theme_.withHeading;
    if (block.kind == PrintKind::heading) {
        least = theme_.headings[0].lineHeight + staysWith(at + 1);
    } else if (block.kind == PrintKind::drawing) {
        constexpr double kTitle = 24;
        least = kTitle + block.drawing.height * std::min(1.0, box_.textWidth / block.drawing.width);
    } else if (block.kind == PrintKind::pictures && !block.pictures.empty()) {
        least = laid(block.pictures[0], box_.textWidth / 2).height;
    }
    return std::min(least, (box_.bottom - box_.top) / 2);
}

void Press::paragraph(std::size_t at) {
    auto const& block = document_.blocks[at];
    auto type = theme_.text;
    double left = box_.left, width = box_.textWidth;
    switch (block.paragraph) {
        case PrintParagraph::plain:
            break;
        case PrintParagraph::body:
            type.indent = document_.language != "en" ? 2 * type.points : 0;
            break;
        case PrintParagraph::note:
            type = theme_.note;
            break;
        case PrintParagraph::lead:
            type = theme_.lead;
            break;
        case PrintParagraph::right:
            type.align = PrintAlign::right;
            type.justified = false;
            width -= theme_.official ? 2 * type.points : 0;
            break;
    }
    auto const text = layout(block.text, type, width);
    if (!theme_.official) {
        makeRoom(heightOf(*text));
        if (draws()) {
            drawText(cairo_, *text, left, y_);
        }
        y_ += heightOf(*text) + theme_.between;
        return;
    }
    bool const isRight = block.paragraph == PrintParagraph::right;
    auto const isSigned = [this](std::size_t i) {
        return i < document_.blocks.size() && document_.blocks[i].kind == PrintKind::paragraph &&
               document_.blocks[i].paragraph == PrintParagraph::right;
    };
    if (isRight && (at == 0 || !isSigned(at - 1))) {
        // A signature's lines stay together, a line away from the text.
        std::size_t lines = 1;
        while (isSigned(at + lines)) {
            ++lines;
        }
        makeRoom(type.lineHeight * static_cast<double>(lines + 1));
        y_ += atTop() ? 0 : type.lineHeight;
    }
    flow(*text, left);
    y_ += type.lineHeight < theme_.text.lineHeight ? theme_.between / 2 : 0;
}

/// Line by line over pages; none of a paragraph's lines is left alone on one.
void Press::flow(PangoLayout& text, double left) {
    int const lines = pango_layout_get_line_count(&text);
    double const lineHeight = heightOf(text) / std::max(1, lines);
    int here = static_cast<int>((box_.bottom - y_) / lineHeight + 0.01);
    if (here < lines) {
        here -= lines - here == 1 ? 1 : 0;
        here = here < 2 ? 0 : here;
    }
    if (here == 0 && !atTop()) {
        beginPage(sideways_);
        here = lines;
    }
    std::unique_ptr<PangoLayoutIter, IterDeleter> const iter(pango_layout_get_iter(&text));
    int number = 0;
    do {
        PangoRectangle taken;
        pango_layout_iter_get_line_extents(iter.get(), nullptr, &taken);
        double const height = double(taken.height) / PANGO_SCALE;
        constexpr double kRounding = 0.1;
        if ((number == here || y_ + height > box_.bottom + kRounding) && !atTop()) {
            beginPage(sideways_);
        }
        if (draws()) {
            auto const baseline = pango_layout_iter_get_baseline(iter.get()) - taken.y;
            cairo_move_to(&cairo_, left + double(taken.x) / PANGO_SCALE,
                          y_ + double(baseline) / PANGO_SCALE);
            pango_cairo_show_layout_line(&cairo_, pango_layout_iter_get_line_readonly(iter.get()));
        }
        y_ += height;
        ++number;
    } while (pango_layout_iter_next_line(iter.get()) != 0);
}

void Press::code(PrintBlock const& block) {
    constexpr double kLargeCode = 110 * kMillimetre;
    makeRoom(kLargeCode);
    if (draws()) {
        static_cast<void>(drawQrCode(
            cairo_, block.text, box_.left + (box_.textWidth - kLargeCode) / 2, y_, kLargeCode));
    }
    y_ += kLargeCode + theme_.between;
}

}  // namespace tocsin::media::detail
