// SPDX-License-Identifier: Apache-2.0
// Room in a unit's quota for files on their way.
#include "shelf.hpp"

namespace tocsin::library {
namespace {

class QuotaTest : public Shelf {};

TEST_F(QuotaTest, TwoFilesOnTheirWayDoNotFindTheSameRoom) {
    Quotas quotas;
    quotas.units = {{"east", 50}};
    QuotaRooms rooms;
    std::optional<QuotaRooms::Room> first, second;
    ASSERT_TRUE(rooms.keep(*store, quotas, "east", 30, first));
    EXPECT_FALSE(rooms.keep(*store, quotas, "east", 30, second));
    EXPECT_TRUE(rooms.keep(*store, quotas, "east", 20, second));
    EXPECT_TRUE(rooms.keep(*store, quotas, "east", 20, second)) << "in place of the one before";
    second.reset();
    first.reset();
    EXPECT_TRUE(rooms.keep(*store, quotas, "east", 50, first));
}

}  // namespace
}  // namespace tocsin::library
