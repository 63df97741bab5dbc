// SPDX-License-Identifier: Apache-2.0
#include "outbound_rules.hpp"

#include <fstream>

#include "tocsin/outbound/outbound.hpp"

namespace tocsin::app {
namespace {

/// One that may never be asked for is a mistake, and not a source that is silent.
Result<> checkFeeds(config::ControllerConfig const& config, outbound::Rules const& rules) {
    auto const resolver = outbound::systemResolver();
    outbound::Outbound const door(rules, *resolver);
    for (auto const& feed : config.warnings.feeds) {
        if (auto const allowed = door.check(feed.url); !allowed) {
            return Error{Errc::invalid,
                         "[[warnings.feed]] " + feed.name + ": " + allowed.error().message};
        }
    }
    return {};
}

}  // namespace

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
    if (auto const feeds = checkFeeds(config, *rules); !feeds) {
        return feeds.error();
    }
    return rules;
}

}  // namespace tocsin::app
