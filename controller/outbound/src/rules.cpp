// SPDX-License-Identifier: Apache-2.0
#include "tocsin/outbound/rules.hpp"

#include <charconv>
#include <string_view>

#include "address_kinds.hpp"
#include "host.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::outbound {
namespace {

constexpr std::string_view kPlain = "http://";
constexpr std::string_view kSecure = "https://";

Error notAHostRule(std::string const& text, std::string const& why) {
    return {Errc::invalid, "hosts: \"" + shownAsUtf8(text) + "\" " + why +
                               "; write a host like \"media.example.gov.cn\", \"*.gov.cn\" or "
                               "\"http://192.168.1.20:8080\", without a path"};
}

/// Takes ":8443" from the end of `rest`; nothing where it is no port.
std::optional<std::uint16_t> takePort(std::string_view& rest) {
    auto const colon = rest.rfind(':');
    std::uint16_t port = 0;
    auto const digits = rest.substr(colon + 1);
    auto const [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    bool const whole = failed == std::errc{} && end == digits.data() + digits.size();
    rest = rest.substr(0, colon);
    return whole && port != 0 ? std::optional(port) : std::nullopt;
}

/// An IPv6 address in brackets has colons of its own.
bool hasPort(std::string_view rest) {
    auto const colon = rest.rfind(':');
    return colon != std::string_view::npos && rest.find(']', colon) == std::string_view::npos;
}

Result<HostRule> readHostRule(std::string const& text) {
    HostRule rule;
    std::string_view rest = text;
    rule.plain = rest.starts_with(kPlain);
    rest.remove_prefix(rule.plain ? kPlain.size() : rest.starts_with(kSecure) ? kSecure.size() : 0);
    if (hasPort(rest)) {
        rule.port = takePort(rest);
        if (!rule.port) {
            return notAHostRule(text, "has a port that is not a number from 1 to 65535");
        }
    }
    rule.below = rest.starts_with("*.");
    rest.remove_prefix(rule.below ? 2 : 0);
    auto const host = readHost(rest);
    if (!host || (rule.below && host->address)) {
        return notAHostRule(text, "names no host");
    }
    rule.name = host->name;
    return rule;
}

Result<Network> readNetwork(std::string const& text) {
    auto const network = Network::parse(text);
    if (!network) {
        return Error{Errc::invalid, "private: \"" + shownAsUtf8(text) +
                                        "\" is not a network; write it like \"10.0.0.0/8\" or "
                                        "\"192.168.1.20\", without bits behind its length"};
    }
    if (!isHouse(*network) || judge(network->first()).kind == AddressKind::forbidden) {
        return Error{Errc::invalid,
                     "private: \"" + text +
                         "\" is not within a private network (10.0.0.0/8, 172.16.0.0/12, "
                         "192.168.0.0/16, 100.64.0.0/10, fc00::/7) or this machine (127.0.0.0/8, "
                         "::1); public hosts need no such line, others are never asked"};
    }
    return *network;
}

}  // namespace

Result<Rules> readRules(std::vector<std::string> const& hosts,
                        std::vector<std::string> const& networks) {
    Rules rules;
    for (auto const& text : hosts) {
        auto rule = readHostRule(text);
        if (!rule) {
            return rule.error();
        }
        rules.hosts.push_back(*std::move(rule));
    }
    for (auto const& text : networks) {
        auto const network = readNetwork(text);
        if (!network) {
            return network.error();
        }
        rules.networks.push_back(*network);
    }
    return rules;
}

}  // namespace tocsin::outbound
