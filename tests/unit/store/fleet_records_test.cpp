// SPDX-License-Identifier: Apache-2.0
// Revocations and spares.
#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using FleetRecords = FreshStore;

TEST_F(FleetRecords, ARevocationIsNotOfBeforeWhatTheLedgerHasOfTheKey) {
    auto late =
        sampleBatch("a", "gate", 1, 1, {samplePlay("x", "fire", at("2026-06-01T08:00:00Z"))});
    late.received = at("2026-06-01T12:00:00Z");
    auto afterwards =
        sampleBatch("a", "gate", 2, 2, {samplePlay("x", "fire", at("2026-06-01T08:01:00Z"))});
    afterwards.received = at("2026-06-01T09:00:00Z");
    change([&](Tx& tx) {
        tx.ledger().append(late);
        tx.ledger().append(afterwards);
        for (auto const* key : {"a", "b"}) {
            tx.revocations().put(
                {keyOf(key), ScreenId("gate"), at("2026-06-01T10:00:00Z"), "wang", ""});
        }
    });
    EXPECT_EQ(look([](Tx const& tx) { return tx.revocations().find(keyOf("a")); })->at,
              late.received)
        << "the clock was set back";
    EXPECT_EQ(look([](Tx const& tx) { return tx.revocations().find(keyOf("b")); })->at,
              at("2026-06-01T10:00:00Z"));
}

TEST_F(FleetRecords, ARevocationIsFoundByItsKeyAndTheNewestByItsScreen) {
    Revocation const first{keyOf("a"), ScreenId("gate"), at("2026-06-01T08:00:00Z"), "wang",
                           "lost"};
    Revocation const second{keyOf("b"), ScreenId("gate"), at("2026-06-02T08:00:00Z"), "li", ""};
    change([&](Tx& tx) {
        tx.revocations().put(first);
        tx.revocations().put(second);
    });
    reopen();
    look([&](Tx const& tx) {
        EXPECT_EQ(tx.revocations().find(keyOf("a")), first);
        EXPECT_EQ(tx.revocations().newestOf(ScreenId("gate")), second);
        EXPECT_FALSE(tx.revocations().newestOf(ScreenId("hall")));
        return 0;
    });
}

TEST_F(FleetRecords, SparesAreKeptAsTheyAre) {
    Spare spare{keyOf("s"), {"gate", "hall"}, "", "", 192, 32, "wang", at("2026-06-01T08:00:00Z")};
    change([&](Tx& tx) { tx.spares().put(spare); });
    reopen();
    look([&](Tx const& tx) {
        EXPECT_EQ(tx.spares().all(), std::vector<Spare>{spare});
        EXPECT_EQ(tx.spares().find(keyOf("s")), spare);
        return 0;
    });
    change([&](Tx& tx) { tx.spares().remove(keyOf("s")); });
    EXPECT_TRUE(look([](Tx const& tx) { return tx.spares().all(); }).empty());
}

}  // namespace
}  // namespace tocsin::store
