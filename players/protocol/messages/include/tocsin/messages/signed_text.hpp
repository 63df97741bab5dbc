// SPDX-License-Identifier: Apache-2.0
// Texts of lines with their signature under them, as batches, receipts and checkpoints stand in
// files: the text, then "— <fingerprint> <signature>" (the key's, and over kind ‖ 0 ‖ text).
#pragma once

#include <string>
#include <string_view>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::messages {

/// With it a signature line begins: an em dash, as in signed notes.
inline constexpr std::string_view kSignatureMark = "\xe2\x80\x94 ";

struct SignedText {
    std::string text;    ///< lines, each with its line feed
    std::string signer;  ///< fingerprint of the key that signed it
    Signature signature;
    bool operator==(SignedText const&) const = default;
};

[[nodiscard]] std::string toText(SignedText const& signedText);
/// Takes the first one off `text`, form only. Errc::damaged.
[[nodiscard]] Result<SignedText> takeSignedText(std::string_view& text);
/// Errc::permission says whether another key signed it or the signature does not fit.
[[nodiscard]] Result<> checkSigned(SignedText const& signedText, std::string_view kind,
                                   PublicKey const& key);

}  // namespace tocsin::messages
