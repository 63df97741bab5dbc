// SPDX-License-Identifier: Apache-2.0
#include "file_bytes.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

namespace tocsin::tls {
namespace {

constexpr std::size_t kMost = 1 << 20;

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) {
            ::close(fd_);
        }
    }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    [[nodiscard]] int get() const noexcept { return fd_; }

private:
    int fd_;
};

Error failed(std::filesystem::path const& file, std::string const& what, int number) {
    auto const kind = number == ENOENT                       ? Errc::notFound
                      : number == ENOSPC || number == EDQUOT ? Errc::exhausted
                      : number == EACCES || number == EPERM  ? Errc::permission
                                                             : Errc::unavailable;
    return {kind, file.string() + ": " + what + ": " + std::generic_category().message(number)};
}

}  // namespace

Result<std::string> readBytes(std::filesystem::path const& file) {
    Descriptor const in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (in.get() < 0) {
        return failed(file, "cannot be read", errno);
    }
    std::string out;
    std::array<char, 16 << 10> block{};
    for (;;) {
        auto const got = ::read(in.get(), block.data(), block.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return failed(file, "cannot be read", errno);
        }
        if (got == 0) {
            return out;
        }
        out.append(block.data(), static_cast<std::size_t>(got));
        if (out.size() > kMost) {
            return Error{Errc::invalid, file.string() + ": is larger than 1 MiB"};
        }
    }
}

Result<> replaceBytes(std::filesystem::path const& file, std::string const& bytes) {
    auto part = file;
    part += ".part";
    ::unlink(part.c_str());
    {
        Descriptor const out(::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (out.get() < 0) {
            return failed(part, "cannot be written", errno);
        }
        for (std::string_view rest = bytes; !rest.empty();) {
            auto const put = ::write(out.get(), rest.data(), rest.size());
            if (put < 0 && errno != EINTR) {
                return failed(part, "cannot be written", errno);
            }
            rest.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(put, 0)));
        }
        if (::fsync(out.get()) != 0) {
            return failed(part, "cannot be written", errno);
        }
    }
    if (::rename(part.c_str(), file.c_str()) != 0) {
        return failed(file, "cannot be written", errno);
    }
    return syncDirectory(file.parent_path());
}

Result<> syncDirectory(std::filesystem::path const& directory) {
    Descriptor const at(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (at.get() < 0 || ::fsync(at.get()) != 0) {
        return failed(directory, "cannot be synced", errno);
    }
    return {};
}

}  // namespace tocsin::tls
