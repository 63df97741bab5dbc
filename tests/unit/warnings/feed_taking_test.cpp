// SPDX-License-Identifier: Apache-2.0
// What becomes of the entries of a feed: each is taken in once, whatever the feed does, and nothing
// that it leaves out means anything.
#include "feed_room.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::warnings {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr char kLink[] = "https://met.example/cap/1.xml";

DraftCap update(std::string const& identifier, DraftCap const& of) {
    DraftCap out = of;
    out.identifier = identifier;
    out.type = "Update";
    out.references = of.reference();
    out.headline = "暴雨红色预警信号";
    out.colour = "red";
    out.sent = "2026-06-01T07:55:00+00:00";
    return out;
}

DraftCap another() {
    DraftCap out;
    out.identifier = "b-1";
    return out;
}

class FeedTaking : public FeedRoom {
protected:
    [[nodiscard]] std::string shown() {
        auto const all = shownOn("wall-east");
        return all.empty() ? "" : all.front();
    }
    /// How often each action is in the trail.
    [[nodiscard]] std::size_t rows(std::string const& action) {
        auto const all = audited();
        return static_cast<std::size_t>(std::count(all.begin(), all.end(), action));
    }
};

TEST_F(FeedTaking, AMessageThatTheFeedHoldsIsShownAndTakenInOnce) {
    web_.answer(kUrl, atom(holding({})));
    openFeed();
    tick();
    EXPECT_EQ(shown(), "暴雨橙色预警信号");
    pass(minutes(1));
    pass(minutes(1));
    EXPECT_EQ(feed().taken, 1);
    EXPECT_THAT(audited(), ElementsAre("cap cap.take", "cap warning.raise"));
}

TEST_F(FeedTaking, TheSendersRuleDecidesWhetherSomebodyHasToReleaseIt) {
    settings_.senders = {{"met@example.invalid", false, {}}};
    open();
    web_.answer(kUrl, atom(holding({})));
    openFeed();
    tick();
    EXPECT_EQ(shown(), "");
    EXPECT_EQ(json(zhang_, "GET", "/api/v1/warnings").at("items").at(0).at("state"), "waiting");
    EXPECT_EQ(json(zhang_, "GET", "/api/v1/cap").at("items").at(0).at("from"), "feed met");
}

TEST_F(FeedTaking, ALinkedMessageIsFetchedOnce) {
    web_.answer(kUrl, atom(linking("1", kLink)));
    web_.answer(kLink, DraftCap().xml());
    openFeed();
    tick();
    EXPECT_EQ(shown(), "暴雨橙色预警信号");
    for (int i = 0; i < 30; ++i) {
        pass(minutes(1));
    }
    EXPECT_EQ(web_.asked(kUrl), 31U);
    EXPECT_EQ(web_.asked(kLink), 1U);
    EXPECT_EQ(feed().taken, 1);
}

TEST_F(FeedTaking, AnEntryThatChangedIsFetchedAgainWithTheConditionsOfItsLink) {
    web_.answer(kUrl, atom(linking("1", kLink)));
    web_.answer(kLink, DraftCap().xml(), "\"m1\"", "Mon");
    openFeed();
    tick();
    EXPECT_EQ(web_.last(kLink).etag, "");
    web_.answer(kUrl, atom(linking("1", kLink, "2026-06-01T08:01:00Z")));
    pass(minutes(1));
    EXPECT_EQ(web_.last(kLink).etag, "\"m1\"");
    EXPECT_EQ(web_.last(kLink).modified, "Mon");
    EXPECT_EQ(feed().taken, 1) << "it is the same";
    web_.answer(kUrl, atom(linking("1", kLink, "2026-06-01T08:02:00Z")));
    web_.answer(kLink, update("a-2", {}).xml(), "\"m2\"");
    pass(minutes(1));
    EXPECT_EQ(shown(), "暴雨红色预警信号");
    EXPECT_EQ(web_.asked(kLink), 3U);
}

TEST_F(FeedTaking, AnEntryWithoutADateIsAskedForAgainFromTimeToTime) {
    web_.answer(kUrl, atom(linking("1", kLink, "")));
    web_.answer(kLink, DraftCap().xml(), "\"m1\"");
    openFeed();
    tick();
    for (int i = 0; i < 9; ++i) {
        pass(minutes(1));
    }
    EXPECT_EQ(web_.asked(kLink), 1U);
    pass(minutes(1));
    EXPECT_EQ(web_.asked(kLink), 2U);
    EXPECT_EQ(web_.last(kLink).etag, "\"m1\"");
    web_.answer(kLink, update("a-2", {}).xml(), "\"m2\"");
    pass(minutes(10));
    EXPECT_EQ(shown(), "暴雨红色预警信号");
}

