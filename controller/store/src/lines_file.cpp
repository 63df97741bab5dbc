// SPDX-License-Identifier: Apache-2.0
#include "tocsin/store/lines_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace tocsin::store {
namespace {

Error systemError(std::filesystem::path const& file, char const* what, int number) {
    auto const code = number == ENOSPC || number == EDQUOT                     ? Errc::exhausted
                      : number == EACCES || number == EPERM || number == EROFS ? Errc::permission
                                                                               : Errc::unavailable;
    return {code, file.string() + ": " + what + ": " + std::strerror(number)};
}

/// A file whose name was not on the disk yet has to be found there after a power cut.
void syncDirectoryOf(std::filesystem::path const& file) {
    int const directory = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0) {
        ::fsync(directory);
        ::close(directory);
    }
}

}  // namespace

Result<std::string> readLines(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        std::error_code ignored;
        if (!std::filesystem::exists(file, ignored)) {
            return std::string();
        }
        return systemError(file, "cannot be read", errno);
    }
    return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<> appendLine(std::filesystem::path const& file, std::string_view line) {
    int const out =
        ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (out < 0) {
        return systemError(file, "cannot be written", errno);
    }
    struct stat facts {};
    bool const isNew = ::fstat(out, &facts) == 0 && facts.st_size == 0;
    auto const whole = std::string(line) + "\n";
    bool const written =
        ::write(out, whole.data(), whole.size()) == static_cast<ssize_t>(whole.size()) &&
        ::fsync(out) == 0;
    auto const number = errno;
    if (!written) {
        // Half a line would be taken for one that somebody altered.
        (void)!::ftruncate(out, facts.st_size);
    }
    ::close(out);
    if (!written) {
        return systemError(file, "cannot be written", number == 0 ? ENOSPC : number);
    }
    if (isNew) {
        syncDirectoryOf(file);
    }
    return {};
}

Result<> dropTornLine(std::filesystem::path const& file, std::string& text) {
    if (text.empty() || text.back() == '\n') {
        return {};
    }
    auto const end = text.rfind('\n');
    text.resize(end == std::string::npos ? 0 : end + 1);
    if (::truncate(file.c_str(), static_cast<off_t>(text.size())) != 0) {
        return systemError(file, "its last line is torn, and it cannot be cut off", errno);
    }
    return {};
}

}  // namespace tocsin::store
