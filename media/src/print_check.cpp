// SPDX-License-Identifier: Apache-2.0
// Whether a document can be laid out at all: its bounds, and places that it refers to.
#include <algorithm>
#include <string>

#include "tocsin/media/print.hpp"

namespace tocsin::media {
namespace {

Error invalid(std::string message) {
    return {Errc::invalid, std::move(message)};
}

bool fits(std::string const& text) {
    return text.size() <= kMostPrintText;
}

bool isColour(std::uint32_t colour) {
    return colour <= 0xffffff;
}

bool isPlace(int picture, std::size_t pictures) {
    return picture >= -1 && picture < static_cast<int>(pictures);
}

Result<> checkRow(PrintRow const& row, std::size_t columns, std::size_t pictures) {
    constexpr int kMostMm = 100;
    std::size_t used = 0;
    for (auto const& cell : row.cells) {
        if (cell.columns < 1 || !fits(cell.text) || !isPlace(cell.picture, pictures) ||
            !isColour(cell.fill.value_or(0))) {
            return invalid("a cell of a table makes no sense");
        }
        used += static_cast<std::size_t>(cell.columns);
    }
    if (used != columns || row.cells.size() > kMostPrintCells || row.leastMm < 0 ||
        row.leastMm > kMostMm) {
        return invalid("a row of a table makes no sense");
    }
    return {};
}

Result<> checkTable(PrintBlock const& block, std::size_t pictures) {
    constexpr int kMostShare = 1'000;
    bool const right =
        !block.widths.empty() && block.widths.size() <= kMostPrintCells &&
        std::ranges::all_of(block.widths,
                            [](int width) { return width >= 1 && width <= kMostShare; }) &&
        block.rows.size() <= kMostPrintRows && block.headRows >= 0 && block.headRows <= 4 &&
        static_cast<std::size_t>(block.headRows) <= block.rows.size();
    if (!right) {
        return invalid("a table makes no sense");
    }
    for (auto const& row : block.rows) {
        if (auto checked = checkRow(row, block.widths.size(), pictures); !checked) {
            return checked;
        }
    }
    return {};
}

bool isRight(PrintFigure const& figure) {
    return fits(figure.value) && fits(figure.name) && fits(figure.note);
}

bool isRight(PrintPicture const& picture, std::size_t pictures) {
    return isPlace(picture.picture, pictures) && picture.caption.size() <= kMostPrintCaption &&
           std::ranges::all_of(picture.caption, fits);
}

bool isRight(PrintShape const& shape) {
    constexpr double kMostSize = 100;
    // Comparisons with what is no number are false.
    auto const isPoint = [](PrintPoint const& point) {
        return point.x >= -kMostPrintSide && point.x <= kMostPrintSide &&
               point.y >= -kMostPrintSide && point.y <= kMostPrintSide;
    };
    bool const enough = shape.kind == PrintShapeKind::text  ? shape.points.size() == 1
                        : shape.kind == PrintShapeKind::box ? shape.points.size() == 2
                                                            : shape.points.size() >= 2;
    return enough && shape.points.size() <= kMostPrintPoints && shape.size > 0 &&
           shape.size <= kMostSize && isColour(shape.colour) && fits(shape.text) &&
           std::ranges::all_of(shape.points, isPoint);
}

bool isRight(PrintDrawing const& drawing) {
    auto const isSide = [](double side) { return side >= 1 && side <= kMostPrintSide; };
    return isSide(drawing.width) && isSide(drawing.height) &&
           drawing.shapes.size() <= kMostPrintShapes &&
           std::ranges::all_of(drawing.shapes,
                               [](PrintShape const& shape) { return isRight(shape); });
}

Result<> checkBlock(PrintBlock const& block, std::size_t pictures) {
    if (!fits(block.text)) {
        return invalid("a text of the document is too long");
    }
    auto const outcome = [](bool right, char const* what) {
        return right ? Result<>() : invalid(std::string(what) + " makes no sense");
    };
    switch (block.kind) {
        case PrintKind::table:
            return checkTable(block, pictures);
        case PrintKind::heading:
            return outcome(block.level >= 1 && block.level <= 3, "the level of a heading");
        case PrintKind::figures:
            return outcome(
                !block.figures.empty() && block.figures.size() <= kMostPrintFigures &&
                    std::ranges::all_of(block.figures,
                                        [](PrintFigure const& figure) { return isRight(figure); }),
                "a row of figures");
        case PrintKind::pictures:
            return outcome(block.pictures.size() <= kMostPrintPictures &&
                               std::ranges::all_of(block.pictures,
                                                   [pictures](PrintPicture const& picture) {
                                                       return isRight(picture, pictures);
                                                   }),
                           "a group of pictures");
        case PrintKind::drawing:
            return outcome(isRight(block.drawing), "a drawing");
        case PrintKind::paragraph:
        case PrintKind::code:
        case PrintKind::pageBreak:
            break;
    }
    return {};
}

}  // namespace

Result<> checkDocument(PrintDocument const& document) {
    bool isShort = document.facts.size() <= kMostPrintFacts;
    for (auto const* text :
         {&document.title, &document.code, &document.codeCaption, &document.footer,
          &document.pageNumber, &document.created, &document.subtitle, &document.author}) {
        isShort = isShort && fits(*text);
    }
    for (auto const& [name, value] : document.facts) {
        isShort = isShort && fits(name) && fits(value);
    }
    if (!isShort) {
        return invalid("a text of the document is too long");
    }
    if (document.language != "zh" && document.language != "en") {
        return invalid("language: must be zh or en");
    }
    if (document.blocks.size() > kMostPrintBlocks ||
        document.pictures.size() > kMostPrintPictures) {
        return invalid("the document has too many blocks or pictures");
    }
    for (auto const& block : document.blocks) {
        if (auto const checked = checkBlock(block, document.pictures.size()); !checked) {
            return checked;
        }
    }
    return {};
}

}  // namespace tocsin::media
