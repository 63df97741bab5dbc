// SPDX-License-Identifier: Apache-2.0
// The ring: layout, claiming, recovery.
#include "journal/inflight.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#include "engine/files.hpp"

namespace tocsin::player {
namespace {

constexpr char kMagic[16] = "tocsin-flight/1";
enum State : std::uint8_t { kFree = 0, kActive = 1, kFinished = 2 };

template <std::size_t N>
void store(char (&to)[N], std::string const& from) {
    std::memset(to, 0, N);
    std::memcpy(to, from.data(), std::min(from.size(), N - 1));
}

template <std::size_t N>
std::string loaded(char const (&from)[N]) {
    return {from, ::strnlen(from, N)};
}

}  // namespace

struct InFlight::Header {
    char magic[16];
    std::int64_t slots, slotBytes;
};

/// Plain fields of fixed size; `state` alone is shared between the two threads.
struct InFlight::Slot {
    std::atomic<std::uint8_t> state;
    std::int64_t ordinal, epoch, sequence;
    Digest playId, timeline;
    ContentRef content;
    std::int64_t index, start, end, monoStart, monoEnd, uncertainty, planned, shown, ticks,
        repeated, late;
    std::uint8_t clock, result, tier;
    char campaign[72];
    char boot[40];
    char reason[208];

    void put(messages::PlayRecord const& r) {
        playId = r.playId;
        timeline = r.timeline;
        content = r.content;
        index = r.index;
        start = toMillis(r.start);
        end = toMillis(r.end);
        monoStart = r.monoStartMs;
        monoEnd = r.monoEndMs;
        uncertainty = r.uncertaintyMs;
        planned = r.plannedMs;
        shown = r.shownMs;
        ticks = r.framesShown;
        repeated = r.framesRepeated;
        late = r.framesLate;
        clock = static_cast<std::uint8_t>(r.clock);
        result = static_cast<std::uint8_t>(r.result);
        tier = static_cast<std::uint8_t>(r.tier);
        store(campaign, r.campaign.str());
        store(boot, r.boot);
        store(reason, r.reason);
    }
    [[nodiscard]] messages::PlayRecord record() const {
        messages::PlayRecord r;
        r.playId = playId;
        r.timeline = timeline;
        r.content = content;
        r.index = index;
        r.start = fromMillis(start);
        r.end = fromMillis(end);
        r.monoStartMs = monoStart;
        r.monoEndMs = monoEnd;
        r.uncertaintyMs = uncertainty;
        r.plannedMs = planned;
        r.shownMs = shown;
        r.framesShown = ticks;
        r.framesRepeated = repeated;
        r.framesLate = late;
        r.clock = static_cast<messages::ClockState>(clock);
        r.result = static_cast<messages::PlayResult>(result);
        r.tier = static_cast<messages::EvidenceTier>(tier);
        r.campaign = CampaignId(loaded(campaign));
        r.boot = loaded(boot);
        r.reason = loaded(reason);
        return r;
    }
    [[nodiscard]] bool sane() const {
        return state.load() <= kFinished && ordinal >= 0 && clock <= 2 && result <= 4 && tier <= 4;
    }
};

InFlight::InFlight(InFlight&& other) noexcept
    : map_(std::exchange(other.map_, nullptr)),
      mapBytes_(other.mapBytes_),
      nextOrdinal_(other.nextOrdinal_),
      orphan_(std::move(other.orphan_)),
      orphanSlot_(other.orphanSlot_),
      current_(other.current_),
      lost_(other.lost_.load()) {}

InFlight::~InFlight() {
    if (map_ != nullptr) {
        ::munmap(map_, mapBytes_);
    }
}

InFlight::Slot* InFlight::slotAt(std::size_t index) const {
    static_assert(sizeof(Slot) <= kSlotBytes && std::is_trivially_destructible_v<Slot>);
    static_assert(std::atomic<std::uint8_t>::is_always_lock_free);
    auto* const bytes = static_cast<std::byte*>(map_) + kSlotBytes * (index % kSlots + 1);
    return std::launder(reinterpret_cast<Slot*>(bytes));
}

Result<InFlight> InFlight::open(std::filesystem::path const& file) {
    Fd const fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!fd) {
        return files::failed("open", file);
    }
    constexpr std::size_t size = kSlotBytes * (kSlots + 1);
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) {
        return files::failed("read", file);
    }
    // Blocks are reserved now, so that a full disk cannot end a mapped write in SIGBUS.
    if (int const error = ::posix_fallocate(fd.get(), 0, size); error != 0) {
        errno = error;
        return files::failed("reserve", file);
    }
    InFlight out;
    void* const map = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0);
    if (map == MAP_FAILED) {
        return files::failed("map", file);
    }
    out.map_ = map;
    out.mapBytes_ = size;
    auto* const header = static_cast<Header*>(map);
    bool known = static_cast<std::size_t>(status.st_size) == size &&
                 std::memcmp(header->magic, kMagic, sizeof kMagic) == 0 &&
                 header->slots == kSlots && header->slotBytes == kSlotBytes;
    for (std::size_t i = 0; known && i < kSlots; ++i) {
        known = out.slotAt(i)->sane();
    }
    if (!known) {
        std::memset(map, 0, size);
        header->slots = kSlots;
        header->slotBytes = kSlotBytes;
        std::memcpy(header->magic, kMagic, sizeof kMagic);
    }
    out.findOrphan();
    return out;
}

