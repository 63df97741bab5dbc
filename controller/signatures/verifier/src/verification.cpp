// SPDX-License-Identifier: Apache-2.0
#include "tocsin/xml_verifier/verification.hpp"

#include <algorithm>
#include <iterator>

#include "check.hpp"
#include "form.hpp"
#include "rules.hpp"
#include "trust.hpp"

namespace tocsin::xml_verifier {
namespace {

using signatures::Question;
using signatures::Verdict;

Verdict refused(std::string why) {
    Verdict out;
    out.why = std::move(why);
    return out;
}

/// What all signatures of one document come to.
class Verification {
public:
    Verification(Question const& question, std::vector<xmlNode*> const& signatures)
        : trust_(question), signatures_(signatures) {}

    void take(SignatureForm const& form) {
        auto const candidates = trust_.candidatesOf(form.certificates);
        auto const why = judge(form, candidates);
        if (why.empty()) {
            return;
        }
        // One that says itself that it is by somebody who is believed has to hold.
        (candidates.areNamed && anyIsValid(candidates) ? broken_ : foreign_).emplace_back(why);
    }

    /// Whether a key was there, and only what it is to have signed was not.
    [[nodiscard]] bool isAboutTheText() const { return isAboutTheText_; }

    [[nodiscard]] Verdict verdict() && {
        if (!broken_.empty()) {
            return refused(std::move(broken_.front()));
        }
        if (verified_.verified()) {
            return std::move(verified_);
        }
        return refused(std::move(foreign_.front()));
    }

private:
    static bool anyIsValid(Candidates const& candidates) {
        for (auto const& signer : candidates.signers) {
            if (signer.isValid) {
                return true;
            }
        }
        return false;
    }

    /// Why the signature does not count; empty: it holds.
    std::string judge(SignatureForm const& form, Candidates const& candidates) {
        if (!form.fault.empty()) {
            return "its signature does not count: " + form.fault;
        }
        if (!candidates.stranger.empty()) {
            return "it is signed by " + candidates.stranger;
        }
        for (auto const& signer : candidates.signers) {
            if (signer.isValid && holds(form, signer)) {
                return {};
            }
            isAboutTheText_ = isAboutTheText_ || signer.isValid;
        }
        if (!candidates.areNamed) {
            return "its signature, which names no certificate, holds under none that is pinned";
        }
        auto const subject = signatures::subjectOf(candidates.signers.front().certificate);
        return anyIsValid(candidates)
                   ? "its signature by " + subject +
                         " does not hold: the message was altered, or another key signed it"
                   : "it is signed by " + subject +
                         ", whose certificate was not valid when the message was sent";
    }

    /// Over the message with all its signatures, with those that were there before, or with itself
    /// alone: who signs what is signed already may have signed either, and who passes a message on
    /// adds a signature behind. None of them is part of what the message says.
    [[nodiscard]] std::optional<std::string> textUnder(EVP_PKEY* key, xmlNode* signature) const {
        auto const own = std::find(signatures_.begin(), signatures_.end(), signature);
        std::vector<xmlNode*> const before(signatures_.begin(), own),
            behind(std::next(own), signatures_.end());
        auto all = before;
        all.insert(all.end(), behind.begin(), behind.end());
        auto out = signedUnder(key, signature);
        if (!out && !behind.empty()) {
            Hidden const hidden(behind);
            out = signedUnder(key, signature);
        }
        if (!out && !before.empty()) {
            Hidden const hidden(all);
            out = signedUnder(key, signature);
        }
        return out;
    }

    bool holds(SignatureForm const& form, Signer const& signer) {
        signatures::X509Owned<EVP_PKEY> const key(X509_get_pubkey(signer.certificate));
        auto text = key ? textUnder(key.get(), form.node) : std::nullopt;
        if (text && !verified_.verified()) {
            verified_.pin = signer.pin;
            verified_.fingerprint = signatures::fingerprintOf(signer.certificate);
            verified_.subject = signatures::subjectOf(signer.certificate);
            verified_.signedText = std::move(*text);
        }
        return text.has_value();
    }

    Trust const trust_;
    std::vector<xmlNode*> const& signatures_;
    Verdict verified_;
    std::vector<std::string> broken_, foreign_;
    bool isAboutTheText_ = false;
};

struct Attempt {
    Verdict verdict;
    bool isAboutTheText = false;
};

Attempt verifyAs(Question const& question, Layout layout) {
    auto const document = parseDocument(question.xml, layout);
    if (!document) {
        return {refused(document.error().message)};
    }
    auto const found = signaturesIn(**document);
    if (!found) {
        return {refused(found.error().message)};
    }
    Verification verification(question, *found);
    for (auto* const signature : *found) {
        verification.take(formOf(signature));
    }
    bool const isAboutTheText = verification.isAboutTheText();
    return {std::move(verification).verdict(), isAboutTheText};
}

}  // namespace

Verdict verify(Question const& question) {
    auto attempt = verifyAs(question, Layout::asItCame);
    if (attempt.isAboutTheText && !attempt.verdict.verified()) {
        // Offices sign a message and publish it with line breaks for people.
        auto bare = verifyAs(question, Layout::bare);
        if (bare.verdict.verified()) {
            attempt.verdict = std::move(bare.verdict);
        }
    }
    if (attempt.verdict.signedText.size() > signatures::kMostDocument) {
        return refused("what is signed is longer than a message may be");
    }
    return std::move(attempt.verdict);
}

}  // namespace tocsin::xml_verifier
