// SPDX-License-Identifier: Apache-2.0
// What the archive's parts share.
#pragma once

#include "tocsin/library/content_files.hpp"
#include "tocsin/proof/evidence.hpp"

namespace tocsin::proof {

struct EvidenceArchive::State {
    State(store::Store& s, EvidenceSettings chosen, std::function<Instant()> clock)
        : store(s),
          settings(std::move(chosen)),
          now(std::move(clock)),
          files(settings.directory, "evidence") {}

    store::Store& store;
    EvidenceSettings const settings;
    std::function<Instant()> const now;
    library::ContentFiles const files;

    [[nodiscard]] Result<std::optional<messages::Body>> take(access::PlayerPrincipal const& who,
                                                             messages::Body const& body) const;
};

}  // namespace tocsin::proof
