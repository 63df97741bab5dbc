// SPDX-License-Identifier: Apache-2.0
// What becomes of mails: sent once, tried again, refused, given up; through failures and restarts.
#include "post_room.hpp"

namespace tocsin::mail {
namespace {

using outbound::MailFate;
using std::chrono::hours;
using std::chrono::minutes;
using store::MailState;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

using MailerTest = PostRoom;

TEST_F(MailerTest, SendsAMailOnceWithAnIdOfItsOwn) {
    auto const number = queue(sampleMessage("a"));
    EXPECT_EQ(mail(number).state, MailState::queued);
    sendDue();
    sendDue();
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].from, "led@example.org");
    EXPECT_EQ(sent[0].fromName, "LED 发布平台");
    EXPECT_THAT(sent[0].to, ElementsAre("wang@example.org"));
    EXPECT_EQ(sent[0].date, now);
    EXPECT_EQ(sent[0].offset, hours(8));
    EXPECT_THAT(sent[0].id, HasSubstr("@example.org"));
    EXPECT_EQ(mail(number).state, MailState::sent);
    EXPECT_EQ(mail(number).attempts.front().answer, "250 ok");
    EXPECT_THAT(trail(), Contains("mail.sent"));
    queue(sampleMessage("b"));
    sendDue();
    EXPECT_NE(sent[0].id, sent[1].id);
}

TEST_F(MailerTest, TheSameKeyIsMailedOnceWhateverBecameOfIt) {
    auto const number = queue(sampleMessage("a"));
    EXPECT_EQ(queue(sampleMessage("a")), 0);
    sendDue();
    EXPECT_EQ(queue(sampleMessage("a")), 0);
    EXPECT_EQ(mailer->queueNew({sampleMessage("a"), sampleMessage("b")}).value(), 1U);
    EXPECT_EQ(mailer->queueNew({sampleMessage("a"), sampleMessage("b")}).value(), 0U);
    sendDue();
    EXPECT_THAT(sent, SizeIs(2));
    EXPECT_EQ(mail(number).state, MailState::sent);
}

TEST_F(MailerTest, AMailFallsWithItsChange) {
    auto const failed = store->write(
        [&](store::Tx& tx) -> Result<> {
            EXPECT_TRUE(mailer->queue(tx, sampleMessage("a")));
            return Error{Errc::conflict, "no"};
        },
        {"test", "test", "", ""});
    EXPECT_FALSE(failed);
    sendDue();
    EXPECT_THAT(sent, IsEmpty());
}

