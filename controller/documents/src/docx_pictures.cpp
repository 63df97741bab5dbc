// SPDX-License-Identifier: Apache-2.0
#include "docx_pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "docx_page.hpp"
#include "docx_paragraph.hpp"
#include "docx_text.hpp"
#include "picture_size.hpp"

namespace tocsin::documents {
namespace {

constexpr std::size_t kInRow = 2;
constexpr int kCell = kTextWidth / static_cast<int>(kInRow);
constexpr int kMargin = 60;

// A third of the text's height less a heading's share; three rows make a page.
constexpr double kRowMm = 69;
constexpr double kLineMm = 4.2;  // of a caption
constexpr double kGapMm = 5;
constexpr double kLeastMm = 30, kMostMm = 54, kWidestMm = 74;
constexpr int kHalfWidthsInLine = 44;

int captionLines(Picture const& picture) {
    int lines = 0;
    for (auto const& line : picture.caption) {
        lines += 1 + halfWidths(line) / kHalfWidthsInLine;
    }
    return lines;
}

/// The same height for all of a block, so that they stand in line.
double heightMm(Pictures const& pictures) {
    int most = 0;
    for (auto const& picture : pictures.pictures) {
        most = std::max(most, captionLines(picture));
    }
    return std::clamp(kRowMm - kGapMm - most * kLineMm, kLeastMm, kMostMm);
}

struct Extent {
    std::int64_t width = 1, height = 1;  // EMU
};

Extent fitted(PictureSize const& size, double highestMm) {
    double const scale = std::min(kWidestMm / size.width, highestMm / size.height);
    return {std::max<std::int64_t>(emuOfMm(size.width * scale), 1),
            std::max<std::int64_t>(emuOfMm(size.height * scale), 1)};
}

std::string drawing(int number, std::string_view id, Extent extent, std::string_view name) {
    return fmt::format(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent "
        "cx=\"{1}\" cy=\"{2}\"/><wp:docPr id=\"{0}\" name=\"{4}\" descr=\"{4}\"/>"
        "<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>"
        "<a:graphic><a:graphicData "
        "uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr>"
        "<pic:cNvPr id=\"{0}\" name=\"{4}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip "
        "r:embed=\"{3}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        "<a:off x=\"0\" y=\"0\"/><a:ext cx=\"{1}\" cy=\"{2}\"/></a:xfrm><a:prstGeom "
        "prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r>",
        number, extent.width, extent.height, id, xmlText(name));
}

std::string unreadable(Picture const& picture, Language language) {
    return language == Language::chinese
               ? fmt::format("（图片无法读取：{}）", picture.name)
               : fmt::format("(this picture cannot be read: {})", picture.name);
}

std::string cell(Picture const& picture, double highestMm, Language language,
                 DocxPackage& package) {
    ParagraphLook kept;
    kept.keepNext = !picture.caption.empty();
    std::string out;
    if (auto const size = sizeOfPicture(picture.bytes)) {
        auto const id = package.addPicture(picture.bytes, size->format);
        out = docxParagraphOf(
            "Drawing", drawing(package.nextDrawing(), id, fitted(*size, highestMm), picture.name),
            kept);
    } else {
        out = docxParagraph("Caption", unreadable(picture, language), kept);
    }
    for (auto const& line : picture.caption) {
        ParagraphLook look;
        look.keepNext = &line != &picture.caption.back();
        out += docxParagraph("Caption", line, look);
    }
    return docxCell({kCell, 1, {}, false, true}, out);
}

}  // namespace

std::string docxPictures(Pictures const& pictures, Language language, DocxPackage& package) {
    auto const& all = pictures.pictures;
    if (all.empty()) {
        return {};
    }
    double const highest = heightMm(pictures);
    std::string rows;
    for (std::size_t i = 0; i < all.size(); i += kInRow) {
        rows += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
        rows += cell(all[i], highest, language, package);
        rows += i + 1 < all.size()
                    ? cell(all[i + 1], highest, language, package)
                    : docxCell({kCell, 1, {}, false, true}, docxParagraph("Caption", ""));
        rows += "</w:tr>";
    }
    auto const grid = fmt::format("<w:gridCol w:w=\"{0}\"/><w:gridCol w:w=\"{0}\"/>", kCell);
    return docxTable("PlainTable", grid, kCell * static_cast<int>(kInRow), kMargin, rows) +
           docxSpacer();
}

}  // namespace tocsin::documents
