// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstddef>
#include <utility>

#include "document_bounds.hpp"
#include "docx_chart.hpp"
#include "docx_figures.hpp"
#include "docx_package.hpp"
#include "docx_page.hpp"
#include "docx_paragraph.hpp"
#include "docx_pictures.hpp"
#include "docx_styles.hpp"
#include "docx_table.hpp"
#include "docx_text.hpp"
#include "tocsin/documents/write.hpp"

namespace tocsin::documents {
namespace {

constexpr std::string_view kOffice =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

bool isLedger(Block const& block) {
    auto const* const table = std::get_if<Table>(&block);
    return table != nullptr && table->ledger;
}

bool isWide(Block const& block) {
    auto const* const table = std::get_if<Table>(&block);
    return table != nullptr && table->wide;
}

bool isNote(Block const& block) {
    auto const* const paragraph = std::get_if<Paragraph>(&block);
    return paragraph != nullptr && paragraph->style == ParagraphStyle::note;
}

/// The left text, and "— 1 —" at the right.
std::string footer(Document const& document, int width) {
    constexpr std::string_view kNumberLook =
        "<w:rPr><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/></w:rPr>";
    auto const run = [&](std::string_view content) {
        return fmt::format("<w:r>{}{}</w:r>", kNumberLook, content);
    };
    return fmt::format(
        "{}<w:ftr xmlns:w=\"{}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:tabs><w:tab "
        "w:val=\"right\" w:pos=\"{}\"/></w:tabs></w:pPr><w:r>{}</w:r><w:r><w:tab/></w:r>{}{}{}{}{}"
        "{}</w:p></w:ftr>",
        kXmlHead, kWordSpace, width, runText(document.footer),
        run("<w:t xml:space=\"preserve\">— </w:t>"), run("<w:fldChar w:fldCharType=\"begin\"/>"),
        run("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>"),
        run("<w:fldChar w:fldCharType=\"separate\"/>") + run("<w:t>1</w:t>"),
        run("<w:fldChar w:fldCharType=\"end\"/>"), run("<w:t xml:space=\"preserve\"> —</w:t>"));
}

class Writing {
public:
    explicit Writing(Document const& document)
        : document_(document),
          package_(document),
          uprightFooter_(package_.addFooter(footer(document, kTextWidth))),
          wideFooter_(package_.addFooter(footer(document, kTextHeight))) {
        for (auto const& block : document.blocks) {
            if (!isLedger(block)) {
                blocks_.push_back(&block);
            }
        }
    }

    std::string run() {
        writeHead();
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            turnPage(standsWide(i));
            std::visit(*this, *blocks_[i]);
        }
        return package_.file(documentXml());
    }

    void operator()(Heading const& heading) {
        body_ += docxParagraph(fmt::format("Heading{}", heading.level), heading.text, begun());
    }
    void operator()(Paragraph const& paragraph) {
        body_ += docxParagraph(styleOf(paragraph.style), paragraph.text, begun());
    }
    void operator()(Table const& table) { body_ += brought() + docxTableOf(table); }
    void operator()(Chart const& chart) {
        body_ += brought() + docxChart(chart, document_.language, package_);
    }
    void operator()(Pictures const& pictures) {
        body_ += brought() + docxPictures(pictures, document_.language, package_);
    }
    void operator()(Figures const& figures) { body_ += brought() + docxFigures(figures); }
    void operator()(PageBreak const&) { breakBefore_ = true; }

private:
    static std::string_view styleOf(ParagraphStyle style) {
        switch (style) {
            case ParagraphStyle::body:
                return "Body";
            case ParagraphStyle::plain:
                return "Plain";
            case ParagraphStyle::note:
                return "Note";
            case ParagraphStyle::lead:
                return "Lead";
            case ParagraphStyle::right:
                return "Closing";
        }
        return "Body";
    }

    void writeHead() {
        body_ += docxParagraph("Title", document_.title);
        if (!document_.subtitle.empty()) {
            body_ += docxParagraph("Subtitle", document_.subtitle);
        }
        body_ += docxFacts(document_.facts);
    }

    /// Headings and notes go with the table that they belong to; a break of pages with what comes.
    bool standsWide(std::size_t at) const {
        if (isNote(*blocks_[at])) {
            return wide_;
        }
        while (at + 1 < blocks_.size() && (std::holds_alternative<Heading>(*blocks_[at]) ||
                                           std::holds_alternative<PageBreak>(*blocks_[at]))) {
            ++at;
        }
        return isWide(*blocks_[at]);
    }

    void turnPage(bool wide) {
        if (wide == wide_) {
            return;
        }
        body_ += fmt::format("<w:p><w:pPr><w:pStyle w:val=\"Spacer\"/>{}</w:pPr></w:p>", section());
        wide_ = wide;
        breakBefore_ = false;
    }

    /// The look of a paragraph that may have to begin a page.
    ParagraphLook begun() {
        ParagraphLook look;
        look.breakBefore = std::exchange(breakBefore_, false);
        return look;
    }
    /// The same before what is no paragraph.
    std::string brought() { return std::exchange(breakBefore_, false) ? docxSpacer(true) : ""; }

    /// What the pages up to here are like.
    std::string section() const {
        return fmt::format(
            "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"{}\"/><w:type "
            "w:val=\"nextPage\"/>{}</w:sectPr>",
            wide_ ? wideFooter_ : uprightFooter_,
            wide_ ? fmt::format("<w:pgSz w:w=\"{}\" w:h=\"{}\" w:orient=\"landscape\"/><w:pgMar "
                                "w:top=\"1588\" w:right=\"2098\" w:bottom=\"1474\" "
                                "w:left=\"1984\" w:header=\"851\" w:footer=\"850\" "
                                "w:gutter=\"0\"/>",
                                kPageHeight, kPageWidth)
                  : fmt::format("<w:pgSz w:w=\"{}\" w:h=\"{}\"/><w:pgMar w:top=\"2098\" "
                                "w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" "
                                "w:header=\"851\" w:footer=\"1300\" w:gutter=\"0\"/>",
                                kPageWidth, kPageHeight));
    }

    std::string documentXml() const {
        return fmt::format(
            "{}<w:document xmlns:w=\"{}\" xmlns:r=\"{}\" "
            "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
            "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
            "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" "
            "xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><w:body>{}{}"
            "</w:body></w:document>",
            kXmlHead, kWordSpace, kOffice, body_, section());
    }

    Document const& document_;
    DocxPackage package_;
    std::string uprightFooter_, wideFooter_;
    std::vector<Block const*> blocks_;
    std::string body_;
    bool wide_ = false;
    bool breakBefore_ = false;
};

}  // namespace

std::string toDocx(Document const& document) {
    checkBounds(document);
    return Writing(document).run();
}

}  // namespace tocsin::documents
