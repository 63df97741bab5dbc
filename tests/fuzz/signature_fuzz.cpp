// SPDX-License-Identifier: Apache-2.0
// Any bytes as a signed message, as a question to the verifier and as its answer. The certificate
// that a message brings along is taken for a pinned one, so that all of the way is gone.
#include <openssl/evp.h>

#include <algorithm>

#include "require.hpp"
#include "tocsin/signatures/exchange.hpp"
#include "tocsin/vocabulary/utf8.hpp"
#include "tocsin/xml_verifier/verification.hpp"

namespace {

using namespace tocsin;
using fuzz::require;

void requireLine(std::string const& text) {
    require(text.size() <= 1'000 && isUtf8(text));
    for (char const c : text) {
        require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
    }
}

/// In DER; whatever stands where a certificate would.
std::string broughtAlong(std::string const& xml) {
    constexpr std::string_view kOpen = "X509Certificate>";
    auto const open = xml.find(kOpen);
    if (open == std::string::npos) {
        return {};
    }
    auto const from = open + kOpen.size();
    auto text = xml.substr(from, std::min(xml.find('<', from), xml.size()) - from);
    std::erase_if(text, [](char c) { return c == '\n' || c == ' '; });
    std::string out(text.size(), '\0');
    auto const length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                        reinterpret_cast<unsigned char const*>(text.data()),
                                        static_cast<int>(text.size()));
    int const padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    out.resize(static_cast<std::size_t>(std::max(0, length - padding)));
    return out;
}

void tryAsMessage(std::string const& xml) {
    signatures::Question question{xml, {}, parseInstant("2026-06-01T00:00:00Z").value()};
    for (bool const isAuthority : {false, true}) {
        signatures::PinnedCertificate pin;
        pin.der = broughtAlong(xml);
        pin.isAuthority = isAuthority;
        question.pins.push_back(std::move(pin));
    }
    auto const verdict = xml_verifier::verify(question);
    require(verdict.verified() == verdict.why.empty());
    require(verdict.verified() != verdict.signedText.empty());
    requireLine(verdict.why);
    requireLine(verdict.subject);
}

void tryAsExchange(std::string const& text) {
    if (auto const question = signatures::readQuestion(text)) {
        require(signatures::readQuestion(signatures::toText(*question)).value().xml ==
                question->xml);
    }
    signatures::Question asked;
    asked.pins.resize(2);
    asked.pins[1].isAuthority = true;
    if (auto const verdict = signatures::readVerdict(text, asked)) {
        require(!verdict->verified() || *verdict->pin < asked.pins.size());
        requireLine(verdict->subject);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    xml_verifier::prepareLibraries();
    std::string const text(reinterpret_cast<char const*>(data), size);
    tryAsMessage(text);
    tryAsExchange(text);
    return 0;
}
