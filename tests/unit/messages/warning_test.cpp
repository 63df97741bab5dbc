// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/warning.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/manifest.hpp"
#include "tocsin/messages/wire.hpp"

namespace tocsin::messages {
namespace {

using namespace std::chrono_literals;
using playlists::WarningLevel;
using playlists::WarningLook;

std::vector<WarningTarget> someTargets() {
    return {{ScreenId("clinic-hall"), WarningLook::takeover, true, false},
            {ScreenId("gate-led"), WarningLook::ticker, false, true},
            {ScreenId("lift_2.b"), WarningLook::off, false, false}};
}

Warning someWarning() {
    Warning out;
    out.id = "rain-1";
    out.revision = 3;
    out.generation = 2;
    out.drill = true;
    out.level = WarningLevel::orange;
    out.event = "暴雨";
    out.icon = "rain";
    out.texts = {{"zh-CN", "暴雨橙色预警", "市气象台", "第一段\n第二段", "请勿外出"},
                 {"en", "Rain", "", "", ""}};
    out.issued = fromMillis(1'780'272'000'000);
    out.published = out.issued - 5min;
    out.from = out.issued - 1min;
    out.expires = out.issued + 3h;
    out.zone = "Asia/Shanghai";
    out.targets = static_cast<std::int64_t>(someTargets().size());
    out.targetRoot = treeOf(someTargets()).root;
    return out;
}

Warning someClear() {
    auto out = someWarning();
    out.action = WarningAction::clear;
    out.texts.clear();
    return out;
}

std::string fault(std::string const& json) {
    auto const read = parseWarning(json);
    return read ? "" : read.error().message;
}

/// Of the warning with one member set to something else.
std::string faultWith(char const* member, boost::json::value const& value) {
    auto json = boost::json::parse(toJson(someWarning()));
    json.as_object()[member] = value;
    return fault(boost::json::serialize(json));
}

std::string faultWithText(char const* member, boost::json::value const& value) {
    auto json = boost::json::parse(toJson(someWarning()));
    json.at("texts").at(1).as_object()[member] = value;
    return fault(boost::json::serialize(json));
}

TEST(Warning, TravelsAsJson) {
    auto warning = someWarning();
    for (auto const level : {WarningLevel::none, WarningLevel::blue, WarningLevel::yellow,
                             WarningLevel::orange, WarningLevel::red}) {
        warning.level = level;
        EXPECT_EQ(parseWarning(toJson(warning)).value(), warning);
    }
    warning.emergency = true;
    warning.drill = false;
    warning.event.clear();
    warning.icon.clear();
    warning.zone.clear();
    warning.expires = warning.from;
    EXPECT_EQ(parseWarning(toJson(warning)).value(), warning);
    EXPECT_EQ(parseWarning(toJson(someClear())).value(), someClear());
}

TEST(Warning, IsReadByAVersionThatDoesNotKnowAllItsMembers) {
    EXPECT_EQ(faultWith("mood", "good"), "");
}

TEST(Warning, SaysWhatIsMissing) {
    auto const whole = toJson(someWarning());
    EXPECT_EQ(fault(whole), "");
    for (auto const* member :
         {"format", "id", "revision", "generation", "action", "drill", "emergency", "level",
          "issued", "published", "from", "expires", "targets", "target_root"}) {
        EXPECT_EQ(faultWith(member, nullptr),
                  "top level: the member \"" + std::string(member) + "\" is missing");
    }
    for (auto const* member : {"language", "headline"}) {
        EXPECT_EQ(faultWithText(member, nullptr),
                  "texts[1]: the member \"" + std::string(member) + "\" is missing");
    }
}

TEST(Warning, NamesThePathOfWhatIsWrong) {
    EXPECT_EQ(faultWith("format", "tocsin-warning/2"), "format: expected \"tocsin-warning/1\"");
    EXPECT_EQ(faultWith("action", "dance"), "action: expected \"show\" or \"clear\"");
    EXPECT_EQ(faultWith("level", "green"),
              R"(level: expected "none", "blue", "yellow", "orange" or "red")");
    for (auto const* id : {"", "Rain", "rain_1", "a/b", "雨"}) {
        EXPECT_EQ(faultWith("id", id), "id: expected 1 to 64 of a-z, 0-9 and -") << id;
    }
    EXPECT_NE(faultWith("id", boost::json::string(65, 'a')), "");
    EXPECT_NE(faultWith("revision", 0), "");
    EXPECT_NE(faultWith("generation", 0), "");
    EXPECT_NE(faultWith("targets", 0), "");
    EXPECT_NE(faultWith("targets", Warning::kMostTargets + 1), "");
    EXPECT_EQ(faultWith("targets", Warning::kMostTargets), "");
    EXPECT_NE(faultWith("event", boost::json::string(65, 'e')), "");
    EXPECT_NE(faultWith("icon", "two\nlines"), "");
    EXPECT_EQ(faultWith("expires", "2026-05-31T00:00:00.000Z"),
              "expires: must not be before \"from\"");
}

TEST(Warning, RefusesTextsThatCannotBeShown) {
    EXPECT_EQ(faultWithText("headline", ""), "texts[1].headline: is empty");
    EXPECT_NE(faultWithText("headline", boost::json::string(201, 'h')), "");
    EXPECT_EQ(faultWithText("headline", "two\nlines"),
              "texts[1].headline: has control characters; expected one line of text");
    EXPECT_NE(faultWithText("language", boost::json::string(36, 'l')), "");
    EXPECT_NE(faultWithText("issuer", boost::json::string(201, 'i')), "");
    EXPECT_NE(faultWithText("body", boost::json::string(4001, 'b')), "");
    EXPECT_NE(faultWithText("instruction", boost::json::string(4001, 'i')), "");
    EXPECT_EQ(faultWithText("body", "one\ntwo"), "");
    EXPECT_EQ(faultWithText("body", "one\ttwo"),
              "texts[1].body: has control characters other than line feeds");
    EXPECT_NE(faultWith("texts", boost::json::array(9, boost::json::object())), "");
}

TEST(Warning, WhatIsShownHasATextAndWhatIsClearedHasNone) {
    EXPECT_NE(faultWith("texts", boost::json::array()).find("texts"), std::string::npos);
    EXPECT_NE(faultWith("action", "clear").find("texts"), std::string::npos);
    auto clear = someWarning();
    clear.action = WarningAction::clear;
    EXPECT_EQ(parseWarning(toJson(clear)).value(), someClear());
}

TEST(Warning, ClipsItsOwnTextSoThatNoneIsRefusedForIt) {
    auto warning = someWarning();
    warning.event = std::string(100, 'e');
    warning.texts.assign(
        10, {std::string(50, 'l'), "tab\tand\nline" + std::string(300, 'h'), std::string(300, 'i'),
             "bad \xff byte\r\nline" + std::string(5000, 'b'), std::string(5000, 'x')});
    auto const read = parseWarning(toJson(warning)).value();
    ASSERT_EQ(read.texts.size(), Warning::kMostTexts);
    EXPECT_EQ(read.event.size(), 64U);
    EXPECT_EQ(read.texts[0].language.size(), 35U);
    EXPECT_TRUE(read.texts[0].headline.starts_with("tab and line"));
    EXPECT_EQ(read.texts[0].headline.size(), 200U);
    EXPECT_TRUE(read.texts[0].body.starts_with("bad ? byte \nline"));
    EXPECT_EQ(read.texts[0].body.size(), 4000U);
    EXPECT_EQ(read.texts[0].instruction.size(), 4000U);
}

/// A controller's keys, and what it delivers.
struct Controller {
    KeyPair key = KeyPair::generate();
    KeySet keys{};

