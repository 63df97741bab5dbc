// SPDX-License-Identifier: Apache-2.0
#include "office_list.hpp"

#include <boost/json/object.hpp>
#include <utility>

namespace tocsin::library {
namespace {

access::Response answer(boost::json::array items) {
    return access::jsonResponse(boost::json::object{{"items", std::move(items)}});
}

}  // namespace

Result<access::Response> showList(store::Store const& store, ItemsOf const& items) {
    boost::json::array list;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        list = items(tx);
        return {};
    });
    return looked ? Result<access::Response>(answer(std::move(list))) : looked.error();
}

Result<access::Response> changeList(store::Store& store,
                                    std::function<Result<>(store::Tx&)> const& change,
                                    store::AuditEntry const& entry, ItemsOf const& items) {
    boost::json::array list;
    auto const written = store.write(
        [&](store::Tx& tx) -> Result<> {
            if (auto done = change(tx); !done) {
                return done;
            }
            list = items(tx);
            return {};
        },
        entry);
    return written ? Result<access::Response>(answer(std::move(list))) : written.error();
}

}  // namespace tocsin::library
