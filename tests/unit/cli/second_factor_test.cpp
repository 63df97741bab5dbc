// SPDX-License-Identifier: Apache-2.0
// Requests that the controller wants confirmed, and setting up what confirms them.
#include <fcntl.h>

#include "signed_in.hpp"

namespace tocsin::cli::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

constexpr char kApprove[] = "POST /api/v1/campaigns/fire/approve";
constexpr char kWanted[] =
    R"({"status":403,"detail":"approving needs a second factor","code":"second-factor"})";
constexpr char kDone[] = R"({"id":"fire","state":"approved"})";

class SecondFactors : public SignedIn {
protected:
    void wantsOnce() {
        controller.answerOnce(kApprove, 403, kWanted);
        controller.answer(kApprove, 200, kDone);
    }
    /// The headers of the last request.
    std::pair<std::string, std::string> shown() {
        auto const last = controller.asked().back();
        return {last.header("x-second-factor"), last.header("x-station")};
    }
    int approve(std::vector<std::string> const& more = {}) {
        std::vector<std::string> arguments{"campaign", "approve", "fire"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return tocsin(arguments);
    }
};

TEST_F(SecondFactors, ARequestIsRepeatedWithTheCodeThatSomebodyTypes) {
    signIn();
    wantsOnce();
    types({"123 456"});
    EXPECT_EQ(approve(), 0) << err;
    EXPECT_THAT(person.asked,
                ElementsAre(Pair("approving needs a second factor\ncode of your authenticator: ",
                                 Echo::shown)));
    EXPECT_THAT(shown(), Pair("totp 123456", ""));
    auto const asked = controller.asked();
    EXPECT_EQ(asked.back().header("authorization"), "Bearer session-token");
    EXPECT_EQ(asked.at(asked.size() - 2).header("x-second-factor"), "")
        << "not before it is asked for";
}

TEST_F(SecondFactors, TheOptionGoesBeforeTheEnvironmentAndThatBeforeTheTerminal) {
    types({"000000"});
    environment.totp = "222222";
    wantsOnce();
    EXPECT_EQ(approve({"--totp", "111111"}), 0) << err;
    EXPECT_THAT(shown(), Pair("totp 111111", ""));
    wantsOnce();
    EXPECT_EQ(approve(), 0) << err;
    EXPECT_THAT(shown(), Pair("totp 222222", ""));
    EXPECT_THAT(person.asked, testing::IsEmpty());
}

TEST_F(SecondFactors, WithoutTerminalAndOptionTheLineSaysWhatToGive) {
    wantsOnce();
    EXPECT_EQ(approve(), 5);
    EXPECT_EQ(err,
              "tocsin: this has to be confirmed with a second factor; give --totp CODE (or "
              "TOCSIN_TOTP) with a code of your authenticator\n");
    registerStation();
    wantsOnce();
    EXPECT_EQ(approve(), 5);
    EXPECT_THAT(err, HasSubstr("give TOCSIN_PIN (or --pin PIN), or --totp CODE"));
}

TEST_F(SecondFactors, AtAStationThePinIsAskedForUnseen) {
    registerStation();
    wantsOnce();
    types({"471147"});
    EXPECT_EQ(approve(), 0) << err;
    EXPECT_THAT(person.asked, ElementsAre(Pair(HasSubstr("PIN at 一号机"), Echo::hidden)));
    EXPECT_THAT(shown(), Pair("pin 471147", "station-token"));
    wantsOnce();
    types({"", "123456"});
    EXPECT_EQ(approve(), 0) << err;
    EXPECT_THAT(shown(), Pair("totp 123456", "")) << "the station is named with a PIN only";
    controller.answerOnce(kApprove, 403, kWanted);
    wantsOnce();
    types({"000000", "", "123456"});
    EXPECT_EQ(approve(), 0) << err;
    EXPECT_THAT(shown(), Pair("totp 123456", "")) << "after a wrong PIN as well";
}

TEST_F(SecondFactors, APinCountsAtAStationOnly) {
    wantsOnce();
    EXPECT_EQ(approve({"--pin", "471147"}), 5);
    EXPECT_THAT(err, AllOf(HasSubstr("this computer is none"), Not(HasSubstr("471147"))));
    registerStation();
    wantsOnce();
    EXPECT_EQ(approve({"--pin", "471147"}), 0) << err;
    EXPECT_THAT(shown(), Pair("pin 471147", "station-token"));
    environment.pin = "815815";
    wantsOnce();
    EXPECT_EQ(approve(), 0) << err;
    EXPECT_THAT(shown(), Pair("pin 815815", "station-token"));
}

TEST_F(SecondFactors, AStationIsShownToItsOwnControllerOnly) {
    registerStation();
    FakeController other;
    other.answerOnce(kApprove, 403, kWanted);
    EXPECT_EQ(approve({"--controller", other.address(), "--pin", "471147"}), 5);
    EXPECT_EQ(other.asked().size(), 1U);
    EXPECT_EQ(other.asked().back().header("x-station"), "");
}

TEST_F(SecondFactors, WhatIsNoCodeIsNotSent) {
    for (auto const* wrong : {"12345x", "1\r\nX-Evil: 1", ""}) {
        wantsOnce();
        environment.totp = wrong;
        EXPECT_EQ(approve({"--json"}), *wrong == '\0' ? 5 : 78) << wrong;
        EXPECT_EQ(shown().first, "");
        static_cast<void>(approve({"--totp", "1"}));  // takes the answers that are left
    }
    environment.totp.clear();
    wantsOnce();
    EXPECT_EQ(approve({"--totp", "abc"}), 2);
    EXPECT_EQ(approve({"--totp", "1", "--pin", "2"}), 2);
}

TEST_F(SecondFactors, AWrongCodeIsAskedForAgainAndAGivenOneIsNot) {
    controller.answer(kApprove, 403, kWanted);
    types({"111111", "222222", "333333", "444444"});
    EXPECT_EQ(approve(), 4);
    EXPECT_EQ(person.asked.size(), 3U);
    EXPECT_EQ(controller.asked().size(), 4U);
    EXPECT_EQ(err, "tocsin: approving needs a second factor\n");
    environment.terminal = nullptr;
    EXPECT_EQ(approve({"--totp", "111111"}), 4);
    EXPECT_EQ(controller.asked().size(), 6U);
}

TEST_F(SecondFactors, AnotherRefusalIsNotConfirmed) {
    controller.answer(kApprove, 403, R"({"detail":"not yours","code":"permission"})");
    types({"111111"});
    EXPECT_EQ(approve({"--totp", "111111"}), 4);
    EXPECT_EQ(err, "tocsin: not yours\n");
    EXPECT_EQ(controller.asked().size(), 1U);
}

TEST_F(SecondFactors, AnAuthenticatorIsSetUpWithItsFirstCode) {
    controller.answer("POST /api/v1/session/totp", 200,
                      R"({"secret":"JBSWY3DPEH","uri":"otpauth://totp/Tocsin:wang?secret=JBSW"})");
    controller.answerOnce("POST /api/v1/session/totp/confirm", 422,
                          R"({"detail":"that is not the code"})");
    controller.answer("POST /api/v1/session/totp/confirm", 204, "");
    types({"correct horse", "111111", "123 456"});
    EXPECT_EQ(tocsin({"factor", "totp"}), 0) << err;
    EXPECT_EQ(controller.asked().at(0).body, R"({"password":"correct horse"})");
    EXPECT_EQ(controller.asked().back().body, R"({"code":"123456"})");
    EXPECT_THAT(out, HasSubstr("JBSW Y3DP EH\n"));
    EXPECT_THAT(out, HasSubstr("otpauth://totp/Tocsin:wang?secret=JBSW\n"));
    EXPECT_THAT(out, HasSubstr("codes of the authenticator are in force\n"));
    EXPECT_THAT(err, HasSubstr("that is not the code; once more"));
}

TEST_F(SecondFactors, AnAuthenticatorIsSetUpInTwoStepsWithoutATerminal) {
    controller.answer("POST /api/v1/session/totp", 200, R"({"secret":"JBSW","uri":"otpauth://x"})");
    controller.answer("POST /api/v1/session/totp/confirm", 204, "");
    auto const password = file("password", "correct horse\n");
    EXPECT_EQ(tocsin({"factor", "totp", "--password-file", password, "--json"}), 0) << err;
    EXPECT_EQ(out, "{\"secret\":\"JBSW\",\"uri\":\"otpauth://x\"}\n");
    EXPECT_THAT(err, HasSubstr("tocsin factor totp --confirm CODE"));
    EXPECT_EQ(tocsin({"factor", "totp", "--confirm", "123456", "--json"}), 0) << err;
    EXPECT_EQ(out, "{\"confirmed\":true}\n");
    EXPECT_EQ(controller.asked().back().body, R"({"code":"123456"})");
    EXPECT_EQ(tocsin({"factor", "totp", "--confirm", "1", "--password-file", password}), 2);
}

TEST_F(SecondFactors, AnAuthenticatorIsGivenUpWithThePassword) {
    controller.answer("DELETE /api/v1/session/totp", 204, "");
    types({"correct horse"});
    EXPECT_EQ(tocsin({"factor", "totp-off"}, Language::chinese), 0) << err;
    EXPECT_EQ(controller.asked().back().body, R"({"password":"correct horse"})");
    EXPECT_EQ(out, "动态口令已停用\n");
}

TEST_F(SecondFactors, APinIsTypedTwiceAndMadeOfDigits) {
    controller.answer("POST /api/v1/session/pin", 204, "");
    types({"correct horse", "471147", "471147"});
    EXPECT_EQ(tocsin({"factor", "pin"}), 0) << err;
    EXPECT_EQ(boost::json::parse(controller.asked().back().body),
              boost::json::parse(R"({"password":"correct horse","pin":"471147"})"));
    EXPECT_THAT(person.asked, testing::Each(Pair(testing::_, Echo::hidden)));
    for (auto const* wrong : {"12345", "1234567890123", "12345a"}) {
        types({"correct horse", wrong, wrong});
        EXPECT_EQ(tocsin({"factor", "pin"}), 1) << wrong;
        EXPECT_THAT(err, AllOf(HasSubstr("6 to 12 digits"), Not(HasSubstr(wrong))));
    }
    EXPECT_EQ(controller.asked().size(), 1U);
}

}  // namespace
}  // namespace tocsin::cli::test
