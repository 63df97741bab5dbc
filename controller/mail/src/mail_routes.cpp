// SPDX-License-Identifier: Apache-2.0
// The outbox at the API: what waits, what became of each mail, to have one tried again or given up.
#include <boost/json.hpp>
#include <charconv>

#include "mailer_state.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/vocabulary/mail_address.hpp"

namespace tocsin::mail {
namespace {

namespace json = boost::json;
using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::queried;
using access::Request;
using access::Response;
using store::MailState;
using store::OutboxMail;
using StatePtr = std::shared_ptr<Mailer::State>;

constexpr std::int64_t kMostListed = 500;
constexpr std::chrono::minutes kTestLasts{10};
constexpr char kMailSchema[] =
    R"({"type":"object","required":["number","state","purpose","unit","to","subject","created","next","until","who","message_id","attempts","attachments"],"properties":{"number":{"type":"integer"},"state":{"enum":["queued","sending","sent","failed","given-up","cancelled"]},"purpose":{"type":"string"},"unit":{"type":"string"},"to":{"type":"array","items":{"type":"string"}},"subject":{"type":"string"},"text":{"type":"string"},"created":{"type":"string"},"next":{"type":["string","null"]},"until":{"type":["string","null"]},"who":{"type":"string"},"message_id":{"type":"string"},"attempts":{"type":"array","items":{"type":"object"}},"attachments":{"type":"array","items":{"type":"object"}}}})";
constexpr char kListSchema[] =
    R"({"type":"object","required":["now","configured","counts","items","before"],"properties":{"now":{"type":"string"},"configured":{"type":"boolean"},"counts":{"type":"object"},"items":{"type":"array","items":{"type":"object"}},"before":{"type":["integer","null"]}}})";
constexpr char kTestSchema[] =
    R"({"type":"object","required":["to"],"properties":{"to":{"type":"string"}}})";

json::object mailJson(OutboxMail const& mail, bool withText) {
    json::array attempts, attachments;
    for (auto const& attempt : mail.attempts) {
        attempts.push_back(json::object{{"at", formatInstant(attempt.at)},
                                        {"outcome", attempt.outcome},
                                        {"answer", attempt.answer}});
    }
    for (auto const& file : mail.attachments) {
        attachments.push_back(json::object{{"name", file.name},
                                           {"type", file.type},
                                           {"bytes", file.bytes},
                                           {"sha256", file.digest.hex()}});
    }
    bool const waits = mail.state == MailState::queued;
    json::object out{
        {"number", mail.number},
        {"state", toString(mail.state)},
        {"purpose", mail.purpose},
        {"unit", mail.unit},
        {"to", json::array(mail.recipients.begin(), mail.recipients.end())},
        {"subject", mail.subject},
        {"created", formatInstant(mail.created)},
        {"next", waits ? json::value(formatInstant(mail.next)) : json::value()},
        {"until", mail.until ? json::value(formatInstant(*mail.until)) : json::value()},
        {"who", mail.who},
        {"message_id", mail.messageId},
        {"attempts", std::move(attempts)},
        {"attachments", std::move(attachments)}};
    if (withText) {
        out["text"] = mail.text;
    }
    return out;
}

Result<std::optional<std::int64_t>> numberIn(Request const& request, std::string const& name,
                                             std::int64_t most) {
    auto const text = queried(request, name);
    std::int64_t out = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (text.empty()) {
        return std::optional<std::int64_t>();
    }
    if (failed != std::errc{} || end != text.data() + text.size() || out < 1 || out > most) {
        return Error{Errc::invalid, name + ": must be 1 to " + std::to_string(most)};
    }
    return std::optional(out);
}

Result<store::OutboxQuery> readQuery(Request const& request) {
    store::OutboxQuery out;
    auto const word = queried(request, "state");
    out.state = store::mailStateFrom(word);
    if (!word.empty() && !out.state) {
        return Error{Errc::invalid,
                     "state: must be queued, sending, sent, failed, given-up or cancelled"};
    }
    out.purpose = queried(request, "purpose");
    auto const before = numberIn(request, "before", INT64_MAX);
    auto const most = numberIn(request, "most", kMostListed);
    if (!before || !most) {
        return before ? most.error() : before.error();
    }
    out.before = *before;
    out.most = static_cast<std::size_t>(most->value_or(static_cast<std::int64_t>(out.most)));
    return out;
}

Result<Response> list(StatePtr const& state, Principal const& who, Request const& request) {
    auto const query = readQuery(request);
    if (!query) {
        return query.error();
    }
    json::array items;
    json::object counts;
    json::value before;
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        auto const page = tx.outbox().list(*query);
        for (auto const& mail : page) {
            if (who.may(Permission::viewReports, mail.unit)) {
                items.push_back(mailJson(mail, false));
            }
        }
        if (page.size() == query->most) {
            before = page.back().number;
        }
        if (who.unitsFor(Permission::viewReports).isAll()) {
            for (auto const& [known, count] : tx.outbox().counts()) {
                counts[toString(known)] = count;
            }
        }
        return {};
    });
    return looked ? Result<Response>(access::jsonResponse(
                        json::object{{"now", formatInstant(state->settings.now())},
                                     {"configured", !state->settings.sender.empty()},
                                     {"counts", std::move(counts)},
                                     {"items", std::move(items)},
                                     {"before", std::move(before)}}))
                  : looked.error();
}

Result<OutboxMail> found(store::Tx const& tx, std::string const& text) {
    std::int64_t number = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    auto mail = failed == std::errc{} && end == text.data() + text.size() ? tx.outbox().find(number)
                                                                          : std::nullopt;
    return mail ? Result<OutboxMail>(*std::move(mail))
                : Error{Errc::notFound, "there is no mail " + text};
}

