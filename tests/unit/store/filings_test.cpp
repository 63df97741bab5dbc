// SPDX-License-Identifier: Apache-2.0
// Filings, what became of them, and what people wrote for those that are not frozen yet.
#include "tocsin/store/filings.hpp"

#include <sqlite3.h>

#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Filing sampleFiling(std::string const& activity = "safety-month-2026") {
    Filing out;
    out.activity = activity;
    out.kind = FilingKind::week;
    out.issue = 2;
    out.unit = "hospital";
    out.firstDay = "2026-06-08";
    out.lastDay = "2026-06-14";
    out.asOf = at("2026-06-16T07:00:00Z");
    out.lastBatch = 1'234;
    out.due = at("2026-06-16T10:00:00Z");
    out.who = "wang";
    out.content = R"({"format":"tocsin-filing/1"})";
    out.digest = digestOf(out.content);
    out.forms = {{"docx", "区医院_“安全生产月”_第2周.docx", digestOf("docx"), 70'000},
                 {"zip", "引号\"与\\.zip", digestOf("zip"), 5'000'000'000}};
    return out;
}

Filing headOf(Filing filing) {
    filing.content.clear();
    return filing;
}

class FilingsTest : public FreshStore {
protected:
    Filing add(Filing const& filing) {
        Filing out;
        change([&](Tx& tx) { out = tx.filings().add(filing); });
        return out;
    }
    std::optional<Filing> find(std::int64_t number, std::optional<std::int64_t> revision = {}) {
        return look([&](Tx const& tx) { return tx.filings().find(number, revision); });
    }
    /// What SQLite says to it, as somebody at the machine would hear; empty: it was done.
    [[nodiscard]] std::string byHand(char const* sql) const {
        sqlite3* database = nullptr;
        EXPECT_EQ(sqlite3_open((directory_ / "tocsin.db").c_str(), &database), SQLITE_OK);
        char* wrong = nullptr;
        sqlite3_exec(database, sql, nullptr, nullptr, &wrong);
        std::string out = wrong == nullptr ? "" : wrong;
        sqlite3_free(wrong);
        sqlite3_close(database);
        return out;
    }
};

TEST_F(FilingsTest, ComeBackAsTheyWereStoredAlsoAfterARestart) {
    auto expected = sampleFiling();
    auto const stored = add(expected);
    expected.number = 1;
    expected.revision = 1;
    EXPECT_EQ(stored, expected);
    reopen();
    EXPECT_EQ(find(1), expected);
    EXPECT_EQ(look([](Tx const& tx) { return tx.filings().all(); }),
              std::vector<Filing>{headOf(expected)});
    EXPECT_EQ(find(2), std::nullopt);
}

TEST_F(FilingsTest, OfOneNumberAreRevisionsAndTheNewestIsFoundFirst) {
    auto const first = add(sampleFiling());
    auto again = sampleFiling();
    again.number = first.number;
    again.reason = "三块屏补录";
    again.due.reset();
    again.origin = "00ff";
    auto const second = add(again);
    EXPECT_EQ(second.number, 1);
    EXPECT_EQ(second.revision, 2);
    EXPECT_EQ(find(1), second);
    EXPECT_EQ(find(1, 1), first);
    EXPECT_EQ(find(1, 3), std::nullopt);
}

TEST_F(FilingsTest, OfAnActivityAreListedTheNewestFirst) {
    add(sampleFiling());
    add(sampleFiling("other"));
    auto final = sampleFiling();
    final.kind = FilingKind::final;
    final.issue = 0;
    add(final);
    auto const found = look([](Tx const& tx) { return tx.filings().of("safety-month-2026"); });
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(found[0].number, 3);
    EXPECT_EQ(found[0].kind, FilingKind::final);
    EXPECT_EQ(found[1].number, 1);
    EXPECT_THAT(look([](Tx const& tx) { return tx.filings().of("none"); }), IsEmpty());
}

TEST_F(FilingsTest, NeverChangeWhoeverTries) {
    add(sampleFiling());
    store_.reset();
    EXPECT_THAT(byHand("UPDATE filings SET content = ''"), HasSubstr("never changes"));
    EXPECT_THAT(byHand("DELETE FROM filings"), HasSubstr("never removed"));
}

TEST_F(FilingsTest, HaveEventsInTheOrderTheyWereRecorded) {
    FilingEvent const submitted{1,
                                1,
                                FilingStep::submitted,
                                at("2026-06-16T08:00:00Z"),
                                at("2026-06-16T08:00:00Z"),
                                "wang",
                                "",
                                "",
                                ""};
    FilingEvent const outside{1,
                              1,
                              FilingStep::outside,
                              at("2026-06-16T07:30:00Z"),
                              at("2026-06-16T09:00:00Z"),
                              "wang",
                              "U盘",
                              "李收",
                              ""};
    FilingEvent const other{2,
                            1,
                            FilingStep::returned,
                            at("2026-06-16T09:00:00Z"),
                            at("2026-06-16T09:00:00Z"),
                            "li",
                            "",
                            "",
                            "缺照片"};
    change([&](Tx& tx) {
        tx.filings().record(submitted);
        tx.filings().record(other);
        tx.filings().record(outside);
    });
    EXPECT_THAT(look([](Tx const& tx) { return tx.filings().events(1); }),
                ElementsAre(submitted, outside));
    EXPECT_THAT(look([](Tx const& tx) { return tx.filings().events(2); }), ElementsAre(other));
}

TEST_F(FilingsTest, HaveADraftAPeriodAndUnitThatIsReplaced) {
    FilingDraft draft;
    draft.activity = "safety-month-2026";
    draft.kind = FilingKind::week;
    draft.issue = 2;
    draft.unit = "hospital";
    draft.firstDay = "2026-06-08";
    draft.lastDay = "2026-06-14";
    draft.overview = "第一段\n第二段";
    draft.highlights = "亮点";
    draft.shortcomings = "不足";
    draft.filledBy = "王";
    draft.reviewedBy = "李";
    draft.signedBy = "赵";
    draft.pictures = {digestOf("a"), digestOf("b")};
    draft.who = "wang";
    draft.changed = at("2026-06-15T08:00:00Z");
    auto const found = [&](std::string const& unit) {
        return look([&](Tx const& tx) {
            return tx.filings().draft("safety-month-2026", FilingKind::week, 2, unit, "2026-06-08");
        });
    };
    EXPECT_EQ(found("hospital"), std::nullopt);
    change([&](Tx& tx) { tx.filings().putDraft(draft); });
    EXPECT_EQ(found("hospital"), draft);
    draft.revision = 2;
    draft.pictures.clear();
    change([&](Tx& tx) { tx.filings().putDraft(draft); });
    EXPECT_EQ(found("hospital"), draft);
    EXPECT_EQ(found(""), std::nullopt);
}

}  // namespace
}  // namespace tocsin::store
