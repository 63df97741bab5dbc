// SPDX-License-Identifier: Apache-2.0
// Distinct string ids.
#include "tocsin/vocabulary/id.hpp"

#include <gtest/gtest.h>

#include <type_traits>
#include <unordered_set>

namespace tocsin {
namespace {

static_assert(!std::is_convertible_v<ScreenId, CampaignId>);
static_assert(!std::is_convertible_v<std::string, ScreenId>, "an id is made on purpose only");
static_assert(!std::is_same_v<ScreenId, AssetId>);

TEST(Id, ComparesAndHashesByItsText) {
    EXPECT_EQ(ScreenId("a"), ScreenId("a"));
    EXPECT_LT(ScreenId("a"), ScreenId("b"));
    EXPECT_TRUE(ScreenId().empty());
    EXPECT_EQ((std::unordered_set<ScreenId>{ScreenId("a"), ScreenId("b"), ScreenId("a")}.size()),
              2u);
}

}  // namespace
}  // namespace tocsin
