// SPDX-License-Identifier: Apache-2.0
// What a warning is to be, whoever asked for it: enough to make its next revision. Stored as JSON
// in the warning's row.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/access/principal.hpp"
#include "tocsin/messages/warning.hpp"
#include "tocsin/playlists/alerts.hpp"
#include "tocsin/vocabulary/result.hpp"
#include "tocsin/warnings/area.hpp"

namespace tocsin::warnings {

/// For which screens: the union of all that is said, but for what is excepted.
struct Where {
    bool all = false;
    std::vector<std::string> screens, units, tags;
    std::vector<Area> areas;
    std::vector<Area> except;  ///< screens in `areas` that are in these too are not meant
    bool operator==(Where const&) const = default;
    [[nodiscard]] bool saysAny() const {
        return all || !screens.empty() || !units.empty() || !tags.empty() || !areas.empty();
    }
};

/// One of the warnings that a CAP message makes.
struct CapPartKey {
    playlists::AlertKey message;
    std::string part;  ///< CapPart::name
    auto operator<=>(CapPartKey const&) const = default;
};

struct Wanted {
    std::string made;  ///< handle of its template; empty: free text, or a CAP message's
    bool emergency = false, drill = false;
    playlists::WarningLevel level = playlists::WarningLevel::none;
    std::string event, icon;
    std::vector<messages::WarningText> texts;
    Instant published, from, expires;
    Where where;
    std::optional<playlists::WarningLook> look;       ///< for this warning, whatever the rules say
    std::optional<playlists::WarningLook> usualLook;  ///< of its template
    std::optional<bool> sound;
    access::UnitSet reach;                     ///< units that who asked may reach
    std::string by;                            ///< who asked
    std::optional<playlists::AlertKey> alert;  ///< the CAP message that it says
    std::string part{};                        ///< which part of that message
    bool operator==(Wanted const&) const = default;

    /// People wrote what it says.
    [[nodiscard]] bool isFreeText() const { return made.empty() && !alert; }
};

inline constexpr std::size_t kMostTurnedDown = 32;

/// What is kept of a warning beside its columns.
struct Kept {
    Wanted wanted;    ///< of the newest revision, or what waits for its release
    Instant longest;  ///< no revision that was signed ends later
    /// The revision that brought what is shown to the screens, and since when it should be there;
    /// an extension brings nothing new. 0: none yet.
    std::int64_t brought = 0;
    Instant broughtAt;
    std::string reason;  ///< of whoever ended it
    /// Changes that a sender asked for and a person rejected: they are not asked for again. The
    /// newest last; at most kMostTurnedDown.
    std::vector<CapPartKey> turnedDown{};
    bool operator==(Kept const&) const = default;
};

[[nodiscard]] std::string toJson(Wanted const& wanted);
[[nodiscard]] std::string toJson(Kept const& kept);
/// Errc::damaged: our own rows.
[[nodiscard]] Result<Wanted> parseWanted(std::string_view json);
[[nodiscard]] Result<Kept> parseKept(std::string_view json);

}  // namespace tocsin::warnings
