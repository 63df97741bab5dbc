// SPDX-License-Identifier: Apache-2.0
#include "tocsin/library/quota.hpp"

namespace tocsin::library {
namespace {

/// "1.5 GB": thousands, as the configuration has them.
std::string shown(std::int64_t bytes) {
    constexpr char const* kUnits[] = {" kB", " MB", " GB", " TB"};
    std::size_t unit = 0;
    auto tenths = bytes / 100;
    for (; tenths >= 10'000 && unit + 1 < std::size(kUnits); ++unit) {
        tenths /= 1000;
    }
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + kUnits[unit];
}

}  // namespace

std::int64_t Quotas::of(std::string const& unit) const {
    auto const own = units.find(unit);
    return own == units.end() ? standard : own->second;
}

Result<> checkQuota(store::Tx const& tx, Quotas const& quotas, std::string const& unit,
                    std::int64_t more) {
    auto const most = quotas.of(unit);
    auto const used = tx.uploads().usedBy(unit);
    if (more <= most - used) {
        return {};
    }
    return Error{Errc::exhausted,
                 (unit.empty() ? std::string("what belongs to no unit") : "unit " + unit) +
                     " has filled " + shown(used) + " of its " + shown(most) + ", and this needs " +
                     shown(more) +
                     "; retire what is not needed any more, or raise the quota under [library]"};
}

QuotaRooms::Room::~Room() {
    std::scoped_lock const lock(rooms_.working_);
    rooms_.kept_[unit_] -= bytes_;
}

Result<> QuotaRooms::keep(store::Store const& store, Quotas const& quotas, std::string const& unit,
                          std::int64_t bytes, std::optional<Room>& into) {
    into.reset();  // before the lock, which a room that goes takes itself
    std::scoped_lock const lock(working_);
    auto& kept = kept_[unit];
    auto fits =
        store.read([&](store::Tx const& tx) { return checkQuota(tx, quotas, unit, bytes + kept); });
    if (fits) {
        kept += bytes;
        into.emplace(*this, unit, bytes);
    }
    return fits;
}

}  // namespace tocsin::library
