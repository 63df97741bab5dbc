// SPDX-License-Identifier: Apache-2.0
#include "tocsin/mail/reminders.hpp"

#include <map>

#include "tocsin/playlists/compiler.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::mail {
namespace {

using std::chrono::hours;

constexpr hours kFirst{24};
constexpr hours kSecond{2};
constexpr hours kOverdue{24};  ///< later nobody needs to be told by mail

/// A word for the key, and until when it is of use.
struct Kind {
    std::string_view word;
    Instant until;
};

std::optional<Kind> kindAt(Instant due, Instant now) {
    if (now < due - kFirst || now >= due + kOverdue) {
        return std::nullopt;
    }
    return now < due - kSecond ? Kind{"24h", due - kSecond}
           : now < due         ? Kind{"2h", due}
                               : Kind{"overdue", due + kOverdue};
}

/// "2026年6月9日（周二）18:00" and "Tuesday 2026-06-09 18:00".
Result<playlists::Words> dueWords(Instant due, std::string const& zone) {
    auto const offset = playlists::offsetAt(zone, due);
    if (!offset) {
        return offset.error();
    }
    auto const local = due + *offset;
    auto const day = std::chrono::floor<std::chrono::days>(local);
    std::chrono::year_month_day const date(day);
    auto const name = playlists::fullName(std::chrono::weekday(day));
    auto const time = formatInstant(due, *offset).substr(11, 5);
    return playlists::Words{
        name.english + " " + formatInstant(due, *offset).substr(0, 10) + " " + time,
        std::to_string(static_cast<int>(date.year())) + "年" +
            std::to_string(static_cast<unsigned>(date.month())) + "月" +
            std::to_string(static_cast<unsigned>(date.day())) + "日（" + name.chinese + "）" +
            time};
}

void write(Message& out, Deadline const& deadline, Kind const& kind, playlists::Words const& due,
           ReminderStyle const& style) {
    bool const over = kind.word == "overdue";
    bool const soon = kind.word == "2h";
    if (style.chinese) {
        out.subject = std::string(over   ? "【已逾期】"
                                  : soon ? "【两小时内截止】"
                                         : "【提醒】") +
                      deadline.title + "，截止时间 " + due.chinese;
        out.text = deadline.title + "\n截止时间：" + due.chinese + "（" + style.zone + "）\n\n" +
                   (over ? "截止时间已过，系统中仍未记录为完成。请尽快处理。"
                         : "系统中尚未记录为完成。请在截止时间前完成，并在系统中登记。") +
                   "\n\n本邮件由系统自动发送，请勿直接回复。\n";
        return;
    }
    out.subject = std::string(over   ? "Overdue: "
                              : soon ? "Due within two hours: "
                                     : "Reminder: ") +
                  deadline.title + ", due " + due.english;
    out.text = deadline.title + "\nDue: " + due.english + " (" + style.zone + ")\n\n" +
               (over ? "It is over time, and not recorded as done. Please see to it."
                     : "It is not recorded as done yet. Please do it in time, and record it.") +
               "\n\nThis mail was sent by the system; please do not answer it.\n";
}

/// What one recipient is reminded of at once.
struct Mail {
    std::string key, address;
    Kind kind;
    playlists::Words due;
    std::vector<Deadline const*> deadlines;  ///< of one thing; at least one
};

/// One deadline that stands for all of them, and names their units.
Deadline joined(std::vector<Deadline const*> const& deadlines, bool chinese) {
    Deadline out = *deadlines.front();
    if (deadlines.size() == 1) {
        return out;
    }
    auto const count = std::to_string(deadlines.size());
    out.title = out.thingTitle + (chinese ? "（" + count + "个单位）" : " (" + count + " units)");
    out.unit = out.owner;
    return out;
}

std::string unitsOf(std::vector<Deadline const*> const& deadlines, bool chinese) {
    std::string out = chinese ? "\n单位：\n" : "\nUnits:\n";
    for (auto const* one : deadlines) {
        auto const own = chinese ? "（本级）" : "(the activity's own unit)";
        out += "- " + (one->unitName.empty() ? std::string(own) : one->unitName) + "\n";
    }
    return out;
}

Message messageOf(Mail const& mail, ReminderStyle const& style) {
    auto const deadline = joined(mail.deadlines, style.chinese);
    Message out;
    out.key = mail.key;
    out.purpose = style.purpose;
    out.unit = deadline.unit;
    out.recipients = {mail.address};
    out.until = mail.kind.until;
    write(out, deadline, mail.kind, mail.due, style);
    if (mail.deadlines.size() > 1) {
        out.text.insert(out.text.find("\n\n") + 1, unitsOf(mail.deadlines, style.chinese));
    }
    return out;
}

}  // namespace

Result<std::vector<Message>> remindersDue(std::vector<Deadline> const& deadlines, Instant now,
                                          ReminderStyle const& style) {
    std::vector<Mail> mails;
    std::map<std::string, std::size_t> places;  // by key, in `mails`
    for (auto const& deadline : deadlines) {
        auto const kind = deadline.done ? std::nullopt : kindAt(deadline.due, now);
        if (!kind) {
            continue;
        }
        auto const due = dueWords(deadline.due, style.zone);
        if (!due) {
            return due.error();
        }
        auto const& thing = deadline.thing.empty() ? deadline.key : deadline.thing;
        for (auto const& address : deadline.recipients) {
            auto const key = thing + " " + std::string(kind->word) + " " +
                             formatInstant(deadline.due) + " " + address;
            auto const [at, isNew] = places.emplace(key, mails.size());
            if (isNew) {
                mails.push_back({key, address, *kind, *due, {}});
            }
            mails[at->second].deadlines.push_back(&deadline);
        }
    }
    std::vector<Message> out;
    for (auto const& mail : mails) {
        out.push_back(messageOf(mail, style));
    }
    return out;
}

}  // namespace tocsin::mail
