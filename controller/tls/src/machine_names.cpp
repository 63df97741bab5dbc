// SPDX-License-Identifier: Apache-2.0
// What this machine is called.
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "tocsin/tls/certificates.hpp"

namespace tocsin::tls {
namespace {

struct FreeInterfaces {
    void operator()(ifaddrs* list) const noexcept { ::freeifaddrs(list); }
};

std::string textOf(int family, void const* address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    auto const* const written = ::inet_ntop(family, address, text.data(), text.size());
    return written != nullptr ? written : "";
}

/// Empty for what is no address of use to others.
std::string addressOf(sockaddr const* address) {
    if (address == nullptr) {
        return "";
    }
    if (address->sa_family == AF_INET) {
        return textOf(AF_INET, &reinterpret_cast<sockaddr_in const*>(address)->sin_addr);
    }
    if (address->sa_family == AF_INET6) {
        auto const& six = reinterpret_cast<sockaddr_in6 const*>(address)->sin6_addr;
        return IN6_IS_ADDR_LINKLOCAL(&six) ? "" : textOf(AF_INET6, &six);
    }
    return "";
}

bool isName(std::string const& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
}

}  // namespace

std::string hostName() {
    std::array<char, 256> text{};
    if (::gethostname(text.data(), text.size() - 1) != 0) {
        return "controller";
    }
    std::string name = text.data();
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return isName(name) ? name : "controller";
}

ServerNames machineNames() {
    ServerNames out{{"127.0.0.1", "::1"}, {"localhost", hostName()}};
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) {
        return out;
    }
    std::unique_ptr<ifaddrs, FreeInterfaces> const owned(list);
    for (auto const* entry = list; entry != nullptr; entry = entry->ifa_next) {
        if (auto address = addressOf(entry->ifa_addr); !address.empty()) {
            out.addresses.insert(std::move(address));
        }
    }
    return out;
}

}  // namespace tocsin::tls
