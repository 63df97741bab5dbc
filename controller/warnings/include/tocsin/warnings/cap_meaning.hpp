// SPDX-License-Identifier: Apache-2.0
// What a CAP message means for screens: whether it may be shown at all, which warnings it makes,
// how grave each is, what it says and until when. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/messages/warning.hpp"
#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

/// How long a message without an end lasts, and how long any may.
struct Lasting {
    std::map<playlists::WarningLevel, Milliseconds> byLevel{};  ///< absent level: `otherwise`
    Milliseconds otherwise{std::chrono::hours(6)};
    Milliseconds most{std::chrono::hours(24)};
};

enum class CapUse {
    show,
    drill,     ///< status Exercise or Test: on screens chosen for it by a person, with 【演练】
    allClear,  ///< the danger is over: it shows nothing, and ends what it updates
    never      ///< Draft, System, Restricted, Private, Ack, Error, past, expired, without any text
};

/// One warning that a message makes: an event at a level for a set of areas, in all its languages.
struct CapPart {
    playlists::WarningLevel level = playlists::WarningLevel::none;
    std::string levelFrom;  ///< which element said so: "parameter severityColor", "severity", …
    std::string event, icon;
    std::vector<messages::WarningText> texts;  ///< one a language, Chinese first
    Instant from, expires;
    bool lastsByDefault = false;  ///< the message names no end
    bool cut = false;             ///< it names one beyond the hard cap
    std::vector<Area> areas;
    /// Tells it from the others of its message, whenever that is read: empty for the gravest, else
    /// the number of its first info.
    std::string name;
    /// There a graver warning of the same event of this message stands at least as long: this one
    /// is not for screens in them.
    std::vector<Area> except;
};

/// The part that it is itself: the gravest of those that stand, or, if none does, of all.
struct CapMeaning : CapPart {
    CapUse use = CapUse::never;
    std::string why;  ///< never, drill, allClear: one English sentence, by which element
    std::string whyZh;
    Instant published;
    std::vector<CapPart> parts;  ///< show, drill: all that stand, the gravest first
    std::size_t leftOut = 0;     ///< parts beyond kMostCapParts
};

/// So many warnings one message makes at most; of more the gravest.
inline constexpr std::size_t kMostCapParts = 16;

/// Infos whose category and event code or event agree speak of one event; in several languages they
/// are one warning. Several events, several levels of one and several sets of areas are a warning
/// each, but for those that say the very same of several areas. Colours: a parameter or eventCode
/// that names a colour (severityColor, 颜色, awareness_level of MeteoAlarm "3; orange; Severe", a
/// title with 红色 …) before CAP's severity, which is only a guess. MeteoAlarm's green is no
/// warning.
[[nodiscard]] CapMeaning meaningOf(CapMessage const& message, Instant now, Lasting const& lasting);

}  // namespace tocsin::warnings
