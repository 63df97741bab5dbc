// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "cap_samples.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::warnings {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Kind = FeedReading::Kind;

FeedReading feed(std::string const& xml) {
    auto const reading = readFeed(xml);
    EXPECT_TRUE(reading) << (reading ? "" : reading.error().message);
    return reading ? *reading : FeedReading();
}

std::vector<std::string> codes(FeedReading const& reading) {
    std::vector<std::string> out;
    for (auto const& finding : reading.findings) {
        out.push_back(finding.code);
    }
    return out;
}

std::string alertOnly() {
    auto const xml = CapText().xml();
    return xml.substr(xml.find("<alert"));
}

std::string escaped(std::string_view xml) {
    std::string out;
    for (char const c : xml) {
        out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
    }
    return out;
}

std::string atom(std::string const& entries) {
    return "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>f</id><title>t</title>"
           "<updated>2026-06-01T00:00:00Z</updated>" +
           entries + "</feed>";
}

std::string entry(std::string const& id, std::string const& rest) {
    return "<entry><id>" + id + "</id><title>大风</title><updated>2026-06-01T00:00:00Z</updated>" +
           rest + "</entry>";
}

std::string rss(std::string const& items) {
    return "<rss version=\"2.0\"><channel><title>t</title>" + items + "</channel></rss>";
}

TEST(Feed, ACapMessageIsAFeedOfItself) {
    auto const xml = CapText().xml();
    auto const reading = feed(xml);
    EXPECT_EQ(reading.kind, Kind::cap);
    ASSERT_EQ(reading.entries.size(), 1U);
    EXPECT_EQ(reading.entries[0].cap, xml);
    EXPECT_EQ(reading.entries[0].id, "33010041600000_20260601080000_0");
}

TEST(Feed, AtomEntriesLinkMessages) {
    auto const reading = feed(atom(
        entry("1", "<link href=\"https://example.cn/1\"/>") +
        entry(
            "2",
            "<link rel=\"self\" href=\"https://example.cn/self\"/>"
            "<link type=\"text/html\" href=\"https://example.cn/page\"/>"
            "<link rel=\"related\" type=\"application/cap+xml\" href=\"https://example.cn/2\"/>") +
        entry("3",
              "<link type=\"application/common-alerting-protocol+xml; charset=utf-8\" "
              "href=\" https://example.cn/3 \"/>")));
    EXPECT_EQ(reading.kind, Kind::atom);
    EXPECT_THAT(codes(reading), IsEmpty());
    auto const linked = [](std::string const& id) {
        return FeedEntry{id, "大风", "https://example.cn/" + id, "", "2026-06-01T00:00:00Z"};
    };
    EXPECT_THAT(reading.entries, ElementsAre(linked("1"), linked("2"), linked("3")));
}

TEST(Feed, AtomEntriesHoldMessages) {
    auto const reading =
        feed(atom(entry("1", "<link href=\"https://example.cn/1\"/><content type=\"text/xml\">" +
                                 alertOnly() + "</content>") +
                  entry("2", "<content type=\"text\">" + escaped(alertOnly()) + "</content>") +
                  entry("3", "<content><![CDATA[" + CapText().xml() + "]]></content>")));
    ASSERT_EQ(reading.entries.size(), 3U);
    for (auto const& one : reading.entries) {
        EXPECT_TRUE(readCap(one.cap).message) << one.id << " " << one.cap;
    }
    EXPECT_EQ(reading.entries[0].cap, alertOnly()) << "byte for byte, as a signature needs it";
}

TEST(Feed, APageAboutAnAlertIsNoMessage) {
    auto const page = escaped("<p>Weather alert: <b>大风</b></p>");
    auto const link = std::string("<link href=\"https://example.cn/1\"/>");
    auto const entries = feed(atom(entry("1", link + "<content>" + page + "</content>"))).entries;
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].cap, "");
    EXPECT_EQ(entries[0].link, "https://example.cn/1");
    auto const items = feed(rss("<item><description>" + page +
                                "</description><link>https://example.cn/2</link></item>"))
                           .entries;
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].cap, "");
    EXPECT_EQ(items[0].link, "https://example.cn/2");
}

