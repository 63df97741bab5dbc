// SPDX-License-Identifier: Apache-2.0
// A simulated player's batches on their way to the ledger.
#include <utility>

#include "swarm_player.hpp"

namespace tocsin::swarm {
namespace {

/// For the answer to a batch.
constexpr std::chrono::seconds kPatience{2};
/// Time for a batch to leave before its connection is cut.
constexpr std::chrono::milliseconds kUnderway{20};

}  // namespace

void SwarmPlayer::beginPlays(messages::Welcome const& welcome) {
    if (!plays_) {
        return;
    }
    auto const before = plays_->unsent();
    plays_->sessionBegan(welcome);
    crew_.parts().statistics.with(
        [&](Statistics& all) { all.rowsUnsent += plays_->unsent() - before; });
    sendPlays();
}

void SwarmPlayer::sendPlays() {
    auto const sending = plays_->next();
    if (!sending) {
        return;
    }
    crew_.parts().statistics.with([&](Statistics& all) {
        all.firstBatch = all.batchesSent == 0 ? Steady::now() : all.firstBatch;
        all.batchesSent += 1;
        all.batchesAgain += sending->fate.twice ? 1 : 0;
        all.answersLost += sending->fate.lost ? 1 : 0;
        all.batchesCut += sending->cut != Cut::none ? 1 : 0;
    });
    auto const inThisSession = [this, session = session_](auto what) {
        return [this, session, what = std::move(what)] {
            if (session == session_ && bound_) {
                what();
            }
        };
    };
    auto const late = sending->fate.late;
    crew_.agenda().after(
        kPatience + late, inThisSession([this, number = sending->number] {
            if (plays_->onPatienceEnded(number)) {
                crew_.parts().statistics.with([](Statistics& all) { ++all.batchesAgain; });
                sendPlays();
            }
        }));
    if (late > Milliseconds(0)) {
        crew_.agenda().after(
            late, inThisSession([this, text = *sending->batch, twice = sending->fate.twice,
                                 how = sending->cut] { sendBatch(text, twice, how); }));
    } else {
        sendBatch(*sending->batch, sending->fate.twice, sending->cut);
    }
}

void SwarmPlayer::sendBatch(std::string const& batch, bool twice, Cut cut) {
    if (cut == Cut::before) {
        breakConnection();
        return;
    }
    if (twice) {
        say(messages::Plays{batch});
    }
    say(messages::Plays{batch});
    if (cut == Cut::after) {
        crew_.agenda().after(kUnderway, [this, session = session_] {
            if (session == session_) {
                breakConnection();
            }
        });
    }
}

void SwarmPlayer::playsStored(messages::PlaysStored const& stored) {
    if (!plays_) {
        return;
    }
    auto const before = plays_->unsent();
    auto const then = plays_->onStored(stored);
    crew_.parts().statistics.with([&](Statistics& all) {
        all.rowsUnsent += plays_->unsent() - before;
        all.lastStored = Steady::now();
    });
    if (then == PlayDelivery::Then::breakConnection) {
        breakConnection();
    } else if (then == PlayDelivery::Then::sendNext) {
        sendPlays();
    }
}

}  // namespace tocsin::swarm
