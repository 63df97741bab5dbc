// SPDX-License-Identifier: Apache-2.0
// The machine's own resolver: with what every machine knows without asking anybody, and with name
// servers of the test's own.
#include "tocsin/outbound/resolver.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <future>
#include <thread>

namespace tocsin::outbound {
namespace {

constexpr Milliseconds kPatient{30'000};
constexpr std::size_t kHead = 12;  // bytes of a DNS message's head

/// A name server on a port of this machine. It answers only when it is told to.
class NameServer {
public:
    NameServer() : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in here{};
        here.sin_family = AF_INET;
        here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof here;
        EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&here), size), 0);
        EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&here), &size), 0);
        address_ = "127.0.0.1:" + std::to_string(ntohs(here.sin_port));
    }
    ~NameServer() { ::close(socket_); }
    NameServer(NameServer const&) = delete;
    NameServer& operator=(NameServer const&) = delete;

    [[nodiscard]] std::string const& address() const { return address_; }
    /// Returns when a question has come.
    void waitForQuestion() { (void)receive(); }
    /// Answers one question: 192.0.2.7 for IPv4, no address for IPv6, or "no such name".
    void answer(bool known) {
        auto question = receive();
        if (question.size() < kHead + 5) {
            ADD_FAILURE() << "no question";
            return;
        }
        bool const v4 = question.at(question.size() - 3) == 1;
        // RFC 1035, 4.1: what was asked, and behind it the record.
        question[2] = '\x81';
        question[3] = known ? '\x80' : '\x83';
        std::fill(question.begin() + 6, question.begin() + kHead, '\0');
        if (known && v4) {
            question[7] = 1;
            static constexpr std::array<char, 16> record{'\xC0', kHead, 0, 1, 0,      1, 0, 0,
                                                         0,      60,    0, 4, '\xC0', 0, 2, 7};
            question.append(record.data(), record.size());
        }
        ::sendto(socket_, question.data(), question.size(), 0, reinterpret_cast<sockaddr*>(&asker_),
                 askerSize_);
    }

private:
    /// Without what may stand behind the question.
    std::string receive() {
        std::string out(512, '\0');
        askerSize_ = sizeof asker_;
        auto const n = ::recvfrom(socket_, out.data(), out.size(), 0,
                                  reinterpret_cast<sockaddr*>(&asker_), &askerSize_);
        out.resize(n < 0 ? 0 : static_cast<std::size_t>(n));
        auto const end = out.find('\0', kHead);
        if (end != std::string::npos && end + 5 <= out.size()) {
            out.resize(end + 5);
        }
        return out;
    }

    int socket_;
    std::string address_;
    sockaddr_in asker_{};
    socklen_t askerSize_ = sizeof asker_;
};

TEST(SystemResolver, KnowsThisMachine) {
    auto const found = systemResolver()->lookUp("localhost", kPatient, {});
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_TRUE(std::any_of(found->begin(), found->end(), [](Address const& address) {
        return address.text() == "127.0.0.1" || address.text() == "::1";
    }));
}

TEST(SystemResolver, BelievesTheNameServer) {
    NameServer server;
    std::jthread const answers([&] {
        server.answer(true);
        server.answer(true);
    });
    auto const found = systemResolver(server.address())->lookUp("media.example.test", kPatient, {});
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front().text(), "192.0.2.7");
}

TEST(SystemResolver, SaysThatThereIsNoSuchHost) {
    NameServer server;
    std::jthread const answers([&] {
        server.answer(false);
        server.answer(false);
    });
    auto const found =
        systemResolver(server.address())->lookUp("nowhere.example.test", kPatient, {});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Errc::notFound) << found.error().message;
}

TEST(SystemResolver, WaitsNoLongerThanItIsTold) {
    NameServer const silent;
    auto const found =
        systemResolver(silent.address())->lookUp("media.example.test", Milliseconds(50), {});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Errc::timedOut);
}

TEST(SystemResolver, StopsWhenItIsTold) {
    NameServer silent;
    std::stop_source stopped;
    auto waiting = std::async(std::launch::async, [&] {
        return systemResolver(silent.address())
            ->lookUp("media.example.test", std::chrono::hours(1), stopped.get_token());
    });
    silent.waitForQuestion();
    stopped.request_stop();
    auto const found = waiting.get();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Errc::cancelled);
}

}  // namespace
}  // namespace tocsin::outbound
