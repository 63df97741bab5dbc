// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "state.hpp"

namespace tocsin::fleet {

/// Whether the spare is this caller's: who may edit all the screens that it stands in for has it.
[[nodiscard]] bool hasSpare(store::Tx const& tx, store::Spare const& spare,
                            access::Principal const& who);
/// A player that waits as a spare goes elsewhere only by those who have it. Errc::permission.
[[nodiscard]] Result<> mayTakeSpare(store::Tx const& tx, messages::PublicKey const& player,
                                    access::Principal const& who);

/// Spares: players that wait to take the place of another, with its content on their disks.
[[nodiscard]] access::Routes spareRoutes(std::shared_ptr<Fleet::State> const& state);

}  // namespace tocsin::fleet
