// SPDX-License-Identifier: Apache-2.0
#include "tocsin/access/role.hpp"

#include <gtest/gtest.h>

namespace tocsin::access {
namespace {

TEST(Roles, AndPermissionsHaveWordsThatLeadBack) {
    for (auto const role : allRoles()) {
        EXPECT_EQ(roleFrom(toString(role)), role);
    }
    for (auto const permission : allPermissions()) {
        EXPECT_EQ(permissionFrom(toString(permission)), permission) << toString(permission);
    }
    EXPECT_FALSE(roleFrom("owner"));
    EXPECT_FALSE(permissionFrom("everything"));
}

TEST(Roles, WhoGivesRightsNeverReleases) {
    for (auto const role : allRoles()) {
        bool const releases = permissionsOf(role).contains(Permission::approveCampaigns);
        bool const governs = permissionsOf(role).contains(Permission::manageAccounts);
        EXPECT_FALSE(releases && governs) << toString(role);
        EXPECT_EQ(exclude(role, Role::administrator), role == Role::reviewer || role == Role::duty);
    }
}

TEST(Roles, AnInspectorChangesNothing) {
    for (auto const permission : permissionsOf(Role::inspector)) {
        auto const word = toString(permission);
        EXPECT_TRUE(word.starts_with("view-") || word == "signed-in") << word;
    }
}

TEST(Roles, OnlyEditorsEditContentAndOnlyOperationsEditScreens) {
    for (auto const role : allRoles()) {
        EXPECT_EQ(permissionsOf(role).contains(Permission::editCampaigns), role == Role::editor);
        EXPECT_EQ(permissionsOf(role).contains(Permission::editScreens), role == Role::operations);
        EXPECT_EQ(permissionsOf(role).contains(Permission::approveCampaigns),
                  role == Role::reviewer);
    }
}

TEST(Roles, WhoSeesScreensSeesTheirWarningsAndOnlyTheDutyOfficerRaisesThem) {
    for (auto const role : allRoles()) {
        auto const may = permissionsOf(role);
        EXPECT_EQ(may.contains(Permission::viewWarnings), may.contains(Permission::viewScreens));
        EXPECT_EQ(may.contains(Permission::raiseWarnings), role == Role::duty) << toString(role);
    }
}

}  // namespace
}  // namespace tocsin::access
