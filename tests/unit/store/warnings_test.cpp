// SPDX-License-Identifier: Apache-2.0
// Warnings, their targets, and what became of them on screens.
#include "tocsin/store/warnings.hpp"

#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using playlists::WarningLook;
using testing::ElementsAre;
using testing::IsEmpty;

WarningRecord sampleWarning(std::string const& id, char const* raised = "2026-06-01T08:00:00Z") {
    WarningRecord out;
    out.id = id;
    out.unit = "hospital-1";
    out.state = "standing";
    out.revision = 1;
    out.source = "cap";
    out.asked = R"({"all":true})";
    out.pending = R"({"body":"改"})";
    out.envelope = "envelope of " + id;
    out.level = "red";
    out.event = "暴雨";
    out.headline = "暴雨红色预警";
    out.drill = true;
    out.emergency = true;
    out.raised = at(raised);
    out.issued = at("2026-06-01T08:00:01Z");
    out.from = at("2026-06-01T08:00:02Z");
    out.expires = at("2026-06-01T10:00:00Z");
    out.ended = at("2026-06-01T09:00:00.250Z");
    out.raisedBy = "wang";
    out.releasedBy = "li";
    out.endedBy = "zhao";
    out.alertSender = "hz@weather.example";
    out.alertIdentifier = "alert of " + id;
    out.alertSent = at("2026-06-01T07:59:00Z");
    return out;
}

WarningTargetRecord target(std::string const& warning, std::int64_t revision, std::int64_t index,
                           std::string const& screen, WarningLook look = WarningLook::takeover) {
    WarningTargetRecord out;
    out.warning = warning;
    out.revision = revision;
    out.target = {ScreenId(screen), look, true, false};
    out.index = index;
    out.proof = {digestOf(screen + " left"), digestOf(screen + " right")};
    out.why = "its code 330106 lies in 330100";
    return out;
}

class WarningsTest : public FreshStore {
protected:
    void put(WarningRecord const& warning) {
        change([&](Tx& tx) { tx.warnings().put(warning); });
    }
    void putTargets(std::string const& warning, std::int64_t revision,
                    std::vector<WarningTargetRecord> const& targets) {
        change([&](Tx& tx) { tx.warnings().putTargets(warning, revision, targets); });
    }
    std::vector<WarningTargetRecord> targets(std::string const& warning, std::int64_t revision) {
        return look([&](Tx const& tx) { return tx.warnings().targets(warning, revision); });
    }
    /// The envelopes of what the screen is to hold.
    std::vector<std::string> held(std::string const& screen,
                                  char const* now = "2026-06-01T08:30:00Z") {
        std::vector<std::string> out;
        auto const all =
            look([&](Tx const& tx) { return tx.warnings().deliveries(ScreenId(screen), at(now)); });
        for (auto const& one : all) {
            out.push_back(one.envelope);
        }
        return out;
    }
    bool note(std::string const& screen, messages::WarningReceipt const& receipt,
              char const* now = "2026-06-01T08:00:09Z") {
        bool fresh = false;
        auto const done = store_->ingest([&](Tx& tx) -> Result<> {
            fresh = tx.warnings().noteReceipt(ScreenId(screen), receipt, at(now));
            return {};
        });
        EXPECT_TRUE(done) << done.error().message;
        return fresh;
    }
    std::vector<WarningReceiptRecord> receipts(std::string const& warning, std::int64_t revision) {
        return look([&](Tx const& tx) { return tx.warnings().receipts(warning, revision); });
    }
};

messages::WarningReceipt receipt(std::string const& warning, std::int64_t revision = 1) {
    messages::WarningReceipt out;
    out.warning = warning;
    out.revision = revision;
    return out;
}

TEST_F(WarningsTest, ComeBackAsTheyWerePut) {
    auto const rain = sampleWarning("rain");
    WarningRecord bare;
    bare.id = "bare";
    put(rain);
    put(bare);
    reopen();
    auto const find = [&](char const* id) {
        return look([&](Tx const& tx) { return tx.warnings().find(id); });
    };
    EXPECT_EQ(find("rain"), rain);
    EXPECT_EQ(find("bare"), bare);
    EXPECT_EQ(find("no"), std::nullopt);
}

