// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/command.hpp"

#include <gtest/gtest.h>

namespace tocsin::messages {
namespace {

Command someCommand() {
    Command out;
    out.id = "5f0a";
    out.screen = ScreenId("gate");
    out.version = {2, 7};
    out.action = CommandAction::blank;
    out.reason = "演练";
    out.issued = fromMillis(1'780'272'000'000);
    out.expires = fromMillis(1'780'272'060'000);
    return out;
}

std::string fault(std::string const& json) {
    auto const read = parseCommand(json);
    return read ? "" : read.error().message;
}

TEST(Command, TravelsAsJson) {
    for (auto const action :
         {CommandAction::blank, CommandAction::unblank, CommandAction::identify}) {
        auto command = someCommand();
        command.action = action;
        EXPECT_EQ(parseCommand(toJson(command)).value(), command) << toString(action);
        command.reason.clear();
        EXPECT_EQ(parseCommand(toJson(command)).value(), command);
    }
}

TEST(Command, ARevocationNamesItsPlayerAndNothingElseDoes) {
    auto command = someCommand();
    command.action = CommandAction::revoke;
    command.player = KeyPair::generate().publicKey();
    EXPECT_EQ(parseCommand(toJson(command)).value(), command);
    command.player.reset();
    EXPECT_NE(fault(toJson(command)).find("player"), std::string::npos);
    command = someCommand();
    command.player = KeyPair::generate().publicKey();
    EXPECT_NE(fault(toJson(command)).find("player"), std::string::npos);
}

TEST(Command, SaysWhatIsMissingOrWrong) {
    auto const whole = toJson(someCommand());
    EXPECT_EQ(fault(whole), "");
    for (auto const* member :
         {"format", "id", "screen", "version", "action", "issued", "expires"}) {
        auto json = whole;
        json.replace(json.find(std::string("\"") + member + "\"") + 1, 1, "x");
        EXPECT_NE(fault(json).find(member), std::string::npos) << member;
    }
    auto other = whole;
    other.replace(other.find("\"blank\""), 7, "\"dance\"");
    EXPECT_NE(fault(other).find("action"), std::string::npos);
    EXPECT_FALSE(parseCommand(std::string(20'000, ' ')));
}

}  // namespace
}  // namespace tocsin::messages
