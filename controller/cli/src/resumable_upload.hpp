// SPDX-License-Identifier: Apache-2.0
// Bringing a file to the controller by tus 1.0, over connections that break.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "progress_line.hpp"
#include "tocsin/session/backoff.hpp"
#include "upload_note.hpp"
#include "verbs.hpp"

namespace tocsin::cli {

/// The keys and values of the Upload-Metadata header.
using UploadMetadata = std::vector<std::pair<std::string, std::string>>;

/// One file's way. Goes on by itself after a broken connection, until nothing has gone for half an
/// hour; an interrupted command leaves a note with which the next one goes on.
class ResumableUpload {
public:
    /// All references outlive it.
    ResumableUpload(Context const& context, std::filesystem::path file,
                    UploadMetadata const& metadata, ProgressLine& line);

    /// The asset as the controller tells it; nothing if the controller knows no resumable uploads.
    /// Throws CommandFailure.
    [[nodiscard]] std::optional<boost::json::value> run();

private:
    void takeUp();
    [[nodiscard]] bool begin();
    [[nodiscard]] bool askOffset();
    void sendChunk();
    [[nodiscard]] boost::json::value awaitVerdict();
    void pauseAfter(Error const& error);
    void pauseFor(std::chrono::seconds pause);
    void progressed();
    [[noreturn]] void interrupted() const;
    [[nodiscard]] std::int64_t percent() const { return size_ == 0 ? 100 : sent_ * 100 / size_; }

    Context const& context_;
    std::filesystem::path file_;
    std::string name_;
    std::string metadata_;
    ProgressLine& line_;
    UploadNote note_;
    std::int64_t size_ = 0;
    std::string upload_;  ///< its path on the controller
    std::int64_t offset_ = 0;
    std::int64_t sent_ = 0;  ///< those on their way too
    bool known_ = false;     ///< offset_ is what the controller says
    bool told_ = false;      ///< people know that the connection is broken
    session::Backoff backoff_;
    std::mt19937_64 random_{std::random_device{}()};
    std::chrono::steady_clock::time_point lastProgress_ = std::chrono::steady_clock::now();
};

}  // namespace tocsin::cli
