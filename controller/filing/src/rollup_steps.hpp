// SPDX-License-Identifier: Apache-2.0
// What people do with a frozen filing: send it, take it or give it back with a reason, and say that
// it was handed over outside. Who may do what goes by the units.
#pragma once

#include <optional>
#include <string>

#include "tocsin/access/principal.hpp"
#include "tocsin/access/unit_tree.hpp"
#include "tocsin/store/filings.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::filing {

/// Whether the person receives filings of `unit`: has submit-reports for a unit above it, and is
/// not at home in it. Nobody receives what is of the whole site.
[[nodiscard]] bool mayReceive(access::Principal const& who, access::UnitTree const& tree,
                              std::string const& unit);

struct FilingWish {
    store::FilingStep step = store::FilingStep::submitted;
    std::int64_t number = 0;
    std::optional<std::int64_t> revision;  ///< nothing: its newest
    std::string reason;                    ///< returned: needed
    std::string channel, receipt;          ///< outside: the channel is needed
    std::optional<Instant> at;             ///< outside: when it was handed over; nothing: now
};

/// Records the step, if the filing stands so that it can be taken: the newest revision is sent,
/// once; what was sent is accepted or returned; what was returned is answered by another revision.
/// Errc::notFound also for what the caller may not see, Errc::permission, Errc::conflict,
/// Errc::invalid.
[[nodiscard]] Result<store::FilingEvent> takeStep(store::Filings& filings,
                                                  access::UnitTree const& tree,
                                                  access::Principal const& who,
                                                  FilingWish const& wish, Instant now);

}  // namespace tocsin::filing
