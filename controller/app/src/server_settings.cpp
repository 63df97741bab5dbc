// SPDX-License-Identifier: Apache-2.0
#include "server_settings.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

namespace tocsin::app {
namespace {

namespace asio = boost::asio;

/// From this machine, and from the proxies that end TLS.
std::function<bool(std::string const&)> servedPlain(config::ControllerConfig const& config) {
    return [proxies = config.tlsProxies](std::string const& address) {
        return asio::ip::make_address(address).is_loopback() ||
               std::find(proxies.begin(), proxies.end(), address) != proxies.end();
    };
}

}  // namespace

http::ServerSettings serverSettings(config::ControllerConfig const& config, TlsService const& tls) {
    http::ServerSettings settings;
    settings.address = config.address;
    settings.port = config.port;
    settings.uploads = config.data / "uploads";
    settings.uploadLimitBytes = config.uploadLimitBytes;
    settings.diskReserveBytes = config.diskReserveBytes;
    settings.tls = tls.server();
    settings.names = namesOf(config);
    settings.plainFrom = servedPlain(config);
    settings.connections = config.connections;
    settings.connectionsOfOne = config.connections / 10;
    settings.connectionsOfLoopback = config.connections / 4 * 3;
    return settings;
}

}  // namespace tocsin::app
