// SPDX-License-Identifier: Apache-2.0
#include "rules.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "form.hpp"

namespace tocsin::xml_verifier {
namespace {

constexpr std::string_view kEnveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
constexpr std::array<std::string_view, 3> kCanonical{
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2006/12/xml-c14n11",
    kExclusive};
constexpr std::array<std::string_view, 6> kSigned{
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512"};
constexpr std::array<std::string_view, 3> kDigests{"http://www.w3.org/2001/04/xmlenc#sha256",
                                                   "http://www.w3.org/2001/04/xmldsig-more#sha384",
                                                   "http://www.w3.org/2001/04/xmlenc#sha512"};

constexpr std::size_t kMostPrefixList = 200;
constexpr std::size_t kMostCertificates = 8, kMostDer = 16 << 10;

/// A fault ends the look at a signature.
struct Fault {
    std::string why;
};

template <std::size_t N>
bool isOneOf(std::string_view word, std::array<std::string_view, N> const& allowed) {
    return std::find(allowed.begin(), allowed.end(), word) != allowed.end();
}

std::string algorithmOf(xmlNode const* node) {
    return valueOf(attributeOf(node, "Algorithm"));
}

bool isDsig(xmlNode const* node, std::string_view name) {
    return isElement(node, kDsig, name);
}

/// The children, which are these and no others.
template <std::size_t N>
std::array<xmlNode*, N> childrenOf(xmlNode const* node,
                                   std::array<std::string_view, N> const& names) {
    auto const found = childElements(node);
    std::array<xmlNode*, N> out{};
    bool holds = found.size() == N;
    for (std::size_t i = 0; holds && i < N; ++i) {
        out[i] = found[i];
        holds = isDsig(found[i], names[i]);
    }
    if (!holds) {
        throw Fault{"its " + std::string(nameOf(node)) + " is not made as a message's is"};
    }
    return out;
}

void mustBeEmpty(xmlNode const* node) {
    if (!childElements(node).empty()) {
        throw Fault{"its " + std::string(nameOf(node)) + " has parameters, which are not known"};
    }
}

/// Canonical form without comments; the exclusive one may name prefixes.
void checkCanonical(xmlNode const* node) {
    auto const algorithm = algorithmOf(node);
    if (!isOneOf(algorithm, kCanonical)) {
        throw Fault{"it is made over a form of the message that is not taken: " + shown(algorithm)};
    }
    auto const inside = childElements(node);
    bool const named = algorithm == kExclusive && inside.size() == 1 &&
                       isElement(inside[0], kExclusive, "InclusiveNamespaces") &&
                       valueOf(attributeOf(inside[0], "PrefixList")).size() <= kMostPrefixList;
    if (!named) {
        mustBeEmpty(node);
    }
}

/// SHA-1 and MD5 get a sentence of their own: real offices still use them.
[[noreturn]] void refuseAlgorithm(std::string const& algorithm) {
    if (algorithm.ends_with("sha1") || algorithm.ends_with("md5")) {
        throw Fault{std::string("it is made with ") +
                    (algorithm.ends_with("md5") ? "MD5" : "SHA-1") +
                    ", which can be forged; its sender has to sign with SHA-256"};
    }
    throw Fault{"it is made in a way that is not taken: " + shown(algorithm)};
}

void checkTransforms(xmlNode const* transforms) {
    auto const steps = childElements(transforms);
    for (auto const* step : steps) {
        if (!isDsig(step, "Transform")) {
            throw Fault{"its Transforms are not made as a message's are"};
        }
    }
    if (steps.empty() || steps.size() > 2 || algorithmOf(steps[0]) != kEnveloped) {
        throw Fault{"it does not leave out itself, and nothing else, of the whole message"};
    }
    mustBeEmpty(steps[0]);
    if (steps.size() == 2) {
        checkCanonical(steps[1]);
    }
}

void checkReference(xmlNode const* reference) {
    auto const* const uri = attributeOf(reference, "URI");
    auto const names = valueOf(uri);
    if (uri == nullptr || !namesRoot(names, reference->doc)) {
        throw Fault{"it is not over the whole message but over " + shown(names)};
    }
    if (attributeOf(reference, "Type") != nullptr) {
        throw Fault{"its Reference is of a type of its own"};
    }
    auto const [transforms, method, value] = childrenOf(
        reference, std::array<std::string_view, 3>{"Transforms", "DigestMethod", "DigestValue"});
    checkTransforms(transforms);
    mustBeEmpty(method);
    mustBeEmpty(value);
    if (auto const digest = algorithmOf(method); !isOneOf(digest, kDigests)) {
        refuseAlgorithm(digest);
    }
}

void checkSignedInfo(xmlNode const* info) {
    auto const inside = childElements(info);
    auto const references = std::count_if(inside.begin(), inside.end(), [](xmlNode const* node) {
        return isDsig(node, "Reference");
    });
    if (references > 1) {
        throw Fault{"it has more than one Reference"};
    }
    auto const [canonical, method, reference] = childrenOf(
        info,
        std::array<std::string_view, 3>{"CanonicalizationMethod", "SignatureMethod", "Reference"});
    if (auto const algorithm = algorithmOf(method); !isOneOf(algorithm, kSigned)) {
        refuseAlgorithm(algorithm);
    }
    mustBeEmpty(method);
    checkReference(reference);
    checkCanonical(canonical);
}

void checkSignature(xmlNode const* signature) {
    auto inside = childElements(signature);
    if (inside.size() == 3 && isDsig(inside[2], "KeyInfo")) {
        inside.pop_back();
    }
    if (inside.size() != 2 || !isDsig(inside[0], "SignedInfo") ||
        !isDsig(inside[1], "SignatureValue")) {
        throw Fault{
            "it holds more than a signature: only SignedInfo, SignatureValue and KeyInfo "
            "are taken"};
    }
    mustBeEmpty(inside[1]);
    checkSignedInfo(inside[0]);
}

/// Keys that are values or names are passed over, keys that are to be fetched refused.
void checkKeyInfo(xmlNode const* info) {
    for (auto const* one : childElements(info)) {
        if (!isDsig(one, "X509Data") && !isDsig(one, "KeyValue") && !isDsig(one, "KeyName")) {
            throw Fault{"its KeyInfo leads elsewhere: " + shown(nameOf(one))};
        }
    }
}

std::string unbase64(std::string text) {
    std::erase_if(text, [](unsigned char c) { return std::isspace(c) != 0; });
    std::string out(text.size(), '\0');
    auto const length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                        reinterpret_cast<unsigned char const*>(text.data()),
                                        static_cast<int>(text.size()));
    int const padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    out.resize(static_cast<std::size_t>(std::max(0, length - padding)));
    return out;
}

std::vector<std::string> certificatesOf(xmlNode const* info) {
    std::vector<std::string> out;
    for (auto const* data : childElements(info)) {
        if (!isDsig(data, "X509Data")) {
            continue;
        }
        for (auto const* one : childElements(data)) {
            auto text = isDsig(one, "X509Certificate") ? contentOf(one) : std::string();
            if (text.size() > kMostDer || out.size() == kMostCertificates) {
                throw Fault{"its KeyInfo holds more than a signature needs"};
            }
            if (!text.empty()) {
                out.push_back(unbase64(std::move(text)));
            }
        }
    }
    return out;
}

}  // namespace

SignatureForm formOf(xmlNode* signature) {
    SignatureForm out;
    out.node = signature;
    try {
        // First, because a fault of one that is by a pinned certificate weighs more.
        for (auto const* child : childElements(signature)) {
            if (isDsig(child, "KeyInfo")) {
                out.certificates = certificatesOf(child);
                checkKeyInfo(child);
            }
        }
        checkSignature(signature);
    } catch (Fault const& fault) {
        out.fault = fault.why;
    }
    return out;
}

std::string shown(std::string_view text) {
    constexpr std::size_t kMost = 60;
    std::string out = "\"";
    for (char const c : text.substr(0, kMost)) {
        out += c >= ' ' && c <= '~' ? c : '?';
    }
    return out + (text.size() > kMost ? "...\"" : "\"");
}

}  // namespace tocsin::xml_verifier
