// SPDX-License-Identifier: Apache-2.0
#include "outbox_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace tocsin::mail {
namespace {

namespace fs = std::filesystem;

Error cannot(fs::path const& file, int number) {
    return {Errc::unavailable, file.string() + " cannot be written: " +
                                   std::error_code(number, std::generic_category()).message()};
}

/// 0, or the system's error number.
int writeSynced(fs::path const& file, std::string_view bytes) {
    int const out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (out < 0) {
        return errno;
    }
    int failed = 0;
    while (!bytes.empty() && failed == 0) {
        auto const n = ::write(out, bytes.data(), bytes.size());
        failed = n < 0 && errno != EINTR ? errno : 0;
        bytes.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
    }
    failed = failed == 0 && ::fsync(out) != 0 ? errno : failed;
    ::close(out);
    return failed;
}

int syncFolder(fs::path const& folder) {
    int const handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) {
        return errno;
    }
    int const failed = ::fsync(handle) != 0 ? errno : 0;
    ::close(handle);
    return failed;
}

}  // namespace

Result<> keepFile(fs::path const& folder, Digest const& digest, std::string_view bytes) {
    auto const file = outboxFile(folder, digest);
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) {
        return cannot(folder, failed.value());
    }
    // Two of the same content may come at once: each writes its own, and either will do.
    auto const coming = file.string() + "." + std::to_string(::gettid());
    int number = writeSynced(coming, bytes);
    if (number == 0 && ::rename(coming.c_str(), file.c_str()) != 0) {
        number = errno;
    }
    if (number == 0) {
        number = syncFolder(folder);
    }
    if (number != 0) {
        fs::remove(coming, failed);
        return cannot(file, number);
    }
    return {};
}

void removeOthers(fs::path const& folder, std::vector<Digest> const& needed) {
    std::error_code ignored;
    std::vector<fs::path> found;
    for (auto const& entry : fs::directory_iterator(folder, ignored)) {
        found.push_back(entry.path());
    }
    for (auto const& file : found) {
        auto const digest = Digest::fromHex(file.filename().string());
        if (!digest || std::find(needed.begin(), needed.end(), *digest) == needed.end()) {
            fs::remove(file, ignored);
        }
    }
}

}  // namespace tocsin::mail
