// SPDX-License-Identifier: Apache-2.0
// The peer's side of warn.fleet: so many MQTT 3.1.1 subscribers (QoS 1) of one topic in one thread,
// as cheap as can be, and a publisher. Says "ready", then publishes for each line on standard input
// the file that it names and says, as JSON, how long after the publishing the last subscriber had
// all of it.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Steady = std::chrono::steady_clock;
constexpr std::string_view kTopic = "warning";
constexpr unsigned char kConnected = 0x20, kSubscribed = 0x90, kPublished = 0x30;

std::string word(std::size_t number) {
    return {static_cast<char>(number >> 8U & 0xffU), static_cast<char>(number & 0xffU)};
}

std::string text(std::string_view of) {
    return word(of.size()) + std::string(of);
}

std::string packet(unsigned char head, std::string const& body) {
    std::string out(1, static_cast<char>(head));
    auto left = body.size();
    do {
        auto const more = left > 127;
        out.push_back(static_cast<char>((left & 0x7fU) | (more ? 0x80U : 0U)));
        left >>= 7U;
    } while (left > 0);
    return out + body;
}

std::string connectPacket(std::string const& client) {
    return packet(0x10, text("MQTT") + std::string("\x04\x02", 2) + word(3600) + text(client));
}

[[noreturn]] void fail(std::string const& what) {
    throw std::runtime_error(what + ": " + std::strerror(errno));
}

int connectTo(std::uint16_t port) {
    auto const number = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (number < 0 || ::connect(number, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
        fail("connect");
    }
    int const yes = 1;
    ::setsockopt(number, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return number;
}

void sendAll(int number, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const count = ::send(number, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count < 0 && errno != EINTR && errno != EAGAIN) {
            fail("send");
        }
        bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
}

/// One connection and what has come of the packet that is on its way.
struct Peer {
    int number = -1;
    std::string begun;
};

class Fleet {
public:
    Fleet(std::uint16_t port, std::size_t subscribers)
        : epoll_(::epoll_create1(EPOLL_CLOEXEC)), peers_(subscribers + 1) {
        // The last one publishes.
        for (std::size_t i = 0; i < peers_.size(); ++i) {
            auto& peer = peers_[i];
            peer.number = connectTo(port);
            sendAll(peer.number, connectPacket("bench" + std::to_string(i)));
            if (i < subscribers) {
                sendAll(peer.number, packet(0x82, word(1) + text(kTopic) + "\x01"));
            }
            ::fcntl(peer.number, F_SETFL, O_NONBLOCK);
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.u64 = i;
            if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, peer.number, &event) != 0) {
                fail("epoll_ctl");
            }
        }
        while (subscribed_ < subscribers) {
            turn();
        }
    }

    /// Milliseconds until the last had it.
    double publish(std::string const& payload) {
        delivered_ = 0;
        auto const bytes = packet(0x32, text(kTopic) + word(++identifier_ % 65'535 + 1) + payload);
        auto const begin = Steady::now();
        ::fcntl(peers_.back().number, F_SETFL, 0);
        sendAll(peers_.back().number, bytes);
        ::fcntl(peers_.back().number, F_SETFL, O_NONBLOCK);
        while (delivered_ + 1 < peers_.size()) {
            turn();
        }
        return std::chrono::duration<double, std::milli>(last_ - begin).count();
    }

private:
    void turn() {
        std::array<epoll_event, 256> events{};
        auto const count =
            ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 60'000);
        if (count == 0) {
            throw std::runtime_error("nothing came for a minute");
        }
        for (int i = 0; i < count; ++i) {
            read(peers_[events[static_cast<std::size_t>(i)].data.u64]);
        }
    }

    void read(Peer& peer) {
        auto const count = ::recv(peer.number, buffer_.data(), buffer_.size(), 0);
        if (count <= 0) {
            if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
                return;
            }
            throw std::runtime_error("the broker ended a connection");
        }
        std::string_view bytes(buffer_.data(), static_cast<std::size_t>(count));
        if (!peer.begun.empty()) {
            peer.begun += bytes;
            auto const all = std::move(peer.begun);
            peer.begun = std::string(take(peer, all));
        } else {
            peer.begun = std::string(take(peer, bytes));
        }
    }

    /// Whole packets; what is left is the beginning of one.
    std::string_view take(Peer const& peer, std::string_view bytes) {
        for (;;) {
            std::size_t length = 0, at = 1;
            for (unsigned shift = 0; at < bytes.size(); shift += 7) {
                auto const byte = static_cast<unsigned char>(bytes[at++]);
                length |= static_cast<std::size_t>(byte & 0x7fU) << shift;
                if ((byte & 0x80U) == 0) {
                    break;
                }
                if (at == bytes.size()) {
                    return bytes;
                }
            }
            if (bytes.size() < 2 || bytes.size() < at + length) {
                return bytes;
            }
            handle(peer, static_cast<unsigned char>(bytes.front()), bytes.substr(at, length));
            bytes.remove_prefix(at + length);
        }
    }

    void handle(Peer const& peer, unsigned char head, std::string_view body) {
        switch (head & 0xf0U) {
            case kConnected:
                break;
            case kSubscribed:
                ++subscribed_;
                break;
            case kPublished:
                ++delivered_;
                last_ = Steady::now();
                sendAll(peer.number, packet(0x40, std::string(body.substr(2 + kTopic.size(), 2))));
                break;
            default:
                break;
        }
    }

    int epoll_;
    std::vector<Peer> peers_;
    std::array<char, 65'536> buffer_{};
    std::size_t subscribed_ = 0, delivered_ = 0, identifier_ = 0;
    Steady::time_point last_;
};

int run(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: tocsin-mqtt-fleet PORT SUBSCRIBERS\n";
        return 2;
    }
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    Fleet fleet(static_cast<std::uint16_t>(std::atoi(argv[1])),
                static_cast<std::size_t>(std::atoi(argv[2])));
    std::cout << "ready" << std::endl;
    for (std::string file; std::getline(std::cin, file);) {
        std::ifstream in(file, std::ios::binary);
        std::string const payload{std::istreambuf_iterator<char>(in), {}};
        std::cout << "{\"last_ms\":" << fleet.publish(payload) << "}" << std::endl;
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (std::exception const& error) {
        std::cerr << "tocsin-mqtt-fleet: " << error.what() << "\n";
        return 1;
    }
}
