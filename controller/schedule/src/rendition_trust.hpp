// SPDX-License-Identifier: Apache-2.0
// Which renditions may be named in a manifest: those that were made of the masters which are shown
// to reviewers, as the approval key says.
#pragma once

#include <set>

#include "programmes.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::schedule {

/// Not thread-safe. Remembers what it has checked, for every replan asks for all.
class RenditionTrust {
public:
    /// Takes renditions without a record that holds out of the situation; screens are given the
    /// master then. One whose record is of another file gives a problem line. What is dropped and
    /// needed is asked for anew.
    void dropUnsigned(Situation& situation, messages::PublicKey const& key);

private:
    [[nodiscard]] bool holds(store::Conversion const& made, Digest const& master,
                             messages::PublicKey const& key);
    std::set<Digest> checked_;  ///< of record, payload and key
};

}  // namespace tocsin::schedule
