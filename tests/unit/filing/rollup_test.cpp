// SPDX-License-Identifier: Apache-2.0
// Sums of accepted filings are those of their rows, however members are nested.
#include "rollup.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>

#include "filing_values.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

json::object sumOf(std::string const& unit, std::vector<RollUpMember> members) {
    auto made = rollUp(weekHead(unit), std::move(members), {});
    EXPECT_TRUE(made) << made.error().message;
    return made ? *std::move(made) : json::object{};
}

std::int64_t figure(json::object const& content, char const* key) {
    return content.at("figures").at(key).to_number<std::int64_t>();
}

/// Units with screens and assets, as a seed makes them, and what they come to when counted
/// directly.
struct Leaves {
    std::vector<RollUpMember> members;
    std::int64_t screens = 0, ordered = 0, covered = 0, planned = 0, complete = 0, shownMs = 0;
    std::set<std::string> films, units;

    explicit Leaves(unsigned seed) {
        std::mt19937 random(seed);
        auto const upTo = [&](int most) { return static_cast<int>(random() % (most + 1)); };
        int const count = 2 + upTo(7);
        for (int i = 0; i < count; ++i) {
            auto const unit = "unit" + std::to_string(i);
            std::vector<ScreenSays> rows;
            for (int k = upTo(4); k > 0; --k) {
                ScreenSays one{unit + "-" + std::to_string(k), unit, upTo(2) * 100, upTo(100),
                               upTo(100'000)};
                one.covered = one.complete > 0;
                one.landed = one.complete >= 80;
                add(one);
                rows.push_back(one);
            }
            std::vector<AssetSays> assets;
            for (int k = upTo(3); k > 0; --k) {
                assets.push_back({"film" + std::to_string(k), "film", 1, 10, 5});
                films.insert(assets.back().digest);
            }
            // Every other one has a controller of its own.
            auto const origin = i % 2 == 0 ? std::string() : std::string(64, 'a');
            members.push_back(memberOf(unit, i + 1, contentOfWeek(unit, rows, assets), origin));
        }
    }

private:
    void add(ScreenSays const& one) {
        ++screens;
        ordered += one.planned > 0 ? 1 : 0;
        covered += one.planned > 0 && one.covered ? 1 : 0;
        planned += one.planned;
        complete += one.complete;
        shownMs += one.shownMs;
        if (one.planned > 0 || one.complete > 0) {
            units.insert(one.unit);
        }
    }
};

/// Some of them as one member that is their sum, again and again until one is left.
json::object nested(std::vector<RollUpMember> members, unsigned seed) {
    std::mt19937 random(seed * 31 + 7);
    std::int64_t number = 1000;
    while (members.size() > 1) {
        std::shuffle(members.begin(), members.end(), random);
        auto const take =
            static_cast<std::ptrdiff_t>(std::min<std::size_t>(members.size(), 2 + random() % 3));
        std::vector<RollUpMember> const some(members.begin(), members.begin() + take);
        members.erase(members.begin(), members.begin() + take);
        auto const unit = "office" + std::to_string(++number);
        members.push_back(memberOf(unit, number, sumOf(unit, some)));
    }
    return sumOf("bureau", members);
}

TEST(RollUp, HasTheTotalsOfTheRowsHoweverMembersAreNested) {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        Leaves const leaves(seed);
        for (auto const& sum : {sumOf("bureau", leaves.members), nested(leaves.members, seed)}) {
            EXPECT_EQ(sum.at("screens").as_array().size(), static_cast<std::size_t>(leaves.screens))
                << seed;
            EXPECT_EQ(figure(sum, "screens_ordered"), leaves.ordered) << seed;
            EXPECT_EQ(figure(sum, "screens_covered"), leaves.covered) << seed;
            EXPECT_EQ(figure(sum, "planned"), leaves.planned) << seed;
            EXPECT_EQ(figure(sum, "complete"), leaves.complete) << seed;
            EXPECT_EQ(figure(sum, "shown_ms"), leaves.shownMs) << seed;
            EXPECT_EQ(figure(sum, "films"), static_cast<std::int64_t>(leaves.films.size()));
            EXPECT_EQ(figure(sum, "units"), static_cast<std::int64_t>(leaves.units.size())) << seed;
            EXPECT_EQ(figure(sum, "preempted"), static_cast<std::int64_t>(leaves.members.size()));
            EXPECT_EQ(sum.at("days").at(0).at("complete"), leaves.complete) << seed;
        }
    }
}

TEST(RollUp, IsTheSameBytesInWhicheverOrderMembersWereAccepted) {
    Leaves leaves(5);
    auto const before = json::serialize(sumOf("bureau", leaves.members));
    std::reverse(leaves.members.begin(), leaves.members.end());
    EXPECT_EQ(json::serialize(sumOf("bureau", leaves.members)), before);
}

TEST(RollUp, CountsAMemberOnceThatIsPartOfAnother) {
    auto const clinic = memberOf("clinic", 1, contentOfWeek("clinic", {{"c1", "clinic", 10, 8}}));
    auto const hospital = memberOf("hospital", 2, sumOf("hospital", {clinic}));
    auto const above = memberOf("group", 3, sumOf("group", {hospital}));
    auto const sum = sumOf("bureau", {above, clinic, hospital});
    EXPECT_EQ(figure(sum, "complete"), 8);
    EXPECT_EQ(sum.at("members").as_array().size(), 1U);
}

TEST(RollUp, BelievesRowsAndNotTotalsThatSomebodyTyped) {
    auto content = contentOfWeek("clinic", {{"c1", "clinic", 10, 8}});
    content["figures"].as_object()["complete"] = 5'000;
    auto const sum = sumOf("bureau", {memberOf("clinic", 1, content)});
    EXPECT_EQ(figure(sum, "complete"), 8);
    auto const& difference = sum.at("differences").at(0);
    EXPECT_EQ(difference.at("figure"), "complete");
    EXPECT_EQ(difference.at("said"), 5'000);
    EXPECT_EQ(difference.at("counted"), 8);
}

TEST(RollUp, RefusesAScreenThatStandsInTheFilingsOfTwoUnits) {
    auto const made = rollUp(weekHead("bureau"),
                             {memberOf("a", 1, contentOfWeek("a", {{"gate", "a", 10, 8}})),
                              memberOf("b", 2, contentOfWeek("b", {{"gate", "b", 10, 8}}))},
                             {});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::conflict);
    EXPECT_THAT(made.error().message, HasSubstr("filing 1 of a and in filing 2 of b"));
}

TEST(RollUp, TakesTheSameIdOfTwoControllersForTwoScreensAndNamesASharedSerial) {
    auto const sum =
        sumOf("bureau",
              {memberOf("a", 1, contentOfWeek("a", {{"gate", "a", 10, 8, 0, true, true, "SN1"}}),
                        std::string(64, 'a')),
               memberOf("b", 2, contentOfWeek("b", {{"gate", "b", 10, 8, 0, true, true, "SN1"}}))});
    EXPECT_EQ(figure(sum, "screens_ordered"), 2);
    EXPECT_EQ(sum.at("duplicates").at(0).at("serial"), "SN1");
    EXPECT_EQ(sum.at("screens").at(0).at("source"), "import");
    EXPECT_EQ(sum.at("screens").at(0).at("origin").as_string(), std::string(64, 'a'));
    EXPECT_EQ(sum.at("screens").at(1).at("source"), "auto");
}

TEST(RollUp, KeepsWhatPeopleEnteredByHandApart) {
    auto content = contentOfWeek(
        "clinic",
        {{"c1", "clinic", 10, 8}, {"board", "clinic", 10, 10, 0, true, true, "", "manual"}});
    content["work"] = json::array{json::object{{"number", 3}, {"unit", "clinic"}, {"people", 120}}};
    auto const sum = sumOf("bureau", {memberOf("clinic", 1, content)});
    EXPECT_EQ(figure(sum, "complete"), 8);
    EXPECT_EQ(sum.at("manual").at("screens"), 1);
    EXPECT_EQ(sum.at("manual").at("complete"), 10);
    EXPECT_EQ(sum.at("manual").at("people"), 120);
    EXPECT_EQ(sum.at("work").at(0).at("source"), "manual");
}

TEST(RollUp, CallsAMembersUnitAsItIsCalledHere) {
    auto member =
        memberOf("hospital", 1, contentOfWeek("", {{"gate", "", 10, 8}}), std::string(64, 'a'));
    member.unitName = "区医院";
    auto const sum = sumOf("bureau", {member});
    EXPECT_EQ(sum.at("screens").at(0).at("unit"), "hospital");
    EXPECT_EQ(sum.at("screens").at(0).at("unit_name"), "区医院");
}

TEST(RollUp, DoesNotAddWarningsThatReachedManyUnits) {
    auto a = contentOfWeek("a", {{"a1", "a", 10, 8}});
    auto b = contentOfWeek("b", {{"b1", "b", 10, 8}});
    for (auto* const content : {&a, &b}) {
        (*content)["figures"].as_object()["warnings"] = 2;
    }
    EXPECT_FALSE(sumOf("bureau", {memberOf("a", 1, a), memberOf("b", 2, b)})
                     .at("figures")
                     .as_object()
                     .contains("warnings"));
    a["warning_ids"] = json::array{"w1", "w2"};
    b["warning_ids"] = json::array{"w2", "w3"};
    auto const sum = sumOf("bureau", {memberOf("a", 1, a), memberOf("b", 2, b)});
    EXPECT_EQ(figure(sum, "warnings"), 3);
    EXPECT_EQ(sum.at("warning_ids"), (json::array{"w1", "w2", "w3"})) << "for the next sum";
}

TEST(RollUp, ASumOfAnUnknownNumberOfWarningsDoesNotCountAsNone) {
    auto old = contentOfWeek("a", {{"a1", "a", 10, 8}});
    old["figures"].as_object()["warnings"] = 2;
    old["figures"].as_object()["warning_screens"] = 5;
    auto below = sumOf("district", {memberOf("a", 1, old)});
    EXPECT_FALSE(below.contains("warning_ids")) << "unknown, and not none";
    auto b = contentOfWeek("b", {{"b1", "b", 10, 8}});
    b["warning_ids"] = json::array{"w1"};
    auto const above = sumOf("bureau", {memberOf("district", 1, below), memberOf("b", 2, b)});
    EXPECT_FALSE(above.at("figures").as_object().contains("warnings"));
}

TEST(RollUp, RefusesWhatIsOfOtherDaysOrIsNoFiling) {
    auto other = contentOfWeek("a", {});
    other["to"] = "2026-06-13";
    auto const days = rollUp(weekHead("bureau"), {memberOf("a", 1, other)}, {});
    ASSERT_FALSE(days);
    EXPECT_EQ(days.error().code, Errc::conflict);
    auto rows = contentOfWeek("a", {{"gate", "a", 10, 8}});
    rows["screens"].at(0).as_object()["complete"] = -1;
    auto const damaged = rollUp(weekHead("bureau"), {memberOf("a", 7, rows)}, {});
    ASSERT_FALSE(damaged);
    EXPECT_EQ(damaged.error().code, Errc::damaged);
    EXPECT_THAT(damaged.error().message, HasSubstr("filing 7 of a: screens[0].complete"));
    EXPECT_EQ(rollUp(weekHead("bureau"), {}, {"a"}).error().code, Errc::invalid);
}

TEST(RollUp, NamesUnitsOfWhichNothingWasAccepted) {
    auto const made =
        rollUp(weekHead("bureau"), {memberOf("a", 1, contentOfWeek("a", {}))}, {"c", "b"});
    EXPECT_EQ(made.value().at("missing"), (json::array{"b", "c"}));
}

}  // namespace
}  // namespace tocsin::filing
