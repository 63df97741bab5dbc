// SPDX-License-Identifier: Apache-2.0
#include "spare_files.hpp"

#include <algorithm>
#include <map>

#include "tocsin/messages/envelope.hpp"
#include "tocsin/playlists/timeline.hpp"

namespace tocsin::fleet {
namespace {

/// Files by when they are needed first.
class Needs {
public:
    void add(Digest const& digest, std::int64_t bytes, std::string const& name, Instant at) {
        auto const [known, isNew] = files_.try_emplace(digest, Need{{digest, bytes, name}, at});
        if (!isNew && at < known->second.at) {
            known->second.at = at;
        }
    }
    [[nodiscard]] std::vector<messages::SpareList::File> soonestFirst() const {
        std::vector<Need> needs;
        for (auto const& [digest, need] : files_) {
            needs.push_back(need);
        }
        std::stable_sort(needs.begin(), needs.end(),
                         [](Need const& a, Need const& b) { return a.at < b.at; });
        needs.resize(std::min(needs.size(), messages::kMaxSpareFiles));
        std::vector<messages::SpareList::File> out;
        for (auto& need : needs) {
            out.push_back(std::move(need.file));
        }
        return out;
    }

private:
    struct Need {
        messages::SpareList::File file;
        Instant at;
    };
    std::map<Digest, Need> files_;
};

/// When each asset of a span is on first, from `now` on; by its digest in hex.
void firstUses(playlists::Timeline const& timeline, messages::Span const& span, Instant now,
               std::map<std::string, Instant>& uses) {
    for (std::size_t i = 0; i < timeline.entries.size(); ++i) {
        auto const slot = playlists::slotOf(timeline, i);
        if (slot.dark || slot.end <= std::max(now, span.from) || slot.start >= span.to) {
            continue;
        }
        auto const at = std::max(slot.start, now);
        auto const [known, isNew] = uses.try_emplace(slot.asset.str(), at);
        if (!isNew && at < known->second) {
            known->second = at;
        }
    }
}

std::optional<messages::Manifest> newestManifest(store::Tx const& tx, ScreenId const& screen) {
    auto const released = tx.manifests().newest(screen);
    auto const envelope = released ? messages::parseEnvelope(released->envelope)
                                   : Result<messages::Envelope>(Error{});
    auto manifest =
        envelope ? messages::parseManifest(envelope->payload) : Result<messages::Manifest>(Error{});
    return manifest ? std::optional(std::move(*manifest)) : std::nullopt;
}

void addManifest(store::Tx const& tx, messages::Manifest const& manifest, Instant now,
                 Needs& needs) {
    std::map<std::string, Instant> uses;
    for (auto const& span : manifest.spans) {
        if (span.to <= now) {
            continue;
        }
        needs.add(span.timeline, span.bytes, "timeline", std::max(span.from, now));
        auto const file = tx.timelines().find(span.timeline);
        auto const timeline =
            file ? playlists::decodeTimeline(file->bytes) : Result<playlists::Timeline>(Error{});
        if (timeline) {
            firstUses(*timeline, span, now, uses);
        }
    }
    for (auto const& overlay : manifest.overlays) {
        if (overlay.to > now) {
            uses.try_emplace(overlay.asset.hex(), std::max(overlay.from, now));
        }
    }
    for (auto const& asset : manifest.assets) {
        auto const use = uses.find(asset.content.asset.hex());
        needs.add(asset.content.rendition, asset.bytes, asset.name,
                  use == uses.end() ? manifest.expires : use->second);
    }
}

}  // namespace

bool standsInFor(store::Spare const& spare, store::Screen const& screen) {
    if (screen.retired) {
        return false;
    }
    if (!spare.screens.empty()) {
        return std::find(spare.screens.begin(), spare.screens.end(), screen.id.str()) !=
               spare.screens.end();
    }
    if (!spare.tag.empty() &&
        std::find(screen.tags.begin(), screen.tags.end(), spare.tag) == screen.tags.end()) {
        return false;
    }
    return spare.unit.empty() || screen.unit == spare.unit;
}

std::vector<messages::SpareList::File> spareFiles(store::Tx const& tx, store::Spare const& spare,
                                                  Instant now) {
    Needs needs;
    for (auto const& screen : tx.screens().all()) {
        if (!standsInFor(spare, screen)) {
            continue;
        }
        if (auto const manifest = newestManifest(tx, screen.id)) {
            addManifest(tx, *manifest, now, needs);
        }
    }
    return needs.soonestFirst();
}

}  // namespace tocsin::fleet
