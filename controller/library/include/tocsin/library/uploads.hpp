// SPDX-License-Identifier: Apache-2.0
// Files that come bit by bit and become assets when they are whole: resumable uploads by tus 1.0,
// over connections that break, and files that the controller fetches from elsewhere.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "tocsin/access/route.hpp"
#include "tocsin/library/library.hpp"
#include "tocsin/library/quota.hpp"
#include "tocsin/outbound/outbound.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::library {

/// How files are fetched by their addresses.
struct FetchSettings {
    outbound::Outbound const* outbound = nullptr;  ///< outlives the Uploads; null: none is fetched
    outbound::Limits limits;
    /// Runs a task on threads of their own, which are blocked as long as a fetch lasts: as many as
    /// may go on at once. As UploadSettings::later otherwise.
    std::function<void(std::function<void()>)> later;
    std::size_t mostUnfinished = 20;  ///< further ones are refused
    std::size_t mostUnfinishedOfAccount = 5;
    std::size_t mostOfAccountAnHour = 60;
};

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
    FetchSettings fetching{};
};

/// Thread-safe; calls block.
///
/// How far an upload has come is the size of its file. Before that is told to a client, the file is
/// synced, so that neither a kill nor a power cut leaves less than was told.
///
/// A fetch is such an upload whose sender is the controller. It is not gone on with after a
/// restart: its address may have a secret in it, which is kept in memory only.
class Uploads {
public:
    Uploads(store::Store& store, Library& library, UploadSettings settings);
    ~Uploads();

    /// Takes up what a former run left: checks of whole files begin again, fetches that were under
    /// way are refused, files of no upload go.
    /// Once, before the routes are used. Errc::unavailable, Errc::exhausted.
    [[nodiscard]] Result<> resume();
    /// Ends uploads that made no progress for too long, forgets those that ended so long ago, and
    /// tries again what could not be checked. To be called now and then.
    [[nodiscard]] Result<> sweep();

    /// Ends all fetches and lets no other begin.
    void stop();

    [[nodiscard]] access::Routes routes();

private:
    struct State;
    friend class UploadWriter;
    friend class FetchedFile;
    friend class UploadProtocol;
    std::unique_ptr<State> state_;
};

}  // namespace tocsin::library
