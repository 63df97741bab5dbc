// SPDX-License-Identifier: Apache-2.0
// Each slot carries a number that is odd while the slot is written.
#include "tocsin/media/picture_ring.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

namespace tocsin::media {
namespace {

constexpr std::size_t kPage = 4096;
constexpr int kMostPixels = 8192;

std::size_t rounded(std::size_t bytes) {
    return (bytes + kPage - 1) / kPage * kPage;
}

std::size_t wholeSize(std::size_t pictureBytes) {
    return kPage + PictureRing::kSlots * rounded(pictureBytes);
}

std::size_t bytesOf(int width, int height) {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
}

bool possible(int width, int height) {
    return width >= 1 && height >= 1 && width <= kMostPixels && height <= kMostPixels;
}

}  // namespace

struct PictureRing::Header {
    std::atomic<std::uint64_t> newest;  ///< number of the newest finished picture; 0: none
    std::atomic<std::uint64_t> beats;
    std::atomic<std::int64_t> interval;
    std::array<std::atomic<std::uint64_t>, kSlots> states;  ///< 2n: holds picture n; 2n-1: gets it
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

Result<PictureRing> PictureRing::create(int width, int height) {
    if (!possible(width, height)) {
        return Error{Errc::invalid, "a picture must have 1 to 8192 pixels each way"};
    }
    auto const bytes = bytesOf(width, height);
    int const memory = ::memfd_create("tocsin-pictures", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (memory < 0 || ::ftruncate(memory, static_cast<off_t>(wholeSize(bytes))) != 0 ||
        ::fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
        auto const cause = errno;
        if (memory >= 0) {
            ::close(memory);
        }
        return Error{Errc::exhausted, std::string("no shared memory for a stream's pictures: ") +
                                          std::strerror(cause)};
    }
    return map(memory, bytes);
}

Result<PictureRing> PictureRing::attach(int descriptor, int width, int height) {
    struct stat status {};
    if (!possible(width, height) || ::fstat(descriptor, &status) != 0 ||
        status.st_size != static_cast<off_t>(wholeSize(bytesOf(width, height)))) {
        return Error{Errc::damaged, "the shared memory is not for pictures of this size"};
    }
    return map(descriptor, bytesOf(width, height));
}

Result<PictureRing> PictureRing::map(int descriptor, std::size_t bytes) {
    void* const memory =
        ::mmap(nullptr, wholeSize(bytes), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (memory == MAP_FAILED) {
        auto const cause = errno;
        ::close(descriptor);
        return Error{Errc::exhausted,
                     std::string("no room for a stream's pictures: ") + std::strerror(cause)};
    }
    return PictureRing(descriptor, memory, bytes);
}

PictureRing::PictureRing(PictureRing&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      memory_(std::exchange(other.memory_, nullptr)),
      bytes_(other.bytes_) {}

PictureRing::~PictureRing() {
    if (memory_ != nullptr) {
        ::munmap(memory_, wholeSize(bytes_));
        ::close(descriptor_);
    }
}

PictureRing::Header& PictureRing::header() const {
    static_assert(sizeof(Header) <= kPage);
    // Fresh shared memory is zero, which is this object's first state in both processes.
    return *reinterpret_cast<Header*>(memory_);
}

std::uint8_t* PictureRing::slot(std::uint64_t number) const {
    return memory_ + kPage + number % kSlots * rounded(bytes_);
}

void PictureRing::write(std::span<std::uint8_t const> pixels) {
    auto& head = header();
    auto const number = head.newest.load(std::memory_order_relaxed) + 1;
    auto& state = head.states[number % kSlots];
    state.store(2 * number - 1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_release);
    std::memcpy(slot(number), pixels.data(), std::min(pixels.size(), bytes_));
    state.store(2 * number, std::memory_order_release);
    head.newest.store(number, std::memory_order_release);
}

std::optional<std::uint64_t> PictureRing::read(std::uint64_t last,
                                               std::span<std::uint8_t> into) const {
    auto const& head = header();
    auto const number = head.newest.load(std::memory_order_acquire);
    auto const& state = head.states[number % kSlots];
    if (number == 0 || number == last || state.load(std::memory_order_acquire) != 2 * number) {
        return std::nullopt;
    }
    std::memcpy(into.data(), slot(number), std::min(into.size(), bytes_));
    std::atomic_thread_fence(std::memory_order_acquire);
    return state.load(std::memory_order_relaxed) == 2 * number ? std::optional(number)
                                                               : std::nullopt;
}

void PictureRing::setInterval(std::int64_t microseconds) {
    header().interval.store(microseconds, std::memory_order_relaxed);
}

std::int64_t PictureRing::interval() const {
    return header().interval.load(std::memory_order_relaxed);
}

void PictureRing::beat() {
    header().beats.fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t PictureRing::beats() const {
    return header().beats.load(std::memory_order_relaxed);
}

}  // namespace tocsin::media
