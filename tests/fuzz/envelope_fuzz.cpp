// SPDX-License-Identifier: Apache-2.0
// Any bytes as what is signed and stored: envelopes, manifests, warnings, evidence, batches of
// plays. Nothing opens that its key has not sealed, and what can be read is written and read again
// the same.
#include <algorithm>
#include <array>

#include "require.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/evidence.hpp"
#include "tocsin/messages/manifest.hpp"
#include "tocsin/messages/play_batch.hpp"
#include "tocsin/messages/warning.hpp"

namespace {

using namespace tocsin;
using namespace tocsin::messages;
using fuzz::require;
using fuzz::requireOneLine;

// The keys of PROTOCOL.md's examples, and all that they have sealed in the corpus. Their secret
// halves are not here, so that nothing else may open.
constexpr char kController[] = "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=";
constexpr char kPlayer[] = "gTl3Dqh9F19Wo1Rmw0x+zMuNipG07jeiXfYPW4/Js5Q=";
constexpr char kWarner[] = "0EqyMnQrtKs6E2i9RhXk5tAiSrcaAWuvhSCjMsl3hzc=";
constexpr char kSealedManifest[] =
    "968806353df0a725c4000b789bc5fabdc006154550cc1a01462887cd1073f6c7";
constexpr char kSealedEvidence[] =
    "fd21f29aa46a57c4c47e7b1ecddab59f5726b61c655e965aa45b678b9dbe11c3";
constexpr char kSealedWarning[] =
    "ad81561b2b645df74eff2773043e40e0f1072bfe5b546eaf6dd869d272c94a7c";
/// The one row of the warning's list whose proof anybody has seen.
constexpr std::string_view kProvenRow = "gate-led\ttakeover\t0\t1";
constexpr char kSignedHeader[] = "988672c86525c316ea3ace11ea5639913241bde80300e3e19bb180397f3107f5";

/// An envelope of ours, which an attacker may have seen.
struct Own {
    KeyPair key = KeyPair::generate();
    Envelope sealed = seal(key, kManifestKind, "{}");
};

void requireOnlySealed(Envelope const& envelope, char const* kind, char const* key,
                       char const* digest) {
    auto const payload = opened(envelope, kind, *PublicKey::fromBase64(key));
    if (payload) {
        require(sha256(*payload).hex() == digest);
    } else {
        require(payload.error().code == Errc::permission);
    }
}

/// Our envelope with one member exchanged for the input's.
std::array<Envelope, 4> forgeries(Envelope const& sealed, Envelope const& given) {
    std::array<Envelope, 4> out{sealed, sealed, sealed, sealed};
    out[0].kind = given.kind;
    out[1].payload = given.payload;
    out[2].key = given.key;
    out[3].signature = given.signature;
    return out;
}

void checkEnvelope(std::string_view text) {
    auto const envelope = parseEnvelope(text);
    if (!envelope) {
        requireOneLine(envelope.error());
        return;
    }
    auto const written = parseEnvelope(toJson(*envelope));
    require(written.has_value() && *written == *envelope);
    // The signature covers kind ‖ 0 ‖ payload: with a zero in the kind it would cover two
    // envelopes.
    require(envelope->kind.find('\0') == std::string::npos);
    requireOnlySealed(*envelope, kManifestKind, kController, kSealedManifest);
    requireOnlySealed(*envelope, kEvidenceKind, kPlayer, kSealedEvidence);
    requireOnlySealed(*envelope, kWarningKind, kWarner, kSealedWarning);
    static Own const own;
    for (auto const& forged : forgeries(own.sealed, *envelope)) {
        require(forged == own.sealed || !opened(forged, forged.kind, own.key.publicKey()));
    }
}

KeySet warnersKeys() {
    KeySet out;
    out.key(SigningRole::warning) = *PublicKey::fromBase64(kWarner);
    return out;
}

/// A row with its proof opens the warning, and no other row does.
void checkDelivery(WarningDelivery const& delivery) {
    static KeySet const keys = warnersKeys();
    auto const opened = openWarning(delivery, keys);
    if (!opened) {
        requireOneLine(opened.error());
        return;
    }
    require(sha256(opened->payload).hex() == kSealedWarning);
    require(targetRow(opened->target) == kProvenRow);
}

void checkWarning(std::string_view text) {
    auto const warning = parseWarning(text);
    if (!warning) {
        requireOneLine(warning.error());
        return;
    }
    require(warning->from <= warning->expires);
    auto const written = parseWarning(toJson(*warning));
    require(written.has_value() && *written == *warning);
}

void checkManifest(std::string_view text) {
    auto const manifest = parseManifest(text);
    if (!manifest) {
        requireOneLine(manifest.error());
        return;
    }
    for (std::size_t i = 1; i < manifest->spans.size(); ++i) {
        require(manifest->spans[i - 1].to <= manifest->spans[i].from);
    }
    for (auto const& warning : manifest->warnings) {
        checkDelivery(warning);
    }
    auto const written = parseManifest(toJson(*manifest));
    require(written.has_value() && *written == *manifest);
}

void checkEvidence(std::string_view text) {
    auto const evidence = parseEvidence(text);
    if (!evidence) {
        requireOneLine(evidence.error());
        return;
    }
    auto const written = parseEvidence(toJson(*evidence));
    require(written.has_value() && *written == *evidence);
    require(toJson(evidence->facts).size() <= 4096);
}

/// Batches and their rows have one form, to the byte.
void checkBatch(std::string_view text) {
    auto const batch = parseBatch(text);
    if (!batch) {
        requireOneLine(batch.error());
        return;
    }
    require(toText(*batch) == text);
    auto const verified = verifyBatch(*batch, *PublicKey::fromBase64(kPlayer));
    if (!verified) {
        requireOneLine(verified.error());
        return;
    }
    require(verified->headerDigest.hex() == kSignedHeader);
    require(verified->records.size() == batch->lines.size());
    for (std::size_t i = 0; i < batch->lines.size(); ++i) {
        require(toLine(verified->records[i]) == batch->lines[i]);
    }
}

/// Rows of a batch that verifies are all signed; those of others are read here.
void checkRow(std::string_view text) {
    auto const row = parseLine(text);
    if (!row) {
        requireOneLine(row.error());
        return;
    }
    require(toLine(*row) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::textOf(data, size);
    checkEnvelope(text);
    checkManifest(text);
    checkWarning(text);
    checkEvidence(text);
    checkBatch(text);
    checkRow(text);
    return 0;
}
