// SPDX-License-Identifier: Apache-2.0
// Words and local times of campaign and programme files.
#include "tocsin/playlists/words.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>

#include "recurrence.hpp"

namespace tocsin::playlists {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> kWeekdays{"mon", "tue", "wed", "thu",
                                                    "fri", "sat", "sun"};
constexpr std::array<std::string_view, 4> kClasses{"mandatory", "key", "normal", "filler"};
constexpr std::array<std::string_view, 3> kOrders{"sequence", "rotate", "weighted"};
constexpr std::array<std::string_view, 2> kTurns{"item", "list"};
constexpr std::array<std::string_view, 3> kDayKinds{"any", "workdays", "holidays"};
constexpr std::array<std::string_view, 4> kKinds{"film", "picture", "slogan", "stream"};

Error invalid(std::string_view text, std::string_view what) {
    return {Errc::invalid,
            "\"" + std::string(text.substr(0, 64)) + "\" is not " + std::string(what)};
}

template <std::size_t N>
int indexIn(std::array<std::string_view, N> const& words, std::string_view text) {
    for (std::size_t i = 0; i < N; ++i) {
        if (words[i] == text) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

/// Reads `count` digits at `at`; -1 if there are other characters or too few.
int digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) {
        return -1;
    }
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

}  // namespace

Result<TimeOfDay> parseTimeOfDay(std::string_view text) {
    auto const wrong = invalid(text, "a time of day; write 00:00 to 24:00, e.g. 19:30");
    bool const withSeconds = text.size() == 8;
    if ((text.size() != 5 && !withSeconds) || text[2] != ':' || (withSeconds && text[5] != ':')) {
        return wrong;
    }
    int const h = digits(text, 0, 2);
    int const m = digits(text, 3, 2);
    int const s = withSeconds ? digits(text, 6, 2) : 0;
    if (h < 0 || m < 0 || s < 0 || m > 59 || s > 59) {
        return wrong;
    }
    TimeOfDay const time = hours{h} + minutes{m} + seconds{s};
    if (time > hours{24}) {
        return wrong;
    }
    return time;
}

Result<Daypart> parseDaypart(std::string_view from, std::string_view to) {
    auto const first = parseTimeOfDay(from);
    if (!first) {
        return Error{Errc::invalid, "from: " + first.error().message};
    }
    auto const last = parseTimeOfDay(to);
    if (!last) {
        return Error{Errc::invalid, "to: " + last.error().message};
    }
    if (*first == *last) {
        return Error{Errc::invalid,
                     "from and to are both " + toString(*first) +
                         ", which is no time at all; write 00:00 to 24:00 for the whole day"};
    }
    if (*first == TimeOfDay(hours{24})) {
        return Error{Errc::invalid, "from: 24:00 is the end of a day; write 00:00"};
    }
    return Daypart{*first, *last};
}

Result<LocalDay> parseDate(std::string_view text) {
    auto const wrong = invalid(text, "a date; write it like 2026-06-01 (years 1970 to 2999)");
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return wrong;
    }
    int const y = digits(text, 0, 4);
    int const m = digits(text, 5, 2);
    int const d = digits(text, 8, 2);
    if (y < 1970 || y > 2999 || m < 0 || d < 0) {
        return wrong;
    }
    LocalDay const date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    if (!date.ok()) {
        return wrong;
    }
    return date;
}

Result<weekday> parseWeekday(std::string_view text) {
    int const index = indexIn(kWeekdays, text);
    if (index < 0) {
        return invalid(text, "a weekday; allowed are mon, tue, wed, thu, fri, sat, sun");
    }
    return weekday(static_cast<unsigned>(index) + 1);
}

Result<Weekdays> parseWeekdays(std::vector<std::string> const& names) {
    Weekdays days{0};
    for (auto const& name : names) {
        auto const day = parseWeekday(name);
        if (!day) {
            return day.error();
        }
        if (days.contains(*day)) {
            return Error{Errc::invalid, "\"" + name + "\" stands twice in the list of weekdays"};
        }
        days.bits = static_cast<std::uint8_t>(days.bits | 1u << (day->iso_encoding() - 1));
    }
    if (days.bits == 0) {
        return Error{Errc::invalid,
                     "the list of weekdays is empty; name one at least, or leave it out"};
    }
    return days;
}

Result<CampaignClass> parseClass(std::string_view text) {
    int const index = indexIn(kClasses, text);
    if (index < 0) {
        return invalid(text, "a class; allowed are mandatory, key, normal, filler");
    }
    return static_cast<CampaignClass>(index);
}

Result<Order> parseOrder(std::string_view text) {
    int const index = indexIn(kOrders, text);
    if (index >= 0) {
        return static_cast<Order>(index);
    }
    return invalid(text, "an order; allowed are sequence, rotate, weighted");
}

Result<Turn> parseTurn(std::string_view text) {
    int const index = indexIn(kTurns, text);
    if (index < 0) {
        return invalid(text, "a turn; allowed are item, list");
    }
    return static_cast<Turn>(index);
}

