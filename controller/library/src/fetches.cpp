// SPDX-License-Identifier: Apache-2.0
// Files that the controller fetches: from the order until they are whole and are checked like any
// upload.
#include "fetched_file.hpp"
#include "tocsin/access/disk_room.hpp"
#include "uploads_state.hpp"

namespace tocsin::library {
namespace {

constexpr Milliseconds kHour{3'600'000};

Error ended() {
    return {Errc::cancelled, "the fetch was ended"};
}

std::int64_t roomOf(store::Tx const& tx, UploadId const& except) {
    std::int64_t bytes = 0;
    for (auto const& upload : tx.uploads().all()) {
        if (upload.state == store::UploadState::receiving && upload.id != except) {
            bytes += upload.length - upload.received;
        }
    }
    return bytes;
}

/// What came of the request, in the words of whoever asked for a file.
Result<> judged(Result<outbound::Head> const& head) {
    if (!head) {
        return head.error();
    }
    if (head->status == 200) {
        return {};
    }
    auto const status = std::to_string(head->status);
    bool const secret = head->status == 401 || head->status == 403;
    bool const gone = head->status == 404 || head->status == 410;
    return Error{Errc::invalid, head->address + " answers " + status +
                                    (secret ? ", it may not be fetched without signing in there"
                                     : gone ? ", there is no such file"
                                            : " instead of a file")};
}

}  // namespace

std::optional<Milliseconds> FetchRate::wait(std::string const& account, std::size_t most,
                                            Instant now) {
    std::scoped_lock const lock(mutex_);
    for (auto each = begun_.begin(); each != begun_.end();) {
        auto& times = each->second;
        // A clock that was set back forgives, instead of making people wait for it.
        while (!times.empty() && (times.front() <= now - kHour || times.front() > now)) {
            times.pop_front();
        }
        each = times.empty() ? begun_.erase(each) : std::next(each);
    }
    auto& own = begun_[account];
    if (own.size() >= most) {
        return own.empty() ? kHour : own.front() + kHour - now;
    }
    own.push_back(now);
    return std::nullopt;
}

void Uploads::State::fetchLater(UploadId const& id, std::string const& url) {
    settings.fetching.later([this, id, url, there = liveOf(id)] { fetch(id, url, there); });
}

void Uploads::State::fetch(UploadId const& id, std::string const& url,
                           std::shared_ptr<LiveUpload> const& there) {
    Result<> done;
    try {
        if (stopped || there->fetching.stop_requested()) {
            done = ended();
        } else {
            FetchedFile file(*this, id, there);
            outbound::Receiver const receiver{
                [&file](outbound::Head const& head) { return file.begin(head); },
                [&file](std::string_view bytes) { return file.take(bytes); }};
            auto limits = settings.fetching.limits;
            limits.mostBytes = std::min(limits.mostBytes, settings.limitBytes);
            done = judged(settings.fetching.outbound->get({url, "", ""}, limits,
                                                          there->fetching.get_token(), receiver));
            done = done ? file.finish() : done;
        }
    } catch (Failure const& failure) {
        done = failure.error();
    } catch (std::exception const& failure) {
        done = Error{Errc::internal, failure.what()};
    }
    if (!done) {
        giveUp(id, done.error());
    }
}

Result<> Uploads::State::announce(UploadId const& id, std::int64_t length) {
    return store.ingest([&](store::Tx& tx) -> Result<> {
        auto upload = tx.uploads().find(id);
        if (!upload || upload->state != store::UploadState::receiving) {
            return ended();
        }
        if (auto fits = checkQuota(tx, settings.quotas, upload->unit, length - upload->length);
            !fits) {
            return fits;
        }
        if (auto fits =
                access::checkRoom(folder(), roomOf(tx, id) + length, settings.diskReserveBytes);
            !fits) {
            return fits;
        }
        upload->length = length;
        upload->touched = settings.now();
        tx.uploads().put(*upload);
        return {};
    });
}

Result<> Uploads::State::fetched(UploadId const& id, LiveUpload& there, std::int64_t size,
                                 messages::Sha256 hash) {
    std::scoped_lock const lock(there.mutex);
    auto known = store.ingest([&](store::Tx& tx) -> Result<> {
        auto upload = tx.uploads().find(id);
        if (!upload || upload->state != store::UploadState::receiving) {
            return ended();
        }
        upload->length = size;
        tx.uploads().put(*upload);
        return {};
    });
    if (!known) {
        return known;
    }
    there.hash = std::move(hash);
    there.hashed = size;
    progressed(id, there, size);
    return {};
}

void Uploads::State::giveUp(UploadId const& id, Error const& error) {
    try {
        auto const told = stopped ? std::string(
                                        "the controller was stopped while it fetched "
                                        "this; ask for it again")
                                  : error.message;
        if (end("controller", id, store::UploadState::refused, told)) {
            return;
        }
        // Whoever has ended it has said why; its file may have come back since.
        auto const upload = find(id);
        if (!upload || upload->state != store::UploadState::checking) {
            removeFiles(id);
        }
    } catch (std::exception const&) {
        // The store cannot be written to; the next start takes up what is left.
    }
}

void Uploads::State::stop() {
    stopped = true;
    std::scoped_lock const lock(mutex);
    for (auto const& [id, upload] : live) {
        upload->fetching.request_stop();
    }
}

}  // namespace tocsin::library
