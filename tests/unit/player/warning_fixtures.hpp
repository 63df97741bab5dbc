// SPDX-License-Identifier: Apache-2.0
// Warnings as a controller's tests sign them, and as pictures of one shade.
#pragma once

#include "controller_keys.hpp"
#include "stage/warning_show.hpp"
#include "tocsin/messages/warning.hpp"

namespace tocsin::player {

/// In force for the first minute of the morning.
inline messages::Warning rainWarning(std::int64_t revision = 1) {
    messages::Warning out;
    out.id = "w-rain";
    out.revision = revision;
    out.level = playlists::WarningLevel::orange;
    out.event = "暴雨";
    out.icon = "rain";
    out.texts = {
        {"zh-CN", "暴雨橙色预警", "市气象台", "三小时内有暴雨。\n\n注意防范。", "减少外出。"}};
    out.issued = out.published = out.from = morning(0);
    out.expires = morning(60'000);
    out.zone = "Asia/Shanghai";
    return out;
}

inline messages::Warning clearing(messages::Warning warning) {
    ++warning.revision;
    warning.action = messages::WarningAction::clear;
    warning.texts.clear();
    return warning;
}

/// The delivery of the target with this index.
inline messages::WarningDelivery deliveredBy(messages::KeyPair const& key, messages::Warning what,
                                             std::vector<messages::WarningTarget> const& targets,
                                             std::size_t index = 0) {
    auto const tree = messages::treeOf(targets);
    what.targets = static_cast<std::int64_t>(targets.size());
    what.targetRoot = tree.root;
    return {messages::toJson(messages::seal(key, messages::kWarningKind, messages::toJson(what))),
            targets[index], static_cast<std::int64_t>(index), tree.proofs[index]};
}

/// To "gate-led", among others.
inline messages::WarningDelivery delivered(
    ControllerKeys const& keys, messages::Warning what,
    playlists::WarningLook look = playlists::WarningLook::takeover) {
    what.generation = keys.generation;
    return deliveredBy(keys.key(messages::SigningRole::warning), std::move(what),
                       {{ScreenId("gate-led"), look}, {ScreenId("hall")}});
}

}  // namespace tocsin::player
