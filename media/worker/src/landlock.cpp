// SPDX-License-Identifier: Apache-2.0
// Landlock by its system calls: Debian 12's C library has no wrappers for them.
#include "landlock.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tocsin::media_worker::detail {
namespace {

constexpr std::uint64_t kReadFile = LANDLOCK_ACCESS_FS_READ_FILE;
/// Truncation: in the kernel since version 3, in Debian 12's headers not yet.
constexpr std::uint64_t kTruncate = std::uint64_t{1} << 14;
constexpr std::uint64_t kRead = kReadFile | LANDLOCK_ACCESS_FS_READ_DIR;
/// All rights of the first version of Landlock; later ones are added by version.
constexpr std::uint64_t kFirstVersion = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;

std::uint64_t rightsOf(long version) {
    auto rights = kFirstVersion;
    if (version >= 2) {
        rights |= LANDLOCK_ACCESS_FS_REFER;
    }
    if (version >= 3) {
        rights |= kTruncate;
    }
    return rights;
}

class Descriptor {
public:
    explicit Descriptor(long value) noexcept : value_(static_cast<int>(value)) {}
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() {
        if (value_ >= 0) {
            ::close(value_);
        }
    }
    [[nodiscard]] int get() const noexcept { return value_; }

private:
    int value_;
};

Error failure(char const* step) {
    return {Errc::unavailable, std::string("Landlock: ") + step + ": " + std::strerror(errno)};
}

bool allow(int ruleset, std::string const& path) {
    Descriptor const place(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (place.get() < 0) {
        return true;
    }
    struct stat status {};
    if (::fstat(place.get(), &status) != 0) {
        return false;
    }
    landlock_path_beneath_attr rule{};
    rule.allowed_access = S_ISDIR(status.st_mode) ? kRead : kReadFile;
    rule.parent_fd = place.get();
    return ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

}  // namespace

long landlockVersion() {
    return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

Result<bool> restrictFiles(std::vector<std::string> const& readable) {
    auto const version = landlockVersion();
    if (version < 1) {
        return false;  // not built in, or switched off at boot
    }
    landlock_ruleset_attr attributes{};
    attributes.handled_access_fs = rightsOf(version);
    Descriptor const ruleset(
        ::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0));
    if (ruleset.get() < 0) {
        return failure("create");
    }
    for (auto const& path : readable) {
        if (!allow(ruleset.get(), path)) {
            return failure(path.c_str());
        }
    }
    if (::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) != 0) {
        return failure("restrict");
    }
    return true;
}

}  // namespace tocsin::media_worker::detail
