// SPDX-License-Identifier: Apache-2.0
// Lists that the office edits (categories, wrong words, themes): each route answers with the whole
// list, {"items": […]}, as it is then.
#pragma once

#include <boost/json/array.hpp>
#include <functional>

#include "tocsin/access/route.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::library {

using ItemsOf = std::function<boost::json::array(store::Tx const&)>;

[[nodiscard]] Result<access::Response> showList(store::Store const& store, ItemsOf const& items);

/// The list after `change`, which is one write with its audit entry.
[[nodiscard]] Result<access::Response> changeList(store::Store& store,
                                                  std::function<Result<>(store::Tx&)> const& change,
                                                  store::AuditEntry const& entry,
                                                  ItemsOf const& items);

}  // namespace tocsin::library
