// SPDX-License-Identifier: Apache-2.0
#include "curl_run.hpp"

#include <algorithm>
#include <new>
#include <stdexcept>

#include "socket_address.hpp"

namespace tocsin::outbound {
namespace {

constexpr int kPollMs = 1'000;

void ensureCurl() {
    static auto const ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready != CURLE_OK) {
        throw std::runtime_error("libcurl cannot start");
    }
}

struct EndMulti {
    void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};

}  // namespace

Easy newEasy() {
    ensureCurl();
    Easy easy(curl_easy_init());
    if (!easy) {
        throw std::bad_alloc();
    }
    return easy;
}

void append(List& list, std::string const& line) {
    auto* const longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) {
        throw std::bad_alloc();
    }
    [[maybe_unused]] auto* const same = list.release();
    list.reset(longer);
}

std::string pinnedAddresses(std::string const& host, std::uint16_t port,
                            std::span<Address const> addresses) {
    std::string out = host + ":" + std::to_string(port) + ":";
    bool first = true;
    for (auto const& address : addresses) {
        out += first ? "" : ",";
        out += address.isV4() ? address.text() : "[" + address.text() + "]";
        first = false;
    }
    return out;
}

curl_socket_t openChosen(curl_sockaddr const& wanted, std::span<Address const> chosen) {
    auto const address = addressIn(wanted.addr);
    if (!address || std::find(chosen.begin(), chosen.end(), *address) == chosen.end()) {
        return CURL_SOCKET_BAD;
    }
    return ::socket(wanted.family, wanted.socktype | SOCK_CLOEXEC, wanted.protocol);
}

/// The multi interface, because only it can be woken at once by a stop request.
CURLcode runTransfer(CURL* easy, std::stop_token const& stop) {
    std::unique_ptr<CURLM, EndMulti> const multi(curl_multi_init());
    if (!multi || curl_multi_add_handle(multi.get(), easy) != CURLM_OK) {
        return CURLE_OUT_OF_MEMORY;
    }
    CURLcode outcome = CURLE_OK;
    {
        std::stop_callback const wake(stop, [&multi] { curl_multi_wakeup(multi.get()); });
        int running = 1;
        while (running != 0) {
            if (stop.stop_requested()) {
                outcome = CURLE_ABORTED_BY_CALLBACK;
                break;
            }
            if (curl_multi_perform(multi.get(), &running) != CURLM_OK ||
                (running != 0 && curl_multi_poll(multi.get(), nullptr, 0, kPollMs, nullptr) != 0)) {
                outcome = CURLE_RECV_ERROR;
                break;
            }
        }
    }
    int left = 0;
    while (auto const* const message = curl_multi_info_read(multi.get(), &left)) {
        if (message->msg == CURLMSG_DONE) {
            outcome = message->data.result;
        }
    }
    curl_multi_remove_handle(multi.get(), easy);
    return outcome;
}

}  // namespace tocsin::outbound
