// SPDX-License-Identifier: Apache-2.0
// What is looked at before the controller serves anybody.
#pragma once

#include "options.hpp"
#include "pinned_certificates.hpp"

namespace tocsin::app {

/// The zones that the configuration names. Errc::invalid names the key.
[[nodiscard]] Result<> checkZones(config::ControllerConfig const& config, Instant now);

/// Warns in the log of helper programs that are not there, and of certificates that are not valid.
void tellWhatIsLacking(Options const& options, PinnedCertificates const& pinned, Instant now);

}  // namespace tocsin::app
