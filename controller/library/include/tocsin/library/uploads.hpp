// SPDX-License-Identifier: Apache-2.0
// Resumable uploads by tus 1.0: files that come in pieces, over connections that break, and become
// assets when they are whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "tocsin/access/route.hpp"
#include "tocsin/library/library.hpp"
#include "tocsin/library/quota.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::library {

struct UploadSettings {
    std::filesystem::path directory;          ///< data directory; partial files are in "incoming"
    std::int64_t limitBytes = 4LL << 30;      ///< of one file
    std::int64_t diskReserveBytes = 1 << 29;  ///< no upload may leave less free
    Milliseconds keep{86'400'000};  ///< an upload without progress goes after this, and the record
                                    ///< of one that has ended
    Quotas quotas;
    std::function<Instant()> now;
    /// Runs a task later on some thread that may be blocked for minutes. All tasks must have ended,
    /// or never begin, before the Uploads are destroyed.
    std::function<void(std::function<void()>)> later;
};

/// Thread-safe; calls block.
///
/// How far an upload has come is the size of its file. Before that is told to a client, the file is
/// synced, so that neither a kill nor a power cut leaves less than was told.
class Uploads {
public:
    Uploads(store::Store& store, Library& library, UploadSettings settings);
    ~Uploads();

    /// Takes up what a former run left: checks of whole files begin again, files of no upload go.
    /// Once, before the routes are used. Errc::unavailable, Errc::exhausted.
    [[nodiscard]] Result<> resume();
    /// Ends uploads that made no progress for too long, forgets those that ended so long ago, and
    /// tries again what could not be checked. To be called now and then.
    [[nodiscard]] Result<> sweep();

    [[nodiscard]] access::Routes routes();

private:
    struct State;
    friend class UploadWriter;
    friend class UploadProtocol;
    std::unique_ptr<State> state_;
};

}  // namespace tocsin::library
