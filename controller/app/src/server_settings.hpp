// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tls_service.hpp"
#include "tocsin/config/controller_config.hpp"
#include "tocsin/http/server.hpp"

namespace tocsin::app {

/// What the configuration means for the HTTP server. `tls` outlives what is made here.
[[nodiscard]] http::ServerSettings serverSettings(config::ControllerConfig const& config,
                                                  TlsService const& tls);

}  // namespace tocsin::app
