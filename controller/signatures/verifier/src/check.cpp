// SPDX-License-Identifier: Apache-2.0
#include "check.hpp"

#include <openssl/err.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
// Behind xmlsec.h, on which they depend.
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/openssl/evp.h>

#include <memory>
#include <new>

namespace tocsin::xml_verifier {
namespace {

struct FreeXmlSec {
    void operator()(xmlSecDSigCtx* thing) const noexcept { xmlSecDSigCtxDestroy(thing); }
    void operator()(xmlSecKey* thing) const noexcept { xmlSecKeyDestroy(thing); }
};
using Context = std::unique_ptr<xmlSecDSigCtx, FreeXmlSec>;

/// Null for a key of another kind than it knows.
xmlSecKey* keyOf(EVP_PKEY* key) {
    if (EVP_PKEY_up_ref(key) != 1) {
        throw std::bad_alloc();
    }
    auto* const value = xmlSecOpenSSLEvpKeyAdopt(key);
    if (value == nullptr) {
        EVP_PKEY_free(key);
        return nullptr;
    }
    std::unique_ptr<xmlSecKey, FreeXmlSec> out(xmlSecKeyCreate());
    if (!out || xmlSecKeySetValue(out.get(), value) != 0) {
        xmlSecKeyDataDestroy(value);
        throw std::bad_alloc();
    }
    return out.release();
}

/// A second wall behind the rules: what xmlsec1 itself is to take.
bool allowOnly(xmlSecDSigCtx& context) {
    context.enabledReferenceUris = xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument;
    bool done = true;
    for (auto const id :
         {xmlSecTransformEnvelopedId, xmlSecTransformInclC14NId, xmlSecTransformInclC14N11Id,
          xmlSecTransformExclC14NId, xmlSecOpenSSLTransformSha256GetKlass(),
          xmlSecOpenSSLTransformSha384GetKlass(), xmlSecOpenSSLTransformSha512GetKlass()}) {
        done = done && xmlSecDSigCtxEnableReferenceTransform(&context, id) == 0;
    }
    for (auto const id :
         {xmlSecTransformInclC14NId, xmlSecTransformInclC14N11Id, xmlSecTransformExclC14NId,
          xmlSecOpenSSLTransformRsaSha256GetKlass(), xmlSecOpenSSLTransformRsaSha384GetKlass(),
          xmlSecOpenSSLTransformRsaSha512GetKlass(), xmlSecOpenSSLTransformEcdsaSha256GetKlass(),
          xmlSecOpenSSLTransformEcdsaSha384GetKlass(),
          xmlSecOpenSSLTransformEcdsaSha512GetKlass()}) {
        done = done && xmlSecDSigCtxEnableSignatureTransform(&context, id) == 0;
    }
    return done;
}

std::optional<std::string> textOf(xmlSecDSigCtx& context) {
    if (xmlSecPtrListGetSize(&context.signedInfoReferences) != 1) {
        return std::nullopt;
    }
    auto* const reference = static_cast<xmlSecDSigReferenceCtx*>(
        xmlSecPtrListGetItem(&context.signedInfoReferences, 0));
    auto* const buffer = xmlSecDSigReferenceCtxGetPreDigestBuffer(reference);
    if (reference->status != xmlSecDSigStatusSucceeded || buffer == nullptr) {
        return std::nullopt;
    }
    return std::string(reinterpret_cast<char const*>(xmlSecBufferGetData(buffer)),
                       xmlSecBufferGetSize(buffer));
}

}  // namespace

std::optional<std::string> signedUnder(EVP_PKEY* key, xmlNode* signature) {
    // Without a manager of keys nothing in KeyInfo is looked at.
    Context const context(xmlSecDSigCtxCreate(nullptr));
    if (!context || !allowOnly(*context)) {
        throw std::bad_alloc();
    }
    context->flags =
        XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES | XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS;
    context->signKey = keyOf(key);
    if (context->signKey == nullptr) {
        return std::nullopt;
    }
    bool const holds = xmlSecDSigCtxVerify(context.get(), signature) == 0 &&
                       context->status == xmlSecDSigStatusSucceeded;
    ERR_clear_error();
    return holds ? textOf(*context) : std::nullopt;
}

}  // namespace tocsin::xml_verifier
