// SPDX-License-Identifier: Apache-2.0
// What goes into a bundle of proof: screens, players with what they drove, and their batches.
#pragma once

#include <string>
#include <vector>

#include "bundle_maker.hpp"
#include "short_reads.hpp"
#include "tocsin/attest/bundle_files.hpp"
#include "tocsin/attest/enrolment.hpp"
#include "tocsin/messages/play_record.hpp"

namespace tocsin::proof {

/// A player's epoch, and what of it goes into the bundle.
struct BundledStream {
    store::BatchSpan span;
    std::vector<store::LoggedBatch> batches;  ///< in order; at least one
};

struct BundleContents {
    attest::Enrolment enrolment;
    std::vector<BundledStream> streams;
    std::vector<attest::LeftOut> leftOut;
};

/// Of the log's first `size` leaves. `veil`: the site's secret, from which screens of other units
/// get names that say nothing. Throws Failure.
[[nodiscard]] BundleContents findContents(ShortReads const& read, BundleWish const& wish,
                                          std::int64_t size, std::string const& veil);

/// The screen for which a play is counted.
[[nodiscard]] ScreenId const& screenOf(attest::EnrolledPlayer const& player,
                                       messages::PlayRecord const& record);
/// A batch's text as it is stored; empty if it is not there.
[[nodiscard]] std::string batchText(store::Tx const& tx, messages::Receipt const& receipt);
/// Its rows; none of a text that is no batch.
[[nodiscard]] std::vector<messages::PlayRecord> recordsIn(std::string const& text);

}  // namespace tocsin::proof
