// SPDX-License-Identifier: Apache-2.0
#include <libxml/parser.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlerror.h>
#include <openssl/crypto.h>
#include <xmlsec/xmlsec.h>
// Behind it, on which they depend.
#include <xmlsec/errors.h>
#include <xmlsec/io.h>
#include <xmlsec/openssl/crypto.h>

#include <stdexcept>

#include "tocsin/xml_verifier/verification.hpp"

namespace tocsin::xml_verifier {
namespace {

void keepQuiet(void*, char const*, ...) {}
void keepQuietToo(void*, xmlError*) {}
void keepQuietAsWell(char const*, int, char const*, char const*, char const*, int, char const*) {}

xmlParserInput* openNothing(char const*, char const*, xmlParserCtxt*) {
    return nullptr;
}

bool startAll() {
    // Its configuration is a file, and may load code.
    if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) != 1) {
        return false;
    }
    xmlInitParser();
    if (xmlSecInit() != 0 || xmlSecOpenSSLInit() != 0) {
        return false;
    }
    xmlSetGenericErrorFunc(nullptr, &keepQuiet);
    xmlSetStructuredErrorFunc(nullptr, &keepQuietToo);
    xmlSecErrorsSetCallback(&keepQuietAsWell);
    xmlSetExternalEntityLoader(&openNothing);
    xmlCleanupInputCallbacks();
    xmlSecIOCleanupCallbacks();
    return true;
}

}  // namespace

void prepareLibraries() {
    static bool const started = startAll();
    if (!started) {
        throw std::runtime_error("xmlsec1 cannot be started; check the installation");
    }
}

}  // namespace tocsin::xml_verifier
