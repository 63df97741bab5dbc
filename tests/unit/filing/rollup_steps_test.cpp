// SPDX-License-Identifier: Apache-2.0
// Who may send, accept and return filings, and when.
#include "rollup_steps.hpp"

#include <gmock/gmock.h>

#include "filing_values.hpp"
#include "filings_in_memory.hpp"

namespace tocsin::filing {
namespace {

using access::Permission;
using store::FilingStep;
using testing::HasSubstr;

class FilingSteps : public testing::Test {
protected:
    FilingSteps() { number_ = filings_.add(weekOf("clinic")).number; }

    static access::Principal person(std::string const& name, std::string const& unit,
                                    std::string const& home = "") {
        access::Principal out;
        out.name = name;
        out.unit = home;
        auto units = kTree.from(unit);
        out.permissions[Permission::submitReports] = units;
        out.permissions[Permission::viewReports] = units;
        return out;
    }
    Result<store::FilingEvent> take(access::Principal const& who, FilingStep step,
                                    std::string const& reason = "",
                                    std::optional<std::int64_t> revision = {}) {
        FilingWish wish{step, number_, revision, reason, "OA", "张", std::nullopt};
        return takeStep(filings_, kTree, who, wish, now_);
    }
    void revise() {
        auto next = weekOf("clinic");
        next.number = number_;
        filings_.add(next);
    }

    inline static access::UnitTree const kTree{{{"bureau", "区卫体局", "", ""},
                                                {"hospital", "区医院", "bureau", ""},
                                                {"clinic", "门诊部", "hospital", ""},
                                                {"other", "另一家", "bureau", ""}}};
    FilingsInMemory filings_;
    std::int64_t number_ = 0;
    Instant now_ = hour(20);
    access::Principal li_ = person("li", "clinic"), wang_ = person("wang", "hospital"),
                      zhao_ = person("zhao", "bureau"), sun_ = person("sun", "other");
};

TEST_F(FilingSteps, TheUnitSendsAndAUnitAboveAccepts) {
    ASSERT_TRUE(take(li_, FilingStep::submitted));
    EXPECT_EQ(take(li_, FilingStep::accepted).error().code, Errc::permission);
    auto const accepted = take(wang_, FilingStep::accepted);
    ASSERT_TRUE(accepted) << accepted.error().message;
    EXPECT_EQ(accepted->who, "wang");
    EXPECT_EQ(filings_.events(number_).size(), 2U);
}

TEST_F(FilingSteps, AUnitTwoLevelsAboveMayAcceptToo) {
    ASSERT_TRUE(take(li_, FilingStep::submitted));
    EXPECT_TRUE(take(zhao_, FilingStep::accepted));
}

TEST_F(FilingSteps, WhoSentItDoesNotAcceptItWhateverRightsTheyHave) {
    ASSERT_TRUE(take(wang_, FilingStep::submitted));
    EXPECT_THAT(take(wang_, FilingStep::accepted).error().message, HasSubstr("somebody else"));
    EXPECT_TRUE(take(zhao_, FilingStep::accepted));
}

TEST_F(FilingSteps, WhoIsAtHomeInTheUnitDoesNotReceiveItsFilings) {
    ASSERT_TRUE(take(li_, FilingStep::submitted));
    EXPECT_EQ(take(person("qian", "bureau", "clinic"), FilingStep::accepted).error().code,
              Errc::permission);
}

TEST_F(FilingSteps, OthersDoNotEvenHearOfIt) {
    EXPECT_EQ(take(sun_, FilingStep::accepted).error().code, Errc::notFound);
    EXPECT_EQ(take(sun_, FilingStep::submitted).error().code, Errc::notFound);
}

TEST_F(FilingSteps, IsReturnedWithAReasonAndAnsweredByAnotherRevision) {
    ASSERT_TRUE(take(li_, FilingStep::submitted));
    EXPECT_EQ(take(wang_, FilingStep::returned).error().code, Errc::invalid);
    ASSERT_TRUE(take(wang_, FilingStep::returned, "少一块屏"));
    EXPECT_THAT(take(li_, FilingStep::submitted).error().message, HasSubstr("another revision"));
    revise();
    EXPECT_THAT(take(wang_, FilingStep::accepted).error().message, HasSubstr("was not sent yet"));
    ASSERT_TRUE(take(li_, FilingStep::submitted));
    EXPECT_THAT(take(wang_, FilingStep::accepted, "", 1).error().message,
                HasSubstr("was replaced by revision 2"));
    EXPECT_TRUE(take(wang_, FilingStep::accepted));
}

TEST_F(FilingSteps, IsSentOnceAndTheNewestOnly) {
    ASSERT_TRUE(take(li_, FilingStep::submitted));
    EXPECT_THAT(take(li_, FilingStep::submitted).error().message, HasSubstr("was sent already"));
    revise();
    EXPECT_THAT(take(li_, FilingStep::submitted, "", 1).error().message,
                HasSubstr("has revision 2"));
}

TEST_F(FilingSteps, AcceptsNothingTwiceButMayReturnWhatWasAccepted) {
    ASSERT_TRUE(take(li_, FilingStep::submitted));
    ASSERT_TRUE(take(wang_, FilingStep::accepted));
    EXPECT_THAT(take(wang_, FilingStep::accepted).error().message,
                HasSubstr("is accepted already"));
    EXPECT_TRUE(take(wang_, FilingStep::returned, "看错了"));
}

TEST_F(FilingSteps, OfTheWholeSiteIsHandedOverOutside) {
    number_ = filings_.add(weekOf("")).number;
    auto const all = person("root", "");
    EXPECT_THAT(take(all, FilingStep::submitted).error().message, HasSubstr("filing outside"));
    auto const given = take(all, FilingStep::outside);
    ASSERT_TRUE(given) << given.error().message;
    EXPECT_EQ(given->channel, "OA");
    FilingWish later{FilingStep::outside, number_, {}, "", "OA", "", hour(21)};
    EXPECT_EQ(takeStep(filings_, kTree, all, later, now_).error().code, Errc::invalid);
}

}  // namespace
}  // namespace tocsin::filing
