// SPDX-License-Identifier: Apache-2.0
#include "carry_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "failure.hpp"
#include "output_file.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::cli {
namespace {

namespace fs = std::filesystem;

/// For folders, and so that the file system stays usable.
constexpr std::int64_t kSlack = 16 << 20;

[[noreturn]] void failed(std::string const& what, fs::path const& file) {
    throw CommandFailure(ExitCode::failure,
                         "cannot " + what + " " + file.string() + ": " + std::strerror(errno));
}

void sync(fs::path const& path) {
    int const fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0 || ::fsync(fd) != 0) {
        int const error = errno;
        if (fd >= 0) {
            ::close(fd);
        }
        errno = error;
        failed("sync", path);
    }
    ::close(fd);
}

void forget(fs::path const& file) {
    int const fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        (void)::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
        ::close(fd);
    }
}

}  // namespace

void makeCarryFolder(fs::path const& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        throw CommandFailure(ExitCode::failure,
                             folder.string() + " cannot be made: " + error.message());
    }
}

void writeCarried(fs::path const& file, std::string const& bytes) {
    auto const size = static_cast<std::int64_t>(bytes.size());
    if (isCarriedWhole(file, size, messages::sha256(bytes).hex())) {
        return;
    }
    auto const beside = file.string() + ".new";
    writeWholeFile(beside, bytes);
    sync(beside);
    std::error_code error;
    fs::rename(beside, file, error);
    if (error) {
        throw CommandFailure(ExitCode::failure,
                             "cannot write " + file.string() + ": " + error.message());
    }
    sync(file.parent_path());
}

void syncCarried(fs::path const& file) {
    sync(file);
    sync(file.parent_path());
}

bool isCarriedWhole(fs::path const& file, std::int64_t bytes, std::string const& digest,
                    bool fromDevice) {
    std::error_code error;
    if (!fs::is_regular_file(file, error) ||
        static_cast<std::int64_t>(fs::file_size(file, error)) != bytes) {
        return false;
    }
    if (fromDevice) {
        forget(file);
    }
    auto const actual = messages::sha256File(file);
    return actual && actual->hex() == digest;
}

std::string readCarried(fs::path const& file, std::size_t most) {
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(file, error)) ||
        fs::file_size(file, error) > most) {
        throw CommandFailure(ExitCode::failure, file.string() + " is no file of at most " +
                                                    std::to_string(most) + " bytes");
    }
    std::ifstream in(file, std::ios::binary);
    std::string out{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in) {
        throw CommandFailure(ExitCode::failure, file.string() + " cannot be read");
    }
    return out;
}

void checkCarryRoom(fs::path const& folder, std::int64_t bytes) {
    std::error_code error;
    auto const space = fs::space(folder, error);
    if (error) {
        return;  // writing tells
    }
    auto const lacking = bytes + kSlack - static_cast<std::int64_t>(space.available);
    if (bytes > 0 && lacking > 0) {
        throw CommandFailure(ExitCode::failure,
                             folder.string() + " lacks " + std::to_string(lacking / 1'000'000 + 1) +
                                 " MB; free space on it, or carry fewer screens");
    }
}

}  // namespace tocsin::cli
