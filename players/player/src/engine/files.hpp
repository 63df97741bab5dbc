// SPDX-License-Identifier: Apache-2.0
// Small files of the data directory: read whole, replaced atomically; and an owned file descriptor.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

/// Owns a file descriptor.
class Fd {
public:
    Fd() = default;
    explicit Fd(int fd) : fd_(fd) {}
    Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Fd& operator=(Fd&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Fd();
    [[nodiscard]] int get() const noexcept { return fd_; }
    explicit operator bool() const noexcept { return fd_ >= 0; }

private:
    int fd_ = -1;
};

namespace files {

/// "cannot write /x/y: No space left on device", from errno. ENOSPC and EDQUOT give
/// Errc::exhausted, ENOENT notFound, EACCES permission, EIO damaged, anything else unavailable.
[[nodiscard]] Error failed(std::string_view what, std::filesystem::path const& file);
/// Whole file. Errc::notFound, Errc::exhausted if larger than `most`, Errc::unavailable.
[[nodiscard]] Result<std::string> read(std::filesystem::path const& file,
                                       std::size_t most = 16 << 20);
/// Writes beside, syncs, renames, syncs the folder.
[[nodiscard]] Result<> replace(std::filesystem::path const& file, std::string_view bytes);
/// write(2) until all is written; on an error the file may hold a part of it.
[[nodiscard]] Result<> writeAll(int fd, std::string_view bytes, std::filesystem::path const& file);
/// Takes off what stands behind the first `bytes` of an open file. One that is no longer is not
/// touched, and keeps the time at which it was written last.
[[nodiscard]] Result<> cutTo(int fd, std::size_t bytes, std::filesystem::path const& file);
/// fsync of a folder, so that names in it last.
[[nodiscard]] Result<> syncFolder(std::filesystem::path const& folder);

}  // namespace files
}  // namespace tocsin::player
