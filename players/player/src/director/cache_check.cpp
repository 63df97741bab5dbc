// SPDX-License-Identifier: Apache-2.0
#include "director/cache_check.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <optional>

#include "engine/files.hpp"
#include "engine/thread_rights.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::player {
namespace {

constexpr std::size_t kPiece = 1 << 20;

/// The digest of what can be read of the file; nothing if it is gone or the work was stopped.
std::optional<Digest> digestOfFile(std::filesystem::path const& path, std::stop_token const& stop) {
    Fd const fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) {
        return std::nullopt;
    }
    messages::Sha256 sum;
    std::string piece(kPiece, '\0');
    while (!stop.stop_requested()) {
        auto const got = ::read(fd.get(), piece.data(), piece.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {  // the end, or a sector that cannot be read: then the digest is wrong
            return sum.finish();
        }
        sum.update({piece.data(), static_cast<std::size_t>(got)});
    }
    return std::nullopt;
}

}  // namespace

void CacheCheck::start(std::vector<Plan::Need> const& needs) {
    std::vector<Plan::Want> files;
    for (auto const& need : needs) {
        if (need.here && !need.file.timeline) {
            files.push_back(need.file);
        }
    }
    thread_ = std::jthread(
        [this, files = std::move(files)](std::stop_token const& stop) { run(files, stop); });
}

void CacheCheck::stop() {
    if (thread_.joinable()) {
        thread_.request_stop();
        thread_.join();
    }
}

void CacheCheck::run(std::vector<Plan::Want> const& files, std::stop_token const& stop) {
    takeLowestPriority();
    std::size_t damaged = 0;
    for (auto const& file : files) {
        auto const digest = digestOfFile(parts_.cache.path(file.digest), stop);
        if (stop.stop_requested()) {
            return;
        }
        if (digest && *digest != file.digest) {
            ++damaged;
            parts_.log.warn("event=content-damaged-on-start name=\"{}\"", file.name);
            parts_.plans.suspect(file.digest);
        }
    }
    parts_.log.info("event=content-checked files={} damaged={}", files.size(), damaged);
}

}  // namespace tocsin::player