void InFlight::findOrphan() {
    for (std::size_t i = 0; i < kSlots; ++i) {
        auto* const slot = slotAt(i);
        auto const state = slot->state.load();
        if (state != kFree) {
            nextOrdinal_ = std::max(nextOrdinal_, slot->ordinal + 1);
        }
        if (state == kActive) {
            orphanSlot_ = slot;
            orphan_ = Orphan{slot->record(), {slot->ticks, slot->repeated, slot->late}};
        }
    }
}

void InFlight::resumeOrphan() {
    current_ = std::exchange(orphanSlot_, nullptr);
    orphan_.reset();
}

void InFlight::closeOrphan(PlayEnd const& end) {
    if (orphanSlot_ == nullptr) {
        return;
    }
    current_ = std::exchange(orphanSlot_, nullptr);
    orphan_.reset();
    finish(end);
}

InFlight::Slot* InFlight::claim(messages::PlayRecord const& head) {
    auto* const slot = slotAt(static_cast<std::size_t>(nextOrdinal_));
    if (slot->state.load(std::memory_order_acquire) != kFree) {
        return nullptr;
    }
    slot->ordinal = nextOrdinal_++;
    slot->epoch = 0;
    slot->sequence = 0;
    slot->put(head);
    return slot;
}

/// Says in a gap row how many plays found no place, once there is one. False: still none.
bool InFlight::noteLost(messages::PlayRecord const& next) {
    auto const lost = lost_.load();
    if (lost == 0) {
        return true;
    }
    messages::PlayRecord gap;
    gap.start = next.start;
    gap.end = next.start;
    gap.monoStartMs = next.monoStartMs;
    gap.monoEndMs = next.monoStartMs;
    gap.boot = next.boot;
    gap.result = messages::PlayResult::gap;
    gap.reason = "journal-full: " + std::to_string(lost) + " plays";
    auto* const slot = claim(gap);
    if (slot == nullptr) {
        return false;
    }
    slot->state.store(kFinished, std::memory_order_release);
    lost_ = 0;
    return true;
}

void InFlight::begin(messages::PlayRecord const& head) {
    current_ = noteLost(head) ? claim(head) : nullptr;
    if (current_ == nullptr) {
        ++lost_;
        return;
    }
    current_->state.store(kActive, std::memory_order_release);
}

void InFlight::update(PlayCounts const& counts, std::int64_t shownMs, Instant end,
                      std::int64_t monoEndMs, messages::EvidenceTier tier) {
    if (current_ == nullptr) {
        return;
    }
    current_->ticks = counts.ticksShown;
    current_->repeated = counts.framesRepeated;
    current_->late = counts.framesLate;
    current_->shown = shownMs;
    current_->end = toMillis(end);
    current_->monoEnd = monoEndMs;
    current_->tier = static_cast<std::uint8_t>(tier);
}

void InFlight::finish(PlayEnd const& end) {
    if (current_ == nullptr) {
        return;
    }
    current_->result = static_cast<std::uint8_t>(end.result);
    store(current_->reason, end.reason.substr(0, 200));
    current_->state.store(kFinished, std::memory_order_release);
    current_ = nullptr;
}

void InFlight::note(messages::PlayRecord const& record) {
    auto* const slot = noteLost(record) ? claim(record) : nullptr;
    if (slot == nullptr) {
        ++lost_;
        return;
    }
    slot->state.store(kFinished, std::memory_order_release);
}

std::optional<InFlight::Finished> InFlight::nextFinished() const {
    Slot* oldest = nullptr;
    std::size_t where = 0;
    for (std::size_t i = 0; i < kSlots; ++i) {
        auto* const slot = slotAt(i);
        if (slot->state.load(std::memory_order_acquire) == kFinished &&
            (oldest == nullptr || slot->ordinal < oldest->ordinal)) {
            oldest = slot;
            where = i;
        }
    }
    if (oldest == nullptr) {
        return std::nullopt;
    }
    return Finished{where, oldest->record(), oldest->epoch, oldest->sequence};
}

void InFlight::assign(std::size_t slot, std::int64_t epoch, std::int64_t sequence) {
    slotAt(slot)->epoch = epoch;
    slotAt(slot)->sequence = sequence;
    // The kernel keeps both stores of a killed process; their order towards the row's write(2) is
    // what matters.
    std::atomic_thread_fence(std::memory_order_seq_cst);
}

void InFlight::release(std::size_t slot) {
    slotAt(slot)->state.store(kFree, std::memory_order_release);
}

}  // namespace tocsin::player
