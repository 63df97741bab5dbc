// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "partial_file.hpp"
#include "tocsin/access/route.hpp"
#include "upload_checksum.hpp"
#include "uploads_state.hpp"

namespace tocsin::library {

/// Appends the body of one request to an upload. What has come stays when the connection breaks;
/// with a checksum, only the whole of what was verified.
class UploadWriter final : public access::BodySink {
public:
    /// A writer that goes on at `offset`, and the only one from now on; or why it may not.
    /// `expected`: bytes that are announced, if they are. `answer`: what the client gets at the
    /// end, to which the new offset is added. Errc::exhausted and Errc::unavailable of the disk.
    [[nodiscard]] static access::Received open(Uploads::State& state, UploadId const& id,
                                               std::int64_t offset,
                                               std::optional<std::int64_t> expected,
                                               std::optional<Checksum> checksum,
                                               access::Response answer);
    ~UploadWriter() override;

    [[nodiscard]] std::optional<access::Response> take(std::string_view bytes) override;
    [[nodiscard]] Result<access::Response> finish() override;

private:
    /// Bytes on trial.
    struct Trial {
        Checksum checksum;
        PartialFile file;
        std::optional<messages::Sha256> hash;  ///< of the upload, were they right
        std::int64_t bytes = 0;
    };
    UploadWriter(Uploads::State& state, store::Upload upload, std::shared_ptr<LiveUpload> live,
                 std::int64_t offset, PartialFile file, access::Response answer);
    [[nodiscard]] bool isCurrent() const { return live_->active == number_; }
    [[nodiscard]] std::optional<access::Response> keep(std::string_view bytes);
    [[nodiscard]] std::optional<access::Response> judge();

    Uploads::State& state_;
    store::Upload upload_;
    std::shared_ptr<LiveUpload> live_;
    std::uint64_t number_ = 0;
    std::int64_t size_;  ///< of the file, what is on trial not counted
    PartialFile file_;
    std::optional<Trial> trial_;
    access::Response answer_;
    std::int64_t unasked_ = 0;  ///< bytes since the disk was asked for its room
    bool over_ = true;          ///< nothing is left to be done at the end
};

}  // namespace tocsin::library
