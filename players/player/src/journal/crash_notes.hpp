// SPDX-License-Identifier: Apache-2.0
// What a thread was decoding when it crashed: noted by the signal handler in a mapped file, read by
// the next engine.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

struct CrashNote {
    Digest rendition;
    int signal = 0;  ///< SIGSEGV, SIGBUS, SIGFPE, SIGILL or SIGABRT
};

/// The file "crash" of the data directory. A process that is killed from outside, or that crashes
/// where nothing is decoded, leaves no note.
class CrashNotes {
public:
    /// Maps the file, making it anew if it is absent or of another version. Errc as of the file
    /// system.
    [[nodiscard]] static Result<CrashNotes> open(std::filesystem::path const& file);
    CrashNotes(CrashNotes&& other) noexcept;
    CrashNotes& operator=(CrashNotes&&) = delete;
    /// The handlers stay, but write nowhere.
    ~CrashNotes();

    /// What the predecessor left, once.
    [[nodiscard]] std::optional<CrashNote> take();
    /// From now on the crash signals of this process leave a note here and then do what they did
    /// before. Call it before there are decoding threads, for one object at a time.
    void watch();

private:
    CrashNotes() = default;
    void* page_ = nullptr;
};

/// While it lives, a crash of this thread is put down to this rendition, which must outlive it.
class CrashScope {
public:
    explicit CrashScope(Digest const& rendition) noexcept;
    ~CrashScope();
    CrashScope(CrashScope const&) = delete;
    CrashScope& operator=(CrashScope const&) = delete;

private:
    Digest const* before_;
};

/// A stack of its own for the handler of this thread, so that a decoder that used up the thread's
/// can be noted too.
class CrashStack {
public:
    CrashStack();
    ~CrashStack();
    CrashStack(CrashStack const&) = delete;
    CrashStack& operator=(CrashStack const&) = delete;

private:
    std::unique_ptr<std::byte[]> bytes_;
};

/// "SIGSEGV" and so on; the number of any other.
[[nodiscard]] std::string signalName(int signal);

}  // namespace tocsin::player