TEST_F(WarningsTest, PuttingAWarningAgainReplacesItAndLeavesItsTargets) {
    auto rain = sampleWarning("rain");
    put(rain);
    putTargets("rain", 1, {target("rain", 1, 0, "gate")});
    rain.state = "cleared";
    rain.pending.clear();
    rain.alertSent.reset();
    put(rain);
    EXPECT_THAT(look([](Tx const& tx) { return tx.warnings().all(9); }), ElementsAre(rain));
    EXPECT_THAT(targets("rain", 1), ElementsAre(target("rain", 1, 0, "gate")));
}

TEST_F(WarningsTest, AreListedTheNewestFirstAndOpenOnesByThemselves) {
    std::vector<std::string> const states{"waiting", "standing", "cleared", "expired", "rejected"};
    for (std::size_t i = 0; i < states.size(); ++i) {
        auto warning = sampleWarning(states[i]);
        warning.state = states[i];
        warning.raised += std::chrono::minutes(i);
        put(warning);
    }
    auto const ids = [](std::vector<WarningRecord> const& warnings) {
        std::vector<std::string> out;
        for (auto const& one : warnings) {
            out.push_back(one.id);
        }
        return out;
    };
    EXPECT_THAT(ids(look([](Tx const& tx) { return tx.warnings().all(9); })),
                ElementsAre("rejected", "expired", "cleared", "standing", "waiting"));
    EXPECT_THAT(ids(look([](Tx const& tx) { return tx.warnings().all(2); })),
                ElementsAre("rejected", "expired"));
    EXPECT_THAT(ids(look([](Tx const& tx) { return tx.warnings().open(); })),
                ElementsAre("standing", "waiting"));
}

TEST_F(WarningsTest, AreFoundByTheAlertThatTheyComeFrom) {
    auto const rain = sampleWarning("rain");
    auto byDuty = sampleWarning("duty");
    byDuty.alertSender.clear();
    byDuty.alertIdentifier.clear();
    byDuty.alertSent.reset();
    put(rain);
    put(byDuty);
    auto const find = [&](std::string const& sender, std::string const& identifier, Instant sent) {
        return look(
            [&](Tx const& tx) { return tx.warnings().findByAlert(sender, identifier, sent); });
    };
    EXPECT_EQ(find(rain.alertSender, rain.alertIdentifier, *rain.alertSent), rain);
    EXPECT_EQ(find(rain.alertSender, rain.alertIdentifier, rain.raised), std::nullopt);
    EXPECT_EQ(find("another", rain.alertIdentifier, *rain.alertSent), std::nullopt);
    EXPECT_EQ(find("", "", *rain.alertSent), std::nullopt);
}

TEST_F(WarningsTest, TargetsComeBackByScreenWithTheirProofs) {
    auto alone = target("rain", 1, 2, "lobby", WarningLook::split);
    alone.target.sound = false;
    alone.target.always = true;
    alone.proof.clear();
    auto const gate = target("rain", 1, 0, "gate", WarningLook::off);
    auto const hall = target("rain", 1, 1, "hall", WarningLook::ticker);
    putTargets("rain", 1, {alone, hall, gate});
    putTargets("rain", 2, {target("rain", 2, 0, "gate")});
    reopen();
    EXPECT_THAT(targets("rain", 1), ElementsAre(gate, hall, alone));
    EXPECT_THAT(targets("rain", 2), ElementsAre(target("rain", 2, 0, "gate")));
    EXPECT_THAT(targets("rain", 3), IsEmpty());
    EXPECT_THAT(targets("hail", 1), IsEmpty());
}

TEST_F(WarningsTest, TargetsTakeThePlaceOfThoseOfTheirRevisionAlone) {
    putTargets("rain", 1, {target("rain", 1, 0, "gate"), target("rain", 1, 1, "hall")});
    putTargets("rain", 2, {target("rain", 2, 0, "gate")});
    putTargets("rain", 1, {target("rain", 1, 0, "lobby")});
    EXPECT_THAT(targets("rain", 1), ElementsAre(target("rain", 1, 0, "lobby")));
    EXPECT_THAT(targets("rain", 2), ElementsAre(target("rain", 2, 0, "gate")));
}

