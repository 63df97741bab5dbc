// SPDX-License-Identifier: Apache-2.0
// How one simulated player delivers its plays: the oldest batch first, one at a time, again until
// it is acknowledged; with faults. Pure: whoever sends has sockets and clocks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "faults.hpp"
#include "play_journal.hpp"
#include "play_truth.hpp"
#include "tocsin/messages/wire.hpp"
#include "tocsin/swarm/options.hpp"

namespace tocsin::swarm {

class PlayDelivery {
public:
    /// Makes and signs all plays. The key outlives it.
    PlayDelivery(PastPlays const& plays, Faults const& faults, std::uint64_t seed,
                 std::uint64_t player, std::string const& screen, messages::KeyPair const& key);

    /// The ledger stands where the welcome says.
    void sessionBegan(messages::Welcome const& welcome);

    struct Sending {
        std::string const* batch = nullptr;  ///< valid until the next call of any other member
        std::uint64_t number = 0;            ///< counts all that were sent, for onPatienceEnded()
        Fate fate;                           ///< lost: its answer will not be heeded
        Cut cut = Cut::none;
    };
    /// What is to be sent now; nothing while an answer is waited for, or if all is stored.
    [[nodiscard]] std::optional<Sending> next();

    enum class Then { wait, sendNext, breakConnection };
    [[nodiscard]] Then onStored(messages::PlaysStored const& stored);
    /// So much later no answer has come. True: the batch is to be sent again.
    [[nodiscard]] bool onPatienceEnded(std::uint64_t number);

    [[nodiscard]] std::int64_t made() const noexcept { return made_; }  ///< plays, without gaps
    [[nodiscard]] std::int64_t unsent() const { return journal_.unsent(); }
    [[nodiscard]] PlayTruth const& truth() const noexcept { return truth_; }

private:
    Faults const faults_;
    std::uint64_t seed_, player_;
    PlayJournal journal_;
    PlayTruth truth_;
    std::int64_t made_ = 0;
    std::uint64_t sent_ = 0;
    bool waiting_ = false, answerLost_ = false;
    bool epochDue_;
};

}  // namespace tocsin::swarm
