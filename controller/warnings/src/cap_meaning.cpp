// SPDX-License-Identifier: Apache-2.0
#include "tocsin/warnings/cap_meaning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "cap_event.hpp"
#include "cap_groups.hpp"
#include "cap_infos.hpp"
#include "cap_over.hpp"
#include "cap_texts.hpp"
#include "info_facts.hpp"

namespace tocsin::warnings {
namespace {

using playlists::AlertType;

constexpr Instant kLastInstant{
    std::chrono::sys_days(std::chrono::year(9999) / std::chrono::December / 31)};

void decide(CapMeaning& out, CapUse use, std::string why, std::string whyZh) {
    out.use = use;
    out.why = std::move(why);
    out.whyZh = std::move(whyZh);
}

/// What is never on a public screen, whatever it says. True: it has been decided.
bool isNotForScreens(CapMessage const& message, CapMeaning& out) {
    if (message.head.type == AlertType::ack || message.head.type == AlertType::error) {
        auto const type = playlists::AlertType::ack == message.head.type ? "Ack" : "Error";
        decide(out, CapUse::never, fmt::format("msgType {}: an answer between machines", type),
               fmt::format("msgType 为 {}：系统间的应答", type));
        return true;
    }
    if (message.scope != "Public") {
        decide(out, CapUse::never, fmt::format("scope {}: not for the public", message.scope),
               fmt::format("scope 为 {}：不面向公众", message.scope));
        return true;
    }
    if (message.status == "Draft" || message.status == "System") {
        decide(out, CapUse::never, fmt::format("status {}: not meant to be shown", message.status),
               fmt::format("status 为 {}：不用于发布", message.status));
        return true;
    }
    return false;
}

/// None of the infos stands any more. An all-clear of one of them ends what the message updates.
void decideOver(CapMessage const& message, CapMeaning& out) {
    std::optional<Over> said;
    for (auto const& info : message.infos) {
        auto over = overOf(info);
        if (over && (!said || (said->past && !over->past))) {
            said = std::move(over);
        }
    }
    if (!said) {
        decide(out, CapUse::never, "the message has no info: it says nothing to show",
               "报文没有 info，无可显示的内容");
        return;
    }
    decide(out, said->past ? CapUse::never : CapUse::allClear, said->why, said->whyZh);
}

std::optional<Instant> latestEnd(std::vector<CapInfo const*> const& infos) {
    std::optional<Instant> out;
    for (auto const* info : infos) {
        out = info->expires ? std::max(out.value_or(*info->expires), *info->expires) : out;
    }
    return out;
}

/// Shown from when it takes effect, not from when the danger is expected: that is what it warns of.
Instant beginOf(CapMessage const& message, std::vector<CapInfo const*> const& infos) {
    std::optional<Instant> out;
    for (auto const* info : infos) {
        auto const begin = info->effective.value_or(message.head.key.sent);
        out = std::min(out.value_or(begin), begin);
    }
    return out.value_or(message.head.key.sent);
}

void setTimes(CapPart& out, CapMessage const& message, std::vector<CapInfo const*> const& infos,
              Lasting const& lasting) {
    auto const end = latestEnd(infos);
    out.from = beginOf(message, infos);
    if (end && out.from > *end) {
        out.from = std::min(message.head.key.sent, *end);
    }
    auto const found = lasting.byLevel.find(out.level);
    auto const byDefault = found == lasting.byLevel.end() ? lasting.otherwise : found->second;
    out.lastsByDefault = !end.has_value();
    out.expires = end.value_or(out.from + byDefault);
    if (out.expires > out.from + lasting.most) {
        out.cut = !out.lastsByDefault;
        out.expires = out.from + lasting.most;
    }
    // What a message says of the end of time can still be written.
    out.expires = std::min(out.expires, kLastInstant);
    out.from = std::min(out.from, out.expires);
}

/// Those that have not ended yet, so that one that has does not stand before them; all, if all
/// have.
std::vector<CapInfo const*> unexpired(std::vector<CapInfo const*> const& infos, Instant now) {
    std::vector<CapInfo const*> out;
    std::copy_if(infos.begin(), infos.end(), std::back_inserter(out),
                 [now](auto const* info) { return !info->expires || *info->expires > now; });
    return out.empty() ? infos : out;
}

CapPart partOf(CapMessage const& message, InfoGroup const& group, Instant now,
               Lasting const& lasting) {
    auto const infos = byLanguage(unexpired(group.infos, now));
    auto const level = levelOfAll(infos);
    CapPart out;
    out.level = level.level;
    out.levelFrom = level.from;
    out.icon = iconOf(infos);
    for (auto const* info : infos) {
        out.event = out.event.empty() ? shortEvent(info->event) : out.event;
    }
    out.texts = textsOf(infos, out.level);
    out.areas = areasOf(infos);
    if (std::none_of(out.areas.begin(), out.areas.end(),
                     [](Area const& area) { return area.saysWhere(); })) {
        out.areas = areasOf(group.infos);
    }
    setTimes(out, message, infos, lasting);
    return out;
}

bool isOver(CapPart const& part, Instant now) {
    return part.texts.empty() || part.expires <= now;
}

struct NamedPart {
    CapPart part;
    std::size_t event = 0;
};

/// The gravest first; only those that stand, if any does.
std::vector<NamedPart> partsOf(CapMessage const& message, std::vector<CapInfo const*> const& infos,
                               Instant now, Lasting const& lasting) {
    std::vector<NamedPart> out;
    for (auto const& group : groupsOf(infos)) {
        out.push_back({partOf(message, group, now, lasting), group.event});
        if (out.size() > 1) {
            out.back().part.name = std::to_string(infos[group.first] - message.infos.data());
        }
    }
    bool const anyStands = std::any_of(out.begin(), out.end(),
                                       [&](auto const& one) { return !isOver(one.part, now); });
    if (anyStands) {
        std::erase_if(out, [&](auto const& one) { return isOver(one.part, now); });
    }
    std::stable_sort(out.begin(), out.end(),
                     [](auto const& a, auto const& b) { return a.part.level > b.part.level; });
    return out;
}

/// Where a graver one of the same event stands as long, a part is not for the screens.
void leaveToGraver(std::vector<NamedPart>& parts) {
    for (auto& [part, event] : parts) {
        for (auto const& [graver, itsEvent] : parts) {
            if (itsEvent == event && graver.level > part.level && graver.from <= part.from &&
                graver.expires >= part.expires) {
                part.except.insert(part.except.end(), graver.areas.begin(), graver.areas.end());
            }
        }
    }
}

void describe(CapMeaning& out, CapMessage const& message, std::vector<CapInfo const*> const& infos,
              Instant now, Lasting const& lasting) {
    auto parts = partsOf(message, infos, now, lasting);
    if (parts.empty()) {
        return;
    }
    if (parts.size() > kMostCapParts) {
        out.leftOut = parts.size() - kMostCapParts;
        parts.resize(kMostCapParts);
    }
    leaveToGraver(parts);
    static_cast<CapPart&>(out) = parts.front().part;
    for (auto& one : parts) {
        out.parts.push_back(std::move(one.part));
    }
}

void decideShown(CapMessage const& message, Instant now, CapMeaning& out) {
    if (out.texts.empty()) {
        decide(out, CapUse::never, "the message has no text to show", "报文没有可显示的文字");
    } else if (out.expires <= now) {
        auto const end = formatInstant(out.expires);
        auto const [by, byZh] = out.lastsByDefault
                                    ? std::pair("it names no end", "未写明结束时间，按默认时长")
                                : out.cut ? std::pair("cut to the longest time", "按最长时限截短")
                                          : std::pair("expires", "expires");
        decide(out, CapUse::never, fmt::format("its time was over at {} ({})", end, by),
               fmt::format("已于 {} 到期（{}）", end, byZh));
    } else if (message.status != "Actual") {
        decide(out, CapUse::drill,
               fmt::format("status {}: on screens chosen for a drill only", message.status),
               fmt::format("status 为 {}：仅用于演练屏幕", message.status));
    } else {
        out.use = CapUse::show;
    }
}

}  // namespace

CapMeaning meaningOf(CapMessage const& message, Instant now, Lasting const& lasting) {
    CapMeaning out;
    out.published = out.from = out.expires = message.head.key.sent;
    auto const standing = standingInfos(message);
    describe(out, message, standing.empty() ? allInfos(message) : standing, now, lasting);
    if (isNotForScreens(message, out)) {
        out.parts.clear();
        return out;
    }
    if (message.head.type == AlertType::cancel) {
        decide(out, CapUse::allClear, "msgType Cancel: it ends what it refers to",
               "msgType 为 Cancel：取消所引用的预警");
    } else if (standing.empty()) {
        decideOver(message, out);
    } else {
        decideShown(message, now, out);
    }
    if (out.use == CapUse::allClear) {
        out.icon = "clear";
    }
    if (out.use != CapUse::show && out.use != CapUse::drill) {
        out.parts.clear();
    }
    return out;
}

}  // namespace tocsin::warnings
