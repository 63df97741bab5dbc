// SPDX-License-Identifier: Apache-2.0
#include "tocsin/access/permission.hpp"

#include <array>
#include <utility>

namespace tocsin::access {
namespace {

constexpr std::array<std::pair<Permission, std::string_view>, 19> kWords{{
    {Permission::signedIn, "signed-in"},
    {Permission::viewScreens, "view-screens"},
    {Permission::editScreens, "edit-screens"},
    {Permission::blankScreens, "blank-screens"},
    {Permission::viewMedia, "view-media"},
    {Permission::editMedia, "edit-media"},
    {Permission::viewCampaigns, "view-campaigns"},
    {Permission::editCampaigns, "edit-campaigns"},
    {Permission::approveCampaigns, "approve-campaigns"},
    {Permission::viewReports, "view-reports"},
    {Permission::submitReports, "submit-reports"},
    {Permission::editActivities, "edit-activities"},
    {Permission::viewEvidence, "view-evidence"},
    {Permission::requestEvidence, "request-evidence"},
    {Permission::viewWarnings, "view-warnings"},
    {Permission::raiseWarnings, "raise-warnings"},
    {Permission::viewAudit, "view-audit"},
    {Permission::manageUnits, "manage-units"},
    {Permission::manageAccounts, "manage-accounts"},
}};

constexpr auto kAll = [] {
    std::array<Permission, kWords.size()> all{};
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        all[i] = kWords[i].first;
    }
    return all;
}();

}  // namespace

std::string_view toString(Permission permission) {
    for (auto const& [known, word] : kWords) {
        if (known == permission) {
            return word;
        }
    }
    return "unknown";
}

std::optional<Permission> permissionFrom(std::string_view word) {
    for (auto const& [permission, known] : kWords) {
        if (known == word) {
            return permission;
        }
    }
    return std::nullopt;
}

std::span<Permission const> allPermissions() {
    return kAll;
}

}  // namespace tocsin::access
