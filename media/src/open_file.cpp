// SPDX-License-Identifier: Apache-2.0
// Opening regular files for reading, and writing to open ones.
#include "open_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace tocsin::media::detail {

OpenFile::~OpenFile() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

std::int64_t OpenFile::size() const {
    struct stat status {};
    return ::fstat(descriptor_, &status) == 0 ? status.st_size : -1;
}

OpenFile duplicate(OpenFile const& file) {
    OpenFile copy(::fcntl(file.descriptor(), F_DUPFD_CLOEXEC, 0));
    if (copy.descriptor() < 0) {
        throw std::runtime_error(std::string("no file descriptor is left: ") +
                                 std::strerror(errno));
    }
    return copy;
}

Result<OpenFile> openForReading(std::filesystem::path const& file) {
    // Not blocking, so that a FIFO in a file's place cannot hang us before it is recognised.
    OpenFile opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (opened.descriptor() < 0) {
        int const cause = errno;
        auto const code = cause == ENOENT || cause == ENOTDIR ? Errc::notFound
                          : cause == EACCES || cause == EPERM ? Errc::permission
                                                              : Errc::unavailable;
        return Error{code, file.string() + ": cannot be opened: " + std::strerror(cause)};
    }
    struct stat status {};
    if (::fstat(opened.descriptor(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return Error{Errc::invalid, file.string() + ": is not a regular file"};
    }
    return opened;
}

bool writeAll(OpenFile const& file, std::span<std::uint8_t const> bytes) {
    while (!bytes.empty()) {
        auto const wrote = ::write(file.descriptor(), bytes.data(), bytes.size());
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote < 0) {
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(wrote));
    }
    return true;
}

}  // namespace tocsin::media::detail
