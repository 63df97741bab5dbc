// SPDX-License-Identifier: Apache-2.0
#include "tocsin/outbound/address.hpp"

#include <gtest/gtest.h>

#include "address_kinds.hpp"

namespace tocsin::outbound {
namespace {

AddressKind kindOf(std::string const& text) {
    auto const address = Address::parse(text);
    EXPECT_TRUE(address) << text;
    return judge(address.value()).kind;
}

TEST(Address, IsReadInItsStrictFormOnly) {
    EXPECT_EQ(Address::parse("192.0.2.1")->text(), "192.0.2.1");
    EXPECT_EQ(Address::parse("2001:DB8:0::1")->text(), "2001:db8::1");
    for (auto const* wrong : {"", "1", "127.1", "0x7f.0.0.1", "010.0.0.1", "1.2.3.4.5", " 1.2.3.4",
                              "fe80::1%eth0", "[::1]", "1.2.3.4/8", "::g"}) {
        EXPECT_FALSE(Address::parse(wrong)) << wrong;
    }
    EXPECT_FALSE(Address::parse(std::string_view("1.2.3.4\0", 8)));
}

TEST(Network, ContainsWhatBeginsWithItsBits) {
    auto const ten = Network::parse("10.0.0.0/8").value();
    EXPECT_TRUE(ten.contains(*Address::parse("10.255.255.255")));
    EXPECT_FALSE(ten.contains(*Address::parse("11.0.0.0")));
    EXPECT_FALSE(ten.contains(*Address::parse("a00::")));
    EXPECT_TRUE(ten.contains(*Network::parse("10.1.0.0/16")));
    EXPECT_FALSE(Network::parse("10.1.0.0/16")->contains(ten));
    EXPECT_TRUE(Network::parse("192.0.2.7")->contains(*Address::parse("192.0.2.7")));
    EXPECT_TRUE(Network::parse("0.0.0.0/0")->contains(*Address::parse("203.0.113.9")));
    for (auto const* wrong : {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8x",
                              "10.0.0.1/8", "::/129", "10/8", ""}) {
        EXPECT_FALSE(Network::parse(wrong)) << wrong;
    }
}

TEST(AddressKinds, PublicAddressesAreOpen) {
    for (auto const* open :
         {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
          "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255",
          "172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
          "223.255.255.255", "2400:3200::1", "2606:4700::1111"}) {
        EXPECT_EQ(kindOf(open), AddressKind::open) << open;
    }
}

TEST(AddressKinds, PrivateNetworksAndThisMachineAreOfTheHouse) {
    for (auto const* house :
         {"10.0.0.0", "10.255.255.255", "100.64.0.1", "127.0.0.1", "127.9.9.9", "172.16.0.1",
          "172.31.255.255", "192.168.0.1", "::1", "fc00::1", "fdff:ffff::1"}) {
        EXPECT_EQ(kindOf(house), AddressKind::house) << house;
    }
}

TEST(AddressKinds, WhatIsNobodysToFetchFromIsForbidden) {
    for (auto const* forbidden :
         {"0.0.0.0",         "0.1.2.3",         "169.254.0.1",    "169.254.169.254", "169.254.0.23",
          "100.100.100.200", "168.63.129.16",   "192.0.0.1",      "192.0.0.192",     "192.0.2.1",
          "192.88.99.1",     "198.18.0.1",      "198.19.255.255", "198.51.100.1",    "203.0.113.1",
          "224.0.0.1",       "239.255.255.255", "240.0.0.1",      "255.255.255.255", "::",
          "fe80::1",         "fec0::1",         "ff02::1",        "2001:db8::1",     "2001::1",
          "2001:10::1",      "3fff::1",         "fd00:ec2::254",  "fd20:ce::254",    "4000::1",
          "100::1",          "5f00::1"}) {
        EXPECT_EQ(kindOf(forbidden), AddressKind::forbidden) << forbidden;
    }
}

TEST(AddressKinds, AnIPv4AddressInIPv6ClothesIsJudgedAsWhatItIs) {
    EXPECT_EQ(kindOf("::ffff:169.254.169.254"), AddressKind::forbidden);
    EXPECT_EQ(kindOf("::ffff:10.0.0.1"), AddressKind::house);
    EXPECT_EQ(kindOf("::ffff:1.1.1.1"), AddressKind::open);
    EXPECT_EQ(kindOf("64:ff9b::7f00:1"), AddressKind::house);
    EXPECT_EQ(kindOf("64:ff9b::a9fe:a9fe"), AddressKind::forbidden);
    EXPECT_EQ(kindOf("64:ff9b::101:101"), AddressKind::open);
    EXPECT_EQ(judge(*Address::parse("::ffff:10.0.0.1")).meant.text(), "10.0.0.1");
    // Tunnels and forms that nobody needs.
    for (auto const* tunnel :
         {"2002:0a00:0001::1", "2002:0101:0101::1", "64:ff9b:1::a00:1", "::10.0.0.1",
          "::ffff:0:10.0.0.1", "2400:3200::5efe:10.0.0.1", "2400:3200::200:5efe:10.0.0.1",
          "2001:0:4136:e378:8000:63bf:3fff:fdd2"}) {
        EXPECT_EQ(kindOf(tunnel), AddressKind::forbidden) << tunnel;
    }
}

TEST(AddressKinds, OnlyNetworksThatAreWhollyPrivateAreOfTheHouse) {
    for (auto const* house : {"10.0.0.0/8", "10.1.0.0/16", "127.0.0.1", "fc00::/7", "fd12::/48",
                              "192.168.1.20", "::1", "100.64.0.0/10"}) {
        EXPECT_TRUE(isHouse(*Network::parse(house))) << house;
    }
    for (auto const* other : {"0.0.0.0/0", "10.0.0.0/7", "169.254.0.0/16", "8.8.8.8", "::/0",
                              "fe80::/10", "192.168.0.0/15", "224.0.0.0/4"}) {
        EXPECT_FALSE(Network::parse(other) && isHouse(*Network::parse(other))) << other;
    }
}

}  // namespace
}  // namespace tocsin::outbound
