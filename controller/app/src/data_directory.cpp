// SPDX-License-Identifier: Apache-2.0
#include "data_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace tocsin::app {
namespace {

constexpr char kFormat[] = "tocsin-controller-data/1";

Error systemError(std::filesystem::path const& file, std::string const& what, int code) {
    Errc const kind = code == ENOSPC || code == EDQUOT                   ? Errc::exhausted
                      : code == EACCES || code == EPERM || code == EROFS ? Errc::permission
                                                                         : Errc::unavailable;
    return {kind, file.string() + ": " + what + ": " + std::strerror(code) +
                      "; choose another directory with --data or mend this one"};
}

std::string firstLine(std::filesystem::path const& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

Result<> replaceFile(std::filesystem::path const& file, std::string const& text) {
    auto part = file;
    part += ".part";
    {
        std::ofstream out(part, std::ios::trunc);
        out << text << '\n';
        out.flush();
        if (!out) {
            return systemError(part, "cannot be written", errno == 0 ? EIO : errno);
        }
    }
    std::error_code failed;
    std::filesystem::rename(part, file, failed);
    if (failed) {
        return systemError(file, "cannot be written", failed.value());
    }
    return {};
}

}  // namespace

Result<DataDirectory> DataDirectory::take(std::filesystem::path const& path) {
    std::error_code failed;
    std::filesystem::create_directories(path, failed);
    if (failed) {
        return systemError(path, "the data directory cannot be made", failed.value());
    }
    auto const lockFile = path / "lock";
    int const fd = ::open(lockFile.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0) {
        return systemError(lockFile, "cannot be opened", errno);
    }
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        auto const owner = firstLine(lockFile);
        ::close(fd);
        return Error{Errc::conflict, "another controller is running on " + path.string() +
                                         " (process " + (owner.empty() ? "unknown" : owner) +
                                         "); stop it first or choose another --data"};
    }
    DataDirectory directory(path, fd);
    auto const pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(fd, 0) != 0 ||
        ::pwrite(fd, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
        return systemError(lockFile, "cannot be written", errno);
    }
    auto const formatFile = path / "format";
    auto const format = firstLine(formatFile);
    if (format.empty()) {
        if (auto written = replaceFile(formatFile, kFormat); !written) {
            return written.error();
        }
    } else if (format != kFormat) {
        return Error{Errc::damaged,
                     formatFile.string() + " says \"" + format + "\" and this program knows \"" +
                         kFormat + "\"; use the program that made the directory, or a newer one"};
    }
    directory.clearAddress();
    return directory;
}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_(other.lock_) {
    other.lock_ = -1;
}

DataDirectory::~DataDirectory() {
    if (lock_ >= 0) {
        ::close(lock_);
    }
}

Result<> DataDirectory::writeAddress(std::string const& address) const {
    return replaceFile(path_ / "address", address);
}

void DataDirectory::clearAddress() const noexcept {
    std::error_code ignored;
    std::filesystem::remove(path_ / "address", ignored);
}

}  // namespace tocsin::app
