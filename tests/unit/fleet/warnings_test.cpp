// SPDX-License-Identifier: Apache-2.0
// Warnings on their way: at once, when a player comes, and again until it has answered.
#include <mutex>

#include "garrison.hpp"
#include "tocsin/messages/envelope.hpp"
#include "warning_news.hpp"

namespace tocsin::fleet {
namespace {

using messages::KeyPair;
using messages::Pending;
using messages::WarningDelivery;
using messages::WarningOffer;
using messages::WarningReceipt;
using messages::Welcome;
using std::chrono::seconds;

class FleetWarnings : public Garrison {
protected:
    FleetWarnings() {
        token_ = addScreen("gate");
        fleet_->warningsFrom(
            [this](ScreenId const& screen) -> Result<std::vector<WarningDelivery>> {
                std::scoped_lock const lock(mutex_);
                ++asked_;
                if (unknown_) {
                    return Error{Errc::unavailable, "the database is locked"};
                }
                std::vector<WarningDelivery> out;
                for (auto const& delivery : standing_) {
                    if (delivery.target.screen == screen) {
                        out.push_back(delivery);
                    }
                }
                return out;
            });
        onReceipt_ = [this](auto const& player, auto const& body) -> Result<bool> {
            std::scoped_lock const lock(mutex_);
            if (lost_) {
                return Error{Errc::unavailable, "the disk is full"};
            }
            kept_.emplace_back(player.screen, std::get<WarningReceipt>(body));
            return false;
        };
    }
    /// Whatever stands from then on is not among what the player is told first.
    void welcome(Player& player) {
        auto const before = asked();
        player.hello(token_, "");
        player.hear<Welcome>();
        until([&] { return asked() > before; });
    }
    [[nodiscard]] int asked() {
        std::scoped_lock const lock(mutex_);
        return asked_;
    }
    /// Of a warning that ends in an hour.
    WarningDelivery delivery(std::string const& id, std::int64_t revision = 1,
                             std::string const& screen = "gate") {
        messages::Warning warning;
        warning.id = id;
        warning.revision = revision;
        warning.event = "暴雨";
        warning.texts = {{"zh-CN", "暴雨红色预警 \"envelope\":{}", "气象台", "", ""}};
        warning.issued = warning.published = warning.from = clock_.now();
        warning.expires = clock_.now() + std::chrono::hours(1);
        messages::WarningTarget const target{ScreenId(screen), playlists::WarningLook::split, true,
                                             false};
        auto tree = messages::treeOf({target});
        warning.targets = 1;
        warning.targetRoot = tree.root;
        auto const envelope = keys::seal(*signer_, keys::Role::warning, messages::kWarningKind,
                                         messages::toJson(warning))
                                  .value();
        return {messages::toJson(envelope), target, 0, tree.proofs.front()};
    }
    void stands(WarningDelivery delivery) {
        std::scoped_lock const lock(mutex_);
        standing_.push_back(std::move(delivery));
    }
    void answer(Player& player, std::string const& id, std::int64_t revision = 1,
                std::string const& refused = "") {
        WarningReceipt receipt;
        receipt.warning = id;
        receipt.revision = revision;
        receipt.received = clock_.now();
        receipt.reason = refused;
        if (refused.empty()) {
            receipt.verified = clock_.now();
        }
        player.say(receipt);
        settle(player);
    }
    /// All that was sent before has been heard then, and all that was said is taken.
    void settle(Player& player) {
        player.say(messages::ClockRequest{clock_.now()});
        player.hear<messages::ClockReply>();
    }
    /// What is sent again so much later has been heard afterwards.
    void redeliverAfter(seconds later, Player& player) {
        clock_.step(later);
        fleet_->redeliver();
        settle(player);
        settle(player);
    }
    [[nodiscard]] std::size_t kept() {
        std::scoped_lock const lock(mutex_);
        return kept_.size();
    }

