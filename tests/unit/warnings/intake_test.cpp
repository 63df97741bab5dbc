// SPDX-License-Identifier: Apache-2.0
// CAP messages taken in: who has to release them, and that the order of their arrival makes no
// difference.
#include <algorithm>
#include <fstream>

#include "duty_room.hpp"

namespace tocsin::warnings {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Intake : public DutyRoom {
protected:
    static DraftCap update(DraftCap const& of, std::string const& identifier,
                           std::string const& sent) {
        DraftCap out;
        out.type = "Update";
        out.identifier = identifier;
        out.sent = sent;
        out.references = of.reference();
        out.colour = "red";
        out.headline = "暴雨红色预警信号";
        return out;
    }
    static DraftCap cancel(DraftCap const& of) {
        auto out = update(of, "c-" + of.identifier, "2026-06-01T07:58:00+00:00");
        out.type = "Cancel";
        return out;
    }
    void bySelf(DraftCap const& message) {
        auto const taken = warnings_->takeCap(message.xml(), "feed cma");
        ASSERT_TRUE(taken) << taken.error().message;
    }
    void automatic() {
        settings_.senders = {{"met@example.invalid", true, {}}};
        open();
    }
    std::vector<boost::json::object> listed(std::string const& state = "all") {
        std::vector<boost::json::object> out;
        auto const all = json(zhang_, "GET", "/api/v1/warnings?state=" + state);
        for (auto const& item : all.at("items").as_array()) {
            out.push_back(item.as_object());
        }
        return out;
    }

