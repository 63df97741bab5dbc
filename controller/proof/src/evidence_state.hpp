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
    /// POST /api/v1/evidence/photos.
    [[nodiscard]] Result<access::Response> addPhotograph(access::Principal const& who,
                                                         access::Request const& request) const;
    /// GET /api/v1/evidence/gallery.
    [[nodiscard]] Result<access::Response> gallery(access::Principal const& who,
                                                   access::Request const& request) const;

    /// GET /api/v1/screens/{id}/sticker.pdf.
    [[nodiscard]] Result<access::Response> sticker(access::Request const& request) const;

    [[nodiscard]] static access::Route photographRoute(std::shared_ptr<State> const& state);
    [[nodiscard]] static access::Route galleryRoute(std::shared_ptr<State> const& state);
    [[nodiscard]] static access::Route stickerRoute(std::shared_ptr<State> const& state);
};

}  // namespace tocsin::proof
