// SPDX-License-Identifier: Apache-2.0
// Reading fields, and telling the time in their patterns.
#include "slogan_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "tocsin/media/slogan_limits.hpp"

namespace tocsin::media::detail {
namespace {

using std::chrono::local_days;

constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 7> kWeekdaysChinese{"日", "一", "二", "三",
                                                           "四", "五", "六"};
constexpr std::string_view kSpace = "\xE3\x80\x80";  // an ideographic space
constexpr int kShort = 3;                            // letters of a short name
constexpr int kReservedDigits = 3;
constexpr std::chrono::days kReservedFor{366};

struct PartName {
    std::string_view letters;
    DatePart part;
};
constexpr std::array<PartName, 20> kParts{{{"YYYY", DatePart::year},
                                           {"MMMM", DatePart::monthLong},
                                           {"MMM", DatePart::monthShort},
                                           {"MM", DatePart::month2},
                                           {"M", DatePart::month},
                                           {"DD", DatePart::day2},
                                           {"D", DatePart::day},
                                           {"HH", DatePart::hour2},
                                           {"H", DatePart::hour},
                                           {"hh", DatePart::hour12Two},
                                           {"h", DatePart::hour12},
                                           {"mm", DatePart::minute2},
                                           {"m", DatePart::minute},
                                           {"ss", DatePart::second2},
                                           {"s", DatePart::second},
                                           {"AP", DatePart::halfDay},
                                           {"ap", DatePart::halfDayChinese},
                                           {"WWWW", DatePart::weekdayLong},
                                           {"WWW", DatePart::weekdayShort},
                                           {"W", DatePart::weekdayChinese}}};

bool isLatin(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

Error invalid(std::string message) {
    return {Errc::invalid, "text: " + std::move(message)};
}

/// The letters at the front of a pattern that belong together: a run of one letter, or AP, ap.
std::string_view lettersOf(std::string_view pattern) {
    if (pattern.starts_with("AP") || pattern.starts_with("ap")) {
        return pattern.substr(0, 2);
    }
    return pattern.substr(0, std::min(pattern.find_first_not_of(pattern[0]), pattern.size()));
}

Result<Pattern> readPattern(std::string_view field, std::string_view pattern) {
    Pattern out;
    while (!pattern.empty()) {
        if (isLatin(pattern[0])) {
            auto const letters = lettersOf(pattern);
            auto const* const found = std::ranges::find(kParts, letters, &PartName::letters);
            if (found == kParts.end()) {
                return invalid(fmt::format(
                    "the field {{{}}} has \"{}\"; YYYY, MM, M, MMM, MMMM, DD, D, HH, H, hh, h, mm, "
                    "m, ss, s, AP, ap, W, WWW and WWWW are known",
                    field, letters));
            }
            out.emplace_back(found->part);
            pattern.remove_prefix(letters.size());
        } else {
            auto const* const end = std::ranges::find_if(pattern, isLatin);
            auto const count = static_cast<std::size_t>(end - pattern.begin());
            out.emplace_back(std::string(pattern.substr(0, count)));
            pattern.remove_prefix(count);
        }
    }
    return out;
}

std::optional<int> digits(std::string_view text) {
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const whole = error == std::errc() && end == text.data() + text.size();
    return whole && text.front() != '-' ? std::optional(value) : std::nullopt;
}

std::optional<local_days> readDate(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    auto const year = digits(text.substr(0, 4));
    auto const month = digits(text.substr(5, 2));
    auto const day = digits(text.substr(8, 2));
    if (!year || !month || !day) {
        return std::nullopt;
    }
    std::chrono::year_month_day const date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    return date.ok() ? std::optional(local_days(date)) : std::nullopt;
}

std::optional<DayCount::Kind> countNamed(std::string_view name) {
    if (name == "days-until") {
        return DayCount::Kind::until;
    }
    if (name == "days-since") {
        return DayCount::Kind::since;
    }
    return name == "day-count" ? std::optional(DayCount::Kind::countFrom) : std::nullopt;
}

std::optional<std::string_view> usualPattern(std::string_view name) {
    if (name == "time") {
        return "HH:mm";
    }
    if (name == "date") {
        return "YYYY年M月D日";
    }
    return name == "weekday" ? std::optional<std::string_view>("星期W") : std::nullopt;
}

Result<TextPiece> readField(std::string_view field) {
    auto const colon = field.find(':');
    auto const name = field.substr(0, colon);
    auto const argument =
        colon == std::string_view::npos ? std::string_view() : field.substr(colon + 1);
    if (auto const kind = countNamed(name)) {
        auto const date = readDate(argument);
        if (!date) {
            return invalid(
                fmt::format("the field {{{}}} needs a date, like {{{}:2026-06-30}}", field, name));
        }
        return TextPiece(DayCount{*kind, *date});
    }
    auto const usual = usualPattern(name);
    if (!usual) {
        return invalid(
            fmt::format("the field {{{}}} is unknown; time, date, weekday, days-until, days-since "
                        "and day-count are known; write a brace that is meant as such twice",
                        field));
    }
    if (colon != std::string_view::npos && argument.empty()) {
        return invalid(fmt::format("the field {{{}}} says nothing after the colon", field));
    }
    auto pattern = readPattern(field, argument.empty() ? *usual : argument);
    if (!pattern) {
        return pattern.error();
    }
    return TextPiece(*std::move(pattern));
}

std::string partAt(DatePart part, LocalSeconds now) {
    auto const today = std::chrono::floor<std::chrono::days>(now);
    std::chrono::year_month_day const date(today);
    std::chrono::hh_mm_ss const clock(now - today);
    auto const month = static_cast<unsigned>(date.month());
    auto const monthName = kMonths[(month - 1) % kMonths.size()];
    auto const weekday = std::chrono::weekday(today).c_encoding();
    auto const hour = clock.hours().count();
    auto const hour12 = (hour + 11) % 12 + 1;
    switch (part) {
        case DatePart::year:
            return fmt::format("{:04}", static_cast<int>(date.year()));
        case DatePart::month2:
            return fmt::format("{:02}", month);
        case DatePart::month:
            return fmt::format("{}", month);
        case DatePart::monthShort:
            return std::string(monthName.substr(0, kShort));
        case DatePart::monthLong:
            return std::string(monthName);
        case DatePart::day2:
            return fmt::format("{:02}", static_cast<unsigned>(date.day()));
        case DatePart::day:
            return fmt::format("{}", static_cast<unsigned>(date.day()));
        case DatePart::hour2:
            return fmt::format("{:02}", hour);
        case DatePart::hour:
            return fmt::format("{}", hour);
        case DatePart::hour12Two:
            return fmt::format("{:02}", hour12);
        case DatePart::hour12:
            return fmt::format("{}", hour12);
        case DatePart::minute2:
            return fmt::format("{:02}", clock.minutes().count());
        case DatePart::minute:
            return fmt::format("{}", clock.minutes().count());
        case DatePart::second2:
            return fmt::format("{:02}", clock.seconds().count());
        case DatePart::second:
            return fmt::format("{}", clock.seconds().count());
        case DatePart::halfDay:
            return hour < 12 ? "AM" : "PM";
        case DatePart::halfDayChinese:
            return hour < 12 ? "上午" : "下午";
        case DatePart::weekdayChinese:
            return std::string(kWeekdaysChinese[weekday]);
        case DatePart::weekdayShort:
            return std::string(kWeekdays[weekday].substr(0, kShort));
        case DatePart::weekdayLong:
            return std::string(kWeekdays[weekday]);
    }
    return {};
}

/// The moment at which most parts are widest: two digits everywhere, the longest names.
std::string widestPart(DatePart part) {
    using namespace std::chrono;
    // A Wednesday in September, 20:28:28.
    constexpr auto kWide = local_days(year(2026) / September / 23) + 20h + 28min + 28s;
    switch (part) {
        case DatePart::hour12:
        case DatePart::hour12Two:
            return "12";
        case DatePart::month:
            return "10";
        case DatePart::monthShort:
            return "Mar";
        default:
            return partAt(part, kWide);
    }
}

std::int64_t countAt(DayCount const& count, LocalSeconds now) {
    auto const passed = (std::chrono::floor<std::chrono::days>(now) - count.date).count();
    std::int64_t const days = count.kind == DayCount::Kind::until       ? -passed
                              : count.kind == DayCount::Kind::countFrom ? passed + 1
                                                                        : passed;
    return std::max<std::int64_t>(days, 0);
}

std::string widestCount(DayCount const& count, LocalSeconds begins) {
    auto const most = std::max(countAt(count, begins), countAt(count, begins + kReservedFor));
    return std::string(std::max<std::size_t>(kReservedDigits, fmt::format("{}", most).size()), '8');
}

template <class Say>
std::string spoken(Pattern const& pattern, Say say) {
    std::string out;
    for (auto const& part : pattern) {
        auto const* const words = std::get_if<std::string>(&part);
        out += words != nullptr ? *words : say(std::get<DatePart>(part));
    }
    return out;
}

std::string pieceAt(TextPiece const& piece, LocalSeconds now) {
    if (auto const* const words = std::get_if<std::string>(&piece)) {
        return *words;
    }
    if (auto const* const count = std::get_if<DayCount>(&piece)) {
        return fmt::format("{}", countAt(*count, now));
    }
    return spoken(std::get<Pattern>(piece), [now](DatePart part) { return partAt(part, now); });
}

std::string widestPiece(TextPiece const& piece, LocalSeconds begins) {
    if (auto const* const words = std::get_if<std::string>(&piece)) {
        return *words;
    }
    if (auto const* const count = std::get_if<DayCount>(&piece)) {
        return widestCount(*count, begins);
    }
    return spoken(std::get<Pattern>(piece), widestPart);
}

std::string everyCharacterOf(DatePart part) {
    std::string out;
    switch (part) {
        case DatePart::monthShort:
        case DatePart::monthLong:
            for (auto const name : kMonths) {
                out += name;
            }
            return out;
        case DatePart::weekdayShort:
        case DatePart::weekdayLong:
            for (auto const name : kWeekdays) {
                out += name;
            }
            return out;
        case DatePart::weekdayChinese:
            for (auto const name : kWeekdaysChinese) {
                out += name;
            }
            return out;
        case DatePart::halfDay:
            return "AMPM";
        case DatePart::halfDayChinese:
            return "上午下午";
        default:
            return "0123456789";
    }
}

}  // namespace

Result<LiveText> LiveText::read(std::string_view text) {
    LiveText out;
    std::string words;
    int fields = 0;
    for (std::size_t at = 0; at < text.size();) {
        char const c = text[at];
        if ((c == '{' || c == '}') && text.substr(at + 1).starts_with(c)) {
            words.push_back(c);
            at += 2;
            continue;
        }
        if (c == '}') {
            return invalid("has a } without a {; write }} if it is meant as such");
        }
        if (c != '{') {
            words.push_back(c);
            ++at;
            continue;
        }
        auto const end = text.find_first_of("{}\n", at + 1);
        if (end == std::string_view::npos || text[end] != '}') {
            return invalid("has a { that no } closes; write {{ if it is meant as such");
        }
        auto field = readField(text.substr(at + 1, end - at - 1));
        if (!field) {
            return field.error();
        }
        if (++fields > kSloganFields) {
            return invalid(fmt::format("has more than {} fields", kSloganFields));
        }
        if (!words.empty()) {
            out.pieces_.emplace_back(std::exchange(words, {}));
        }
        out.pieces_.push_back(*std::move(field));
        at = end + 1;
    }
    if (!words.empty()) {
        out.pieces_.emplace_back(std::move(words));
    }
    return out;
}

bool LiveText::live() const {
    return std::ranges::any_of(
        pieces_, [](auto const& piece) { return !std::holds_alternative<std::string>(piece); });
}

std::string LiveText::at(LocalSeconds now) const {
    std::string out;
    for (auto const& piece : pieces_) {
        out += pieceAt(piece, now);
    }
    return out;
}

LiveText::Widest LiveText::widest(LocalSeconds begins) const {
    Widest out;
    for (auto const& piece : pieces_) {
        auto const begin = out.text.size();
        out.text += widestPiece(piece, begins);
        out.pieces.push_back({begin, out.text.size(), !std::holds_alternative<std::string>(piece)});
    }
    return out;
}

bool LiveText::Widest::mayBreak(std::size_t byte) const {
    return std::ranges::none_of(pieces, [byte](Piece const& piece) {
        return piece.field && byte > piece.begin && byte < piece.end;
    });
}

LiveText LiveText::cut(Widest const& widest, std::size_t begin, std::size_t end) const {
    LiveText out;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        auto const& where = widest.pieces[i];
        if (auto const* const words = std::get_if<std::string>(&pieces_[i])) {
            auto const from = std::max(begin, where.begin);
            auto const to = std::min(end, where.end);
            if (from < to) {
                out.pieces_.emplace_back(words->substr(from - where.begin, to - from));
            }
        } else if (where.begin >= begin && where.begin < end) {
            out.pieces_.push_back(pieces_[i]);
        }
    }
    return out;
}

LiveText LiveText::onOneLine() const {
    auto out = *this;
    for (auto& piece : out.pieces_) {
        if (auto* const words = std::get_if<std::string>(&piece)) {
            for (auto at = words->find('\n'); at != std::string::npos; at = words->find('\n', at)) {
                words->replace(at, 1, kSpace);
            }
        }
    }
    return out;
}

std::string LiveText::everyCharacter() const {
    std::string out;
    for (auto const& piece : pieces_) {
        if (auto const* const words = std::get_if<std::string>(&piece)) {
            out += *words;
        } else if (auto const* const pattern = std::get_if<Pattern>(&piece)) {
            out += spoken(*pattern, everyCharacterOf);
        } else {
            out += "0123456789";
        }
    }
    return out;
}

std::string withoutFields(std::string_view words) {
    std::string out;
    for (char const c : words) {
        out.append(c == '{' || c == '}' ? 2 : 1, c);
    }
    return out;
}

std::optional<std::string> wordsOnly(std::string_view text) {
    auto const read = LiveText::read(text);
    if (!read || read->live()) {
        return std::nullopt;
    }
    return read->at({});
}

}  // namespace tocsin::media::detail
