// SPDX-License-Identifier: Apache-2.0
#include "signing_office.hpp"

#include <libxml/parser.h>
#include <libxml/valid.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmltree.h>
// Behind it, on which they depend.
#include <xmlsec/openssl/evp.h>

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "tocsin/xml_verifier/verification.hpp"

namespace tocsin::test {
namespace {

void must(bool holds, char const* what) {
    if (!holds) {
        throw std::runtime_error(what);
    }
}

EVP_PKEY* newKey(Office::Kind kind) {
    switch (kind) {
        case Office::Kind::rsa2048:
            return EVP_RSA_gen(2048U);
        case Office::Kind::rsa1024:
            return EVP_RSA_gen(1024U);
        case Office::Kind::p256:
            return EVP_EC_gen("P-256");
        default:
            return EVP_EC_gen("P-384");
    }
}

void extend(X509* certificate, X509* issuer, int what, std::string const& value) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    auto* const extension = X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str());
    must(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1, "extension");
    X509_EXTENSION_free(extension);
}

void setName(X509* certificate, std::string const& name) {
    auto const* const text = reinterpret_cast<unsigned char const*>(name.data());
    must(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, text,
                                    static_cast<int>(name.size()), -1, 0) == 1,
         "name");
}

void setDates(X509* certificate, Instant from, Instant until) {
    auto const seconds = [](Instant at) {
        return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    };
    must(ASN1_TIME_set(X509_getm_notBefore(certificate), seconds(from)) != nullptr, "dates");
    must(ASN1_TIME_set(X509_getm_notAfter(certificate), seconds(until)) != nullptr, "dates");
}

std::string base64(std::string const& bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
    out.resize(static_cast<std::size_t>(EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(out.data()),
        reinterpret_cast<unsigned char const*>(bytes.data()), static_cast<int>(bytes.size()))));
    return out;
}

xmlChar const* xmlText(char const* text) {
    return reinterpret_cast<xmlChar const*>(text);
}

/// Puts the contents of the document's elements of this name, one after the other, into the empty
/// ones of the text from `at` on.
void fillIn(std::string& text, std::size_t at, xmlNode* node, std::string const& name) {
    std::string const open = "<ds:" + name + ">", close = "</ds:" + name + ">";
    if (xmlSecCheckNodeName(node, xmlText(name.c_str()), xmlSecDSigNs)) {
        auto* const content = xmlNodeGetContent(node);
        auto const empty = text.find(open + close, at);
        must(empty != std::string::npos, "nothing to fill in");
        text.insert(empty + open.size(), reinterpret_cast<char const*>(content));
        xmlFree(content);
    }
    for (auto* child = node->children; child != nullptr; child = child->next) {
        if (child->type == XML_ELEMENT_NODE) {
            fillIn(text, at, child, name);
        }
    }
}

/// Ids as careless verifiers know them.
void knowIds(xmlDoc* document, xmlNode* node) {
    for (auto* attribute = node->properties; attribute != nullptr; attribute = attribute->next) {
        if (xmlStrcasecmp(attribute->name, xmlText("id")) == 0) {
            auto* const value = xmlNodeGetContent(attribute->children);
            xmlAddID(nullptr, document, value, attribute);
            xmlFree(value);
        }
    }
    for (auto* child = node->children; child != nullptr; child = child->next) {
        if (child->type == XML_ELEMENT_NODE) {
            knowIds(document, child);
        }
    }
}

/// The element that was left empty.
xmlNode* unsignedIn(xmlNode* node) {
    if (xmlSecCheckNodeName(node, xmlText("Signature"), xmlSecDSigNs)) {
        auto* const value = xmlSecFindChild(node, xmlText("SignatureValue"), xmlSecDSigNs);
        if (value != nullptr && value->children == nullptr) {
            return node;
        }
    }
    for (auto* child = node->children; child != nullptr; child = child->next) {
        auto* const found = child->type == XML_ELEMENT_NODE ? unsignedIn(child) : nullptr;
        if (found != nullptr) {
            return found;
        }
    }
    return nullptr;
}

std::string algorithm(std::string const& element, std::string_view name) {
    return "<ds:" + element + " Algorithm=\"" + std::string(name) + "\"/>";
}

std::string signatureText(Seal const& seal, std::string const& method,
                          std::string const& certificate) {
    auto const transforms = seal.transforms.empty()
                                ? transform(kEnveloped) + transform(seal.canonical)
                                : seal.transforms;
    auto const references =
        seal.references.empty() ? reference(seal.uri, transforms, seal.digest) : seal.references;
    auto const keyInfo = seal.keyInfo.empty() ? "<ds:X509Data><ds:X509Certificate>" + certificate +
                                                    "</ds:X509Certificate></ds:X509Data>"
                                              : seal.keyInfo;
    return "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo>" +
           algorithm("CanonicalizationMethod", seal.canonical) +
           algorithm("SignatureMethod", method) + references +
           "</ds:SignedInfo><ds:SignatureValue></ds:SignatureValue>" +
           (keyInfo == "-" ? "" : "<ds:KeyInfo>" + keyInfo + "</ds:KeyInfo>") + seal.objects +
           "</ds:Signature>";
}

}  // namespace

