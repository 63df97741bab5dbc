// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/checkpoint.hpp"

#include "line_text.hpp"
#include "text.hpp"

namespace tocsin::messages {
namespace {

constexpr std::size_t kFingerprintDigits = 16;

bool isFingerprint(std::string_view text) {
    return text.size() == kFingerprintDigits &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Checkpoint readCheckpoint(std::string_view text) {
    if (takeLine(text, "format") != kCheckpointKind) {
        damagedField("format", std::string("expected the line \"") + kCheckpointKind + "\"");
    }
    Checkpoint out;
    out.origin = std::string(takeValue(text, "origin"));
    if (!isFingerprint(out.origin)) {
        damagedField("origin", "expected the fingerprint of a root key, 16 hexadecimal digits");
    }
    out.size = readNumber("size", takeValue(text, "size"), 0, kMaxNumber);
    out.root = takeDigest(text, "root");
    out.at = readInstant("at", takeValue(text, "at"));
    return out;
}

bool isName(std::string_view name) {
    return !name.empty() && clippedLine(name, Cosignature::kMostNameBytes) == name;
}

std::string cosignedBytes(std::string_view checkpointText, Instant at, std::string_view name) {
    std::string payload = "name ";
    payload.append(name).append("\nat ").append(formatInstant(at)).append("\n");
    return signedBytes(kCosignatureKind, payload.append(checkpointText));
}

Cosignature readCosignature(std::string_view line) {
    if (!line.starts_with(kSignatureMark)) {
        damagedField("cosignature", "expected a line that begins with \"— \"");
    }
    line.remove_prefix(kSignatureMark.size());
    Cosignature out;
    out.key = readPublicKey("cosigner's key", takeWord(line));
    out.at = readInstant("cosigned at", takeWord(line));
    auto const signature = Signature::fromBase64(takeWord(line));
    if (!signature) {
        damagedField("cosignature", "expected an Ed25519 signature in base64");
    }
    out.signature = *signature;
    if (!isName(line)) {
        damagedField("cosigner's name", "expected a line of at most " +
                                            std::to_string(Cosignature::kMostNameBytes) + " bytes");
    }
    out.name = std::string(line);
    return out;
}

}  // namespace

std::string toText(Checkpoint const& checkpoint) {
    std::string out = kCheckpointKind;
    out += "\norigin " + checkpoint.origin;
    out += "\nsize " + std::to_string(checkpoint.size);
    out += "\nroot " + digestBase64(checkpoint.root);
    out += "\nat " + formatInstant(checkpoint.at) + "\n";
    return out;
}

Result<Checkpoint> parseCheckpoint(std::string_view text) {
    try {
        auto checkpoint = readCheckpoint(text);
        if (toText(checkpoint) != text) {
            damagedField("checkpoint", "not in the form in which controllers write it");
        }
        return checkpoint;
    } catch (Failure const& failure) {
        return failure.error();
    }
}

Result<Cosignature> cosigned(std::string_view checkpointText, KeyPair const& key, Instant at,
                             std::string const& name) {
    if (!isName(name)) {
        return Error{Errc::invalid, "a cosigner's name is one line of at most " +
                                        std::to_string(Cosignature::kMostNameBytes) + " bytes"};
    }
    return Cosignature{key.publicKey(), at, key.sign(cosignedBytes(checkpointText, at, name)),
                       name};
}

bool fits(Cosignature const& cosignature, std::string_view checkpointText) {
    return verify(cosignature.key, cosignedBytes(checkpointText, cosignature.at, cosignature.name),
                  cosignature.signature);
}

std::string toLine(Cosignature const& cosignature) {
    std::string out(kSignatureMark);
    out += cosignature.key.base64() + " " + formatInstant(cosignature.at) + " ";
    return out + cosignature.signature.base64() + " " + cosignature.name + "\n";
}

Result<Cosignature> parseCosignature(std::string_view line) {
    try {
        auto cosignature = readCosignature(line);
        if (toLine(cosignature) != std::string(line) + "\n") {
            damagedField("cosignature", "not in the form in which Tocsin writes it");
        }
        return cosignature;
    } catch (Failure const& failure) {
        return failure.error();
    }
}

}  // namespace tocsin::messages
