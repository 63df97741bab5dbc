// SPDX-License-Identifier: Apache-2.0
// Whether a message is signed (XML-DSig, enveloped) by a certificate that is pinned for it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/signatures/certificate.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::signatures {

inline constexpr std::size_t kMostDocument = 4 << 20;
/// Of one message, and of one site's list.
inline constexpr std::size_t kMostPins = 16;

struct Question {
    std::string xml;  ///< as it came, in whatever encoding
    std::vector<PinnedCertificate> pins;
    Instant sent;  ///< when its sender says that it was signed: certificates have to be valid then
};

struct Verdict {
    /// Which of the question's it is that verified the message, the certificate's own issuer if
    /// that is an authority; nothing: it is not verified.
    std::optional<std::size_t> pin;
    std::string fingerprint;  ///< of the certificate whose key signed, as PinnedCertificate has it
    std::string subject;
    /// What was signed, in canonical form: UTF-8, without the signature and without comments.
    /// Whoever acts on the message acts on this, or on what reads the same.
    std::string signedText;
    std::string why;  ///< of one that is not verified: one English sentence
    [[nodiscard]] bool verified() const { return pin.has_value(); }
    bool operator==(Verdict const&) const = default;
};

class Verifier {
public:
    virtual ~Verifier() = default;
    /// Errc::unavailable: nobody can tell now, trying again may help.
    [[nodiscard]] virtual Result<Verdict> verify(Question const& question) const = 0;
};

/// Asks `program`, tocsin-xml-verifier, in a process for each question, which has so much real time
/// for it. Thread-safe; blocks.
[[nodiscard]] std::unique_ptr<Verifier> verifierProcess(std::filesystem::path program,
                                                        Milliseconds within = Milliseconds(5'000));

}  // namespace tocsin::signatures
