// SPDX-License-Identifier: Apache-2.0
// Random sets of CAP messages, judged a second time.
#include <gtest/gtest.h>

#include "alert_sets.hpp"
#include "programmes.hpp"
#include "support/alert_oracle.hpp"

namespace tocsin::playlists {
namespace {

bool maySay(std::string const& sender, std::string const& origin) {
    return sender == origin || (sender == "province" && origin == "met");
}

std::vector<AlertMessage> randomSet(Dice& dice) {
    constexpr char const* senders[]{"met", "met", "met", "province", "prankster"};
    constexpr AlertType types[]{AlertType::alert,  AlertType::update, AlertType::update,
                                AlertType::update, AlertType::cancel, AlertType::ack};
    std::vector<AlertKey> keys;
    for (auto i = dice.roll(1, 9); i > 0; --i) {
        keys.push_back(alertKey("m" + std::to_string(i), static_cast<int>(dice.roll(0, 6)),
                                senders[dice.roll(0, 4)]));
    }
    std::vector<AlertMessage> out;
    for (auto i = dice.roll(1, 9); i > 0; --i) {
        auto const pick = [&] {
            return keys[static_cast<std::size_t>(
                dice.roll(0, static_cast<std::int64_t>(keys.size()) - 1))];
        };
        AlertMessage message{pick(), types[dice.roll(0, 5)], {}};
        for (auto left = dice.roll(0, 3); left > 0; --left) {
            message.references.push_back(pick());
        }
        out.push_back(message);
    }
    return out;
}

TEST(AlertsOracle, AgreesOnRandomSetsInAnyOrderWithLossesAndDoubles) {
    Dice dice(7);
    std::map<AlertStanding, int> seen;
    for (int round = 0; round < 20'000; ++round) {
        auto messages = randomSet(dice);
        auto const verdicts = verdictsOf(messages, maySay);
        test::AlertOracle const oracle(messages, maySay);
        for (auto const& message : messages) {
            ASSERT_TRUE(verdicts.contains(message.key)) << "one key, several verdicts";
            auto const& verdict = verdicts.at(message.key);
            ASSERT_EQ(toString(verdict.standing), toString(oracle.standingOf(message.key)))
                << "round " << round << ", message " << message.key.identifier;
            ASSERT_EQ(verdict.why.empty(), verdict.standing != AlertStanding::refused);
            ++seen[verdict.standing];
        }
        messages.push_back(messages[static_cast<std::size_t>(
            dice.roll(0, static_cast<std::int64_t>(messages.size()) - 1))]);
        dice.shuffle(messages);
        ASSERT_EQ(verdictsOf(messages, maySay), verdicts) << "round " << round;
    }
    EXPECT_EQ(seen.size(), 6u) << "some standing never came up";
    for (auto const& [standing, times] : seen) {
        EXPECT_GT(times, 500) << toString(standing);
    }
}

TEST(AlertsOracle, WhatEndedAMessageIsAMessageThatCould) {
    Dice dice(8);
    for (int round = 0; round < 5'000; ++round) {
        auto const verdicts = verdictsOf(randomSet(dice), maySay);
        for (auto const& [key, verdict] : verdicts) {
            auto const by = verdicts.find(verdict.by);
            if (verdict.standing == AlertStanding::cancelled) {
                ASSERT_NE(by, verdicts.end());
                ASSERT_EQ(by->second.standing, AlertStanding::ends);
            } else if (verdict.standing == AlertStanding::superseded) {
                ASSERT_NE(by, verdicts.end());
                ASSERT_NE(by->second.standing, AlertStanding::refused);
                ASSERT_NE(by->second.standing, AlertStanding::ends);
            } else {
                ASSERT_EQ(verdict.by, AlertKey{});
            }
        }
    }
}

}  // namespace
}  // namespace tocsin::playlists
