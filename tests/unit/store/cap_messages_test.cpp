// SPDX-License-Identifier: Apache-2.0
// CAP messages: each once, whole when it is asked for, without its text in lists.
#include "fresh_store.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

CapRecord sampleMessage(std::string const& identifier,
                        char const* arrived = "2026-06-01T08:00:00Z") {
    CapRecord out;
    out.sender = "hz@weather.example";
    out.identifier = identifier;
    out.sent = at("2026-06-01T07:59:00Z");
    out.type = "Alert";
    out.verdict = R"({"use":"show"})";
    out.from = "folder";
    out.who = "feeder";
    out.xml = "<alert>" + std::string(1'000'000, 'x') + "</alert>";
    out.digest = digestOf(out.xml);
    out.warning = "rain";
    out.arrived = at(arrived);
    return out;
}

class CapMessages : public FreshStore {
protected:
    void put(CapRecord const& message) {
        change([&](Tx& tx) { tx.warnings().putCap(message); });
    }
    std::vector<CapRecord> since(char const* t) {
        return look([&](Tx const& tx) { return tx.warnings().capsSince(at(t)); });
    }
    std::optional<CapRecord> find(CapRecord const& key) {
        return look([&](Tx const& tx) {
            return tx.warnings().findCap(key.sender, key.identifier, key.sent);
        });
    }
};

TEST_F(CapMessages, ComeBackWholeByTheirKey) {
    auto const message = sampleMessage("a");
    put(message);
    reopen();
    EXPECT_EQ(find(message), message);
    for (auto const& [sender, identifier, later] : {std::tuple{"another", "a", 0},
                                                    {"hz@weather.example", "b", 0},
                                                    {"hz@weather.example", "a", 1}}) {
        auto other = message;
        other.sender = sender;
        other.identifier = identifier;
        other.sent += Milliseconds(later);
        EXPECT_EQ(find(other), std::nullopt);
    }
}

TEST_F(CapMessages, AreListedWithoutTheirTextTheOldestFirst) {
    auto late = sampleMessage("a", "2026-06-01T08:00:02Z");
    auto early = sampleMessage("b", "2026-06-01T08:00:01Z");
    put(late);
    put(early);
    late.xml.clear();
    early.xml.clear();
    EXPECT_THAT(since("2026-06-01T08:00:01Z"), ElementsAre(early, late));
    EXPECT_THAT(since("2026-06-01T08:00:01.001Z"), ElementsAre(late));
    EXPECT_THAT(since("2026-06-01T09:00:00Z"), IsEmpty());
}

TEST_F(CapMessages, TheSameKeyAgainIsKeptOnce) {
    auto message = sampleMessage("a");
    put(message);
    message.verdict = R"({"use":"all-clear"})";
    message.warning.clear();
    put(message);
    EXPECT_EQ(find(message), message);
    EXPECT_EQ(since("2026-06-01T00:00:00Z").size(), 1U);
}

}  // namespace
}  // namespace tocsin::store
