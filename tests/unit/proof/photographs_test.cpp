// SPDX-License-Identifier: Apache-2.0
// Photographs by people: of which screen, taken when, added by whom.
#include "evidence_fixtures.hpp"

namespace tocsin::proof {
namespace {

using testing::HasSubstr;

using Photographs = PhotographFixture;

TEST_F(Photographs, AreKeptAsTheyCameAndMarkedAsManual) {
    found_.offset = "+08:00";
    auto const answer = add("a photograph", {{"screen", "gate"}, {"campaign", "june"}});
    ASSERT_EQ(answer.status, 201) << answer.body;
    auto const shown = boost::json::parse(answer.body).as_object();
    EXPECT_EQ(shown.at("picture").as_string(), messages::sha256("a photograph").hex());
    EXPECT_EQ(shown.at("at"), "2026-06-01T00:30:00.000Z");
    EXPECT_EQ(shown.at("manual"), true);
    EXPECT_EQ(shown.at("cause"), "photo");
    EXPECT_EQ(shown.at("tier"), "photographed");
    EXPECT_EQ(shown.at("added_by"), "wang");
    EXPECT_EQ(shown.at("time"), "camera");
    EXPECT_EQ(shown.at("camera"), "2026:06:01 08:30:00 +08:00");
    EXPECT_EQ(shown.at("player"), nullptr);
    auto const listed = items({{"campaign", "june"}});
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0], boost::json::value(shown));
    auto const path = "/api/v1/evidence/" + messages::sha256("a photograph").hex();
    EXPECT_EQ(boost::json::parse(call("GET", path).body), boost::json::value(shown));
    EXPECT_EQ(call("GET", path + "/file").contentType, "image/jpeg");
    auto rows = std::vector<store::AuditRow>();
    ASSERT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
        rows = tx.audit().newest(1);
        return {};
    }));
    EXPECT_EQ(rows.at(0).entry.who, "wang");
    EXPECT_EQ(rows.at(0).entry.action, "evidence.photo");
    EXPECT_EQ(rows.at(0).entry.subject, "gate");
}

TEST_F(Photographs, ThatSomebodyAddedMeanwhileAreAnsweredAsTheyAreKept) {
    auto const other = directory_ / "other";
    auto const addedAs = [&](char const* screen) {
        std::ofstream(other, std::ios::binary) << "one";
        EXPECT_EQ(
            call("POST", "/api/v1/evidence/photos", {{"screen", screen}, {"note", "first"}}, other)
                .status,
            201);
    };
    meanwhile_ = [&] { addedAs("gate"); };
    auto const answer = add("one", {{"screen", "gate"}, {"note", "second"}});
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_THAT(answer.body, HasSubstr("first"));
    EXPECT_EQ(items().size(), 1U);
}

TEST_F(Photographs, ThatSomebodyAddedMeanwhileToAnotherScreenAreRefused) {
    auto const other = directory_ / "other";
    meanwhile_ = [&] {
        std::ofstream(other, std::ios::binary) << "one";
        EXPECT_EQ(call("POST", "/api/v1/evidence/photos", {{"screen", "hall"}}, other).status, 201);
    };
    auto const answer = add("one", {{"screen", "gate"}});
    EXPECT_EQ(answer.status, 409) << answer.body;
    EXPECT_THAT(answer.body, HasSubstr("another screen"));
}

TEST_F(Photographs, WithoutAnOffsetTheCamerasClockIsReadInTheScreensZone) {
    auto const shown = boost::json::parse(add("one", {{"screen", "gate"}}).body);
    EXPECT_EQ(shown.at("at"), "2026-06-01T00:30:00.000Z") << "08:30 in Shanghai";
    EXPECT_EQ(shown.at("time"), "camera-zone");
}

TEST_F(Photographs, WithoutAnyTimeSomebodyHasToSayIt) {
    found_.taken.clear();
    EXPECT_THAT(refusal({{"screen", "gate"}}), HasSubstr("does not say when it was taken"));
    auto const answer = add("one", {{"screen", "gate"}, {"at", "2026-06-01T09:00:00+08:00"}});
    ASSERT_EQ(answer.status, 201) << answer.body;
    auto const shown = boost::json::parse(answer.body);
    EXPECT_EQ(shown.at("at"), "2026-06-01T01:00:00.000Z");
    EXPECT_EQ(shown.at("time"), "stated");
    EXPECT_EQ(shown.at("camera"), nullptr);
}

TEST_F(Photographs, ThatComeFromTheFutureOrFromNoTimeAreRefused) {
    found_.taken = "2027:06:01 08:30:00";
    EXPECT_THAT(refusal({{"screen", "gate"}}), HasSubstr("which is not yet"));
    found_.taken = "0000:00:00 00:00:00";
    EXPECT_THAT(refusal({{"screen", "gate"}}), HasSubstr("which is no time"));
}

