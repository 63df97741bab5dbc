// SPDX-License-Identifier: Apache-2.0
// What a play report is asked for: an interval, groupings, a form.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tocsin/access/principal.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::reports {

enum class By { screen, campaign, asset, unit, hour };
[[nodiscard]] std::string_view toString(By by);

struct Interval {
    Instant begin, end;
    auto operator<=>(Interval const&) const = default;
};

struct PlayRequest {
    bool byDates = false;
    playlists::LocalDay firstDay{}, lastDay{};  ///< byDates: both inclusive, local to each screen
    Interval instants{};                        ///< otherwise: half-open
    std::vector<By> by;                         ///< at least one, none twice
    bool csv = false;
    /// Only of screens of these units.
    access::UnitSet units = access::UnitSet::all();

    [[nodiscard]] bool groupsBy(By what) const;
    /// The interval as instants for a screen of this zone. Errc::invalid for an unknown zone.
    [[nodiscard]] Result<Interval> intervalIn(std::string const& zone) const;
    /// As the report repeats them.
    [[nodiscard]] std::string fromText() const;
    [[nodiscard]] std::string toText() const;
};

/// Reads the query parameters from, to, by, format. Errc::invalid with one line that says what is
/// allowed.
[[nodiscard]] Result<PlayRequest> readPlayRequest(std::map<std::string, std::string> const& query);

}  // namespace tocsin::reports
