// SPDX-License-Identifier: Apache-2.0
#include "row_order.hpp"

#include <gmock/gmock.h>

namespace tocsin::reports {
namespace {

using testing::ElementsAre;

TEST(ReadingOrder, GoesByNamesWithNumbersAsNumbersAndThenByTime) {
    std::map<std::string, std::string> const screens{
        {"a", "屏10"}, {"b", "屏2"}, {"c", "大门"}, {"d", ""}};
    ReportRequest request;
    request.by = {By::screen, By::day};
    std::map<Key, int> const rows{{{"a", "2026-06-02"}, 5},
                                  {{"a", "2026-06-01"}, 4},
                                  {{"b", "2026-06-01"}, 3},
                                  {{"c", "2026-06-01"}, 2},
                                  {{"d", "2026-06-01"}, 1}};
    std::vector<int> read;
    for (auto const* row : inReadingOrder(request, {{By::screen, &screens}}, rows)) {
        read.push_back(row->second);
    }
    EXPECT_THAT(read, ElementsAre(1, 2, 3, 4, 5));
}

}  // namespace
}  // namespace tocsin::reports
