// SPDX-License-Identifier: Apache-2.0
#include "partial_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace tocsin::library {
namespace {

/// The disk begins to write so often, so that little is left to wait for at the end.
constexpr std::int64_t kBeginWritingEvery = 8 << 20;

}  // namespace

Error PartialFile::failed(char const* what) const {
    int const code = errno;
    if (code == ENOSPC || code == EDQUOT || code == EFBIG) {
        return {Errc::exhausted, "the disk that holds " + file_.parent_path().string() +
                                     " is full; free space and go on"};
    }
    return {Errc::unavailable, file_.string() + ": " + what + ": " + std::strerror(code)};
}

Result<PartialFile> PartialFile::open(std::filesystem::path const& file) {
    PartialFile opened(file, ::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0640));
    if (opened.fd_ < 0) {
        return opened.failed("cannot be opened");
    }
    return opened;
}

Result<> PartialFile::make(std::filesystem::path const& file) {
    if (auto made = open(file); !made) {
        return made.error();
    }
    PartialFile folder(file.parent_path(),
                       ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return folder.fd_ < 0 ? folder.failed("cannot be opened") : folder.sync();
}

PartialFile::PartialFile(PartialFile&& other) noexcept
    : file_(std::move(other.file_)),
      fd_(std::exchange(other.fd_, -1)),
      unwritten_(other.unwritten_) {}

PartialFile::~PartialFile() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

Result<std::int64_t> PartialFile::size() const {
    struct stat facts {};
    if (::fstat(fd_, &facts) != 0) {
        return failed("cannot be asked for its size");
    }
    return static_cast<std::int64_t>(facts.st_size);
}

Result<> PartialFile::append(std::string_view bytes) {
    unwritten_ += static_cast<std::int64_t>(bytes.size());
    while (!bytes.empty()) {
        auto const written = ::write(fd_, bytes.data(), bytes.size());
        if (written > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            return failed("cannot be written");
        }
    }
    if (unwritten_ >= kBeginWritingEvery) {
        unwritten_ = 0;
        ::sync_file_range(fd_, 0, 0, SYNC_FILE_RANGE_WRITE);  // only asks; sync() tells of errors
    }
    return {};
}

Result<> PartialFile::appendAll(PartialFile const& other) {
    auto const size = other.size();
    if (!size) {
        return size.error();
    }
    // Copying within the kernel is not for files opened to append.
    std::string block(1 << 20, '\0');
    for (std::int64_t done = 0; done < *size;) {
        auto const got = ::pread(other.fd_, block.data(), block.size(), done);
        if (got <= 0) {
            return other.failed("cannot be read");
        }
        if (auto kept = append({block.data(), static_cast<std::size_t>(got)}); !kept) {
            return kept;
        }
        done += got;
    }
    return {};
}

Result<> PartialFile::sync() {
    if (::fdatasync(fd_) != 0) {
        return failed("cannot be synced");
    }
    return {};
}

Result<> PartialFile::clear() {
    if (::ftruncate(fd_, 0) != 0) {
        return failed("cannot be emptied");
    }
    return {};
}

}  // namespace tocsin::library
