// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/signed_text.hpp"

#include "line_text.hpp"

namespace tocsin::messages {
namespace {

constexpr std::size_t kMostBytes = 4096;

SignedText readSigned(std::string_view& text) {
    auto const mark = text.substr(0, kMostBytes).find("\n" + std::string(kSignatureMark));
    if (mark == std::string_view::npos) {
        damagedField("signature", "the signature line is missing");
    }
    SignedText out;
    out.text = std::string(text.substr(0, mark + 1));
    text.remove_prefix(mark + 1 + kSignatureMark.size());
    auto line = takeLine(text, "signature");
    out.signer = std::string(takeWord(line));
    auto const signature = Signature::fromBase64(line);
    if (!signature) {
        damagedField("signature", "expected an Ed25519 signature in base64");
    }
    out.signature = *signature;
    return out;
}

}  // namespace

std::string toText(SignedText const& signedText) {
    std::string out = signedText.text;
    out.append(kSignatureMark).append(signedText.signer).append(" ");
    return out.append(signedText.signature.base64()).append("\n");
}

Result<SignedText> takeSignedText(std::string_view& text) {
    try {
        return readSigned(text);
    } catch (Failure const& failure) {
        return failure.error();
    }
}

Result<> checkSigned(SignedText const& signedText, std::string_view kind, PublicKey const& key) {
    if (signedText.signer != key.fingerprint()) {
        return Error{Errc::permission,
                     "it names key " + signedText.signer + ", expected " + key.fingerprint()};
    }
    if (!verify(key, signedBytes(kind, signedText.text), signedText.signature)) {
        return Error{Errc::permission,
                     "the signature by key " + signedText.signer + " does not fit its text"};
    }
    return {};
}

}  // namespace tocsin::messages
