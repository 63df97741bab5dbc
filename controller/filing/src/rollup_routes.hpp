// SPDX-License-Identifier: Apache-2.0
// Routes of what happens to filings after they were frozen, to be joined to the room's own.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "rollup_freezing.hpp"
#include "tocsin/access/route.hpp"
#include "tocsin/keys/signer.hpp"
#include "tocsin/media/print_document.hpp"
#include "tocsin/store/store.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::filing {

/// The bytes of a PDF file; may block.
using PrintOf = std::function<Result<std::string>(media::PrintDocument const&)>;

/// What it refers to outlives the routes.
struct RollUpSettings {
    std::function<Instant()> now;
    keys::Signer const* signer = nullptr;
    FormsOf formsOf;  ///< empty: rolled-up filings have no forms but their content
    PrintOf print{};  ///< empty: nothing comes as PDF
    /// Held while a filing is frozen or taken in, so that they come one after the other: files name
    /// the number that theirs will have. Shared by all routes that do so.
    std::shared_ptr<std::mutex> freezing = std::make_shared<std::mutex>();
};

/// All of the following.
[[nodiscard]] access::Routes rollupRoutes(store::Store& store, RollUpSettings settings);

/// POST /api/v1/filings/{number}/submit|accept|return|outside, GET and POST /api/v1/filing-roll-up
[[nodiscard]] access::Routes stepRoutes(store::Store& store, RollUpSettings const& settings);
/// GET /api/v1/filing-board, …/reminders, …/duplicates, GET /api/v1/filing-scores
[[nodiscard]] access::Routes boardRoutes(store::Store& store, RollUpSettings const& settings);
/// POST /api/v1/filings/{number}/export, POST /api/v1/filing-files, GET /api/v1/filing-keys,
/// PUT /api/v1/filing-keys/{unit}
[[nodiscard]] access::Routes signedFilingRoutes(store::Store& store,
                                                RollUpSettings const& settings);

/// A positive number as a path or query has it, or nothing.
[[nodiscard]] std::optional<std::int64_t> filingNumber(std::string const& text);

}  // namespace tocsin::filing
