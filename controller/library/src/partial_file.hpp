// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::library {

/// A file that grows at its end while an upload comes in. Blocking; one thread at a time. Errors:
/// Errc::exhausted for a full disk, Errc::unavailable.
class PartialFile {
public:
    /// Makes an empty file that is found after a power cut too.
    [[nodiscard]] static Result<> make(std::filesystem::path const& file);
    /// Makes the file if it is not there.
    [[nodiscard]] static Result<PartialFile> open(std::filesystem::path const& file);
    ~PartialFile();
    PartialFile(PartialFile&& other) noexcept;
    PartialFile& operator=(PartialFile&&) = delete;

    [[nodiscard]] Result<std::int64_t> size() const;
    /// What was written before an error stays.
    [[nodiscard]] Result<> append(std::string_view bytes);
    /// The whole of `other`.
    [[nodiscard]] Result<> appendAll(PartialFile const& other);
    /// Returns when every byte is on the disk.
    [[nodiscard]] Result<> sync();
    [[nodiscard]] Result<> clear();

private:
    PartialFile(std::filesystem::path file, int fd) : file_(std::move(file)), fd_(fd) {}
    [[nodiscard]] Error failed(char const* what) const;
    std::filesystem::path file_;
    int fd_;
    std::int64_t unwritten_ = 0;  ///< appended since the kernel was asked to begin writing
};

}  // namespace tocsin::library
