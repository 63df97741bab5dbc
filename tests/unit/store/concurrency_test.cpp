// SPDX-License-Identifier: Apache-2.0
// Many threads at one store.
#include <atomic>
#include <future>
#include <thread>

#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using Concurrency = FreshStore;

TEST_F(Concurrency, WritersTakeTurnsAndReadersNeverSeeHalfAChange) {
    std::atomic<bool> stop = false;
    std::vector<std::thread> readers;
    for (int r = 0; r < 12; ++r) {  // more than there are connections
        readers.emplace_back([&] {
            while (!stop) {
                auto const done = store_->read([](Tx const& tx) -> Result<> {
                    EXPECT_EQ(tx.settings().get("left"), tx.settings().get("right"));
                    return {};
                });
                EXPECT_TRUE(done);
            }
        });
    }
    std::vector<std::thread> writers;
    for (int w = 0; w < 4; ++w) {
        writers.emplace_back([&] {
            for (int i = 0; i < 25; ++i) {
                auto const done = store_->write(
                    [](Tx& tx) -> Result<> {
                        int const n = std::stoi(tx.settings().get("left").value_or("0"));
                        tx.settings().put("left", std::to_string(n + 1));
                        tx.settings().put("right", std::to_string(n + 1));
                        return {};
                    },
                    someone());
                EXPECT_TRUE(done);
            }
        });
    }
    for (auto& writer : writers) {
        writer.join();
    }
    stop = true;
    for (auto& reader : readers) {
        reader.join();
    }
    EXPECT_EQ(look([](Tx const& tx) { return tx.settings().get("left"); }), "100");
    EXPECT_EQ(look([](Tx const& tx) { return tx.audit().newest(1000); }).size(), 100U);
}

TEST_F(Concurrency, TheQueueOfChangesIsBounded) {
    std::promise<void> inside, proceed;
    std::thread held([&] {
        EXPECT_TRUE(store_->ingest([&](Tx&) -> Result<> {
            inside.set_value();
            proceed.get_future().wait();
            return {};
        }));
    });
    inside.get_future().wait();
    // The queue holds 1,000, so of 1,001 that come while the writer is busy exactly one is refused.
    std::atomic<int> refused = 0, performed = 0;
    std::promise<void> oneRefused;
    std::vector<std::thread> crowd;
    for (int i = 0; i < 1001; ++i) {
        crowd.emplace_back([&] {
            auto const done = store_->ingest([](Tx&) -> Result<> {
                return Error{Errc::notFound, "performed"};
            });
            if (!done && done.error().code == Errc::notFound) {
                ++performed;
            } else if (!done && done.error().code == Errc::unavailable && ++refused == 1) {
                oneRefused.set_value();
            }
        });
    }
    oneRefused.get_future().wait();
    proceed.set_value();
    held.join();
    for (auto& one : crowd) {
        one.join();
    }
    EXPECT_EQ(refused, 1);
    EXPECT_EQ(performed, 1000);
}

}  // namespace
}  // namespace tocsin::store
