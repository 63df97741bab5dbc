// SPDX-License-Identifier: Apache-2.0
#include "key_chain.hpp"

#include <utility>

namespace tocsin::attest {

using messages::SigningRole;

Result<> KeyChain::take(std::string_view line) {
    auto const envelope = messages::parseEnvelope(line);
    if (!envelope || messages::toJson(*envelope) != line) {
        return Error{Errc::damaged, "is no key set in the form in which controllers write it"};
    }
    auto keys = messages::openedKeySet(*envelope);
    if (!keys) {
        return Error{keys.error().code, "key set: " + keys.error().message};
    }
    if (newest_ && keys->root != newest_->root) {
        return Error{Errc::permission, "is a key set of root " + keys->root.fingerprint() +
                                           ", not of root " + newest_->root.fingerprint()};
    }
    if (newest_ && keys->generation <= newest_->generation) {
        return Error{Errc::damaged, "is a key set that is not newer than the one before it"};
    }
    if (keys->has(SigningRole::ledger)) {
        auto const& key = keys->key(SigningRole::ledger);
        ledgerKeys_.emplace(key.fingerprint(), key);
    }
    newest_ = *std::move(keys);
    return {};
}

std::string KeyChain::root() const {
    return newest_ ? newest_->root.fingerprint() : "";
}

Result<KeyChain::Word> KeyChain::judge(messages::SignedText const& signedText,
                                       std::string_view kind) const {
    auto const found = ledgerKeys_.find(signedText.signer);
    if (found == ledgerKeys_.end()) {
        return Error{Errc::permission, "it is signed by key " + signedText.signer +
                                           ", which no key set of the bundle names for the ledger"};
    }
    if (auto const right = checkSigned(signedText, kind, found->second); !right) {
        return right.error();
    }
    return newest_->revokes(found->second) ? Word::ofRevokedKey : Word::good;
}

}  // namespace tocsin::attest
