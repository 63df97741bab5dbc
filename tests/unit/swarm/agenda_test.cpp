// SPDX-License-Identifier: Apache-2.0
#include "agenda.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <vector>

namespace tocsin::swarm {
namespace {

TEST(Agenda, RunsWhatIsDueInOrderAndEndsWhenNothingIsLeft) {
    boost::asio::io_context io;
    Agenda agenda(io.get_executor());
    std::vector<int> ran;
    auto const begin = Steady::now();
    agenda.at(begin + std::chrono::milliseconds(2), [&] { ran.push_back(2); });
    agenda.at(begin + std::chrono::milliseconds(3), [&] { ran.push_back(3); });
    agenda.at(begin + std::chrono::milliseconds(1), [&] {
        ran.push_back(1);
        agenda.after(std::chrono::milliseconds(0), [&] { ran.push_back(9); });
    });
    io.run();
    ASSERT_EQ(ran.size(), 4U);
    EXPECT_EQ(ran[0], 1);
    EXPECT_LT(std::find(ran.begin(), ran.end(), 2), std::find(ran.begin(), ran.end(), 3));
}

TEST(Agenda, RunsMoreThanOneRoundOfTasks) {
    boost::asio::io_context io;
    Agenda agenda(io.get_executor());
    std::size_t ran = 0;
    for (std::size_t i = 0; i < 3 * Agenda::kAtOnce + 1; ++i) {
        agenda.after(std::chrono::milliseconds(0), [&] { ++ran; });
    }
    io.run();
    EXPECT_EQ(ran, 3 * Agenda::kAtOnce + 1);
}

TEST(Agenda, ForgetsAllWhenItIsClosed) {
    boost::asio::io_context io;
    Agenda agenda(io.get_executor());
    bool ran = false;
    agenda.after(std::chrono::hours(1), [&] { ran = true; });
    agenda.close();
    agenda.after(std::chrono::milliseconds(0), [&] { ran = true; });
    io.run();
    EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace tocsin::swarm
