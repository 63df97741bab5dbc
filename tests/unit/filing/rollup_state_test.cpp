// SPDX-License-Identifier: Apache-2.0
// How a filing stands is told from what happened to it.
#include "rollup_state.hpp"

#include <gtest/gtest.h>

#include "filing_values.hpp"

namespace tocsin::filing {
namespace {

using store::FilingEvent;
using store::FilingStep;

FilingEvent event(FilingStep step, int at, std::int64_t revision = 1,
                  std::string const& reason = "") {
    return {1, revision, step, hour(at), hour(at), "li", "", "", reason};
}

store::Filing revision(std::int64_t number) {
    auto out = weekOf("clinic");
    out.number = 1;
    out.revision = number;
    return out;
}

Standing at(int hours, std::vector<FilingEvent> const& events,
            std::vector<store::Filing> const& revisions = {revision(1)}, bool begun = false) {
    return standingOf(revisions, events, hour(34), hour(hours), begun);
}

TEST(FilingState, GoesFromNoneOverDraftAndSubmittedToAccepted) {
    std::vector<FilingEvent> const events{event(FilingStep::submitted, 20),
                                          event(FilingStep::accepted, 30)};
    EXPECT_EQ(at(0, events).state, FilingState::none);
    EXPECT_EQ(at(0, {}, {}, true).state, FilingState::draft);
    EXPECT_EQ(at(2, events).state, FilingState::draft);
    EXPECT_EQ(at(20, events).state, FilingState::submitted);
    auto const accepted = at(40, events);
    EXPECT_EQ(accepted.state, FilingState::accepted);
    EXPECT_EQ(accepted.usable, 1);
    EXPECT_FALSE(accepted.late);
    EXPECT_FALSE(accepted.overdue);
}

TEST(FilingState, IsOverdueOnlyAfterTheDeadline) {
    EXPECT_EQ(at(34, {}).state, FilingState::draft);
    EXPECT_EQ(at(35, {}).state, FilingState::overdue);
    auto const late = at(50, {event(FilingStep::submitted, 40)});
    EXPECT_EQ(late.state, FilingState::submitted);
    EXPECT_TRUE(late.late);
    EXPECT_FALSE(late.overdue);
}

TEST(FilingState, TheListOfThoseWhoAreLateStaysAsItWasThen) {
    std::vector<FilingEvent> const events{event(FilingStep::submitted, 40)};
    EXPECT_TRUE(at(35, events).overdue);
    EXPECT_FALSE(at(41, events).overdue);
}

TEST(FilingState, AReturnedOneIsAnsweredByAnotherRevision) {
    std::vector<FilingEvent> events{event(FilingStep::submitted, 20),
                                    event(FilingStep::returned, 22, 1, "少一块屏")};
    auto const returned = at(24, events, {revision(1), revision(2)});
    EXPECT_EQ(returned.state, FilingState::returned);
    EXPECT_EQ(returned.reason, "少一块屏");
    EXPECT_EQ(returned.newer, 2);
    EXPECT_TRUE(at(35, events).overdue);
    events.push_back(event(FilingStep::submitted, 36, 2));
    auto const again = at(37, events, {revision(1), revision(2)});
    EXPECT_EQ(again.state, FilingState::submitted);
    EXPECT_TRUE(again.revised);
    EXPECT_FALSE(again.late);  // the first came in time
    EXPECT_EQ(again.returns, 1);
    EXPECT_EQ(again.reason, "");
}

TEST(FilingState, WhatWasAcceptedCountsUntilItsCorrectionIs) {
    std::vector<FilingEvent> events{event(FilingStep::submitted, 20),
                                    event(FilingStep::accepted, 21),
                                    event(FilingStep::submitted, 25, 2)};
    EXPECT_EQ(at(26, events).usable, 1);
    events.push_back(event(FilingStep::accepted, 27, 2));
    EXPECT_EQ(at(28, events).usable, 2);
    events.push_back(event(FilingStep::returned, 29, 2, "x"));
    EXPECT_EQ(at(30, events).usable, 0);
}

TEST(FilingState, HandingOverOutsideCountsAsFiledAndChangesNothingOfWhatWasAccepted) {
    auto outside = event(FilingStep::outside, 20);
    outside.channel = "OA";
    EXPECT_EQ(at(21, {outside}).state, FilingState::submitted);
    EXPECT_EQ(at(21, {outside}).channel, "OA");
    auto const accepted =
        at(30, {event(FilingStep::submitted, 10), event(FilingStep::accepted, 12), outside});
    EXPECT_EQ(accepted.state, FilingState::accepted);
    EXPECT_EQ(accepted.channel, "OA");
}

}  // namespace
}  // namespace tocsin::filing
