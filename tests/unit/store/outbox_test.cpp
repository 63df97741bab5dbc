// SPDX-License-Identifier: Apache-2.0
// Mails of the outbox come back as they were put, the due one first, and none twice.
#include "tocsin/store/outbox.hpp"

#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

OutboxMail sampleMail(std::string const& key) {
    OutboxMail mail;
    mail.key = key;
    mail.messageId = key + "@example.org";
    mail.purpose = "filing-reminders";
    mail.unit = "east";
    mail.recipients = {"wang@example.org", "li@example.org"};
    mail.subject = "周报“提醒”";
    mail.text = "第一行\n第二行";
    mail.attachments = {{digestOf("file"), "周报.docx", "application/zip", 1'234}};
    mail.attempts = {{at("2026-06-01T08:00:00Z"), "later", "450 4.2.0 \"greylisted\""}};
    mail.tries = 1;
    mail.created = at("2026-06-01T07:59:00Z");
    mail.next = at("2026-06-01T08:01:00Z");
    mail.until = at("2026-06-02T00:00:00Z");
    mail.who = "wang";
    return mail;
}

class OutboxTest : public FreshStore {
protected:
    OutboxMail put(OutboxMail const& mail) {
        OutboxMail out;
        change([&](Tx& tx) { out = tx.outbox().put(mail); });
        return out;
    }
    OutboxMail put(std::string const& key, MailState state, char const* next) {
        auto mail = sampleMail(key);
        mail.state = state;
        mail.next = at(next);
        return put(mail);
    }
    std::vector<std::string> keys(OutboxQuery const& query) {
        std::vector<std::string> out;
        for (auto const& mail : look([&](Tx const& tx) { return tx.outbox().list(query); })) {
            out.push_back(mail.key);
        }
        return out;
    }
};

TEST_F(OutboxTest, KeepsAMailWithAllThatIsKnownOfIt) {
    auto stored = put(sampleMail("a"));
    EXPECT_EQ(stored.number, 1);
    reopen();
    EXPECT_EQ(look([](Tx const& tx) { return tx.outbox().find(1); }), stored);
    EXPECT_EQ(look([](Tx const& tx) { return tx.outbox().findByKey("a"); }), stored);
    EXPECT_FALSE(look([](Tx const& tx) { return tx.outbox().find(2); }));
    stored.state = MailState::sent;
    stored.until = std::nullopt;
    stored.attempts.push_back({at("2026-06-01T08:02:00Z"), "sent", "250 ok"});
    EXPECT_EQ(put(stored), stored);
    EXPECT_EQ(look([](Tx const& tx) { return tx.outbox().find(1); }), stored);
}

TEST_F(OutboxTest, GivesTheQueuedOneThatIsDueFirst) {
    EXPECT_FALSE(look([](Tx const& tx) { return tx.outbox().next(); }));
    put("sent", MailState::sent, "2026-06-01T00:00:00Z");
    put("late", MailState::queued, "2026-06-01T09:00:00Z");
    put("soon", MailState::queued, "2026-06-01T08:00:00Z");
    EXPECT_EQ(look([](Tx const& tx) { return tx.outbox().next(); })->key, "soon");
    EXPECT_THAT(look([](Tx const& tx) { return tx.outbox().counts(); }),
                ElementsAre(Pair(MailState::queued, 2), Pair(MailState::sent, 1)));
}

TEST_F(OutboxTest, ListsTheNewestFirstAndOnlyWhatIsAskedFor) {
    put("a", MailState::queued, "2026-06-01T00:00:00Z");
    put("b", MailState::failed, "2026-06-01T00:00:00Z");
    auto other = sampleMail("c");
    other.purpose = "test";
    put(other);
    EXPECT_THAT(keys({}), ElementsAre("c", "b", "a"));
    EXPECT_THAT(keys({.state = MailState::failed}), ElementsAre("b"));
    EXPECT_THAT(keys({.purpose = "test"}), ElementsAre("c"));
    EXPECT_THAT(keys({.before = 3, .most = 1}), ElementsAre("b"));
    EXPECT_THAT(keys({.purpose = "x"}), IsEmpty());
}

TEST_F(OutboxTest, TakesNoKeyTwice) {
    put(sampleMail("a"));
    auto const again = store_->write(
        [](Tx& tx) -> Result<> {
            tx.outbox().put(sampleMail("a"));
            return {};
        },
        someone());
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Errc::conflict);
    EXPECT_THAT(keys({}), ElementsAre("a"));
}

TEST_F(OutboxTest, KeepsTheNewestFiftyAttempts) {
    auto mail = sampleMail("a");
    mail.attempts.clear();
    for (int i = 0; i < 60; ++i) {
        mail.attempts.push_back({fromMillis(i), "later", std::to_string(i)});
    }
    auto const stored = put(mail);
    ASSERT_EQ(stored.attempts.size(), 50U);
    EXPECT_EQ(stored.attempts.front().answer, "10");
    EXPECT_EQ(look([](Tx const& tx) { return tx.outbox().find(1); }), stored);
}

TEST_F(OutboxTest, NamesFilesThatMayStillBeSent) {
    put("a", MailState::queued, "2026-06-01T00:00:00Z");
    auto other = sampleMail("b");
    other.attachments = {{digestOf("other"), "b.pdf", "application/pdf", 1}};
    other.state = MailState::sent;
    put(other);
    EXPECT_THAT(look([](Tx const& tx) { return tx.outbox().files(); }),
                ElementsAre(digestOf("file")));
}

}  // namespace
}  // namespace tocsin::store
