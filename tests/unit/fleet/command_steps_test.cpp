// SPDX-License-Identifier: Apache-2.0
// How a command gets on at one screen: by receipts, by reports, and by the clock.
#include "command_steps.hpp"

#include <gtest/gtest.h>

namespace tocsin::fleet {
namespace {

using messages::Deed;
using messages::InstructionAction;
using store::CommandFate;
using store::CommandStep;

Instant at(std::int64_t seconds) {
    return fromMillis(1'780'272'000'000 + seconds * 1'000);
}

store::GivenCommand given() {
    store::GivenCommand out;
    out.id = "a";
    out.given = out.due = at(0);
    out.expires = at(600);
    return out;
}

CommandFate fate(CommandStep step) {
    CommandFate out;
    out.command = "a";
    out.screen = ScreenId("gate");
    out.step = step;
    return out;
}

messages::InstructionReceipt received() {
    messages::InstructionReceipt out;
    out.instruction = "a";
    out.received = at(1);
    out.boot = "first";
    out.engineStarts = 3;
    return out;
}

TEST(CommandSteps, FollowTheReceipts) {
    auto receipt = received();
    auto now = after(fate(CommandStep::sent), receipt);
    EXPECT_EQ(now.step, CommandStep::received);
    EXPECT_EQ(now.received, at(1));
    EXPECT_EQ(now.engineStarts, 3);
    receipt.done = at(2);
    receipt.detail = "until then";
    now = after(now, receipt);
    EXPECT_EQ(now.step, CommandStep::done);
    EXPECT_EQ(now.done, at(2));
    EXPECT_EQ(now.detail, "until then");
    receipt.verified = at(3);
    now = after(now, receipt);
    EXPECT_EQ(now.step, CommandStep::verified);
    EXPECT_EQ(after(now, received()), now) << "what was seen stays";
}

TEST(CommandSteps, ARefusalEndsIt) {
    messages::InstructionReceipt receipt;
    receipt.instruction = "a";
    receipt.failed = at(5);
    receipt.detail = "no program";
    auto const now = after(fate(CommandStep::sent), receipt);
    EXPECT_EQ(now.step, CommandStep::failed);
    EXPECT_EQ(now.ended, at(5));
    EXPECT_FALSE(now.received);
    EXPECT_EQ(now.detail, "no program");
}

TEST(CommandSteps, WhatNobodyBeganExpiresAndAReceiptThatComesLateIsBelieved) {
    EXPECT_EQ(after(fate(CommandStep::waiting), given(), at(599)).step, CommandStep::waiting);
    EXPECT_EQ(after(fate(CommandStep::waiting), given(), at(600)).step, CommandStep::expired);
    auto expired = after(fate(CommandStep::sent), given(), at(600));
    EXPECT_EQ(expired.step, CommandStep::expired);
    EXPECT_EQ(expired.ended, at(600));
    auto receipt = received();
    receipt.done = at(2);
    expired = after(expired, receipt);
    EXPECT_EQ(expired.step, CommandStep::done) << "it was done in time, and the answer was lost";
    EXPECT_FALSE(expired.ended);
    EXPECT_EQ(after(expired, given(), at(99'999)).step, CommandStep::done);
}

TEST(CommandSteps, APlayerThatHasItIsWaitedForAndThenItFailed) {
    EXPECT_EQ(after(fate(CommandStep::received), given(), at(600)).step, CommandStep::received);
    EXPECT_EQ(after(fate(CommandStep::received), given(), at(600 + 900)).step, CommandStep::failed);
    EXPECT_EQ(after(fate(CommandStep::cancelled), given(), at(99'999)).step,
              CommandStep::cancelled);
}

TEST(CommandSteps, ReportsShowThatItWorked) {
    auto done = fate(CommandStep::done);
    done.boot = "first";
    done.engineStarts = 3;
    messages::Status status;
    status.engineStarts = 3;
    auto const seen = [&](InstructionAction action, std::string value,
                          std::string const& boot = "first") {
        return isSeen({action, std::move(value)}, done, boot, status);
    };
    EXPECT_FALSE(seen(InstructionAction::restart, "engine"));
    EXPECT_TRUE(seen(InstructionAction::restart, "engine", "second"));
    EXPECT_FALSE(seen(InstructionAction::restart, "device"));
    EXPECT_TRUE(seen(InstructionAction::restart, "device", "second"));
    status.engineStarts = 4;
    EXPECT_TRUE(seen(InstructionAction::restart, "engine"));
    EXPECT_FALSE(seen(InstructionAction::restart, "device")) << "only its player was restarted";

    EXPECT_FALSE(seen(InstructionAction::volume, "30")) << "it makes no sound";
    status.volume = 30;
    status.brightness = 40;
    EXPECT_TRUE(seen(InstructionAction::volume, "30"));
    EXPECT_FALSE(seen(InstructionAction::volume, "31"));
    EXPECT_TRUE(seen(InstructionAction::brightness, "40"));
    EXPECT_FALSE(seen(InstructionAction::brightness, "30"));
    EXPECT_FALSE(seen(InstructionAction::identify, ""));
    status.identifying = true;
    EXPECT_TRUE(seen(InstructionAction::identify, ""));
    status.logLevel = "debug";
    EXPECT_TRUE(seen(InstructionAction::logLevel, "debug"));
    EXPECT_FALSE(seen(InstructionAction::logLevel, "info"));
    EXPECT_FALSE(seen(InstructionAction::power, "off"));
    EXPECT_FALSE(canBeSeen({InstructionAction::power, "off"}));
}

}  // namespace
}  // namespace tocsin::fleet
