// SPDX-License-Identifier: Apache-2.0
// The machine's own resolver, with what every machine knows without asking anybody.
#include "tocsin/outbound/resolver.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace tocsin::outbound {
namespace {

TEST(SystemResolver, KnowsThisMachine) {
    auto const found = systemResolver()->lookUp("localhost", Milliseconds(30'000), {});
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_TRUE(std::any_of(found->begin(), found->end(), [](Address const& address) {
        return address.text() == "127.0.0.1" || address.text() == "::1";
    }));
}

TEST(SystemResolver, WaitsNoLongerThanItIsTold) {
    std::stop_source stopped;
    stopped.request_stop();
    auto const found =
        systemResolver()->lookUp("localhost", Milliseconds(30'000), stopped.get_token());
    // The answer may have been quicker than the look at the request to stop.
    EXPECT_TRUE(found || found.error().code == Errc::cancelled);
    auto const late = systemResolver()->lookUp("localhost", Milliseconds(0), {});
    EXPECT_TRUE(late || late.error().code == Errc::timedOut);
}

}  // namespace
}  // namespace tocsin::outbound
