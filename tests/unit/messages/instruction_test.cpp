// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/instruction.hpp"

#include <gtest/gtest.h>

#include "tocsin/messages/wire.hpp"

namespace tocsin::messages {
namespace {

Instruction someInstruction() {
    Instruction out;
    out.id = "1c9d-7e28";
    out.screen = ScreenId("gate");
    out.generation = 2;
    out.deed = {InstructionAction::volume, "30", Milliseconds(60'000)};
    out.reason = "zhang: 考试";
    out.issued = fromMillis(1'780'272'000'000);
    out.expires = fromMillis(1'780'272'600'000);
    return out;
}

std::string fault(std::string const& json) {
    auto const read = parseInstruction(json);
    return read ? "" : read.error().message;
}

TEST(Instruction, TravelsAsJson) {
    std::vector<Deed> const deeds{
        {InstructionAction::restart, "engine"},
        {InstructionAction::restart, "device"},
        {InstructionAction::power, "off"},
        {InstructionAction::volume, "0"},
        {InstructionAction::brightness, "100", kLongestHold},
        {InstructionAction::identify, "", kIdentifies},
        {InstructionAction::logLevel, "debug", kLogLevelHolds},
    };
    for (auto const& deed : deeds) {
        auto instruction = someInstruction();
        instruction.deed = deed;
        EXPECT_EQ(parseInstruction(toJson(instruction)).value(), instruction)
            << toString(deed.action);
        instruction.reason.clear();
        EXPECT_EQ(parseInstruction(toJson(instruction)).value(), instruction);
    }
}

TEST(Instruction, SaysWhatIsMissingOrWrong) {
    auto const whole = toJson(someInstruction());
    EXPECT_EQ(fault(whole), "");
    for (auto const* member :
         {"format", "id", "screen", "generation", "action", "issued", "expires"}) {
        auto json = whole;
        json.replace(json.find(std::string("\"") + member + "\"") + 1, 1, "x");
        EXPECT_NE(fault(json).find(member), std::string::npos) << member;
    }
    EXPECT_FALSE(parseInstruction(std::string(20'000, ' ')));
}

TEST(Instruction, AnActionOfANewerControllerIsNoFaultAndKeepsItsWord) {
    auto json = toJson(someInstruction());
    json.replace(json.find("\"volume\""), 8, "\"dance\"");
    auto const read = parseInstruction(json);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->deed.action, InstructionAction::unknown);
    EXPECT_EQ(read->deed.value, "dance");
}

TEST(Instruction, ValuesAndLengthsAreOfTheirAction) {
    auto const wrong = [](InstructionAction action, std::string value, std::int64_t seconds = 0) {
        return !checkDeed({action, std::move(value), std::chrono::seconds(seconds)});
    };
    EXPECT_TRUE(wrong(InstructionAction::restart, ""));
    EXPECT_TRUE(wrong(InstructionAction::restart, "engine", 5)) << "it holds for no time";
    EXPECT_TRUE(wrong(InstructionAction::power, "perhaps"));
    EXPECT_TRUE(wrong(InstructionAction::power, "on off"));
    for (auto const* percent : {"", "-1", "101", "07", "5 ", "1e2", "50%"}) {
        EXPECT_TRUE(wrong(InstructionAction::volume, percent)) << percent;
        EXPECT_TRUE(wrong(InstructionAction::brightness, percent)) << percent;
    }
    EXPECT_TRUE(wrong(InstructionAction::volume, "5", 8 * 24 * 3'600));
    EXPECT_TRUE(wrong(InstructionAction::identify, "", 0));
    EXPECT_TRUE(wrong(InstructionAction::identify, "", 601));
    EXPECT_TRUE(wrong(InstructionAction::identify, "me", 10));
    EXPECT_TRUE(wrong(InstructionAction::logLevel, "loud", 60));
    EXPECT_TRUE(wrong(InstructionAction::logLevel, "debug", 0));
    EXPECT_TRUE(wrong(InstructionAction::evidence, "now"));
    EXPECT_FALSE(wrong(InstructionAction::evidence, ""));
    EXPECT_FALSE(wrong(InstructionAction::volume, "100"));
    EXPECT_FALSE(wrong(InstructionAction::logLevel, "debug", 60));
}

TEST(Instruction, AnIdIsPlain) {
    EXPECT_TRUE(isInstructionId("a-0"));
    EXPECT_TRUE(isInstructionId(std::string(64, 'a')));
    EXPECT_FALSE(isInstructionId(""));
    EXPECT_FALSE(isInstructionId(std::string(65, 'a')));
    EXPECT_FALSE(isInstructionId("A"));
    EXPECT_FALSE(isInstructionId("a b"));
    EXPECT_FALSE(isInstructionId("a/b"));
}

TEST(Instruction, AReceiptSaysOnlyWhatIsKnown) {
    InstructionReceipt receipt;
    receipt.instruction = "a";
    receipt.failed = fromMillis(1'780'272'000'000);
    receipt.detail = "继电器无应答";
    auto const text = encode({3, receipt});
    EXPECT_EQ(text.find("received"), std::string::npos);
    auto const read = decode(text);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(std::get<InstructionReceipt>(read->body), receipt);
}

}  // namespace
}  // namespace tocsin::messages
