// SPDX-License-Identifier: Apache-2.0
// Roles (角色): what people are in the house, and what each may do.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string_view>

#include "tocsin/access/permission.hpp"

namespace tocsin::access {

enum class Role { editor, reviewer, duty, operations, reporter, inspector, administrator };

[[nodiscard]] std::string_view toString(Role role);
[[nodiscard]] std::optional<Role> roleFrom(std::string_view word);
[[nodiscard]] std::span<Role const> allRoles();
[[nodiscard]] std::set<Permission> permissionsOf(Role role);
/// Who gives rights may not release: an administrator is neither reviewer nor duty officer.
[[nodiscard]] bool exclude(Role one, Role other);

}  // namespace tocsin::access