TEST_F(MailerTest, ATemporaryAnswerIsTriedAgainAfterLongerAndLongerWaits) {
    says(MailFate::later, "450 greylisted");
    says(MailFate::later, "451 busy");
    auto const number = queue(sampleMessage("a"));
    sendDue();
    EXPECT_EQ(mail(number).next, now + minutes(1));
    later(Milliseconds(59'999));
    EXPECT_THAT(sent, SizeIs(1));
    later(Milliseconds(1));
    EXPECT_THAT(sent, SizeIs(2));
    later(minutes(4));
    EXPECT_THAT(sent, SizeIs(2));
    later(minutes(1));
    EXPECT_EQ(mail(number).state, MailState::sent);
    EXPECT_THAT(mail(number).attempts, SizeIs(3));
    EXPECT_EQ(sent[0].id, sent[2].id);
    EXPECT_EQ(sent[0].date, sent[2].date);
}

TEST_F(MailerTest, WhatIsNotTakenWithinADayIsGivenUp) {
    for (int i = 0; i < 20; ++i) {
        says(MailFate::later, "450 no");
    }
    auto const number = queue(sampleMessage("a"));
    for (int i = 0; i < 24 * 60; ++i) {
        later(minutes(1));
    }
    EXPECT_EQ(mail(number).state, MailState::givenUp);
    EXPECT_THAT(sent, SizeIs(8));
    EXPECT_THAT(trail(), Contains("mail.given-up"));
    EXPECT_THAT(log, HasSubstr("mail given up number=1"));
}

TEST_F(MailerTest, WhatIsRefusedForGoodIsNotTriedAgain) {
    says(MailFate::refused, "550 5.1.1 unknown user");
    auto const number = queue(sampleMessage("a"));
    sendDue();
    later(hours(48));
    EXPECT_THAT(sent, SizeIs(1));
    EXPECT_EQ(mail(number).state, MailState::failed);
    EXPECT_EQ(mail(number).attempts.front().answer, "550 5.1.1 unknown user");
    EXPECT_THAT(trail(), Contains("mail.failed"));
}

TEST_F(MailerTest, AServerThatIsAwayIsAskedByOneMailAndNotByAll) {
    says(MailFate::noServer, "cannot connect");
    says(MailFate::noServer, "cannot connect");
    auto const first = queue(sampleMessage("a"));
    auto const second = queue(sampleMessage("b"));
    sendDue();
    EXPECT_THAT(sent, SizeIs(1));
    EXPECT_THAT(mail(second).attempts, IsEmpty());
    later(minutes(1));
    EXPECT_THAT(sent, SizeIs(2)) << "the other one's turn, and it failed too";
    later(minutes(4));
    EXPECT_THAT(sent, SizeIs(2));
    later(minutes(1));
    EXPECT_EQ(mail(first).state, MailState::sent);
    EXPECT_EQ(mail(second).state, MailState::sent);
}

TEST_F(MailerTest, AClockThatIsSetBackHoldsNothingUp) {
    says(MailFate::noServer, "cannot connect");
    queue(sampleMessage("a"));
    sendDue();
    now -= hours(1);
    queue(sampleMessage("b"));
    sendDue();
    EXPECT_THAT(sent, SizeIs(2));
}

TEST_F(MailerTest, WhatHelpsNobodyAnyMoreIsNotSent) {
    auto message = sampleMessage("a");
    message.until = now + minutes(3);
    says(MailFate::later, "450 no");
    says(MailFate::later, "450 no");
    auto const number = queue(message);
    sendDue();
    later(minutes(1));
    EXPECT_EQ(mail(number).next, *message.until);
    later(minutes(2));
    EXPECT_EQ(mail(number).state, MailState::givenUp);
    EXPECT_THAT(sent, SizeIs(2));
}

TEST_F(MailerTest, AStopAmidAMailCountsAsNoAttempt) {
    says(MailFate::stopped, "stopped");
    auto const number = queue(sampleMessage("a"));
    std::stop_source stop;
    meanwhile = [&] { stop.request_stop(); };
    mailer->sendDue(stop.get_token());
    EXPECT_EQ(mail(number).state, MailState::queued);
    EXPECT_THAT(mail(number).attempts, IsEmpty());
}

TEST_F(MailerTest, AMailThatACrashFoundBeingSentIsSentAgainWithTheSameId) {
    auto const number = queue(sampleMessage("a"));
    meanwhile = [this] { throw std::runtime_error("as if the process had died"); };
    EXPECT_THROW(sendDue(), std::runtime_error);
    EXPECT_EQ(mail(number).state, MailState::sending);
    meanwhile = {};
    renew();
    ASSERT_TRUE(mailer->start());
    mailer->stop();
    sendDue();
    EXPECT_EQ(mail(number).state, MailState::sent);
    EXPECT_EQ(mail(number).attempts.front().outcome, "interrupted");
    EXPECT_EQ(sent.front().id, sent.back().id);
}

TEST_F(MailerTest, KeepsAttachmentsUntilTheirMailHasGone) {
    auto const kept = mailer->keep("PK", "周报.docx", "application/zip").value();
    EXPECT_EQ(kept.bytes, 2);
    auto message = sampleMessage("a");
    message.attachments = {kept};
    queue(message);
    auto const file = directory / "outbox" / kept.digest.hex();
    renew();
    ASSERT_TRUE(std::filesystem::exists(file));
    says(MailFate::later, "450 no");
    sendDue();
    ASSERT_THAT(sent.front().files, SizeIs(1));
    EXPECT_EQ(sent.front().files.front().file, file);
    EXPECT_EQ(sent.front().files.front().name, "周报.docx");
    ASSERT_TRUE(mailer->start());
    mailer->stop();
    EXPECT_TRUE(std::filesystem::exists(file)) << "it is still to be sent";
    later(minutes(1));
    ASSERT_TRUE(mailer->start());
    mailer->stop();
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(MailerTest, RefusesMessagesThatAreNone) {
    auto const refusal = [&](auto const& spoil) {
        auto message = sampleMessage("a");
        spoil(message);
        std::string out;
        auto const done = store->write(
            [&](store::Tx& tx) -> Result<> {
                auto const number = mailer->queue(tx, message);
                return number ? Result<>() : number.error();
            },
            {"test", "test", "", ""});
        return done ? "" : done.error().message;
    };
    EXPECT_THAT(refusal([](Message& m) { m.recipients.clear(); }), HasSubstr("[[mail.to]]"));
    EXPECT_THAT(refusal([](Message& m) { m.recipients = {"a@b>\r\nRCPT TO:<c@d"}; }),
                HasSubstr("is not a mail address"));
    EXPECT_THAT(refusal([](Message& m) { m.subject = "a\r\nBcc: x@y"; }), HasSubstr("subject"));
    EXPECT_THAT(refusal([](Message& m) { m.text = "\xff"; }), HasSubstr("UTF-8"));
    EXPECT_THAT(refusal([](Message& m) { m.key.clear(); }), HasSubstr("key"));
    EXPECT_FALSE(mailer->keep("x", "../a", "text/plain"));
    EXPECT_FALSE(mailer->keep("x", "a\r\nX: y", "text/plain"));
    EXPECT_FALSE(mailer->keep("x", "a.txt", "text/plain\r\nX: y"));
}

TEST_F(MailerTest, NothingIsQueuedOrSentWithoutAServer) {
    queue(sampleMessage("a"));
    settings.sender.clear();
    renew();
    EXPECT_FALSE(mailer->isConfigured());
    sendDue();
    EXPECT_THAT(sent, IsEmpty());
    auto const queued = mailer->queueNew({sampleMessage("b")});
    ASSERT_FALSE(queued);
    EXPECT_EQ(queued.error().code, Errc::unavailable);
}

TEST_F(MailerTest, RecipientsAreThoseOfTheUnitOrElseThoseOfAll) {
    settings.to = {{{"filing-reminders"}, {"east", "west"}, {"e@x", "w@x"}},
                   {{}, {"east"}, {"e@x", "boss@x"}},
                   {{"alarms"}, {}, {"duty@x"}},
                   {{}, {}, {"office@x"}}};
    renew();
    EXPECT_THAT(mailer->recipientsFor("filing-reminders", "east"),
                ElementsAre("e@x", "w@x", "boss@x"));
    EXPECT_THAT(mailer->recipientsFor("filing-reminders", "north"), ElementsAre("office@x"));
    EXPECT_THAT(mailer->recipientsFor("alarms", ""), ElementsAre("duty@x", "office@x"));
}

}  // namespace
}  // namespace tocsin::mail
