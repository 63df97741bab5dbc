// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::http {

/// A body being received into a file; removed on destruction unless a handler moved it away.
/// Blocking.
class UploadFile {
public:
    /// Errc::exhausted on a full disk, Errc::unavailable.
    [[nodiscard]] static Result<std::unique_ptr<UploadFile>> open(
        std::filesystem::path const& directory);
    /// Frees the blocks of a file that is still there, which takes a while for a large one.
    ~UploadFile();
    UploadFile(UploadFile const&) = delete;
    UploadFile& operator=(UploadFile const&) = delete;
    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }
    /// Errc::exhausted on a full disk, Errc::unavailable.
    [[nodiscard]] Result<> append(std::string_view bytes);
    void close();

private:
    UploadFile(std::filesystem::path path, int fd) : path_(std::move(path)), fd_(fd) {}
    std::filesystem::path path_;
    int fd_;
};

}  // namespace tocsin::http
