// SPDX-License-Identifier: Apache-2.0
// What is read of a message, and each finding that there is.
#include <gmock/gmock.h>

#include "cap_samples.hpp"

namespace tocsin::warnings {
namespace {

using namespace std::chrono_literals;
using playlists::AlertType;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

CapMessage accepted(CapText const& text) {
    auto const reading = readCap(text.xml());
    EXPECT_TRUE(reading.message) << testing::PrintToString(said(reading));
    return reading.message.value_or(CapMessage());
}

TEST(CapReader, ReadsAWholeMessageWithoutAnyFinding) {
    CapText text;
    text.tail = "<code>demo</code><note>注</note><incidents>flood-1</incidents>";
    text.response = "<responseType>Shelter</responseType><responseType>Avoid</responseType>";
    text.codes = "<eventCode><valueName>e</valueName><value>11B03</value></eventCode>";
    text.resources =
        "<resource><resourceDesc>map</resourceDesc><mimeType>image/png</mimeType>"
        "<size>12</size><uri>https://example.cn/a.png</uri></resource>";
    text.area =
        "<area><areaDesc>西湖区</areaDesc>"
        "<polygon>30,120 30,120.2 30.2,120.2 30.2,120 30,120</polygon>"
        "<circle>30.25,120.17 15</circle>"
        "<geocode><valueName>GB/T 2260</valueName><value>330106</value></geocode>"
        "<geocode><valueName>UGC</valueName><value>MTZ014</value></geocode></area>";
    auto const reading = readCap(text.xml());
    EXPECT_THAT(said(reading), IsEmpty());
    ASSERT_TRUE(reading.message);
    auto const& message = *reading.message;
    EXPECT_EQ(message.minor, 2);
    EXPECT_EQ(message.head.key.sender, "met@example.cn");
    EXPECT_EQ(message.head.key.identifier, "33010041600000_20260601080000_0");
    EXPECT_EQ(message.head.key.sent, at("2026-06-01T00:00:00Z"));
    EXPECT_EQ(message.head.type, AlertType::alert);
    EXPECT_THAT(message.codes, ElementsAre("demo"));
    EXPECT_EQ(message.note, "注");
    ASSERT_EQ(message.infos.size(), 1U);
    auto const& info = message.infos[0];
    EXPECT_EQ(info.language, "zh-CN");
    EXPECT_THAT(info.responseTypes, ElementsAre("Shelter", "Avoid"));
    EXPECT_THAT(info.eventCodes, ElementsAre(Pair("e", "11B03")));
    EXPECT_THAT(info.parameters, ElementsAre(Pair("severityColor", "红色")));
    EXPECT_EQ(info.expires, at("2026-06-01T20:00:00+08:00"));
    EXPECT_EQ(info.onset, std::nullopt);
    EXPECT_EQ(info.headline, "杭州市气象台发布暴雨红色预警信号");
    ASSERT_EQ(info.resources.size(), 1U);
    EXPECT_EQ(info.resources[0].size, 12);
    EXPECT_FALSE(info.resources[0].embedded);
    ASSERT_EQ(info.areas.size(), 1U);
    EXPECT_EQ(info.areas[0].area.polygons.size(), 1U);
    EXPECT_EQ(info.areas[0].area.circles.size(), 1U);
    EXPECT_THAT(info.areas[0].area.codes, ElementsAre("330106"));
    EXPECT_EQ(info.areas[0].codes.size(), 2U) << "codes of other lists are kept as they are";
}

TEST(CapReader, ReadsBothVersionsAndAnyPrefix) {
    CapText text;
    text.space = "urn:oasis:names:tc:emergency:cap:1.1";
    EXPECT_EQ(accepted(text).minor, 1);
    auto xml = CapText().xml();
    for (auto const* const mark : {"</", "<"}) {
        for (auto place = xml.find(mark, 10); place != std::string::npos;
             place = xml.find(mark, place + 1)) {
            auto const name = place + std::string_view(mark).size();
            if (xml[name] != '/' && !xml.substr(name).starts_with("c:")) {
                xml.insert(name, "c:");
            }
        }
    }
    xml.replace(xml.find("xmlns="), 6, "xmlns:c=");
    auto const reading = readCap(xml);
    ASSERT_TRUE(reading.message) << xml << testing::PrintToString(said(reading));
    EXPECT_EQ(reading.message->infos.at(0).event, "暴雨");
}

TEST(CapReader, RefusesWhatIsNotCap) {
    auto const refusal = [](std::string const& xml) {
        auto const reading = readCap(xml);
        EXPECT_FALSE(reading.message) << xml;
        auto const* finding = findingOf(reading, "OTHER");
        return finding != nullptr ? finding->message : "";
    };
    EXPECT_THAT(refusal("<schema xmlns=\"http://www.w3.org/2001/XMLSchema\"/>"),
                HasSubstr("not a CAP message"));
    EXPECT_THAT(refusal("<alert/>"), HasSubstr("not a CAP message"));
    EXPECT_THAT(refusal("<alert xmlns=\"http://www.incident.com/cap/1.0\"/>"),
                HasSubstr("version of CAP that is not read"));
    EXPECT_THAT(refusal(""), HasSubstr("no element"));
    EXPECT_THAT(refusal("hello"), HasSubstr("outside of the root"));
}

TEST(CapReader, AMessageWithoutInfoIsRead) {
    CapText text;
    text.hasInfo = false;
    EXPECT_TRUE(accepted(text).infos.empty());
}

TEST(CapReader, RefusesWithoutAnyOfWhatItActsOn) {
    for (auto part : {&CapText::identifier, &CapText::sender, &CapText::sent, &CapText::status,
                      &CapText::type, &CapText::scope}) {
        CapText text;
        auto const name = (text.*part).substr(1, (text.*part).find('>') - 1);
        (text.*part).clear();
        auto reading = readCap(text.xml());
        EXPECT_FALSE(reading.message) << name;
        EXPECT_THAT(said(reading), Contains("fatal MISSING_REQUIRED_ELEMENT " + name));
        text.*part = "<" + name + "> </" + name + ">";
        reading = readCap(text.xml());
        EXPECT_FALSE(reading.message) << "empty " << name;
    }
}

TEST(CapReader, RefusesWordsThatItDoesNotKnowWhereItActsOnThem) {
    CapText text;
    text.status = "<status>actual</status>";
    EXPECT_THAT(said(readCap(text.xml())), ElementsAre("fatal INVALID_ENUM_VALUE status"));
    text = {};
    text.type = "<msgType>Notice</msgType>";
    EXPECT_THAT(said(readCap(text.xml())), ElementsAre("fatal INVALID_ENUM_VALUE msgType"));
    text = {};
    text.scope = "<scope>Everybody</scope>";
    EXPECT_FALSE(readCap(text.xml()).message);
    text = {};
    text.category = "<category>Weather</category>";
    text.severity = "<severity>Red</severity>";
    EXPECT_THAT(said(readCap(text.xml())),
                ElementsAre("error INVALID_ENUM_VALUE info[0].category",
                            "error INVALID_ENUM_VALUE info[0].severity"));
    EXPECT_EQ(accepted(text).infos[0].severity, "Red");
}

TEST(CapReader, MissingPartsOfAnInfoAreErrorsAndNoMore) {
    CapText text;
    text.category = text.event = text.urgency = text.severity = text.certainty = "";
    EXPECT_THAT(said(readCap(text.xml())),
                ElementsAre("error MISSING_REQUIRED_ELEMENT info[0].category",
                            "error MISSING_REQUIRED_ELEMENT info[0].event",
                            "error MISSING_REQUIRED_ELEMENT info[0].urgency",
                            "error MISSING_REQUIRED_ELEMENT info[0].severity",
                            "error MISSING_REQUIRED_ELEMENT info[0].certainty"));
    EXPECT_EQ(accepted(text).infos.size(), 1U);
}

TEST(CapReader, NamesThatNobodyCanReferToAreRefused) {
    CapText text;
    text.identifier = "<identifier>a b</identifier>";
    EXPECT_THAT(said(readCap(text.xml())), ElementsAre("fatal INVALID_IDENTIFIER identifier"));
    text = {};
    text.sender = "<sender>a,b</sender>";
    EXPECT_THAT(said(readCap(text.xml())), ElementsAre("fatal INVALID_SENDER sender"));
    text.sender = "<sender>http://example.cn/?a&amp;b</sender>";
    EXPECT_THAT(said(readCap(text.xml())), ElementsAre("error INVALID_SENDER sender"));
    text.sender = "<sender>" + std::string(600, 'a') + "</sender>";
    EXPECT_FALSE(readCap(text.xml()).message);
}

struct Date {
    std::string_view text;
    std::string_view instant;  ///< empty: refused
    bool odd = true;
};

TEST(CapReader, UnderstandsDatesAsProducersWriteThem) {
    constexpr Date kDates[]{
        {"2026-06-01T08:00:00+08:00", "2026-06-01T00:00:00Z", false},
        {"2026-06-01T00:00:00-00:00", "2026-06-01T00:00:00Z", false},
        {"2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z"},
        {"2026-06-01T08:00:00", "2026-06-01T00:00:00Z"},
        {"2026-06-01 08:00:00", "2026-06-01T00:00:00Z"},
        {"2026-06-01T08:00:00.250+08:00", "2026-06-01T00:00:00.250Z"},
        {"2026-06-01T08:00:00.5", "2026-06-01T00:00:00.500Z"},
        {"2026-06-01T08:00:00+0800", "2026-06-01T00:00:00Z"},
        {"2026-06-01T08:00:00+15:00", ""},
        {"2026-06-31T08:00:00+08:00", ""},
        {"2026-06-01T25:00:00+08:00", ""},
        {"2026-06-01", ""},
        {"Mon, 01 Jun 2026 08:00:00 GMT", ""},
        {"2026-06-01T08:00:00+08:00x", ""},
        {"2026-06-01T08:00:00.+08:00", ""},
        {"9999-12-31T23:59:59-12:00", ""},
    };
    for (auto const& date : kDates) {
        CapText text;
        text.sent = "<sent>" + std::string(date.text) + "</sent>";
        auto const reading = readCap(text.xml());
        EXPECT_EQ(findingOf(reading, "INVALID_DATE") != nullptr, date.odd) << date.text;
        ASSERT_EQ(reading.message.has_value(), !date.instant.empty()) << date.text;
        if (reading.message) {
            EXPECT_EQ(reading.message->head.key.sent, at(date.instant)) << date.text;
        }
    }
}

TEST(CapReader, ADateWithoutAnOffsetIsOfTheZoneThatIsSaid) {
    CapText text;
    text.sent = "<sent>2026-06-01T08:00:00</sent>";
    EXPECT_EQ(readCap(text.xml(), 0s).message->head.key.sent, at("2026-06-01T08:00:00Z"));
    EXPECT_EQ(readCap(text.xml(), -3h).message->head.key.sent, at("2026-06-01T11:00:00Z"));
}

TEST(CapReader, DatesOfAnInfoThatNobodyCanReadAreFatal) {
    for (std::string const name : {"effective", "onset", "expires"}) {
        CapText text;
        text.times = "<" + name + ">tomorrow</" + name + ">";
        EXPECT_THAT(said(readCap(text.xml())), ElementsAre("fatal INVALID_DATE info[0]." + name));
    }
    CapText text;
    text.times = "<expires/>";
    EXPECT_THAT(said(readCap(text.xml())), ElementsAre("error INVALID_DATE info[0].expires"));
    EXPECT_EQ(accepted(text).infos[0].expires, std::nullopt);
    text.times =
        "<effective>2026-06-01T08:00:00+08:00</effective>"
        "<expires>2026-06-01T07:00:00+08:00</expires>";
    EXPECT_THAT(said(readCap(text.xml())),
                ElementsAre("warning EFFECTIVE_NOT_AFTER_EXPIRES info[0].effective"));
}

TEST(CapReader, ReadsReferences) {
    CapText text;
    text.type = "<msgType>Update</msgType>";
    text.tail =
        "<references>met@example.cn,a,2026-06-01T07:00:00+08:00\n "
        "other@example.cn,b,2026-05-31T23:30:00Z</references>";
    auto const message = accepted(text);
    EXPECT_EQ(message.head.type, AlertType::update);
    ASSERT_EQ(message.head.references.size(), 2U);
    EXPECT_EQ(message.head.references[0].identifier, "a");
    EXPECT_EQ(message.head.references[1].sender, "other@example.cn");
    EXPECT_EQ(message.head.references[1].sent, at("2026-05-31T23:30:00Z"));
}

TEST(CapReader, MalformedReferencesAreFatalWhereTheMessageActsOnThem) {
    for (std::string const bad : {"only-an-identifier", "a,b", "a,b,c,2026-06-01T07:00:00+08:00",
                                  "a,,2026-06-01T07:00:00+08:00", ",b,2026-06-01T07:00:00+08:00",
                                  "a,b,yesterday", "a,b,2026-06-01T07:00:00+08:00 c"}) {
        CapText text;
        text.tail = "<references>" + bad + "</references>";
        for (std::string const type : {"Update", "Cancel"}) {
            text.type = "<msgType>" + type + "</msgType>";
            auto const reading = readCap(text.xml());
            EXPECT_FALSE(reading.message) << type << " " << bad;
            EXPECT_THAT(said(reading), Contains("fatal INVALID_REFERENCES references")) << bad;
        }
        text.type = "<msgType>Alert</msgType>";
        EXPECT_TRUE(readCap(text.xml()).message) << bad;
        EXPECT_THAT(said(readCap(text.xml())), Contains("error INVALID_REFERENCES references"));
    }
}

TEST(CapReader, AnUpdateThatNamesNothingIsTold) {
    CapText text;
    text.type = "<msgType>Cancel</msgType>";
    EXPECT_THAT(said(readCap(text.xml())),
                ElementsAre("error UPDATE_OR_CANCEL_MUST_REFERENCE references"));
    EXPECT_TRUE(accepted(text).head.references.empty());
    text.tail = "<references/>";
    EXPECT_THAT(said(readCap(text.xml())), ElementsAre("fatal INVALID_REFERENCES references"));
}

TEST(CapReader, TellsReferencesToItselfAndToLaterMessages) {
    CapText text;
    text.tail =
        "<references>met@example.cn,33010041600000_20260601080000_0,"
        "2026-06-01T08:00:00+08:00 a,b,2026-06-02T08:00:00+08:00</references>";
    EXPECT_THAT(said(readCap(text.xml())), ElementsAre("warning CIRCULAR_REFERENCE references",
                                                       "warning POSTDATED_REFERENCE references"));
}

TEST(CapReader, ElementsTwiceAreFatalWhereTheyMatterAndDiffer) {
    CapText text;
    text.status = "<status>Actual</status><status>Test</status>";
    EXPECT_THAT(said(readCap(text.xml())), ElementsAre("fatal DUPLICATE_ELEMENT status"));
    text.status = "<status>Actual</status><status>Actual</status>";
    EXPECT_THAT(said(readCap(text.xml())), ElementsAre("error DUPLICATE_ELEMENT status"));
    text = {};
    text.times += "<expires>2026-06-02T08:00:00+08:00</expires>";
    EXPECT_FALSE(readCap(text.xml()).message);
    text = {};
    text.texts += "<contact>a</contact><contact>b</contact>";
    EXPECT_THAT(said(readCap(text.xml())), ElementsAre("error DUPLICATE_ELEMENT info[0].contact"));
}

TEST(CapReader, ElementsInsideOfTextThatMattersAreFatal) {
    CapText text;
    text.identifier = "<identifier>a<b xmlns=\"x\"/>c</identifier>";
    EXPECT_THAT(said(readCap(text.xml())), ElementsAre("fatal UNSUPPORTED_ELEMENT identifier"));
    text = {};
    text.texts = "<headline>大<b>风</b></headline>";
    EXPECT_THAT(said(readCap(text.xml())),
                ElementsAre("error UNSUPPORTED_ELEMENT info[0].headline"));
}

TEST(CapReader, TellsOrderAndElementsThatItDoesNotKnow) {
    CapText text;
    std::swap(text.event, text.language);
    EXPECT_THAT(said(readCap(text.xml())),
                ElementsAre("warning INVALID_SEQUENCE info[0].category"));
    text = {};
    text.tail = "<password>x</password><colour>red</colour><x:a xmlns:x=\"urn:x\"/>";
    EXPECT_THAT(said(readCap(text.xml())), ElementsAre("warning PASSWORD_DEPRECATED password",
                                                       "warning UNSUPPORTED_ELEMENT colour",
                                                       "recommendation UNSUPPORTED_ELEMENT a"));
}

TEST(CapReader, TellsOldWordsLanguagesAndScopes) {
    CapText text;
    text.certainty = "<certainty>Very Likely</certainty>";
    EXPECT_THAT(said(readCap(text.xml())),
                ElementsAre("warning CERTAINTY_VERY_LIKELY_DEPRECATED info[0].certainty"));
    EXPECT_EQ(accepted(text).infos[0].certainty, "Likely");
    text = {};
    text.language = "<language>zh_CN</language>";
    EXPECT_THAT(said(readCap(text.xml())), ElementsAre("error INVALID_LANGUAGE info[0].language"));
    text = {};
    text.language.clear();
    EXPECT_EQ(accepted(text).infos[0].language, "en-US");
    text = {};
    text.tail = "<restriction>staff</restriction>";
    EXPECT_THAT(said(readCap(text.xml())),
                ElementsAre("error RESTRICTION_SCOPE_MISMATCH restriction"));
    text.scope = "<scope>Restricted</scope>";
    EXPECT_THAT(said(readCap(text.xml())), IsEmpty());
    text.tail.clear();
    EXPECT_THAT(said(readCap(text.xml())),
                ElementsAre("error RESTRICTION_SCOPE_MISMATCH restriction"));
}

TEST(CapReader, TellsHtmlAndTextThatNobodyTranslated) {
    CapText text;
    text.texts =
        "<headline>大风</headline><description>&lt;b&gt;x&lt;/b&gt;</description>"
        "<instruction><![CDATA[a &amp; b]]></instruction>";
    EXPECT_THAT(said(readCap(text.xml())),
                ElementsAre("warning TEXT_CONTAINS_HTML_TAGS info[0].description",
                            "warning TEXT_CONTAINS_HTML_ENTITIES info[0].instruction"));
    text = {};
    text.texts = "<headline>Storm</headline>";
    CapText other = text;
    other.language = "<language>en-US</language>";
    other.event = "<event>Storm</event>";
    text.infos = other.info();
    EXPECT_THAT(said(readCap(text.xml())),
                ElementsAre("warning SAME_TEXT_DIFFERENT_LANGUAGE info[1].headline"));
}

struct Shape {
    std::string_view xml, finding;
};

TEST(CapReader, ShapesAndCodesThatCannotBeReadAreFatal) {
    constexpr Shape kShapes[]{
        {"<polygon>0,0 1,1 0,1 1,0</polygon>", "fatal INVALID_POLYGON info[0].area[0].polygon[0]"},
        {"<polygon/>", "fatal INVALID_POLYGON info[0].area[0].polygon[0]"},
        {"<polygon>120,30 120,31 121,31 120,30</polygon>",
         "fatal INVALID_POLYGON info[0].area[0].polygon[0]"},
        {"<circle>30,120</circle>", "fatal INVALID_CIRCLE info[0].area[0].circle[0]"},
        {"<circle>30,120 -5</circle>", "fatal INVALID_CIRCLE info[0].area[0].circle[0]"},
        {"<geocode><valueName>GB/T 2260</valueName><value>33010x</value></geocode>",
         "fatal INVALID_VALUE info[0].area[0].geocode[0].value"},
        {"<geocode><valueName>行政区划代码</valueName><value/></geocode>",
         "fatal INVALID_VALUE info[0].area[0].geocode[0].value"},
        {"<polygon>0,0 1,1 0,1 1,0 0,0</polygon>",
         "error INVALID_POLYGON_SELF_INTERSECTION info[0].area[0].polygon[0]"},
        {"<geocode><valueName>SAME</valueName></geocode>",
         "error MISSING_REQUIRED_ELEMENT info[0].area[0].geocode[0].value"},
        {"<ceiling>100</ceiling>", "error INVALID_AREA info[0].area[0].ceiling"},
        {"<altitude>200</altitude><ceiling>100</ceiling>",
         "error INVALID_ALTITUDE_CEILING_RANGE info[0].area[0].ceiling"},
        {"<altitude>high</altitude>", "error INVALID_VALUE info[0].area[0].altitude"},
    };
    for (auto const& shape : kShapes) {
        CapText text;
        text.area = "<area><areaDesc>甲</areaDesc>" + std::string(shape.xml) + "</area>";
        auto const reading = readCap(text.xml());
        EXPECT_THAT(said(reading), ElementsAre(shape.finding)) << shape.xml;
        EXPECT_EQ(reading.message.has_value(), !shape.finding.starts_with("fatal")) << shape.xml;
    }
    CapText text;
    text.area = "<area/>";
    EXPECT_THAT(said(readCap(text.xml())),
                ElementsAre("error MISSING_REQUIRED_ELEMENT info[0].area[0].areaDesc"));
}

TEST(CapReader, OneBadShapeAmongGoodOnesIsFatalToo) {
    CapText text;
    text.area += "<area><areaDesc>乙</areaDesc><circle>1,1 5</circle><circle>x</circle></area>";
    EXPECT_THAT(said(readCap(text.xml())),
                ElementsAre("fatal INVALID_CIRCLE info[0].area[1].circle[1]"));
}

TEST(CapReader, DivisionCodesAreKnownByTheirList) {
    for (std::string const name :
         {"GB/T 2260", "GB/T2260-2007", "GB/T 10114", "国家行政区划代码", "AdCode"}) {
        CapText text;
        text.area = "<area><areaDesc>甲</areaDesc><geocode><valueName>" + name +
                    "</valueName><value>330106 330108,330110</value></geocode></area>";
        EXPECT_THAT(accepted(text).infos[0].areas[0].area.codes,
                    ElementsAre("330106", "330108", "330110"))
            << name;
    }
    CapText text;
    text.area =
        "<area><areaDesc>甲</areaDesc><geocode><valueName>FIPS6</valueName>"
        "<value>006037</value></geocode></area>";
    EXPECT_FALSE(accepted(text).infos[0].areas[0].area.saysWhere());
}

TEST(CapReader, ResourcesAreToldAndChangeNothing) {
    constexpr Shape kResources[]{
        {"<mimeType>x</mimeType>", "error INVALID_MIME_TYPE info[0].resource[0].mimeType"},
        {"", "error MISSING_REQUIRED_ELEMENT info[0].resource[0].mimeType"},
        {"<mimeType>text/html</mimeType><size>-1</size>",
         "error INVALID_RESOURCE_SIZE info[0].resource[0].size"},
        {"<mimeType>text/html</mimeType><uri>a b</uri>",
         "error INVALID_URI info[0].resource[0].uri"},
        {"<mimeType>text/html</mimeType><uri>a.mp3</uri>",
         "error RELATIVE_URI_MISSING_DEREF_URI info[0].resource[0].uri"},
        {"<mimeType>audio/mp3</mimeType><uri>a.mp3</uri><derefUri>***</derefUri>",
         "error INVALID_DEREF_URI info[0].resource[0].derefUri"},
        {"<mimeType>text/html</mimeType><uri>file:///etc/passwd</uri>",
         "warning INVALID_RESOURCE_URI info[0].resource[0].uri"},
        {"<mimeType>text/html</mimeType><uri>http://a@169.254.169.254/latest</uri>",
         "warning INVALID_RESOURCE_URI info[0].resource[0].uri"},
        {"<mimeType>text/html</mimeType><uri>http://[::1]:8440/</uri>",
         "warning INVALID_RESOURCE_URI info[0].resource[0].uri"},
        {"<mimeType>text/html</mimeType><uri>http://172.20.0.1/</uri>",
         "warning INVALID_RESOURCE_URI info[0].resource[0].uri"},
        {"<mimeType>text/html</mimeType><digest>12</digest>",
         "warning INVALID_VALUE info[0].resource[0].digest"},
    };
    for (auto const& resource : kResources) {
        CapText text;
        text.resources =
            "<resource><resourceDesc>r</resourceDesc>" + std::string(resource.xml) + "</resource>";
        EXPECT_THAT(said(readCap(text.xml())), ElementsAre(resource.finding)) << resource.xml;
        EXPECT_TRUE(readCap(text.xml()).message);
    }
    CapText text;
    text.texts += "<web>www.example.cn</web>";
    EXPECT_THAT(said(readCap(text.xml())), ElementsAre("error INVALID_WEB info[0].web"));
}

TEST(CapReader, NotesASignatureAndTakesItForNothing) {
    CapText text;
    EXPECT_FALSE(accepted(text).isSigned);
    text.signature =
        "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo/></Signature>";
    EXPECT_TRUE(accepted(text).isSigned);
    EXPECT_THAT(said(readCap(text.xml())), IsEmpty());
    text.signature = "<Signature xmlns=\"urn:x\"/>";
    EXPECT_FALSE(accepted(text).isSigned);
}

TEST(CapReader, FindingsAreTheGravestFirstAndAHundredAtMost) {
    CapText text;
    for (int i = 0; i < 150; ++i) {
        text.tail += "<unknown/>";
    }
    text.status = "<status>?</status>";
    auto const reading = readCap(text.xml());
    EXPECT_EQ(reading.findings.size(), 100U);
    EXPECT_EQ(reading.findings[0].code, "INVALID_ENUM_VALUE");
    EXPECT_EQ(reading.findings[1].weight, CapFinding::Weight::warning);
}

TEST(CapReader, FindingsQuoteOnOneShortLine) {
    CapText text;
    text.status = "<status>a\nb" + std::string(5'000, 'x') + "</status>";
    auto const reading = readCap(text.xml());
    ASSERT_EQ(reading.findings.size(), 1U);
    EXPECT_EQ(reading.findings[0].message.find('\n'), std::string::npos);
    EXPECT_LT(reading.findings[0].message.size(), 200U);
}

}  // namespace
}  // namespace tocsin::warnings
