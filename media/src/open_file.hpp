// SPDX-License-Identifier: Apache-2.0
// An open file as an owner of its descriptor.
#pragma once

#include <cstdint>
#include <filesystem>
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

}  // namespace tocsin::media::detail
