// SPDX-License-Identifier: Apache-2.0
// Content on disk by digest: cache/<hex>. A file under its name is verified; what is still coming
// is beside it as ".part".
#pragma once

#include <sys/stat.h>

#include <filesystem>

#include "tocsin/vocabulary/digest.hpp"

namespace tocsin::player {

/// Thread-safe: the file system is its only state.
class ContentCache {
public:
    explicit ContentCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

    [[nodiscard]] std::filesystem::path path(Digest const& digest) const {
        return folder_ / digest.hex();
    }
    [[nodiscard]] bool has(Digest const& digest, std::int64_t bytes) const {
        std::error_code ec;
        auto const size = std::filesystem::file_size(path(digest), ec);
        return !ec && static_cast<std::int64_t>(size) == bytes;
    }
    /// Of a file whose length nobody says.
    [[nodiscard]] bool has(Digest const& digest) const {
        std::error_code ec;
        return std::filesystem::is_regular_file(path(digest), ec);
    }
    /// Differs after the file was written to, replaced or touched; 0 if there is none.
    [[nodiscard]] std::int64_t changeStamp(Digest const& digest) const {
        struct stat status {};
        return ::stat(path(digest).c_str(), &status) == 0
                   ? status.st_ctim.tv_sec * std::int64_t{1'000'000'000} + status.st_ctim.tv_nsec
                   : 0;
    }
    void drop(Digest const& digest) const {
        std::error_code ec;
        std::filesystem::remove(path(digest), ec);
    }
    [[nodiscard]] std::filesystem::path const& folder() const noexcept { return folder_; }

private:
    std::filesystem::path folder_;
};

}  // namespace tocsin::player
