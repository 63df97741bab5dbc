// SPDX-License-Identifier: Apache-2.0
// How many bytes of the library each unit may fill.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "tocsin/store/store.hpp"

namespace tocsin::library {

/// Bytes; what counts is told by store::Uploads::usedBy().
struct Quotas {
    std::int64_t standard = 500'000'000'000;    ///< of units that are not named, and of none ("")
    std::map<std::string, std::int64_t> units;  ///< by handle
    [[nodiscard]] std::int64_t of(std::string const& unit) const;
};

/// Errc::exhausted if `unit` would have more than its quota with `more` further bytes.
[[nodiscard]] Result<> checkQuota(store::Tx const& tx, Quotas const& quotas,
                                  std::string const& unit, std::int64_t more);

/// Room for files that are whole but not yet assets, so that two at once do not both find the same
/// room. Thread-safe.
class QuotaRooms {
public:
    /// Room that is kept until this goes.
    class Room {
    public:
        Room(QuotaRooms& rooms, std::string unit, std::int64_t bytes)
            : rooms_(rooms), unit_(std::move(unit)), bytes_(bytes) {}
        ~Room();
        Room(Room const&) = delete;
        Room& operator=(Room const&) = delete;

    private:
        QuotaRooms& rooms_;
        std::string unit_;
        std::int64_t bytes_;
    };

    /// Errors of checkQuota() and of the store; `into` gets the room in
    /// place of one that it may have.
    [[nodiscard]] Result<> keep(store::Store const& store, Quotas const& quotas,
                                std::string const& unit, std::int64_t bytes,
                                std::optional<Room>& into);

private:
    std::mutex working_;
    std::map<std::string, std::int64_t> kept_;  // guarded by working_
};

}  // namespace tocsin::library
