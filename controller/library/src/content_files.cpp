// SPDX-License-Identifier: Apache-2.0
#include "tocsin/library/content_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <system_error>

#include "tocsin/access/disk_room.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::library {
namespace {

Error failedTo(std::string const& what, std::filesystem::path const& file, int code) {
    if (code == ENOSPC || code == EDQUOT || code == EFBIG) {
        return {Errc::exhausted, "the disk that holds " + file.parent_path().string() +
                                     " is full; free space and try again"};
    }
    return {Errc::unavailable, file.string() + ": " + what + ": " + std::strerror(code)};
}

Result<> sync(std::filesystem::path const& file, int flags) {
    int const fd = ::open(file.c_str(), flags | O_CLOEXEC);
    if (fd < 0) {
        return failedTo("cannot be opened", file, errno);
    }
    int const failed = ::fsync(fd) != 0 ? errno : 0;
    ::close(fd);
    if (failed != 0) {
        return failedTo("cannot be synced", file, failed);
    }
    return {};
}

Result<> writeAll(std::filesystem::path const& file, std::string_view bytes) {
    int const fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    if (fd < 0) {
        return failedTo("cannot be made", file, errno);
    }
    int failed = 0;
    while (!bytes.empty() && failed == 0) {
        auto const written = ::write(fd, bytes.data(), bytes.size());
        if (written > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            failed = errno;
        }
    }
    ::close(fd);
    if (failed != 0) {
        ::unlink(file.c_str());
        return failedTo("cannot be written", file, failed);
    }
    return {};
}

/// Syncs `file` and renames it to `target`, whose directory is synced as well.
Result<> settle(std::filesystem::path const& file, std::filesystem::path const& target) {
    if (auto synced = sync(file, O_RDONLY); !synced) {
        return synced;
    }
    if (::rename(file.c_str(), target.c_str()) != 0) {
        return failedTo("cannot be moved to " + target.string(), file, errno);
    }
    return sync(target.parent_path(), O_RDONLY | O_DIRECTORY);
}

}  // namespace

std::filesystem::path ContentFiles::pathOf(Digest const& digest) const {
    auto const hex = digest.hex();
    return root_ / hex.substr(0, 2) / hex;
}

bool ContentFiles::has(Digest const& digest) const {
    std::error_code ignored;
    return std::filesystem::is_regular_file(pathOf(digest), ignored);
}

Result<> ContentFiles::take(std::filesystem::path const& file, Digest const& digest) const {
    auto const target = pathOf(digest);
    std::error_code failed;
    std::filesystem::create_directories(target.parent_path(), failed);
    if (failed) {
        return failedTo("cannot be made", target.parent_path(), failed.value());
    }
    auto moved = settle(file, target);
    if (moved || moved.error().code == Errc::exhausted || has(digest)) {
        return moved;
    }
    // Another file system: copy beside the target, then settle there.
    auto part = target;
    part += ".incoming";
    std::filesystem::copy_file(file, part, std::filesystem::copy_options::overwrite_existing,
                               failed);
    if (failed) {
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        return failedTo("cannot be copied", part, failed.value());
    }
    return settle(part, target);
}

Result<> ContentFiles::keep(Digest const& digest, std::string const& bytes) const {
    if (has(digest)) {
        return {};
    }
    auto const target = pathOf(digest);
    std::error_code failed;
    std::filesystem::create_directories(target.parent_path(), failed);
    if (failed) {
        return failedTo("cannot be made", target.parent_path(), failed.value());
    }
    // Two threads may keep the same bytes at once: each writes its own part, the last rename wins
    // with the same content.
    auto part = target;
    part +=
        "." + Digest{messages::sha256(messages::randomBytes(16))}.hex().substr(0, 12) + ".incoming";
    if (auto written = writeAll(part, bytes); !written) {
        return written;
    }
    return settle(part, target);
}

void ContentFiles::remove(Digest const& digest) const {
    std::error_code ignored;
    std::filesystem::remove(pathOf(digest), ignored);
}

Result<> ContentFiles::checkRoom(std::int64_t more, std::int64_t reserve) const {
    std::error_code ignored;
    std::filesystem::create_directories(root_, ignored);
    return access::checkRoom(root_, more, reserve);
}

}  // namespace tocsin::library
