// SPDX-License-Identifier: Apache-2.0
// Small files of the data directory.
#include "engine/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tocsin::player {

Fd::~Fd() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

namespace files {

Error failed(std::string_view what, std::filesystem::path const& file) {
    int const error = errno;
    Errc code = Errc::unavailable;
    if (error == ENOSPC || error == EDQUOT) {
        code = Errc::exhausted;
    } else if (error == ENOENT) {
        code = Errc::notFound;
    } else if (error == EACCES || error == EPERM || error == EROFS) {
        code = Errc::permission;
    } else if (error == EIO) {
        code = Errc::damaged;
    }
    return {code,
            "cannot " + std::string(what) + " " + file.string() + ": " + std::strerror(error)};
}

Result<std::string> read(std::filesystem::path const& file, std::size_t most) {
    Fd const fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) {
        return failed("open", file);
    }
    std::string out;
    char block[65536];
    for (;;) {
        auto const n = ::read(fd.get(), block, sizeof block);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return failed("read", file);
        }
        if (n == 0) {
            return out;
        }
        out.append(block, static_cast<std::size_t>(n));
        if (out.size() > most) {
            return Error{Errc::exhausted,
                         file.string() + " is larger than " + std::to_string(most) + " bytes"};
        }
    }
}

Result<> writeAll(int fd, std::string_view bytes, std::filesystem::path const& file) {
    while (!bytes.empty()) {
        auto const n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return failed("write", file);
        }
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return {};
}

Result<> cutTo(int fd, std::size_t bytes, std::filesystem::path const& file) {
    struct ::stat now {};
    if (::fstat(fd, &now) != 0) {
        return failed("look at", file);
    }
    auto const most = static_cast<off_t>(bytes);
    if (now.st_size > most && ::ftruncate(fd, most) != 0) {
        return failed("cut", file);
    }
    return {};
}

Result<> syncFolder(std::filesystem::path const& folder) {
    Fd const fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd || ::fsync(fd.get()) != 0) {
        return failed("sync", folder);
    }
    return {};
}

Result<> replace(std::filesystem::path const& file, std::string_view bytes) {
    auto beside = file;
    beside += ".new";
    {
        Fd const fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
        if (!fd) {
            return failed("create", beside);
        }
        auto written = writeAll(fd.get(), bytes, beside);
        if (written && ::fsync(fd.get()) != 0) {
            written = failed("sync", beside);
        }
        if (!written) {
            ::unlink(beside.c_str());
            return written;
        }
    }
    if (::rename(beside.c_str(), file.c_str()) != 0) {
        return failed("rename to", file);
    }
    return syncFolder(file.parent_path());
}

}  // namespace files
}  // namespace tocsin::player
