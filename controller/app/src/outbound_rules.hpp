// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tocsin/config/controller_config.hpp"
#include "tocsin/outbound/rules.hpp"

namespace tocsin::app {

/// Whom the controller may ask, as the configuration says it. Errc::invalid names the key.
[[nodiscard]] Result<outbound::Rules> outboundRules(config::ControllerConfig const& config);

}  // namespace tocsin::app
