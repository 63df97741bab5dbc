// SPDX-License-Identifier: Apache-2.0
#include "verdicts.hpp"

#include "tocsin/messages/envelope.hpp"

namespace tocsin::swarm {
namespace {

using messages::SigningRole;

Result<KnownKeysPtr> openKeys(std::string const& text) {
    auto const envelope = messages::parseEnvelope(text);
    if (!envelope) {
        return Error{Errc::damaged, "the controller's key set: " + envelope.error().message};
    }
    auto set = messages::openedKeySet(*envelope);
    if (!set) {
        return set.error();
    }
    return std::make_shared<KnownKeys const>(KnownKeys{std::move(*set), envelope->payload});
}

Result<WarningPtr> openWarning(std::string const& text, messages::KeySet const& keys) {
    auto const envelope = messages::parseEnvelope(text);
    if (!envelope) {
        return Error{Errc::invalid, "the warning's envelope: " + envelope.error().message};
    }
    if (keys.revokes(envelope->key)) {
        return Error{Errc::permission, "the warning is signed by a key that is revoked"};
    }
    auto const payload =
        messages::opened(*envelope, messages::kWarningKind, keys.key(SigningRole::warning));
    if (!payload) {
        return payload.error();
    }
    auto warning = messages::parseWarning(*payload);
    if (!warning) {
        return Error{Errc::invalid, "not a warning: " + warning.error().message};
    }
    return std::make_shared<messages::Warning const>(std::move(*warning));
}

}  // namespace

Result<KnownKeysPtr> Verdicts::keys(std::string const& envelope) {
    std::lock_guard const lock(mutex_);
    auto found = keys_.find(envelope);
    if (found == keys_.end()) {
        if (keys_.size() >= kMostKept) {
            keys_.clear();
        }
        ++verified_;
        found = keys_.emplace(envelope, openKeys(envelope)).first;
    }
    return found->second;
}

Result<WarningPtr> Verdicts::warning(std::string const& envelope, KnownKeys const& keys) {
    std::lock_guard const lock(mutex_);
    auto found = warnings_.find(envelope);
    if (found != warnings_.end() && found->second.keys != keys.payload) {
        warnings_.erase(found);
        found = warnings_.end();
    }
    if (found == warnings_.end()) {
        if (warnings_.size() >= kMostKept) {
            warnings_.clear();
        }
        ++verified_;
        OpenedOnce opened{keys.payload, openWarning(envelope, keys.set)};
        found = warnings_.emplace(envelope, std::move(opened)).first;
    }
    return found->second.warning;
}

std::int64_t Verdicts::verified() const {
    std::lock_guard const lock(mutex_);
    return verified_;
}

session::TlsTrust Verdicts::trust() const {
    std::lock_guard const lock(mutex_);
    return authority_ ? session::TlsTrust::pinned(authority_->certificate)
                      : session::TlsTrust::unpinned();
}

void Verdicts::pin(session::Authority const& authority) {
    std::lock_guard const lock(mutex_);
    if (!authority_) {
        authority_ = authority;
    }
}

Result<> judgeController(messages::Challenge const& challenge, KnownKeys const& keys,
                         std::string const& root, std::string const& nonce) {
    auto const shown = keys.set.root.fingerprint();
    if (!root.empty() && shown != root) {
        return Error{Errc::permission, "the controller shows root key " + shown +
                                           ", the token is for " + root +
                                           "; check the address and the tokens"};
    }
    if (challenge.controller != keys.set.key(SigningRole::content)) {
        return Error{Errc::permission,
                     "the controller's content key is not the one of its key set"};
    }
    auto const said = messages::challengeBytes(nonce, challenge.nonce, keys.payload);
    if (!messages::verify(keys.set.key(SigningRole::session), said, challenge.proof)) {
        return Error{Errc::permission,
                     "the challenge is not signed for this connection by the session key"};
    }
    return {};
}

}  // namespace tocsin::swarm
