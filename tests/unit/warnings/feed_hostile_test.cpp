// SPDX-License-Identifier: Apache-2.0
// Feeds without end: what one may cost in memory, messages and time.
#include <fmt/format.h>

#include "feed_room.hpp"

namespace tocsin::warnings {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::Contains;
using testing::HasSubstr;
using testing::SizeIs;

/// Messages are only counted.
class HostileFeed : public FeedRoom {
protected:
    HostileFeed() {
        settingsOfFeeds_.take = [this](std::string const& xml, std::string const&) {
            ++taken_;
            bytes_ += xml.size();
            return answer_;
        };
    }
    static std::string many(int from, int to) {
        std::string out;
        for (int i = from; i < to; ++i) {
            DraftCap one;
            one.identifier = std::to_string(i);
            out += holding(one);
        }
        return out;
    }

    Result<> answer_{};
    int taken_ = 0;
    std::size_t bytes_ = 0;
};

TEST_F(HostileFeed, OfAVeryLongIndexTheFirstThousandEntriesAreTakenIn) {
    web_.answer(kUrl, atom(many(0, 1'100)));
    openFeed();
    tick();
    EXPECT_EQ(taken_, 1'000);
    EXPECT_EQ(feed().entries, 1'000U);
    EXPECT_THAT(feed().findings.back().message, HasSubstr("only the first 1000"));
}

TEST_F(HostileFeed, AThousandMessagesAnHourAreTakenInAndTheRestWaits) {
    openFeed();
    int sent = 0;
    for (int minute = 0; minute < 60; ++minute) {
        web_.answer(kUrl, atom(many(sent, sent + 100)));
        sent += 100;
        pass(minutes(1));
    }
    EXPECT_GT(taken_, 1'900);
    EXPECT_LT(taken_, 2'010) << "an hour's at once, and what came back in that hour";
    EXPECT_THAT(codes(), Contains("TOO_MANY_MESSAGES"));
    EXPECT_EQ(feed().error, "") << "it is polled all the same";
    EXPECT_EQ(feed().polls, 60);
}

TEST_F(HostileFeed, MessagesThatWaitAreKeptWithinABound) {
    answer_ = Error{Errc::unavailable, "the signer process ended"};
    openFeed();
    std::string const much(1 << 20, 'x');
    for (int i = 0; i < 20; ++i) {
        DraftCap one;
        one.identifier = std::to_string(i);
        one.headline = much;
        web_.answer(kUrl, atom(holding(one)));
        pass(minutes(1));
    }
    EXPECT_LE(feed().waiting, 5U) << "the listed one, and 4 MiB of those before";
    EXPECT_GE(feed().waiting, 3U);
}

TEST_F(HostileFeed, LinksWithoutEndAreRememberedWithinABound) {
    settingsOfFeeds_.take = [](std::string const&, std::string const&) { return Result<>(); };
    openFeed();
    for (int i = 0; i < 4; ++i) {
        std::string links;
        for (int k = 0; k < 1'000; ++k) {
            auto const link = fmt::format("https://met.example/{}-{}", i, k);
            links += linking(link, link);
            web_.refuse(link, 404);
        }
        web_.answer(kUrl, atom(links));
        pass(minutes(1));
        EXPECT_EQ(feed().waiting, 1'000U);
        EXPECT_THAT(feed().findings, SizeIs(50));
    }
    EXPECT_EQ(web_.asked().size(), 4'004U) << "each once, those of before no more";
}

TEST_F(HostileFeed, ARoundEndsInTimeHoweverSlowEachLinkIs) {
    std::string links;
    for (int k = 0; k < 10; ++k) {
        links += linking(std::to_string(k), fmt::format("https://met.example/{}", k));
    }
    web_.answer(kUrl, atom(links));
    openFeed();
    web_.onGet([this] { steady_ += seconds(20); });
    feeds_->pollDue();
    ASSERT_THAT(tasks_, SizeIs(1));
    tasks_.front()();
    EXPECT_EQ(web_.asked().size(), 1U + 2U) << "after a minute none begins any more";
    EXPECT_EQ(feed().waiting, 10U);
}

}  // namespace
}  // namespace tocsin::warnings