std::string transform(std::string_view algorithm, std::string const& inside) {
    return "<ds:Transform Algorithm=\"" + std::string(algorithm) + "\">" + inside +
           "</ds:Transform>";
}

std::string reference(std::string const& uri, std::string const& transforms,
                      std::string const& digest) {
    return "<ds:Reference URI=\"" + uri + "\"><ds:Transforms>" + transforms + "</ds:Transforms>" +
           algorithm("DigestMethod", digest) + "<ds:DigestValue></ds:DigestValue></ds:Reference>";
}

Office::Office(Wish const& wish) : key_(newKey(wish.kind)), certificate_(X509_new()) {
    auto* const it = certificate_.get();
    auto const& issuer = wish.issuer == nullptr ? *this : *wish.issuer;
    must(key_ && it != nullptr && X509_set_version(it, X509_VERSION_3) == 1 &&
             X509_set_pubkey(it, key_.get()) == 1,
         "certificate");
    std::uint32_t number = 0;
    must(RAND_bytes(reinterpret_cast<unsigned char*>(&number), sizeof number) == 1, "random");
    ASN1_INTEGER_set(X509_get_serialNumber(it), static_cast<long>(number) + 1);
    setName(it, wish.name);
    setDates(it, wish.from, wish.until);
    X509_set_issuer_name(it, X509_get_subject_name(issuer.certificate_.get()));
    extend(it, issuer.certificate_.get(), NID_basic_constraints,
           wish.isAuthority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    extend(it, issuer.certificate_.get(), NID_key_usage,
           wish.isAuthority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
    if (!wish.extendedUse.empty()) {
        extend(it, issuer.certificate_.get(), NID_ext_key_usage, wish.extendedUse);
    }
    must(X509_sign(it, issuer.key_.get(), EVP_sha256()) > 0, "signing a certificate");
}

std::string Office::pem() const {
    auto* const bio = BIO_new(BIO_s_mem());
    must(bio != nullptr && PEM_write_bio_X509(bio, certificate_.get()) == 1, "PEM");
    char* text = nullptr;
    auto const length = BIO_get_mem_data(bio, &text);
    std::string out(text, static_cast<std::size_t>(length));
    BIO_free_all(bio);
    return out;
}

std::string Office::der() const {
    unsigned char* bytes = nullptr;
    int const length = i2d_X509(certificate_.get(), &bytes);
    must(length > 0, "DER");
    std::string out(reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(length));
    OPENSSL_free(bytes);
    return out;
}

std::string Office::written() const {
    return base64(der());
}

signatures::PinnedCertificate Office::pinned(bool isAuthority) const {
    std::string name = (std::filesystem::temp_directory_path() / "office-XXXXXX").string();
    int const file = ::mkstemp(name.data());
    must(file >= 0, "a file");
    std::ofstream(name, std::ios::binary) << pem();
    auto out = signatures::readCertificate(name, isAuthority);
    ::close(file);
    std::filesystem::remove(name);
    return out.value();
}

std::string Office::sign(std::string const& xml, Seal const& seal) const {
    xml_verifier::prepareLibraries();
    bool const isRsa = EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_RSA;
    auto const method = !seal.method.empty()
                            ? seal.method
                            : std::string("http://www.w3.org/2001/04/xmldsig-more#") +
                                  (isRsa ? "rsa-sha256" : "ecdsa-sha256");
    auto const place = seal.before.empty() ? xml.rfind("</") : xml.find(seal.before);
    must(place != std::string::npos, "no place for a signature");
    auto out = xml;
    out.insert(place, signatureText(seal, method, written()));

    auto* const document =
        xmlReadMemory(out.data(), static_cast<int>(out.size()), nullptr, nullptr, XML_PARSE_NONET);
    must(document != nullptr, "the document to be signed is not well-formed");
    auto* const root = xmlDocGetRootElement(document);
    knowIds(document, root);
    auto* const signature = unsignedIn(root);
    auto* const context = xmlSecDSigCtxCreate(nullptr);
    must(signature != nullptr && context != nullptr, "xmlsec");
    context->signKey = xmlSecKeyCreate();
    EVP_PKEY_up_ref(key_.get());
    must(xmlSecKeySetValue(context->signKey, xmlSecOpenSSLEvpKeyAdopt(key_.get())) == 0, "key");
    bool const done = xmlSecDSigCtxSign(context, signature) == 0;
    if (done) {
        fillIn(out, place, signature, "DigestValue");
        fillIn(out, place, signature, "SignatureValue");
    }
    xmlSecDSigCtxDestroy(context);
    xmlFreeDoc(document);
    must(done, "xmlsec1 does not sign that");
    return out;
}

}  // namespace tocsin::test
