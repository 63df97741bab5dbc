// SPDX-License-Identifier: Apache-2.0
// The pace of a live stream's pictures, in time that passes only while the stream waits.
#include "tocsin/media/live_stream.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

#include "media_samples.hpp"

namespace tocsin::media {
namespace {

using std::chrono::milliseconds;

class PassingClock final : public PaceClock {
public:
    Time now() override { return now_; }
    void sleepFor(std::chrono::nanoseconds duration) override { now_ += duration; }

private:
    Time now_{std::chrono::hours(1)};
};

/// An HLS server on a free port of this host: one film in one piece, one request a connection.
class HlsServer {
public:
    HlsServer(std::string film, int seconds)
        : film_(std::move(film)),
          playlist_("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:" + std::to_string(seconds) +
                    "\n#EXTINF:" + std::to_string(seconds) + ".0,\nfilm.ts\n#EXT-X-ENDLIST\n") {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* const plain = reinterpret_cast<sockaddr*>(&address);
        EXPECT_EQ(::bind(listener_, plain, length), 0);
        EXPECT_EQ(::listen(listener_, 8), 0);
        EXPECT_EQ(::getsockname(listener_, plain, &length), 0);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~HlsServer() {
        ::shutdown(listener_, SHUT_RDWR);  // ends accept()
        thread_.join();
        ::close(listener_);
    }
    HlsServer(HlsServer const&) = delete;
    HlsServer& operator=(HlsServer const&) = delete;
    [[nodiscard]] std::string address() const {
        return "http://127.0.0.1:" + std::to_string(port_) + "/live.m3u8";
    }

private:
    void serve() const {
        for (int peer = accept(); peer >= 0; peer = accept()) {
            answer(peer);
            ::close(peer);
        }
    }
    [[nodiscard]] int accept() const {
        return ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    }
    void answer(int peer) const {
        timeval const limit{10, 0};
        ::setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(peer, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        std::string request;
        char piece[1024];
        while (request.find("\r\n\r\n") == std::string::npos) {
            auto const got = ::recv(peer, piece, sizeof piece, 0);
            if (got <= 0) {
                return;
            }
            request.append(piece, static_cast<std::size_t>(got));
        }
        auto const& body = request.starts_with("GET /film.ts ") ? film_ : playlist_;
        auto const all = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " +
                         std::to_string(body.size()) + "\r\n\r\n" + body;
        for (std::size_t sent = 0; sent < all.size();) {
            auto const put = ::send(peer, all.data() + sent, all.size() - sent, MSG_NOSIGNAL);
            if (put <= 0) {
                return;
            }
            sent += static_cast<std::size_t>(put);
        }
    }
    std::string const film_, playlist_;
    int const listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int port_ = 0;
    std::thread thread_;
};

TEST(LiveStream, ShowsItsPicturesInTheirOwnDistancesAfterTheLatency) {
    test::FilmSpec spec;
    spec.suffix = "ts";
    spec.frames = 50;
    HlsServer const server(test::bytesOf(test::sampleFilm(spec)), 2);
    auto const description = describeStream({server.address(), {}, 800});
    ASSERT_TRUE(description) << description.error().message;
    PassingClock clock;
    auto const start = clock.now();
    auto const stream = openLiveStream(
        *description, {.canvas = {160, 96, Fit::stretch}, .alive = [] {}, .clock = clock});
    ASSERT_TRUE(stream) << stream.error().message;
    for (int number = 0; number < 20; ++number) {
        auto const frame = (*stream)->next();
        ASSERT_TRUE(frame) << frame.error().message;
        EXPECT_EQ(test::numberIn(**frame), number);
        // The first one at once; from then on all are held back alike.
        auto const due = number == 0 ? milliseconds(0) : milliseconds(800 + 40 * number);
        EXPECT_EQ(std::chrono::round<milliseconds>(clock.now() - start), due) << number;
    }
}

}  // namespace
}  // namespace tocsin::media
