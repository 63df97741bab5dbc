// SPDX-License-Identifier: Apache-2.0
// Filings that come in signed files: from whom they are taken, and what is refused.
#include "signed_filing.hpp"

#include <gmock/gmock.h>

#include "filing_office.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

class SignedFilings : public testing::Test {
protected:
    SignedFilings() {
        mine_ = member_.add(weekOf(""));
        file_ = member_.exported(root_, mine_.number);
    }
    std::string revised() {
        auto next = weekOf("");
        next.number = mine_.number;
        next.content = json::serialize(contentOfWeek("", {{"gate", "", 10, 10, 9000}}));
        next.digest = messages::sha256(next.content);
        next.reason = "补传";
        member_.add(next);
        return member_.exported(root_, mine_.number);
    }
    void trust() { ASSERT_TRUE(bureau_.trust(root_, "hospital", {member_.key()})); }
    static std::string why(Result<access::Response> const& answer) {
        return answer ? "it was taken" : answer.error().message;
    }

    FilingOffice member_{"member", {}};
    FilingOffice bureau_{"bureau",
                         {{"bureau", "区卫体局", "", ""},
                          {"hospital", "区医院", "bureau", ""},
                          {"other", "另一家", "bureau", ""}}};
    access::Principal root_ = personOf("root", access::UnitSet::all());
    access::Principal zhao_ = personOf("zhao", only({"bureau", "hospital", "other"}));
    store::Filing mine_;
    std::string file_;
};

TEST_F(SignedFilings, BecomeFilingsOfTheUnitThatTheKeyIsPinnedFor) {
    trust();
    auto const taken = bureau_.import(zhao_, file_);
    ASSERT_TRUE(taken) << taken.error().message;
    EXPECT_EQ(bureau_.newestAudit().action, "filing.import");
    auto const filing =
        bureau_.look([](store::Tx const& tx) { return tx.filings().find(1, std::nullopt); });
    ASSERT_TRUE(filing);
    EXPECT_EQ(filing->unit, "hospital");
    EXPECT_EQ(filing->origin, member_.key());
    EXPECT_EQ(filing->content, mine_.content);
    EXPECT_EQ(filing->digest, messages::sha256(mine_.content));
    EXPECT_TRUE(bureau_.step(zhao_, 1, "accept"));
    auto const sum =
        bureau_.get(root_, "/api/v1/filing-roll-up",
                    {{"activity", "safety"}, {"kind", "week"}, {"issue", "2"}, {"unit", "bureau"}});
    ASSERT_TRUE(sum) << sum.error().message;
    auto const content = json::parse(sum->body);
    EXPECT_EQ(content.at("figures").at("complete"), 9);
    EXPECT_EQ(content.at("members").at(0).at("source"), "import");
    EXPECT_EQ(content.at("missing").at(0), "other");
}

TEST_F(SignedFilings, AreRefusedWithTheKeyOfSomebodyElse) {
    EXPECT_THAT(why(bureau_.import(zhao_, file_)), HasSubstr("is pinned for no unit"));
    ASSERT_TRUE(bureau_.trust(root_, "hospital", {bureau_.key()}));
    EXPECT_THAT(why(bureau_.import(zhao_, file_)), HasSubstr("is pinned for no unit"));
}

TEST_F(SignedFilings, AreRefusedTwiceAndInTheWrongOrder) {
    trust();
    auto const second = revised();
    ASSERT_TRUE(bureau_.import(zhao_, second));
    EXPECT_THAT(why(bureau_.import(zhao_, second)),
                HasSubstr("is here already, as filing 1 revision 1"));
    EXPECT_THAT(why(bureau_.import(zhao_, file_)), HasSubstr("is not newer than revision 2"));
}

TEST_F(SignedFilings, OfALaterRevisionAreARevisionHere) {
    trust();
    ASSERT_TRUE(bureau_.import(zhao_, file_));
    auto const taken = bureau_.import(zhao_, revised());
    ASSERT_TRUE(taken) << taken.error().message;
    auto const said = json::parse(taken->body);
    EXPECT_EQ(said.at("number"), 1);
    EXPECT_EQ(said.at("revision"), 2);
}

TEST_F(SignedFilings, OfAnotherUnitAreRefused) {
    auto const strange = member_.add(weekOf("other"));
    trust();
    EXPECT_THAT(why(bureau_.import(zhao_, member_.exported(root_, strange.number))),
                HasSubstr("is the filing of unit \"other\""));
    auto const nobody = personOf("sun", only({"other"}));
    EXPECT_THAT(why(bureau_.import(nobody, file_)), HasSubstr("it takes submit-reports"));
}

