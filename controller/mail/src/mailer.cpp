// SPDX-License-Identifier: Apache-2.0
#include "tocsin/mail/mailer.hpp"

#include <algorithm>

#include "mailer_state.hpp"
#include "outbox_files.hpp"
#include "tocsin/access/disk_room.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/mail_address.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::mail {
namespace {

using store::MailState;
using store::OutboxMail;

constexpr std::size_t kMostKey = 400, kMostSubject = 500, kMostText = 256U << 10;
constexpr std::size_t kMostRecipients = 50, kMostFiles = 20, kMostFileName = 200;
constexpr std::int64_t kMostFileBytes = 20LL << 20;

bool contains(std::vector<std::string> const& list, std::string const& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool isWord(std::string const& text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

bool isLine(std::string const& text, std::size_t most) {
    return !text.empty() && text.size() <= most && isUtf8(text) &&
           std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// "application/vnd.ms-excel"
bool isMediaType(std::string const& text) {
    return text.size() <= 120 && std::count(text.begin(), text.end(), '/') == 1 &&
           !text.starts_with('/') && !text.ends_with('/') &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '/' || c == '-' || c == '.' || c == '+';
           });
}

Error wrongMail(std::string const& what) {
    return {Errc::invalid, "the mail cannot be queued: " + what};
}

Result<> checkMessage(Message const& message) {
    if (!isLine(message.key, kMostKey) || !isWord(message.purpose)) {
        return wrongMail("its key or its purpose is none");
    }
    if (!isLine(message.subject, kMostSubject)) {
        return wrongMail("its subject must be one line of 1 to 500 bytes");
    }
    if (message.text.size() > kMostText || !isUtf8(message.text)) {
        return wrongMail("its text must be UTF-8 of at most 256 KiB");
    }
    if (message.recipients.empty() || message.recipients.size() > kMostRecipients) {
        return wrongMail(
            "it has to be addressed to 1 to 50 people; see [[mail.to]] in the "
            "controller's configuration");
    }
    for (auto const& address : message.recipients) {
        if (!isMailAddress(address)) {
            return wrongMail("\"" + shownAsUtf8(address) + "\" is not a mail address");
        }
    }
    std::int64_t bytes = 0;
    for (auto const& file : message.attachments) {
        bytes += file.bytes;
    }
    return bytes > kMostFileBytes || message.attachments.size() > kMostFiles
               ? wrongMail("at most 20 files of 20 MiB together can be attached")
               : Result<>();
}

OutboxMail recordOf(Message const& message, MailSettings const& settings) {
    OutboxMail out;
    out.key = message.key;
    // Servers and people know a second copy by it, and its number tells nothing.
    out.messageId = messages::sha256("tocsin mail\n" + settings.sender + "\n" + message.key)
                        .hex()
                        .substr(0, 40) +
                    settings.sender.substr(settings.sender.find('@'));
    out.purpose = message.purpose;
    out.unit = message.unit;
    out.recipients = message.recipients;
    out.subject = message.subject;
    out.text = message.text;
    out.attachments = message.attachments;
    out.created = settings.now();
    out.next = out.created;
    out.until = message.until;
    out.who = message.who;
    return out;
}

}  // namespace

Result<> checkConfigured(MailSettings const& settings) {
    return settings.sender.empty()
               ? Error{Errc::unavailable,
                       "mail is not configured; whoever runs the controller names a server under "
                       "[mail] of its configuration"}
               : Result<>();
}

Mailer::Mailer(store::Store& store, MailSettings settings)
    : state_(std::make_shared<State>(store, std::move(settings))) {}

Mailer::~Mailer() {
    stop();
}

bool Mailer::isConfigured() const {
    return !state_->settings.sender.empty();
}

bool Mailer::inChinese() const {
    return state_->settings.chinese;
}

std::string const& Mailer::zone() const {
    return state_->settings.zone;
}

std::vector<std::string> Mailer::recipientsFor(std::string const& purpose,
                                               std::string const& unit) const {
    std::vector<std::string> own, shared;
    for (auto const& list : state_->settings.to) {
        bool const meant = list.purposes.empty() || contains(list.purposes, purpose);
        auto& out = list.units.empty() ? shared : own;
        if (!meant || (!list.units.empty() && !contains(list.units, unit))) {
            continue;
        }
        for (auto const& address : list.addresses) {
            if (!contains(out, address)) {
                out.push_back(address);
            }
        }
    }
    return own.empty() ? shared : own;
}

Result<store::MailAttachment> Mailer::keep(std::string_view bytes, std::string const& name,
                                           std::string const& type) const {
    if (auto const configured = checkConfigured(state_->settings); !configured) {
        return configured.error();
    }
    auto const size = static_cast<std::int64_t>(bytes.size());
    if (!isLine(name, kMostFileName) || name.find('/') != std::string::npos || !isMediaType(type)) {
        return Error{Errc::invalid, "\"" + shownAsUtf8(name) +
                                        "\" cannot be attached: it has no name or no type that a "
                                        "mail can carry"};
    }
    if (size > kMostFileBytes) {
        return Error{Errc::invalid, "\"" + name + "\" cannot be attached: it has more than 20 MiB"};
    }
    auto const& settings = state_->settings;
    if (auto room = access::checkRoom(settings.directory, size, settings.diskReserveBytes); !room) {
        return room.error();
    }
    auto const digest = messages::sha256(bytes);
    if (auto kept = keepFile(state_->folder(), digest, bytes); !kept) {
        return kept.error();
    }
    return store::MailAttachment{digest, name, type, size};
}

Result<std::optional<std::int64_t>> Mailer::queue(store::Tx& tx, Message const& message) const {
    if (auto const configured = checkConfigured(state_->settings); !configured) {
        return configured.error();
    }
    if (auto const right = checkMessage(message); !right) {
        return right.error();
    }
    if (std::as_const(tx).outbox().findByKey(message.key)) {
        return std::optional<std::int64_t>();
    }
    return std::optional(tx.outbox().put(recordOf(message, state_->settings)).number);
}

Result<std::size_t> Mailer::queueNew(std::vector<Message> const& messages) const {
    std::vector<Message const*> missing;
    auto const looked = state_->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& message : messages) {
            if (!tx.outbox().findByKey(message.key)) {
                missing.push_back(&message);
            }
        }
        return {};
    });
    if (!looked || missing.empty()) {
        return looked ? Result<std::size_t>(0U) : looked.error();
    }
    auto const queued = state_->store.write(
        [&](store::Tx& tx) -> Result<> {
            for (auto const* message : missing) {
                if (auto const done = queue(tx, *message); !done) {
                    return done.error();
                }
            }
            return {};
        },
        {missing.front()->who, "mail.queue", missing.front()->purpose,
         std::to_string(missing.size()) + " mails"});
    if (!queued) {
        return queued.error();
    }
    state_->wake();
    return missing.size();
}

Result<> Mailer::start() {
    auto const now = state_->settings.now();
    std::vector<Digest> needed;
    auto const takenUp = state_->store.ingest([&](store::Tx& tx) -> Result<> {
        for (auto& mail : std::as_const(tx).outbox().list({.state = MailState::sending})) {
            mail.state = MailState::queued;
            mail.attempts.push_back({now, "interrupted", "the controller ended meanwhile"});
            tx.outbox().put(mail);
        }
        needed = std::as_const(tx).outbox().files();
        return {};
    });
    if (!takenUp) {
        return takenUp;
    }
    removeOthers(state_->folder(), needed);
    state_->thread =
        std::jthread([state = state_.get()](std::stop_token const& stop) { state->work(stop); });
    state_->wake();
    return {};
}

void Mailer::stop() {
    state_->thread.request_stop();
    if (state_->thread.joinable()) {
        state_->thread.join();
    }
}

void Mailer::wake() {
    state_->wake();
}

void Mailer::sendDue(std::stop_token const& stop) {
    state_->sendDue(stop);
}

access::Routes Mailer::routes() {
    return mailRoutes(state_, *this);
}

}  // namespace tocsin::mail