    KeyPair const key_ = KeyPair::generate();
    std::string token_;
    std::mutex mutex_;
    std::vector<WarningDelivery> standing_;                  // guarded by mutex_
    std::vector<std::pair<ScreenId, WarningReceipt>> kept_;  // guarded by mutex_
    int asked_ = 0;                                          // guarded by mutex_
    bool lost_ = false;                                      // guarded by mutex_
    bool unknown_ = false;                                   // guarded by mutex_
};

TEST_F(FleetWarnings, OneGoesToALivePlayerAtOnceAndToNobodyElse) {
    auto const hall = addScreen("hall");
    KeyPair const other = KeyPair::generate();
    Player player(*this, key_), elsewhere(*this, other);
    welcome(player);
    elsewhere.hello(hall, "");
    elsewhere.hear<Welcome>();
    auto const sent = delivery("w1");
    fleet_->deliver({sent});
    EXPECT_EQ(player.hear<WarningOffer>().delivery, sent);
    settle(elsewhere);
    EXPECT_FALSE(elsewhere.hasHeard("warning"));
}

TEST_F(FleetWarnings, AreAmongTheFirstThingsThatAPlayerHears) {
    stands(delivery("w1"));
    stands(delivery("w2"));
    json("POST", "/api/v1/screens/blank", R"({"screens":["gate"]})");
    Player player(*this, key_);
    welcome(player);
    until([&] { return player.hasHeard("manifest"); });
    std::vector<std::string> heard;
    for (auto const& message : player.wire()->toPlayer) {
        heard.emplace_back(messages::typeName(message.body));
    }
    EXPECT_EQ(heard, (std::vector<std::string>{"warning", "warning", "command", "manifest"}));
}

TEST_F(FleetWarnings, WhatIsNotAnsweredForIsSentAgainEveryFiveSeconds) {
    Player player(*this, key_);
    welcome(player);
    stands(delivery("w1"));
    fleet_->deliver({delivery("w1")});
    player.hear<WarningOffer>();
    redeliverAfter(seconds(4), player);
    EXPECT_FALSE(player.hasHeard("warning")) << "it still has time";
    redeliverAfter(seconds(1), player);
    player.hear<WarningOffer>();
    redeliverAfter(seconds(5), player);
    player.hear<WarningOffer>();
    answer(player, "w1");
    EXPECT_EQ(kept(), 1U);
    redeliverAfter(seconds(60), player);
    EXPECT_FALSE(player.hasHeard("warning")) << "it has answered";
}

TEST_F(FleetWarnings, AnAnswerIsForItsRevisionOnly) {
    Player player(*this, key_);
    welcome(player);
    stands(delivery("w1", 2));
    fleet_->deliver({delivery("w1", 1)});
    fleet_->deliver({delivery("w1", 2)});
    player.hear<WarningOffer>();
    player.hear<WarningOffer>();
    answer(player, "w1", 1);
    redeliverAfter(seconds(5), player);
    player.hear<WarningOffer>();
    answer(player, "w1", 2);
    redeliverAfter(seconds(5), player);
    EXPECT_FALSE(player.hasHeard("warning"));
}

TEST_F(FleetWarnings, OneThatIsRefusedIsNotSentAgain) {
    Player player(*this, key_);
    welcome(player);
    stands(delivery("w1"));
    fleet_->deliver({delivery("w1")});
    player.hear<WarningOffer>();
    answer(player, "w1", 1, "signed by another key");
    redeliverAfter(seconds(5), player);
    EXPECT_FALSE(player.hasHeard("warning"));
    EXPECT_EQ(kept(), 1U) << "but people see that it was refused";
}

TEST_F(FleetWarnings, AnAnswerThatCannotBeKeptDoesNotCount) {
    Player player(*this, key_);
    welcome(player);
    stands(delivery("w1"));
    fleet_->deliver({delivery("w1")});
    player.hear<WarningOffer>();
    {
        std::scoped_lock const lock(mutex_);
        lost_ = true;
    }
    answer(player, "w1");
    redeliverAfter(seconds(5), player);
    player.hear<WarningOffer>();
}

TEST_F(FleetWarnings, WhatIsOverIsNotSentAgain) {
    Player player(*this, key_);
    welcome(player);
    stands(delivery("w1"));
    fleet_->deliver({delivery("w1")});
    player.hear<WarningOffer>();
    redeliverAfter(seconds(3'600), player);
    EXPECT_FALSE(player.hasHeard("warning"));
}

TEST_F(FleetWarnings, WhatIsNotTheScreensAnyMoreIsNotSentAgain) {
    Player player(*this, key_);
    welcome(player);
    fleet_->deliver({delivery("w1")});
    player.hear<WarningOffer>();
    redeliverAfter(seconds(5), player);
    EXPECT_FALSE(player.hasHeard("warning"));
}

TEST_F(FleetWarnings, APlayerThatComesAgainIsGivenAllAgain) {
    stands(delivery("w1"));
    {
        Player player(*this, key_);
        welcome(player);
        player.hear<WarningOffer>();
        answer(player, "w1");
        player.hangUp();
        until([&] { return !fleet_->links().at(ScreenId("gate")).online; });
    }
    Player again(*this, key_);
    welcome(again);
    again.hear<WarningOffer>();
}

TEST_F(FleetWarnings, WhatCouldNotBeLookedUpWhenAPlayerCameIsToldLater) {
    stands(delivery("w1"));
    unknown_ = true;
    Player player(*this, key_);
    welcome(player);
    settle(player);
    EXPECT_FALSE(player.hasHeard("warning"));
    {
        std::scoped_lock const lock(mutex_);
        unknown_ = false;
    }
    fleet_->redeliver();
    player.hear<WarningOffer>();
}

TEST_F(FleetWarnings, AReceiptOfACopiedKeyDoesNotCount) {
    stands(delivery("w1"));
    Player first(*this, key_), copy(*this, key_);
    welcome(first);
    copy.hello("", "");
    first.answerProbe();
    copy.hear<Welcome>();
    copy.hear<WarningOffer>();
    answer(copy, "w1");
    EXPECT_EQ(kept(), 0U);
    answer(first, "w1");
    EXPECT_EQ(kept(), 1U);
}

TEST_F(FleetWarnings, ASpareGetsNothing) {
    stands(delivery("w1"));
    Player spare(*this, key_);
    spare.hello("", "ABC234");
    spare.hear<Pending>();
    json("POST", "/api/v1/spares", R"({"code":"abc234","screens":["gate"]})", 201);
    spare.hear<messages::SpareList>();
    fleet_->deliver({delivery("w1")});
    settle(spare);
    EXPECT_FALSE(spare.hasHeard("warning"));
}

TEST_F(FleetWarnings, OneThatNobodyCanReadHoldsUpNoOther) {
    Player player(*this, key_);
    welcome(player);
    auto broken = delivery("w0");
    broken.envelope = R"({"kind":"x"})";
    fleet_->deliver({broken, delivery("w1")});
    EXPECT_EQ(newsOf({player.hear<WarningOffer>().delivery}).at(0).warning, "w1");
    settle(player);
    EXPECT_FALSE(player.hasHeard("warning"));
}

TEST_F(FleetWarnings, TheShortWayToTheTextIsTheLongOne) {
    auto const one = delivery("w1");
    EXPECT_EQ(encodeWarning(7, one), messages::encode({7, WarningOffer{one}}));
}

}  // namespace
}  // namespace tocsin::fleet
