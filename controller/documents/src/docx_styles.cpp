// SPDX-License-Identifier: Apache-2.0
#include "docx_styles.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace tocsin::documents {
namespace {

constexpr std::string_view kSong = "方正小标宋简体";
constexpr std::string_view kHei = "黑体";
constexpr std::string_view kKai = "楷体_GB2312";
constexpr std::string_view kFang = "仿宋_GB2312";
constexpr std::string_view kTableFont = "宋体";

/// One paragraph style. The pieces are XML in the schema's order.
struct Style {
    std::string_view id;
    std::string_view name;  ///< Word's own name where there is one
    std::string_view font;  ///< of Chinese characters; empty: the document's
    int halfPoints;         ///< 0: the document's
    bool bold;
    std::string_view paragraph;  ///< inside w:pPr
};

constexpr std::string_view kIndent =
    "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:jc w:val=\"both\"/>";

// 二号 22 pt, 三号 16 pt, 小四 12 pt, 五号 10.5 pt, 小五 9 pt. Lines of 28.95 pt make 22 a page.
constexpr std::array kStyles{
    Style{"Title", "Title", kSong, 44, false,
          "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"120\" w:line=\"700\" "
          "w:lineRule=\"atLeast\"/><w:jc w:val=\"center\"/>"},
    Style{"Subtitle", "Subtitle", kKai, 32, false,
          "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"120\"/><w:jc w:val=\"center\"/>"},
    Style{"Heading1", "heading 1", kHei, 32, false,
          "<w:keepNext/><w:keepLines/><w:spacing w:before=\"120\"/><w:ind "
          "w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:outlineLvl w:val=\"0\"/>"},
    Style{"Heading2", "heading 2", kKai, 32, false,
          "<w:keepNext/><w:keepLines/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>"
          "<w:outlineLvl w:val=\"1\"/>"},
    Style{"Heading3", "heading 3", "", 32, true,
          "<w:keepNext/><w:keepLines/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>"
          "<w:outlineLvl w:val=\"2\"/>"},
    Style{"Body", "Body Text", "", 0, false, kIndent},
    Style{"Plain", "Plain Text of Report", "", 0, false, "<w:jc w:val=\"both\"/>"},
    Style{"Note", "Note of Report", "", 21, false,
          "<w:spacing w:before=\"40\" w:after=\"40\" w:line=\"320\" w:lineRule=\"atLeast\"/><w:jc "
          "w:val=\"both\"/>"},
    Style{"Lead", "Lead of Report", kHei, 36, true,
          "<w:keepLines/><w:spacing w:before=\"120\" w:after=\"120\" w:line=\"640\" "
          "w:lineRule=\"atLeast\"/>"},
    Style{"Closing", "Closing", "", 0, false,
          "<w:keepLines/><w:ind w:rightChars=\"400\" w:right=\"1280\"/><w:jc w:val=\"right\"/>"},
    Style{"FactName", "Name of Fact", kHei, 24, false,
          "<w:spacing w:line=\"400\" w:lineRule=\"atLeast\"/>"},
    Style{"FactText", "Text of Fact", "", 24, false,
          "<w:spacing w:line=\"400\" w:lineRule=\"atLeast\"/>"},
    Style{"TableTitle", "Title of Table", kHei, 24, false,
          "<w:keepNext/><w:keepLines/><w:spacing w:before=\"120\" w:after=\"80\" w:line=\"320\" "
          "w:lineRule=\"atLeast\"/><w:jc w:val=\"center\"/>"},
    Style{"TableHead", "Head of Table", kHei, 21, false,
          "<w:keepNext/><w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" "
          "w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>"},
    Style{"TableText", "Text of Table", kTableFont, 21, false,
          "<w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>"},
    Style{"FigureValue", "Value of Figure", kHei, 0, true,
          "<w:keepNext/><w:spacing w:before=\"60\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc "
          "w:val=\"center\"/>"},
    Style{"FigureName", "Name of Figure", kHei, 24, false,
          "<w:keepNext/><w:spacing w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>"},
    Style{"FigureNote", "Note of Figure", "", 18, false,
          "<w:spacing w:after=\"60\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>"},
    Style{"Caption", "caption", "", 18, false,
          "<w:keepLines/><w:spacing w:before=\"20\" w:after=\"0\" w:line=\"240\" "
          "w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>"},
    Style{"Drawing", "Drawing of Report", "", 0, false,
          "<w:spacing w:before=\"60\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc "
          "w:val=\"center\"/>"},
    // As low as a line can be: Word wants a paragraph after each table and at each section's end.
    Style{"Spacer", "Spacer of Report", "", 2, false,
          "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/>"},
    Style{"Footer", "footer", kTableFont, 18, false,
          "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>"},
};

constexpr int kChineseText = 32;
constexpr int kEnglishText = 24;

std::string runProperties(std::string_view font, int halfPoints, bool bold) {
    std::string out;
    if (!font.empty()) {
        out += fmt::format("<w:rFonts w:eastAsia=\"{}\"/>", font);
    }
    if (bold) {
        out += "<w:b/><w:bCs/>";
    }
    if (halfPoints > 0) {
        out += fmt::format("<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", halfPoints);
    }
    return out.empty() ? out : fmt::format("<w:rPr>{}</w:rPr>", out);
}

/// English text is smaller: what is three quarters as large reads as well.
int sized(int halfPoints, Language language) {
    return language == Language::english && halfPoints > kEnglishText
               ? halfPoints * kEnglishText / kChineseText
               : halfPoints;
}

std::string styleOf(Style const& style, Language language) {
    bool const ours = style.name.find(" of ") != std::string_view::npos;
    bool const leads = style.name.starts_with("heading") || style.name == "Title";
    return fmt::format(
        "<w:style w:type=\"paragraph\"{} w:styleId=\"{}\"><w:name w:val=\"{}\"/><w:basedOn "
        "w:val=\"Normal\"/>{}<w:qFormat/><w:pPr>{}</w:pPr>{}</w:style>",
        ours ? " w:customStyle=\"1\"" : "", style.id, style.name,
        leads ? "<w:next w:val=\"Body\"/>" : "", style.paragraph,
        runProperties(style.font, sized(style.halfPoints, language), style.bold));
}

std::string defaults(Language language) {
    bool const chinese = language == Language::chinese;
    return fmt::format(
        "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" "
        "w:hAnsi=\"Times New Roman\" w:eastAsia=\"{}\" w:cs=\"Times New Roman\"/>"
        "<w:kern w:val=\"2\"/><w:sz w:val=\"{}\"/><w:szCs w:val=\"{}\"/><w:lang w:val=\"{}\" "
        "w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"{}\" w:lineRule=\"{}\"/></w:pPr>"
        "</w:pPrDefault></w:docDefaults>",
        kFang, chinese ? kChineseText : kEnglishText, chinese ? kChineseText : kEnglishText,
        chinese ? "zh-CN" : "en-GB", chinese ? 579 : 320, chinese ? "exact" : "atLeast");
}

std::string tableStyle(std::string_view id, std::string_view name, std::string_view borders) {
    return fmt::format(
        "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"{}\"><w:name w:val=\"{}\"/>"
        "<w:basedOn w:val=\"TableNormal\"/><w:tblPr>{}</w:tblPr></w:style>",
        id, name, borders);
}

std::string gridBorders() {
    std::string out = "<w:tblBorders>";
    for (auto const* side : {"top", "left", "bottom", "right", "insideH", "insideV"}) {
        out += fmt::format("<w:{} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"595959\"/>",
                           side);
    }
    return out + "</w:tblBorders>";
}

std::string font(std::string_view name, std::string_view instead, std::string_view family) {
    return fmt::format(
        "<w:font w:name=\"{}\"><w:altName w:val=\"{}\"/><w:charset w:val=\"86\"/><w:family "
        "w:val=\"{}\"/><w:pitch w:val=\"variable\"/></w:font>",
        name, instead, family);
}

}  // namespace

