// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include <array>
#include <optional>

#include "file_bytes.hpp"
#include "server_certificate.hpp"
#include "tocsin/tls/certificates.hpp"

namespace tocsin::tls {
namespace {

Error wrong(std::filesystem::path const& file, std::string const& what) {
    return {Errc::invalid, file.string() + ": " + what};
}

Result<std::string> readOwn(std::filesystem::path const& file) {
    auto bytes = readBytes(file);
    return bytes ? bytes : wrong(file, bytes.error().message.substr(file.string().size() + 2));
}

/// Each certificate is followed by its issuer, so that the last one is the authority.
Result<> checkOrder(std::filesystem::path const& file, std::vector<OpenSslPtr<X509>> const& chain) {
    for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
        if (!isIssuedBy(chain[i].get(), chain[i + 1].get())) {
            return wrong(file, "certificate " + std::to_string(i + 1) +
                                   " was not issued by the one after it; begin with the server's "
                                   "certificate and let each be followed by its issuer");
        }
    }
    return {};
}

Result<> checkDates(std::filesystem::path const& file, std::vector<OpenSslPtr<X509>> const& chain,
                    Instant now) {
    for (auto const& certificate : chain) {
        auto const begins = beginOf(certificate.get());
        auto const ends = endOf(certificate.get());
        if (now < begins) {
            return wrong(file, "the certificate holds from " + formatInstant(begins) +
                                   " only, and the clock says " + formatInstant(now));
        }
        if (now >= ends) {
            return wrong(file, "the certificate has expired on " + formatInstant(ends) +
                                   "; put a new one there");
        }
    }
    return {};
}

Result<> checkKeyMode(std::filesystem::path const& key) {
    struct stat facts {};
    if (::stat(key.c_str(), &facts) == 0 && (facts.st_mode & S_IROTH) != 0) {
        return wrong(key, "everybody on this machine may read the private key; chmod o-r it");
    }
    return {};
}

Result<session::TlsIdentity> readIdentity(OwnSettings const& settings) {
    auto chain = readOwn(settings.certificate);
    if (!chain) {
        return chain.error();
    }
    auto key = readOwn(settings.key);
    if (!key) {
        return key.error();
    }
    auto const certificates = certificatesIn(*chain);
    if (certificates.empty()) {
        return wrong(settings.certificate, "there is no certificate in it (PEM)");
    }
    auto const secret = keyIn(*key);
    if (!secret) {
        return wrong(settings.key,
                     "there is no private key in it that can be read (PEM, without a passphrase)");
    }
    if (X509_check_private_key(certificates.front().get(), secret.get()) != 1) {
        ERR_clear_error();
        return wrong(settings.key, "this is not the key of the first certificate in " +
                                       settings.certificate.string());
    }
    if (auto mode = checkKeyMode(settings.key); !mode) {
        return mode.error();
    }
    if (auto order = checkOrder(settings.certificate, certificates); !order) {
        return order.error();
    }
    if (auto dates = checkDates(settings.certificate, certificates, settings.now()); !dates) {
        return dates.error();
    }
    return session::TlsIdentity{std::move(*chain), std::move(*key)};
}

/// What changes when a file is replaced or written.
using Stamp = std::array<std::int64_t, 4>;

Stamp stampOf(std::filesystem::path const& file) {
    struct stat facts {};
    if (::stat(file.c_str(), &facts) != 0) {
        return {};
    }
    return {static_cast<std::int64_t>(facts.st_ino), facts.st_size, facts.st_mtim.tv_sec,
            facts.st_mtim.tv_nsec};
}

class OwnCertificates final : public Certificates {
public:
    explicit OwnCertificates(OwnSettings settings) : settings_(std::move(settings)) {}

    session::TlsIdentity identity() const override { return identity_; }

    Result<bool> refresh() override {
        auto const seen = std::pair(stampOf(settings_.certificate), stampOf(settings_.key));
        if (seen == seen_) {
            return false;
        }
        auto identity = readIdentity(settings_);
        if (!identity) {
            return identity
                .error();  // and looked at again, since two files are not written at once
        }
        seen_ = seen;
        identity_ = std::move(*identity);
        return true;
    }

private:
    OwnSettings settings_;
    session::TlsIdentity identity_;
    std::optional<std::pair<Stamp, Stamp>> seen_;
};

}  // namespace

Result<std::unique_ptr<Certificates>> openOwnCertificates(OwnSettings settings) {
    auto own = std::make_unique<OwnCertificates>(std::move(settings));
    if (auto read = own->refresh(); !read) {
        return read.error();
    }
    return std::unique_ptr<Certificates>(std::move(own));
}

}  // namespace tocsin::tls