TEST(Feed, NamespacesFromAroundAMessageComeWithIt) {
    std::string body = alertOnly();
    body.replace(body.find(" xmlns"), body.find('>') - body.find(" xmlns"), "");
    for (auto const* const mark : {"</", "<"}) {
        for (auto place = body.find(mark); place != std::string::npos;
             place = body.find(mark, place + 1)) {
            auto const name = place + std::string_view(mark).size();
            if (body[name] != '/' && !body.substr(name).starts_with("cap:")) {
                body.insert(name, "cap:");
            }
        }
    }
    auto const reading =
        feed("<feed xmlns:cap=\"" + std::string(kSpace12) +
             "\" xmlns:other=\"urn:x\"><entry><content>" + body + "</content></entry></feed>");
    ASSERT_EQ(reading.entries.size(), 1U);
    EXPECT_TRUE(readCap(reading.entries[0].cap).message) << reading.entries[0].cap;
    EXPECT_EQ(reading.entries[0].cap.find("urn:x"), std::string::npos);
}

TEST(Feed, TellsWhatIsWrongWithAtom) {
    auto const reading = feed("<feed><entry><id>a</id></entry>" +
                              entry("b", "<link href=\"https://example.cn/1\"/>") +
                              entry("b", "<link href=\"https://example.cn/2\"/>") +
                              entry("c", "<link href=\"not a link\"/>") + "</feed>");
    EXPECT_THAT(codes(reading),
                ElementsAre("ATOM_ID_IS_REQUIRED", "ATOM_TITLE_IS_REQUIRED",
                            "ATOM_UPDATED_IS_REQUIRED", "ATOM_ENTRY_TITLE_IS_REQUIRED",
                            "ATOM_ENTRY_UPDATED_IS_REQUIRED", "ATOM_ENTRY_MISSING_CAP_LINK",
                            "ATOM_ENTRY_NON_UNIQUE_IDS", "ATOM_ENTRY_MISSING_CAP_LINK"));
    EXPECT_EQ(reading.entries.size(), 2U);
    auto const nameless = feed(atom("<entry><link href=\"https://example.cn/1\"/></entry>"));
    EXPECT_EQ(codes(nameless).at(0), "ATOM_ENTRY_ID_IS_REQUIRED");
    EXPECT_EQ(nameless.entries.at(0).id, "https://example.cn/1");
}

TEST(Feed, RssItemsLinkOrHoldMessages) {
    auto const reading =
        feed(rss("<item><title>大风</title><link>https://example.cn/1</link><guid>g1</guid>"
                 "<pubDate>Fri, 04 Feb 2011 20:20:00 GMT</pubDate></item>"
                 "<item><description>d</description><enclosure type=\"application/cap+xml\" "
                 "url=\"https://example.cn/2\"/><link>https://example.cn/page</link></item>"
                 "<item><title>c</title>" +
                 alertOnly() +
                 "</item>"
                 "<item><link>https://example.cn/4</link><guid>g4</guid></item>"
                 "<item><title>nothing</title><guid>g5</guid></item>"));
    EXPECT_EQ(reading.kind, Kind::rss);
    ASSERT_EQ(reading.entries.size(), 4U);
    EXPECT_EQ(reading.entries[0], (FeedEntry{"g1", "大风", "https://example.cn/1", "",
                                             "Fri, 04 Feb 2011 20:20:00 GMT"}));
    EXPECT_EQ(reading.entries[1].updated, "");
    EXPECT_EQ(reading.entries[1].link, "https://example.cn/2");
    EXPECT_EQ(reading.entries[1].id, "https://example.cn/2");
    EXPECT_TRUE(readCap(reading.entries[2].cap).message);
    EXPECT_THAT(
        codes(reading),
        ElementsAre("RSS_ITEM_TITLE_OR_DESCRIPTION_IS_REQUIRED", "RSS_ITEM_MISSING_CAP_LINK",
                    "RSS_ITEM_GUID_IS_RECOMMENDED", "RSS_PUBDATE_IS_RECOMMENDED",
                    "RSS_ITEM_GUID_IS_RECOMMENDED", "RSS_PUBDATE_IS_RECOMMENDED",
                    "RSS_PUBDATE_IS_RECOMMENDED", "RSS_PUBDATE_IS_RECOMMENDED"));
}