Result<Moment> parseMoment(std::string_view text) {
    if (auto const instant = parseInstant(text)) {
        return Moment(*instant);
    }
    auto const wrong = invalid(
        text,
        "an instant; write it like 2026-06-16T09:00:00 (the screen's local time), or with an "
        "offset like 2026-06-16T09:00:00+08:00");
    if (text.size() < 16 || text[10] != 'T') {
        return wrong;
    }
    auto const day = parseDate(text.substr(0, 10));
    // Milliseconds are written by machines, so only here.
    bool const withMillis = text.size() == 23 && text[19] == '.';
    int const millis = withMillis ? digits(text, 20, 3) : 0;
    auto const time = parseTimeOfDay(text.substr(11, withMillis ? 8 : std::string_view::npos));
    if (!day || !time || millis < 0) {
        return wrong;
    }
    return Moment(LocalMoment{*day, *time + Milliseconds(millis)});
}

Result<DayKind> parseDayKind(std::string_view text) {
    int const index = indexIn(kDayKinds, text);
    if (index < 1) {
        return invalid(text, "a kind of day; allowed are workdays, holidays");
    }
    return static_cast<DayKind>(index);
}

Result<std::string> parseRecurrence(std::string_view text) {
    std::string rule(text);
    if (auto const fine = detail::checkRecurrence(rule); !fine) {
        return fine.error();
    }
    return rule;
}

Result<AssetKind> parseKind(std::string_view text) {
    int const index = indexIn(kKinds, text);
    if (index < 0) {
        return invalid(text, "a kind of asset; allowed are film, picture, slogan, stream");
    }
    return static_cast<AssetKind>(index);
}

std::string toString(TimeOfDay time) {
    auto const ms = time.count();
    char text[64];
    int n = std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(ms / 3'600'000),
                          static_cast<int>(ms / 60'000 % 60));
    std::string out(text, static_cast<std::size_t>(n));
    if (ms % 60'000 != 0) {
        n = std::snprintf(text, sizeof text, ":%02d", static_cast<int>(ms / 1000 % 60));
        out.append(text, static_cast<std::size_t>(n));
    }
    if (ms % 1000 != 0) {
        n = std::snprintf(text, sizeof text, ".%03d", static_cast<int>(ms % 1000));
        out.append(text, static_cast<std::size_t>(n));
    }
    return out;
}

std::string toString(LocalDay date) {
    char text[64];
    int const n =
        std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return {text, static_cast<std::size_t>(n)};
}

std::string toString(Daypart const& daypart) {
    return toString(daypart.from) + "-" + toString(daypart.to);
}

Words durationWords(Milliseconds duration) {
    auto const ms = std::abs(duration.count());
    Words out;
    auto const add = [&](std::string const& figure, char const* english, char const* chinese) {
        auto const* const gap = out.english.empty() ? "" : " ";
        out.english += gap + figure + " " + english;
        out.chinese += gap + figure + " " + chinese;
    };
    if (ms >= 3'600'000) {
        add(std::to_string(ms / 3'600'000), "h", "小时");
    }
    if (ms / 60'000 % 60 != 0) {
        add(std::to_string(ms / 60'000 % 60), "min", "分");
    }
    if (ms % 60'000 != 0 || ms == 0) {
        auto figure = std::to_string(ms / 1000 % 60);
        if (ms % 1000 != 0) {
            figure += "." + std::to_string(1000 + ms % 1000).substr(1);
            figure.erase(figure.find_last_not_of('0') + 1);
        }
        add(figure, "s", "秒");
    }
    return duration.count() < 0 ? Words{"-" + out.english, "-" + out.chinese} : out;
}

std::string_view chineseOf(CampaignClass priority) {
    switch (priority) {
        case CampaignClass::mandatory:
            return "强制";
        case CampaignClass::key:
            return "重点";
        case CampaignClass::normal:
            return "普通";
        case CampaignClass::filler:
            return "填充";
    }
    return "";
}

std::string_view chineseOf(Order order) {
    switch (order) {
        case Order::sequence:
            return "顺序";
        case Order::rotate:
            return "轮换";
        case Order::weighted:
            return "加权";
    }
    return "";
}

Words fullName(weekday day) {
    constexpr std::array<std::pair<char const*, char const*>, 7> names{{{"Monday", "周一"},
                                                                        {"Tuesday", "周二"},
                                                                        {"Wednesday", "周三"},
                                                                        {"Thursday", "周四"},
                                                                        {"Friday", "周五"},
                                                                        {"Saturday", "周六"},
                                                                        {"Sunday", "周日"}}};
    auto const& [english, chinese] = names[day.iso_encoding() - 1];
    return {english, chinese};
}

std::string_view toString(weekday day) {
    return kWeekdays[day.iso_encoding() - 1];
}

std::vector<std::string> toNames(Weekdays days) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kWeekdays.size(); ++i) {
        if ((days.bits >> i & 1) != 0) {
            names.emplace_back(kWeekdays[i]);
        }
    }
    return names;
}

std::string_view toString(CampaignClass priority) {
    return kClasses[static_cast<std::size_t>(priority)];
}
std::string_view toString(Order order) {
    return kOrders[static_cast<std::size_t>(order)];
}
std::string_view toString(Turn turn) {
    return kTurns[static_cast<std::size_t>(turn)];
}
std::string_view toString(AssetKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

}  // namespace tocsin::playlists
