// SPDX-License-Identifier: Apache-2.0
#include "whole_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

namespace tocsin::library {

Error failedTo(std::string const& what, std::filesystem::path const& file, int code) {
    if (code == ENOSPC || code == EDQUOT || code == EFBIG) {
        return {Errc::exhausted, "the disk that holds " + file.parent_path().string() +
                                     " is full; free space and try again"};
    }
    return {Errc::unavailable, file.string() + ": " + what + ": " + std::strerror(code)};
}

namespace {

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

}  // namespace

Result<> syncFile(std::filesystem::path const& file) {
    return sync(file, O_RDONLY);
}

Result<> syncDirectory(std::filesystem::path const& directory) {
    return sync(directory, O_RDONLY | O_DIRECTORY);
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

Result<> settle(std::filesystem::path const& file, std::filesystem::path const& target) {
    if (auto synced = syncFile(file); !synced) {
        return synced;
    }
    if (::rename(file.c_str(), target.c_str()) != 0) {
        return failedTo("cannot be moved to " + target.string(), file, errno);
    }
    return syncDirectory(target.parent_path());
}

Result<> writeWhole(std::filesystem::path const& file, std::string_view bytes) {
    auto part = file;
    part += ".new";
    auto const written = writeAll(part, bytes);
    return written ? settle(part, file) : written;
}

}  // namespace tocsin::library