TEST_F(FeedTaking, AnEntryThatIsGoneEndsNothing) {
    web_.answer(kUrl, atom(holding({}) + linking("2", kLink)));
    web_.answer(kLink, another().xml());
    openFeed();
    tick();
    EXPECT_THAT(shownOn("wall-east"), SizeIs(2));
    web_.answer(kUrl, atom(""));
    pass(minutes(1));
    EXPECT_EQ(feed().entries, 0U);
    EXPECT_EQ(feed().error, "");
    EXPECT_THAT(shownOn("wall-east"), SizeIs(2));
    web_.answer(kUrl, atom(holding({}) + linking("2", kLink)));
    pass(minutes(1));
    EXPECT_EQ(web_.asked(kLink), 1U) << "and is remembered when it comes back";
    EXPECT_EQ(feed().taken, 2);
}

TEST_F(FeedTaking, AnUpdateInTheFeedChangesTheWarningAndACancelEndsIt) {
    web_.answer(kUrl, atom(holding({})));
    openFeed();
    tick();
    auto const newer = update("a-2", {});
    web_.answer(kUrl, atom(holding(newer) + holding({})));
    pass(minutes(1));
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨红色预警信号"));
    auto cancel = update("a-3", newer);
    cancel.type = "Cancel";
    cancel.sent = "2026-06-01T07:57:00+00:00";
    web_.answer(kUrl, atom(holding(cancel)));
    pass(minutes(1));
    EXPECT_THAT(shownOn("wall-east"), IsEmpty());
}

TEST_F(FeedTaking, AfterARestartEverythingIsAskedForOnceMoreAndNothingChanges) {
    web_.answer(kUrl, atom(holding({}) + linking("2", kLink)), "\"v1\"");
    web_.answer(kLink, another().xml());
    openFeed();
    tick();
    auto const trail = audited();
    open();
    openFeed();
    tick();
    EXPECT_EQ(web_.last(kUrl).etag, "");
    EXPECT_EQ(web_.asked(kLink), 2U);
    EXPECT_EQ(feed().taken, 2);
    EXPECT_EQ(audited(), trail);
}

TEST_F(FeedTaking, ALinkElsewhereIsAFindingAndNoRequest) {
    std::string const elsewhere = "https://10.0.0.1/admin?key=geheim";
    web_.answer(kUrl,
                atom(linking("1", elsewhere) + linking("2", "file:///etc/passwd") + holding({})));
    web_.forbid(elsewhere);
    openFeed();
    tick();
    pass(minutes(5));
    EXPECT_EQ(web_.asked().size(), 2U) << "the index alone";
    ASSERT_THAT(codes(), ElementsAre("LINK_NOT_ALLOWED", "LINK_NOT_ALLOWED"));
    auto const first = feed().findings.front();
    EXPECT_EQ(first.where, "entry[0]");
    EXPECT_THAT(first.message, HasSubstr("add hosts = "));
    EXPECT_THAT(first.message, Not(HasSubstr("geheim")));
    EXPECT_EQ(feed().refused, 2U);
    EXPECT_EQ(shown(), "暴雨橙色预警信号") << "and holds up no other entry";
}

TEST_F(FeedTaking, ALinkMayBeRelativeToTheFeed) {
    web_.answer(kUrl, atom(linking("1", "cap/1.xml")));
    web_.answer(kLink, DraftCap().xml());
    openFeed();
    tick();
    EXPECT_EQ(shown(), "暴雨橙色预警信号");
}

TEST_F(FeedTaking, ALinkThatFailsIsTriedAgainThoughTheIndexHasNotChanged) {
    web_.answer(kUrl, atom(linking("1", kLink) + holding({})), "\"v1\"");
    web_.refuse(kLink, 503, "100");
    openFeed();
    tick();
    EXPECT_EQ(shown(), "暴雨橙色预警信号");
    EXPECT_THAT(codes(), ElementsAre("LINK_NOT_FETCHED"));
    EXPECT_EQ(feed().waiting, 1U);
    pass(seconds(99));
    EXPECT_EQ(web_.asked(kLink), 1U);
    web_.answer(kLink, DraftCap().xml().substr(0, 300), "\"m1\"");
    pass(seconds(1));
    EXPECT_EQ(web_.asked(kLink), 2U);
    EXPECT_THAT(codes(), ElementsAre("LINK_NOT_READ")) << "it was cut off";
    web_.answer(kLink, another().xml(), "\"m1\"");
    pass(seconds(95));
    EXPECT_EQ(web_.asked(kLink), 2U);
    pass(seconds(1));
    EXPECT_EQ(web_.last(kLink).etag, "") << "what was not taken in is asked for whole";
    EXPECT_THAT(codes(), IsEmpty());
    EXPECT_EQ(feed().taken, 2);
    EXPECT_EQ(feed().status, 304);
}

