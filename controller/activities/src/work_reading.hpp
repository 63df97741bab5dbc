// SPDX-License-Identifier: Apache-2.0
// What a person says of work, checked; and who may change it.
#pragma once

#include "tocsin/access/principal.hpp"
#include "tocsin/access/unit_tree.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/store/activities.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::activities {

/// Facts of a record; what is absent stays as it is in `now`. Without a kind a new one is of the
/// kind whose Chinese word stands in its title. Throws Failure.
[[nodiscard]] store::WorkRecord readWork(messages::JsonReader const& in,
                                         store::WorkRecord const& now);
/// The kind by its English or Chinese word, or by another that people use for it.
[[nodiscard]] std::optional<store::WorkKind> kindNamed(std::string const& word);
[[nodiscard]] store::WorkKind kindIn(std::string const& title);

/// Errc::invalid unless it has a title, its days are in order and the first is not after `today`: a
/// record says what was done.
[[nodiscard]] Result<> checkWork(store::WorkRecord const& record, std::string const& today);

/// The activity, if the caller may see it and it is in use; of the empty name the only one that
/// runs today. Errc::notFound, Errc::conflict, Errc::invalid (several run, or none).
[[nodiscard]] Result<store::Activity> activityForWork(store::Tx const& tx,
                                                      access::Principal const& who,
                                                      std::string const& handle, Instant now);
/// The local day in the activity's zone.
[[nodiscard]] std::string todayOf(store::Activity const& activity, Instant now);

/// Errc::invalid if a unit does not belong to those that take part: the activity's and below.
[[nodiscard]] Result<> checkTakesPart(store::Tx const& tx, store::Activity const& activity,
                                      std::string const& unit);

/// A record is changed by people of the unit that did the work, and by who wrote it. A unit above
/// sees it and does not edit it. Errc::permission.
[[nodiscard]] Result<> checkMayChange(access::Principal const& who, access::UnitTree const& tree,
                                      store::WorkRecord const& record);

}  // namespace tocsin::activities
