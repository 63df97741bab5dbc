// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::http {

/// A body being received into a file; removed on destruction unless a handler moved it away.
/// Blocking.
class UploadFile {
public:
    explicit UploadFile(std::filesystem::path const& directory);
    ~UploadFile();
    UploadFile(UploadFile const&) = delete;
    UploadFile& operator=(UploadFile const&) = delete;
    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }
    /// Errc::exhausted on a full disk, Errc::unavailable.
    [[nodiscard]] Result<> append(std::string_view bytes);
    void close();

private:
    std::filesystem::path path_;
    int fd_ = -1;
};

}  // namespace tocsin::http
