// SPDX-License-Identifier: Apache-2.0
// An audit trail that somebody worked on by hand.
#include <boost/json.hpp>

#include "fresh_store.hpp"
#include "tocsin/audit/trail_file.hpp"
#include "tocsin/store/audit_chain.hpp"

namespace tocsin::audit {
namespace {

using store::AuditRow;
using testing::HasSubstr;

/// Rows as the store writes them.
std::vector<AuditRow> rows(int count) {
    std::vector<AuditRow> out;
    Digest chain{};
    for (int i = 1; i <= count; ++i) {
        AuditRow row{
            i, fromMillis(i * 1'000), {"办公室", "screen.add", "gate", "detail \"x\"\n"}, {}};
        row.chain = chain = store::chained(chain, row);
        out.push_back(std::move(row));
    }
    return out;
}

void chainAnew(std::vector<AuditRow>& rows) {
    Digest chain{};
    for (auto& row : rows) {
        row.chain = chain = store::chained(chain, row);
    }
}

TrailCheck checked(std::vector<AuditRow> const& rows, std::int64_t lastNumber = 0,
                   std::optional<Head> const& known = std::nullopt) {
    TrailCheck check(known);
    for (auto const& row : rows) {
        check.take(row);
    }
    check.end(lastNumber);
    return check;
}

std::string breakOf(TrailCheck const& check) {
    return check.broken() ? std::to_string(check.broken()->number) + ": " + check.broken()->english
                          : "whole";
}

TEST(Trail, OfUntouchedRowsIsWhole) {
    auto const all = rows(5);
    auto const check = checked(all, 5, Head{3, all[2].chain});
    EXPECT_EQ(breakOf(check), "whole");
    EXPECT_EQ(check.rows(), 5);
    EXPECT_EQ(check.head(), (Head{5, all[4].chain}));
    EXPECT_EQ(breakOf(checked({}, 0)), "whole");
}

TEST(Trail, EveryAlteredFieldIsFound) {
    auto const spoil = [](auto const& change) {
        auto all = rows(5);
        change(all[2]);
        return breakOf(checked(all, 5));
    };
    for (auto const& told : {spoil([](AuditRow& row) { row.at += Milliseconds(1); }),
                             spoil([](AuditRow& row) { row.entry.who = "another"; }),
                             spoil([](AuditRow& row) { row.entry.action = "screen.retire"; }),
                             spoil([](AuditRow& row) { row.entry.subject = "lobby"; }),
                             spoil([](AuditRow& row) { row.entry.detail.pop_back(); })}) {
        EXPECT_EQ(told, "3: row 3 was altered, or came in by another way than the controller");
    }
    EXPECT_THAT(spoil([](AuditRow& row) { row.chain = Digest{}; }), HasSubstr("3: row 3"));
}

TEST(Trail, RemovedAddedAndMovedRowsAreFound) {
    auto all = rows(6);
    all.erase(all.begin() + 2, all.begin() + 4);
    EXPECT_EQ(breakOf(checked(all, 6)), "3: rows 3 to 4 missing");
    all = rows(6);
    all.pop_back();
    EXPECT_EQ(breakOf(checked(all, 6)), "6: row 6 missing at the end");
    all = rows(6);
    std::swap(all[1], all[2]);
    EXPECT_THAT(breakOf(checked(all, 6)), HasSubstr("2: row 2 missing"));
    all = rows(6);
    std::swap(all[1].entry.detail, all[2].entry.subject);
    EXPECT_THAT(breakOf(checked(all, 6)), HasSubstr("2: row 2 was altered"));
    all = rows(3);
    all.push_back(all.back());
    EXPECT_THAT(breakOf(checked(all, 3)), HasSubstr("3: row 3 stands at the wrong place"));
}

TEST(Trail, MadeAnewItIsAnotherThanTheOneThatWasNoted) {
    auto all = rows(6);
    Head const noted{4, all[3].chain};
    all[1].entry.who = "another";
    chainAnew(all);
    EXPECT_EQ(breakOf(checked(all, 6)), "whole") << "by itself";
    EXPECT_THAT(breakOf(checked(all, 6, noted)), HasSubstr("not those that were noted"));
    EXPECT_EQ(breakOf(checked(rows(3), 3, noted)),
              "4: the trail ends with row 3, but row 4 was noted");
}

TEST(Trail, AHeadComesBackFromItsText) {
    Head const head{12, store::digestOf("x")};
    EXPECT_EQ(headFrom(toText(head)).value(), head);
    for (auto const& wrong :
         {std::string(), std::string("12"), toText(head).substr(2), "0" + toText(head).substr(2),
          toText(head) + "0", "-" + toText(head), "a" + toText(head)}) {
        EXPECT_FALSE(headFrom(wrong)) << wrong;
    }
}

TEST(Trail, OfAFileIsCheckedLineByLine) {
    std::string text;
    for (auto const& row : rows(4)) {
        text += boost::json::serialize(rowJson(row)) + "\n";
    }
    EXPECT_EQ(breakOf(checkTrailFile(text, std::nullopt).value()), "whole");
    auto spoilt = text;
    spoilt.replace(spoilt.find("gate"), 4, "hall");
    auto const check = checkTrailFile(spoilt, std::nullopt).value();
    EXPECT_THAT(breakOf(check), HasSubstr("1: row 1 was altered"));
    EXPECT_EQ(checkJson(check).at("whole"), false);
    EXPECT_EQ(checkJson(check).at("row"), 1);
    auto const refused = checkTrailFile(text + "nonsense\n", std::nullopt);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("line 5"));
}

class StoredTrail : public store::FreshStore {};

TEST_F(StoredTrail, IsWholeOverManyPagesAndARestart) {
    for (int i = 0; i < 30; ++i) {
        ASSERT_TRUE(store_->write([](store::Tx&) -> Result<> { return {}; }, store::someone()));
    }
    (void)store_->write(
        [](store::Tx&) -> Result<> {
            return Error{Errc::invalid, "no"};
        },
        store::someone("refused"));
    reopen();
    ASSERT_TRUE(store_->write([](store::Tx&) -> Result<> { return {}; }, store::someone("last")));
    auto const check = checkTrail(*store_, std::nullopt).value();
    EXPECT_EQ(breakOf(check), "whole");
    EXPECT_EQ(check.rows(), 31);
    EXPECT_EQ(breakOf(checkTrail(*store_, check.head()).value()), "whole");
}

}  // namespace
}  // namespace tocsin::audit
