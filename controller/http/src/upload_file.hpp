// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::http {

/// A body being received into a file; removed on destruction unless a handler moved it away.
/// Blocking.
class UploadFile {
public:
    /// Whether so many more bytes may be written: Errc::exhausted.
    using Room = std::function<Result<>(std::int64_t more)>;
    /// `room` is asked for the `expected` bytes (0: not known) now, and again every few MiB that
    /// are appended, because others write too. Errc::exhausted on a full disk, Errc::unavailable.
    [[nodiscard]] static Result<std::unique_ptr<UploadFile>> open(
        std::filesystem::path const& directory, std::int64_t expected, Room room);
    /// Frees the blocks of a file that is still there, which takes a while for a large one.
    ~UploadFile();
    UploadFile(UploadFile const&) = delete;
    UploadFile& operator=(UploadFile const&) = delete;
    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }
    /// Errc::exhausted on a full disk, Errc::unavailable.
    [[nodiscard]] Result<> append(std::string_view bytes);
    void close();

private:
    UploadFile(std::filesystem::path path, int fd, Room room)
        : path_(std::move(path)), fd_(fd), room_(std::move(room)) {}
    std::filesystem::path path_;
    int fd_;
    Room room_;
    std::size_t unasked_ = 0;  ///< bytes since `room_` was asked
};

}  // namespace tocsin::http
