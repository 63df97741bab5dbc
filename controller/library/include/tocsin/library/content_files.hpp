// SPDX-License-Identifier: Apache-2.0
// Files by digest under <folder>/<first two hex digits>/<hex>. A file that is there is whole: it
// arrives by rename, after it was synced.
#pragma once

#include <filesystem>
#include <string>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::library {

/// Thread-safe; blocks.
class ContentFiles {
public:
    /// `directory` is the data directory. Nothing is made before the first file comes.
    explicit ContentFiles(std::filesystem::path const& directory, char const* folder = "media")
        : root_(directory / folder) {}

    [[nodiscard]] std::filesystem::path pathOf(Digest const& digest) const;
    [[nodiscard]] bool has(Digest const& digest) const;
    /// Moves a finished file in; copies where it lies on another file system. Errc::exhausted on a
    /// full disk.
    [[nodiscard]] Result<> take(std::filesystem::path const& file, Digest const& digest) const;
    [[nodiscard]] Result<> keep(Digest const& digest, std::string const& bytes) const;
    /// Gone, if it was there.
    void remove(Digest const& digest) const;
    /// Errc::exhausted if fewer than `reserve` bytes would be free after `more` bytes were written.
    [[nodiscard]] Result<> checkRoom(std::int64_t more, std::int64_t reserve) const;

private:
    std::filesystem::path root_;
};

}  // namespace tocsin::library
