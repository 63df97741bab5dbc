// SPDX-License-Identifier: Apache-2.0
#include "tocsin/access/unit_tree.hpp"

#include <gmock/gmock.h>

#include "tocsin/access/unit_for.hpp"

namespace tocsin::access {
namespace {

UnitTree sample() {
    return UnitTree({{"bureau", "卫生健康局", "", ""},
                     {"east", "东院", "bureau", ""},
                     {"clinic", "门诊部", "east", ""},
                     {"west", "西院", "bureau", ""}});
}

TEST(UnitTree, AUnitHoldsAllBelowItAndNothingBeside) {
    auto const east = sample().from("east");
    EXPECT_TRUE(east.contains("east"));
    EXPECT_TRUE(east.contains("clinic"));
    EXPECT_FALSE(east.contains("west"));
    EXPECT_FALSE(east.contains("bureau"));
    EXPECT_FALSE(east.contains("")) << "what is the whole site's";
}

TEST(UnitTree, NoUnitStandsForAllThatAreAndWillBe) {
    auto const all = sample().from("");
    EXPECT_TRUE(all.contains("west"));
    EXPECT_TRUE(all.contains("founded-tomorrow"));
    EXPECT_TRUE(all.contains(""));
}

TEST(UnitTree, AnUnknownUnitStandsAlone) {
    EXPECT_TRUE(sample().from("nowhere").contains("nowhere"));
    EXPECT_FALSE(sample().from("nowhere").contains("east"));
}

TEST(UnitTree, KnowsWhatIsAbove) {
    EXPECT_THAT(sample().above("clinic"), testing::UnorderedElementsAre("east", "bureau"));
    EXPECT_TRUE(sample().isWithin("clinic", "bureau"));
    EXPECT_FALSE(sample().isWithin("west", "east"));
    EXPECT_TRUE(sample().isWithin("west", ""));
}

TEST(UnitTree, ARingOfADamagedDatabaseEnds) {
    UnitTree const ring({{"a", "", "b", ""}, {"b", "", "a", ""}});
    EXPECT_TRUE(ring.from("a").contains("b"));
    EXPECT_THAT(ring.above("a"), testing::UnorderedElementsAre("a", "b"));
}

TEST(UnitFor, IsTheHomeUnitUnlessAnotherIsAskedFor) {
    Principal editor{"li", {}, "east"};
    editor.permissions[Permission::editMedia] = sample().from("east");
    EXPECT_EQ(unitFor(editor, Permission::editMedia, "").value(), "east");
    EXPECT_EQ(unitFor(editor, Permission::editMedia, "clinic").value(), "clinic");
    EXPECT_EQ(unitFor(editor, Permission::editMedia, "west").error().code, Errc::permission);
    EXPECT_EQ(unitFor(editor, Permission::editScreens, "").error().code, Errc::invalid);
}

TEST(Principal, UsesWhatUnitsAboveShareAndChangesNoneOfIt) {
    Principal editor{"li", {}, "east", {"bureau"}};
    editor.permissions[Permission::viewMedia] = sample().from("east");
    EXPECT_TRUE(editor.uses(Permission::viewMedia, "bureau"));
    EXPECT_TRUE(editor.uses(Permission::viewMedia, ""));
    EXPECT_FALSE(editor.may(Permission::viewMedia, "bureau"));
    EXPECT_FALSE(editor.uses(Permission::viewMedia, "west"));
    EXPECT_FALSE(editor.uses(Permission::editMedia, "bureau"));
}

}  // namespace
}  // namespace tocsin::access
