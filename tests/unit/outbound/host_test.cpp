// SPDX-License-Identifier: Apache-2.0
#include "host.hpp"

#include <gtest/gtest.h>

namespace tocsin::outbound {
namespace {

std::string nameOf(std::string_view text) {
    auto const host = readHost(text);
    return host ? host->name + (host->address ? " (address)" : "") : "refused";
}

TEST(Host, NamesAreComparedInOneForm) {
    EXPECT_EQ(nameOf("Media.Example.GOV.cn"), "media.example.gov.cn");
    EXPECT_EQ(nameOf("media.example.gov.cn."), "media.example.gov.cn");
    EXPECT_EQ(nameOf("xn--zfr164b.cn"), "xn--zfr164b.cn");
    EXPECT_EQ(nameOf("政务.cn"), "xn--zfr164b.cn");
    EXPECT_EQ(nameOf("政务。CN"), "xn--zfr164b.cn");
    EXPECT_EQ(nameOf("ｍｅｄｉａ.example"), "media.example");
    EXPECT_EQ(nameOf("intra_net"), "intra_net");
}

TEST(Host, EveryFormOfAnIPv4AddressIsThatAddress) {
    for (auto const* form :
         {"127.0.0.1", "127.0.0.1.", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1",
          "0X7F.0.0.1", "017700000001", "127.0.1", "１２７.０.０.１", "127。0。0。1"}) {
        EXPECT_EQ(nameOf(form), "127.0.0.1 (address)") << form;
    }
    EXPECT_EQ(nameOf("0xa9fea9fe"), "169.254.169.254 (address)");
}

TEST(Host, AnIPv6AddressStandsInBrackets) {
    EXPECT_EQ(nameOf("[2001:DB8:0:0::1]"), "2001:db8::1 (address)");
    EXPECT_EQ(nameOf("[::ffff:127.0.0.1]"), "::ffff:127.0.0.1 (address)");
    EXPECT_EQ(readHost("[::1]")->inUrl(), "[::1]");
    EXPECT_EQ(nameOf("::1"), "refused");
    EXPECT_EQ(nameOf("[fe80::1%25eth0]"), "refused");
    EXPECT_EQ(nameOf("[127.0.0.1]"), "refused");
}

TEST(Host, WhatIsNoHostIsRefused) {
    for (auto const* wrong :
         {"",    ".",      "..",   "a..b", ".a",        "-a.b",      "a-.b",
          "a b", "a/b",    "a@b",  "a:1",  "1.2.3.4.5", "256.1.1.1", "1.2.3.0x",
          "a.1", "a%00.b", "a\nb", "[",    "[]",        "b\xff",     "a\xc2\xad..b"}) {
        EXPECT_EQ(nameOf(wrong), "refused") << wrong;
    }
    EXPECT_EQ(nameOf(std::string(64, 'a') + ".cn"), "refused");
    EXPECT_EQ(nameOf(std::string(3000, 'a')), "refused");
}

}  // namespace
}  // namespace tocsin::outbound
