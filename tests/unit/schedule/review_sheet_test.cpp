// SPDX-License-Identifier: Apache-2.0
// What a reviewer looks at, the digest that an approval can name, and the form made of it.
#include "review_sheet.hpp"

#include "approval_form.hpp"
#include "review_office.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::schedule {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Sheet : public ReviewOffice {
protected:
    Result<access::Response> approveWith(std::string const& sheet) {
        return as("rui", "POST", "/api/v1/campaigns/fire/approve",
                  boost::json::serialize(boost::json::object{{"sheet", sheet}}));
    }
    std::string digest() { return std::string(sheet().at("sheet").as_string()); }
    ReviewSheet read() {
        ScheduleSettings settings;
        return look([&](store::Tx const& tx) {
            return reviewSheet(tx, "fire", settings, *signer_, now_).value();
        });
    }
    std::vector<std::string> may() {
        auto const told = sheet();
        std::vector<std::string> out;
        for (auto const& one : told.at("may").as_array()) {
            out.emplace_back(one.at("account").as_string());
        }
        return out;
    }
};

TEST_F(Sheet, SaysEverythingThatAnApprovalCovers) {
    write(
        file("\"film\", \"poster\"", "class = \"key\"\n",
             "screens = [\"gate\"]\n[pacing]\nplays_per_hour = 12\n[[daypart]]\nfrom = \"08:00\"\n"
             "to = \"20:00\""));
    auto const told = sheet();
    EXPECT_EQ(told.at("revision"), 1);
    EXPECT_EQ(told.at("screens").at(0).at("id"), "gate");
    EXPECT_EQ(told.at("screens").at(0).at("width"), 192);
    auto const& film = told.at("items").at(0);
    EXPECT_EQ(film.at("handle"), "film");
    EXPECT_EQ(film.at("asset").as_string(), messages::sha256("film").hex());
    EXPECT_EQ(film.at("master").as_string(), messages::sha256("film").hex());
    EXPECT_EQ(film.at("pictures").as_array().size(), 6U);
    EXPECT_THAT(std::string(film.at("pictures").at(0).as_string()),
                HasSubstr("master=" + messages::sha256("film").hex()));
    EXPECT_THAT(std::string(film.at("clip").as_string()), HasSubstr("/preview"));
    auto const& covers = told.at("covers");
    EXPECT_EQ(covers.at("when").at("dayparts").at(0), "08:00-20:00");
    EXPECT_EQ(covers.at("how_often").at("pacing").at("plays_per_hour"), 12);
    EXPECT_EQ(told.at("plays_a_day").at("least"), 144);
    EXPECT_EQ(told.at("plays_a_day").at("screens"), 1);
    EXPECT_TRUE(told.at("changes").is_null()) << "nothing was approved before";
}

TEST_F(Sheet, NamesWhoMayApproveAndNeverTheAuthorOrWhoDidAlready) {
    useLevels(2);
    addAccount("west", "西区", "reviewer", "west");
    write(file("\"film\""));
    EXPECT_THAT(may(), ElementsAre("rui", "sun"));
    ASSERT_TRUE(as("rui", "POST", "/api/v1/campaigns/fire/approve"));
    EXPECT_THAT(may(), ElementsAre("sun"));
}

TEST_F(Sheet, SaysWhatHasChangedSinceTheLastApproval) {
    write(file("\"film\""));
    ASSERT_TRUE(as("rui", "POST", "/api/v1/campaigns/fire/approve"));
    write(file("\"poster\""));
    auto const told = sheet();
    EXPECT_EQ(told.at("changes").at("since_revision"), 1);
    auto const& lines = told.at("changes").at("lines").as_array();
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines.at(0).at("message_zh"), "新增素材 poster");
    EXPECT_EQ(lines.at(1).at("message_zh"), "取消素材 film");
    EXPECT_EQ(told.at("items").at(0).at("change"), "added");
}

TEST_F(Sheet, AnApprovalThatNamesWhatWasLookedAtHoldsForThatOnly) {
    write(file("\"film\""));
    auto const seen = digest();
    write(file("\"poster\""));
    auto const refused = approveWith(seen);
    EXPECT_EQ(refused.error().code, Errc::conflict);
    EXPECT_THAT(refused.error().message, HasSubstr("nothing was approved"));
    EXPECT_EQ(state(), "submitted");
    ASSERT_TRUE(approveWith(digest()));
    EXPECT_EQ(state(), "approved");
}

