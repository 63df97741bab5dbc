// SPDX-License-Identifier: Apache-2.0
#include "guard.hpp"

#include <gtest/gtest.h>

namespace tocsin::http {
namespace {

std::vector<std::string> const kNames{"screens.example"};

TEST(KnownHost, IsLoopbackAnAddressOrAConfiguredName) {
    for (auto const* host :
         {"localhost", "localhost:8440", "127.0.0.1:8440", "127.1.2.3", "[::1]:8440", "[::1]",
          "10.0.0.1", "[fd00::2]:8440", "screens.example", "Screens.Example:8440"}) {
        EXPECT_TRUE(isKnownHost(host, kNames)) << host;
    }
}

TEST(KnownHost, IsNoNameThatAnotherSiteCanPointHere) {
    for (auto const* host :
         {"", "example.org", "127.0.0.1.example.org", "127.evil", "localhost.example.org:80",
          "[nonsense]", "[::1", "[", ":8440", "www.screens.example", "127.1", "0x7f000001"}) {
        EXPECT_FALSE(isKnownHost(host, kNames)) << host;
    }
}

TEST(KnownHost, IsAnAddressToTheLetterWithAPortThatIsOne) {
    for (auto const* host : {"127.", "127.0.0", "127.0.0.0.1", "127.0.0.256", "127..0.1",
                             "127.0.0.01", "localhost:", "localhost:x", "localhost:80.evil.example",
                             "[::1]:/440", "[::1]:123456", "[::1]:65536", "[::1]x"}) {
        EXPECT_FALSE(isKnownHost(host, kNames)) << host;
    }
}

TEST(KnownHost, HasNoZero) {
    using namespace std::string_view_literals;
    for (auto const host : {"[::1\0]:8440"sv, "127.0.0.1\0.evil.example"sv, "localhost\0"sv}) {
        EXPECT_FALSE(isKnownHost(host, kNames));
    }
}

TEST(OwnOrigin, IsAbsentOrTheHostItself) {
    for (auto const way : {Way::plain, Way::tls}) {
        EXPECT_TRUE(isOwnOrigin("", "127.0.0.1:8440", way));
        EXPECT_TRUE(isOwnOrigin("https://127.0.0.1:8440", "127.0.0.1:8440", way));
        EXPECT_FALSE(isOwnOrigin("http://127.0.0.1:1", "127.0.0.1:8440", way));
        EXPECT_FALSE(isOwnOrigin("null", "127.0.0.1:8440", way));
        EXPECT_FALSE(isOwnOrigin("https://example.org", "127.0.0.1:8440", way));
    }
    EXPECT_TRUE(isOwnOrigin("http://127.0.0.1:8440", "127.0.0.1:8440", Way::plain));
    EXPECT_FALSE(isOwnOrigin("http://127.0.0.1:8440", "127.0.0.1:8440", Way::tls));
}

}  // namespace
}  // namespace tocsin::http
