// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <boost/json/object.hpp>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "partial_file.hpp"
#include "tocsin/library/uploads.hpp"
#include "tocsin/messages/crypto.hpp"
#include "upload_metadata.hpp"

namespace tocsin::library {

/// What this process knows of an upload under way beside its record.
struct LiveUpload {
    std::mutex mutex;  ///< guards what follows, and the upload's file

    /// Who may write: the newest sender. A connection that is dead but not known to be holds up
    /// nobody, because whoever asks where to go on, or goes on, takes over from it.
    std::uint64_t newest = 0;
    std::uint64_t active = 0;  ///< 0: nobody

    /// Of the first `hashed` bytes; nothing after a restart, then the whole file is read once at
    /// its end.
    std::optional<messages::Sha256> hash;
    std::int64_t hashed = 0;

    bool checking = false;  ///< a check is on its way

    /// The first look says that it plays, and every frame is being checked. Not guarded.
    std::atomic<bool> plays = false;

    /// Ends the fetch, if it is one. Not guarded.
    std::stop_source fetching;
    /// The server has said how long the file is. Not guarded.
    std::atomic<bool> lengthKnown = false;
};

/// How many fetches each account began lately. Thread-safe.
class FetchRate {
public:
    /// Counts one, unless there were `most` within the last hour: then how long to wait.
    [[nodiscard]] std::optional<Milliseconds> wait(std::string const& account, std::size_t most,
                                                   Instant now);

private:
    std::mutex mutex_;
    std::map<std::string, std::deque<Instant>> begun_;  // guarded by mutex_
};

struct Uploads::State {
    State(store::Store& s, Library& l, UploadSettings chosen)
        : store(s), library(l), settings(std::move(chosen)) {}

    store::Store& store;
    Library& library;
    UploadSettings settings;

    std::mutex mutex;
    std::map<UploadId, std::shared_ptr<LiveUpload>> live;  // guarded by mutex
    FetchRate rate;
    std::atomic<bool> stopped = false;  ///< no fetch begins or goes on

    [[nodiscard]] std::filesystem::path folder() const { return settings.directory / "incoming"; }
    [[nodiscard]] std::filesystem::path pathOf(UploadId const& id) const {
        return folder() / id.str();
    }
    /// Bytes that came with a checksum wait here until they are known to be right.
    [[nodiscard]] std::filesystem::path chunkOf(UploadId const& id) const {
        return folder() / (id.str() + ".chunk");
    }
    [[nodiscard]] Instant expiryOf(store::Upload const& upload) const {
        return upload.touched + settings.keep;
    }

    /// Why an upload cannot begin, with the status that says so.
    struct Refusal {
        int status;
        Error error;
    };
    /// Takes its place in the quota and makes its file. A fetch, which its metadata tell, begins
    /// with a length of 0, because nobody knows it yet. Throws Failure where the store or the disk
    /// fails.
    [[nodiscard]] std::variant<store::Upload, Refusal> begin(std::string const& who,
                                                             UploadOrder const& order,
                                                             std::string const& metadata,
                                                             std::int64_t length);
    /// These throw Failure where the store fails.
    [[nodiscard]] std::optional<store::Upload> find(UploadId const& id) const;
    [[nodiscard]] std::vector<store::Upload> all() const;
    [[nodiscard]] std::optional<store::Asset> assetOf(Digest const& digest) const;
    [[nodiscard]] std::shared_ptr<LiveUpload> liveOf(UploadId const& id);
    /// "plays", "refused", or "" as long as nobody has looked.
    [[nodiscard]] std::string_view verdictOn(store::Upload const& upload);

    /// How many bytes are there, synced; nobody writes any more afterwards. A file that turns out
    /// to be whole goes on its way.
    [[nodiscard]] Result<std::int64_t> standing(store::Upload& upload);
    /// The same without any of this, to look at.
    [[nodiscard]] std::int64_t offsetOf(store::Upload const& upload) const;

    /// Writes down that there are `size` bytes, synced or not; a whole file goes to be checked.
    /// With the live upload's mutex held. The record as it is then, if it is still received.
    std::optional<store::Upload> progressed(UploadId const& id, LiveUpload& there,
                                            std::int64_t size);
    [[nodiscard]] Result<> terminate(std::string const& who, UploadId const& id);
    /// Frees its space and its place in the quota.
    [[nodiscard]] Result<> expire(UploadId const& id);

    void checkLater(UploadId const& id);
    void check(UploadId const& id);

    /// Has the file fetched from `url` on a thread for that.
    void fetchLater(UploadId const& id, std::string const& url);
    /// The file will have `length` bytes: Errc::exhausted if there is no room for it,
    /// Errc::cancelled if the fetch was ended.
    [[nodiscard]] Result<> announce(UploadId const& id, std::int64_t length);
    /// All of the file is there, synced, and goes to be checked. Errc::cancelled as above.
    [[nodiscard]] Result<> fetched(UploadId const& id, LiveUpload& there, std::int64_t size,
                                   messages::Sha256 hash);
    void stop();

    /// As the API shows it.
    [[nodiscard]] boost::json::object json(store::Upload const& upload);

    /// What a former run left, and what time has made of uploads.
    [[nodiscard]] Result<> resume();
    [[nodiscard]] Result<> sweep();

private:
    /// Ends an upload: the record says why, the bytes go.
    [[nodiscard]] Result<> end(std::string const& who, UploadId const& id, store::UploadState state,
                               std::string const& reason);
    void settle(UploadId const& id, Result<AddedAsset> const& added);
    void fetch(UploadId const& id, std::string const& url,
               std::shared_ptr<LiveUpload> const& there);
    /// Ends a fetch of which nothing comes.
    void giveUp(UploadId const& id, Error const& error);
    void removeFiles(UploadId const& id) const;
};

}  // namespace tocsin::library
