// SPDX-License-Identifier: Apache-2.0
#include "play_delivery.hpp"

#include <utility>

#include "play_history.hpp"

namespace tocsin::swarm {
namespace {

/// Batches and receipts draw their fates from different parts of one stream.
constexpr std::uint64_t kBatchFates = std::uint64_t{1} << 32U;

}  // namespace

PlayDelivery::PlayDelivery(PastPlays const& plays, Faults const& faults, std::uint64_t seed,
                           std::uint64_t player, std::string const& screen,
                           messages::KeyPair const& key)
    : faults_(faults),
      seed_(seed),
      player_(player),
      journal_(key, plays.batchRows),
      epochDue_(beginsEpoch(faults, seed, player)) {
    PlayHistory history(plays, seed, player);
    while (auto play = history.next()) {
        truth_.count(screen, *play);
        journal_.write(*std::move(play), history.clockOffset());
        ++made_;
    }
    journal_.cut();
}

void PlayDelivery::sessionBegan(messages::Welcome const& welcome) {
    journal_.reconcile({welcome.epoch, welcome.batch, welcome.acknowledged, welcome.header});
    waiting_ = answerLost_ = false;
}

std::optional<PlayDelivery::Sending> PlayDelivery::next() {
    auto const* const batch = journal_.next();
    if (waiting_ || batch == nullptr) {
        return std::nullopt;
    }
    Sending out;
    out.batch = batch;
    out.number = ++sent_;
    out.fate = fateOf(faults_, seed_, player_, kBatchFates + sent_);
    out.cut = cutAt(faults_, seed_, player_, sent_);
    waiting_ = true;
    answerLost_ = out.fate.lost;
    return out;
}

PlayDelivery::Then PlayDelivery::onStored(messages::PlaysStored const& stored) {
    if (answerLost_) {
        return Then::wait;
    }
    auto const before = journal_.unsent();
    journal_.acknowledge({stored.epoch, stored.batch, stored.sequence});
    if (journal_.unsent() == before) {
        return Then::wait;  // the answer to one that was sent twice
    }
    waiting_ = false;
    if (epochDue_ && journal_.unsent() <= made_ / 2) {
        epochDue_ = false;
        journal_.leaveEpoch();
        return Then::breakConnection;
    }
    return Then::sendNext;
}

bool PlayDelivery::onPatienceEnded(std::uint64_t number) {
    if (!waiting_ || number != sent_) {
        return false;
    }
    waiting_ = answerLost_ = false;
    return true;
}

}  // namespace tocsin::swarm