std::string docxStyles(Language language) {
    auto out =
        fmt::format("{}<w:styles xmlns:w=\"{}\">{}", kXmlHead, kWordSpace, defaults(language));
    out +=
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name "
        "w:val=\"Normal\"/><w:qFormat/></w:style>"
        "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name "
        "w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>"
        "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name "
        "w:val=\"Normal "
        "Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" "
        "w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" "
        "w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" "
        "w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>";
    for (auto const& style : kStyles) {
        out += styleOf(style, language);
    }
    out += tableStyle("PlainTable", "Table without Lines", "");
    out += tableStyle("GridTable", "Table of Report", gridBorders());
    return out + "</w:styles>";
}

std::string docxFonts() {
    return fmt::format("{}<w:fonts xmlns:w=\"{}\">{}{}{}{}{}</w:fonts>", kXmlHead, kWordSpace,
                       font(kFang, "仿宋,FangSong,FangSong_GB2312,STFangsong", "modern"),
                       font(kKai, "楷体,KaiTi,KaiTi_GB2312,STKaiti", "modern"),
                       font(kHei, "SimHei,STHeiti", "modern"),
                       font(kSong, "小标宋,华文中宋,STZhongsong,宋体,SimSun", "script"),
                       font(kTableFont, "SimSun,STSong", "auto"));
}

std::string docxSettings() {
    return fmt::format(
        "{}<w:settings xmlns:w=\"{}\"><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"420\"/>"
        "<w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat>"
        "<w:doNotExpandShiftReturn/><w:compatSetting w:name=\"compatibilityMode\" "
        "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
        "<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:settings>",
        kXmlHead, kWordSpace);
}

}  // namespace tocsin::documents
