// SPDX-License-Identifier: Apache-2.0
// The arithmetic of the cache.
#include "director/cache_budget.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::player {
namespace {

constexpr std::int64_t kReserve = 256'000'000;
constexpr std::size_t kNamed = 3;

struct Books {
    std::int64_t used = 0, kept = 0;
    std::map<Digest, std::int64_t> parts;  ///< bytes that are here of what is still coming
};

Books keepBooks(std::vector<CacheFile> const& files, std::set<Digest> const& needed) {
    Books out;
    for (auto const& file : files) {
        out.used += file.bytes;
        if (needed.contains(file.digest)) {
            out.kept += file.bytes;
            if (file.part) {
                out.parts[file.digest] = file.bytes;
            }
        }
    }
    return out;
}

/// The unneeded files that must go so that the rest of them fits into `room`.
std::vector<CacheFile> removals(std::vector<CacheFile> files, std::set<Digest> const& needed,
                                std::int64_t room, Instant now) {
    std::erase_if(files, [&](CacheFile const& file) { return needed.contains(file.digest); });
    std::sort(files.begin(), files.end(), [](CacheFile const& a, CacheFile const& b) {
        return std::tie(a.lastNeeded, a.digest) < std::tie(b.lastNeeded, b.digest);
    });
    std::int64_t left = 0;
    for (auto const& file : files) {
        left += file.part ? 0 : file.bytes;
    }
    std::vector<CacheFile> out;
    for (auto const& file : files) {
        bool const old = file.lastNeeded < now - kKeepUnneeded;
        if (file.part || old || left > room) {
            left -= file.part ? 0 : file.bytes;
            out.push_back(file);
        }
    }
    return out;
}

}  // namespace

std::int64_t diskReserve(std::int64_t capacity) {
    return std::min(kReserve, capacity / 20);
}

CacheVerdict judgeCache(std::vector<CacheFile> files, std::vector<Plan::Need> const& needs,
                        DiskSpace disk, std::optional<std::int64_t> limit, Instant now) {
    CacheVerdict out;
    if (needs.empty()) {
        return out;
    }
    std::set<Digest> needed;
    for (auto const& need : needs) {
        needed.insert(need.file.digest);
        out.needed += need.file.bytes;
    }
    auto const books = keepBooks(files, needed);
    auto const onDisk =
        std::max<std::int64_t>(books.used + disk.free - diskReserve(disk.capacity), 0);
    out.diskIsShort = !limit || onDisk < *limit;
    out.allowed = out.diskIsShort ? onDisk : *limit;

    auto room = out.allowed - books.kept;
    for (auto const& need : needs) {
        if (need.here) {
            continue;
        }
        auto const part = books.parts.find(need.file.digest);
        auto const rest = std::max<std::int64_t>(
            need.file.bytes - (part == books.parts.end() ? 0 : part->second), 0);
        if (rest <= room) {
            room -= rest;
            out.fetch.push_back(need.file);
        } else {
            out.missing += rest;
            out.noRoom.push_back(need.file);
        }
    }
    if (!out.noRoom.empty()) {
        out.missing -= room;
    }
    auto const spare = limit ? room : room - onDisk / 5;
    out.remove = removals(std::move(files), needed, spare, now);
    return out;
}

std::string shortageOf(CacheVerdict const& verdict) {
    if (verdict.noRoom.empty()) {
        return {};
    }
    std::string names;
    for (std::size_t i = 0; i < std::min(kNamed, verdict.noRoom.size()); ++i) {
        names += (i == 0 ? "" : ", ") + verdict.noRoom[i].name;
    }
    if (verdict.noRoom.size() > kNamed) {
        names += fmt::format(" and {} more", verdict.noRoom.size() - kNamed);
    }
    auto const sum =
        fmt::format("the plan needs {}, there is room for {}: {} short, not fetched: {}",
                    bytesInWords(verdict.needed), bytesInWords(verdict.allowed),
                    bytesInWords(verdict.missing), names);
    return verdict.diskIsShort
               ? "disk full: " + sum + "; free some space, fetching then goes on by itself"
               : "cache limit: " + sum + "; raise --cache-limit or plan less";
}

std::string bytesInWords(std::int64_t bytes) {
    constexpr std::pair<std::int64_t, char const*> units[] = {
        {1'000'000'000'000, "TB"}, {1'000'000'000, "GB"}, {1'000'000, "MB"}, {1'000, "kB"}};
    for (auto const& [unit, name] : units) {
        if (bytes >= unit) {
            auto const tenths = (bytes + unit / 20) / (unit / 10);
            return tenths < 100 ? fmt::format("{}.{} {}", tenths / 10, tenths % 10, name)
                                : fmt::format("{} {}", (tenths + 5) / 10, name);
        }
    }
    return fmt::format("{} bytes", bytes);
}

}  // namespace tocsin::player
