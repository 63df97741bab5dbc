// SPDX-License-Identifier: Apache-2.0
// The certificate that the controller shows, renewed while it runs.
#pragma once

#include <memory>
#include <string>

#include "tocsin/config/controller_config.hpp"
#include "tocsin/session/clock.hpp"
#include "tocsin/session/tls_server.hpp"
#include "tocsin/tls/certificates.hpp"

namespace tocsin::app {

/// The configured certificate, or the house's own in the data directory's "tls". Errc::invalid for
/// a configured one that cannot be used.
[[nodiscard]] Result<std::unique_ptr<tls::Certificates>> openCertificates(
    config::ControllerConfig const& config, session::Clock& clock);

/// Host names by which requests may call the controller.
[[nodiscard]] std::vector<std::string> namesOf(config::ControllerConfig const& config);

/// Certificates and the server that shows them.
class TlsService {
public:
    [[nodiscard]] static Result<std::unique_ptr<TlsService>> open(
        config::ControllerConfig const& config, session::Clock& clock);
    TlsService(std::unique_ptr<tls::Certificates> certificates,
               std::shared_ptr<session::TlsServer> server)
        : certificates_(std::move(certificates)), server_(std::move(server)) {}

    [[nodiscard]] std::shared_ptr<session::TlsServer> const& server() const { return server_; }
    /// Renews what is due and shows it from then on; what is wrong is logged once. Blocks; by one
    /// thread at a time.
    void refresh();

private:
    std::unique_ptr<tls::Certificates> certificates_;
    std::shared_ptr<session::TlsServer> server_;
    std::string complaint_;  ///< the newest that was logged, until it is well again
};

}  // namespace tocsin::app
