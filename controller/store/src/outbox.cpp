// SPDX-License-Identifier: Apache-2.0
// Mails: rows are added and changed, none goes.
#include "outbox.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "failure.hpp"
#include "lists.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::store {
namespace {

namespace json = boost::json;

#define TOCSIN_OUTBOX_COLUMNS                                                                 \
    "number, key, message_id, purpose, unit, recipients, subject, body, attachments, state, " \
    "attempts, tries, created, next, until, who"

constexpr std::size_t kMostAttempts = 50;
constexpr std::array<std::pair<MailState, std::string_view>, 6> kWords{
    {{MailState::queued, "queued"},
     {MailState::sending, "sending"},
     {MailState::sent, "sent"},
     {MailState::failed, "failed"},
     {MailState::givenUp, "given-up"},
     {MailState::cancelled, "cancelled"}}};

[[noreturn]] void damaged(std::string const& what) {
    throw Failure({Errc::damaged, "the database is damaged: a mail of the outbox has " + what +
                                      "; restore a backup"});
}

std::string attachmentsText(std::vector<MailAttachment> const& attachments) {
    json::array out;
    for (auto const& one : attachments) {
        out.push_back(json::object{{"digest", one.digest.hex()},
                                   {"name", one.name},
                                   {"type", one.type},
                                   {"bytes", one.bytes}});
    }
    return json::serialize(out);
}

std::string attemptsText(std::vector<MailAttempt> const& attempts) {
    json::array out;
    for (auto i = attempts.size() - std::min(attempts.size(), kMostAttempts); i < attempts.size();
         ++i) {
        out.push_back(json::object{{"at_ms", toMillis(attempts[i].at)},
                                   {"outcome", attempts[i].outcome},
                                   {"answer", attempts[i].answer}});
    }
    return json::serialize(out);
}

template <class Item, class Read>
std::vector<Item> itemsFrom(std::string const& list, Read read) {
    auto items = messages::readJson(list, [&](messages::JsonReader const& reader) {
        std::vector<Item> out;
        for (auto const& item : reader.array()) {
            out.push_back(read(item));
        }
        return out;
    });
    if (!items) {
        damaged("a list that cannot be read (" + items.error().message + ")");
    }
    return *std::move(items);
}

MailAttachment attachmentFrom(messages::JsonReader const& item) {
    return {item.at("digest").digest(), item.at("name").string(), item.at("type").string(),
            item.at("bytes").integer(0, INT64_MAX)};
}

MailAttempt attemptFrom(messages::JsonReader const& item) {
    return {fromMillis(item.at("at_ms").integer(INT64_MIN, INT64_MAX)), item.at("outcome").string(),
            item.at("answer").string()};
}

OutboxMail mailFrom(Query& row) {
    OutboxMail out;
    out.number = row.integer();
    out.key = row.text();
    out.messageId = row.text();
    out.purpose = row.text();
    out.unit = row.text();
    out.recipients = textsFrom(row.text());
    out.subject = row.text();
    out.text = row.text();
    out.attachments = itemsFrom<MailAttachment>(row.text(), attachmentFrom);
    auto const word = row.text();
    auto const state = mailStateFrom(word);
    if (!state) {
        damaged("the state \"" + word + "\"");
    }
    out.state = *state;
    out.attempts = itemsFrom<MailAttempt>(row.text(), attemptFrom);
    out.tries = row.integer();
    out.created = row.instant();
    out.next = row.instant();
    out.until = row.maybeInstant();
    out.who = row.text();
    return out;
}

std::optional<OutboxMail> oneOf(Query& query) {
    return query.step() ? std::optional(mailFrom(query)) : std::nullopt;
}

}  // namespace

std::string_view toString(MailState state) {
    for (auto const& [known, word] : kWords) {
        if (known == state) {
            return word;
        }
    }
    return "unknown";
}

std::optional<MailState> mailStateFrom(std::string_view word) {
    for (auto const& [state, known] : kWords) {
        if (known == word) {
            return state;
        }
    }
    return std::nullopt;
}

