// SPDX-License-Identifier: Apache-2.0
// One request and its answer, with addresses that were chosen before. libcurl stays in here.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "target.hpp"
#include "tocsin/outbound/outbound.hpp"

namespace tocsin::outbound {

struct ExchangeOrder {
    Target target;
    std::vector<Address> addresses;    ///< the only ones that are connected to; not empty
    std::vector<std::string> headers;  ///< "Name: value"
    std::optional<std::string> body;   ///< is sent by POST; absent: GET
    std::filesystem::path authorities;
    Limits limits;
    std::chrono::steady_clock::time_point until;
};

/// Whether a status and its headers lead elsewhere.
[[nodiscard]] bool isRedirect(Head const& head);

/// Bodies of redirects and of refusals are not waited for. Errors as Outbound::get(), but for those
/// of rules.
[[nodiscard]] Result<Head> exchange(ExchangeOrder const& order, std::stop_token stop,
                                    Receiver const& receiver);

}  // namespace tocsin::outbound
