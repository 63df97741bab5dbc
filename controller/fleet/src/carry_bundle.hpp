// SPDX-License-Identifier: Apache-2.0
// What a person carries to a screen without a network: what its player would be told in a session,
// as lines, and the signed list of them and of the content that they name. Blocking; runs on
// workers.
#pragma once

#include <string>

#include "state.hpp"
#include "tocsin/messages/carry.hpp"

namespace tocsin::fleet {

struct CarryBundle {
    messages::CarryIndex list;
    std::string index;               ///< its envelope, JSON text
    std::string keys;                ///< the key set's
    std::string lines;               ///< messages of the controller, one a line
    std::optional<Instant> expires;  ///< of the manifest; nothing: there is none
};

/// Errc::notFound, Errc::conflict (nothing is released for the screen), Errc::exhausted (more than
/// can be carried), Errc::unavailable (nothing can be signed).
[[nodiscard]] Result<CarryBundle> carryBundle(Fleet::State& state, ScreenId const& screen);

/// The newest manifest names this file. Errc::notFound if not.
[[nodiscard]] Result<> isCarried(Fleet::State const& state, ScreenId const& screen,
                                 Digest const& content);

}  // namespace tocsin::fleet
