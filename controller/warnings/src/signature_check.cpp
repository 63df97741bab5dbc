// SPDX-License-Identifier: Apache-2.0
#include "signature_check.hpp"

#include <algorithm>

namespace tocsin::warnings {
namespace {

using Weight = CapFinding::Weight;

CheckedSignature refused(std::string code, std::string why) {
    CheckedSignature out;
    out.finding = CapFinding{std::move(code), Weight::fatal, "", std::move(why)};
    return out;
}

CheckedSignature notVerified(std::string const& why) {
    CheckedSignature out;
    out.signature = CapSignature{};
    out.finding =
        CapFinding{"SIGNATURE_NOT_VERIFIED", Weight::warning, "",
                   "it carries an XML signature that is not verified and counts as none: " + why};
    return out;
}

/// A document may be made so that two parsers read two messages in it. What the verifier's read is
/// in the canonical form of what was signed, in which there is nothing left to read differently.
bool readsLike(CapMessage message, std::string const& signedText) {
    auto reading = readCap(signedText);
    if (!reading.message) {
        return false;
    }
    message.isSigned = reading.message->isSigned = false;
    return message == *reading.message;
}

/// Why it does not count; empty: it does.
std::string faultOf(CapMessage const& message, signatures::Verdict const& verdict) {
    if (!verdict.verified()) {
        return verdict.why;
    }
    return readsLike(message, verdict.signedText)
               ? ""
               : "what is signed reads otherwise than the message as it came";
}

Result<signatures::Verdict> ask(CapMessage const& message, std::string const& xml,
                                std::vector<signatures::PinnedCertificate> const& pins,
                                WarningSettings const& settings) {
    if (!settings.verifier) {
        return Error{Errc::unavailable, "nothing here verifies signatures"};
    }
    return settings.verifier->verify({xml, pins, message.head.key.sent});
}

}  // namespace

SenderRule const* ruleOf(std::string const& sender, std::vector<SenderRule> const& rules) {
    auto const found = std::find_if(rules.begin(), rules.end(),
                                    [&](SenderRule const& rule) { return rule.sender == sender; });
    return found == rules.end() ? nullptr : &*found;
}

Result<CheckedSignature> checkSignature(CapMessage const& message, std::string const& xml,
                                        WarningSettings const& settings) {
    auto const* const rule = ruleOf(message.head.key.sender, settings.senders);
    bool const isDemanded = rule != nullptr && rule->isSigned;
    if (!message.isSigned) {
        return isDemanded ? refused("SIGNATURE_MISSING",
                                    "messages of this sender are taken only if they are signed, "
                                    "and this one is not")
                          : CheckedSignature{};
    }
    auto const& pins = rule != nullptr && !rule->pins.empty() ? rule->pins : settings.pins;
    if (pins.empty()) {
        std::string const why = "no certificate is pinned for its sender";
        return isDemanded ? refused("SIGNATURE_INVALID", why) : notVerified(why);
    }
    auto const verdict = ask(message, xml, pins, settings);
    if (!verdict) {
        return isDemanded ? Result<CheckedSignature>(verdict.error())
                          : notVerified(verdict.error().message);
    }
    if (auto const fault = faultOf(message, *verdict); !fault.empty()) {
        return isDemanded ? refused("SIGNATURE_INVALID", fault) : notVerified(fault);
    }
    CheckedSignature out;
    out.signature = CapSignature{true, verdict->fingerprint, verdict->subject};
    return out;
}

}  // namespace tocsin::warnings
