// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/bundle_seal.hpp"

#include "line_text.hpp"

namespace tocsin::messages {
namespace {

BundleSeal readSeal(std::string_view text) {
    if (takeLine(text, "format") != kBundleKind) {
        damagedField("format", std::string("expected the line \"") + kBundleKind + "\"");
    }
    BundleSeal out;
    out.origin = std::string(takeValue(text, "origin"));
    out.from = readInstant("from", takeValue(text, "from"));
    out.to = readInstant("to", takeValue(text, "to"));
    out.made = readInstant("made", takeValue(text, "made"));
    out.files = takeDigest(text, "files");
    out.bytes = readNumber("bytes", takeValue(text, "bytes"), 0, kMaxNumber);
    out.before = takeDigest(text, "before");
    return out;
}

}  // namespace

std::string toText(BundleSeal const& seal) {
    std::string out = kBundleKind;
    out += "\norigin " + seal.origin;
    out += "\nfrom " + formatInstant(seal.from);
    out += "\nto " + formatInstant(seal.to);
    out += "\nmade " + formatInstant(seal.made);
    out += "\nfiles " + digestBase64(seal.files);
    out += "\nbytes " + std::to_string(seal.bytes);
    out += "\nbefore " + digestBase64(seal.before) + "\n";
    return out;
}

Result<BundleSeal> parseBundleSeal(std::string_view text) {
    try {
        auto seal = readSeal(text);
        if (toText(seal) != text) {
            damagedField("seal", "not in the form in which controllers write it");
        }
        return seal;
    } catch (Failure const& failure) {
        return failure.error();
    }
}

}  // namespace tocsin::messages