Result<Response> show(StatePtr const& state, Request const& request) {
    Result<OutboxMail> mail = Error{};
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        mail = found(tx, request.parameters.at("number"));
        return mail ? Result<>() : mail.error();
    });
    return looked ? Result<Response>(access::jsonResponse(mailJson(*mail, true))) : looked.error();
}

/// Has it sent again from the beginning, whatever time is over.
Result<> retry(OutboxMail& mail, Instant now) {
    if (mail.state == MailState::sent || mail.state == MailState::sending) {
        return Error{Errc::conflict,
                     "mail " + std::to_string(mail.number) +
                         (mail.state == MailState::sent ? " was sent; it is not sent twice"
                                                        : " is being sent at this moment")};
    }
    mail.state = MailState::queued;
    mail.tries = 0;
    mail.next = now;
    mail.until.reset();
    return {};
}

Result<> cancel(OutboxMail& mail, Instant) {
    if (mail.state == MailState::sent || mail.state == MailState::sending) {
        return Error{Errc::conflict,
                     "mail " + std::to_string(mail.number) +
                         (mail.state == MailState::sent ? " was sent already"
                                                        : " is being sent at this moment")};
    }
    mail.state = MailState::cancelled;
    return {};
}

Result<Response> step(StatePtr const& state, Principal const& who, Request const& request,
                      Result<> (*change)(OutboxMail&, Instant), std::string const& action) {
    auto const& number = request.parameters.at("number");
    OutboxMail after;
    auto const stepped = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto mail = found(tx, number);
            auto const changed = mail ? change(*mail, state->settings.now()) : mail.error();
            if (changed) {
                after = tx.outbox().put(*mail);
            }
            return changed;
        },
        {who.name, action, number, ""});
    if (!stepped) {
        return stepped.error();
    }
    if (after.state == MailState::queued) {
        state->openDoor();
        state->wake();
    }
    return access::jsonResponse(mailJson(after, true));
}

Message testMessage(MailSettings const& settings, std::string const& to, std::string const& who) {
    Message out;
    out.key = "test " + messages::sha256(messages::randomBytes(16)).hex();
    out.purpose = "test";
    out.recipients = {to};
    out.subject = settings.chinese ? "测试邮件" : "Test mail";
    out.text = settings.chinese ? "这是一封测试邮件，说明本系统的邮件设置可用。\n"
                                : "This is a test: mail from this system arrives.\n";
    out.until = settings.now() + kTestLasts;
    out.who = who;
    return out;
}

Result<Response> test(StatePtr const& state, Mailer const& mailer, Principal const& who,
                      Request const& request) {
    auto const to = messages::readJson(request.body, [](messages::JsonReader const& in) {
        in.onlyKeys({"to"});
        auto address = in.at("to").string(300);
        if (!isMailAddress(address)) {
            in.at("to").fail("is not a mail address");
        }
        return address;
    });
    if (!to) {
        return to.error();
    }
    OutboxMail queued;
    auto const done = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const number = mailer.queue(tx, testMessage(state->settings, *to, who.name));
            if (number) {
                queued = std::as_const(tx).outbox().find(number->value()).value();
            }
            return number ? Result<>() : number.error();
        },
        {who.name, "mail.test", *to, ""});
    if (!done) {
        return done.error();
    }
    state->openDoor();
    state->wake();
    return access::jsonResponse(mailJson(queued, true), 202);
}

access::Route stepRoute(StatePtr const& state, std::string const& word, char const* summary,
                        Result<> (*change)(OutboxMail&, Instant)) {
    return {"POST",
            "/api/v1/mail/{number}/" + word,
            Permission::submitReports,
            summary,
            "",
            kMailSchema,
            BodyPolicy::none,
            [state, change, action = "mail." + word](Principal const& who, Request const& request) {
                return step(state, who, request, change, action);
            }};
}

}  // namespace

access::Routes mailRoutes(StatePtr const& state, Mailer const& mailer) {
    access::Route listing{"GET",
                          "/api/v1/mail",
                          Permission::viewReports,
                          "The outbox: mails that wait, were sent or failed, the newest first",
                          "",
                          kListSchema,
                          BodyPolicy::none,
                          [state](Principal const& who, Request const& request) {
                              return list(state, who, request);
                          }};
    listing.query = {{"state"}, {"purpose"}, {"before"}, {"most"}};
    access::Route showing{
        "GET",
        "/api/v1/mail/{number}",
        Permission::viewReports,
        "One mail, its text, and each attempt with the server's answer",
        "",
        kMailSchema,
        BodyPolicy::none,
        [state](Principal const&, Request const& request) { return show(state, request); }};
    access::Route testing{"POST",
                          "/api/v1/mail/test",
                          Permission::manageAccounts,
                          "Send a test mail; its record says what became of it",
                          kTestSchema,
                          kMailSchema,
                          BodyPolicy::text,
                          [state, &mailer](Principal const& who, Request const& request) {
                              return test(state, mailer, who, request);
                          }};
    testing.success = {202};
    access::Routes out;
    out.push_back(std::move(listing).reaching(access::filtered()));
    out.push_back(std::move(showing).reaching(access::row("mail", "number")));
    out.push_back(stepRoute(state, "retry", "Try a mail again, at once", retry)
                      .reaching(access::row("mail", "number")));
    out.push_back(stepRoute(state, "cancel", "Send a mail no more", cancel)
                      .reaching(access::row("mail", "number")));
    out.push_back(std::move(testing));
    return out;
}

}  // namespace tocsin::mail
