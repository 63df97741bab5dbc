// SPDX-License-Identifier: Apache-2.0
// Programmes for tests, written by hand and generated.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tocsin/playlists/compiler.hpp"

namespace tocsin::playlists {

LocalDay day(std::string const& text);
Instant at(std::string const& rfc3339);

ProgrammeAsset film(std::string const& id, std::int64_t ms);
ProgrammeAsset picture(std::string const& id, std::int64_t ms);
ProgrammeCampaign campaign(std::string const& id, CampaignClass priority,
                           std::vector<std::string> const& items);
ProgrammeCampaign hourly(std::string const& id, std::int64_t plays,
                         std::vector<std::string> const& items);
Daypart part(std::string const& from, std::string const& to);
/// In Asia/Shanghai, always open, with nothing in it.
Programme emptyProgramme();
/// Six campaigns of ten-second films that fill every hour to the last second: 200/40/20/20/60/20
/// plays.
Programme sixWeights();

/// A small generator of its own, so that the same seed gives the same programme everywhere.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed * 2 + 1) {}
    std::int64_t roll(std::int64_t least, std::int64_t most);
    template <class T>
    void shuffle(std::vector<T>& rows) {
        for (std::size_t i = rows.size(); i > 1; --i) {
            std::swap(rows[i - 1],
                      rows[static_cast<std::size_t>(roll(0, static_cast<std::int64_t>(i) - 1))]);
        }
    }

private:
    std::uint64_t state_;
};

/// A programme of films, pictures and slogans with dayparts, opening hours and fillers; lightly
/// booked unless `heavy`.
Programme randomProgramme(Dice& dice, bool heavy);

/// How much of the airtime is booked.
enum class Booked { lightly, heavily, overfull };

/// A programme and a day for it.
struct VariedDay {
    Programme programme;
    LocalDay date{};
};

/// Everything that a programme can say, alone and together: every pacing and limit, days by every
/// rule, dayparts across midnight, fixed events, debts, categories, opening hours, and days on
/// which the clocks of odd zones change.
VariedDay variedDay(Dice& dice, Booked booked);

/// Plays of a campaign in [from, to).
std::int64_t countOf(Timeline const& timeline, std::string const& campaign,
                     Instant from = Instant::min(), Instant to = Instant::max());

}  // namespace tocsin::playlists
