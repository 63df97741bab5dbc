// SPDX-License-Identifier: Apache-2.0
// Whether a message comes from whom it says: its XML signature against the certificates that are
// pinned for its sender.
#pragma once

#include <optional>
#include <string>

#include "intake.hpp"

namespace tocsin::warnings {

struct CheckedSignature {
    std::optional<CapSignature> signature{};  ///< nothing: the message has none
    /// What there is to say of it; a fatal one: the message is refused.
    std::optional<CapFinding> finding{};
};

/// What the site says of the sender; null: nothing.
[[nodiscard]] SenderRule const* ruleOf(std::string const& sender,
                                       std::vector<SenderRule> const& rules);

/// `message` is what was read of `xml`. Of a sender whose messages have to be signed only that is
/// taken which a pinned certificate verifies, and which reads like what was signed; of others a
/// signature that cannot be verified is a finding. Errc::unavailable: it has to be signed, and
/// nobody can tell now; trying again may help. Blocks for up to five seconds.
[[nodiscard]] Result<CheckedSignature> checkSignature(CapMessage const& message,
                                                      std::string const& xml,
                                                      WarningSettings const& settings);

}  // namespace tocsin::warnings
