// SPDX-License-Identifier: Apache-2.0
// What a report is asked for: an interval, groupings, a form, a language.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tocsin/access/route.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/reports/interval.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::reports {

/// `unit` is the unit that a screen belongs to; `tree` that and every unit above it, so its rows
/// hold each other and do not add up to the total.
enum class By { screen, campaign, asset, category, unit, tree, daypart, day, hour };
[[nodiscard]] std::string_view toString(By by);

enum class Format { json, csv, html };
enum class Language { chinese, english };

struct ReportRequest {
    bool byDates = false;
    playlists::LocalDay firstDay{}, lastDay{};  ///< byDates: both inclusive, local to each screen
    Interval instants{};                        ///< otherwise: half-open
    std::vector<By> by;                         ///< at least one, none twice
    Format format = Format::json;
    Language language = Language::chinese;  ///< of HTML
    /// Only of screens of these units.
    access::UnitSet units = access::UnitSet::all();
    /// Plays: only of these campaigns, and none of the fallback loop; nothing: of all.
    std::optional<std::set<CampaignId>> campaigns{};
    /// Plays: whether rows that match nothing planned are counted, for which every row is read; if
    /// not, PlayFigures::other is left open.
    bool countsOther = true;
    /// Seconds: more days of screens are refused. 1,200 of 3,000 plays each are some four seconds
    /// of work.
    std::int64_t mostScreenDays = 1'200;

    [[nodiscard]] bool groupsBy(By what) const;
    [[nodiscard]] bool asksFor(CampaignId const& campaign) const;
    /// The interval as instants for a screen of this zone. Errc::invalid for an unknown zone.
    [[nodiscard]] Result<Interval> intervalIn(std::string const& zone) const;
    /// As the report repeats them.
    [[nodiscard]] std::string fromText() const;
    [[nodiscard]] std::string toText() const;
};

/// What a report can be asked for.
struct Offer {
    std::vector<By> by;
    std::vector<By> usual;  ///< if nothing is said
    int longestDays = 400;
};

/// Reads the query parameters from, to, by, format, lang; without lang the header Accept-Language
/// says it, and without that it is Chinese. Errc::invalid with one line that says what is allowed.
[[nodiscard]] Result<ReportRequest> readReportRequest(access::Request const& request,
                                                      Offer const& offer);

}  // namespace tocsin::reports
