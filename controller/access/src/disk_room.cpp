// SPDX-License-Identifier: Apache-2.0
#include "tocsin/access/disk_room.hpp"

#include <sys/statvfs.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace tocsin::access {

Result<> checkRoom(std::filesystem::path const& directory, std::int64_t more,
                   std::int64_t reserve) {
    struct statvfs facts {};
    if (::statvfs(directory.c_str(), &facts) != 0) {
        return Error{
            Errc::unavailable,
            directory.string() + ": cannot be asked for its free space: " + std::strerror(errno)};
    }
    auto const free =
        static_cast<std::int64_t>(facts.f_bavail) * static_cast<std::int64_t>(facts.f_frsize);
    if (free - more >= reserve) {
        return {};
    }
    auto const mebibytes = [](std::int64_t bytes) { return std::to_string(bytes >> 20) + " MiB"; };
    return Error{Errc::exhausted,
                 "the disk that holds " + directory.string() + " has " + mebibytes(free) + " free" +
                     (more > 0 ? ", " + mebibytes(more) + " are to come" : "") + " and " +
                     mebibytes(reserve) +
                     " are kept in reserve; free space or lower media.disk_reserve_mb"};
}

}  // namespace tocsin::access