TEST_F(Sheet, ATimeOfDayAScreenOrAMasterThatIsAnotherIsAnotherSheet) {
    write(file("\"film\""));
    auto seen = digest();
    EXPECT_EQ(digest(), seen) << "it does not depend on when one looks";
    auto const isAnother = [&](char const* what) {
        auto const now = digest();
        EXPECT_NE(now, seen) << what;
        EXPECT_EQ(approveWith(seen).error().code, Errc::conflict) << what;
        seen = now;
    };
    write(file("\"film\"", "class = \"filler\"\n",
               "all = true\n[[daypart]]\nfrom = \"08:00\"\nto = \"20:00\""));
    isAnother("times");
    addScreen("hall", true);
    isAnother("screens");
    change([](store::Tx& tx) {
        auto asset = tx.assets().findByHandle("film").value();
        asset.content.master = messages::sha256("another");
        tx.assets().put(asset);
    });
    isAnother("master");
    change([](store::Tx& tx) {
        auto asset = tx.assets().findByHandle("film").value();
        asset.title = "another name";
        tx.assets().put(asset);
    });
    EXPECT_EQ(digest(), seen) << "what it is called is not what is shown";
    ASSERT_TRUE(approveWith(seen.substr(0, 16))) << "its beginning is enough";
}

TEST_F(Sheet, ASheetThatIsNoDigestIsBadInput) {
    write(file("\"film\""));
    for (auto const* const wrong : {"abc", "0123456789abcdeg", "0123456789ABCDEF"}) {
        EXPECT_EQ(approveWith(wrong).error().code, Errc::invalid) << wrong;
    }
    EXPECT_EQ(state(), "submitted");
}

TEST_F(Sheet, TheFormHasALineToSignForEachLevelAndAfterwardsWhoApproved) {
    useLevels(1);
    write(file("\"film\", \"poster\""));
    auto const text = [](media::PrintDocument const& form) {
        std::string out;
        for (auto const& block : form.blocks) {
            out += block.text + "\n";
            for (auto const& row : block.rows) {
                for (auto const& cell : row.cells) {
                    out += cell.text + "\n";
                }
            }
        }
        return out;
    };
    auto const before = approvalForm(read(), {"", ""}, {true, now_, "Asia/Shanghai", {}});
    EXPECT_EQ(before.code, code());
    EXPECT_THAT(text(before), HasSubstr("□ 同意"));
    EXPECT_THAT(text(before), HasSubstr("签名："));
    EXPECT_THAT(text(before), HasSubstr(messages::sha256("film").hex().substr(0, 16)));
    EXPECT_THAT(text(before), HasSubstr("罗编 (local-operator)"));
    ASSERT_TRUE(as("rui", "POST", "/api/v1/campaigns/fire/approve", R"({"remark":"内容准确"})"));
    auto const after = approvalForm(read(), {"", ""}, {true, now_, "Asia/Shanghai", {}});
    EXPECT_EQ(after.code, before.code) << "the code is the content's";
    EXPECT_THAT(text(after), HasSubstr("芮敏 (rui)"));
    EXPECT_THAT(text(after), HasSubstr("内容准确"));
    EXPECT_THAT(text(after), Not(HasSubstr("签名：")));
    auto const english = approvalForm(read(), {}, {false, now_, "Asia/Shanghai", {}});
    EXPECT_EQ(english.title, "Approval of content for screens");
}

TEST_F(Sheet, ACodeLeadsToTheCampaignAndSaysWhetherItHolds) {
    write(file("\"film\""));
    auto const found = [&](std::string const& printed) {
        return json("GET", "/api/v1/approvals/" + printed);
    };
    auto const printed = code();
    EXPECT_EQ(found(printed).at("holds"), false);
    EXPECT_EQ(found(printed).at("message_zh"), "尚未审批");
    ASSERT_TRUE(as("rui", "POST", "/api/v1/campaigns/fire/approve"));
    EXPECT_EQ(found(printed).at("holds"), true);
    EXPECT_EQ(found(printed).at("campaign"), "fire");
    write(file("\"poster\""));
    auto const gone = found(printed);
    EXPECT_EQ(gone.at("holds"), false);
    EXPECT_EQ(gone.at("current"), false);
    EXPECT_THAT(std::string(gone.at("message_zh").as_string()), HasSubstr("poster"));
    EXPECT_EQ(gone.at("changes").as_array().size(), 2U);
    EXPECT_EQ(call("GET", "/api/v1/approvals/00000-00000-00000-00000-0").error().code,
              Errc::notFound);
    EXPECT_EQ(call("GET", "/api/v1/approvals/00000-00000-00000-00000-1").error().code,
              Errc::invalid);
}

TEST_F(Sheet, ACodeTellsAStrangerNothing) {
    write(file("\"film\""));
    auto stranger = test::everyRight("stranger");
    stranger.permissions[access::Permission::viewCampaigns] = access::UnitSet();
    auto const printed = code();
    for (auto const& route : schedule_->routes()) {
        if (route.pattern == "/api/v1/approvals/{code}") {
            auto const answer =
                route.handler(stranger, {"GET", "", {{"code", printed}}, {}, {}, "", {}});
            EXPECT_EQ(answer.error().code, Errc::notFound);
            EXPECT_THAT(answer.error().message, Not(HasSubstr("fire")));
        }
    }
}

}  // namespace
}  // namespace tocsin::schedule
