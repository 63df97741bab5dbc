// SPDX-License-Identifier: Apache-2.0
// Which reminders of deadlines are due. Pure: whoever keeps the deadlines asks every minute or so.
#pragma once

#include <string>
#include <vector>

#include "tocsin/mail/mailer.hpp"

namespace tocsin::mail {

/// Something that has to be done until an instant.
struct Deadline {
    std::string key;    ///< of at most 150 bytes; the same as long as it is the same deadline
    std::string title;  ///< as people call it: "2026年“安全生产月”第2周周报"
    std::string unit;   ///< handle of who has to do it; empty: the site
    Instant due;
    bool done = false;
    std::vector<std::string> recipients;  ///< Mailer::recipientsFor(); none: nobody is reminded
    /// The same key for what many units have to do until the same instant, so that who answers for
    /// several of them gets one mail; empty: it stands alone. Of at most 150 bytes.
    std::string thing{};
    std::string thingTitle{};  ///< `title` without the unit
    std::string unitName{};    ///< in a list of units
    std::string owner{};       ///< unit that a mail about several is of
};

struct ReminderStyle {
    std::string purpose = "filing-reminders";
    std::string zone = "Asia/Shanghai";  ///< in which times are told
    bool chinese = true;
};

/// For each deadline that is not done, and each of its recipients, the one reminder that is due (of
/// deadlines of one thing, one mail that lists the units):
/// from 24 hours before it on, from 2 hours before it on, and once within 24 hours after it. Their
/// keys name deadline, instant and recipient, so that each goes out once, and again if the deadline
/// is moved. A reminder that was not sent before the next one takes its place is given up.
/// Errc::invalid for an unknown zone.
[[nodiscard]] Result<std::vector<Message>> remindersDue(std::vector<Deadline> const& deadlines,
                                                        Instant now, ReminderStyle const& style);

}  // namespace tocsin::mail