TEST_F(FeedTaking, ALinkThatFailsAndIsListedNoMoreIsGivenUp) {
    web_.answer(kUrl, atom(linking("1", kLink)));
    web_.refuse(kLink, 404);
    openFeed();
    tick();
    web_.answer(kUrl, atom(""));
    for (int i = 0; i < 30; ++i) {
        pass(minutes(1));
    }
    EXPECT_EQ(web_.asked(kLink), 1U);
    EXPECT_EQ(feed().waiting, 0U);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(FeedTaking, AMessageThatCannotBeActedUponNowIsTakenInLaterThoughTheFeedListsItNoMore) {
    web_.answer(kUrl, atom(holding({})), "\"v1\"");
    signer_->broken = true;
    openFeed();
    tick();
    EXPECT_THAT(codes(), ElementsAre("MESSAGE_WAITS"));
    web_.answer(kUrl, atom(""), "\"v2\"");
    pass(seconds(60));
    EXPECT_EQ(feed().entries, 0U);
    EXPECT_EQ(feed().waiting, 1U);
    signer_->broken = false;
    pass(seconds(96));
    EXPECT_EQ(shown(), "暴雨橙色预警信号");
    EXPECT_EQ(feed().waiting, 0U);
}

TEST_F(FeedTaking, AMessageThatIsNoneIsRefusedOnceAndNotAtEachPoll) {
    DraftCap bad;
    bad.sender = "";
    web_.answer(kUrl, atom(holding(bad) + linking("2", kLink, "")));
    web_.answer(kLink, bad.xml());
    openFeed();
    tick();
    for (int i = 0; i < 30; ++i) {
        pass(minutes(1));
    }
    EXPECT_GE(web_.asked(kLink), 3U) << "it may become better";
    EXPECT_THAT(codes(), ElementsAre("MESSAGE_REFUSED", "MESSAGE_REFUSED",
                                     "ATOM_ENTRY_UPDATED_IS_REQUIRED"));
    EXPECT_EQ(rows("cap cap.refuse"), 2U);
    web_.answer(kLink, DraftCap().xml());
    pass(minutes(10));
    EXPECT_EQ(shown(), "暴雨橙色预警信号");
}

TEST_F(FeedTaking, FeedsAreKnownByWhatTheyAre) {
    auto const other = another();
    auto const xml = DraftCap().xml();
    web_.answer("https://a.example/",
                "<rss version=\"2.0\"><channel><title>t</title><item><title>"
                "t</title><guid>1</guid><link>" +
                    std::string(kLink) + "</link></item></channel></rss>");
    web_.answer(kLink,
                "<edxlDistribution><distributionID>e</distributionID><contentObject>"
                "<nonXMLContent><contentData>" +
                    messages::base64(other.xml()) +
                    "</contentData></nonXMLContent></contentObject></edxlDistribution>");
    web_.answer("https://b.example/", xml);
    openFeeds({{"a", "https://a.example/", seconds(60)}, {"b", "https://b.example/", seconds(60)}});
    tick();
    EXPECT_EQ(feed("a").kind, "rss");
    EXPECT_EQ(feed("b").kind, "cap");
    EXPECT_THAT(shownOn("wall-east"), SizeIs(2));
}

TEST_F(FeedTaking, WhatIsRefusedInAnEnvelopeHoldsUpNoneOfTheOthers) {
    DraftCap bad;
    bad.sender = "";
    auto const content = [](std::string const& xml) {
        return "<contentObject><nonXMLContent><contentData>" + messages::base64(xml) +
               "</contentData></nonXMLContent></contentObject>";
    };
    web_.answer(kUrl, atom(linking("1", kLink)));
    web_.answer(kLink, "<edxlDistribution>" + content(bad.xml()) + content(DraftCap().xml()) +
                           "</edxlDistribution>");
    openFeed();
    tick();
    EXPECT_EQ(shown(), "暴雨橙色预警信号");
    EXPECT_THAT(codes(), ElementsAre("MESSAGE_REFUSED"));
}

TEST_F(FeedTaking, ALinkThatLeadsToAFeedOrToNothingIsNotFollowedFurther) {
    web_.answer(kUrl, atom(linking("1", kLink) + linking("2", "https://met.example/2")));
    web_.answer(kLink, atom(linking("3", "https://met.example/3") + holding({})));
    web_.answer("https://met.example/2",
                "<edxlDistribution><contentObject><nonXMLContent><mimeType>application/cap+xml"
                "</mimeType><uri>https://met.example/4</uri></nonXMLContent></contentObject>"
                "</edxlDistribution>");
    openFeed();
    tick();
    EXPECT_EQ(web_.asked().size(), 3U);
    EXPECT_EQ(shown(), "");
    ASSERT_THAT(codes(), ElementsAre("MESSAGE_REFUSED", "MESSAGE_REFUSED"));
    EXPECT_THAT(feed().findings.at(0).message, HasSubstr("leads to a feed"));
    EXPECT_THAT(feed().findings.at(1).message, HasSubstr("holds no message"));
}

}  // namespace
}  // namespace tocsin::warnings
