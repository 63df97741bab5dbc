// SPDX-License-Identifier: Apache-2.0
#include "quota_routes.hpp"

#include <boost/json.hpp>
#include <set>

#include "office_list.hpp"

namespace tocsin::library {
namespace {

constexpr char kList[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object","required":["unit","used_bytes","quota_bytes"],"properties":{"unit":{"type":"string"},"used_bytes":{"type":"integer"},"quota_bytes":{"type":"integer"}}}}}})";

boost::json::array usage(store::Tx const& tx, Quotas const& quotas, access::Principal const& who) {
    auto const used = tx.uploads().units();
    std::set<std::string> units(used.begin(), used.end());
    for (auto const& [unit, quota] : quotas.units) {
        units.insert(unit);
    }
    boost::json::array items;
    for (auto const& unit : units) {
        if (!who.may(access::Permission::viewMedia, unit)) {
            continue;
        }
        items.push_back(boost::json::object{{"unit", unit},
                                            {"used_bytes", tx.uploads().usedBy(unit)},
                                            {"quota_bytes", quotas.of(unit)}});
    }
    return items;
}

}  // namespace

access::Routes quotaRoutes(store::Store const& store, Quotas const& quotas) {
    return {{"GET", "/api/v1/quotas", access::Permission::viewMedia,
             "What units have filled of their quotas; \"\" is what belongs to no unit", "", kList,
             access::BodyPolicy::none,
             [&store, &quotas](access::Principal const& who, access::Request const&) {
                 return showList(store,
                                 [&](store::Tx const& tx) { return usage(tx, quotas, who); });
             }}};
}

}  // namespace tocsin::library
