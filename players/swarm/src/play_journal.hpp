// SPDX-License-Identifier: Apache-2.0
// The play records of one simulated player as its disk would hold them: signed, chained batches by
// the real player's rules, kept after they were acknowledged too. In memory, and pure.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/play_batch.hpp"

namespace tocsin::swarm {

class PlayJournal {
public:
    /// How far the ledger has come.
    struct Mark {
        std::int64_t epoch = 0, batch = 0, sequence = 0;
        std::optional<Digest> header = {};  ///< of that batch; nothing: nobody says
    };

    /// The key outlives the journal. A batch has `batchRows` rows, at most messages::kMaxBatchRows.
    PlayJournal(messages::KeyPair const& key, std::size_t batchRows)
        : key_(key), batchRows_(batchRows) {}

    /// Numbers the row and writes it; cuts a batch when there are enough. `clockOffset` as of the
    /// device's clock now.
    void write(messages::PlayRecord record, Milliseconds clockOffset = Milliseconds(0));
    /// Cuts a batch of the rows that are in none.
    void cut();

    /// A session begins, and the ledger stands here. A ledger that is behind what it acknowledged
    /// gets the batches again; where mark and journal do not fit together, a new epoch begins.
    void reconcile(Mark const& told);
    /// The next session begins a new epoch, as after a new enrolment.
    void leaveEpoch() { leaves_ = true; }
    /// A mark that is no step forward in this epoch is passed over.
    void acknowledge(Mark const& mark);

    /// The oldest batch that the ledger has not acknowledged; null if there is none.
    [[nodiscard]] std::string const* next() const;
    /// Rows in batches that the ledger has not acknowledged.
    [[nodiscard]] std::int64_t unsent() const;
    [[nodiscard]] std::int64_t epoch() const noexcept { return epoch_; }
    /// Any batch of this epoch; null if there is no such.
    [[nodiscard]] std::string const* batch(std::int64_t number) const;
    [[nodiscard]] std::int64_t lastBatch() const noexcept {
        return static_cast<std::int64_t>(batches_.size());
    }

private:
    struct Batch {
        std::int64_t last = 0;  ///< sequence of its last row
        Digest header;
        std::string text;
    };
    [[nodiscard]] std::string misfit(Mark const& mark) const;
    [[nodiscard]] std::vector<messages::PlayRecord> rowsAfter(std::int64_t sequence) const;
    void beginEpoch(Mark const& mark, std::string const& why);

    messages::KeyPair const& key_;
    std::size_t batchRows_;
    std::int64_t epoch_ = 1, sequence_ = 0;
    std::deque<Batch> batches_;               ///< of this epoch, from batch 1 on
    std::vector<messages::PlayRecord> open_;  ///< rows in no batch
    Milliseconds clockOffset_{0};
    Mark acknowledged_{1, 0, 0};
    bool leaves_ = false;
};

}  // namespace tocsin::swarm
