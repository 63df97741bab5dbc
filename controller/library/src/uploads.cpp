// SPDX-License-Identifier: Apache-2.0
// Uploads from their beginning to their end, but for the bytes themselves (upload_writer.cpp) and
// the check of a whole file (upload_check.cpp).
#include "tocsin/library/uploads.hpp"

#include <algorithm>
#include <system_error>

#include "tocsin/access/disk_room.hpp"
#include "uploads_state.hpp"

namespace tocsin::library {
namespace {

constexpr std::size_t kMostUnderWay = 1'000;

UploadId freshId() {
    std::string out;
    for (char const random : messages::randomBytes(16)) {
        constexpr char kDigits[] = "0123456789abcdef";
        auto const byte = static_cast<unsigned char>(random);
        out += kDigits[byte >> 4];
        out += kDigits[byte & 15];
    }
    return UploadId(out);
}

bool isUnderWay(store::Upload const& upload) {
    return upload.state == store::UploadState::receiving ||
           upload.state == store::UploadState::checking;
}

/// What is still to come of all uploads.
std::int64_t outstanding(std::vector<store::Upload> const& uploads) {
    std::int64_t bytes = 0;
    for (auto const& upload : uploads) {
        if (upload.state == store::UploadState::receiving) {
            bytes += upload.length - upload.received;
        }
    }
    return bytes;
}

/// Another length is another file.
bool isOtherFile(store::Asset const& asset, std::int64_t length) {
    return asset.uploadBytes != length;
}

/// What the audit trail calls an end.
std::string endingOf(store::UploadState state) {
    switch (state) {
        case store::UploadState::expired:
            return "upload.expire";
        case store::UploadState::refused:
            return "upload.refuse";
        default:
            return "upload.terminate";
    }
}

bool isFetching(store::Upload const& upload) {
    return upload.state == store::UploadState::receiving && !sourceIn(upload.metadata).empty();
}

/// Why no further file is fetched for `who` now; "" if one may be.
std::string busyFetching(std::vector<store::Upload> const& uploads, std::string const& who,
                         FetchSettings const& most) {
    auto const ofAccount = [&](store::Upload const& upload) {
        return isFetching(upload) && upload.owner == who;
    };
    auto const own = std::count_if(uploads.begin(), uploads.end(), ofAccount);
    auto const all = std::count_if(uploads.begin(), uploads.end(), isFetching);
    if (own >= static_cast<std::ptrdiff_t>(most.mostUnfinishedOfAccount)) {
        return "you have " + std::to_string(own) +
               " files fetched already; wait until one of them is there, or end it";
    }
    return all >= static_cast<std::ptrdiff_t>(most.mostUnfinished)
               ? std::to_string(all) + " files are being fetched already; try again later"
               : "";
}

}  // namespace

Uploads::Uploads(store::Store& store, Library& library, UploadSettings settings)
    : state_(std::make_unique<State>(store, library, std::move(settings))) {}
Uploads::~Uploads() = default;

Result<> Uploads::resume() {
    try {
        return state_->resume();
    } catch (Failure const& failure) {
        return failure.error();
    }
}

Result<> Uploads::sweep() {
    try {
        return state_->sweep();
    } catch (Failure const& failure) {
        return failure.error();
    }
}

void Uploads::stop() {
    state_->stop();
}

Result<> Uploads::State::resume() {
    std::error_code failed;
    std::filesystem::create_directories(folder(), failed);
    if (failed) {
        return Error{Errc::unavailable,
                     folder().string() + ": cannot be made: " + failed.message()};
    }
    for (auto const& upload : all()) {
        if (isFetching(upload)) {
            auto ended = end("controller", upload.id, store::UploadState::refused,
                             "the controller was stopped while it fetched this; ask for it again");
            if (!ended) {
                return ended;
            }
        }
    }
    auto const uploads = all();
    for (auto const& entry : std::filesystem::directory_iterator(folder(), failed)) {
        auto const name = entry.path().filename().string();
        bool const wanted =
            std::any_of(uploads.begin(), uploads.end(), [&](store::Upload const& upload) {
                return upload.id.str() == name && isUnderWay(upload);
            });
        if (!wanted) {
            std::error_code ignored;
            std::filesystem::remove(entry.path(), ignored);
        }
    }
    for (auto const& upload : uploads) {
        auto const there = offsetOf(upload);
        if (upload.state == store::UploadState::checking) {
            checkLater(upload.id);
        } else if (upload.state == store::UploadState::receiving && there > upload.received) {
            auto const known = liveOf(upload.id);
            std::scoped_lock const lock(known->mutex);
            progressed(upload.id, *known, there);
        }
    }
    return {};
}

Result<> Uploads::State::sweep() {
    auto const now = settings.now();
    for (auto const& upload : all()) {
        bool const over = expiryOf(upload) <= now;
        Result<> done;
        if (upload.state == store::UploadState::checking && !over) {
            checkLater(upload.id);
        } else if (isUnderWay(upload) && over) {
            done = expire(upload.id);
        } else if (over) {
            done = store.ingest([&](store::Tx& tx) -> Result<> {
                tx.uploads().remove(upload.id);
                return {};
            });
            std::scoped_lock const lock(mutex);
            live.erase(upload.id);
        }
        if (!done) {
            return done;
        }
    }
    return {};
}

std::variant<store::Upload, Uploads::State::Refusal> Uploads::State::begin(
    std::string const& who, UploadOrder const& order, std::string const& metadata,
    std::int64_t length) {
    auto const source = sourceIn(metadata);
    store::Upload upload;
    upload.id = freshId();
    upload.owner = who;
    upload.unit = order.unit;
    upload.metadata = metadata;
    upload.length = length;
    upload.begun = upload.touched = settings.now();
    int status = 0;
    auto const refused = [&status](int with, Error error) {
        status = with;
        return error;
    };
    auto const begun = store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const others = tx.uploads().all();
            if (std::count_if(others.begin(), others.end(), isUnderWay) >=
                static_cast<std::ptrdiff_t>(kMostUnderWay)) {
                return refused(503, {Errc::unavailable,
                                     "there are " + std::to_string(kMostUnderWay) +
                                         " unfinished uploads; end some of them, or wait until "
                                         "they expire"});
            }
            if (auto const busy =
                    source.empty() ? "" : busyFetching(others, who, settings.fetching);
                !busy.empty()) {
                return refused(503, {Errc::unavailable, busy});
            }
            // Of a fetch it is known only at its end which file it is.
            auto const named = order.handle.empty() || !source.empty()
                                   ? std::nullopt
                                   : tx.assets().findByHandle(order.handle);
            if (named && isOtherFile(*named, length)) {
                return refused(409, {Errc::conflict, "the handle \"" + order.handle +
                                                         "\" belongs to another asset; choose "
                                                         "another"});
            }
            if (auto fits = checkQuota(tx, settings.quotas, order.unit, length); !fits) {
                return refused(413, fits.error());
            }
            if (auto fits = access::checkRoom(folder(), outstanding(others) + length,
                                              settings.diskReserveBytes);
                !fits) {
                return refused(507, fits.error());
            }
            tx.uploads().put(upload);
            return {};
        },
        {who, source.empty() ? "upload.begin" : "media.fetch", upload.id.str(),
         (source.empty() ? order.name + " " + std::to_string(length) + " bytes" : source) +
             (order.unit.empty() ? "" : " unit=" + order.unit)});
    if (!begun) {
        if (status == 0) {
            throw Failure(begun.error());
        }
        return Refusal{status, begun.error()};
    }
    if (auto made = PartialFile::make(pathOf(upload.id)); !made) {
        static_cast<void>(
            end(who, upload.id, store::UploadState::terminated, made.error().message));
        throw Failure(made.error());
    }
    auto const there = liveOf(upload.id);
    std::scoped_lock const lock(there->mutex);
    there->hash.emplace();
    if (length == 0 && source.empty()) {
        progressed(upload.id, *there, 0);
    }
    return upload;
}

