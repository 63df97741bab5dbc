// SPDX-License-Identifier: Apache-2.0
#include "server_certificate.hpp"

#include <arpa/inet.h>

#include <array>

namespace tocsin::tls {
namespace {

std::string addressOf(ASN1_OCTET_STRING const* bytes) {
    auto const length = ASN1_STRING_length(bytes);
    if (length != 4 && length != 16) {
        return "";
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    auto const* const written = ::inet_ntop(length == 4 ? AF_INET : AF_INET6,
                                            ASN1_STRING_get0_data(bytes), text.data(), text.size());
    return written != nullptr ? written : "";
}

std::string textOf(ASN1_STRING const* text) {
    return {reinterpret_cast<char const*>(ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(ASN1_STRING_length(text))};
}

}  // namespace

ServerNames namesIn(X509 const* certificate) {
    ServerNames out;
    OpenSslPtr<GENERAL_NAMES> const names(static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        int kind = 0;
        auto const* const value =
            GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &kind);
        if (kind == GEN_DNS) {
            out.names.insert(textOf(static_cast<ASN1_STRING const*>(value)));
        } else if (kind == GEN_IPADD) {
            out.addresses.insert(addressOf(static_cast<ASN1_OCTET_STRING const*>(value)));
        }
    }
    return out;
}

bool isIssuedBy(X509* certificate, X509* issuer) {
    bool const issued = X509_check_issued(issuer, certificate) == X509_V_OK &&
                        X509_verify(certificate, X509_get0_pubkey(issuer)) == 1;
    ERR_clear_error();
    return issued;
}

}  // namespace tocsin::tls
