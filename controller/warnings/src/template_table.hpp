// SPDX-License-Identifier: Apache-2.0
// The built-in templates, in tables of their own.
#pragma once

#include "templates.hpp"

namespace tocsin::warnings {

[[nodiscard]] std::vector<Template> forwardedTemplates();
[[nodiscard]] std::vector<Template> emergencyTemplates();

}  // namespace tocsin::warnings
