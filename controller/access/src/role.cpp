// SPDX-License-Identifier: Apache-2.0
#include "tocsin/access/role.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin::access {
namespace {

using enum Permission;

constexpr std::array<std::pair<Role, std::string_view>, 7> kWords{{
    {Role::editor, "editor"},
    {Role::reviewer, "reviewer"},
    {Role::duty, "duty"},
    {Role::operations, "operations"},
    {Role::reporter, "reporter"},
    {Role::inspector, "inspector"},
    {Role::administrator, "administrator"},
}};
constexpr std::array<Role, 7> kRoles{Role::editor,       Role::reviewer, Role::duty,
                                     Role::operations,   Role::reporter, Role::inspector,
                                     Role::administrator};

/// Whoever works with screens sees what is planned, shown and proved.
std::set<Permission> viewing() {
    return {signedIn,    viewScreens,  viewMedia,   viewCampaigns,
            viewReports, viewEvidence, viewWarnings};
}

std::set<Permission> with(std::set<Permission> base, std::initializer_list<Permission> more) {
    base.insert(more);
    return base;
}

}  // namespace

std::string_view toString(Role role) {
    for (auto const& [known, word] : kWords) {
        if (known == role) {
            return word;
        }
    }
    return "unknown";
}

std::optional<Role> roleFrom(std::string_view word) {
    for (auto const& [role, known] : kWords) {
        if (known == word) {
            return role;
        }
    }
    return std::nullopt;
}

std::span<Role const> allRoles() {
    return kRoles;
}

std::set<Permission> permissionsOf(Role role) {
    switch (role) {
        case Role::editor:
            return with(viewing(), {editMedia, editCampaigns, submitReports, editActivities});
        case Role::reviewer:
            return with(viewing(), {approveCampaigns});
        case Role::duty:
            return with(viewing(), {requestEvidence, blankScreens, raiseWarnings});
        case Role::operations:
            return with(viewing(), {editScreens, requestEvidence, blankScreens});
        case Role::reporter:
            return with(viewing(), {requestEvidence, submitReports, editActivities});
        case Role::inspector:
            return with(viewing(), {viewAudit});
        case Role::administrator:
            return {signedIn,     viewScreens, viewMedia,   viewCampaigns, viewReports,
                    viewWarnings, viewAudit,   manageUnits, manageAccounts};
    }
    return {};
}

bool exclude(Role one, Role other) {
    auto const releases = [](Role role) { return role == Role::reviewer || role == Role::duty; };
    return (one == Role::administrator && releases(other)) ||
           (other == Role::administrator && releases(one));
}

}  // namespace tocsin::access