TEST(Feed, EnvelopesWrapMessagesAsXmlOrInBase64) {
    auto const base64 = messages::base64(CapText().xml());
    auto const reading = feed(
        "<d:EDXLDistribution xmlns:d=\"urn:oasis:names:tc:emergency:EDXL:DE:1.0\">"
        "<d:distributionID>e</d:distributionID>"
        "<d:contentObject><d:contentDescription>暴雨</d:contentDescription><d:xmlContent>"
        "<d:embeddedXMLContent>" +
        alertOnly() +
        "</d:embeddedXMLContent></d:xmlContent>"
        "</d:contentObject>"
        "<d:contentObject><d:nonXMLContent><d:mimeType>application/cap+xml</d:mimeType>"
        "<d:contentData>\n" +
        base64.substr(0, 76) + "\n" + base64.substr(76) +
        "</d:contentData></d:nonXMLContent></d:contentObject>"
        "<d:contentObject><d:nonXMLContent><d:mimeType>image/png</d:mimeType>"
        "<d:contentData>AAAA</d:contentData></d:nonXMLContent></d:contentObject>"
        "</d:EDXLDistribution>");
    EXPECT_EQ(reading.kind, Kind::edxl);
    ASSERT_EQ(reading.entries.size(), 2U);
    EXPECT_EQ(reading.entries[0].title, "暴雨");
    EXPECT_EQ(reading.entries[1].id, "e#1");
    for (auto const& one : reading.entries) {
        EXPECT_TRUE(readCap(one.cap).message) << one.cap;
    }
    EXPECT_THAT(codes(reading), ElementsAre("EDXLDE_NO_CAP_IN_CONTENT_OBJECT"));
    EXPECT_THAT(codes(feed("<edxlDistribution/>")),
                ElementsAre("EDXLDE_CONTENT_OBJECT_IS_REQUIRED"));
}

TEST(Feed, ReadsTheSecondVersionOfTheEnvelope) {
    auto const reading = feed(
        "<edxlDistribution xmlns=\"urn:oasis:names:tc:emergency:EDXL:DE:2.0\"><distributionID>e"
        "</distributionID><content><contentObject><contentXML><embeddedXMLContent>" +
        alertOnly() +
        "</embeddedXMLContent></contentXML></contentObject></content></edxlDistribution>");
    ASSERT_EQ(reading.entries.size(), 1U);
    EXPECT_TRUE(readCap(reading.entries[0].cap).message);
}

TEST(Feed, RefusesWhatIsNone) {
    auto const refusal = [](std::string const& xml) {
        auto const reading = readFeed(xml);
        EXPECT_FALSE(reading) << xml;
        return reading ? "" : reading.error().message;
    };
    EXPECT_THAT(refusal("<html/>"), HasSubstr("its root is \"html\""));
    EXPECT_THAT(refusal(""), HasSubstr("not well-formed"));
    EXPECT_THAT(refusal("<feed>"), HasSubstr("not well-formed"));
    EXPECT_THAT(refusal("<!DOCTYPE feed><feed/>"), HasSubstr("DOCTYPE"));
    EXPECT_THAT(feed(atom("")).entries, IsEmpty());
}

TEST(Feed, IsBoundedInEntriesAndTheirSize) {
    std::string items;
    for (int i = 0; i < 1'200; ++i) {
        items += "<item><title>t</title><link>https://example.cn/1</link><guid>g</guid></item>";
    }
    auto const reading = feed(rss(items));
    EXPECT_EQ(reading.entries.size(), 1'000U);
    EXPECT_EQ(reading.findings.at(0).code, "OTHER");
    // Long names and far declarations are not multiplied by the entries.
    std::string const far(500'000, 'x');
    std::string alerts;
    for (int i = 0; i < 1'200; ++i) {
        alerts += "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"/>";
    }
    auto const long_ = feed("<feed xmlns:" + far +
                            "=\"urn:oasis:names:tc:emergency:cap:1.2\"><entry>"
                            "<id>" +
                            far + "</id><title>" + far + "</title>" + alerts + "</entry></feed>");
    ASSERT_EQ(long_.entries.size(), 1'000U);
    EXPECT_LT(long_.entries[999].cap.size(), 100U);
    EXPECT_LE(long_.entries[999].id.size(), 400U);
    EXPECT_LE(long_.entries[999].title.size(), 400U);
}

}  // namespace
}  // namespace tocsin::warnings
