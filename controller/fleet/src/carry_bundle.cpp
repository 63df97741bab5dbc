// SPDX-License-Identifier: Apache-2.0
#include "carry_bundle.hpp"

#include <algorithm>
#include <set>

#include "tocsin/messages/envelope.hpp"

namespace tocsin::fleet {
namespace {

/// Pictures that the controller has, the newest; a player holds 500 at most.
constexpr std::size_t kMostStored = 1'000;
constexpr std::chrono::days kStoredFor{400}, kSlack{1};

/// What the store knows of the screen.
struct Known {
    store::Screen screen;
    std::optional<store::ReleasedManifest> released;
    std::optional<store::LedgerMark> mark;
    std::vector<store::KeptPicture> pictures;
};

Result<Known> known(Fleet::State const& state, ScreenId const& id) {
    std::optional<Known> out;
    auto const now = state.clock.now();
    auto const looked = state.store.read([&](store::Tx const& tx) -> Result<> {
        auto const screen = tx.screens().find(id);
        if (!screen) {
            return Error{Errc::notFound,
                         "there is no screen \"" + id.str() + "\"; see tocsin screen list"};
        }
        out = Known{*screen, tx.manifests().newest(id), {}, {}};
        if (screen->player) {
            out->mark = tx.ledger().mark(*screen->player);
            store::PictureQuery query;
            query.screen = id;
            query.from = now - kStoredFor;
            query.to = now + kSlack;
            query.most = kMostStored;
            out->pictures = tx.pictures().list(query);
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return std::move(*out);
}

Result<messages::Manifest> manifestIn(store::ReleasedManifest const& released) {
    auto const envelope = messages::parseEnvelope(released.envelope);
    return envelope ? messages::parseManifest(envelope->payload)
                    : Result<messages::Manifest>(envelope.error());
}

/// Each file once.
std::vector<messages::CarriedFile> contentOf(messages::Manifest const& manifest, Instant now) {
    std::set<Digest> seen;
    std::vector<messages::CarriedFile> out;
    for (auto const& span : manifest.spans) {
        if (span.to > now && seen.insert(span.timeline).second) {
            out.push_back({span.timeline, span.bytes, "timeline"});
        }
    }
    for (auto const& asset : manifest.assets) {
        // A stream has no file.
        bool const isFile = asset.kind != playlists::AssetKind::stream;
        if (isFile && seen.insert(asset.content.rendition).second) {
            out.push_back({asset.content.rendition, asset.bytes, asset.name});
        }
    }
    return out;
}

messages::Welcome welcomeOf(Known const& known) {
    messages::Welcome out;
    out.screen = known.screen.id;
    out.screenName = known.screen.name;
    if (known.mark) {
        out.epoch = known.mark->epoch;
        out.acknowledged = known.mark->sequence;
        out.batch = known.mark->batch;
        out.header = known.mark->header;
    }
    return out;
}

/// In the order of a session.
Result<std::string> linesOf(Fleet::State& state, Known const& known) {
    std::string out;
    std::int64_t id = 0;
    auto const add = [&](messages::Body body) {
        out += messages::encode({++id, std::move(body)}) + "\n";
    };
    add(welcomeOf(known));
    if (state.warningsFor) {
        auto const warnings = state.warningsFor(known.screen.id);
        if (!warnings) {
            return warnings.error();
        }
        for (auto const& delivery : *warnings) {
            add(messages::WarningOffer{delivery});
        }
    }
    auto const order = state.orders.standing(known.screen.id, std::nullopt);
    if (!order) {
        return order.error();
    }
    if (*order) {
        add(messages::CommandOffer{(*order)->envelope});
    }
    add(messages::ManifestOffer{known.released->envelope});
    for (auto const& picture : known.pictures) {
        if (picture.player == known.screen.player && picture.addedBy.empty()) {
            add(messages::EvidenceStored{picture.picture, ""});
        }
    }
    if (out.size() > messages::kMaxCarriedBytes) {
        return Error{Errc::exhausted, "what screen " + known.screen.id.str() +
                                          " has to be told is more than can be carried; plan "
                                          "fewer days ahead, or fewer assets"};
    }
    return out;
}

Error nothingReleased(ScreenId const& screen) {
    return {Errc::conflict, "nothing is released for screen " + screen.str() +
                                " by the keys in force; approve a campaign for it first"};
}

}  // namespace

Result<CarryBundle> carryBundle(Fleet::State& state, ScreenId const& id) {
    auto const facts = known(state, id);
    if (!facts) {
        return facts.error();
    }
    auto const& issued = state.signer.issued();
    if (!facts->released || facts->released->version.generation < issued.set.generation) {
        return nothingReleased(id);
    }
    auto const manifest = manifestIn(*facts->released);
    if (!manifest) {
        return manifest.error();
    }
    auto lines = linesOf(state, *facts);
    if (!lines) {
        return lines.error();
    }
    auto const now = state.clock.now();
    CarryBundle out;
    out.keys = messages::toJson(issued.envelope);
    out.lines = std::move(*lines);
    out.expires = manifest->expires;
    out.list = {id,
                facts->screen.name,
                facts->screen.player,
                now,
                messages::sha256(out.lines),
                static_cast<std::int64_t>(out.lines.size()),
                contentOf(*manifest, now)};
    auto const sealed = keys::seal(state.signer, keys::Role::content, messages::kCarryKind,
                                   messages::toJson(out.list));
    if (!sealed) {
        return sealed.error();
    }
    out.index = messages::toJson(*sealed);
    return out;
}

Result<> isCarried(Fleet::State const& state, ScreenId const& screen, Digest const& content) {
    auto const facts = known(state, screen);
    if (!facts) {
        return facts.error();
    }
    auto const manifest = facts->released ? manifestIn(*facts->released)
                                          : Result<messages::Manifest>(nothingReleased(screen));
    if (!manifest) {
        return manifest.error();
    }
    auto const files = contentOf(*manifest, Instant::min());
    bool const named = std::any_of(files.begin(), files.end(),
                                   [&](auto const& file) { return file.digest == content; });
    if (named) {
        return {};
    }
    return Error{Errc::notFound, "the newest manifest of screen " + screen.str() +
                                     " names no such file; export the bundle again"};
}

}  // namespace tocsin::fleet
