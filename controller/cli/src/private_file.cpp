// SPDX-License-Identifier: Apache-2.0
#include "private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>

#include "failure.hpp"

namespace tocsin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargest = 1U << 20;
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    [[nodiscard]] int get() const noexcept { return number_; }

private:
    int number_;
};

[[noreturn]] void fail(std::string const& doing, fs::path const& file, int number) {
    throw CommandFailure(ExitCode::configuration, "cannot " + doing + " " + file.string() + ": " +
                                                      std::generic_category().message(number));
}

bool isForOwnerOnly(int descriptor, fs::path const& file) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) {
        fail("read", file, errno);
    }
    return (status.st_mode & kOthers) == 0;
}

bool writeAll(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const count = ::write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            return false;
        }
        bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return ::fsync(descriptor) == 0;
}

}  // namespace

std::optional<std::string> readPrivateFile(fs::path const& file) {
    Descriptor const opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (opened.get() < 0) {
        if (errno == ENOENT) {
            return std::nullopt;
        }
        fail("read", file, errno);
    }
    if (!isForOwnerOnly(opened.get(), file)) {
        throw CommandFailure(ExitCode::configuration,
                             "others on this computer can read " + file.string() +
                                 "; it is not used until only you can: chmod 600 " + file.string() +
                                 " (and sign in again if somebody may have read it)");
    }
    std::string bytes;
    char block[4096];
    for (;;) {
        auto const count = ::read(opened.get(), block, sizeof block);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            fail("read", file, errno);
        }
        if (count == 0) {
            return bytes;
        }
        bytes.append(block, static_cast<std::size_t>(count));
        if (bytes.size() > kLargest) {
            fail("read", file, EFBIG);
        }
    }
}

void makePrivateFolder(fs::path const& folder) {
    std::error_code failed;
    fs::create_directories(folder.parent_path(), failed);
    if (failed) {
        fail("make", folder.parent_path(), failed.value());
    }
    if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
        fail("make", folder, errno);
    }
    // Somebody who may write to it could put another file in the place of ours.
    Descriptor const opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.get() < 0) {
        fail("use", folder, errno);
    }
    if (!isForOwnerOnly(opened.get(), folder) && ::fchmod(opened.get(), S_IRWXU) != 0) {
        fail("keep others out of", folder, errno);
    }
}

void writePrivateFile(fs::path const& file, std::string const& bytes) {
    makePrivateFolder(file.parent_path());
    auto part = file;
    part += ".part" + std::to_string(::getpid());
    ::unlink(part.c_str());
    Descriptor const opened(
        ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (opened.get() < 0) {
        fail("write", file, errno);
    }
    if (!writeAll(opened.get(), bytes) || ::rename(part.c_str(), file.c_str()) != 0) {
        int const number = errno;
        ::unlink(part.c_str());
        fail("write", file, number);
    }
}

}  // namespace tocsin::cli
