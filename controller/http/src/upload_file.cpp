// SPDX-License-Identifier: Apache-2.0
#include "upload_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace tocsin::http {

UploadFile::UploadFile(std::filesystem::path const& directory) {
    std::string name = (directory / "upload-XXXXXX").string();
    fd_ = ::mkostemp(name.data(), O_CLOEXEC);
    path_ = name;
}

UploadFile::~UploadFile() {
    close();
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

Result<> UploadFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = ::write(fd_, bytes.data(), bytes.size());
        if (written > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG) {
            return Error{Errc::exhausted, "the disk that holds " + path_.parent_path().string() +
                                              " is full; free space and try again"};
        } else if (errno != EINTR) {
            return Error{Errc::unavailable, "the upload cannot be kept in " +
                                                path_.parent_path().string() + ": " +
                                                std::strerror(errno)};
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
