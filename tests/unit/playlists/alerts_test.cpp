// SPDX-License-Identifier: Apache-2.0
// What sets of CAP messages come to, whatever the order they arrive in.
#include "tocsin/playlists/alerts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "alert_sets.hpp"

namespace tocsin::playlists {
namespace {

AlertKey const kA = alertKey("A", 0);
AlertKey const kU = alertKey("U", 10);
AlertKey const kV = alertKey("V", 20);
AlertKey const kC = alertKey("C", 30);

/// Every order, and in each of them every message doubled at its end and at its beginning: the same
/// verdicts.
void expectOrderMakesNoDifference(std::vector<AlertMessage> const& messages) {
    auto const expected = verdictsOf(messages);
    std::vector<std::size_t> order(messages.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    do {
        std::vector<AlertMessage> arrived;
        for (auto const i : order) {
            arrived.push_back(messages[i]);
        }
        EXPECT_EQ(verdictsOf(arrived), expected);
        for (auto const& message : messages) {
            auto doubled = arrived;
            doubled.push_back(message);
            EXPECT_EQ(verdictsOf(doubled), expected);
            std::rotate(doubled.begin(), doubled.end() - 1, doubled.end());
            EXPECT_EQ(verdictsOf(doubled), expected);
        }
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST(Alerts, AnAlertStandsUntilAnUpdateTakesItsPlaceAndACancelEndsThat) {
    EXPECT_EQ(standingsOf({alertOf(kA)}), "A:in_force");
    EXPECT_EQ(standingsOf({alertOf(kA), updateOf(kU, {kA})}), "A:superseded U:in_force");
    auto const verdicts = judgeAlerts({alertOf(kA), updateOf(kU, {kA}), cancelOf(kC, {kU})});
    EXPECT_EQ(verdicts[0].standing, AlertStanding::cancelled);
    EXPECT_EQ(verdicts[0].by, kC);
    EXPECT_EQ(verdicts[1].standing, AlertStanding::cancelled);
    EXPECT_EQ(verdicts[1].by, kC);
    EXPECT_EQ(verdicts[2].standing, AlertStanding::ends);
    for (auto const& verdict : verdicts) {
        EXPECT_EQ(verdict.root, kA);
        EXPECT_EQ(verdict.why, "");
    }
}

TEST(Alerts, SupersededSaysByWhichMessage) {
    auto const verdicts = judgeAlerts({alertOf(kA), updateOf(kU, {kA}), updateOf(kV, {kA, kU})});
    EXPECT_EQ(verdicts[0].standing, AlertStanding::superseded);
    EXPECT_EQ(verdicts[0].by, kV) << "the newest of those that name it";
    EXPECT_EQ(verdicts[1].by, kV);
    EXPECT_EQ(verdicts[2].standing, AlertStanding::inForce);
    EXPECT_EQ(verdicts[2].by, AlertKey{});
}

TEST(Alerts, EveryOrderAndDoublingEndsInTheSameState) {
    auto const a = alertOf(kA);
    auto const u = updateOf(kU, {kA});
    auto const v = updateOf(kV, {kU});
    auto const c = cancelOf(kC, {kV});
    expectOrderMakesNoDifference({a, u, c});
    expectOrderMakesNoDifference({a, u, v, c});
    expectOrderMakesNoDifference({a, u, v, c, cancelOf(alertKey("D", 40, "other"), {kA})});
}

TEST(Alerts, WhatIsLostLeavesTheRestAsItsOwnSetSays) {
    auto const a = alertOf(kA);
    auto const u = updateOf(kU, {kA});
    auto const v = updateOf(kV, {kA, kU});
    auto const c = cancelOf(kC, {kA, kU, kV});
    EXPECT_EQ(standingsOf({u, v, c}), "C:ends U:cancelled V:cancelled");
    EXPECT_EQ(standingsOf({a, v, c}), "A:cancelled C:ends V:cancelled");
    EXPECT_EQ(standingsOf({a, v}), "A:superseded V:in_force");
    EXPECT_EQ(standingsOf({v}), "V:in_force");
    EXPECT_EQ(standingsOf({c}), "C:ends");
    EXPECT_EQ(standingsOf({a, c}), "A:cancelled C:ends");
    for (auto const& set : std::vector<std::vector<AlertMessage>>{{u, v, c}, {a, v, c}, {a, v}}) {
        expectOrderMakesNoDifference(set);
    }
}

TEST(Alerts, ALateAlertDoesNotComeBackAfterItsUpdateOrCancel) {
    EXPECT_EQ(standingsOf({updateOf(kU, {kA}), alertOf(kA)}), "A:superseded U:in_force");
    EXPECT_EQ(standingsOf({cancelOf(kC, {kA}), alertOf(kA)}), "A:cancelled C:ends");
}

TEST(Alerts, TheSameIdentifierSentAtAnotherTimeIsAnotherMessage) {
    EXPECT_EQ(judgeAlerts({alertOf(kA), cancelOf(kC, {alertKey("A", 1)})})[0].standing,
              AlertStanding::inForce);
    EXPECT_EQ(judgeAlerts({alertOf(kA), cancelOf(kC, {alertKey("A", 0, "other")})})[0].standing,
              AlertStanding::inForce);
}

TEST(Alerts, SomebodyElsesMessageIsNotUpdatedOrCancelled) {
    auto const foreign = cancelOf(alertKey("C", 30, "prankster"), {kA});
    auto const verdicts = judgeAlerts({alertOf(kA), foreign});
    EXPECT_EQ(verdicts[0].standing, AlertStanding::inForce);
    EXPECT_EQ(verdicts[1].standing, AlertStanding::refused);
    EXPECT_NE(verdicts[1].why.find("\"prankster\" may not change what \"met\" sent"),
              std::string::npos)
        << verdicts[1].why;
    EXPECT_EQ(verdicts[1].root, foreign.key) << "a refused one belongs to nobody's chain";
    EXPECT_EQ(standingsOf({alertOf(kA), updateOf(alertKey("U", 10, "prankster"), {kA})}),
              "A:in_force U:refused");
}

TEST(Alerts, ADelegateMayButNotTheOtherWayRound) {
    AlertDelegate const province = [](std::string const& sender, std::string const& origin) {
        return sender == "province" && origin == "met";
    };
    auto const byProvince = cancelOf(alertKey("C", 30, "province"), {kA});
    EXPECT_EQ(standingsOf({alertOf(kA), byProvince}, province), "A:cancelled C:ends");
    auto const provincial = alertKey("P", 0, "province");
    EXPECT_EQ(standingsOf({alertOf(provincial), cancelOf(kC, {provincial})}, province),
              "C:refused P:in_force");
}

TEST(Alerts, TheSenderItselfIsNeverAskedAfter) {
    int asked = 0;
    AlertDelegate const delegate = [&](std::string const& sender, std::string const& origin) {
        EXPECT_NE(sender, origin);
        ++asked;
        return true;
    };
    EXPECT_EQ(standingsOf({alertOf(kA), updateOf(kU, {kA}), cancelOf(kC, {kU})}, delegate),
              "A:cancelled C:ends U:cancelled");
    EXPECT_EQ(asked, 0);
}

TEST(Alerts, OfSeveralReferencesOnlyThoseThatItMayChangeCount) {
    auto const foreign = alertKey("F", 0, "fire");
    auto const both = updateOf(kU, {foreign, kA});
    EXPECT_EQ(standingsOf({alertOf(kA), alertOf(foreign), both}),
              "A:superseded F:in_force U:in_force");
    EXPECT_EQ(judgeAlerts({both})[0].root, kA);
}

TEST(Alerts, AnUpdateOrCancelThatNamesNothingIsRefused) {
    auto const verdicts = judgeAlerts({updateOf(kU, {}), cancelOf(kC, {})});
    EXPECT_EQ(verdicts[0].standing, AlertStanding::refused);
    EXPECT_EQ(verdicts[0].why, "this Update names no message that it is for");
    EXPECT_EQ(verdicts[1].why, "this Cancel names no message that it is for");
}

TEST(Alerts, AReferenceToItselfIsPassedOver) {
    EXPECT_EQ(standingsOf({AlertMessage{kA, AlertType::alert, {kA}}}), "A:in_force");
    EXPECT_EQ(standingsOf({alertOf(kA), updateOf(kU, {kU, kA})}), "A:superseded U:in_force");
    EXPECT_EQ(standingsOf({updateOf(kU, {kU})}), "U:refused");
    EXPECT_EQ(standingsOf({alertOf(kA), cancelOf(kC, {kC, kA})}), "A:cancelled C:ends");
}

TEST(Alerts, AnAlertThatNamesOthersEndsNothing) {
    auto const verdicts = judgeAlerts({alertOf(kA), {kU, AlertType::alert, {kA}}});
    EXPECT_EQ(verdicts[0].standing, AlertStanding::inForce);
    EXPECT_EQ(verdicts[1].standing, AlertStanding::inForce);
    EXPECT_EQ(verdicts[1].root, kU);
}

TEST(Alerts, AcksAndErrorsAreAnswersAndChangeNothing) {
    AlertMessage const ack{kU, AlertType::ack, {kA}};
    AlertMessage const error{kV, AlertType::error, {kA}};
    EXPECT_EQ(standingsOf({alertOf(kA), ack, error}), "A:in_force U:answer V:answer");
    EXPECT_EQ(judgeAlerts({ack})[0].root, kU);
}

TEST(Alerts, ACancelOfTheOriginalEndsTheUpdatesThatWereSentBeforeIt) {
    auto const chain =
        std::vector{alertOf(kA), updateOf(kU, {kA}), updateOf(kV, {kU}), cancelOf(kC, {kA})};
    EXPECT_EQ(standingsOf(chain), "A:cancelled C:ends U:cancelled V:cancelled");
    EXPECT_EQ(verdictsOf(chain).at(kV).by, kC);
    expectOrderMakesNoDifference(chain);
}

TEST(Alerts, AnUpdateThatIsNotOlderThanTheCancelStays) {
    auto const a = alertOf(kA);
    auto const u = updateOf(kU, {kA});
    auto const early = cancelOf(alertKey("C", 15), {kA});
    EXPECT_EQ(standingsOf({a, u, updateOf(kV, {kU}), early}),
              "A:cancelled C:ends U:cancelled V:in_force");
    // One part of a warning is cancelled and the other goes on, in two messages of one instant.
    EXPECT_EQ(standingsOf({a, u, cancelOf(alertKey("C", 10), {kA})}),
              "A:cancelled C:ends U:in_force");
    EXPECT_EQ(standingsOf({a, u, cancelOf(alertKey("C", 5), {kU})}),
              "A:cancelled C:ends U:cancelled")
        << "what it names itself is ended whatever the times say";
}

TEST(Alerts, ACancelReachesUpdatesOfAMessageThatNeverCame) {
    EXPECT_EQ(standingsOf({updateOf(kU, {kA}), cancelOf(kC, {kA})}), "C:ends U:cancelled");
    EXPECT_EQ(standingsOf({alertOf(kA), updateOf(kV, {kA, kU}), cancelOf(kC, {kU})}),
              "A:cancelled C:ends V:cancelled");
}

TEST(Alerts, ACancelDoesNotReachUpdatesThatItsSenderMayNotChange) {
    AlertDelegate const province = [](std::string const& sender, std::string const& origin) {
        return sender == "province" && origin == "met";
    };
    auto const byProvince = updateOf(alertKey("U", 10, "province"), {kA});
    EXPECT_EQ(standingsOf({alertOf(kA), byProvince, cancelOf(kC, {kA})}, province),
              "A:cancelled C:ends U:in_force");
}

TEST(Alerts, AWarningThatIsSplitStandsInBothPartsAndEndsInOne) {
    auto const a = alertOf(kA);
    auto const u = updateOf(kU, {kA});
    auto const v = updateOf(kV, {kA});
    EXPECT_EQ(standingsOf({a, u, v}), "A:superseded U:in_force V:in_force");
    EXPECT_EQ(standingsOf({a, u, v, cancelOf(kC, {kU})}),
              "A:superseded C:ends U:cancelled V:in_force");
    EXPECT_EQ(standingsOf({a, u, v, cancelOf(kC, {kA, kU})}),
              "A:cancelled C:ends U:cancelled V:in_force")
        << "it names the original only as where its part came from";
    EXPECT_EQ(standingsOf({a, u, v, cancelOf(kC, {kA})}),
              "A:cancelled C:ends U:cancelled V:cancelled");
}

TEST(Alerts, EverythingThatACancelledUpdateTookThePlaceOfStaysEnded) {
    auto const verdicts = verdictsOf({alertOf(kA), updateOf(kU, {kA}), alertOf(alertKey("B", 1)),
                                      updateOf(kV, {kU, alertKey("B", 1)}), cancelOf(kC, {kV})});
    for (auto const& key : {kA, kU, alertKey("B", 1), kV}) {
        EXPECT_EQ(verdicts.at(key).standing, AlertStanding::cancelled) << key.identifier;
        EXPECT_EQ(verdicts.at(key).by, kC) << key.identifier;
    }
}

TEST(Alerts, NothingUndoesACancel) {
    auto const a = alertOf(kA);
    auto const c = cancelOf(kC, {kA});
    EXPECT_EQ(standingsOf({a, c, cancelOf(alertKey("D", 40), {kC})}), "A:cancelled C:ends D:ends");
    auto const again = updateOf(alertKey("W", 40), {kC});
    EXPECT_EQ(standingsOf({a, c, again}), "A:cancelled C:ends W:in_force");
    EXPECT_EQ(verdictsOf({a, c, again}).at(again.key).root, kA);
}

TEST(Alerts, ARefusedMessageChangesNothing) {
    // The prankster's Update is refused, so what names it names a message without effect.
    auto const prank = alertKey("P", 10, "prankster");
    EXPECT_EQ(standingsOf({alertOf(kA), updateOf(prank, {kA}),
                           updateOf(alertKey("Q", 20, "prankster"), {prank}),
                           cancelOf(alertKey("R", 30, "prankster"), {prank})}),
              "A:in_force P:refused Q:cancelled R:ends");
}

TEST(Alerts, OfACircleTheNewestStands) {
    std::vector const circle{updateOf(kU, {kV}), updateOf(kV, {kU})};
    EXPECT_EQ(standingsOf(circle), "U:refused V:in_force");
    EXPECT_NE(verdictsOf(circle).at(kU).why.find("\"V\""), std::string::npos);
    expectOrderMakesNoDifference(circle);
    auto const w = alertKey("W", 25);
    std::vector const ofThree{updateOf(kU, {kV, kA}), updateOf(kV, {w}), updateOf(w, {kU}),
                              alertOf(kA)};
    EXPECT_EQ(standingsOf(ofThree), "A:in_force U:refused V:refused W:in_force");
    expectOrderMakesNoDifference(ofThree);
}

TEST(Alerts, ACircleOfOneInstantStillHasANewest) {
    std::vector const circle{updateOf(alertKey("X", 5), {alertKey("Y", 5)}),
                             updateOf(alertKey("Y", 5), {alertKey("X", 5)})};
    EXPECT_EQ(standingsOf(circle), "X:refused Y:in_force");
}

TEST(Alerts, ACircleOfUpdateAndCancelLeavesTheNewer) {
    EXPECT_EQ(standingsOf({updateOf(kU, {kC}), cancelOf(kC, {kU})}), "C:ends U:refused");
    auto const late = alertKey("L", 50);
    EXPECT_EQ(standingsOf({updateOf(late, {kC}), cancelOf(kC, {late})}), "C:refused L:in_force");
}

TEST(Alerts, WhatPointsIntoACircleIsNotOfIt) {
    EXPECT_EQ(
        standingsOf({updateOf(kU, {kV}), updateOf(kV, {kU}), updateOf(alertKey("W", 40), {kV})}),
        "U:refused V:superseded W:in_force");
}

TEST(Alerts, AReferenceToALaterMessageCountsOutsideACircle) {
    EXPECT_EQ(standingsOf({alertOf(kV), updateOf(kU, {kV})}), "U:in_force V:superseded");
}

TEST(Alerts, OneKeyWithSeveralTypesIsTheGravest) {
    auto const asAlert = alertOf(kU);
    auto const asUpdate = updateOf(kU, {kA});
    auto const asCancel = cancelOf(kU, {kV});
    EXPECT_EQ(standingsOf({alertOf(kA), asAlert, asUpdate}), "A:superseded U:in_force");
    // What the Update of that key names counts no longer: it is a Cancel.
    EXPECT_EQ(standingsOf({alertOf(kA), alertOf(kV), asAlert, asUpdate, asCancel}),
              "A:in_force U:ends V:cancelled");
    EXPECT_EQ(standingsOf({asAlert, {kU, AlertType::ack, {}}, {kU, AlertType::error, {}}}),
              "U:in_force");
    expectOrderMakesNoDifference({alertOf(kA), alertOf(kV), asAlert, asUpdate, asCancel});
}

TEST(Alerts, OneKeyWithSeveralReferencesNamesAllOfThem) {
    EXPECT_EQ(standingsOf({alertOf(kA), alertOf(kV), updateOf(kU, {kA}), updateOf(kU, {kV})}),
              "A:superseded U:in_force V:superseded");
}

TEST(Alerts, TheRootStaysThroughAllUpdates) {
    auto const v = updateOf(kV, {kU});
    EXPECT_EQ(judgeAlerts({v})[0].root, kU) << "named, though it never came";
    EXPECT_EQ(judgeAlerts({v, updateOf(kU, {kA})})[0].root, kA);
    EXPECT_EQ(judgeAlerts({v, updateOf(kU, {kA}), alertOf(kA)})[0].root, kA);
    auto const older = alertKey("Z", -5);
    EXPECT_EQ(judgeAlerts({updateOf(kU, {kA, older})})[0].root, older);
}

TEST(Alerts, NothingComesToNothing) {
    EXPECT_TRUE(judgeAlerts({}).empty());
}

TEST(Alerts, AVeryLongChainIsNoDeeperThanAShortOne) {
    constexpr int kLength = 100'000;
    std::vector<AlertMessage> chain{alertOf(alertKey("m0", 0))};
    for (int i = 1; i < kLength; ++i) {
        chain.push_back(updateOf(alertKey("m" + std::to_string(i), i), {chain.back().key}));
    }
    auto verdicts = judgeAlerts(chain);
    EXPECT_EQ(verdicts.back().standing, AlertStanding::inForce);
    EXPECT_EQ(verdicts.back().root, chain.front().key);
    chain.push_back(cancelOf(alertKey("end", kLength), {chain.front().key}));
    verdicts = judgeAlerts(chain);
    for (int i = 0; i < kLength; ++i) {
        ASSERT_EQ(verdicts[static_cast<std::size_t>(i)].standing, AlertStanding::cancelled) << i;
    }
    // The first names the last: all of it is one circle.
    chain.front() = updateOf(chain.front().key, {chain[kLength - 1].key});
    verdicts = judgeAlerts(chain);
    EXPECT_EQ(verdicts.front().standing, AlertStanding::refused);
    EXPECT_EQ(verdicts[kLength - 1].standing, AlertStanding::inForce);
}

TEST(Alerts, ManyCancelsOfOneChainAreNoMoreWorkThanOne) {
    constexpr int kHalf = 5'000;
    std::vector<AlertMessage> messages{alertOf(alertKey("m0", 0))};
    for (int i = 1; i < kHalf; ++i) {
        messages.push_back(updateOf(alertKey("m" + std::to_string(i), i), {messages.back().key}));
    }
    for (int i = 0; i < kHalf; ++i) {
        messages.push_back(
            cancelOf(alertKey("c" + std::to_string(i), kHalf + i), {messages.front().key}));
    }
    auto const verdicts = judgeAlerts(messages);
    EXPECT_EQ(verdicts[kHalf - 1].standing, AlertStanding::cancelled);
    EXPECT_EQ(verdicts[kHalf - 1].by, messages.back().key) << "the newest of them";
}

TEST(Alerts, WordsAreThoseOfTheStandard) {
    EXPECT_EQ(toString(AlertType::alert), "Alert");
    EXPECT_EQ(toString(AlertType::update), "Update");
    EXPECT_EQ(toString(AlertType::cancel), "Cancel");
    EXPECT_EQ(toString(AlertType::ack), "Ack");
    EXPECT_EQ(toString(AlertType::error), "Error");
    EXPECT_EQ(toString(AlertStanding::inForce), "in_force");
    EXPECT_EQ(toString(AlertStanding::superseded), "superseded");
    EXPECT_EQ(toString(AlertStanding::cancelled), "cancelled");
    EXPECT_EQ(toString(AlertStanding::ends), "ends");
    EXPECT_EQ(toString(AlertStanding::refused), "refused");
    EXPECT_EQ(toString(AlertStanding::answer), "answer");
}

}  // namespace
}  // namespace tocsin::playlists
