// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include <algorithm>
#include <system_error>

#include "file_bytes.hpp"
#include "server_certificate.hpp"
#include "tocsin/tls/certificates.hpp"

namespace tocsin::tls {
namespace {

namespace fs = std::filesystem;

constexpr char kAuthority[] = "ca.pem";
constexpr char kAuthorityKey[] = "ca.key";
constexpr char kServer[] = "server.pem";
constexpr char kServerKey[] = "server.key";
/// A clock that says less is not set; an authority dated by it would have ended before it was used.
constexpr Instant kNoEarlier{std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)};

Error authorityGone(fs::path const& directory, std::string const& why) {
    return {Errc::damaged,
            directory.string() + ": " + why +
                "; players and browsers trust no other authority: put ca.pem and ca.key back from "
                "a backup, or remove the whole directory to have new ones made and pair every "
                "player anew"};
}

Result<> makeDirectory(fs::path const& directory) {
    std::error_code failed;
    fs::create_directories(directory, failed);
    if (failed || ::chmod(directory.c_str(), 0700) != 0) {
        return Error{Errc::permission,
                     directory.string() +
                         ": cannot be made; check the owner and permissions of the data directory"};
    }
    return {};
}

/// In a directory of another name, which takes its own when all is in it: an authority is there
/// whole, or not at all.
Result<> makeHouse(HouseSettings const& settings) {
    auto part = settings.directory;
    part += ".part";
    std::error_code failed;
    fs::remove_all(part, failed);
    if (auto made = makeDirectory(part); !made) {
        return made;
    }
    auto const authority =
        makeAuthority("Tocsin controller " + settings.host, std::max(settings.now(), kNoEarlier));
    if (auto kept = replaceBytes(part / kAuthorityKey, authority.key); !kept) {
        return kept;
    }
    if (auto kept = replaceBytes(part / kAuthority, authority.certificate); !kept) {
        return kept;
    }
    fs::rename(part, settings.directory, failed);
    if (failed) {
        return Error{Errc::unavailable,
                     settings.directory.string() + ": cannot be made: " + failed.message()};
    }
    return syncDirectory(settings.directory.parent_path());
}

Result<Issued> readPair(fs::path const& certificate, fs::path const& key) {
    auto shown = readBytes(certificate);
    if (!shown) {
        return shown.error();
    }
    auto secret = readBytes(key);
    if (!secret) {
        return secret.error();
    }
    return Issued{std::move(*shown), std::move(*secret)};
}

bool belongTogether(Issued const& pair) {
    auto const certificates = certificatesIn(pair.certificate);
    auto const key = keyIn(pair.key);
    bool const fit = !certificates.empty() && key &&
                     X509_check_private_key(certificates.front().get(), key.get()) == 1;
    ERR_clear_error();
    return fit;
}

Result<Issued> readAuthority(fs::path const& directory) {
    auto authority = readPair(directory / kAuthority, directory / kAuthorityKey);
    if (!authority && authority.error().code == Errc::notFound) {
        return authorityGone(directory,
                             "a part of the authority is gone (" + authority.error().message + ")");
    }
    if (authority && !belongTogether(*authority)) {
        return authorityGone(directory, "ca.pem and ca.key cannot be read, or do not fit");
    }
    return authority;
}

class HouseCertificates final : public Certificates {
public:
    HouseCertificates(HouseSettings settings, Issued authority)
        : settings_(std::move(settings)), authority_(std::move(authority)) {}

    session::TlsIdentity identity() const override { return {server_.certificate, server_.key}; }

    Result<bool> refresh() override {
        auto const now = settings_.now();
        auto const names = settings_.names();
        if (holds(server_, now, names)) {
            return false;
        }
        return renew(now, names);
    }

    /// What the last run left, or a new one.
    Result<> begin() {
        auto const now = settings_.now();
        auto const names = settings_.names();
        auto left = readPair(settings_.directory / kServer, settings_.directory / kServerKey);
        if (left && holds(*left, now, names)) {
            server_ = std::move(*left);
            return {};
        }
        auto const renewed = renew(now, names);
        return renewed ? Result<>{} : Result<>{renewed.error()};
    }

private:
    /// Whether this one can still be shown. The two files are not replaced at once, so that a crash
    /// may leave a pair that does not fit.
    bool holds(Issued const& server, Instant now, ServerNames const& names) const {
        auto const issuers = certificatesIn(authority_.certificate);
        auto const certificates = certificatesIn(server.certificate);
        if (certificates.size() != 2 || !belongTogether(server) ||
            !isIssuedBy(certificates.front().get(), issuers.front().get())) {
            return false;
        }
        auto* const own = certificates.front().get();
        auto const known = namesIn(own);
        auto const left = endOf(own) - now;
        bool const lasts = endOf(own) == endOf(issuers.front().get()) ? left > Milliseconds(0)
                                                                      : left >= kRenewBefore;
        return lasts && beginOf(own) <= std::max(now, kNoEarlier) && known.names == names.names &&
               std::includes(known.addresses.begin(), known.addresses.end(),
                             names.addresses.begin(), names.addresses.end());
    }

    Result<bool> renew(Instant now, ServerNames const& names) {
        auto issued = issueServer(authority_, names, std::max(now, kNoEarlier));
        if (!issued) {
            return issued.error();
        }
        issued->certificate += authority_.certificate;
        if (auto kept = replaceBytes(settings_.directory / kServerKey, issued->key); !kept) {
            return kept.error();
        }
        if (auto kept = replaceBytes(settings_.directory / kServer, issued->certificate); !kept) {
            return kept.error();
        }
        server_ = std::move(*issued);
        return true;
    }

    HouseSettings settings_;
    Issued authority_;
    Issued server_;
};

}  // namespace

Result<std::unique_ptr<Certificates>> openHouseCertificates(HouseSettings settings) {
    std::error_code failed;
    if (!fs::exists(settings.directory, failed)) {
        if (auto made = makeHouse(settings); !made) {
            return made.error();
        }
    }
    if (auto made = makeDirectory(settings.directory); !made) {
        return made.error();
    }
    auto authority = readAuthority(settings.directory);
    if (!authority) {
        return authority.error();
    }
    auto house = std::make_unique<HouseCertificates>(std::move(settings), std::move(*authority));
    if (auto begun = house->begin(); !begun) {
        return begun.error();
    }
    return std::unique_ptr<Certificates>(std::move(house));
}

}  // namespace tocsin::tls
