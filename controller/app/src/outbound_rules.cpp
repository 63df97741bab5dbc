// SPDX-License-Identifier: Apache-2.0
#include "outbound_rules.hpp"

#include <fstream>

namespace tocsin::app {

Result<outbound::Rules> outboundRules(config::ControllerConfig const& config) {
    auto rules = outbound::readRules(config.outboundHosts, config.outboundNetworks);
    if (!rules) {
        return Error{Errc::invalid, "[outbound] " + rules.error().message};
    }
    auto const& authorities = config.outboundAuthorities;
    if (!authorities.empty() && !std::ifstream(authorities)) {
        return Error{Errc::invalid, "[outbound] ca: " + authorities.string() +
                                        " cannot be read; check that it is there and that this "
                                        "user may read it"};
    }
    rules->authorities = authorities;
    return rules;
}

}  // namespace tocsin::app