std::vector<OutboxMail> SqliteOutbox::list(OutboxQuery const& query) const {
    auto const state =
        query.state ? std::optional(std::string(toString(*query.state))) : std::nullopt;
    auto rows = connection_.query("SELECT " TOCSIN_OUTBOX_COLUMNS
                                  " FROM outbox WHERE (?1 IS NULL OR state = ?1) AND (?2 = '' OR "
                                  "purpose = ?2) AND (?3 IS NULL OR number < ?3) ORDER BY number "
                                  "DESC LIMIT ?4");
    rows.with(state, query.purpose, query.before, query.most);
    std::vector<OutboxMail> out;
    while (rows.step()) {
        out.push_back(mailFrom(rows));
    }
    return out;
}

std::optional<OutboxMail> SqliteOutbox::find(std::int64_t number) const {
    auto query = connection_.query("SELECT " TOCSIN_OUTBOX_COLUMNS " FROM outbox WHERE number = ?");
    return oneOf(query.with(number));
}

std::optional<OutboxMail> SqliteOutbox::findByKey(std::string const& key) const {
    auto query = connection_.query("SELECT " TOCSIN_OUTBOX_COLUMNS " FROM outbox WHERE key = ?");
    return oneOf(query.with(key));
}

std::optional<OutboxMail> SqliteOutbox::next() const {
    auto query = connection_.query("SELECT " TOCSIN_OUTBOX_COLUMNS
                                   " FROM outbox WHERE state = 'queued' ORDER BY next, number "
                                   "LIMIT 1");
    return oneOf(query);
}

std::vector<std::pair<MailState, std::int64_t>> SqliteOutbox::counts() const {
    auto query = connection_.query("SELECT state, count(*) FROM outbox GROUP BY state");
    std::vector<std::pair<MailState, std::int64_t>> out;
    while (query.step()) {
        auto const word = query.text();
        auto const state = mailStateFrom(word);
        if (!state) {
            damaged("the state \"" + word + "\"");
        }
        out.emplace_back(*state, query.integer());
    }
    return out;
}

std::vector<Digest> SqliteOutbox::files() const {
    auto query = connection_.query(
        "SELECT attachments FROM outbox WHERE state NOT IN ('sent', 'cancelled') AND attachments "
        "<> '[]'");
    std::vector<Digest> out;
    while (query.step()) {
        for (auto const& one : itemsFrom<MailAttachment>(query.text(), attachmentFrom)) {
            out.push_back(one.digest);
        }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

OutboxMail SqliteOutbox::put(OutboxMail mail) {
    auto const& attempts = mail.attempts;
    if (mail.number == 0) {
        auto query = connection_.query("SELECT coalesce(max(number), 0) + 1 FROM outbox");
        query.step();
        mail.number = query.integer();
    }
    // A key that another number has stays the other's: the row is refused.
    connection_
        .query("INSERT INTO outbox(" TOCSIN_OUTBOX_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(number) DO "
               "UPDATE SET recipients = excluded.recipients, subject = excluded.subject, body = "
               "excluded.body, attachments = excluded.attachments, state = excluded.state, "
               "attempts = excluded.attempts, tries = excluded.tries, next = excluded.next, until "
               "= excluded.until, who = excluded.who")
        .with(mail.number, mail.key, mail.messageId, mail.purpose, mail.unit,
              listText(mail.recipients), mail.subject, mail.text, attachmentsText(mail.attachments),
              toString(mail.state), attemptsText(attempts), mail.tries, mail.created, mail.next,
              mail.until, mail.who)
        .run();
    if (attempts.size() > kMostAttempts) {
        mail.attempts.erase(mail.attempts.begin(),
                            mail.attempts.end() - static_cast<std::ptrdiff_t>(kMostAttempts));
    }
    return mail;
}

#undef TOCSIN_OUTBOX_COLUMNS

}  // namespace tocsin::store
