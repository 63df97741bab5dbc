// SPDX-License-Identifier: Apache-2.0
#include "tls_service.hpp"

#include <spdlog/spdlog.h>

namespace tocsin::app {
namespace {

tls::ServerNames certificateNames(config::ControllerConfig const& config) {
    auto names = tls::machineNames();
    names.names.insert(config.tlsNames.begin(), config.tlsNames.end());
    return names;
}

}  // namespace

Result<std::unique_ptr<tls::Certificates>> openCertificates(config::ControllerConfig const& config,
                                                            session::Clock& clock) {
    auto const now = [&clock] { return clock.now(); };
    if (!config.tlsCertificate.empty()) {
        return tls::openOwnCertificates({config.tlsCertificate, config.tlsKey, now});
    }
    tls::HouseSettings house;
    house.directory = config.data / "tls";
    house.now = now;
    house.names = [config] { return certificateNames(config); };
    house.host = tls::hostName();
    return tls::openHouseCertificates(std::move(house));
}

std::vector<std::string> namesOf(config::ControllerConfig const& config) {
    auto names = config.tlsNames;
    names.push_back(tls::hostName());
    return names;
}

Result<std::unique_ptr<TlsService>> TlsService::open(config::ControllerConfig const& config,
                                                     session::Clock& clock) {
    auto certificates = openCertificates(config, clock);
    if (!certificates) {
        return certificates.error();
    }
    auto server = session::TlsServer::make((*certificates)->identity());
    if (!server) {
        return server.error();
    }
    return std::make_unique<TlsService>(std::move(*certificates), std::move(*server));
}

void TlsService::refresh() {
    auto const refreshed = certificates_->refresh();
    auto const shown = refreshed && *refreshed ? server_->change(certificates_->identity())
                       : refreshed             ? Result<>{}
                                               : Result<>{refreshed.error()};
    if (!shown) {
        if (shown.error().message != complaint_) {
            complaint_ = shown.error().message;
            spdlog::error("certificate not renewed, the former one is shown err=\"{}\"",
                          complaint_);
        }
        return;
    }
    complaint_.clear();
    if (*refreshed) {
        spdlog::info("certificate renewed authority={}",
                     session::fingerprintOf(server_->authority().digest));
    }
}

}  // namespace tocsin::app
