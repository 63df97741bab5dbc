// SPDX-License-Identifier: Apache-2.0
// The key sets of a bundle: one root, and which keys may have signed what is in it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "tocsin/messages/key_set.hpp"
#include "tocsin/messages/signed_text.hpp"

namespace tocsin::attest {

class KeyChain {
public:
    /// The next line of the file. Errc::damaged, Errc::permission.
    [[nodiscard]] Result<> take(std::string_view line);
    /// Fingerprint; empty: there is none.
    [[nodiscard]] std::string root() const;

    enum class Word { good, ofRevokedKey };
    /// Whether a key of the role ledger signed this. Errc::permission.
    [[nodiscard]] Result<Word> judge(messages::SignedText const& signedText,
                                     std::string_view kind) const;

private:
    std::optional<messages::KeySet> newest_;
    std::map<std::string, messages::PublicKey, std::less<>> ledgerKeys_;  // by fingerprint
};

}  // namespace tocsin::attest
