// SPDX-License-Identifier: Apache-2.0
// Work records at the API: typed, changed by their own unit, withdrawn, with pictures and sums.
#include "activity_fixtures.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::activities {
namespace {

using testing::Contains;
using testing::HasSubstr;

class Work : public BookFixture {
protected:
    Work() {
        addMonth();
        become("li", "east", {"east"});
    }
    /// A record of the caller's unit; its number in a path.
    std::string added(std::string const& more = "") {
        auto const answer = call("POST", "/api/v1/work", R"({"title":"消防疏散演练")" + more + "}");
        EXPECT_EQ(answer.status, 201) << answer.body;
        return "/api/v1/work/" +
               std::to_string(objectOf(answer).at("number").to_number<std::int64_t>());
    }
    boost::json::object list(Names query = {}) {
        return objectOf(call("GET", "/api/v1/work", "", std::move(query)));
    }
};

TEST_F(Work, IsTypedInOneLineBecauseTheRestIsKnown) {
    auto const shown = objectOf(call("GET", added(R"(,"people":86)")));
    EXPECT_EQ(shown.at("activity"), "month") << "the only one that runs";
    EXPECT_EQ(shown.at("unit"), "east");
    EXPECT_EQ(shown.at("from"), "2026-06-16") << "today in Shanghai";
    EXPECT_EQ(shown.at("to"), "2026-06-16");
    EXPECT_EQ(shown.at("kind"), "drill") << "by its title";
    EXPECT_EQ(shown.at("kind_zh"), "演练");
    EXPECT_EQ(shown.at("people"), 86);
    EXPECT_EQ(shown.at("sessions"), nullptr) << "nobody counted them";
    EXPECT_EQ(shown.at("counted_by"), "person");
    EXPECT_EQ(shown.at("author"), "li");
    EXPECT_THAT(actions(), Contains(HasSubstr("li work.add")));
}

TEST_F(Work, SaysForWhichActivityWhereSeveralRunOrNone) {
    EXPECT_EQ(call("PUT", "/api/v1/activities/own",
                   R"({"title":"月","from":"2026-06-01","to":"2026-06-30"})")
                  .status,
              201);
    auto const several = call("POST", "/api/v1/work", R"({"title":"演练"})");
    EXPECT_EQ(several.status, 422);
    EXPECT_THAT(detailOf(several), HasSubstr("several run today (month, own)"));
    EXPECT_EQ(objectOf(call("GET", added(R"(,"activity":"month")"))).at("activity"), "month");
    now_ = parseInstant("2026-07-01T02:00:00Z").value();
    EXPECT_THAT(detailOf(call("POST", "/api/v1/work", R"({"title":"演练"})")),
                HasSubstr("none runs today"));
    EXPECT_EQ(call("POST", "/api/v1/work", R"({"title":"演练","activity":"none"})").status, 404);
}

TEST_F(Work, IsOfWhatWasDoneByAUnitThatTakesPart) {
    EXPECT_EQ(call("POST", "/api/v1/work", R"({"title":"演练","from":"2026-06-17"})").status, 422);
    EXPECT_EQ(call("POST", "/api/v1/work", R"({"title":""})").status, 422);
    EXPECT_EQ(call("POST", "/api/v1/work", R"({"title":"演练","unit":"west"})").status, 403);
    EXPECT_EQ(call("PUT", "/api/v1/activities/own",
                   R"({"title":"月","from":"2026-06-01","to":"2026-06-30"})")
                  .status,
              201);
    become("ren", "bureau", {"bureau", "east", "west"});
    auto const above = call("POST", "/api/v1/work", R"({"title":"演练","activity":"own"})");
    EXPECT_EQ(above.status, 422);
    EXPECT_THAT(detailOf(above), HasSubstr("does not take part"));
}

TEST_F(Work, IsChangedByItsOwnUnitOnly) {
    auto const path = added();
    auto const changed = call("PATCH", path, R"({"people":90})");
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(changed.headers.at("ETag"), "\"2\"");
    EXPECT_EQ(call("PATCH", path, R"({"people":91})", {}, {{"if-match", "\"1\""}}).status, 412);
    EXPECT_EQ(call("PATCH", path, R"({"unit":"west"})").status, 422);
    become("wu", "west", {"west"});
    EXPECT_EQ(call("GET", path).status, 403);
    EXPECT_EQ(call("PATCH", path, R"({"people":1})").status, 403);
    become("ren", "bureau", {"bureau", "east", "west"});
    EXPECT_EQ(call("GET", path).status, 200) << "a unit above sees it";
    auto const edited = call("PATCH", path, R"({"people":1})");
    EXPECT_EQ(edited.status, 403) << "and does not edit it";
    EXPECT_THAT(detailOf(edited), HasSubstr("only its own people change it"));
    EXPECT_EQ(call("POST", path + "/withdraw", R"({"reason":"x"})").status, 403);
    EXPECT_EQ(upload(path + "/pictures", "x").status, 403);
    become("colleague", "", {"east"});
    EXPECT_EQ(call("PATCH", path, R"({"people":92})").status, 200)
        << "whose rights begin at the unit is of the unit";
}

TEST_F(Work, ThatAUnitAboveEnteredForAMemberStaysTheirsToCorrect) {
    become("ren", "bureau", {"bureau", "east", "west"});
    auto const path = added(R"(,"unit":"west")");
    EXPECT_EQ(call("PATCH", path, R"({"people":3})").status, 200) << "who wrote it may";
    become("chen", "bureau", {"bureau", "east", "west"});
    EXPECT_EQ(call("PATCH", path, R"({"people":4})").status, 403);
    become("wu", "west", {"west"});
    EXPECT_EQ(call("PATCH", path, R"({"people":5})").status, 200);
}

TEST_F(Work, ThatIsWithdrawnStaysToBeSeenAndCountsNoMore) {
    auto const path = added(R"(,"people":86)");
    EXPECT_EQ(call("POST", path + "/withdraw", R"({"reason":""})").status, 422);
    EXPECT_EQ(call("POST", path + "/withdraw", R"({"reason":"登记两次"})").status, 200);
    EXPECT_EQ(call("PATCH", path, R"({"people":1})").status, 409);
    EXPECT_TRUE(list().at("items").as_array().empty());
    auto const all = list({{"withdrawn", "any"}});
    ASSERT_EQ(all.at("items").as_array().size(), 1U);
    EXPECT_EQ(all.at("items").at(0).at("reason"), "登记两次");
    EXPECT_EQ(all.at("sums").at("people"), 0);
    EXPECT_EQ(objectOf(call("GET", "/api/v1/activities/month")).at("completeness").at("there"), 0);
}

TEST_F(Work, IsSummedByUnitAndKindOverThePeriodThatIsAskedFor) {
    (void)added(R"(,"from":"2026-06-05","sessions":1,"people":86)");
    (void)added(R"(,"from":"2026-06-12","kind":"film","sessions":12,"people":1000)");
    become("wu", "west", {"west"});
    (void)added(R"(,"from":"2026-06-12","people":14)");
    EXPECT_EQ(list().at("items").as_array().size(), 1U) << "of other units nothing is seen";
    become("ren", "bureau", {"bureau", "east", "west"});
    auto const all = list({{"activity", "month"}});
    EXPECT_EQ(all.at("sums"), (boost::json::object{{"records", 3},
                                                   {"sessions", 13},
                                                   {"people", 1100},
                                                   {"without_sessions", 1},
                                                   {"without_people", 0}}));
    EXPECT_EQ(all.at("by_unit").at(1).at("unit"), "west");
    EXPECT_EQ(all.at("by_unit").at(1).at("people"), 14);
    EXPECT_EQ(all.at("by_kind").at(1).at("kind"), "film");
    EXPECT_EQ(list({{"to", "2026-06-11"}}).at("sums").at("people"), 86);
    EXPECT_EQ(list({{"unit", "west"}}).at("sums").at("people"), 14);
    EXPECT_EQ(call("GET", "/api/v1/work", "", {{"from", "june"}}).status, 422);
}

TEST_F(Work, HasPicturesWithCaptionsAndWithoutTheirPlace) {
    auto const path = added();
    auto const pictured = upload(path + "/pictures", "a phone's file", {{"caption", "演练开展"}});
    ASSERT_EQ(pictured.status, 201) << pictured.body;
    auto const digest = messages::sha256("\xff\xd8\xff drawn hall").hex();
    auto const picture = objectOf(pictured).at("pictures").at(0);
    EXPECT_EQ(picture.at("picture").as_string(), digest) << "what the house drew, not what came";
    EXPECT_EQ(picture.at("caption"), "演练开展");
    EXPECT_EQ(picture.at("taken"), "2026-06-16T09:30:00+08:00");
    auto const one = path + "/pictures/" + digest;
    auto const got = call("GET", one);
    EXPECT_EQ(got.contentType, "image/jpeg");
    EXPECT_EQ(got.file->file, book_->picture(*Digest::fromHex(digest)).value());
    EXPECT_EQ(objectOf(call("PATCH", one, R"({"caption":"消防演练"})"))
                  .at("pictures")
                  .at(0)
                  .at("caption"),
              "消防演练");
    said_.taken.clear();
    drawn_ = "door";
    EXPECT_EQ(objectOf(upload(path + "/pictures", "2")).at("pictures").at(1).at("taken"), "");
    EXPECT_EQ(objectOf(call("DELETE", one)).at("pictures").as_array().size(), 1U);
    EXPECT_EQ(call("GET", one).status, 404);
    EXPECT_TRUE(book_->picture(*Digest::fromHex(digest))) << "a frozen report may show it";
}

TEST_F(Work, MakesInspectionAndResultOfAnActivity) {
    (void)added(R"(,"kind":"inspection")");
    auto const parts = [&] {
        return objectOf(call("GET", "/api/v1/activities/month")).at("completeness").at("parts");
    };
    EXPECT_EQ(parts().at(2).at("there"), true);
    EXPECT_EQ(parts().at(3).at("there"), false) << "an inspection is no result";
    (void)added();
    EXPECT_EQ(parts().at(3).at("there"), true);
    filed_.final = true;
    EXPECT_EQ(parts().at(4).at("there"), true);
}

}  // namespace
}  // namespace tocsin::activities
