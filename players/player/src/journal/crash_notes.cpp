// SPDX-License-Identifier: Apache-2.0
// The crash handler, and the page that it writes to.
#include "journal/crash_notes.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "engine/files.hpp"

namespace tocsin::player {
namespace {

constexpr char kMagic[16] = "tocsin-crash/1";
constexpr std::size_t kPageBytes = 4096;
constexpr std::size_t kStackBytes = 64 << 10;
constexpr std::array<int, 5> kCrashes{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
enum State : std::uint32_t { kEmpty = 0, kWriting = 1, kWritten = 2 };

struct Page {
    char magic[16];
    std::atomic<std::uint32_t> state;
    std::int32_t signal;
    Digest rendition;
};
static_assert(sizeof(Page) <= kPageBytes && std::atomic<std::uint32_t>::is_always_lock_free);

// A signal handler can be handed nothing: these are all that it knows.
std::atomic<Page*> watchedPage{nullptr};
std::array<struct sigaction, kCrashes.size()> actionsBefore{};
thread_local Digest const* decoding = nullptr;

/// Async-signal-safe: plain stores, sigaction and raise.
void noteCrash(int signal, siginfo_t* info, void*) {
    auto* const page = watchedPage.load();
    auto const* const rendition = decoding;
    std::uint32_t empty = kEmpty;
    if (page != nullptr && rendition != nullptr &&
        page->state.compare_exchange_strong(empty, kWriting)) {
        page->rendition = *rendition;
        page->signal = signal;
        page->state.store(kWritten);
    }
    for (std::size_t i = 0; i < kCrashes.size(); ++i) {
        if (kCrashes[i] == signal) {
            ::sigaction(signal, &actionsBefore[i], nullptr);
        }
    }
    // A fault comes again by itself when the handler returns, with all that a debugger wants to
    // know; one that was raised does not.
    if (info->si_code <= 0) {
        ::raise(signal);
    }
}

}  // namespace

Result<CrashNotes> CrashNotes::open(std::filesystem::path const& file) {
    Fd const fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!fd) {
        return files::failed("open", file);
    }
    // Blocks are reserved now, so that a full disk cannot end a mapped write in SIGBUS.
    if (int const error = ::posix_fallocate(fd.get(), 0, kPageBytes); error != 0) {
        errno = error;
        return files::failed("reserve", file);
    }
    void* const map = ::mmap(nullptr, kPageBytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0);
    if (map == MAP_FAILED) {
        return files::failed("map", file);
    }
    CrashNotes out;
    out.page_ = map;
    auto* const page = static_cast<Page*>(map);
    if (std::memcmp(page->magic, kMagic, sizeof kMagic) != 0) {
        std::memset(map, 0, kPageBytes);
        std::memcpy(page->magic, kMagic, sizeof kMagic);
    }
    return out;
}

CrashNotes::CrashNotes(CrashNotes&& other) noexcept : page_(std::exchange(other.page_, nullptr)) {}

CrashNotes::~CrashNotes() {
    if (page_ == nullptr) {
        return;
    }
    auto* mine = static_cast<Page*>(page_);
    watchedPage.compare_exchange_strong(mine, nullptr);
    ::munmap(page_, kPageBytes);
}

std::optional<CrashNote> CrashNotes::take() {
    auto& page = *static_cast<Page*>(page_);
    auto const state = page.state.exchange(kEmpty);
    if (state != kWritten) {
        return std::nullopt;
    }
    return CrashNote{page.rendition, page.signal};
}

void CrashNotes::watch() {
    watchedPage = static_cast<Page*>(page_);
    for (std::size_t i = 0; i < kCrashes.size(); ++i) {
        struct sigaction action {};
        action.sa_sigaction = noteCrash;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
        sigemptyset(&action.sa_mask);
        struct sigaction before {};
        ::sigaction(kCrashes[i], &action, &before);
        // Watched once before, by an object that is gone: what was before that still holds.
        if ((before.sa_flags & SA_SIGINFO) == 0 || before.sa_sigaction != noteCrash) {
            actionsBefore[i] = before;
        }
    }
}

CrashScope::CrashScope(Digest const& rendition) noexcept
    : before_(std::exchange(decoding, &rendition)) {}

CrashScope::~CrashScope() {
    decoding = before_;
}

CrashStack::CrashStack() : bytes_(new std::byte[kStackBytes]) {
    stack_t stack{};
    stack.ss_sp = bytes_.get();
    stack.ss_size = kStackBytes;
    ::sigaltstack(&stack, nullptr);
}

CrashStack::~CrashStack() {
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    ::sigaltstack(&none, nullptr);
}

std::string signalName(int signal) {
    switch (signal) {
        case SIGSEGV:
            return "SIGSEGV";
        case SIGBUS:
            return "SIGBUS";
        case SIGFPE:
            return "SIGFPE";
        case SIGILL:
            return "SIGILL";
        case SIGABRT:
            return "SIGABRT";
        default:
            return "signal " + std::to_string(signal);
    }
}

}  // namespace tocsin::player
