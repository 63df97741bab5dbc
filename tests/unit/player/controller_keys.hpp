// SPDX-License-Identifier: Apache-2.0
// A controller's keys as tests hold them: the root, and a key a role.
#pragma once

#include <map>
#include <string>

#include "director/trust.hpp"
#include "player_fixtures.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {

struct ControllerKeys {
    using Role = messages::SigningRole;

    messages::KeyPair root = messages::KeyPair::generate();
    std::map<Role, messages::KeyPair> roles = [] {
        std::map<Role, messages::KeyPair> out;
        for (auto const role : messages::kSigningRoles) {
            out.emplace(role, messages::KeyPair::generate());
        }
        return out;
    }();
    std::int64_t generation = 1;
    std::vector<messages::PublicKey> revoked;

    [[nodiscard]] messages::KeyPair const& key(Role role) const { return roles.at(role); }
    /// A new key for the role, and a new generation.
    void rotate(Role role) {
        roles.at(role) = messages::KeyPair::generate();
        ++generation;
    }
    void revoke(Role role) {
        revoked.push_back(key(role).publicKey());
        rotate(role);
    }

    [[nodiscard]] messages::KeySet set() const {
        messages::KeySet out;
        out.generation = generation;
        out.issued = morning(0);
        out.root = root.publicKey();
        for (auto const role : messages::kSigningRoles) {
            out.key(role) = key(role).publicKey();
        }
        out.revoked = revoked;
        return out;
    }
    [[nodiscard]] messages::Envelope envelope() const {
        return messages::seal(root, messages::kKeySetKind, messages::toJson(set()));
    }
    /// Of a player that has met this controller.
    [[nodiscard]] Trust trust() const {
        auto const sealed = envelope();
        return {messages::toJson(sealed), messages::sha256(sealed.payload), set(), {}};
    }
    /// For the connection for which the player chose `playersNonce`.
    [[nodiscard]] messages::Challenge challenge(std::string const& playersNonce) const {
        auto const sealed = envelope();
        messages::Challenge out{messages::kProtocolVersion, key(Role::content).publicKey(),
                                messages::randomBytes(messages::kNonceBytes),
                                messages::toJson(sealed)};
        out.proof = key(Role::session)
                        .sign(messages::challengeBytes(playersNonce, out.nonce, sealed.payload));
        return out;
    }
    [[nodiscard]] std::string sealed(messages::Manifest const& manifest) const {
        return messages::toJson(messages::seal(key(Role::content), messages::kManifestKind,
                                               messages::toJson(manifest)));
    }
};

}  // namespace tocsin::player
