// SPDX-License-Identifier: Apache-2.0
// Fills a controller's database with thirty days of plays of a hundred screens, as if their players
// had delivered them: planned, signed, chained, with leaves and sums, by the store's own functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/play_record.hpp"
#include "tocsin/playlists/timeline.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::bench {

inline constexpr int kScreens = 100, kDays = 30;

class MonthOfPlays {
public:
    /// About so many plays, from midnight of the first day on (Asia/Shanghai).
    MonthOfPlays(std::int64_t plays, Instant first);
    /// Throws Failure. No controller may run on the store's directory.
    void write(store::Store& store);
    [[nodiscard]] std::int64_t plays() const noexcept { return rowsOfScreen_ * kScreens; }

private:
    /// What the screens of one group show on one day.
    struct Day {
        playlists::Timeline timeline;
        std::string bytes;
        Digest digest;
    };
    struct Player {
        messages::KeyPair key = messages::KeyPair::generate();
        Digest prev{};
    };
    [[nodiscard]] Day dayOf(int group, int day) const;
    [[nodiscard]] Day const& dayOf(int screen, std::int64_t row) const;
    [[nodiscard]] messages::PlayRecord row(int screen, std::int64_t number) const;
    [[nodiscard]] store::LedgerBatch batch(int screen, std::int64_t number);
    [[nodiscard]] std::vector<store::LedgerBatch> round(std::int64_t number);
    void writeSite(store::Store& store) const;
    void writePlans(store::Store& store) const;

    Instant first_;
    std::int64_t playsADay_, rowsOfScreen_;
    std::vector<Player> players_;
    std::vector<Day> days_;  ///< kDays of each group
};

}  // namespace tocsin::bench
