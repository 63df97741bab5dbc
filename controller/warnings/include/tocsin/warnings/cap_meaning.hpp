// SPDX-License-Identifier: Apache-2.0
// What a CAP message means for screens: whether it may be shown at all, how grave it is, what it
// says and until when. Pure.
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

struct CapMeaning {
    CapUse use = CapUse::never;
    std::string why;  ///< never, drill, allClear: one English sentence, by which element
    std::string whyZh;
    playlists::WarningLevel level = playlists::WarningLevel::none;
    std::string levelFrom;  ///< which element said so: "parameter severityColor", "severity", …
    std::string event, icon;
    std::vector<messages::WarningText> texts;  ///< one a language, Chinese first
    Instant published, from, expires;
    bool lastsByDefault = false;  ///< the message names no end
    bool cut = false;             ///< it names one beyond the hard cap
    std::vector<Area> areas;
};

/// The infos of one message are one warning in several languages where category and event code or
/// event agree; otherwise those of the highest level count. Colours: a parameter or eventCode that
/// names a colour (severityColor, 颜色, awareness_level of MeteoAlarm "3; orange; Severe", a title
/// with 红色 …) before CAP's severity, which is only a guess. MeteoAlarm's green is no warning.
[[nodiscard]] CapMeaning meaningOf(CapMessage const& message, Instant now, Lasting const& lasting);

}  // namespace tocsin::warnings
