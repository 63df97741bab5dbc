// SPDX-License-Identifier: Apache-2.0
// Finding and changing one activity.
#pragma once

#include <functional>
#include <string>

#include "state.hpp"
#include "tocsin/access/route.hpp"

namespace tocsin::activities {

/// Errc::notFound.
[[nodiscard]] Result<store::Activity> findActivity(store::Tx const& tx, std::string const& handle);
/// The same of one that is not retired; Errc::conflict.
[[nodiscard]] Result<store::Activity> findInUse(store::Tx const& tx, std::string const& handle);
/// Its part, made if there is none yet. Parts are kept in their order.
[[nodiscard]] store::PartText& partOf(store::Activity& activity, store::ActivityPart part);
/// Errc::notFound for a word that is none of the five.
[[nodiscard]] Result<store::ActivityPart> partNamed(std::string const& word);
/// With its completeness and the sums of its work, and its revision as ETag.
[[nodiscard]] access::Response answerOf(store::Tx const& tx, ActivityBook::State const& state,
                                        store::Activity const& activity, int status = 200);

/// One change of an activity that is in use, with its audit entry: counts its revision, and answers
/// with the activity as it is then.
[[nodiscard]] Result<access::Response> changeActivity(
    ActivityBook::State const& state, std::string const& handle, store::AuditEntry const& entry,
    std::function<Result<>(store::Tx&, store::Activity&)> const& change, int status = 200);

}  // namespace tocsin::activities
