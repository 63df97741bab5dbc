// SPDX-License-Identifier: Apache-2.0
// Plays that are not rows yet, in a mapped file that outlives a killed process: a ring of fixed
// slots. The tick thread writes memory only; the journal thread turns finished slots into rows and
// frees them.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "tocsin/messages/play_record.hpp"

namespace tocsin::player {

/// What the tick thread counts about the current play.
struct PlayCounts {
    std::int64_t ticksShown = 0, framesRepeated = 0, framesLate = 0;
};

/// Result of a play that ends with these counts when nothing else is known.
struct PlayEnd {
    messages::PlayResult result = messages::PlayResult::partial;
    std::string reason;
};

class InFlight {
public:
    static constexpr std::size_t kSlots = 256;
    static constexpr std::size_t kSlotBytes = 1024;

    /// Maps the file, making it anew if it is absent, of another version or damaged. Errc as of the
    /// file system.
    [[nodiscard]] static Result<InFlight> open(std::filesystem::path const& file);
    InFlight(InFlight&& other) noexcept;
    InFlight& operator=(InFlight&&) = delete;
    ~InFlight();

    // ---- tick thread
    // ----------------------------------------------------------------------------------------------------

    /// The play that was on when the predecessor died, with what was counted of it.
    struct Orphan {
        messages::PlayRecord record;
        PlayCounts counts;
    };
    [[nodiscard]] std::optional<Orphan> const& orphan() const noexcept { return orphan_; }
    /// The orphan goes on as the current play.
    void resumeOrphan();
    /// The orphan ends as it stands.
    void closeOrphan(PlayEnd const& end);

    /// Opens a play: `head` holds what is known at its start. If the ring is full the play is
    /// counted as lost and a gap row says so later.
    void begin(messages::PlayRecord const& head);
    /// After each tick. The record's shown time is what the ticks last.
    void update(PlayCounts const& counts, std::int64_t shownMs, Instant end, std::int64_t monoEndMs,
                messages::EvidenceTier tier);
    void finish(PlayEnd const& end);
    /// A whole record at once: a play that failed without having begun.
    void note(messages::PlayRecord const& record);
    [[nodiscard]] std::int64_t lost() const noexcept { return lost_.load(); }

    // ---- journal thread
    // ------------------------------------------------------------------------------------------------

    struct Finished {
        std::size_t slot;
        messages::PlayRecord record;
        /// The row it was about to become when the predecessor died, or 0.
        std::int64_t epoch, sequence;
    };
    /// The next finished play in the order of beginning.
    [[nodiscard]] std::optional<Finished> nextFinished() const;
    /// Notes, before the row is written, which row it becomes.
    void assign(std::size_t slot, std::int64_t epoch, std::int64_t sequence);
    /// The row is in the journal.
    void release(std::size_t slot);

private:
    struct Header;
    struct Slot;
    InFlight() = default;
    [[nodiscard]] Slot* slotAt(std::size_t index) const;
    [[nodiscard]] Slot* claim(messages::PlayRecord const& head);
    [[nodiscard]] bool noteLost(messages::PlayRecord const& next);
    void findOrphan();

    void* map_ = nullptr;
    std::size_t mapBytes_ = 0;
    std::int64_t nextOrdinal_ = 1;  // tick thread
    std::optional<Orphan> orphan_;  // tick thread
    Slot* orphanSlot_ = nullptr;    // tick thread
    Slot* current_ = nullptr;       // tick thread
    std::atomic<std::int64_t> lost_{0};
};

}  // namespace tocsin::player
