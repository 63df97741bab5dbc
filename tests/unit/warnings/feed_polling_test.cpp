// SPDX-License-Identifier: Apache-2.0
// When a feed is asked for, with what conditions, and what is made of answers that are good, bad,
// late and hostile.
#include <thread>

#include "feed_room.hpp"

namespace tocsin::warnings {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class FeedPolling : public FeedRoom {};

TEST_F(FeedPolling, IsAskedForAtTheStartAndThenAfterEachInterval) {
    web_.answer(kUrl, atom(""));
    openFeed();
    EXPECT_EQ(feed().polls, 0);
    EXPECT_FALSE(feed().lastGood);
    tick();
    EXPECT_EQ(web_.asked(kUrl), 1U);
    EXPECT_EQ(feed().lastGood, now_);
    EXPECT_EQ(feed().nextPoll, now_ + minutes(1));
    EXPECT_EQ(feed().kind, "atom");
    EXPECT_EQ(secondsToNextPoll(), 60);
    EXPECT_EQ(secondsToNextPoll(), 60);
    EXPECT_EQ(web_.asked(kUrl), 3U);
}

TEST_F(FeedPolling, WhoeverSetsTheClockDoesNotHoldItUp) {
    web_.answer(kUrl, atom(""));
    openFeed();
    tick();
    now_ -= std::chrono::hours(48);
    EXPECT_EQ(secondsToNextPoll(), 60);
}

TEST_F(FeedPolling, TheConditionsOfTheLastGoodAnswerAreSentBack) {
    web_.answer(kUrl, atom(holding({})), "\"v1\"", "Mon, 01 Jun 2026 08:00:00 GMT");
    openFeed();
    tick();
    EXPECT_EQ(web_.last(kUrl).etag, "");
    EXPECT_EQ(web_.last(kUrl).modified, "");
    pass(minutes(1));
    EXPECT_EQ(web_.last(kUrl).etag, "\"v1\"");
    EXPECT_EQ(web_.last(kUrl).modified, "Mon, 01 Jun 2026 08:00:00 GMT");
    EXPECT_EQ(feed().status, 304);
    EXPECT_EQ(feed().error, "");
    EXPECT_EQ(feed().lastGood, now_);
    EXPECT_EQ(feed().entries, 1U) << "the last good index is kept";
    EXPECT_EQ(feed().taken, 1);
}

TEST_F(FeedPolling, AnAnswerThatCannotBeReadLeavesTheConditionsAsTheyWere) {
    web_.answer(kUrl, atom(""), "\"good\"");
    openFeed();
    tick();
    web_.answer(kUrl, "<html>try again later</html>", "\"bad\"");
    pass(minutes(1));
    EXPECT_THAT(feed().error, HasSubstr("its root is \"html\""));
    pass(minutes(1));
    EXPECT_EQ(web_.last(kUrl).etag, "\"good\"");
}

TEST_F(FeedPolling, A304ThatNobodyAskedForIsNoGoodAnswer) {
    web_.refuse(kUrl, 304);
    openFeed();
    tick();
    EXPECT_EQ(feed().error, "the server answers 304");
    EXPECT_FALSE(feed().lastGood);
}

TEST_F(FeedPolling, FailuresAreTriedAgainLaterAndLaterUntilOneIsGood) {
    web_.breakOff(kUrl, {Errc::timedOut, "met.example took too long"});
    openFeed();
    tick();
    EXPECT_EQ(feed().error, "met.example took too long");
    EXPECT_EQ(feed().status, 0);
    EXPECT_EQ(secondsToNextPoll(), 48);
    EXPECT_EQ(secondsToNextPoll(), 96);
    EXPECT_EQ(secondsToNextPoll(), 192);
    EXPECT_EQ(secondsToNextPoll(), 384);
    EXPECT_EQ(secondsToNextPoll(), 720);
    EXPECT_EQ(secondsToNextPoll(), 720);
    EXPECT_EQ(feed().failures, 7);
    web_.answer(kUrl, atom(""));
    EXPECT_EQ(secondsToNextPoll(), 720);
    EXPECT_EQ(feed().failures, 0);
    EXPECT_EQ(feed().error, "");
    EXPECT_EQ(secondsToNextPoll(), 60);
    web_.refuse(kUrl, 502);
    EXPECT_EQ(secondsToNextPoll(), 60);
    EXPECT_EQ(secondsToNextPoll(), 48) << "from the beginning";
}

TEST_F(FeedPolling, AServerThatAsksForPatienceGetsSome) {
    web_.refuse(kUrl, 503, "300");
    openFeed();
    tick();
    EXPECT_EQ(feed().error, "the server answers 503");
    EXPECT_EQ(secondsToNextPoll(), 300);
    web_.refuse(kUrl, 429, "86400");
    EXPECT_EQ(secondsToNextPoll(), 300);
    EXPECT_EQ(secondsToNextPoll(), 900) << "but not that much";
}

TEST_F(FeedPolling, NoAnswerThatIsNotGoodChangesWhatStands) {
    web_.answer(kUrl, atom(holding({})));
    openFeed();
    tick();
    ASSERT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
    auto const rows = audited();
    auto const whole = atom(holding({}) + linking("2", "https://met.example/2.xml"));
    web_.answer("https://met.example/2.xml", DraftCap().xml());
    std::vector<std::string> bad{"",
                                 "no feed",
                                 whole.substr(0, whole.size() - 20),
                                 whole.substr(0, whole.size() / 2),
                                 "<!DOCTYPE feed [<!ENTITY a \"b\">]>" + whole,
                                 "<feed>" + std::string(200, '<') + "</feed>"};
    for (auto const& body : bad) {
        web_.answer(kUrl, body);
        ASSERT_TRUE(feeds_->pollNow("met"));
        tick();
        EXPECT_NE(feed().error, "") << body;
        EXPECT_EQ(feed().entries, 1U) << body;
    }
    web_.refuse(kUrl, 500);
    pass(minutes(16));
    web_.breakOff(kUrl, {Errc::exhausted, "it is longer than the 4194304 bytes"});
    pass(minutes(16));
    EXPECT_THAT(feed().error, HasSubstr("longer than"));
    EXPECT_EQ(web_.asked("https://met.example/2.xml"), 0U);
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
    EXPECT_EQ(audited(), rows);
}

TEST_F(FeedPolling, EveryRequestIsBoundedInBytesAndTime) {
    web_.answer(kUrl, atom(linking("1", "https://met.example/1.xml")));
    openFeed();
    tick();
    ASSERT_EQ(web_.asked().size(), 2U);
    for (auto const& request : web_.asked()) {
        EXPECT_EQ(request.mostBytes, 4 << 20);
        EXPECT_EQ(request.whole, seconds(30));
    }
}

TEST_F(FeedPolling, OneThatHasBeenAwayForAQuarterOfAnHourIsSilent) {
    web_.answer(kUrl, atom(""));
    openFeeds({{"met", kUrl, seconds(60)}, {"flood", "https://flood.example/", seconds(3'600)}});
    tick();
    web_.refuse(kUrl, 500);
    pass(minutes(15));
    EXPECT_THAT(feeds_->silent(), IsEmpty());
    pass(seconds(1));
    EXPECT_THAT(feeds_->silent(), ElementsAre("met"));
    EXPECT_EQ(feed().silent, minutes(15) + seconds(1));
    pass(minutes(165));
    EXPECT_THAT(feeds_->silent(), ElementsAre("met", "flood")) << "three polls of an hour";
    web_.answer(kUrl, atom(""));
    pass(minutes(16));
    EXPECT_THAT(feeds_->silent(), ElementsAre("flood"));
}

TEST_F(FeedPolling, AnExceptionIsAFailureAndNotTheEnd) {
    web_.answer(kUrl, atom(holding({})));
    bool isBroken = true;
    settingsOfFeeds_.take = [&](std::string const& xml, std::string const& from) {
        if (isBroken) {
            throw std::runtime_error("the disk is full");
        }
        return warnings_->takeCap(xml, from);
    };
    openFeed();
    tick();
    EXPECT_THAT(codes(), ElementsAre("MESSAGE_WAITS"));
    EXPECT_EQ(feed().findings.at(0).message, "the disk is full");
    isBroken = false;
    pass(minutes(1));
    EXPECT_THAT(codes(), IsEmpty());
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
}

/// With real threads, one for each task.
class FeedThreads : public FeedRoom {
protected:
    FeedThreads() {
        settingsOfFeeds_.later = [this](std::function<void()> task) {
            std::scoped_lock const lock(mutex_);
            threads_.emplace_back(std::move(task));
        };
        settingsOfFeeds_.take = [this](std::string const&, std::string const& from) -> Result<> {
            std::scoped_lock const lock(mutex_);
            taken_.push_back(from);
            return {};
        };
    }
    void join() {
        for (auto& thread : threads_) {
            thread.join();
        }
        threads_.clear();
    }

    std::mutex mutex_;
    std::vector<std::jthread> threads_;
    std::vector<std::string> taken_;
};

TEST_F(FeedThreads, AFeedThatHangsHoldsUpNoOther) {
    std::string const slow = "https://slow.example/";
    web_.answer(slow, atom(holding({})));
    web_.answer(kUrl, atom(holding({})));
    web_.hold(slow);
    openFeeds({{"slow", slow, seconds(15)}, {"met", kUrl, seconds(15)}});
    feeds_->pollDue();
    web_.awaitHeld(1);
    threads_.back().join();  // of the other
    threads_.pop_back();
    EXPECT_THAT(taken_, ElementsAre("feed met"));
    EXPECT_TRUE(feed("slow").polling);
    EXPECT_FALSE(feed("met").polling);
    steady_ += seconds(20);
    feeds_->pollDue();
    EXPECT_EQ(threads_.size(), 2U) << "and it is not asked a second time meanwhile";
    web_.letGo();
    join();
    EXPECT_THAT(taken_, ElementsAre("feed met", "feed slow"));
    EXPECT_FALSE(feed("slow").polling);
}

TEST_F(FeedThreads, APollThatIsAskedForMeanwhileFollows) {
    web_.answer(kUrl, atom(""));
    web_.hold(kUrl);
    openFeed();
    feeds_->pollDue();
    web_.awaitHeld(1);
    EXPECT_TRUE(feeds_->pollNow("met"));
    EXPECT_TRUE(feeds_->pollNow("met"));
    EXPECT_EQ(threads_.size(), 1U);
    web_.letGo();
    join();
    EXPECT_EQ(feed().polls, 2);
}

TEST_F(FeedThreads, AStopEndsARequestThatIsUnderWayAndNoOtherBegins) {
    web_.answer(kUrl, atom(holding({}) + linking("2", "https://met.example/2.xml")));
    web_.hold(kUrl);
    openFeed();
    feeds_->pollDue();
    web_.awaitHeld(1);
    feeds_->stop();
    join();
    EXPECT_FALSE(feed().polling);
    EXPECT_EQ(feed().polls, 0) << "it says nothing of the feed";
    EXPECT_EQ(feed().error, "");
    steady_ += minutes(10);
    feeds_->pollDue();
    EXPECT_EQ(feeds_->pollNow("met").error().code, Errc::unavailable);
    EXPECT_TRUE(threads_.empty());
    EXPECT_EQ(web_.asked().size(), 1U);
    EXPECT_THAT(taken_, IsEmpty());
}

TEST_F(FeedThreads, AStopBetweenALinkAndTheNextLeavesTheRest) {
    std::string const first = "https://met.example/1.xml";
    web_.answer(kUrl, atom(linking("1", first) + linking("2", "https://met.example/2.xml")));
    web_.answer(first, DraftCap().xml());
    web_.hold(first);
    openFeed();
    feeds_->pollDue();
    web_.awaitHeld(1);
    feeds_->stop();
    join();
    EXPECT_EQ(web_.asked().size(), 2U);
    EXPECT_THAT(taken_, IsEmpty());
}

class FeedRoutes : public FeedRoom {
protected:
    boost::json::object json(std::string const& method, std::string const& path, int status) {
        auto const answer = askFeeds(method, path);
        EXPECT_EQ(answer.status, status) << answer.body;
        return boost::json::parse(answer.body).as_object();
    }
    boost::json::object item() {
        return json("GET", "/api/v1/warning-feeds", 200).at("items").at(0).as_object();
    }
};

TEST_F(FeedRoutes, TheListTellsHowEachFeedIsAndNoSecrets) {
    web_.answer(kUrl, atom(holding({}) + linking("2", "https://no.example/2.xml?key=geheim")));
    web_.forbid("https://no.example/2.xml?key=geheim");
    openFeed();
    EXPECT_EQ(item().at("state"), "new");
    EXPECT_TRUE(item().at("last_good").is_null());
    tick();
    auto const good = item();
    EXPECT_EQ(good.at("name"), "met");
    EXPECT_EQ(good.at("url"), "https://met.example/index.atom");
    EXPECT_EQ(good.at("every_seconds"), 60);
    EXPECT_EQ(good.at("state"), "good");
    EXPECT_EQ(good.at("last_good"), "2026-06-01T08:00:00.000Z");
    EXPECT_EQ(good.at("next_poll"), "2026-06-01T08:01:00.000Z");
    EXPECT_EQ(good.at("http_status"), 200);
    EXPECT_EQ(good.at("kind"), "atom");
    EXPECT_EQ(good.at("entries"), 2);
    EXPECT_EQ(good.at("taken"), 1);
    EXPECT_EQ(good.at("waiting"), 0);
    EXPECT_EQ(good.at("refused"), 1);
    EXPECT_EQ(good.at("findings").at(0).at("code"), "LINK_NOT_ALLOWED");
    EXPECT_EQ(good.at("findings").at(0).at("where"), "entry[1]");
    EXPECT_THAT(boost::json::serialize(good), Not(HasSubstr("geheim")));
    web_.refuse(kUrl, 500);
    pass(minutes(1));
    EXPECT_EQ(item().at("state"), "failing");
    EXPECT_EQ(item().at("error"), "the server answers 500");
    EXPECT_EQ(item().at("silent_seconds"), 60);
    pass(minutes(15));
    EXPECT_EQ(item().at("state"), "silent");
}

TEST_F(FeedRoutes, APersonHasAFeedPolledBeforeItsTime) {
    web_.refuse(kUrl, 500);
    openFeed();
    tick();
    pass(seconds(5));
    web_.answer(kUrl, atom(holding({})));
    auto const answer = json("POST", "/api/v1/warning-feeds/met/poll", 202);
    EXPECT_EQ(answer.at("polls"), 1) << "as it was before";
    EXPECT_EQ(answer.at("polling"), true);
    tick();
    EXPECT_EQ(item().at("polls"), 2);
    EXPECT_EQ(item().at("state"), "good");
    EXPECT_THAT(audited(), ElementsAre("zhang feed.poll", "cap cap.take", "cap warning.raise"));
    auto const unknown = json("POST", "/api/v1/warning-feeds/none/poll", 404);
    EXPECT_THAT(std::string(unknown.at("detail").as_string()), HasSubstr("[[warnings.feed]]"));
}

TEST_F(FeedRoutes, LookingAndPollingTakeTheRightsOfOtherMessages) {
    openFeed();
    for (auto const& route : feeds_->routes()) {
        EXPECT_EQ(route.permission, route.method == "GET" ? access::Permission::viewWarnings
                                                          : access::Permission::raiseWarnings);
        EXPECT_FALSE(route.withoutAuthorisation);
    }
    EXPECT_EQ(feeds_->routes().size(), 2U);
}

}  // namespace
}  // namespace tocsin::warnings
