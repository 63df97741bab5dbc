// SPDX-License-Identifier: Apache-2.0
// A sink's mailbox says what was lost.
#include "sinks/mailbox.hpp"

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

TEST(Mailbox, SaysThatAnOlderLetterWasThrownAway) {
    auto const clock = session::systemClock();
    Mailbox<int> mailbox(*clock);
    EXPECT_TRUE(mailbox.put(1));
    EXPECT_FALSE(mailbox.put(2));
    EXPECT_EQ(mailbox.take({}), 2);
    EXPECT_TRUE(mailbox.put(3));
}

TEST(Mailbox, SaysThatNobodyTakesAnyMore) {
    auto const clock = session::systemClock();
    Mailbox<int> mailbox(*clock);
    mailbox.close();
    EXPECT_FALSE(mailbox.put(1));
    EXPECT_FALSE(mailbox.put(2));
}

}  // namespace
}  // namespace tocsin::player
