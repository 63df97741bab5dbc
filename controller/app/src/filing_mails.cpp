// SPDX-License-Identifier: Apache-2.0
#include "filing_mails.hpp"

#include <spdlog/spdlog.h>

#include "tocsin/filing/deadlines.hpp"
#include "tocsin/filing/weekly_drafts.hpp"
#include "tocsin/mail/reminders.hpp"
#include "tocsin/store/outbox.hpp"

namespace tocsin::app {
namespace {

constexpr char kReminders[] = "filing-reminders";
constexpr char kDrafts[] = "filing-drafts";
constexpr std::chrono::hours kAround{25};  // reminders look a day ahead, and a day back

std::vector<mail::Deadline> deadlinesAt(store::Store const& store, mail::Mailer const& mailer,
                                        Instant now) {
    std::vector<mail::Deadline> out;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto& one : filing::deadlinesBetween(tx, now - kAround, now + kAround, now)) {
            auto recipients = mailer.recipientsFor(kReminders, one.unit);
            if (!recipients.empty()) {
                bool const chinese = mailer.inChinese();
                out.push_back({std::move(one.key), chinese ? one.title.chinese : one.title.english,
                               std::move(one.unit), one.due, one.done, std::move(recipients),
                               std::move(one.thing),
                               chinese ? one.thingTitle.chinese : one.thingTitle.english,
                               chinese ? one.unitName.chinese : one.unitName.english,
                               std::move(one.owner)});
            }
        }
        return {};
    });
    if (!looked) {
        throw Failure(looked.error());
    }
    return out;
}

void remind(store::Store const& store, mail::Mailer const& mailer, Instant now) {
    auto const due = mail::remindersDue(deadlinesAt(store, mailer, now), now,
                                        {kReminders, mailer.zone(), mailer.inChinese()});
    if (!due) {
        throw Failure(due.error());
    }
    if (auto const queued = mailer.queueNew(*due); !queued) {
        throw Failure(queued.error());
    }
}

std::string keyOf(filing::DueDraft const& draft, std::string const& address) {
    return std::string(kDrafts) + "/" + draft.key + "/" + address;
}

/// Addresses that have not got this draft.
std::vector<std::string> waitingFor(store::Tx const& tx, mail::Mailer const& mailer,
                                    filing::DueDraft const& draft) {
    auto out = mailer.recipientsFor(kDrafts, draft.unit);
    std::erase_if(out, [&](std::string const& address) {
        return tx.outbox().findByKey(keyOf(draft, address)).has_value();
    });
    return out;
}

void mailDraft(filing::FilingBook const& filings, mail::Mailer const& mailer,
               filing::DueDraft const& draft, std::vector<std::string> const& addresses) {
    auto const made = filings.weeklyDraft(
        draft, mailer.inChinese() ? documents::Language::chinese : documents::Language::english);
    if (!made) {
        throw Failure(made.error());
    }
    auto const file = mailer.keep(made->bytes, made->name, made->type);
    if (!file) {
        throw Failure(file.error());
    }
    std::vector<mail::Message> messages;
    for (auto const& address : addresses) {
        mail::Message message;
        message.key = keyOf(draft, address);
        message.purpose = kDrafts;
        message.unit = draft.unit;
        message.recipients = {address};
        message.subject = made->subject;
        message.text = made->text;
        message.attachments = {*file};
        message.until = draft.due;
        messages.push_back(std::move(message));
    }
    if (auto const queued = mailer.queueNew(messages); !queued) {
        throw Failure(queued.error());
    }
}

void mailDrafts(store::Store const& store, filing::FilingBook const& filings,
                mail::Mailer const& mailer, Instant now) {
    std::vector<std::pair<filing::DueDraft, std::vector<std::string>>> due;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto& draft : filing::draftsDue(tx, now)) {
            if (auto addresses = waitingFor(tx, mailer, draft); !addresses.empty()) {
                due.emplace_back(std::move(draft), std::move(addresses));
            }
        }
        return {};
    });
    if (!looked) {
        throw Failure(looked.error());
    }
    for (auto const& [draft, addresses] : due) {
        mailDraft(filings, mailer, draft, addresses);
    }
}

}  // namespace

boost::asio::awaitable<void> mailFilingsOnWorker(store::Store const& store,
                                                 filing::FilingBook const& filings,
                                                 mail::Mailer const& mailer, Instant now) {
    if (!mailer.isConfigured()) {
        co_return;
    }
    try {
        remind(store, mailer, now);
        mailDrafts(store, filings, mailer, now);
    } catch (std::exception const& failure) {
        spdlog::error("filings not mailed err=\"{}\"", failure.what());
    }
    co_return;
}

}  // namespace tocsin::app