TEST_F(SignedFilings, OfDaysThatTheCalendarHereDoesNotHaveAreRefused) {
    auto other = weekOf("");
    other.lastDay = "2026-06-13";
    auto content = contentOfWeek("", {});
    content["to"] = "2026-06-13";
    other.content = json::serialize(content);
    other.digest = messages::sha256(other.content);
    trust();
    EXPECT_THAT(why(bureau_.import(zhao_, member_.exported(root_, member_.add(other).number))),
                HasSubstr("here this filing is of 2026-06-08 to 2026-06-14"));
}

TEST_F(SignedFilings, AreRefusedWithAnyByteOfThemChanged) {
    trust();
    auto const before = json::parse(file_);
    auto content = before;
    auto& text = content.as_object()["content"].as_string();
    text[text.find("\"complete\":9") + 11] = '8';
    EXPECT_THAT(why(bureau_.import(zhao_, json::serialize(content))),
                HasSubstr("its content is not the signed one"));
    auto payload = before;
    auto& envelope = payload.as_object()["envelope"].as_object();
    auto said = messages::unbase64(std::string(envelope["payload"].as_string())).value();
    said.replace(said.find("2026-06-08"), 10, "2026-06-01");
    envelope["payload"] = messages::base64(said);
    auto const refused = bureau_.import(zhao_, json::serialize(payload));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::permission);
    EXPECT_EQ(bureau_.import(zhao_, "{}").error().code, Errc::invalid);
}

TEST_F(SignedFilings, ThatCameFromElsewhereAreNotSentOnAsOnesOwn) {
    trust();
    ASSERT_TRUE(bureau_.import(zhao_, file_));
    EXPECT_EQ(bureau_.step(zhao_, 1, "export").error().code, Errc::conflict);
    EXPECT_EQ(bureau_.step(root_, 1, "submit").error().code, Errc::conflict);
}

TEST_F(SignedFilings, OfAKeyThatWasTakenAwayAreRefused) {
    trust();
    ASSERT_TRUE(bureau_.trust(root_, "hospital", {}));
    EXPECT_FALSE(bureau_.import(zhao_, file_));
    EXPECT_THAT(bureau_.trust(root_, "hospital", {"abc"}).error().message,
                HasSubstr("64 hexadecimal digits"));
    EXPECT_EQ(bureau_.trust(root_, "nowhere", {}).error().code, Errc::notFound);
}

TEST_F(SignedFilings, FreezingASumMakesAFilingThatIsSentOn) {
    trust();
    ASSERT_TRUE(bureau_.import(zhao_, file_));
    ASSERT_TRUE(bureau_.step(zhao_, 1, "accept"));
    access::Request request;
    request.body = R"({"activity":"safety","kind":"week","issue":2,"unit":"bureau"})";
    auto const frozen = bureau_.ask(zhao_, "POST /api/v1/filing-roll-up", request);
    ASSERT_TRUE(frozen) << frozen.error().message;
    EXPECT_EQ(json::parse(frozen->body).at("number"), 2);
    auto const again = bureau_.ask(zhao_, "POST /api/v1/filing-roll-up", request);
    EXPECT_EQ(again.error().code, Errc::conflict);
    request.body =
        R"({"activity":"safety","kind":"week","issue":2,"unit":"bureau","reason":"更正"})";
    auto const revision = bureau_.ask(zhao_, "POST /api/v1/filing-roll-up", request);
    ASSERT_TRUE(revision) << revision.error().message;
    EXPECT_EQ(json::parse(revision->body).at("revision"), 2);
    EXPECT_TRUE(bureau_.step(zhao_, 2, "submit"));
    EXPECT_EQ(bureau_.newestAudit().action, "filing.submit");
}

TEST_F(SignedFilings, StandOnTheBoardOfTheOffice) {
    trust();
    bureau_.now = hour(60);
    ASSERT_TRUE(bureau_.import(zhao_, file_));
    auto const board =
        bureau_.get(zhao_, "/api/v1/filing-board", {{"activity", "safety"}, {"unit", "bureau"}});
    ASSERT_TRUE(board) << board.error().message;
    auto const said = json::parse(board->body);
    EXPECT_EQ(said.at("units").as_array().size(), 3U);
    bool found = false;
    for (auto const& cell : said.at("units").at(1).at("filings").as_array()) {
        found = found || (cell.at("state") == "submitted" && cell.at("late").as_bool());
    }
    EXPECT_TRUE(found) << board->body;
    for (auto const& period : said.at("periods").as_array()) {
        EXPECT_FALSE(period.at("kind") == "week" && period.at("issue") == 0)
            << "nobody waits for the week before the activity";
    }
    EXPECT_EQ(
        bureau_
            .get(personOf("x", only({"nowhere"})), "/api/v1/filing-board", {{"activity", "safety"}})
            .error()
            .code,
        Errc::notFound);
}

}  // namespace
}  // namespace tocsin::filing
