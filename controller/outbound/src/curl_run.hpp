// SPDX-License-Identifier: Apache-2.0
// What every use of libcurl needs: its things owned, and one transfer that a stop request ends at
// once.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <span>
#include <stop_token>
#include <string>

#include "tocsin/outbound/address.hpp"

namespace tocsin::outbound {

struct EndEasy {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, EndEasy>;
/// Throws if there is no memory for one.
[[nodiscard]] Easy newEasy();

struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;
void append(List& list, std::string const& line);

/// "host:port:address,address": the look-up is done already.
[[nodiscard]] std::string pinnedAddresses(std::string const& host, std::uint16_t port,
                                          std::span<Address const> addresses);

/// The last door: whatever libcurl has made of an address, it goes to those that were chosen, or
/// nowhere (CURL_SOCKET_BAD).
[[nodiscard]] curl_socket_t openChosen(curl_sockaddr const& wanted,
                                       std::span<Address const> chosen);

/// To its end; CURLE_ABORTED_BY_CALLBACK after a stop request.
[[nodiscard]] CURLcode runTransfer(CURL* easy, std::stop_token const& stop);

}  // namespace tocsin::outbound
