// SPDX-License-Identifier: Apache-2.0
// Who is calling. Every handler takes a Principal; deny is the default.
#pragma once

#include <set>
#include <string>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/id.hpp"

namespace tocsin::access {

enum class Permission {
    viewScreens,
    editScreens,
    viewMedia,
    editMedia,
    viewCampaigns,
    editCampaigns,
    approveCampaigns,
    viewReports,
    viewEvidence,
    viewAudit,
    requestEvidence,
    blankScreens
};
[[nodiscard]] std::string_view toString(Permission permission);

/// A person or program at the HTTP API.
struct Principal {
    std::string name;  ///< as it stands in the audit trail
    std::set<Permission> permissions;
    [[nodiscard]] bool may(Permission permission) const { return permissions.contains(permission); }
};

/// Until accounts exist the controller binds loopback only, and whoever can reach it there is its
/// operator.
[[nodiscard]] Principal localOperator();

/// A player on an authenticated session: it proved possession of `key`, and `screen` is the one the
/// key is bound to.
struct PlayerPrincipal {
    messages::PublicKey key;
    ScreenId screen;
};

}  // namespace tocsin::access