    Controller() { keys.key(SigningRole::warning) = key.publicKey(); }

    [[nodiscard]] WarningDelivery delivery(std::size_t index, Warning const& warning) const {
        auto tree = treeOf(someTargets());
        return {toJson(seal(key, kWarningKind, toJson(warning))), someTargets()[index],
                static_cast<std::int64_t>(index), tree.proofs[index]};
    }
};

TEST(WarningDelivery, OpensForEachScreenOfTheList) {
    Controller const controller;
    for (std::size_t i = 0; i < someTargets().size(); ++i) {
        auto const delivery = controller.delivery(i, someWarning());
        auto const opened = openWarning(delivery, controller.keys);
        ASSERT_TRUE(opened) << opened.error().message;
        EXPECT_EQ(opened->warning, someWarning());
        EXPECT_EQ(opened->target, someTargets()[i]);
        EXPECT_EQ(opened->key, controller.key.publicKey());
        EXPECT_EQ(opened->payload, toJson(someWarning()));
    }
}

TEST(WarningDelivery, IsWorthNothingWithARowThatIsNotInTheList) {
    Controller const controller;
    auto const good = controller.delivery(1, someWarning());
    auto const refused = [&](auto change) {
        auto bad = good;
        change(bad);
        auto const opened = openWarning(bad, controller.keys);
        return !opened && opened.error().code == Errc::permission;
    };
    EXPECT_TRUE(refused([](auto& bad) { bad.target.screen = ScreenId("gate-led2"); }));
    EXPECT_TRUE(refused([](auto& bad) { bad.target.look = WarningLook::takeover; }));
    EXPECT_TRUE(refused([](auto& bad) { bad.target.sound = true; }));
    EXPECT_TRUE(refused([](auto& bad) { bad.target.always = false; }));
    EXPECT_TRUE(refused([](auto& bad) { bad.index = 0; }));
    EXPECT_TRUE(refused([](auto& bad) { bad.proof.pop_back(); }));
    EXPECT_FALSE(refused([](auto&) {}));
}

TEST(WarningDelivery, OpensOnlyWithTheWarningKeyThatIsInForce) {
    Controller controller;
    auto const delivery = controller.delivery(1, someWarning());
    Controller const other;
    EXPECT_EQ(openWarning(delivery, other.keys).error().code, Errc::permission);

    auto rotated = other.keys;
    rotated.revoked = {controller.key.publicKey()};
    auto const refused = openWarning(delivery, rotated);
    EXPECT_EQ(refused.error().code, Errc::permission);
    EXPECT_NE(refused.error().message.find("revoked"), std::string::npos);

    // The key of another role is no warning key, whatever it signs.
    auto swapped = other.keys;
    swapped.key(SigningRole::content) = controller.key.publicKey();
    EXPECT_EQ(openWarning(delivery, swapped).error().code, Errc::permission);
}

TEST(WarningDelivery, SaysWhatIsWrongWithItsEnvelope) {
    Controller const controller;
    auto bad = controller.delivery(1, someWarning());
    bad.envelope = "not JSON";
    EXPECT_EQ(openWarning(bad, controller.keys).error().code, Errc::invalid);
    bad.envelope = toJson(seal(controller.key, kManifestKind, toJson(someWarning())));
    EXPECT_EQ(openWarning(bad, controller.keys).error().code, Errc::permission);
    bad.envelope = toJson(seal(controller.key, kWarningKind, "{}"));
    EXPECT_EQ(openWarning(bad, controller.keys).error().code, Errc::invalid);
    auto forged = seal(controller.key, kWarningKind, toJson(someWarning()));
    forged.payload = toJson(someClear());
    bad.envelope = toJson(forged);
    EXPECT_EQ(openWarning(bad, controller.keys).error().code, Errc::permission);
}

TEST(WarningDelivery, OfTheLongestWarningFitsAMessage) {
    Controller const controller;
    auto warning = someWarning();
    std::string const quotes(8000, '"');  // two bytes each in JSON
    warning.texts.assign(Warning::kMostTexts, {quotes, quotes, quotes, quotes, quotes});
    warning.event = warning.zone = warning.icon = quotes;
    auto delivery = controller.delivery(1, warning);
    delivery.target.screen = ScreenId(std::string(64, 's'));
    delivery.proof.resize(20);
    auto const text = encode({1, WarningOffer{delivery}});
    auto const read = decode(text);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(std::get<WarningOffer>(read->body).delivery, delivery);
    auto const payload =
        opened(parseEnvelope(delivery.envelope).value(), kWarningKind, controller.key.publicKey());
    EXPECT_TRUE(parseWarning(*payload)) << parseWarning(*payload).error().message;
}

}  // namespace
}  // namespace tocsin::messages
