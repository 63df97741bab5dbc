// SPDX-License-Identifier: Apache-2.0
// How many bytes of the library each unit may fill.
#pragma once

#include <cstdint>
#include <map>
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

}  // namespace tocsin::library
