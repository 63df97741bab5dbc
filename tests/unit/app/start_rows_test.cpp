// SPDX-License-Identifier: Apache-2.0
// What changed while the controller was stopped stands in the audit trail.
#include "start_rows.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace tocsin::app {
namespace {

class StartRows : public testing::Test {
protected:
    StartRows() {
        std::string name = testing::TempDir() + "start-XXXXXX";
        data = ::mkdtemp(name.data());
        store = store::openSqliteStore(data, [] { return Instant{}; }).value();
    }
    ~StartRows() override {
        store.reset();
        std::filesystem::remove_all(data);
    }
    /// The rows that this start adds, as "action detail".
    std::vector<std::string> start(AppliedSettings const& settings) {
        EXPECT_TRUE(noteStart(*store, settings, keys));
        std::vector<std::string> out;
        EXPECT_TRUE(store->read([&](store::Tx const& tx) -> Result<> {
            store::AuditQuery query;
            query.after = seen;
            for (auto const& row : tx.audit().rows(query)) {
                seen = row.number;
                out.push_back(row.entry.action + " " + row.entry.detail);
            }
            return {};
        }));
        return out;
    }

    std::filesystem::path data;
    std::unique_ptr<store::Store> store;
    keys::IssuedKeys keys;
    std::int64_t seen = 0;
};

TEST_F(StartRows, SayWhichSettingsAreOthersThanBefore) {
    using Rows = std::vector<std::string>;
    EXPECT_EQ(start({{"plan.days", "8"}}).size(), 3U) << "and where the root is";
    EXPECT_EQ(start({{"plan.days", "8"}}), (Rows{"controller.start "}));
    EXPECT_EQ(start({{"plan.days", "4"}, {"guard.screens", "0"}}),
              (Rows{"controller.start ", "config.changed guard.screens is 0; plan.days 8 -> 4"}));
    EXPECT_EQ(start({{"plan.days", "4"}}),
              (Rows{"controller.start ", "config.changed guard.screens left out, was 0"}));
}

TEST_F(StartRows, SayWhenTheRootWasTakenAway) {
    keys.rootIsHere = true;
    (void)start({});
    EXPECT_EQ(start({}).size(), 1U);
    keys.rootIsHere = false;
    EXPECT_EQ(start({}).back(), "keys.root the root key is not on the controller's machine");
    EXPECT_EQ(start({}).size(), 1U);
}

}  // namespace
}  // namespace tocsin::app
