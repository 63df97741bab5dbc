// SPDX-License-Identifier: Apache-2.0
// Commands to screens come back as they were put, and are found by step, by screen and by time.
#include "tocsin/store/commands.hpp"

#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

GivenCommand sampleCommand(std::string const& id, char const* given = "2026-06-01T08:00:00Z") {
    GivenCommand command;
    command.id = id;
    command.deed = {messages::InstructionAction::volume, "30", Milliseconds(60'000)};
    command.who = "zhang";
    command.reason = "考试";
    command.given = at(given);
    command.due = command.given + Milliseconds(1'000);
    command.expires = command.due + Milliseconds(600'000);
    return command;
}

CommandFate sampleFate(std::string const& command, std::string const& screen,
                       CommandStep step = CommandStep::waiting) {
    CommandFate fate;
    fate.command = command;
    fate.screen = ScreenId(screen);
    fate.step = step;
    return fate;
}

class CommandsTest : public FreshStore {
protected:
    void put(GivenCommand const& command, std::vector<CommandFate> const& fates = {}) {
        change([&](Tx& tx) {
            tx.commands().put(command);
            for (auto const& fate : fates) {
                tx.commands().put(fate);
            }
        });
    }
    std::vector<std::string> listed(CommandQuery const& query) {
        std::vector<std::string> out;
        for (auto const& command : look([&](Tx const& tx) { return tx.commands().list(query); })) {
            out.push_back(command.id);
        }
        return out;
    }
};

TEST_F(CommandsTest, KeepsACommandWithAllThatIsKnownOfItsScreens) {
    auto full = sampleFate("a", "gate", CommandStep::verified);
    full.sent = at("2026-06-01T08:00:01Z");
    full.received = at("2026-06-01T08:00:02Z");
    full.done = at("2026-06-01T08:00:03Z");
    full.verified = at("2026-06-01T08:00:04Z");
    full.detail = "until 2026-06-01T09:00:00Z";
    full.boot = "boot";
    full.engineStarts = 7;
    auto failed = sampleFate("a", "hall", CommandStep::failed);
    failed.ended = at("2026-06-01T08:00:05Z");
    put(sampleCommand("a"), {failed, full});
    reopen();
    EXPECT_EQ(look([](Tx const& tx) { return tx.commands().find("a"); }), sampleCommand("a"));
    EXPECT_EQ(look([](Tx const& tx) { return tx.commands().fates("a"); }),
              (std::vector<CommandFate>{full, failed}));
    EXPECT_EQ(look([](Tx const& tx) { return tx.commands().fate("a", ScreenId("hall")); }), failed);
    EXPECT_FALSE(look([](Tx const& tx) { return tx.commands().find("b"); }));
    EXPECT_FALSE(look([](Tx const& tx) { return tx.commands().fate("a", ScreenId("lift")); }));
    failed.step = CommandStep::done;
    failed.ended.reset();
    change([&](Tx& tx) { tx.commands().put(failed); });
    EXPECT_EQ(look([](Tx const& tx) { return tx.commands().fate("a", ScreenId("hall")); }), failed);
}

TEST_F(CommandsTest, ListsTheNewestFirstAndThoseOfAScreen) {
    put(sampleCommand("a", "2026-06-01T08:00:00Z"), {sampleFate("a", "gate")});
    put(sampleCommand("b", "2026-06-01T09:00:00Z"), {sampleFate("b", "hall")});
    put(sampleCommand("c", "2026-06-01T10:00:00Z"),
        {sampleFate("c", "gate"), sampleFate("c", "hall")});
    EXPECT_THAT(listed({}), ElementsAre("c", "b", "a"));
    CommandQuery query;
    query.screen = ScreenId("gate");
    EXPECT_THAT(listed(query), ElementsAre("c", "a"));
    query.since = at("2026-06-01T09:00:00Z");
    EXPECT_THAT(listed(query), ElementsAre("c"));
    query.screen.reset();
    EXPECT_THAT(listed(query), ElementsAre("c", "b"));
    query.most = 1;
    EXPECT_THAT(listed(query), ElementsAre("c"));
}

TEST_F(CommandsTest, FindsWhatIsOpenByStepAndCountsIt) {
    put(sampleCommand("a"), {sampleFate("a", "gate"), sampleFate("a", "hall", CommandStep::sent)});
    put(sampleCommand("b"), {sampleFate("b", "gate", CommandStep::received),
                             sampleFate("b", "hall", CommandStep::done)});
    put(sampleCommand("c"), {sampleFate("c", "gate", CommandStep::cancelled)});
    auto const in = [&](CommandStep step) {
        return look([&](Tx const& tx) { return tx.commands().in(step); });
    };
    EXPECT_THAT(in(CommandStep::waiting), ElementsAre(sampleFate("a", "gate")));
    EXPECT_THAT(in(CommandStep::sent), ElementsAre(sampleFate("a", "hall", CommandStep::sent)));
    EXPECT_THAT(in(CommandStep::expired), IsEmpty());
    EXPECT_THAT(look([](Tx const& tx) {
                    return tx.commands().of(ScreenId("gate"), CommandStep::received);
                }),
                ElementsAre(sampleFate("b", "gate", CommandStep::received)));
    EXPECT_EQ(look([](Tx const& tx) { return tx.commands().openAt(ScreenId("gate")); }), 2);
    EXPECT_EQ(look([](Tx const& tx) { return tx.commands().openAt(ScreenId("hall")); }), 1);
}

TEST_F(CommandsTest, ForgetsWhatIsOldWithItsScreens) {
    put(sampleCommand("a", "2026-06-01T08:00:00Z"), {sampleFate("a", "gate")});
    put(sampleCommand("b", "2026-06-01T09:00:00Z"), {sampleFate("b", "gate")});
    change([](Tx& tx) { tx.commands().forgetBefore(at("2026-06-01T09:00:00Z")); });
    EXPECT_THAT(listed({}), ElementsAre("b"));
    EXPECT_THAT(look([](Tx const& tx) { return tx.commands().fates("a"); }), IsEmpty());
}

}  // namespace
}  // namespace tocsin::store
