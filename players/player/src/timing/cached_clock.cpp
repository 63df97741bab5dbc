// SPDX-License-Identifier: Apache-2.0
#include "timing/cached_clock.hpp"

#include <sstream>

#include "engine/files.hpp"

namespace tocsin::player {
namespace {

constexpr char kHead[] = "tocsin-player-clock/2";
constexpr char kHeadBefore[] = "tocsin-player-clock/1";
constexpr std::int64_t kNoDrift = -1;  // as its uncertainty
constexpr std::size_t kMostBytes = 512;

}  // namespace

std::optional<CachedClock> loadClock(std::filesystem::path const& file) {
    auto const text = files::read(file, kMostBytes);
    if (!text) {
        return std::nullopt;
    }
    std::istringstream in(*text);
    std::string head;
    std::int64_t offset = 0;
    std::int64_t uncertainty = 0;
    in >> head >> offset >> uncertainty;
    if (!in || (head != kHead && head != kHeadBefore)) {
        return std::nullopt;
    }
    CachedClock out;
    out.offset = {Milliseconds(offset), Milliseconds(uncertainty)};
    if (head == kHeadBefore) {
        return out;
    }
    session::ClockDrift drift;
    std::int64_t wall = 0;
    in >> drift.ppb >> drift.uncertaintyPpb >> wall >> out.monoMs >> out.boot;
    if (!in) {
        return std::nullopt;
    }
    out.wall = fromMillis(wall);
    if (drift.uncertaintyPpb != kNoDrift) {
        out.drift = drift;
    }
    return out;
}

Result<> saveClock(std::filesystem::path const& file, CachedClock const& clock) {
    auto const drift = clock.drift.value_or(session::ClockDrift{0, kNoDrift});
    std::ostringstream out;
    out << kHead << ' ' << clock.offset.offset.count() << ' ' << clock.offset.uncertainty.count()
        << ' ' << drift.ppb << ' ' << drift.uncertaintyPpb << ' ' << toMillis(clock.wall) << ' '
        << clock.monoMs << ' ' << clock.boot << '\n';
    return files::replace(file, out.str());
}

}  // namespace tocsin::player
