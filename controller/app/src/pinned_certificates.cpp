// SPDX-License-Identifier: Apache-2.0
#include "pinned_certificates.hpp"

#include <fmt/format.h>

#include "tocsin/signatures/verifier.hpp"

namespace tocsin::app {
namespace {

using signatures::PinnedCertificate;
using Files = std::vector<std::filesystem::path>;

static_assert(config::kMostPinned <= signatures::kMostPins, "a question takes no more of them");

/// Throws Failure.
void readAll(Files const& files, bool areAuthorities, std::string const& where,
             std::vector<PinnedCertificate>& out) {
    for (auto const& file : files) {
        auto one = signatures::readCertificate(file, areAuthorities);
        if (!one) {
            throw Failure({Errc::invalid, where +
                                              (areAuthorities ? "authorities" : "certificates") +
                                              ": " + one.error().message});
        }
        out.push_back(std::move(*one));
    }
}

/// Of the site's table or a sender's.
template <class Config>
std::vector<PinnedCertificate> pinnedBy(Config const& config, std::string const& where) {
    std::vector<PinnedCertificate> out;
    readAll(config.certificates, false, where, out);
    readAll(config.authorities, true, where, out);
    return out;
}

void tell(std::vector<PinnedCertificate> const& pinned, std::string const& sender, Instant now,
          std::vector<std::string>& out) {
    for (auto const& one : pinned) {
        if (now < one.from || one.until < now) {
            out.push_back(fmt::format(
                "pinned certificate not valid sender=\"{}\" subject=\"{}\" from={} until={}; pin "
                "the one that its sender signs by now",
                sender, one.subject, formatInstant(one.from), formatInstant(one.until)));
        }
    }
}

}  // namespace

Result<PinnedCertificates> pinnedCertificates(config::WarningConfig const& config) {
    try {
        PinnedCertificates out;
        out.site = pinnedBy(config, "[warnings] ");
        for (auto const& sender : config.senders) {
            out.bySender[sender.sender] =
                pinnedBy(sender, "[[warnings.sender]] \"" + sender.sender + "\" ");
        }
        return out;
    } catch (Failure const& failure) {
        return failure.error();
    }
}

std::vector<std::string> outdated(PinnedCertificates const& pinned, Instant now) {
    std::vector<std::string> out;
    tell(pinned.site, "", now, out);
    for (auto const& [sender, certificates] : pinned.bySender) {
        tell(certificates, sender, now, out);
    }
    return out;
}

}  // namespace tocsin::app
