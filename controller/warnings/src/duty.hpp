// SPDX-License-Identifier: Apache-2.0
// What duty officers do with warnings: the rules of who may, and whether it takes another person.
#pragma once

#include "ask_reading.hpp"
#include "state.hpp"

namespace tocsin::warnings {

/// Whether one person may release what was asked for.
[[nodiscard]] bool byOne(Wanted const& wanted, WarningSettings const& settings);

/// What the caller asks for, within their reach.
[[nodiscard]] Result<Wanted> wantedBy(Warnings::State const& state, access::Principal const& who,
                                      std::string const& body);

// Each takes State::changing. Errc::conflict where the warning's state does not allow it.
Result<Stored> raiseBy(Warnings::State& state, access::Principal const& who,
                       std::string const& body);
Result<Stored> releaseBy(Warnings::State& state, access::Principal const& who,
                         std::string const& id);
Result<Stored> rejectBy(Warnings::State& state, access::Principal const& who, std::string const& id,
                        std::string const& body);
Result<Stored> extendBy(Warnings::State& state, access::Principal const& who, std::string const& id,
                        std::string const& body);
Result<Stored> changeBy(Warnings::State& state, access::Principal const& who, std::string const& id,
                        std::string const& body);
Result<Stored> clearBy(Warnings::State& state, access::Principal const& who, std::string const& id,
                       std::string const& body);

}  // namespace tocsin::warnings
