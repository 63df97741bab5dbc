// SPDX-License-Identifier: Apache-2.0
#include "tocsin/signatures/certificate.hpp"

#include <fstream>

#include "x509.hpp"

namespace tocsin::signatures {
namespace {

constexpr std::size_t kMostBytes = 64 << 10;

Error wrong(std::filesystem::path const& file, std::string const& what) {
    return {Errc::invalid, file.string() + " " + what};
}

Result<std::string> bytesOf(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::string out(kMostBytes + 1, '\0');
    in.read(out.data(), static_cast<std::streamsize>(out.size()));
    if (in.bad() || (in.gcount() == 0 && !in.eof())) {
        return wrong(file, "cannot be read; check that it is there and that this user may read it");
    }
    out.resize(static_cast<std::size_t>(in.gcount()));
    if (out.size() > kMostBytes) {
        return wrong(file, "is too large for a certificate");
    }
    return out;
}

}  // namespace

Result<PinnedCertificate> readCertificate(std::filesystem::path const& file, bool isAuthority) {
    auto const bytes = bytesOf(file);
    if (!bytes) {
        return bytes.error();
    }
    auto const found = certificatesIn(*bytes);
    if (found.size() != 1) {
        return wrong(file, found.empty() ? "holds no certificate in PEM or DER"
                                         : "holds " + std::to_string(found.size()) +
                                               " certificates; write each into a file of its own");
    }
    auto* const certificate = found.front().get();
    if (!hasUsableKey(certificate)) {
        return wrong(file,
                     "has a key that no signature is believed of; RSA of 2048 bits or more and "
                     "elliptic curves of 224 bits or more are");
    }
    if (isAuthority && !signatures::isAuthority(certificate)) {
        return wrong(file, "is no authority's certificate; name it under certificates");
    }
    PinnedCertificate out;
    out.der = derOf(certificate);
    out.isAuthority = isAuthority;
    out.fingerprint = fingerprintOf(certificate);
    out.subject = subjectOf(certificate);
    out.from = beginOf(certificate);
    out.until = endOf(certificate);
    return out;
}

}  // namespace tocsin::signatures
