// SPDX-License-Identifier: Apache-2.0
#include "rendition_trust.hpp"

#include "tocsin/library/rendition_record.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::schedule {
namespace {

constexpr std::size_t kMostRemembered = 200'000;

}  // namespace

bool RenditionTrust::holds(store::Conversion const& made, Digest const& master,
                           messages::PublicKey const& key) {
    auto const said = messages::sha256(
        made.record + "\n" + library::renditionPayload(made, master) + "\n" + key.base64());
    if (checked_.contains(said)) {
        return true;
    }
    if (!library::isMadeOf(made, master, key)) {
        return false;
    }
    if (checked_.size() >= kMostRemembered) {
        checked_.clear();
    }
    checked_.insert(said);
    return true;
}

void RenditionTrust::dropUnsigned(Situation& situation, messages::PublicKey const& key) {
    std::erase_if(situation.renditions, [&](auto const& entry) {
        auto const& made = entry.second;
        auto const asset = situation.assets.find(made.asset);
        bool const isRendition = made.screens.width > 0 && made.result;
        if (!isRendition || asset == situation.assets.end() ||
            holds(made, asset->second.content.master, key)) {
            return false;
        }
        // Without a record, or with one by a key that was rotated, it is only old.
        auto const record = messages::parseEnvelope(made.record);
        if (record && record->key == key) {
            situation.problems.push_back(
                "a rendition of asset " + asset->second.handle + " for " +
                std::to_string(made.screens.width) + "x" + std::to_string(made.screens.height) +
                " was not the file that was made of its master; screens get the master until it "
                "is made once more");
        }
        return true;
    });
}

}  // namespace tocsin::schedule
