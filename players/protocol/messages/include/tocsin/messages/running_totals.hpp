// SPDX-License-Identifier: Apache-2.0
// Running totals (tocsin-totals/1): what a player counted of its own plays while it wrote them, so
// that the rows of the ledger can be compared with something that is not those rows. Signed by the
// player; a SignedText of kind kTotalsKind.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/signed_text.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::messages {

inline constexpr char kTotalsKind[] = "tocsin-totals/1";

/// Sums of one player's rows of one epoch. Gaps are rows and no plays.
struct EpochSums {
    std::int64_t rows = 0;
    std::int64_t complete = 0, partial = 0, failed = 0, preempted = 0, gaps = 0;
    std::int64_t shownMs = 0;
    bool operator==(EpochSums const&) const = default;
};

/// Lines: device, epoch, until, rows, complete, partial, failed, preempted, gaps, shown.
struct RunningTotals {
    PublicKey device;
    std::int64_t epoch = 1;
    std::int64_t until = 0;  ///< sequence of the last row that is counted
    EpochSums sums;          ///< shown in milliseconds
    bool operator==(RunningTotals const&) const = default;
};

[[nodiscard]] std::string toText(RunningTotals const& totals);
/// Every byte counts: a text in another form than toText()'s is Errc::damaged.
[[nodiscard]] Result<RunningTotals> parseTotals(std::string_view text);
/// The signed text as it travels, whose signature has to be `device`'s. Errc::damaged,
/// Errc::permission.
[[nodiscard]] Result<RunningTotals> verifyTotals(std::string_view signedText,
                                                 PublicKey const& device);

}  // namespace tocsin::messages