std::vector<store::Upload> Uploads::State::all() const {
    std::vector<store::Upload> out;
    store
        .read([&](store::Tx const& tx) -> Result<> {
            out = tx.uploads().all();
            return {};
        })
        .value();
    return out;
}

std::optional<store::Upload> Uploads::State::find(UploadId const& id) const {
    std::optional<store::Upload> found;
    store
        .read([&](store::Tx const& tx) -> Result<> {
            found = tx.uploads().find(id);
            return {};
        })
        .value();
    return found;
}

std::optional<store::Asset> Uploads::State::assetOf(Digest const& digest) const {
    std::optional<store::Asset> found;
    store
        .read([&](store::Tx const& tx) -> Result<> {
            found = tx.assets().find(digest);
            return {};
        })
        .value();
    return found;
}

std::shared_ptr<LiveUpload> Uploads::State::liveOf(UploadId const& id) {
    std::scoped_lock const lock(mutex);
    auto& slot = live[id];
    if (!slot) {
        slot = std::make_shared<LiveUpload>();
    }
    return slot;
}

std::int64_t Uploads::State::offsetOf(store::Upload const& upload) const {
    if (upload.state != store::UploadState::receiving) {
        bool const wasWhole = upload.state != store::UploadState::terminated &&
                              upload.state != store::UploadState::expired &&
                              (upload.state != store::UploadState::refused || upload.digest);
        return wasWhole ? upload.length : upload.received;
    }
    std::error_code failed;
    auto const size = std::filesystem::file_size(pathOf(upload.id), failed);
    return failed ? 0 : static_cast<std::int64_t>(size);
}

