// SPDX-License-Identifier: Apache-2.0
// Activities and work records as the API shows them.
#pragma once

#include <boost/json.hpp>

#include "tocsin/activities/completeness.hpp"
#include "tocsin/store/activities.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::activities {

/// With the titles and states of its campaigns; without its completeness.
[[nodiscard]] boost::json::object toJson(store::Tx const& tx, store::Activity const& activity);
[[nodiscard]] boost::json::object toJson(store::WorkRecord const& record);
/// {"records","sessions","people","without_sessions","without_people"} of those that count.
[[nodiscard]] boost::json::object sumsOf(std::vector<store::WorkRecord> const& records);
/// 培训 and "training".
[[nodiscard]] playlists::Words kindWords(store::WorkKind kind);

// JSON Schemas of the above.
[[nodiscard]] char const* activitySchema();
[[nodiscard]] char const* workSchema();

}  // namespace tocsin::activities
