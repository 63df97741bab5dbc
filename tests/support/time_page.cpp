// SPDX-License-Identifier: Apache-2.0
// Mapping the shared time, and futexes across processes.
#include "time_page.hpp"

#include <fcntl.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <ctime>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace tocsin::test {
namespace {

[[noreturn]] void fail(std::filesystem::path const& file) {
    throw std::runtime_error("cannot map the controlled time " + file.string() + ": " +
                             std::generic_category().message(errno));
}

void* mapFile(std::filesystem::path const& file, int flags) {
    int const fd = ::open(file.c_str(), flags | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0 || ((flags & O_CREAT) != 0 && ::ftruncate(fd, sizeof(TimePage)) != 0)) {
        fail(file);
    }
    struct stat status {};
    if (::fstat(fd, &status) != 0 || status.st_size != sizeof(TimePage)) {
        ::close(fd);
        throw std::runtime_error(file.string() + " is not a controlled time");
    }
    void* const memory =
        ::mmap(nullptr, sizeof(TimePage), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    ::close(fd);
    if (memory == MAP_FAILED) {
        fail(file);
    }
    return memory;
}

/// Not FUTEX_PRIVATE: the word is shared between processes.
long futex(std::atomic<std::uint32_t>& word, int operation, std::uint32_t value,
           timespec const* limit) noexcept {
    return ::syscall(SYS_futex, &word, operation, value, limit, nullptr, 0);
}

}  // namespace

MappedTimePage MappedTimePage::create(std::filesystem::path const& file, std::int64_t startNs) {
    auto* const page = new (mapFile(file, O_CREAT | O_EXCL)) TimePage;
    page->startNs = startNs;
    page->magic = kTimePageMagic;
    return MappedTimePage(page);
}

MappedTimePage MappedTimePage::open(std::filesystem::path const& file) {
    MappedTimePage out(static_cast<TimePage*>(mapFile(file, 0)));
    if (out->magic != kTimePageMagic) {
        throw std::runtime_error(file.string() + " is not a controlled time");
    }
    return out;
}

MappedTimePage::~MappedTimePage() {
    if (page_ != nullptr) {
        ::munmap(page_, sizeof(TimePage));
    }
}

MappedTimePage::MappedTimePage(MappedTimePage&& other) noexcept
    : page_(std::exchange(other.page_, nullptr)) {}

void futexWait(std::atomic<std::uint32_t>& word, std::uint32_t seen,
               std::chrono::milliseconds limit) noexcept {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(limit);
    timespec const spec{seconds.count(), std::chrono::nanoseconds(limit - seconds).count()};
    futex(word, FUTEX_WAIT, seen, &spec);
}

void futexBump(std::atomic<std::uint32_t>& word) noexcept {
    word.fetch_add(1);
    futex(word, FUTEX_WAKE, INT_MAX, nullptr);
}

}  // namespace tocsin::test
