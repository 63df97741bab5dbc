// SPDX-License-Identifier: Apache-2.0
#include "guard.hpp"

#include <gtest/gtest.h>

namespace tocsin::http {
namespace {

TEST(LoopbackHost, IsWhatThisMachineCallsItself) {
    for (auto const* host : {"", "localhost", "localhost:8440", "127.0.0.1:8440", "127.1.2.3",
                             "[::1]:8440", "[::1]"}) {
        EXPECT_TRUE(isLoopbackHost(host)) << host;
    }
}

TEST(LoopbackHost, IsNoNameThatAnotherSiteCanPointHere) {
    for (auto const* host : {"example.org", "127.0.0.1.example.org", "127.evil",
                             "localhost.example.org:80", "[::2]", "10.0.0.1"}) {
        EXPECT_FALSE(isLoopbackHost(host)) << host;
    }
}

TEST(OwnOrigin, IsAbsentOrTheHostItself) {
    EXPECT_TRUE(isOwnOrigin("", "127.0.0.1:8440"));
    EXPECT_TRUE(isOwnOrigin("http://127.0.0.1:8440", "127.0.0.1:8440"));
    EXPECT_FALSE(isOwnOrigin("http://127.0.0.1:1", "127.0.0.1:8440"));
    EXPECT_FALSE(isOwnOrigin("null", "127.0.0.1:8440"));
    EXPECT_FALSE(isOwnOrigin("https://example.org", "127.0.0.1:8440"));
}

}  // namespace
}  // namespace tocsin::http
