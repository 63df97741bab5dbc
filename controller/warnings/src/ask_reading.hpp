// SPDX-License-Identifier: Apache-2.0
// What a duty officer asks for, and what that comes to.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "tocsin/messages/json.hpp"
#include "tocsin/warnings/warnings.hpp"
#include "wanted.hpp"

namespace tocsin::warnings {

/// Bytes of headline and issuer, and of body and instruction: those of messages::WarningText.
inline constexpr std::size_t kMostHeadline = 200, kMostText = 4'000;

/// Until when: nothing said, so many minutes, or an instant.
struct Until {
    std::optional<std::int64_t> minutes;
    std::optional<Instant> expires;
};

struct Ask {
    std::string made;  ///< handle of a template; empty: free text
    std::map<std::string, std::string, std::less<>> fields;
    std::optional<playlists::WarningLevel> level;
    bool emergency = false, drill = false;
    std::string event, icon, headline, issuer, body, instruction;
    Where where;
    Until until;
    std::optional<Instant> from;
    std::optional<playlists::WarningLook> look;
    std::optional<bool> sound;
};

/// Throws Failure with the path of the fault.
[[nodiscard]] Ask readAsk(messages::JsonReader const& in);
[[nodiscard]] Until readUntil(messages::JsonReader const& in);

/// Errc::invalid for what the site does not allow: a template or field that is not there, an end
/// that is past or beyond the hard cap, a drill for everybody. `who` and their reach are the
/// caller's to add.
[[nodiscard]] Result<Wanted> wantedOf(Ask const& ask, WarningSettings const& settings, Instant now);

/// "24 hours", "90 minutes".
[[nodiscard]] std::string inHours(Milliseconds length);
/// "6月1日8时30分" by the site's clocks.
[[nodiscard]] std::string chineseTime(Instant t, std::string const& zone);

}  // namespace tocsin::warnings
