// SPDX-License-Identifier: Apache-2.0
#include "tocsin/outbound/rules.hpp"

#include <gmock/gmock.h>

namespace tocsin::outbound {
namespace {

using testing::HasSubstr;

TEST(Rules, ReadHostsAsPeopleWriteThem) {
    auto const rules = readRules({"Media.Example.gov.cn", "*.gov.cn", "https://a.example",
                                  "http://b.example:8080", "[2001:DB8::1]:8443", "*.政务.cn"},
                                 {"10.0.0.0/8", "127.0.0.1", "fd00::/8"});
    ASSERT_TRUE(rules) << rules.error().message;
    std::vector<HostRule> const expected{{"media.example.gov.cn", false, false, std::nullopt},
                                         {"gov.cn", true, false, std::nullopt},
                                         {"a.example", false, false, std::nullopt},
                                         {"b.example", false, true, 8080},
                                         {"2001:db8::1", false, false, 8443},
                                         {"xn--zfr164b.cn", true, false, std::nullopt}};
    EXPECT_EQ(rules->hosts, expected);
    EXPECT_EQ(rules->networks.size(), 3U);
}

TEST(Rules, SayWhichHostIsNone) {
    for (auto const* wrong : {"", "*", "*.", "*.127.0.0.1", "a*.b", "ftp://a", "a/b", "a:0", "a:x",
                              "a:70000", "user@a", "http://", "2001:db8::1", "a b"}) {
        auto const rules = readRules({"good.example", wrong}, {});
        ASSERT_FALSE(rules) << wrong;
        EXPECT_EQ(rules.error().code, Errc::invalid);
        EXPECT_THAT(rules.error().message, HasSubstr("hosts: \"" + std::string(wrong) + "\""));
    }
}

TEST(Rules, SayWhichNetworkIsNotPrivate) {
    for (auto const* wrong :
         {"", "10.0.0.1/8", "ten", "0.0.0.0/0", "8.8.8.0/24", "169.254.0.0/16", "169.254.169.254",
          "100.100.100.200", "224.0.0.0/4", "fe80::/10", "::/0", "fd00:ec2::254"}) {
        auto const rules = readRules({}, {wrong});
        ASSERT_FALSE(rules) << wrong;
        EXPECT_THAT(rules.error().message, HasSubstr("private: \"" + std::string(wrong) + "\""));
    }
}

}  // namespace
}  // namespace tocsin::outbound
