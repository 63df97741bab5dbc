// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "tocsin/keys/keys_json.hpp"
#include "tocsin/ops/keys.hpp"

namespace tocsin::ops {
namespace {

constexpr char kKeys[] =
    R"({"type":"object","required":["generation","issued","root","keys"],"properties":{"generation":{"type":"integer"},"issued":{"type":"string","format":"date-time"},"root":{"type":"object","required":["fingerprint","here"],"properties":{"fingerprint":{"type":"string"},"here":{"type":"boolean"}}},"keys":{"type":"array","items":{"type":"object","required":["role","fingerprint","signs","running"],"properties":{"role":{"enum":["content","warning","command","approval","session","audit","ledger"]},"fingerprint":{"type":"string"},"signs":{"type":"string"},"running":{"type":"boolean"},"trouble":{"type":"string"}}}},"tls_authority":{"type":["string","null"]},"revoked":{"type":"array","items":{"type":"string"}},"waiting":{"type":"string"}}})";

access::Response show(keys::ProcessSigner const& signer) {
    auto out = keys::keysJson(signer.issued());
    auto const states = signer.states();
    auto& roles = out.at("keys").as_array();
    std::size_t next = 0;
    for (std::size_t i = 0; i < states.size(); ++i) {
        if (!signer.issued().set.has(messages::kSigningRoles.at(i))) {
            continue;
        }
        auto& role = roles.at(next++).as_object();
        role["running"] = states.at(i).pid > 0;
        role["trouble"] = states.at(i).trouble;
    }
    return access::jsonResponse(out);
}

}  // namespace

access::Routes keyRoutes(keys::ProcessSigner const& signer) {
    return {
        {"GET", "/api/v1/keys", access::Permission::viewScreens,
         "The keys that players obey, by fingerprint, and whether their signers run", "", kKeys,
         access::BodyPolicy::none,
         [&signer](access::Principal const&, access::Request const&) -> Result<access::Response> {
             return show(signer);
         }}};
}

}  // namespace tocsin::ops
