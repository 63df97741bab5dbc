// SPDX-License-Identifier: Apache-2.0
#include "peer_places.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tocsin::http {
namespace {

using boost::asio::ip::make_address;

TEST(PeerPlaces, GivesEachAddressSoManyAndTakesThemBack) {
    PeerPlaces places(2, 3);
    std::vector<PeerPlaces::Place> held;
    for (int i = 0; i < 2; ++i) {
        auto place = places.take(make_address("192.0.2.1"));
        ASSERT_TRUE(place);
        held.push_back(std::move(*place));
    }
    EXPECT_FALSE(places.take(make_address("192.0.2.1")));
    EXPECT_TRUE(places.take(make_address("192.0.2.2")));
    held.pop_back();
    EXPECT_TRUE(places.take(make_address("192.0.2.1")));
}

TEST(PeerPlaces, GivesThisMachineMore) {
    PeerPlaces places(0, 1);
    EXPECT_FALSE(places.take(make_address("192.0.2.1")));
    auto const own = places.take(make_address("127.0.0.1"));
    EXPECT_TRUE(own);
    EXPECT_FALSE(places.take(make_address("127.0.0.1")));
    EXPECT_TRUE(places.take(make_address("::1")));
}

TEST(PeerPlaces, GivesAProxyAsMuchAsThisMachine) {
    PeerPlaces places(0, 1);
    auto const proxy = places.take(make_address("192.0.2.1"), true);
    EXPECT_TRUE(proxy);
    EXPECT_FALSE(places.take(make_address("192.0.2.1"), true));
}

TEST(PeerPlaces, TakesTheAddressesOfOneNetworkForOne) {
    PeerPlaces places(1, 1);
    auto const v6 = places.take(make_address("2001:db8::1"));
    EXPECT_TRUE(v6);
    EXPECT_FALSE(places.take(make_address("2001:db8::ffff:2")));
    EXPECT_TRUE(places.take(make_address("2001:db8:0:1::1")));
    auto const v4 = places.take(make_address("192.0.2.1"));
    EXPECT_TRUE(v4);
    EXPECT_FALSE(places.take(make_address("::ffff:192.0.2.1")));
    auto const loopback = places.take(make_address("::ffff:127.0.0.1"));
    EXPECT_TRUE(loopback);
    EXPECT_FALSE(places.take(make_address("127.0.0.1")));
}

}  // namespace
}  // namespace tocsin::http
