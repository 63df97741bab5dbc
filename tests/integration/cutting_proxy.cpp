// SPDX-License-Identifier: Apache-2.0
#include "cutting_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

namespace tocsin::integration {
namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

bool sendAll(int socket, char const* bytes, std::size_t count) {
    while (count > 0) {
        auto const sent = ::send(socket, bytes, count, MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes += sent;
        count -= static_cast<std::size_t>(sent);
    }
    return true;
}

}  // namespace

CuttingProxy::CuttingProxy(std::string const& target)
    : target_(static_cast<std::uint16_t>(std::stoi(target.substr(target.rfind(':') + 1)))) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ending_ = ::eventfd(0, EFD_CLOEXEC);
    auto address = loopback(0);
    socklen_t length = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (listener_ < 0 || ending_ < 0 || ::bind(listener_, generic, length) != 0 ||
        ::getsockname(listener_, generic, &length) != 0 || ::listen(listener_, 8) != 0) {
        throw std::runtime_error("no loopback port to be had");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread(&CuttingProxy::serve, this);
}

CuttingProxy::~CuttingProxy() {
    ::eventfd_write(ending_, 1);
    thread_.join();
    ::close(listener_);
    ::close(ending_);
}

void CuttingProxy::cutAfter(std::int64_t bytes) {
    std::scoped_lock const lock(mutex_);
    planned_.push_back(bytes);
}

std::string CuttingProxy::address() const {
    return "127.0.0.1:" + std::to_string(port_);
}

void CuttingProxy::serve() {
    for (;;) {
        std::array<pollfd, 2> waits{{{listener_, POLLIN, 0}, {ending_, POLLIN, 0}}};
        ::poll(waits.data(), waits.size(), -1);
        if (waits[1].revents != 0) {
            return;
        }
        int const client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client >= 0) {
            forward(client);
            ::close(client);
        }
    }
}

void CuttingProxy::forward(int client) {
    int const server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto const address = loopback(target_);
    if (::connect(server, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
        ::close(server);
        return;
    }
    std::array<char, 65'536> block{};
    std::int64_t passed = 0;
    for (bool open = true; open;) {
        bool const held = stall_ >= 0 && passed >= stall_;
        if (stalling_ && !held) {
            break;
        }
        stalling_ = held;
        std::array<pollfd, 3> waits{
            {{held ? -1 : client, POLLIN, 0}, {server, POLLIN, 0}, {ending_, POLLIN, 0}}};
        // While it is held up, it is looked at now and then whether that is over.
        ::poll(waits.data(), waits.size(), held ? 50 : -1);
        if (waits[2].revents != 0) {
            break;
        }
        if (waits[0].revents != 0) {
            std::optional<std::int64_t> limit;
            {
                std::scoped_lock const lock(mutex_);
                limit = planned_.empty() ? std::nullopt : std::optional(planned_.front());
            }
            auto room = static_cast<std::int64_t>(block.size());
            if (limit) {
                room = std::min(room, *limit - passed);
            }
            if (stall_ >= 0) {
                room = std::min(room, stall_ - passed);
            }
            auto const got = ::recv(client, block.data(), static_cast<std::size_t>(room), 0);
            open = got > 0 && sendAll(server, block.data(), static_cast<std::size_t>(got));
            passed += std::max<ssize_t>(got, 0);
            if (open && limit && passed >= *limit) {
                std::scoped_lock const lock(mutex_);
                planned_.pop_front();
                ++cuts_;
                break;
            }
        }
        if (waits[1].revents != 0) {
            auto const got = ::recv(server, block.data(), block.size(), 0);
            open = got > 0 && sendAll(client, block.data(), static_cast<std::size_t>(got));
        }
    }
    stalling_ = false;
    ::close(server);
}

}  // namespace tocsin::integration