TEST_F(WarningsTest, TenThousandTargetsComeBackAsTheyWerePut) {
    std::vector<WarningTargetRecord> many;
    for (int i = 0; i < 10'000; ++i) {
        auto const name = "screen-" + std::to_string(100'000 + i);
        many.push_back(target("rain", 1, i, name));
        many.back().proof.assign(14, digestOf(name));
    }
    put(sampleWarning("rain"));
    putTargets("rain", 1, many);
    EXPECT_EQ(targets("rain", 1), many);
    EXPECT_THAT(held("screen-107777"), ElementsAre("envelope of rain"));
}

TEST_F(WarningsTest, AScreenIsGivenTheNewestRevisionOfEachThatIsForIt) {
    put(sampleWarning("rain"));
    putTargets("rain", 1, {target("rain", 1, 0, "gate"), target("rain", 1, 1, "hall")});
    auto hail = sampleWarning("hail");
    hail.revision = 2;
    put(hail);
    putTargets("hail", 1, {target("hail", 1, 0, "gate"), target("hail", 1, 1, "hall")});
    auto const now = target("hail", 2, 7, "gate", WarningLook::ticker);
    putTargets("hail", 2, {now});
    EXPECT_THAT(held("gate"), ElementsAre("envelope of hail", "envelope of rain"));
    EXPECT_THAT(held("hall"), ElementsAre("envelope of rain"));
    EXPECT_THAT(held("lobby"), IsEmpty());
    auto const first =
        look([](Tx const& tx) {
            return tx.warnings().deliveries(ScreenId("gate"), at("2026-06-01T08:30:00Z"));
        }).front();
    EXPECT_EQ(first, (messages::WarningDelivery{hail.envelope, now.target, 7, now.proof}));
}

TEST_F(WarningsTest, AScreenIsGivenClearedOnesUntilTheyExpire) {
    auto rain = sampleWarning("rain");
    rain.state = "cleared";
    put(rain);
    putTargets("rain", 1, {target("rain", 1, 0, "gate")});
    EXPECT_THAT(held("gate", "2026-06-01T09:59:59.999Z"), ElementsAre("envelope of rain"));
    EXPECT_THAT(held("gate", "2026-06-01T10:00:00Z"), IsEmpty());
}

TEST_F(WarningsTest, AScreenIsGivenNothingThatWasNotSigned) {
    auto rain = sampleWarning("rain");
    rain.state = "waiting";
    rain.revision = 0;
    rain.envelope.clear();
    put(rain);
    putTargets("rain", 0, {target("rain", 0, 0, "gate")});
    putTargets("rain", 1, {target("rain", 1, 0, "gate")});
    EXPECT_THAT(held("gate"), IsEmpty());
}

TEST_F(WarningsTest, ReceiptsAreMergedAndKeepWhatWasKnown) {
    auto first = receipt("rain");
    first.received = at("2026-06-01T08:00:03Z");
    EXPECT_TRUE(note("gate", first));
    EXPECT_FALSE(note("gate", first)) << "the same again";

    auto second = first;
    second.received = at("2026-06-01T08:00:01Z");
    EXPECT_FALSE(note("gate", second)) << "it cannot be made earlier";
    second.verified = at("2026-06-01T08:00:03.100Z");
    second.onGlass = at("2026-06-01T08:00:04Z");
    EXPECT_TRUE(note("gate", second, "2026-06-01T08:00:10Z"));

    auto third = receipt("rain");
    third.onGlass = at("2026-06-01T08:00:05Z");
    third.lit = true;
    EXPECT_FALSE(note("gate", third)) << "the output was dark when it was first shown";
    third.ended = at("2026-06-01T10:00:00Z");
    third.end = "expired";
    EXPECT_TRUE(note("gate", third, "2026-06-01T10:00:01Z"));
    third.end = "cleared";
    EXPECT_FALSE(note("gate", third));

    auto expected = first;
    expected.verified = second.verified;
    expected.onGlass = second.onGlass;
    expected.ended = third.ended;
    expected.end = "expired";
    reopen();
    EXPECT_THAT(receipts("rain", 1), ElementsAre(WarningReceiptRecord{ScreenId("gate"), expected,
                                                                      at("2026-06-01T10:00:01Z")}));
}

TEST_F(WarningsTest, AnOutputThatWasLitIsKeptWithItsInstant) {
    auto shown = receipt("rain");
    shown.lit = true;
    EXPECT_FALSE(note("gate", shown)) << "lit without an instant says nothing";
    shown.onGlass = at("2026-06-01T08:00:04Z");
    EXPECT_TRUE(note("gate", shown));
    EXPECT_TRUE(receipts("rain", 1).front().receipt.lit);
}

TEST_F(WarningsTest, ARefusalStaysUntilThePlayerVerifiesItAfterAll) {
    auto refused = receipt("rain");
    refused.reason = "signed by a key that this player does not know";
    EXPECT_TRUE(note("gate", refused));
    EXPECT_FALSE(note("gate", refused));
    EXPECT_EQ(receipts("rain", 1).front().receipt, refused);
    auto verified = receipt("rain");
    verified.verified = at("2026-06-01T08:05:00Z");
    EXPECT_TRUE(note("gate", verified));
    EXPECT_FALSE(note("gate", refused)) << "an old refusal that comes late";
    EXPECT_EQ(receipts("rain", 1).front().receipt, verified);
}

TEST_F(WarningsTest, ReceiptsAreKeptByRevisionAndScreen) {
    auto one = receipt("rain", 1), two = receipt("rain", 2);
    one.received = two.received = at("2026-06-01T08:00:03Z");
    note("hall", one);
    note("gate", one);
    note("gate", two);
    auto const screens = [&](std::int64_t revision) {
        std::vector<std::string> out;
        for (auto const& found : receipts("rain", revision)) {
            EXPECT_EQ(found.receipt.revision, revision);
            out.push_back(found.screen.str());
        }
        return out;
    };
    EXPECT_THAT(screens(1), ElementsAre("gate", "hall"));
    EXPECT_THAT(screens(2), ElementsAre("gate"));
    EXPECT_THAT(receipts("hail", 1), IsEmpty());
}

TEST_F(WarningsTest, WhatWasOnScreensIsFoundByTheTime) {
    put(sampleWarning("rain"));  // ended at 09:00:00.250, expires at 10:00
    putTargets("rain", 1,
               {target("rain", 1, 0, "gate"), target("rain", 1, 1, "hall", WarningLook::ticker)});
    auto const saw = [&](char const* screen, char const* onGlass, char const* ended) {
        messages::WarningReceipt receipt;
        receipt.warning = "rain";
        receipt.revision = 1;
        receipt.onGlass = at(onGlass);
        receipt.lit = true;
        if (*ended != '\0') {
            receipt.ended = at(ended);
            receipt.end = "cleared";
        }
        change([&](Tx& tx) { tx.warnings().noteReceipt(ScreenId(screen), receipt, at(onGlass)); });
    };
    saw("gate", "2026-06-01T08:00:03Z", "2026-06-01T08:30:00Z");
    saw("hall", "2026-06-01T08:00:04Z", "");
    auto const shown = [&](char const* from, char const* to) {
        return look([&](Tx const& tx) { return tx.warnings().shown(at(from), at(to)); });
    };
    WarningShown const gate{"rain",
                            1,
                            ScreenId("gate"),
                            WarningLook::takeover,
                            at("2026-06-01T08:00:03Z"),
                            at("2026-06-01T08:30:00Z"),
                            true,
                            true};
    WarningShown const hall{"rain",
                            1,
                            ScreenId("hall"),
                            WarningLook::ticker,
                            at("2026-06-01T08:00:04Z"),
                            at("2026-06-01T09:00:00.250Z"),
                            true};
    EXPECT_THAT(shown("2026-06-01T08:29:59Z", "2026-06-01T12:00:00Z"), ElementsAre(gate, hall));
    EXPECT_THAT(shown("2026-06-01T08:30:00Z", "2026-06-01T12:00:00Z"), ElementsAre(hall));
    EXPECT_THAT(shown("2026-06-01T07:00:00Z", "2026-06-01T08:00:04Z"), ElementsAre(gate));
    EXPECT_THAT(shown("2026-06-01T09:30:00Z", "2026-06-01T12:00:00Z"), IsEmpty());
}

}  // namespace
}  // namespace tocsin::store
