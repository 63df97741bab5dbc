// SPDX-License-Identifier: Apache-2.0
// A filing in a signed file (签名报送文件), from a member that has a controller of its own to the
// controller of the office above: over the network, by mail, or on a USB stick.
//
// The file is JSON: {"format":"tocsin-filing-file/1","envelope":{kind,payload,key,signature},
// "content":"…"}. The payload says whose filing it is, which revision, and the SHA-256 of the
// content, so that a content of any size is signed. The key is the ledger's, which signs what the
// plays of this controller come to.
#pragma once

#include <string>
#include <vector>

#include "tocsin/keys/signer.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/store/filings.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::filing {

inline constexpr char kFilingFileFormat[] = "tocsin-filing-file/1";
/// Largest file that is read, in bytes.
inline constexpr std::size_t kMostFilingFile = 40 << 20;

/// What a file says, when its signature holds.
struct SignedFiling {
    messages::PublicKey key;  ///< whoever signed it; whether they may is another question
    store::Filing filing;     ///< number, revision and unit as they are there; no forms
    Instant made;             ///< as the clock there was
    bool operator==(SignedFiling const&) const = default;
};

/// The file of a filing that was made here. Errc::conflict for one that came in such a file,
/// Errc::unavailable while nothing can be signed.
[[nodiscard]] Result<std::string> signedFiling(store::Filing const& filing,
                                               keys::Signer const& signer, Instant now);
/// Form, signature, and whether the content is what was signed. Errc::invalid, Errc::damaged,
/// Errc::permission for a signature that does not hold.
[[nodiscard]] Result<SignedFiling> readSignedFiling(std::string_view file);

/// As people and `Filing::origin` write a key: 64 hexadecimal digits.
[[nodiscard]] std::string hexOf(messages::PublicKey const& key);
/// Nothing if it is no key.
[[nodiscard]] std::optional<messages::PublicKey> keyFromHex(std::string_view text);

}  // namespace tocsin::filing
