// SPDX-License-Identifier: Apache-2.0
// The certificates by which senders of CAP messages are believed, read from the files that the
// configuration names.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tocsin/config/warning_config.hpp"
#include "tocsin/signatures/certificate.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::app {

struct PinnedCertificates {
    std::vector<signatures::PinnedCertificate> site;
    std::map<std::string, std::vector<signatures::PinnedCertificate>> bySender;
};

/// Errc::invalid names table, key and file.
[[nodiscard]] Result<PinnedCertificates> pinnedCertificates(config::WarningConfig const& config);

/// A line of the log for each that is not valid at `now`: what is sent from then on is refused.
[[nodiscard]] std::vector<std::string> outdated(PinnedCertificates const& pinned, Instant now);

}  // namespace tocsin::app
