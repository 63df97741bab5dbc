// SPDX-License-Identifier: Apache-2.0
#include "sinks/connectors.hpp"
#include "sinks/randr_server.hpp"

namespace tocsin::player {
namespace {

class RandrConnectors final : public ConnectorReader {
public:
    std::optional<std::vector<Connector>> read() override {
        auto const server = RandrServer::open();
        if (!server || server->outputs().empty()) {
            return std::nullopt;
        }
        std::vector<Connector> out;
        for (auto const& output : server->outputs()) {
            out.push_back({output.name(), output.plugged(), output.info->crtc != XCB_NONE});
        }
        return out;
    }
};

}  // namespace

std::unique_ptr<ConnectorReader> randrConnectors() {
    return std::make_unique<RandrConnectors>();
}

}  // namespace tocsin::player
