// SPDX-License-Identifier: Apache-2.0
// Inspection packages: what they hold, and what becomes of their links.
#include "tocsin/store/inspections.hpp"

#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Inspection sample(std::string const& secret = "one") {
    Inspection out;
    out.activity = "safety";
    out.title = "“安全生产月”";
    out.unit = "hospital";
    out.firstDay = "2026-06-01";
    out.lastDay = "2026-06-30";
    out.note = "区应急局";
    out.who = "wang";
    out.made = at("2026-07-01T02:00:00Z");
    out.expires = at("2026-07-08T02:00:00Z");
    out.secret = digestOf(secret);
    out.name = "迎检资料包.zip";
    out.package = digestOf("zip" + secret);
    out.bytes = 5'000'000'000;
    out.files = {{"1-计划/计划.pdf", digestOf("plan"), 10},
                 {"a&b=c.txt", digestOf("own" + secret), 0}};
    return out;
}

class InspectionsTest : public FreshStore {
protected:
    Inspection add(Inspection const& inspection) {
        Inspection out;
        change([&](Tx& tx) { out = tx.inspections().add(inspection); });
        return out;
    }
    std::optional<Inspection> find(std::int64_t number) {
        return look([&](Tx const& tx) { return tx.inspections().find(number); });
    }
};

TEST_F(InspectionsTest, ComeBackAsTheyWereStoredAlsoAfterARestart) {
    auto expected = sample();
    auto const stored = add(expected);
    expected.number = 1;
    EXPECT_EQ(stored, expected);
    reopen();
    EXPECT_EQ(find(1), expected);
    EXPECT_EQ(find(2), std::nullopt);
    expected.files.clear();
    EXPECT_THAT(look([](Tx const& tx) { return tx.inspections().all(); }), ElementsAre(expected));
}

TEST_F(InspectionsTest, AreFoundByWhatTheirLinksSecretHashesTo) {
    add(sample("one"));
    auto const second = add(sample("two"));
    auto const bySecret = [&](std::string const& secret) {
        return look([&](Tx const& tx) { return tx.inspections().findBySecret(digestOf(secret)); });
    };
    EXPECT_EQ(bySecret("two"), second);
    EXPECT_EQ(bySecret("three"), std::nullopt);
}

TEST_F(InspectionsTest, AreRevokedOnceAndCountTheirOpenings) {
    add(sample());
    auto const when = at("2026-07-02T00:00:00Z");
    change([&](Tx& tx) {
        tx.inspections().open(1, when);
        tx.inspections().open(1, when + Milliseconds(5));
        tx.inspections().revoke(1, when, "li");
        tx.inspections().revoke(1, when + Milliseconds(9), "zhang");
    });
    auto const found = find(1);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->openings, 2);
    EXPECT_EQ(found->opened, when + Milliseconds(5));
    EXPECT_EQ(found->revoked, when);
    EXPECT_EQ(found->revokedBy, "li");
}

TEST_F(InspectionsTest, FilesThatOthersHoldTooAreTold) {
    add(sample("one"));
    add(sample("two"));
    auto const beside = [&](std::int64_t number) {
        return look([&](Tx const& tx) { return tx.inspections().filesBeside(number); });
    };
    EXPECT_THAT(beside(1),
                UnorderedElementsAre(digestOf("plan"), digestOf("owntwo"), digestOf("ziptwo")));
    change([](Tx& tx) { tx.inspections().remove(2); });
    EXPECT_THAT(beside(1), IsEmpty());
    EXPECT_TRUE(find(2)->removed);
}

}  // namespace
}  // namespace tocsin::store
