// SPDX-License-Identifier: Apache-2.0
// The cache's folder: scanned, stamped, cleared.
#include "director/cache_keeper.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "engine/files.hpp"

namespace tocsin::player {
namespace {

constexpr char kFinding[] = "cache";
constexpr char kPart[] = ".part";
/// A stamp is renewed when it is older than this: it decides about days, not minutes.
constexpr std::chrono::minutes kStampEvery{10};

Instant instantOf(timespec const& time) {
    return fromMillis(time.tv_sec * std::int64_t{1000} + time.tv_nsec / 1'000'000);
}

std::optional<CacheFile> cacheFile(std::filesystem::path const& path) {
    bool const part = path.extension() == kPart;
    auto const digest = Digest::fromHex(part ? path.stem().string() : path.filename().string());
    struct stat status {};
    if (!digest || ::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return std::nullopt;
    }
    return CacheFile{*digest, part, status.st_size, instantOf(status.st_mtim)};
}

}  // namespace

Result<DiskSpace> diskSpace(std::filesystem::path const& folder) {
    struct statvfs status {};
    if (::statvfs(folder.c_str(), &status) != 0) {
        return files::failed("look at the space of", folder);
    }
    auto const block = static_cast<std::int64_t>(status.f_frsize);
    return DiskSpace{static_cast<std::int64_t>(status.f_blocks) * block,
                     static_cast<std::int64_t>(status.f_bavail) * block};
}

std::filesystem::path CacheKeeper::pathOf(CacheFile const& file) const {
    auto out = parts_.cache.path(file.digest);
    return file.part ? out += kPart : out;
}

std::vector<CacheFile> CacheKeeper::scan() const {
    std::vector<CacheFile> out;
    std::error_code ec;
    for (auto const& entry : std::filesystem::directory_iterator(parts_.cache.folder(), ec)) {
        if (auto const file = cacheFile(entry.path())) {
            out.push_back(*file);
        }
    }
    return out;
}

void CacheKeeper::stamp(std::vector<CacheFile>& files, std::vector<Plan::Need> const& needs,
                        Instant now) {
    std::set<Digest> needed;
    for (auto const& need : needs) {
        needed.insert(need.file.digest);
    }
    for (auto& file : files) {
        // The clock may have been wrong before: a stamp of the future is none.
        bool const stale = now - file.lastNeeded > kStampEvery || file.lastNeeded > now;
        if (!needed.contains(file.digest) || !stale) {
            continue;
        }
        auto const millis = toMillis(now);
        timespec times[2] = {};
        times[0].tv_nsec = UTIME_OMIT;
        times[1].tv_sec = millis / 1000;
        times[1].tv_nsec = millis % 1000 * 1'000'000;
        if (::utimensat(AT_FDCWD, pathOf(file).c_str(), times, AT_SYMLINK_NOFOLLOW) == 0) {
            file.lastNeeded = now;
        }
    }
}

void CacheKeeper::remove(std::vector<CacheFile> const& files) {
    for (auto const& file : files) {
        std::error_code ec;
        if (std::filesystem::remove(pathOf(file), ec)) {
            parts_.log.info("event=content-removed digest={} bytes={} last_needed={}",
                            file.digest.hex(), file.bytes, formatInstant(file.lastNeeded));
        }
    }
}

std::vector<Plan::Want> CacheKeeper::round(Plan const& plan, Instant now) {
    std::lock_guard const lock(mutex_);
    auto const needs = plan.needs(now);
    auto const space = parts_.space();
    if (!space) {
        // Better to fetch without looking than to show nothing; a full disk tells by itself.
        parts_.findings.set(kFinding, space.error().message);
        return plan.wants(now);
    }
    auto files = scan();
    stamp(files, needs, now);
    auto const verdict = judgeCache(std::move(files), needs, *space, parts_.limit, now);
    remove(verdict.remove);
    short_ = !verdict.noRoom.empty();
    if (!short_) {
        parts_.findings.clear(kFinding);
    } else if (auto text = shortageOf(verdict); parts_.findings.set(kFinding, text)) {
        parts_.log.warn("event=cache-short err=\"{}\"", text);
    }
    return verdict.fetch;
}

bool CacheKeeper::makeRoom(Plan const& plan, Instant now) {
    std::lock_guard const lock(mutex_);
    auto const verdict = judgeCache(scan(), plan.needs(now), DiskSpace{}, 0, now);
    remove(verdict.remove);
    return !verdict.remove.empty();
}

void CacheKeeper::dropPart(Digest const& digest) {
    std::error_code ec;
    std::filesystem::remove(pathOf({digest, true, 0, {}}), ec);
}

}  // namespace tocsin::player
