// SPDX-License-Identifier: Apache-2.0
#include "docx_chart.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>

#include "docx_chart_data.hpp"
#include "docx_page.hpp"
#include "docx_paragraph.hpp"
#include "docx_styles.hpp"
#include "docx_text.hpp"

namespace tocsin::documents {
namespace {

constexpr double kWidthMm = 156, kHeightMm = 82;
constexpr std::size_t kMostLabels = 16;   // numbers written above bars
constexpr std::size_t kMostMarkers = 62;  // categories with dots that can be told apart
constexpr std::string_view kCategoryAxis = "111111111", kValueAxis = "222222222";
constexpr std::string_view kLine = "BFBFBF";

std::string textProperties(int hundredths, bool bold) {
    return fmt::format(
        "<a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"{}\" b=\"{}\"><a:solidFill><a:srgbClr "
        "val=\"262626\"/></a:solidFill><a:latin typeface=\"Times New Roman\"/><a:ea "
        "typeface=\"宋体\"/></a:defRPr></a:pPr><a:endParaRPr lang=\"zh-CN\"/></a:p>",
        hundredths, bold ? 1 : 0);
}

/// Set level: one Chinese sign, "次", reads badly when it lies on its side.
std::string title(std::string_view text, int hundredths) {
    if (text.empty()) {
        return {};
    }
    return fmt::format(
        "<c:title><c:tx><c:rich><a:bodyPr rot=\"0\" vert=\"horz\"/><a:lstStyle/><a:p><a:pPr>"
        "<a:defRPr sz=\"{0}\" b=\"0\"/></a:pPr><a:r><a:rPr lang=\"zh-CN\" sz=\"{0}\" "
        "b=\"0\"><a:latin typeface=\"Times New Roman\"/><a:ea typeface=\"黑体\"/></a:rPr>"
        "<a:t>{1}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>",
        hundredths, xmlText(text));
}

std::string point(std::size_t index, std::string_view value) {
    return fmt::format("<c:pt idx=\"{}\"><c:v>{}</c:v></c:pt>", index, value);
}

std::string nameOf(Series const& series, std::size_t column) {
    return fmt::format(
        "<c:tx><c:strRef><c:f>{}</c:f><c:strCache><c:ptCount val=\"1\"/>{}</c:strCache></c:strRef>"
        "</c:tx>",
        chartCell(column, 0), point(0, xmlText(series.name)));
}

std::string categoriesOf(Chart const& chart) {
    auto const count = chart.categories.size();
    auto out = fmt::format("<c:cat><c:strRef><c:f>{}</c:f><c:strCache><c:ptCount val=\"{}\"/>",
                           chartRange(0, count), count);
    for (std::size_t i = 0; i < count; ++i) {
        out += point(i, xmlText(chart.categories[i]));
    }
    return out + "</c:strCache></c:strRef></c:cat>";
}

/// What is not known has no point: a gap.
std::string valuesOf(Series const& series, std::size_t column) {
    auto const count = series.values.size();
    auto out = fmt::format(
        "<c:val><c:numRef><c:f>{}</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount "
        "val=\"{}\"/>",
        chartRange(column, count), count);
    for (std::size_t i = 0; i < count; ++i) {
        if (auto const value = series.values[i]; value && std::isfinite(*value)) {
            out += point(i, fmt::format("{}", *value));
        }
    }
    return out + "</c:numCache></c:numRef></c:val>";
}

std::string barLook(Series const& series) {
    return fmt::format(
        "<c:spPr><a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill></c:spPr><c:invertIfNegative "
        "val=\"0\"/>",
        docxColour(series.colour));
}

std::string lineLook(Chart const& chart, Series const& series) {
    auto const colour = docxColour(series.colour);
    // Dots even where they are many: a known value between two gaps has no line.
    int const dot = chart.categories.size() <= kMostMarkers ? 5 : 2;
    return fmt::format(
        "<c:spPr><a:ln w=\"22225\" cap=\"rnd\"><a:solidFill><a:srgbClr val=\"{0}\"/></a:solidFill>"
        "<a:round/></a:ln></c:spPr><c:marker><c:symbol val=\"circle\"/><c:size val=\"{1}\"/>"
        "<c:spPr><a:solidFill><a:srgbClr val=\"{0}\"/></a:solidFill><a:ln><a:noFill/></a:ln>"
        "</c:spPr></c:marker>",
        colour, dot);
}

std::string labels(Chart const& chart) {
    bool const shown = chart.kind == ChartKind::bars &&
                       chart.categories.size() * chart.series.size() <= kMostLabels;
    if (!shown) {
        return {};
    }
    return fmt::format(
        "<c:dLbls><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr>{}</c:txPr>"
        "<c:dLblPos val=\"outEnd\"/><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/>"
        "<c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/>"
        "<c:showBubbleSize val=\"0\"/></c:dLbls>",
        textProperties(900, false));
}

std::string seriesOf(Chart const& chart) {
    bool const bars = chart.kind == ChartKind::bars;
    std::string out;
    for (std::size_t i = 0; i < chart.series.size(); ++i) {
        auto const& series = chart.series[i];
        out += fmt::format(
            "<c:ser><c:idx val=\"{0}\"/><c:order val=\"{0}\"/>{1}{2}{3}{4}{5}{6}"
            "</c:ser>",
            i, nameOf(series, i + 1), bars ? barLook(series) : lineLook(chart, series),
            labels(chart), categoriesOf(chart), valuesOf(series, i + 1),
            bars ? "" : "<c:smooth val=\"0\"/>");
    }
    return out;
}

std::string plot(Chart const& chart) {
    auto const axes =
        fmt::format("<c:axId val=\"{}\"/><c:axId val=\"{}\"/>", kCategoryAxis, kValueAxis);
    return chart.kind == ChartKind::bars
               ? fmt::format(
                     "<c:barChart><c:barDir val=\"col\"/><c:grouping val=\"clustered\"/>"
                     "<c:varyColors val=\"0\"/>{}<c:gapWidth val=\"60\"/>{}</c:barChart>",
                     seriesOf(chart), axes)
               : fmt::format(
                     "<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>{}"
                     "<c:marker val=\"1\"/>{}</c:lineChart>",
                     seriesOf(chart), axes);
}

/// Bars begin at zero, or their lengths would lie.
std::string_view leastOf(Chart const& chart) {
    bool negative = false;
    for (auto const& series : chart.series) {
        for (auto const& value : series.values) {
            negative = negative || (value && *value < 0);
        }
    }
    return chart.kind == ChartKind::bars && !negative ? "<c:min val=\"0\"/>" : "";
}

std::string axes(Chart const& chart) {
    auto const text = textProperties(900, false);
    return fmt::format(
        "<c:catAx><c:axId val=\"{0}\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling>"
        "<c:delete val=\"0\"/><c:axPos val=\"b\"/><c:numFmt formatCode=\"General\" "
        "sourceLinked=\"0\"/><c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/>"
        "<c:tickLblPos val=\"low\"/><c:spPr><a:ln w=\"9525\"><a:solidFill><a:srgbClr "
        "val=\"7F7F7F\"/></a:solidFill></a:ln></c:spPr><c:txPr>{2}</c:txPr><c:crossAx "
        "val=\"{1}\"/><c:crosses val=\"autoZero\"/><c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/>"
        "<c:lblOffset val=\"100\"/><c:noMultiLvlLbl val=\"1\"/></c:catAx>"
        "<c:valAx><c:axId val=\"{1}\"/><c:scaling><c:orientation val=\"minMax\"/>{5}</c:scaling>"
        "<c:delete val=\"0\"/><c:axPos val=\"l\"/><c:majorGridlines><c:spPr><a:ln w=\"6350\">"
        "<a:solidFill><a:srgbClr val=\"{3}\"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>{4}"
        "<c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>"
        "<c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:spPr><a:ln><a:noFill/>"
        "</a:ln></c:spPr><c:txPr>{2}</c:txPr><c:crossAx val=\"{0}\"/><c:crosses "
        "val=\"autoZero\"/><c:crossBetween val=\"between\"/></c:valAx>",
        kCategoryAxis, kValueAxis, text, kLine, title(chart.valueTitle, 900), leastOf(chart));
}

std::string legend() {
    return fmt::format(
        "<c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/><c:txPr>{}</c:txPr></c:legend>",
        textProperties(900, false));
}

std::string chartXml(Chart const& chart) {
    return fmt::format(
        "{}<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" "
        "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
        "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
        "<c:date1904 val=\"0\"/><c:roundedCorners val=\"0\"/><c:chart>{}<c:autoTitleDeleted "
        "val=\"{}\"/><c:plotArea><c:layout/>{}{}</c:plotArea>{}<c:plotVisOnly val=\"1\"/>"
        "<c:dispBlanksAs val=\"gap\"/></c:chart><c:spPr><a:solidFill><a:srgbClr val=\"FFFFFF\"/>"
        "</a:solidFill><a:ln><a:noFill/></a:ln></c:spPr><c:txPr>{}</c:txPr><c:externalData "
        "r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>",
        kXmlHead, title(chart.title, 1200), chart.title.empty() ? 1 : 0, plot(chart), axes(chart),
        legend(), textProperties(900, false));
}

std::string frame(int number, std::string_view id, std::string_view name) {
    return fmt::format(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent "
        "cx=\"{}\" cy=\"{}\"/><wp:docPr id=\"{}\" name=\"{}\" descr=\"{}\"/>"
        "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
        "uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart r:id=\"{}\"/>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
        emuOfMm(kWidthMm), emuOfMm(kHeightMm), number, fmt::format("Chart {}", number),
        xmlText(name), id);
}

}  // namespace

std::string docxChart(Chart const& chart, Language language, DocxPackage& package) {
    if (chart.categories.empty() || chart.series.empty()) {
        return docxParagraph("TableTitle", chart.title) +
               docxParagraph("Caption",
                             language == Language::chinese ? "（没有数据）" : "(no data)");
    }
    auto const id = package.addChart(chartXml(chart), chartWorkbook(chart));
    return docxParagraphOf("Drawing", frame(package.nextDrawing(), id, chart.title));
}

}  // namespace tocsin::documents
