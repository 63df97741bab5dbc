// SPDX-License-Identifier: Apache-2.0
#include "tocsin/library/content_files.hpp"

#include <system_error>

#include "tocsin/access/disk_room.hpp"
#include "tocsin/messages/crypto.hpp"
#include "whole_file.hpp"

namespace tocsin::library {
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