    std::vector<std::string> expected_;
    DraftCap const alert_{};
    DraftCap const update_ = update(alert_, "u-1", "2026-06-01T07:55:00+00:00");
};

TEST_F(Intake, AKnownSendersMessageIsReleasedByWhoBringsIt) {
    auto const answer = cap(alert_);
    EXPECT_EQ(answer.at("verdict"), "accepted");
    EXPECT_EQ(answer.at("use"), "show");
    EXPECT_EQ(answer.at("standing"), "in_force");
    EXPECT_EQ(answer.at("state"), "standing");
    EXPECT_EQ(answer.at("from"), "post");
    auto const shown = show(std::string(answer.at("warning").as_string()));
    EXPECT_EQ(shown.at("source"), "cap");
    EXPECT_EQ(shown.at("level"), "orange");
    EXPECT_EQ(shown.at("released_by"), "zhang");
    EXPECT_EQ(shown.at("alert").at("identifier"), "a-1");
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
    EXPECT_THAT(audited(), ElementsAre("zhang cap.take", "zhang warning.raise"));
}

TEST_F(Intake, AMessageThatFoundNoScreenIsForTheOneThatIsPutThereLater) {
    automatic();
    DraftCap alert;
    alert.area = "<geocode><valueName>GB/T 2260</valueName><value>330200</value></geocode>";
    bySelf(alert);
    ASSERT_TRUE(warnings_->sweep());
    EXPECT_THAT(listed(), IsEmpty());
    addUnit("harbour", "", "330203");
    ASSERT_TRUE(warnings_->sweep());
    EXPECT_THAT(listed(), IsEmpty()) << "nobody stands there yet";
    addScreen("quay", "harbour", 960, 540, {});
    ASSERT_TRUE(warnings_->sweep());
    EXPECT_THAT(shownOn("quay"), ElementsAre("暴雨橙色预警信号"));

    ASSERT_EQ(listed().size(), 1U);
    EXPECT_EQ(act(zhang_, listed()[0], "clear").at("state"), "cleared");
    addScreen("crane", "harbour", 960, 540, {});
    ASSERT_TRUE(warnings_->sweep());
    EXPECT_THAT(shownOn("crane"), IsEmpty()) << "what a person ended does not come back";
}

TEST_F(Intake, APartThatFoundNoScreenIsForTheOneThatIsPutThereLater) {
    automatic();
    DraftCap alert;
    alert.more =
        "<info><language>zh-CN</language><category>Met</category><event>大风</event>"
        "<urgency>Immediate</urgency><severity>Severe</severity><certainty>Observed</certainty>"
        "<expires>2026-06-01T12:00:00+00:00</expires><headline>大风黄色预警信号</headline>"
        "<parameter><valueName>severityColor</valueName><value>yellow</value></parameter>"
        "<area><areaDesc>港区</areaDesc><geocode><valueName>GB/T 2260</valueName>"
        "<value>330200</value></geocode></area></info>";
    bySelf(alert);
    ASSERT_EQ(listed().size(), 1U);
    auto const first = listed()[0].at("id");
    addUnit("harbour", "", "330203");
    addScreen("quay", "harbour", 960, 540, {});
    ASSERT_TRUE(warnings_->sweep());
    EXPECT_THAT(shownOn("quay"), ElementsAre("大风黄色预警信号"));
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
    ASSERT_EQ(listed().size(), 2U);
    EXPECT_TRUE(listed()[0].at("id") == first || listed()[1].at("id") == first);
}

TEST_F(Intake, AMessageThatFoundNoScreenAndIsOverIsForNobody) {
    automatic();
    DraftCap alert;
    alert.area = "<geocode><valueName>GB/T 2260</valueName><value>330200</value></geocode>";
    bySelf(alert);
    bySelf(cancel(alert));
    addUnit("harbour", "", "330203");
    addScreen("quay", "harbour", 960, 540, {});
    ASSERT_TRUE(warnings_->sweep());
    EXPECT_THAT(shownOn("quay"), IsEmpty());
}

TEST_F(Intake, AnUnknownSendersMessageTakesAnotherPerson) {
    DraftCap unknown;
    unknown.sender = "who@example.invalid";
    auto const answer = cap(unknown);
    EXPECT_EQ(answer.at("state"), "waiting");
    EXPECT_THAT(shownOn("wall-east"), IsEmpty());
    auto const warning = show(std::string(answer.at("warning").as_string()));
    act(zhang_, warning, "release", "{}", 409);
    EXPECT_EQ(act(li_, warning, "release").at("state"), "standing");
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
}

TEST_F(Intake, WhatCameByItselfIsShownAtOnceOnlyFromASenderOfWhomThatIsSaid) {
    bySelf(alert_);
    ASSERT_EQ(listed().size(), 1U);
    EXPECT_EQ(listed()[0].at("state"), "waiting");
    EXPECT_EQ(act(zhang_, listed()[0], "release").at("state"), "standing") << "by one officer";

    automatic();
    DraftCap second;
    second.identifier = "a-2";
    now_ += std::chrono::seconds(1);  // the list has the newest first
    bySelf(second);
    ASSERT_EQ(listed().size(), 2U);
    EXPECT_EQ(listed()[0].at("state"), "standing");
    EXPECT_EQ(listed()[0].at("raised_by"), "cap");
    DraftCap unknown;
    unknown.sender = "who@example.invalid";
    now_ += std::chrono::seconds(1);
    bySelf(unknown);
    EXPECT_EQ(listed()[0].at("state"), "waiting");
}

TEST_F(Intake, EveryOrderOfArrivalEndsInTheSameState) {
    automatic();
    auto const second = update(update_, "u-2", "2026-06-01T07:56:00+00:00");
    std::vector<DraftCap> const chain{alert_, update_, second};
    std::vector<std::size_t> order{0, 1, 2};
    do {
        SCOPED_TRACE(testing::PrintToString(order));
        for (auto const at : order) {
            bySelf(chain[at]);
            bySelf(chain[at]);  // doubled
        }
        EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨红色预警信号"));
        ASSERT_EQ(listed("open").size(), 1U);
        EXPECT_EQ(listed("open")[0].at("level"), "red");
        // Again from nothing.
        std::filesystem::remove_all(directory_ / "again");
        std::filesystem::create_directories(directory_ / "again");
        warnings_.reset();
        store_ = std::make_unique<test::InterposedStore>(
            store::openSqliteStore(directory_ / "again", [this] { return now_; }).value());
        addUnit("east", "", "330102");
        addScreen("wall-east", "east", 960, 540, {});
        open();
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(Intake, EveryOrderOfAlertUpdateAndCancelEndsWithNothingShown) {
    automatic();
    for (auto const& last : {cancel(update_), cancel(alert_)}) {
        bool const endsAll = last.references == update_.reference();
        std::vector<DraftCap> chain{alert_, update_, last};
        std::vector<std::size_t> order{0, 1, 2};
        int round = 0;
        do {
            SCOPED_TRACE(testing::PrintToString(order) + (endsAll ? " update" : " alert"));
            auto of = [&](DraftCap message) {
                // Another chain each time, so that one store does.
                auto const tag = std::string(endsAll ? "x" : "y") + std::to_string(round);
                message.identifier = tag + message.identifier;
                auto const comma = message.references.find(',');
                if (comma != std::string::npos) {
                    message.references.insert(comma + 1, tag);
                }
                return message;
            };
            for (auto const at : order) {
                bySelf(of(chain[at]));
                bySelf(of(chain[at]));
            }
            if (endsAll) {
                EXPECT_THAT(shownOn("wall-east"), IsEmpty());
                EXPECT_TRUE(listed("open").empty());
            } else {
                // The Alert was over by then, and its Update is not what was cancelled, or is: the
                // same in every order.
                if (round == 0) {
                    expected_ = shownOn("wall-east");
                }
                EXPECT_EQ(shownOn("wall-east"), expected_);
                for (auto const& open : listed("open")) {
                    act(zhang_, open, "clear");
                }
            }
            ++round;
        } while (std::next_permutation(order.begin(), order.end()));
    }
}

TEST_F(Intake, AnUpdateIsReleasedAsItsRaiseWouldBe) {
    cap(alert_);
    auto const id = std::string(listed()[0].at("id").as_string());
    bySelf(update_);  // by itself, and this sender's are not shown without a person
    EXPECT_EQ(show(id).at("pending"), true);
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
    act(zhang_, listed()[0], "release");
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨红色预警信号"));
    EXPECT_EQ(show(id).at("revision"), 2);
    EXPECT_EQ(listed().size(), 1U) << "it is the same warning";
}

TEST_F(Intake, ACancelTakesNobodyAndOnlyFromWhoSentItOrMayChangeIt) {
    cap(alert_);
    auto foreign = cancel(alert_);
    foreign.sender = "who@example.invalid";
    auto const refused = cap(foreign);
    EXPECT_EQ(refused.at("verdict"), "refused");
    EXPECT_EQ(refused.at("standing"), "refused");
    EXPECT_THAT(audited(), Contains("zhang cap.refuse"));
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));

    settings_.senders = {{"met@example.invalid", false, {}},
                         {"province@example.invalid", false, {"met@example.invalid"}}};
    open();
    auto delegated = cancel(alert_);
    delegated.sender = "province@example.invalid";
    bySelf(delegated);
    EXPECT_THAT(shownOn("wall-east"), IsEmpty());
    EXPECT_EQ(listed()[0].at("state"), "cleared");
    EXPECT_EQ(listed()[0].at("ended_by"), "cap");
}

TEST_F(Intake, ACancelGivesUpWhatStillWaits) {
    bySelf(alert_);
    bySelf(cancel(alert_));
    ASSERT_EQ(listed().size(), 1U);
    EXPECT_EQ(listed()[0].at("state"), "rejected");
}

TEST_F(Intake, AnAllClearEndsWhatItUpdates) {
    cap(alert_);
    auto clear = update_;
    clear.responseType = "AllClear";
    auto const answer = cap(clear);
    EXPECT_EQ(answer.at("use"), "all-clear");
    EXPECT_EQ(answer.at("state"), "cleared");
    EXPECT_THAT(shownOn("wall-east"), IsEmpty());
}

TEST_F(Intake, ADrillBecomesNoWarningAndTouchesNone) {
    cap(alert_);
    for (std::string const status : {"Exercise", "Test"}) {
        auto drill = update_;
        drill.identifier = status;
        drill.status = status;
        auto const answer = cap(drill);
        EXPECT_EQ(answer.at("use"), "drill");
        EXPECT_NE(answer.at("why"), "");
        EXPECT_TRUE(answer.at("warning").is_null());
        auto off = cancel(alert_);
        off.identifier = "off-" + status;
        off.status = status;
        cap(off);
    }
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
    auto restricted = cancel(alert_);
    restricted.scope = "Private";
    cap(restricted);
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
}

TEST_F(Intake, ALateAlertDoesNotComeBack) {
    cap(update_);
    auto const late = cap(alert_);
    EXPECT_EQ(late.at("standing"), "superseded");
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨红色预警信号"));
    EXPECT_EQ(listed().size(), 1U);
    cap(cancel(update_));
    cap(alert_);
    EXPECT_THAT(shownOn("wall-east"), IsEmpty());
}

TEST_F(Intake, WhatAPersonClearedIsNotRaisedAgainByTheSameMessage) {
    cap(alert_);
    act(zhang_, listed()[0], "clear");
    cap(alert_);
    bySelf(alert_);
    EXPECT_THAT(shownOn("wall-east"), IsEmpty());
    cap(update_);
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨红色预警信号")) << "a newer one is news";
}

TEST_F(Intake, AnAreaWithoutAScreenRaisesNothing) {
    auto elsewhere = alert_;
    elsewhere.area = "<geocode><valueName>GB/T 2260</valueName><value>110000</value></geocode>";
    auto const answer = cap(elsewhere);
    EXPECT_EQ(answer.at("verdict"), "accepted");
    EXPECT_TRUE(answer.at("warning").is_null());
    EXPECT_EQ(answer.at("why"), "no screen of this site lies in its area");
    EXPECT_TRUE(listed().empty());

    auto moved = update_;
    moved.area = elsewhere.area;
    auto before = alert_;
    before.identifier = "a-9";
    moved.references = before.reference();
    cap(before);
    cap(moved);
    EXPECT_THAT(shownOn("wall-east"), IsEmpty()) << "it is about another place now";
}

TEST_F(Intake, AMessageThatIsOverRaisesNothing) {
    auto old = alert_;
    old.expires = "2026-06-01T07:59:00+00:00";
    auto const answer = cap(old);
    EXPECT_EQ(answer.at("use"), "never");
    EXPECT_TRUE(listed().empty());
}

TEST_F(Intake, WhatCannotBeReadIsRefusedWithFindings) {
    auto const refused = json(zhang_, "POST", "/api/v1/cap", "<alert>", 422);
    EXPECT_FALSE(refused.at("findings").as_array().empty());
    EXPECT_THAT(audited(), ElementsAre("zhang cap.refuse"));
    EXPECT_EQ(ask(zhang_, "POST", "/api/v1/cap", std::string(kMostCapBytes + 1, ' ')).status, 413);
}

TEST_F(Intake, AnotherTextUnderTheSameKeyIsRefused) {
    cap(alert_);
    auto other = alert_;
    other.headline = "别的";
    cap(other, 422);
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
}

TEST_F(Intake, WhoBringsAMessageReachesOnlyTheirUnitsAndChangesOnlyTheirWarnings) {
    auto const east = officer("east-duty", {"east"});
    json(east, "POST", "/api/v1/cap", alert_.xml());
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
    EXPECT_THAT(shownOn("lobby-west"), IsEmpty());
    auto second = alert_;
    second.identifier = "a-2";
    cap(second);
    json(east, "POST", "/api/v1/cap", cancel(second).xml(), 403);
    EXPECT_THAT(shownOn("lobby-west"), ElementsAre("暴雨橙色预警信号"));
}

TEST_F(Intake, PeopleDoNotRewriteWhatASenderSaid) {
    cap(alert_);
    act(zhang_, listed()[0], "change", kRain, 409);
    EXPECT_EQ(act(zhang_, listed()[0], "extend", R"({"minutes":30})").at("state"), "standing");
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
}

TEST_F(Intake, WhatWasKeptAndNotActedUponIsDoneAfterTheNextStart) {
    signer_->broken = true;
    json(zhang_, "POST", "/api/v1/cap", alert_.xml(), 503);
    EXPECT_TRUE(listed().empty());
    signer_->broken = false;
    open();
    ASSERT_TRUE(warnings_->sweep());
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
    ASSERT_TRUE(warnings_->sweep());
    EXPECT_EQ(listed().size(), 1U);
}

TEST_F(Intake, MessagesAreListedWithWhatBecameOfThem) {
    cap(alert_);
    cap(update_);
    auto const items = json(zhang_, "GET", "/api/v1/cap").at("items").as_array();
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].at("standing"), "superseded");
    EXPECT_EQ(items[1].at("standing"), "in_force");
    EXPECT_EQ(items[0].at("warning"), items[1].at("warning"));
    EXPECT_TRUE(json(zhang_, "GET", "/api/v1/cap?since=2026-06-01T08:00:01Z")
                    .at("items")
                    .as_array()
                    .empty());
}

}  // namespace
}  // namespace tocsin::warnings
