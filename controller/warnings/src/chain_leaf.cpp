// SPDX-License-Identifier: Apache-2.0
#include "chain_leaf.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::warnings {
namespace {

Wanted wantedFrom(CapPart const& part, Instant published, CapEntry const& entry) {
    Wanted out;
    out.level = part.level;
    out.event = part.event;
    out.icon = part.icon;
    out.texts = part.texts;
    out.published = published;
    out.from = part.from;
    out.expires = part.expires;
    out.where.areas = part.areas;
    out.where.except = part.except;
    out.reach = entry.kept.reach;
    out.by = entry.row.who;
    out.alert = keyOf(entry.row);
    out.part = part.name;
    return out;
}

Result<std::string> xmlOf(Warnings::State const& state, playlists::AlertKey const& key) {
    std::string out;
    auto const looked = state.store.read([&](store::Tx const& tx) -> Result<> {
        if (auto row = tx.warnings().findCap(key.sender, key.identifier, key.sent)) {
            out = std::move(row->xml);
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return out;
}

Outcome noScreens(std::vector<CapPart> const& parts) {
    bool const somewhere = std::any_of(parts.begin(), parts.end(), [](CapPart const& part) {
        return std::any_of(part.areas.begin(), part.areas.end(),
                           [](Area const& area) { return area.saysWhere(); });
    });
    return somewhere
               ? Outcome{"no screen of this site lies in its area", "本站没有屏幕位于其影响区域"}
               : Outcome{"it has no area that could be told from a map or a division code",
                         "消息未给出可判定的影响区域"};
}

}  // namespace

Result<ChainLeaf> readLeaf(Warnings::State const& state, CapEntry entry) {
    ChainLeaf out;
    out.entry = std::move(entry);
    auto const key = keyOf(out.entry.row);
    auto const xml = xmlOf(state, key);
    if (!xml) {
        return xml.error();
    }
    auto const reading = readCap(*xml);
    if (!reading.message) {
        return Error{Errc::damaged, "the CAP message " + key.identifier +
                                        " that was kept cannot be read any more"};
    }
    auto const meaning = meaningOf(*reading.message, state.now(), state.settings.lasting);
    if (meaning.use != CapUse::show) {
        out.none = {meaning.why, meaning.whyZh};
        return out;
    }
    out.leftOut = meaning.leftOut;
    for (auto const& part : meaning.parts) {
        auto wanted = wantedFrom(part, meaning.published, out.entry);
        auto const chosen = state.choose(wanted);
        if (!chosen) {
            return chosen.error();
        }
        if (chosen->screens.empty()) {
            ++out.nowhere;
        } else {
            out.parts.push_back(std::move(wanted));
        }
    }
    if (out.parts.empty()) {
        out.none = noScreens(meaning.parts);
    }
    return out;
}

Outcome outcomeOf(ChainLeaf const& leaf, std::size_t warnings, bool waits) {
    if (leaf.parts.empty()) {
        return leaf.none;
    }
    if (warnings == 0) {
        return {};  // a person or its time ended it before
    }
    auto out = waits ? Outcome{"it waits for its release by a duty officer", "等待值班人员核发"}
                     : Outcome{"it was raised", "已发布"};
    if (warnings > 1) {
        out.why += fmt::format(", as {} warnings", warnings);
        out.whyZh += fmt::format("，共 {} 条预警", warnings);
    }
    if (leaf.nowhere > 0) {
        out.why += fmt::format("; {} of its parts {} for no screen of this site", leaf.nowhere,
                               leaf.nowhere == 1 ? "is" : "are");
        out.whyZh += fmt::format("；其中 {} 部分不涉及本站屏幕", leaf.nowhere);
    }
    if (leaf.leftOut > 0) {
        out.why += fmt::format("; {} more {} left out: one message makes at most {} warnings",
                               leaf.leftOut, leaf.leftOut == 1 ? "was" : "were", kMostCapParts);
        out.whyZh += fmt::format("；另有 {} 条未采用：一条消息最多生成 {} 条预警", leaf.leftOut,
                                 kMostCapParts);
    }
    return out;
}

}  // namespace tocsin::warnings
