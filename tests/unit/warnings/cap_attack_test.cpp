// SPDX-License-Identifier: Apache-2.0
// Documents that were made to do harm, and encodings.
#include <gmock/gmock.h>
#include <sys/resource.h>

#include "cap_samples.hpp"

namespace tocsin::warnings {
namespace {

using testing::HasSubstr;

std::string refusalOf(std::string const& xml) {
    auto const reading = readCap(xml);
    EXPECT_FALSE(reading.message);
    return reading.findings.empty() ? "" : reading.findings[0].message;
}

/// The text as UTF-16 with its byte order mark.
std::string utf16(std::string_view text, bool little) {
    std::string out = little ? "\xff\xfe" : "\xfe\xff";
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = static_cast<unsigned char>(text[i]);
        std::size_t const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        std::uint32_t code = length == 1 ? lead : lead & (0xffU >> (length + 1));
        for (std::size_t j = 1; j < length; ++j) {
            code = code << 6 | (static_cast<unsigned char>(text[i + j]) & 0x3fU);
        }
        auto const unit = [&](std::uint32_t value) {
            auto const high = static_cast<char>(value >> 8), low = static_cast<char>(value & 0xff);
            out += little ? std::string{low, high} : std::string{high, low};
        };
        if (code >= 0x10000) {
            unit(0xd800 + ((code - 0x10000) >> 10));
            unit(0xdc00 + ((code - 0x10000) & 0x3ff));
        } else {
            unit(code);
        }
        i += length;
    }
    return out;
}

TEST(CapAttack, ADoctypeIsRefusedUnread) {
    std::string const body = CapText().xml().substr(CapText().xml().find("<alert"));
    EXPECT_THAT(refusalOf("<!DOCTYPE alert>" + body), HasSubstr("DOCTYPE"));
    EXPECT_THAT(refusalOf("<?xml version=\"1.0\"?><!DOCTYPE alert [<!ENTITY x SYSTEM "
                          "\"file:///etc/hostname\">]>" +
                          body),
                HasSubstr("DOCTYPE"));
    std::string laughs = "<!DOCTYPE alert [<!ENTITY l0 \"lol\">";
    for (int i = 1; i < 10; ++i) {
        auto const before = "&l" + std::to_string(i - 1) + ";";
        laughs += "<!ENTITY l" + std::to_string(i) + " \"" + before + before + before + "\">";
    }
    EXPECT_THAT(refusalOf(laughs + "]>" + body), HasSubstr("DOCTYPE"));
    EXPECT_THAT(refusalOf(body + "<!DOCTYPE a>"), HasSubstr("DOCTYPE"));
}

TEST(CapAttack, QuadraticBlowUpIsRefusedUnread) {
    std::string const big(1'000'000, 'a');
    std::string xml = "<!DOCTYPE alert [<!ENTITY a \"" + big + "\">]><alert><identifier>";
    for (int i = 0; i < 100'000; ++i) {
        xml += "&a;";
    }
    EXPECT_THAT(refusalOf(xml + "</identifier></alert>"), HasSubstr("DOCTYPE"));
}

TEST(CapAttack, EntitiesAndCharactersThatDoNotExistAreRefused) {
    for (std::string const bad : {"&x;", "&nbsp;", "&#0;", "&#x0;", "&#xFFFF;", "&#xD800;", "&#;",
                                  "&", "&amp", "&#8;", "&#99999999999;"}) {
        CapText text;
        text.texts = "<headline>a" + bad + "b</headline>";
        EXPECT_THAT(refusalOf(text.xml()), HasSubstr("not well-formed")) << bad;
    }
    CapText text;
    text.texts = "<headline>&#26292;&#x96E8; &amp;amp;</headline>";
    auto const reading = readCap(text.xml());
    ASSERT_TRUE(reading.message);
    EXPECT_EQ(reading.message->infos[0].headline, "暴雨 &amp;");
}

TEST(CapAttack, DeepNestingIsRefused) {
    auto const nested = [](int levels) {
        std::string open, close;
        for (int i = 0; i < levels; ++i) {
            open += "<a>";
            close += "</a>";
        }
        CapText text;
        text.tail = "<note>n</note>" + open + close;
        return text.xml();
    };
    EXPECT_TRUE(readCap(nested(kDeepestXml - 1)).message);
    EXPECT_THAT(refusalOf(nested(kDeepestXml)), HasSubstr("levels"));
    EXPECT_THAT(refusalOf(nested(400'000)), HasSubstr("levels"));
}

TEST(CapAttack, TooLargeDocumentsAndNumbersAreRefused) {
    EXPECT_THAT(refusalOf(std::string(kMostCapBytes + 1, ' ')), HasSubstr("at most"));
    std::string elements = "<a>";
    for (int i = 0; i < 300'000; ++i) {
        elements += "<b/>";
    }
    EXPECT_THAT(refusalOf(elements + "</a>"), HasSubstr("more than 200000 elements"));
    std::string attributes = "<a";
    for (int i = 0; i < 40; ++i) {
        attributes += " a" + std::to_string(i) + "=\"\"";
    }
    EXPECT_THAT(refusalOf(attributes + "/>"), HasSubstr("attributes"));
}

TEST(CapAttack, HugePolygonsAreRefused) {
    CapText text;
    text.area = "<area><areaDesc>a</areaDesc><polygon>";
    for (int i = 0; i < 200'000; ++i) {
        text.area += "0,0 1,1 ";
    }
    text.area += "0,0</polygon></area>";
    auto const reading = readCap(text.xml());
    ASSERT_NE(findingOf(reading, "INVALID_POLYGON"), nullptr);
    EXPECT_THAT(findingOf(reading, "INVALID_POLYGON")->message, HasSubstr("more than 10000"));
    // Many that are large together.
    std::string shape = "<polygon>";
    for (int i = 0; i < 4'999; ++i) {
        shape += "0,0 1,1 ";
    }
    shape += "0,0</polygon>";
    text.area = "<area><areaDesc>a</areaDesc>";
    for (int i = 0; i < 15; ++i) {
        text.area += shape;
    }
    text.area += "</area>";
    EXPECT_THAT(refusalOf(text.xml()), HasSubstr("more points than are read"));
}

TEST(CapAttack, ManyInfosAndAreasAreRefused) {
    CapText text;
    for (int i = 0; i < 120; ++i) {
        text.infos += "<info/>";
    }
    EXPECT_THAT(refusalOf(text.xml()), HasSubstr("more than 100"));
    text = {};
    for (int i = 0; i < 1'500; ++i) {
        text.area += "<area><areaDesc>a</areaDesc></area>";
    }
    EXPECT_THAT(refusalOf(text.xml()), HasSubstr("more areas"));
}

TEST(CapAttack, BrokenXmlIsRefused) {
    auto const xml = CapText().xml();
    for (std::string const& broken :
         {xml.substr(0, xml.size() - 3), xml + "<alert/>", xml + "text", "text" + xml,
          xml.substr(0, 200), "</a>" + xml, xml + "<![CDATA[x]]>", std::string("<a><b></a></b>"),
          std::string("<a b=\"<\"></a"), std::string("<"), std::string("<!--"), std::string("<a"),
          std::string("<>")}) {
        EXPECT_THAT(refusalOf(broken), HasSubstr("not well-formed")) << broken.substr(0, 60);
    }
    // No part of a document is taken for the whole.
    for (std::size_t size = 0; size < xml.size(); size += 7) {
        EXPECT_FALSE(readCap(xml.substr(0, size)).message) << size;
    }
}

TEST(CapAttack, ZerosAndControlCharactersAreRefused) {
    for (char const bad : {'\0', '\x01', '\x08', '\x1b', '\x1f'}) {
        CapText text;
        text.texts = std::string("<headline>a") + bad + "b</headline>";
        auto const reading = readCap(text.xml());
        EXPECT_FALSE(reading.message);
        EXPECT_NE(findingOf(reading, "INVALID_CHARACTERS"), nullptr);
    }
    auto zero = CapText().xml();
    zero += '\0';
    EXPECT_FALSE(readCap(zero).message);
    EXPECT_FALSE(readCap("\xef\xbf\xbf").message);
}

TEST(CapAttack, BytesOfAnotherEncodingAreRefused) {
    CapText text;
    text.texts = "<headline>\xb1\xa9\xd3\xea</headline>";  // 暴雨 in GB 18030
    auto const reading = readCap(text.xml());
    EXPECT_NE(findingOf(reading, "INVALID_CHARACTERS"), nullptr);
    text.texts = "<headline>\xc0\xaf \xed\xa0\x80</headline>";
    EXPECT_FALSE(readCap(text.xml()).message);
    auto xml = CapText().xml();
    xml.replace(xml.find("UTF-8"), 5, "GB18030");
    EXPECT_THAT(refusalOf(xml), HasSubstr("\"gb18030\", which is not read; send it in UTF-8"));
}

TEST(CapEncoding, ReadsUtf8WithAndWithoutItsMark) {
    EXPECT_TRUE(readCap("\xef\xbb\xbf" + CapText().xml()).message);
    auto const xml = CapText().xml();
    EXPECT_TRUE(readCap(xml.substr(xml.find("<alert"))).message);
}

TEST(CapEncoding, ReadsUtf16OfBothOrders) {
    CapText text;
    text.texts = "<headline>暴雨𠀀</headline>";
    auto xml = text.xml();
    xml.replace(xml.find("UTF-8"), 5, "UTF-16");
    for (bool const little : {true, false}) {
        for (std::size_t const mark : {0U, 2U}) {
            auto const reading = readCap(utf16(xml, little).substr(mark));
            ASSERT_TRUE(reading.message) << testing::PrintToString(said(reading));
            EXPECT_EQ(reading.message->infos[0].headline, "暴雨𠀀");
        }
    }
    // Half a unit, half a pair, and 8-bit text that says it is something else.
    EXPECT_FALSE(readCap(utf16(xml, true) + "a").message);
    EXPECT_FALSE(readCap(std::string("\xff\xfe<\0\0\xd8>\0", 8)).message);
    EXPECT_FALSE(readCap(xml).message);
    EXPECT_THAT(refusalOf(std::string("\xff\xfe\0\0<\0\0\0", 8)), HasSubstr("UTF-32"));
}

TEST(CapEncoding, ReadsLatin1) {
    CapText text;
    text.texts = "<headline>Usulut\xe1n</headline>";
    text.event = "<event>Earthquake</event>";
    text.area = text.parameters = "";
    auto xml = text.xml();
    xml.replace(xml.find("UTF-8"), 5, "ISO-8859-1");
    auto const reading = readCap(xml);
    ASSERT_TRUE(reading.message) << testing::PrintToString(said(reading));
    EXPECT_EQ(reading.message->infos[0].headline, "Usulután");
}

TEST(CapAttack, TakesFewTimesADocumentsSize) {
    // The dearest that passes the bounds: many small elements, many pieces of text.
    CapText text;
    text.parameters.clear();
    for (int i = 0; i < 30'000; ++i) {
        text.parameters += "<parameter><a/>b<c/>d</parameter>";
    }
    (void)readCap(text.xml());
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    EXPECT_LT(usage.ru_maxrss / 1024, 300) << "megabytes, all tests of this program together";
}

}  // namespace
}  // namespace tocsin::warnings
