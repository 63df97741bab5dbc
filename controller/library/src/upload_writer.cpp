// SPDX-License-Identifier: Apache-2.0
#include "upload_writer.hpp"

#include "tocsin/access/disk_room.hpp"
#include "tus.hpp"

namespace tocsin::library {
namespace {

using access::Response;

constexpr std::int64_t kAskEvery = 4 << 20;

Response tookOver() {
    return tusProblem(409,
                      "another connection goes on with this upload; ask with HEAD where it is");
}

Response tooMuch(std::int64_t length) {
    return tusProblem(413, "the upload was announced with " + std::to_string(length) +
                               " bytes, and more are coming");
}

}  // namespace

UploadWriter::UploadWriter(Uploads::State& state, store::Upload upload,
                           std::shared_ptr<LiveUpload> live, std::int64_t offset, PartialFile file,
                           Response answer)
    : state_(state),
      upload_(std::move(upload)),
      live_(std::move(live)),
      size_(offset),
      file_(std::move(file)),
      answer_(std::move(answer)) {}

access::Received UploadWriter::open(Uploads::State& state, UploadId const& id, std::int64_t offset,
                                    std::optional<std::int64_t> expected,
                                    std::optional<Checksum> checksum, Response answer) {
    auto live = state.liveOf(id);
    std::scoped_lock const lock(live->mutex);
    auto const upload = state.find(id);
    if (!upload || upload->state != store::UploadState::receiving) {
        return tusProblem(410, "the upload has ended meanwhile");
    }
    auto file = PartialFile::open(state.pathOf(id));
    if (!file) {
        return file.error();
    }
    auto const there = file->size();
    if (!there) {
        return there.error();
    }
    if (*there != offset) {
        return wrongOffset(offset, *there);
    }
    if (expected && *expected > upload->length - offset) {
        return tooMuch(upload->length);
    }
    if (auto room = access::checkRoom(state.folder(), expected.value_or(0),
                                      state.settings.diskReserveBytes);
        !room) {
        return room.error();
    }
    std::unique_ptr<UploadWriter> writer(
        new UploadWriter(state, *upload, live, offset, std::move(*file), std::move(answer)));
    if (checksum) {
        auto trial = PartialFile::open(state.chunkOf(id));
        auto const emptied = trial ? trial->clear() : trial.error();
        if (!emptied) {
            return emptied.error();
        }
        writer->trial_.emplace(Trial{std::move(*checksum), std::move(*trial), live->hash, 0});
    }
    if (offset == 0 && !live->hash) {
        live->hash.emplace();
        live->hashed = 0;
    }
    writer->number_ = live->active = ++live->newest;
    writer->over_ = false;
    return std::unique_ptr<access::BodySink>(std::move(writer));
}

std::optional<Response> UploadWriter::take(std::string_view bytes) {
    std::scoped_lock const lock(live_->mutex);
    if (!isCurrent()) {
        return tookOver();
    }
    auto const count = static_cast<std::int64_t>(bytes.size());
    if (size_ + (trial_ ? trial_->bytes : 0) + count > upload_.length) {
        return tooMuch(upload_.length);
    }
    unasked_ += count;
    if (unasked_ >= kAskEvery) {
        unasked_ = 0;
        if (auto room = access::checkRoom(state_.folder(), count, state_.settings.diskReserveBytes);
            !room) {
            return access::problem(room.error());
        }
    }
    if (!trial_) {
        return keep(bytes);
    }
    if (auto kept = trial_->file.append(bytes); !kept) {
        return access::problem(kept.error());
    }
    trial_->bytes += count;
    trial_->checksum.update(bytes);
    if (trial_->hash) {
        trial_->hash->update(bytes);
    }
    return std::nullopt;
}

std::optional<Response> UploadWriter::keep(std::string_view bytes) {
    auto const kept = file_.append(bytes);
    auto const before = size_;
    if (kept) {
        size_ += static_cast<std::int64_t>(bytes.size());
    } else if (auto const there = file_.size()) {
        size_ = *there;
    }
    if (live_->hash && live_->hashed == before && size_ >= before) {
        live_->hash->update(bytes.substr(0, static_cast<std::size_t>(size_ - before)));
        live_->hashed = size_;
    }
    return kept ? std::nullopt : std::optional(access::problem(kept.error()));
}

/// What was on trial joins the rest, or goes.
std::optional<Response> UploadWriter::judge() {
    if (!trial_->checksum.matches()) {
        auto refused = tusProblem(460,
                                  "the bytes are not those of the checksum; they were thrown "
                                  "away, send them again");
        refused.reason = "Checksum Mismatch";
        return refused;
    }
    if (auto room =
            access::checkRoom(state_.folder(), trial_->bytes, state_.settings.diskReserveBytes);
        !room) {
        return access::problem(room.error());
    }
    bool const hashed = live_->hash && live_->hashed == size_ && trial_->hash;
    auto const kept = file_.appendAll(trial_->file);
    if (!kept) {
        // What fitted is right and stays, but nobody has hashed it by itself.
        if (auto const there = file_.size()) {
            size_ = *there;
        }
        return access::problem(kept.error());
    }
    size_ += trial_->bytes;
    if (hashed) {
        live_->hash = std::move(trial_->hash);
        live_->hashed = size_;
    }
    return std::nullopt;
}

Result<Response> UploadWriter::finish() {
    std::scoped_lock const lock(live_->mutex);
    if (!isCurrent()) {
        return tookOver();
    }
    if (trial_) {
        if (auto refused = judge()) {
            return std::move(*refused);
        }
    }
    if (auto synced = file_.sync(); !synced) {
        return synced.error();
    }
    over_ = true;
    live_->active = 0;
    auto const going = state_.progressed(upload_.id, *live_, size_);
    std::error_code ignored;
    std::filesystem::remove(state_.chunkOf(upload_.id), ignored);
    answer_.headers["Upload-Offset"] = std::to_string(size_);
    if (going) {
        answer_.headers["Upload-Expires"] = httpDate(state_.expiryOf(*going));
    }
    return std::move(answer_);
}

UploadWriter::~UploadWriter() {
    if (over_) {
        return;
    }
    std::scoped_lock const lock(live_->mutex);
    if (!isCurrent()) {
        return;
    }
    live_->active = 0;
    std::error_code ignored;
    std::filesystem::remove(state_.chunkOf(upload_.id), ignored);
    try {
        state_.progressed(upload_.id, *live_, size_);
    } catch (std::exception const&) {
        // The record lags behind the file, which whoever goes on asks anyway.
    }
}

}  // namespace tocsin::library
