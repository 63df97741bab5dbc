// SPDX-License-Identifier: Apache-2.0
// What a spare loads beforehand. Blocking; runs on workers.
#pragma once

#include <vector>

#include "tocsin/messages/wire.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::fleet {

/// Whether the spare is meant for this screen.
[[nodiscard]] bool standsInFor(store::Spare const& spare, store::Screen const& screen);

/// The files that the newest manifests of its screens name, each once, the soonest needed first;
/// what is too much for a message is left out at the end.
[[nodiscard]] std::vector<messages::SpareList::File> spareFiles(store::Tx const& tx,
                                                                store::Spare const& spare,
                                                                Instant now);

}  // namespace tocsin::fleet
