// SPDX-License-Identifier: Apache-2.0
// When a picture is taken without being asked for: the manifest's sampling rule. Tick thread only;
// pure but for what it remembers.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "evidence/sample_key.hpp"
#include "stage/witness.hpp"
#include "timing/tick_grid.hpp"
#include "tocsin/messages/evidence.hpp"

namespace tocsin::player {

class Sampler {
public:
    /// A picture is wanted of a play that turns out whole. After so many that did not, or of which
    /// no picture could be kept, no more are taken that day; nor of a warning after so many that
    /// could not be kept, in this run.
    static constexpr int kAttempts = 3;
    /// A warning is pictured so long after its first frame, when a ticker's words have come in.
    static constexpr Milliseconds kWarningSettles{2'000};
    /// If that could not be kept, after once and after twice so long, while it is on.
    static constexpr Milliseconds kWarningRetry{30'000};
    /// More than may stand at a time.
    static constexpr std::size_t kWarningsRemembered = 100;

    Sampler(TickGrid grid, std::vector<SampleKey> const& done,
            std::vector<WarningKey> warnings = {});

    /// Why a picture of this frame is wanted, if so. Asked again on the next tick until taken().
    [[nodiscard]] std::optional<messages::EvidenceCause> wants(Witness::Sight const& sight);
    /// This frame is on its way to being a picture; nothing else is until settled().
    void taken(Witness::Sight const& sight, messages::EvidenceCause cause);
    /// What became of the frame that was taken last: on the disk, or not. True: done() or warned()
    /// has changed. One of an interval that was not kept has its successor in the next one.
    [[nodiscard]] bool settled(messages::EvidenceCause cause, bool kept);
    /// The key of which there is now a picture of a whole play.
    [[nodiscard]] std::optional<SampleKey> ended(Cue const& cue, PlayEnd const& end);
    /// Of the days that are remembered: the newest two.
    [[nodiscard]] std::vector<SampleKey> done() const;
    /// The warnings that have their pictures, the oldest first.
    [[nodiscard]] std::vector<WarningKey> const& warned() const noexcept { return warned_; }

private:
    [[nodiscard]] bool wantsPlay(Witness::Sight const& sight);
    [[nodiscard]] bool isTimeFor(Witness::Sight const& sight);
    [[nodiscard]] std::optional<Instant> partStart(messages::Manifest const& manifest,
                                                   playlists::Timeline const& timeline);
    [[nodiscard]] bool wantsWarning(Witness::Sight const& sight);
    [[nodiscard]] bool wantsInterval(Witness::Sight const& sight, std::int64_t minutes);
    [[nodiscard]] std::optional<SampleKey> judged();
    [[nodiscard]] int triesLeft(WarningKey const& key) const;
    void warningKept(WarningKey key);
    void warningLost(WarningKey const& key);
    void forget(playlists::LocalDay newest);

    /// A picture of a play, and what is known of both.
    struct Picture {
        Cue cue;
        std::optional<bool> kept, whole;
    };
    /// The warning that is seen.
    struct Watched {
        WarningKey key;
        std::int64_t from = 0;                ///< tick of its first frame, or of its turn
        bool open = false;                    ///< a picture of it is wanted
        Milliseconds after{kWarningSettles};  ///< so long after `from`
    };

    TickGrid grid_;
    std::map<SampleKey, int> attempts_;     ///< kAttempts: done
    Cue cue_;                               ///< the play that was last asked about
    bool open_ = false;                     ///< and a picture of it is wanted
    std::optional<Picture> picture_;        ///< the last one of a play, until both are known
    std::int64_t middle_ = 0;               ///< its middle tick
    std::optional<std::int64_t> interval_;  ///< number of the interval that has its picture
    std::optional<Watched> watched_;
    std::optional<WarningKey> handed_;  ///< of which a frame was taken last
    std::vector<WarningKey> warned_;
    std::map<WarningKey, int> lost_;  ///< pictures that could not be kept; of as many as warned_
    messages::ManifestVersion partsOf_;
    /// What sampledFrom() said by that manifest: a timeline has many plays, and the tick is short.
    std::map<std::pair<Digest, SampleKey>, std::optional<Instant>> parts_;
};

}  // namespace tocsin::player
