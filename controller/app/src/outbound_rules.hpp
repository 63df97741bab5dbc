// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tocsin/config/controller_config.hpp"
#include "tocsin/outbound/rules.hpp"

namespace tocsin::app {

/// Whom the controller may ask, as the configuration says it. Errc::invalid names the key, also for
/// a feed of warnings that they do not allow.
[[nodiscard]] Result<outbound::Rules> outboundRules(config::ControllerConfig const& config);

}  // namespace tocsin::app
