// SPDX-License-Identifier: Apache-2.0
// Fills a controller's database with days of plays of many screens, as if their players had
// delivered them: planned, signed, chained, with leaves and sums, by the store's own functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/play_record.hpp"
#include "tocsin/messages/wire.hpp"
#include "tocsin/playlists/timeline.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::bench {

struct MonthSize {
    std::int64_t plays = 0;  ///< about so many, of all screens
    int screens = 100, days = 30;
};

/// A picture, and whose it is.
struct TakenPicture {
    messages::PublicKey player;
    ScreenId screen;
    messages::EvidencePicture picture;
};

class MonthOfPlays {
public:
    /// From midnight of the first day on (Asia/Shanghai).
    MonthOfPlays(MonthSize const& size, Instant first);
    /// Throws Failure. No controller may run on the store's directory.
    void write(store::Store& store);
    [[nodiscard]] std::int64_t plays() const noexcept { return rowsOfScreen_ * screens_; }
    /// The JPEG file as picture `number` of `all`, which are spread over screens and days, as the
    /// screen's player would have taken it of a play.
    [[nodiscard]] TakenPicture picture(std::int64_t number, std::int64_t all,
                                       std::string jpeg) const;

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
    int screens_, dayCount_;
    std::int64_t playsADay_, rowsOfScreen_;
    std::vector<Player> players_;
    std::vector<Day> days_;  ///< dayCount_ of each group
};

}  // namespace tocsin::bench
