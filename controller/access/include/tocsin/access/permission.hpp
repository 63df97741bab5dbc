// SPDX-License-Identifier: Apache-2.0
// What may be done, by one word each; they stand in the API description and in scopes of tokens.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace tocsin::access {

enum class Permission {
    signedIn,  ///< whoever is known may
    viewScreens,
    editScreens,
    blankScreens,
    viewMedia,
    editMedia,
    viewCampaigns,
    editCampaigns,
    approveCampaigns,
    viewReports,
    submitReports,   ///< freeze a unit's report for good
    editActivities,  ///< activities, and records of what a unit did for them
    viewEvidence,
    requestEvidence,
    viewWarnings,
    raiseWarnings,  ///< and release, extend, change, clear
    viewAudit,
    manageUnits,
    manageAccounts
};
[[nodiscard]] std::string_view toString(Permission permission);
[[nodiscard]] std::optional<Permission> permissionFrom(std::string_view word);
[[nodiscard]] std::span<Permission const> allPermissions();

}  // namespace tocsin::access
