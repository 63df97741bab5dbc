// SPDX-License-Identifier: Apache-2.0
// What binds a rendition to the master that was approved: reviewers see masters, screens are given
// renditions, and a digest in a row says nothing of where it came from.
#pragma once

#include <string>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/store/records.hpp"

namespace tocsin::library {

/// What the approval key signs when a rendition was made of this master; kApprovalKind. It names no
/// campaign, so it is no approval of one.
[[nodiscard]] std::string renditionPayload(store::Conversion const& made, Digest const& master);

/// Whether the record of a rendition (an envelope, JSON) was signed by `key` and is of just this
/// file, made of just this master for just these screens.
[[nodiscard]] bool isMadeOf(store::Conversion const& made, Digest const& master,
                            messages::PublicKey const& key);

}  // namespace tocsin::library