Result<std::int64_t> Uploads::State::standing(store::Upload& upload) {
    if (upload.state != store::UploadState::receiving) {
        return upload.length;
    }
    auto const there = liveOf(upload.id);
    std::scoped_lock const lock(there->mutex);
    there->active = 0;
    auto file = PartialFile::open(pathOf(upload.id));
    if (!file) {
        return file.error();
    }
    if (auto synced = file->sync(); !synced) {
        return synced.error();
    }
    auto size = file->size();
    if (size && (*size > upload.received || *size == upload.length)) {
        progressed(upload.id, *there, *size);
        upload = find(upload.id).value_or(upload);
    }
    return size;
}

std::optional<store::Upload> Uploads::State::progressed(UploadId const& id, LiveUpload& there,
                                                        std::int64_t size) {
    std::optional<store::Upload> upload;
    bool whole = false;
    store
        .ingest([&](store::Tx& tx) -> Result<> {
            upload = tx.uploads().find(id);
            if (!upload || upload->state != store::UploadState::receiving) {
                upload.reset();
                return {};
            }
            if (size != upload->received) {
                upload->received = size;
                upload->touched = settings.now();
            }
            whole = size >= upload->length;
            if (whole) {
                upload->state = store::UploadState::checking;
                if (there.hash && there.hashed == size) {
                    upload->digest = there.hash->finish();
                }
                there.hash.reset();
            }
            tx.uploads().put(*upload);
            return {};
        })
        .value();
    if (!whole) {
        return upload;
    }
    if (!there.checking) {
        there.checking = true;
        settings.later([this, id] { check(id); });
    }
    return std::nullopt;
}

Result<> Uploads::State::terminate(std::string const& who, UploadId const& id) {
    return end(who, id, store::UploadState::terminated, "");
}

Result<> Uploads::State::expire(UploadId const& id) {
    return end("controller", id, store::UploadState::expired,
               "nothing came for " +
                   std::to_string(std::chrono::floor<std::chrono::hours>(settings.keep).count()) +
                   " hours");
}

Result<> Uploads::State::end(std::string const& who, UploadId const& id, store::UploadState state,
                             std::string const& reason) {
    auto const there = liveOf(id);
    std::scoped_lock const lock(there->mutex);
    if (state == store::UploadState::expired && (there->active != 0 || there->checking)) {
        return {};  // it is making progress just now
    }
    if (there->checking) {
        return Error{Errc::conflict, "the file is being checked; wait for the result"};
    }
    there->active = 0;
    there->fetching.request_stop();
    auto written = store.write(
        [&](store::Tx& tx) -> Result<> {
            auto upload = tx.uploads().find(id);
            if (!upload) {
                return Error{Errc::notFound, "there is no upload " + id.str()};
            }
            if (state == store::UploadState::refused && !isFetching(*upload)) {
                return Error{Errc::conflict, "the fetch has ended already"};
            }
            upload->state = state;
            upload->reason = reason;
            upload->touched = settings.now();
            tx.uploads().put(*upload);
            return {};
        },
        {who, endingOf(state), id.str(), reason});
    if (written) {
        removeFiles(id);
        std::scoped_lock const all(mutex);
        live.erase(id);
    }
    return written;
}

void Uploads::State::removeFiles(UploadId const& id) const {
    std::error_code ignored;
    std::filesystem::remove(pathOf(id), ignored);
    std::filesystem::remove(chunkOf(id), ignored);
}

}  // namespace tocsin::library
