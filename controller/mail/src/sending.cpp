// SPDX-License-Identifier: Apache-2.0
// The one sender: takes mails that are due, one after the other, and writes down what became of
// each.
#include <algorithm>
#include <exception>

#include "mailer_state.hpp"
#include "outbox_files.hpp"
#include "tocsin/mail/back_off.hpp"
#include "tocsin/playlists/compiler.hpp"

namespace tocsin::mail {
namespace {

using outbound::MailFate;
using outbound::MailOutcome;
using store::MailState;
using store::OutboxMail;

constexpr char kController[] = "controller";

std::string_view wordOf(MailFate fate) {
    switch (fate) {
        case MailFate::sent:
            return "sent";
        case MailFate::refused:
            return "refused";
        case MailFate::later:
            return "later";
        case MailFate::noServer:
            return "no-server";
        case MailFate::stopped:
            break;
    }
    return "interrupted";
}

/// What the mail is after an attempt that ended like this.
void apply(OutboxMail& mail, MailOutcome const& outcome, Instant now) {
    if (outcome.fate == MailFate::stopped) {
        mail.state = MailState::queued;
        return;
    }
    mail.attempts.push_back({now, std::string(wordOf(outcome.fate)), outcome.answer});
    ++mail.tries;
    auto const wait = waitAfter(mail.tries);
    if (outcome.fate == MailFate::sent) {
        mail.state = MailState::sent;
    } else if (outcome.fate == MailFate::refused) {
        mail.state = MailState::failed;
    } else if (!wait) {
        mail.state = MailState::givenUp;
    } else {
        mail.state = MailState::queued;
        mail.next = mail.until ? std::min(*mail.until, now + *wait) : now + *wait;
    }
}

std::string addressed(OutboxMail const& mail) {
    std::string out = mail.purpose;
    for (auto const& address : mail.recipients) {
        out += " " + address;
    }
    return out;
}

std::string_view endingOf(MailState state) {
    return state == MailState::sent     ? "mail.sent"
           : state == MailState::failed ? "mail.failed"
                                        : "mail.given-up";
}

/// Stores what changed; what ends a mail stands in the trail.
Result<> store(store::Store& store, OutboxMail const& mail) {
    auto const put = [&](store::Tx& tx) -> Result<> {
        tx.outbox().put(mail);
        return {};
    };
    if (mail.state == MailState::queued || mail.state == MailState::sending) {
        return store.ingest(put);
    }
    auto const answer = mail.attempts.empty() ? std::string() : mail.attempts.back().answer;
    return store.write(put, {kController, std::string(endingOf(mail.state)),
                             std::to_string(mail.number), addressed(mail) + ": " + answer});
}

}  // namespace

void Mailer::State::wake() {
    {
        std::scoped_lock const lock(mutex);
        woken = true;
    }
    changed.notify_all();
}

void Mailer::State::openDoor() {
    std::scoped_lock const lock(mutex);
    opens.reset();
}

/// A clock that was set back opens it too.
bool Mailer::State::isDoorOpen(Instant now) {
    std::scoped_lock const lock(mutex);
    return !opens || now >= *opens || now < *shut;
}

void Mailer::State::noteServer(MailOutcome const& outcome) {
    std::string line;
    {
        std::scoped_lock const lock(mutex);
        if (outcome.fate == MailFate::stopped) {
            return;
        }
        if (outcome.fate != MailFate::noServer) {
            serverFailures = 0;
            opens.reset();
            return;
        }
        ++serverFailures;
        shut = settings.now();
        opens = *shut + serverRest(serverFailures);
        if (serverFailures == 1) {
            line = "mail cannot be sent err=\"" + outcome.answer + "\"";
        }
    }
    if (!line.empty()) {
        settings.log(line);
    }
}

/// The next one whose time has come, marked as being sent, or as given up if its time is over.
std::optional<OutboxMail> Mailer::State::takeDue() {
    auto const now = settings.now();
    std::optional<OutboxMail> taken;
    auto const look = [&](store::Tx const& tx) {
        taken = tx.outbox().next();
        if (taken && taken->next > now) {
            taken.reset();
        }
    };
    // Almost always there is none, and nobody has to wait for that to be found out.
    auto done = store.read([&](store::Tx const& tx) -> Result<> {
        look(tx);
        return {};
    });
    if (done && taken) {
        done = store.ingest([&](store::Tx& tx) -> Result<> {
            look(tx);  // a person may have cancelled it meanwhile
            if (taken && taken->until && now >= *taken->until) {
                taken->state = MailState::givenUp;
            } else if (taken) {
                taken->state = MailState::sending;
                tx.outbox().put(*taken);
            }
            return {};
        });
    }
    if (!done) {
        settings.log("the outbox cannot be read err=\"" + done.error().message + "\"");
        return std::nullopt;
    }
    return taken;
}

outbound::Mail Mailer::State::letterOf(OutboxMail const& mail) const {
    outbound::Mail out;
    out.from = settings.sender;
    out.fromName = settings.senderName;
    out.to = mail.recipients;
    out.subject = mail.subject;
    out.text = mail.text;
    out.id = mail.messageId;
    out.date = mail.created;
    auto const offset = playlists::offsetAt(settings.zone, mail.created);
    out.offset = offset ? *offset : std::chrono::seconds(0);
    for (auto const& file : mail.attachments) {
        out.files.push_back({file.name, file.type, outboxFile(folder(), file.digest)});
    }
    return out;
}

void Mailer::State::settle(std::int64_t number, MailOutcome const& outcome) {
    std::optional<OutboxMail> mail;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        mail = tx.outbox().find(number);
        return {};
    });
    if (read && mail) {
        apply(*mail, outcome, settings.now());
    }
    // Only this thread changes one that is being sent.
    auto const stored = read && mail ? mail::store(store, *mail) : read;
    if (!stored) {
        settings.log("what became of mail " + std::to_string(number) + " cannot be stored err=\"" +
                     stored.error().message + "\"");
    } else if (mail && mail->state == MailState::failed) {
        settings.log("mail refused number=" + std::to_string(number) + " answer=\"" +
                     outcome.answer + "\"");
    } else if (mail && mail->state == MailState::givenUp) {
        settings.log("mail given up number=" + std::to_string(number));
    }
}

void Mailer::State::settleLate(OutboxMail const& mail) {
    auto const stored = mail::store(store, mail);
    if (!stored) {
        settings.log("mail " + std::to_string(mail.number) + " cannot be given up err=\"" +
                     stored.error().message + "\"");
    }
}

void Mailer::State::sendDue(std::stop_token const& stop) {
    while (!stop.stop_requested() && !settings.sender.empty() && isDoorOpen(settings.now())) {
        auto const mail = takeDue();
        if (!mail) {
            return;
        }
        if (mail->state == MailState::givenUp) {
            settleLate(*mail);
            continue;
        }
        auto const outcome = settings.send(letterOf(*mail), stop);
        noteServer(outcome);
        settle(mail->number, outcome);
    }
}

void Mailer::State::work(std::stop_token const& stop) {
    std::unique_lock lock(mutex);
    while (changed.wait(lock, stop, [this] { return woken; })) {
        woken = false;
        lock.unlock();
        try {
            sendDue(stop);
        } catch (std::exception const& failure) {
            settings.log("mail cannot be sent err=\"" + std::string(failure.what()) + "\"");
        }
        lock.lock();
    }
}

}  // namespace tocsin::mail
