// SPDX-License-Identifier: Apache-2.0
// An open file as an owner of its descriptor.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <utility>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media::detail {

class OpenFile {
public:
    OpenFile() = default;
    explicit OpenFile(int descriptor) noexcept : descriptor_(descriptor) {}
    OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    OpenFile& operator=(OpenFile&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~OpenFile();

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
    /// Gives it up: the caller closes it.
    [[nodiscard]] int release() noexcept { return std::exchange(descriptor_, -1); }
    /// In bytes; -1 if the system does not say.
    [[nodiscard]] std::int64_t size() const;

private:
    int descriptor_ = -1;
};

/// Another descriptor of the same open file. Throws std::runtime_error if there are none left.
[[nodiscard]] OpenFile duplicate(OpenFile const& file);

/// For reading; regular files only. Errc::notFound, Errc::invalid (not a regular file),
/// Errc::permission.
[[nodiscard]] Result<OpenFile> openForReading(std::filesystem::path const& file);

/// Where the file stands. False with errno set if not all can be written.
[[nodiscard]] bool writeAll(OpenFile const& file, std::span<std::uint8_t const> bytes);

}  // namespace tocsin::media::detail
