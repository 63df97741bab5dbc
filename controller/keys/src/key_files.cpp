// SPDX-License-Identifier: Apache-2.0
#include "key_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>

namespace tocsin::keys {
namespace {

Error systemError(std::filesystem::path const& file, char const* what, int number) {
    auto const code = number == ENOSPC || number == EDQUOT ? Errc::exhausted
                      : number == EACCES                   ? Errc::permission
                                                           : Errc::unavailable;
    return {code, file.string() + ": " + what + ": " + std::strerror(number)};
}

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

Result<> writeAll(std::filesystem::path const& file, std::string_view text) {
    Descriptor const out(
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (out.get() < 0) {
        return systemError(file, "cannot be written", errno);
    }
    while (!text.empty()) {
        auto const n = ::write(out.get(), text.data(), text.size());
        if (n < 0 && errno != EINTR) {
            return systemError(file, "cannot be written", errno);
        }
        text.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
    }
    if (::fsync(out.get()) != 0) {
        return systemError(file, "cannot be written", errno);
    }
    return {};
}

Result<> syncDirectory(std::filesystem::path const& directory) {
    Descriptor const handle(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (handle.get() < 0 || ::fsync(handle.get()) != 0) {
        return systemError(directory, "cannot be synced", errno);
    }
    return {};
}

Result<> moveTo(std::filesystem::path const& from, std::filesystem::path const& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        return systemError(to, "cannot be written", errno);
    }
    return syncDirectory(to.parent_path());
}

}  // namespace

Result<> shutDirectory(std::filesystem::path const& directory) {
    std::error_code failed;
    std::filesystem::create_directories(directory, failed);
    struct stat facts {};
    if (failed || ::stat(directory.c_str(), &facts) != 0) {
        return Error{Errc::unavailable,
                     directory.string() +
                         ": cannot make the directory of keys; check its owner and permissions"};
    }
    if ((facts.st_mode & 0077) != 0 && ::chmod(directory.c_str(), 0700) != 0) {
        return Error{Errc::permission,
                     directory.string() +
                         ": others may read the keys and this cannot be changed; chmod it to 0700"};
    }
    return {};
}

Result<messages::Envelope> putInForce(std::filesystem::path const& directory,
                                      messages::KeySet const& set, messages::KeyPair const& root) {
    auto envelope = messages::seal(root, messages::kKeySetKind, messages::toJson(set));
    auto const file = keySetFile(directory);
    auto part = file;
    part += ".part";
    if (auto written = writeAll(part, messages::toJson(envelope) + "\n"); !written) {
        return written.error();
    }
    if (auto moved = moveTo(part, file); !moved) {
        return moved.error();
    }
    return envelope;
}

std::filesystem::path nextKeyFile(std::filesystem::path const& directory,
                                  messages::SigningRole role) {
    return directory / (std::string(toString(role)) + ".key.next");
}

Result<> settleNextKeys(std::filesystem::path const& directory, messages::KeySet const& set) {
    for (auto const role : messages::kSigningRoles) {
        auto const next = nextKeyFile(directory, role);
        auto const key = messages::KeyPair::load(next);
        if (!key && key.error().code == Errc::notFound) {
            continue;
        }
        if (key && key->publicKey() == set.key(role)) {
            if (auto moved = moveTo(next, keyFile(directory, role)); !moved) {
                return moved;
            }
        } else {
            // The key set that was to name it was never issued.
            ::unlink(next.c_str());
        }
    }
    return {};
}

}  // namespace tocsin::keys
