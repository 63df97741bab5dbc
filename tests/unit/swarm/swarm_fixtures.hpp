// SPDX-License-Identifier: Apache-2.0
// A controller's keys, and warnings that they sign.
#pragma once

#include <string>
#include <vector>

#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/key_set.hpp"
#include "tocsin/messages/warning.hpp"

namespace tocsin::swarm {

inline constexpr std::int64_t kNow = 1'780'279'200'000;

struct Keys {
    messages::KeyPair root = messages::KeyPair::generate();
    std::vector<messages::KeyPair> pairs;
    messages::KeySet set;

    Keys() {
        set.generation = 1;
        set.issued = fromMillis(kNow);
        set.root = root.publicKey();
        for (auto const role : messages::kSigningRoles) {
            pairs.push_back(messages::KeyPair::generate());
            set.key(role) = pairs.back().publicKey();
        }
    }
    [[nodiscard]] messages::KeyPair const& of(messages::SigningRole role) const {
        return pairs[static_cast<std::size_t>(role)];
    }
    [[nodiscard]] std::string envelope() const {
        return messages::toJson(messages::seal(root, messages::kKeySetKind, messages::toJson(set)));
    }
};

inline std::vector<messages::WarningTarget> targetsOf(int count) {
    std::vector<messages::WarningTarget> out;
    for (int i = 0; i < count; ++i) {
        out.push_back({ScreenId("s" + std::to_string(1'000 + i)), playlists::WarningLook::takeover,
                       false, true});
    }
    return out;
}

inline messages::Warning warningOf(std::int64_t revision = 1,
                                   messages::WarningAction action = messages::WarningAction::show) {
    messages::Warning out;
    out.id = "w1";
    out.revision = revision;
    out.action = action;
    out.event = "暴雨";
    if (action == messages::WarningAction::show) {
        out.texts = {{"zh-CN", "暴雨红色预警", "市气象台", "请减少外出。", ""}};
    }
    out.issued = out.published = out.from = fromMillis(kNow);
    out.expires = fromMillis(kNow + 600'000);
    return out;
}

inline std::string sealed(messages::Warning warning,
                          std::vector<messages::WarningTarget> const& targets, Keys const& keys) {
    warning.targets = static_cast<std::int64_t>(targets.size());
    warning.targetRoot = messages::treeOf(targets).root;
    return messages::toJson(messages::seal(keys.of(messages::SigningRole::warning),
                                           messages::kWarningKind, messages::toJson(warning)));
}

inline messages::WarningDelivery deliveryOf(std::string const& envelope,
                                            std::vector<messages::WarningTarget> const& targets,
                                            std::size_t index) {
    return {envelope, targets[index], static_cast<std::int64_t>(index),
            messages::treeOf(targets).proofs[index]};
}

}  // namespace tocsin::swarm
