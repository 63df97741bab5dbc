// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "partial_file.hpp"
#include "tocsin/outbound/outbound.hpp"
#include "uploads_state.hpp"

namespace tocsin::library {

/// Takes what the controller fetches into the file of its upload. One thread.
class FetchedFile {
public:
    /// `there` is the upload's own.
    FetchedFile(Uploads::State& state, UploadId id, std::shared_ptr<LiveUpload> there)
        : state_(state), id_(std::move(id)), there_(std::move(there)) {}

    /// Keeps room for what is announced. Errc::exhausted, Errc::unavailable, Errc::cancelled if the
    /// upload was ended meanwhile.
    [[nodiscard]] Result<> begin(outbound::Head const& head);
    [[nodiscard]] Result<> take(std::string_view bytes);
    /// The whole of it is there and goes to be checked; Errc::invalid if that is nothing.
    [[nodiscard]] Result<> finish();

private:
    Uploads::State& state_;
    UploadId id_;
    std::shared_ptr<LiveUpload> there_;
    std::optional<PartialFile> file_;
    messages::Sha256 hash_;
    std::int64_t size_ = 0;
    std::int64_t unasked_ = 0;  ///< bytes since the disk was asked for its room
};

}  // namespace tocsin::library
