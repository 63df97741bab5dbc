// SPDX-License-Identifier: Apache-2.0
#include "upload_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace tocsin::http {

namespace {

constexpr std::size_t kAskEvery = 4 << 20;

Error cannotKeepIn(std::filesystem::path const& directory, int code) {
    if (code == ENOSPC || code == EDQUOT || code == EFBIG) {
        return {Errc::exhausted,
                "the disk that holds " + directory.string() + " is full; free space and try again"};
    }
    return {Errc::unavailable,
            "the upload cannot be kept in " + directory.string() + ": " + std::strerror(code)};
}

}  // namespace

Result<std::unique_ptr<UploadFile>> UploadFile::open(std::filesystem::path const& directory,
                                                     std::int64_t expected, Room room) {
    if (auto fits = room(expected); !fits) {
        return fits.error();
    }
    std::string name = (directory / "upload-XXXXXX").string();
    int const fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd < 0) {
        return cannotKeepIn(directory, errno);
    }
    return std::unique_ptr<UploadFile>(new UploadFile(name, fd, std::move(room)));
}

UploadFile::~UploadFile() {
    close();
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

Result<> UploadFile::append(std::string_view bytes) {
    unasked_ += bytes.size();
    if (unasked_ >= kAskEvery) {
        unasked_ = 0;
        if (auto fits = room_(static_cast<std::int64_t>(bytes.size())); !fits) {
            return fits;
        }
    }
    while (!bytes.empty()) {
        auto const written = ::write(fd_, bytes.data(), bytes.size());
        if (written > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            return cannotKeepIn(path_.parent_path(), errno);
        }
    }
    return {};
}

void UploadFile::close() {
    if (fd_ >= 0) {
        ::close(fd_);
        fd_ = -1;
    }
}

}  // namespace tocsin::http
