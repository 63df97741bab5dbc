// SPDX-License-Identifier: Apache-2.0
// A change and all that belongs to it stand or fall together.
#include <stdexcept>

#include "fresh_store.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::store {
namespace {

using Transactions = FreshStore;
using Step = std::function<void(Tx&)>;

// Every kind of write once, in an order that makes sense.
std::vector<Step> everyWrite() {
    return {
        [](Tx& tx) { tx.screens().put(sampleScreen("gate")); },
        [](Tx& tx) {
            tx.bindings().begin(keyOf("p"), ScreenId("gate"), at("2026-06-01T00:00:00Z"));
        },
        [](Tx& tx) { tx.assets().put(sampleAsset("a")); },
        [](Tx& tx) { tx.campaigns().put(sampleCampaign("fire")); },
        [](Tx& tx) {
            tx.timelines().put({digestOf("x"), "x"});
        },
        [](Tx& tx) {
            tx.timelines().replaceSpans(
                ScreenId("gate"), at("2026-06-01T00:00:00Z"), {1, 1},
                {{digestOf("x"), 1, at("2026-06-01T00:00:00Z"), at("2026-06-02T00:00:00Z")}});
        },
        [](Tx& tx) {
            tx.manifests().put({ScreenId("gate"),
                                {1, 1},
                                at("2026-06-01T00:00:00Z"),
                                at("2026-06-09T00:00:00Z"),
                                "{}"});
        },
        [](Tx& tx) {
            tx.ledger().append(sampleBatch("p", "gate", 1, 1,
                                           {samplePlay("a", "fire", at("2026-06-01T08:00:00Z"))}));
        },
        [](Tx& tx) {
            tx.debts().put({ScreenId("gate"), "2026-06-01", CampaignId("fire"), 1});
        },
        [](Tx& tx) { tx.settings().put("generation", "1"); },
        [](Tx& tx) {
            ScreenOrder order;
            order.screen = ScreenId("gate");
            tx.screenOrders().put(order);
        },
        [](Tx& tx) {
            WarningRecord warning;
            warning.id = "rain";
            warning.revision = 1;
            tx.warnings().put(warning);
        },
        [](Tx& tx) {
            WarningTargetRecord target;
            target.target.screen = ScreenId("gate");
            tx.warnings().putTargets("rain", 1, {target});
        },
        [](Tx& tx) {
            messages::WarningReceipt receipt;
            receipt.warning = "rain";
            receipt.revision = 1;
            receipt.received = at("2026-06-01T08:00:00Z");
            tx.warnings().noteReceipt(ScreenId("gate"), receipt, at("2026-06-01T08:00:01Z"));
        },
        [](Tx& tx) {
            CapRecord message;
            message.identifier = "alert";
            tx.warnings().putCap(message);
        },
    };
}

std::vector<std::size_t> sizes(Tx const& tx) {
    auto const begin = at("2026-01-01T00:00:00Z"), end = at("2027-01-01T00:00:00Z");
    return {tx.screens().all().size(),
            tx.bindings().of(keyOf("p")).size(),
            tx.assets().all().size(),
            tx.campaigns().all().size(),
            tx.timelines().find(digestOf("x")) ? 1U : 0U,
            tx.timelines().spans(ScreenId("gate"), begin, end).size(),
            tx.manifests().newest(ScreenId("gate")) ? 1U : 0U,
            tx.ledger().plays(std::nullopt, begin, end, 9).size(),
            tx.ledger().mark(keyOf("p")) ? 1U : 0U,
            tx.ledger().dailySums("2026-01-01", "2026-12-31").size(),
            tx.ledger().hourlySums(begin, end).size(),
            tx.ledger().batch(keyOf("p"), 1, 1) ? 1U : 0U,
            tx.debts().recent().size(),
            tx.settings().get("generation") ? 1U : 0U,
            tx.screenOrders().all().size(),
            tx.warnings().all(9).size(),
            tx.warnings().targets("rain", 1).size(),
            tx.warnings().receipts("rain", 1).size(),
            tx.warnings().capsSince(Instant{}).size(),
            tx.audit().newest(9).size()};
}

TEST_F(Transactions, AChangeThatFailsAfterAnyStepLeavesNothing) {
    auto const steps = everyWrite();
    auto const nothing = std::vector<std::size_t>(20, 0);
    for (std::size_t performed = 0; performed <= steps.size(); ++performed) {
        auto const some = [&](Tx& tx) {
            for (std::size_t i = 0; i < performed; ++i) {
                steps[i](tx);
            }
        };
        auto const returned = store_->write(
            [&](Tx& tx) -> Result<> {
                some(tx);
                return Error{Errc::invalid, "no"};
            },
            someone());
        ASSERT_FALSE(returned);
        EXPECT_EQ(returned.error(), (Error{Errc::invalid, "no"}));
        auto const failed = store_->write(
            [&](Tx& tx) -> Result<> {
                some(tx);
                throw Failure({Errc::timedOut, "late"});
            },
            someone());
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error(), (Error{Errc::timedOut, "late"}));
        EXPECT_THROW((void)store_->ingest([&](Tx& tx) -> Result<> {
            some(tx);
            throw std::logic_error("bug");
        }),
                     std::logic_error);
        EXPECT_EQ(look(sizes), nothing) << "after " << performed << " steps";
    }
    change([&](Tx& tx) {
        for (auto const& step : steps) {
            step(tx);
        }
    });
    EXPECT_EQ(look(sizes), std::vector<std::size_t>(20, 1));
}

