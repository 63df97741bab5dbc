// SPDX-License-Identifier: Apache-2.0
// Whose key a signature may be by: pinned certificates and, under pinned authorities, those that
// these gave out.
#pragma once

#include <string>
#include <vector>

#include "tocsin/signatures/verifier.hpp"
#include "x509.hpp"

namespace tocsin::xml_verifier {

/// A certificate whose key may have signed.
struct Signer {
    std::size_t pin = 0;          ///< of the question
    X509* certificate = nullptr;  ///< lives as long as the Trust or the Candidates
    bool isValid = false;         ///< at the instant of the question
};

struct Candidates {
    /// Whether the signature says itself that it is by one of these; otherwise it says nothing, and
    /// these are all that are pinned.
    bool areNamed = false;
    std::vector<Signer> signers;
    /// Of a signature by somebody else: who, for people.
    std::string stranger;
    std::vector<signatures::Certificate> own;  ///< what the signature brought along
};

class Trust {
public:
    /// Throws std::bad_alloc. A pin that is no certificate is nobody's.
    explicit Trust(signatures::Question const& question);

    /// `embedded` are certificates in DER, as a signature brings them.
    [[nodiscard]] Candidates candidatesOf(std::vector<std::string> const& embedded) const;

private:
    [[nodiscard]] bool isValid(X509 const* certificate) const;
    void addPinned(Candidates& out) const;
    void addIssued(Candidates& out) const;
    [[nodiscard]] bool leadsTo(X509* authority, X509* certificate, Candidates const& among) const;

    std::vector<signatures::Certificate> pins_;  ///< in the question's order
    std::vector<bool> areAuthorities_;
    Instant sent_;
};

}  // namespace tocsin::xml_verifier
