// SPDX-License-Identifier: Apache-2.0
// When a picture is taken without being asked for: the manifest's sampling rule. Tick thread only;
// pure but for what it remembers.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "stage/witness.hpp"
#include "timing/tick_grid.hpp"
#include "tocsin/messages/evidence.hpp"

namespace tocsin::player {

/// What the rule wants one picture of.
struct SampleKey {
    playlists::LocalDay day;
    std::string campaign;
    Digest asset;
    auto operator<=>(SampleKey const&) const = default;
};
/// "2026-06-01 june-safety <digest>"; the form in which the player remembers it over a restart.
[[nodiscard]] std::string toLine(SampleKey const& key);
[[nodiscard]] std::optional<SampleKey> parseSampleKey(std::string_view line);

class Sampler {
public:
    /// A picture is wanted of a play that turns out whole. After so many that did not, no more are
    /// taken that day.
    static constexpr int kAttempts = 3;

    Sampler(TickGrid grid, std::vector<SampleKey> const& done);

    /// Why a picture of this frame is wanted, if so. Asked again on the next tick until taken().
    [[nodiscard]] std::optional<messages::EvidenceCause> wants(Witness::Sight const& sight);
    void taken(Witness::Sight const& sight, messages::EvidenceCause cause);
    /// The key of which there is now a picture of a whole play.
    [[nodiscard]] std::optional<SampleKey> ended(Cue const& cue, PlayEnd const& end);
    /// Of the days that are remembered: the newest two.
    [[nodiscard]] std::vector<SampleKey> done() const;

private:
    [[nodiscard]] bool wantsPlay(Witness::Sight const& sight);
    [[nodiscard]] bool wantsInterval(Witness::Sight const& sight, std::int64_t minutes);
    void forget(playlists::LocalDay newest);

    TickGrid grid_;
    std::map<SampleKey, int> attempts_;     ///< kAttempts: done
    Cue cue_;                               ///< the play that was last asked about
    bool open_ = false;                     ///< and a picture of it is wanted
    bool pictured_ = false;                 ///< and there is one
    std::int64_t middle_ = 0;               ///< its middle tick
    std::optional<std::int64_t> interval_;  ///< number of the interval that has its picture
};

}  // namespace tocsin::player
