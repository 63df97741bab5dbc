// SPDX-License-Identifier: Apache-2.0
#include "tocsin/keys/keys_json.hpp"

#include <boost/json.hpp>

namespace tocsin::keys {

boost::json::object keysJson(IssuedKeys const& keys) {
    auto const& set = keys.set;
    boost::json::array roles;
    for (auto const role : messages::kSigningRoles) {
        if (!set.has(role)) {
            continue;
        }
        std::string signs;
        for (auto const kind : messages::kindsOf(role)) {
            signs.append(signs.empty() ? "" : ", ").append(kind);
        }
        roles.push_back(boost::json::object{{"role", std::string(toString(role))},
                                            {"fingerprint", set.key(role).fingerprint()},
                                            {"signs", std::move(signs)}});
    }
    boost::json::array revoked;
    for (auto const& key : set.revoked) {
        revoked.emplace_back(key.fingerprint());
    }
    boost::json::object out{{"generation", set.generation},
                            {"issued", formatInstant(set.issued)},
                            {"root", boost::json::object{{"fingerprint", set.root.fingerprint()},
                                                         {"here", keys.rootIsHere}}},
                            {"keys", std::move(roles)},
                            {"tls_authority", nullptr},
                            {"revoked", std::move(revoked)},
                            {"waiting", keys.waiting}};
    if (set.tlsAuthority) {
        out["tls_authority"] = set.tlsAuthority->hex();
    }
    return out;
}

}  // namespace tocsin::keys
