// SPDX-License-Identifier: Apache-2.0
// The memory that a test and the processes under its clock share. Only lock-free atomics and
// futexes: any process may be killed at any instruction.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <limits>

namespace tocsin::test {

inline constexpr std::uint64_t kTimePageMagic = 0x746f6373696e0002;
inline constexpr std::size_t kTimeSlots = 256;
/// A participant's `due` while it works.
inline constexpr std::int64_t kWorking = std::numeric_limits<std::int64_t>::min();

/// One thread that sleeps on the controlled clock, or all coroutines of a process that do. Claimed
/// by setting `pid` from 0.
struct TimeSlot {
    std::atomic<std::int32_t> pid{0};
    std::atomic<std::int32_t> tid{0};
    std::atomic<bool> coroutines{false};  ///< holds time, but is no participant that tests count
    std::atomic<std::int64_t> dueNs{kWorking};  ///< by TimePage::passedNs
};

struct TimePage {
    std::atomic<std::uint64_t> magic{0};
    std::int64_t startNs = 0;                ///< of the wall clock
    std::atomic<std::int64_t> passedNs{0};   ///< the monotonic clock; all sleep is on it
    std::atomic<std::int64_t> steppedNs{0};  ///< sum of the wall clock's steps
    std::atomic<std::uint32_t> moved{0};     ///< futex: time moved, or a sleeper was asked to stop
    std::atomic<std::uint32_t> arrived{0};   ///< futex: a participant went to sleep or left
    TimeSlot slots[kTimeSlots];

    [[nodiscard]] std::int64_t wallNs() const { return startNs + passedNs + steppedNs; }
};
static_assert(std::atomic<std::int64_t>::is_always_lock_free);
static_assert(std::atomic<std::uint32_t>::is_always_lock_free &&
              sizeof(std::atomic<std::uint32_t>) == 4);

/// The page mapped into this process.
class MappedTimePage {
public:
    /// Makes the file. Throws std::runtime_error.
    static MappedTimePage create(std::filesystem::path const& file, std::int64_t startNs);
    /// Throws std::runtime_error if it is not a page of this version.
    static MappedTimePage open(std::filesystem::path const& file);
    ~MappedTimePage();
    MappedTimePage(MappedTimePage&& other) noexcept;
    MappedTimePage& operator=(MappedTimePage&&) = delete;

    [[nodiscard]] TimePage* operator->() const noexcept { return page_; }

private:
    explicit MappedTimePage(TimePage* page) : page_(page) {}
    TimePage* page_;
};

/// Sleeps while `word` holds `seen`, at most `limit`. May return early.
void futexWait(std::atomic<std::uint32_t>& word, std::uint32_t seen,
               std::chrono::milliseconds limit) noexcept;
/// Counts `word` up and wakes everyone.
void futexBump(std::atomic<std::uint32_t>& word) noexcept;

}  // namespace tocsin::test
