// SPDX-License-Identifier: Apache-2.0
#include "chain_plan.hpp"

#include <gmock/gmock.h>

namespace tocsin::warnings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

playlists::AlertKey key(std::string const& identifier) {
    return {"met", identifier, {}};
}

Area area(std::string const& code) {
    Area out;
    out.codes = {code};
    return out;
}

PlanPart part(std::string const& message, std::string const& event, std::string const& code,
              std::string const& name = "") {
    return {{key(message), name}, event, {area(code)}};
}

PlanWarning warning(std::string const& message, std::string const& event, std::string const& code,
                    std::string const& name = "") {
    return {{key(message), name}, event, {area(code)}, true, false, {}};
}

/// "a" was updated by "u" and "v", and these by "m".
bool descends(playlists::AlertKey const& message, playlists::AlertKey const& earlier) {
    auto const &one = message.identifier, &other = earlier.identifier;
    return (other == "a" && one != "a") || (one == "m" && (other == "u" || other == "v"));
}

/// "keep 0", "begin", … of each part, and "end 1" of what nothing goes on with.
std::vector<std::string> planned(std::vector<PlanPart> const& parts,
                                 std::vector<PlanWarning> const& warnings) {
    constexpr char const* kActs[]{"keep", "bring", "begin", "leave"};
    auto const plan = planChain(parts, warnings, descends);
    std::vector<std::string> out;
    for (auto const& step : plan.steps) {
        out.push_back(kActs[static_cast<int>(step.act)] +
                      (step.warning ? " " + std::to_string(*step.warning) : std::string()));
    }
    for (auto const at : plan.endings) {
        out.push_back("end " + std::to_string(at));
    }
    return out;
}

TEST(ChainPlan, ANewMessageBeginsAndAnUpdateGoesOn) {
    EXPECT_THAT(planned({part("a", "rain", "33")}, {}), ElementsAre("begin"));
    EXPECT_THAT(planned({part("u", "rain", "33")}, {warning("a", "rain", "33")}),
                ElementsAre("bring 0"));
    EXPECT_THAT(planned({part("u", "wind", "34")}, {warning("a", "rain", "33")}),
                ElementsAre("bring 0"))
        << "whatever it says";
    EXPECT_THAT(planned({part("a", "rain", "33")}, {warning("a", "rain", "33")}),
                ElementsAre("keep 0"));
    EXPECT_THAT(planned({}, {warning("a", "rain", "33")}), ElementsAre("end 0"));
    EXPECT_THAT(planned({}, {}), IsEmpty());
}

TEST(ChainPlan, OfASplitTheFirstGoesOnAndTheOtherBegins) {
    EXPECT_THAT(
        planned({part("u", "rain", "33"), part("v", "rain", "34")}, {warning("a", "rain", "33")}),
        ElementsAre("bring 0", "begin"));
    EXPECT_THAT(
        planned({part("u", "rain", "33"), part("v", "rain", "34")}, {warning("v", "rain", "34")}),
        ElementsAre("begin", "keep 0"))
        << "what stands is not moved for one that comes late";
}

TEST(ChainPlan, OfAMergeTheOldestGoesOnAndTheOthersEnd) {
    EXPECT_THAT(planned({part("m", "rain", "30")},
                        {warning("u", "rain", "33"), warning("v", "rain", "34")}),
                ElementsAre("bring 0", "end 1"));
    EXPECT_THAT(planned({part("m", "rain", "34")},
                        {warning("u", "rain", "33"), warning("v", "rain", "34")}),
                ElementsAre("bring 1", "end 0"))
        << "the one for the same areas";
}

TEST(ChainPlan, PartsGoOnWithWhatIsOfTheirEvent) {
    EXPECT_THAT(planned({part("u", "wind", "33"), part("u", "rain", "33", "1")},
                        {warning("a", "rain", "33"), warning("a", "wind", "33", "1")}),
                ElementsAre("bring 1", "bring 0"));
    EXPECT_THAT(planned({part("u", "wind", "33"), part("u", "heat", "33", "1")},
                        {warning("a", "rain", "33"), warning("a", "wind", "33", "1")}),
                ElementsAre("bring 1", "begin", "end 0"))
        << "heat is not what became of the rain";
    EXPECT_THAT(planned({part("u", "rain", "34"), part("u", "rain", "33", "1")},
                        {warning("a", "rain", "33")}),
                ElementsAre("begin", "bring 0"))
        << "of one event the one for the same areas";
}

TEST(ChainPlan, NothingGoesOnWithWhatItDoesNotUpdate) {
    EXPECT_THAT(planned({part("v", "rain", "33")}, {warning("u", "rain", "33")}),
                ElementsAre("begin", "end 0"));
}

TEST(ChainPlan, WhatAPersonEndedOrTurnedDownDoesNotComeBack) {
    auto ended = warning("u", "rain", "33");
    ended.open = false;
    ended.byOthers = true;
    EXPECT_THAT(planned({part("u", "rain", "33")}, {ended}), ElementsAre("leave"));
    EXPECT_THAT(planned({part("m", "rain", "33")}, {ended}), ElementsAre("begin"));
    ended.byOthers = false;
    EXPECT_THAT(planned({part("u", "rain", "33")}, {ended}), ElementsAre("begin"))
        << "its sender ended it, and says it again";
    auto shown = warning("a", "rain", "33");
    shown.turnedDown = {{key("u"), ""}};
    EXPECT_THAT(planned({part("u", "rain", "33")}, {shown}), ElementsAre("leave 0"))
        << "what is shown stays";
    EXPECT_THAT(planned({part("u", "rain", "33"), part("v", "rain", "34")}, {shown}),
                ElementsAre("leave 0", "begin"));
}

}  // namespace
}  // namespace tocsin::warnings