TEST_F(Photographs, TheStickerInThePictureNamesTheScreen) {
    found_.screens = {"gate"};
    auto const answer = add("one");
    ASSERT_EQ(answer.status, 201) << answer.body;
    auto const shown = boost::json::parse(answer.body);
    EXPECT_EQ(shown.at("screen"), "gate");
    EXPECT_EQ(shown.at("sticker"), true);
}

TEST_F(Photographs, WhereNothingOrTwoThingsTellTheScreenTheyAreRefusedInOneLine) {
    EXPECT_THAT(refusal(), HasSubstr("nothing tells which screen"));
    found_.screens = {"gate", "hall"};
    EXPECT_THAT(refusal(), HasSubstr("several screens"));
    found_.screens = {"hall"};
    EXPECT_THAT(refusal({{"screen", "gate"}}), HasSubstr("of screen hall, not of gate"));
    found_.screens = {"nowhere"};
    EXPECT_THAT(refusal(), HasSubstr("no screen \"nowhere\""));
    EXPECT_THAT(refusal({{"screen", "nowhere"}, {"campaign", ""}}), HasSubstr("nowhere"));
    found_.screens = {"gate", "hall"};
    EXPECT_EQ(add("one", {{"screen", "hall"}}).status, 201) << "one of them was named";
}

TEST_F(Photographs, TheStickerIsPrintedWithTheScreensNameAndWhatIsReadFromIt) {
    auto const answer = call("GET", "/api/v1/screens/gate/sticker.pdf");
    EXPECT_EQ(answer.contentType, "application/pdf");
    EXPECT_EQ(answer.body, "%PDF-");
    EXPECT_EQ(printed_.title, "大门 <LED>");
    ASSERT_EQ(printed_.blocks.size(), 2U);
    EXPECT_EQ(printed_.blocks[0].kind, media::PrintKind::code);
    EXPECT_EQ(printed_.blocks[0].text, "tocsin-screen/1 gate");
    EXPECT_THAT(printed_.blocks[1].rows.at(0).cells.at(0).text, HasSubstr("gate"));
    EXPECT_EQ(call("GET", "/api/v1/screens/nowhere/sticker.pdf").status, 404);
    EXPECT_EQ(call("GET", "/api/v1/screens/gate/sticker.pdf", {{"lang", "fr"}}).status, 422);
}

TEST_F(Photographs, AreOneWhereTheBytesAreTheSame) {
    EXPECT_EQ(add("one", {{"screen", "gate"}}).status, 201);
    EXPECT_EQ(add("one", {{"screen", "gate"}}).status, 200);
    EXPECT_EQ(add("one", {{"screen", "hall"}}).status, 409);
    EXPECT_EQ(items().size(), 1U);
    auto const own = taken("by the player");
    std::string const same =
        "\xff\xd8\xff\xe0"
        "by the player"
        "\xff\xd9";
    EXPECT_EQ(add(same, {{"screen", "gate"}}).status, 409);
    EXPECT_EQ(items().size(), 2U);
    EXPECT_EQ(items()[0].at("picture").as_string(), own.hex()) << "it stays the player's";
}

TEST_F(Photographs, AreAddedForScreensOfTheCallersUnitsOnly) {
    access::UnitSet east;
    east.add("east");
    who_.permissions[access::Permission::requestEvidence] = east;
    EXPECT_EQ(add("one", {{"screen", "hall"}}).status, 403);
    who_.permissions[access::Permission::viewEvidence] = east;
    EXPECT_EQ(add("one", {{"screen", "hall"}}).status, 404) << "not even that there is one";
    EXPECT_EQ(add("one", {{"screen", "gate"}}).status, 201);
    EXPECT_EQ(items().size(), 1U);
}

TEST_F(Photographs, OfACampaignThatIsNotThereAreRefused) {
    EXPECT_THAT(refusal({{"screen", "gate"}, {"campaign", "july"}}), HasSubstr("july"));
    EXPECT_THAT(refusal({{"screen", "gate"}, {"note", "two\nlines"}}), HasSubstr("note"));
    EXPECT_THAT(refusal({{"screen", "gate"}, {"at", "yesterday"}}), HasSubstr("at:"));
}

TEST_F(Photographs, GoWithTheOtherPicturesWhenTheyNeedNotBeKept) {
    ASSERT_EQ(add("one", {{"screen", "gate"}}).status, 201);
    now_ += std::chrono::days(401);
    EXPECT_EQ(archive_->expire().value(), 1U);
    EXPECT_TRUE(items().empty());
}

}  // namespace
}  // namespace tocsin::proof
