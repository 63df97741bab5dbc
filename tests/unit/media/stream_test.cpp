// SPDX-License-Identifier: Apache-2.0
// What counts as a stream, and pictures through shared memory.
#include "tocsin/media/stream.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <vector>

#include "tocsin/media/picture_ring.hpp"

namespace tocsin::media {
namespace {

std::string refusal(StreamWish const& wish) {
    auto const described = describeStream(wish);
    return described ? "taken" : described.error().message;
}

TEST(StreamDescription, TakesWhatSignageIsFedFrom) {
    for (auto const* address :
         {"rtsp://10.0.0.9/live", "rtsps://camera.example:322/a?channel=1",
          "https://cdn.example/live/index.m3u8?token=x", "http://10.0.0.9:8080/x.m3u8",
          "udp://239.1.1.1:5000", "udp://@239.1.1.1:5000?localaddr=10.0.0.2", "udp://:5000",
          "rtmp://host/app/key", "rtmps://host/app/key",
          "srt://host:9000?passphrase=geheim1234&streamid=a"}) {
        auto const described = describeStream({address, {}, {}});
        ASSERT_TRUE(described) << address << ": " << described.error().message;
        EXPECT_EQ(described->latencyMs, 500);
    }
}

TEST(StreamDescription, RefusesWhatIsNoStreamOrLeadsElsewhere) {
    for (auto const* address :
         {"", "film.mp4", "file:///etc/passwd", "concat:a|b", "http://host/film.mp4",
          "hls+http://host/x.m3u8", "crypto+http://host/x.m3u8", "pipe:0", "data:text/plain,x",
          "http://host/x.m3u8#part", "rtsp:/host", "rtsp:///live", "udp://239.1.1.1", "srt://host",
          "srt://host:9000?mode=listener", "udp://h:1?fifo_size=999999999", "rtsp://host/a b",
          "rtsp://host/\n", "ftp://host/x.m3u8"}) {
        EXPECT_TRUE(refusal({address, {}, {}}).starts_with("address: ")) << address;
    }
    EXPECT_EQ(refusal({"rtsp://" + std::string(1'000, 'a'), {}, {}}),
              "address: must have 1 to 1000 bytes");
}

TEST(StreamDescription, HasATransportForRtspOnlyAndALatencyWithinBounds) {
    EXPECT_EQ(refusal({"udp://:5000", "tcp", {}}),
              "transport: only rtsp and rtsps let you choose; leave it out");
    EXPECT_EQ(refusal({"rtsp://h/x", "quic", {}}), "transport: must be tcp or udp");
    EXPECT_EQ(refusal({"rtsp://h/x", {}, 99}), "latency_ms: 99 is not possible; take 100 to 5000");
    EXPECT_EQ(describeStream({"rtsp://h/x", {}, 5'000})->transport, StreamTransport::tcp);
    EXPECT_EQ(describeStream({"rtsp://h/x", "udp", {}})->transport, StreamTransport::udp);
}

TEST(StreamDescription, IsReadBackFromItsCanonicalTextAndFromNoOther) {
    auto const described = describeStream({"RTSP://User:Pass@Host.Example/Live?A=1", "udp", 800});
    auto const text = canonicalStream(*described);
    EXPECT_EQ(text,
              "tocsin-stream/1\naddress rtsp://User:Pass@host.example/Live?A=1\ntransport udp\n"
              "latency_ms 800\n");
    EXPECT_EQ(*parseStream(text), *described);
    for (auto const& other :
         {text + "\n", text.substr(0, text.size() - 1), text + "more 1\n", "x" + text,
          std::string("tocsin-stream/1\naddress RTSP://h/x\ntransport tcp\nlatency_ms 500\n"),
          std::string("tocsin-stream/1\naddress rtsp://h/x\ntransport tcp\nlatency_ms 0500\n"),
          std::string("tocsin-stream/1\naddress rtsp://h/x\nlatency_ms 500\n"),
          std::string("tocsin-stream/1\naddress file:///x\nlatency_ms 500\n"), std::string()}) {
        ASSERT_FALSE(parseStream(other)) << other;
        EXPECT_EQ(parseStream(other).error().code, Errc::damaged);
    }
}

TEST(StreamDescription, ShowsNoCredentials) {
    EXPECT_EQ(shownAddress("rtsp://user:pass@host/live"), "rtsp://host/live");
    EXPECT_EQ(shownAddress("srt://host:9?passphrase=secret"), "srt://host:9?…");
    EXPECT_EQ(shownAddress("udp://@239.1.1.1:5000"), "udp://239.1.1.1:5000");
    EXPECT_EQ(shownAddress("user:pass@host"), "(no address)");
}

class PictureRingTest : public testing::Test {
protected:
    std::vector<std::uint8_t> grey(std::uint8_t level) {
        return std::vector<std::uint8_t>(written.pictureBytes(), level);
    }
    PictureRing written = PictureRing::create(4, 2).value();
    PictureRing seen = PictureRing::attach(::dup(written.descriptor()), 4, 2).value();
    std::vector<std::uint8_t> into = std::vector<std::uint8_t>(4 * 2 * 4);
};

TEST_F(PictureRingTest, GivesTheNewestPictureOnce) {
    EXPECT_FALSE(seen.read(0, into));
    written.write(grey(1));
    written.write(grey(2));
    auto const number = seen.read(0, into);
    ASSERT_TRUE(number);
    EXPECT_EQ(into, grey(2));
    EXPECT_FALSE(seen.read(*number, into));
    for (std::uint8_t level = 3; level < 20; ++level) {
        written.write(grey(level));
    }
    EXPECT_TRUE(seen.read(*number, into));
    EXPECT_EQ(into, grey(19));
}

TEST_F(PictureRingTest, TakesNoPictureThatIsBeingWritten) {
    written.write(grey(1));
    // The state of the first picture's slot stands behind newest, beats and interval; odd means
    // that it is being written.
    std::uint64_t const writing = 3;
    ASSERT_EQ(::pwrite(written.descriptor(), &writing, sizeof writing, 3 * 8 + 1 * 8), 8);
    EXPECT_FALSE(seen.read(0, into));
}

TEST_F(PictureRingTest, TellsThePaceAndWhetherTheWriterLives) {
    auto const before = seen.beats();
    written.beat();
    written.setInterval(40'000);
    EXPECT_NE(seen.beats(), before);
    EXPECT_EQ(seen.interval(), 40'000);
}

TEST_F(PictureRingTest, CannotBeMadeSmallerUnderItsReader) {
    EXPECT_NE(::ftruncate(seen.descriptor(), 0), 0);
    EXPECT_NE(::ftruncate(seen.descriptor(), 1 << 20), 0);
}

TEST_F(PictureRingTest, IsRefusedWithAnotherSize) {
    EXPECT_EQ(PictureRing::attach(::dup(written.descriptor()), 4, 4'000).error().code,
              Errc::damaged);
    EXPECT_EQ(PictureRing::create(0, 2).error().code, Errc::invalid);
}

}  // namespace
}  // namespace tocsin::media
