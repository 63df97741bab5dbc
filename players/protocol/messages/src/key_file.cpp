// SPDX-License-Identifier: Apache-2.0
// Key pairs on disk: the file "tocsin-key/1", its seed in base64, readable by its owner only.
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "tocsin/messages/crypto.hpp"

namespace tocsin::messages {
namespace {

constexpr std::string_view kHeader = "tocsin-key/1\n";

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

/// A buffer for secrets, wiped when it goes.
struct SecretText {
    std::string text;
    ~SecretText() { sodium_memzero(text.data(), text.size()); }
};

Error systemError(std::string const& doing, std::filesystem::path const& file, int number) {
    auto const full = number == ENOSPC || number == EDQUOT;
    auto const code = full               ? Errc::exhausted
                      : number == ENOENT ? Errc::notFound
                      : number == EACCES ? Errc::permission
                                         : Errc::unavailable;
    return {code, "cannot " + doing + " " + file.string() + ": " +
                      std::generic_category().message(number)};
}

/// Writes and syncs a new file; returns errno, 0 if all went well.
int writeNew(std::filesystem::path const& file, std::string_view text) {
    Descriptor const out(
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (out.get() < 0 || ::fchmod(out.get(), 0600) != 0) {
        return errno;
    }
    while (!text.empty()) {
        auto const n = ::write(out.get(), text.data(), text.size());
        if (n < 0 && errno != EINTR) {
            return errno;
        }
        text.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
    }
    return ::fsync(out.get()) == 0 ? 0 : errno;
}

int syncDirectory(std::filesystem::path const& directory) {
    Descriptor const handle(
        ::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return handle.get() >= 0 && ::fsync(handle.get()) == 0 ? 0 : errno;
}

}  // namespace

Result<KeyPair> KeyPair::load(std::filesystem::path const& file) {
    Descriptor const in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (in.get() < 0 || ::fstat(in.get(), &status) != 0) {
        return systemError("read the key", file, errno);
    }
    if ((status.st_mode & 077) != 0) {
        return Error{Errc::permission,
                     "the key " + file.string() + " can be read by others; run chmod 600 on it"};
    }
    SecretText content{std::string(256, '\0')};
    auto const n = ::read(in.get(), content.text.data(), content.text.size());
    if (n < 0) {
        return systemError("read the key", file, errno);
    }
    std::string_view text(content.text.data(), static_cast<std::size_t>(n));
    Error const damaged{Errc::damaged, "the key " + file.string() +
                                           " is not a tocsin-key/1 file; restore it from a backup"};
    if (!text.starts_with(kHeader)) {
        return damaged;
    }
    text.remove_prefix(kHeader.size());
    if (!text.ends_with('\n')) {
        return damaged;
    }
    text.remove_suffix(1);
    SecretText const bytes{unbase64(text).value_or("")};
    KeySeed seed;
    if (bytes.text.size() != seed.bytes.size()) {
        return damaged;
    }
    std::copy(bytes.text.begin(), bytes.text.end(), seed.bytes.begin());
    return fromSeed(seed);
}

Result<> KeyPair::save(std::filesystem::path const& file) const {
    auto const bytes = seed();
    SecretText const encoded{
        base64({reinterpret_cast<char const*>(bytes.bytes.data()), bytes.bytes.size()})};
    SecretText const content{std::string(kHeader) + encoded.text + "\n"};
    auto temporary = file;
    temporary += ".new";
    if (auto const failed = writeNew(temporary, content.text)) {
        ::unlink(temporary.c_str());
        return systemError("write the key", temporary, failed);
    }
    if (::rename(temporary.c_str(), file.c_str()) != 0) {
        auto const failed = errno;
        ::unlink(temporary.c_str());
        return systemError("write the key", file, failed);
    }
    if (auto const failed = syncDirectory(file.parent_path())) {
        return systemError("sync the directory of", file, failed);
    }
    return {};
}

}  // namespace tocsin::messages
