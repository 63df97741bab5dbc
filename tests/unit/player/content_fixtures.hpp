// SPDX-License-Identifier: Apache-2.0
// A player's content for tests: a cache folder, a plan keeper that is offered manifests, findings.
#pragma once

#include <algorithm>
#include <fstream>

#include "director/plan_keeper.hpp"
#include "player_fixtures.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {

class ContentTest : public testing::Test {
protected:
    ContentTest() {
        std::filesystem::create_directories(cache.folder());
        plans.trust(Trust::inContentKey(controller.publicKey()));
    }

    static messages::ManifestAsset asset(std::string const& content) {
        auto out = assetNamed(content);
        out.bytes = static_cast<std::int64_t>(content.size());
        return out;
    }
    /// The file of the asset with this content, or other bytes in its place.
    void put(std::string const& content) const { put(digestOf(content), content); }
    void put(Digest const& digest, std::string const& bytes) const {
        std::ofstream(cache.path(digest), std::ios::binary) << bytes;
    }
    [[nodiscard]] bool here(std::string const& content) const {
        return std::filesystem::exists(cache.path(digestOf(content)));
    }
    /// The controller offers a manifest of these assets, the first of which is the fallback.
    void offer(std::vector<std::string> const& contents) {
        auto manifest = manifestFor({}, {});
        manifest.version.counter = ++counter;
        for (auto const& content : contents) {
            manifest.assets.push_back(asset(content));
        }
        if (!contents.empty()) {
            manifest.fallback = {digestOf(contents.front())};
        }
        auto const envelope = messages::toJson(
            messages::seal(controller, messages::kManifestKind, messages::toJson(manifest)));
        auto const receipt = plans.offer(envelope, manifest.screen, morning(0));
        ASSERT_TRUE(receipt.accepted) << receipt.reason;
    }
    [[nodiscard]] bool told(std::string const& part) const {
        auto const texts = findings.first(99);
        return std::any_of(texts.begin(), texts.end(), [&](std::string const& text) {
            return text.find(part) != std::string::npos;
        });
    }

    std::filesystem::path const folder = freshFolder();
    messages::KeyPair const controller = messages::KeyPair::generate();
    std::int64_t counter = 0;
    ContentCache const cache{folder / "cache"};
    Findings findings;
    std::function<void(Plan const&)> onPlan = [](Plan const&) {};
    PlanKeeper plans{folder / "manifest.json", cache, silentLog(), findings,
                     [this](std::shared_ptr<Plan const> const& plan) { onPlan(*plan); }};
};

}  // namespace tocsin::player