TEST_F(Transactions, AChangeSeesItsOwnWritesAndReadersDoNotUntilCommit) {
    change([&](Tx& tx) {
        tx.settings().put("k", "inside");
        EXPECT_EQ(tx.settings().get("k"), "inside");
        EXPECT_EQ(look([](Tx const& reader) { return reader.settings().get("k"); }), std::nullopt);
    });
    EXPECT_EQ(look([](Tx const& tx) { return tx.settings().get("k"); }), "inside");
}

TEST_F(Transactions, AReaderSeesOneStateWhileWritesGoOn) {
    change([](Tx& tx) { tx.settings().put("k", "old"); });
    look([&](Tx const& tx) {
        EXPECT_EQ(tx.settings().get("k"), "old");
        change([](Tx& writer) { writer.settings().put("k", "new"); });
        EXPECT_EQ(tx.settings().get("k"), "old");
        return 0;
    });
    EXPECT_EQ(look([](Tx const& tx) { return tx.settings().get("k"); }), "new");
}

TEST_F(Transactions, IngestLeavesNoAuditRow) {
    ASSERT_TRUE(store_->ingest([](Tx& tx) -> Result<> {
        tx.settings().put("k", "v");
        return {};
    }));
    EXPECT_TRUE(look([](Tx const& tx) { return tx.audit().newest(9); }).empty());
}

TEST_F(Transactions, AChangeInsideAChangeIsRefusedInsteadOfWaitingForItself) {
    change([&](Tx&) {
        auto const inner = store_->write([](Tx&) -> Result<> { return {}; }, someone());
        ASSERT_FALSE(inner);
        EXPECT_EQ(inner.error().code, Errc::internal);
    });
}

TEST_F(Transactions, ErrorsAndExceptionsOfAReaderComeOut) {
    auto const returned = store_->read([](Tx const&) -> Result<> {
        return Error{Errc::notFound, "no"};
    });
    ASSERT_FALSE(returned);
    EXPECT_EQ(returned.error().code, Errc::notFound);
    EXPECT_THROW((void)store_->read([](Tx const&) -> Result<> { throw std::logic_error("bug"); }),
                 std::logic_error);
    EXPECT_TRUE(store_->read([](Tx const&) -> Result<> { return {}; }));
}

}  // namespace
}  // namespace tocsin::store
