// SPDX-License-Identifier: Apache-2.0
// From a screen's plan to what is stored and sent: spans, timeline files, a signed manifest.
#pragma once

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "planner.hpp"
#include "programmes.hpp"
#include "tocsin/keys/signer.hpp"
#include "tocsin/schedule/generation.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::schedule {

/// What a screen has: its newest manifest and the released spans that end after now.
struct Standing {
    std::optional<store::ReleasedManifest> manifest;
    /// What that says, if the content key signed it: nothing else is released anew unseen.
    std::optional<messages::Manifest> said;
    std::vector<messages::Span> spans;  ///< of what was said, that end after now
    std::vector<messages::Span> past;   ///< of the two days before
    /// What its player is to hold of warnings; goes into the manifest that is made anyway.
    std::vector<messages::WarningDelivery> warnings;
};
[[nodiscard]] Standing standingOf(store::Tx const& tx, ScreenId const& screen, Instant now,
                                  messages::PublicKey const& content);

/// An asset and the class of screens for which a rendition of it should be made.
using WantedRendition = std::pair<Digest, store::ScreenClass>;

/// A change of a screen's plan, ready to be stored.
struct Release {
    store::ReleasedManifest manifest;
    Instant from;  ///< from here on the plan is `spans`
    std::vector<messages::Span> spans;
};

/// The manifest that follows from `plan`, signed, if it says anything that the newest one does not.
/// The generation only goes up; a new one renews every manifest, and so does a new key. Films of
/// which there is no rendition for the screen yet, though there should be, are added to `wanted`.
[[nodiscard]] Result<std::optional<Release>> releaseOf(
    store::Screen const& screen, Standing const& standing, std::vector<PlannedSpan> const& plan,
    Situation const& situation, messages::SamplingRule const& evidence, Instant now,
    std::int64_t generation, keys::Signer const& signer, std::set<WantedRendition>& wanted);

/// The last manifest of a screen: neither spans nor fallback, so that its player stays dark. It
/// does not expire in any player's life, for a player may come for it after years.
[[nodiscard]] Result<store::ReleasedManifest> darkManifest(
    ScreenId const& screen, std::optional<store::ReleasedManifest> const& newest, Instant now,
    std::int64_t generation, keys::Signer const& signer);

}  // namespace tocsin::schedule
