// SPDX-License-Identifier: Apache-2.0
#include "cap_colour.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "plain_text.hpp"

namespace tocsin::warnings {
namespace {

using Level = playlists::WarningLevel;

struct Word {
    std::string_view text;
    Level level;
};

constexpr std::array<Word, 5> kChinese{{{"红色", Level::red},
                                        {"橙色", Level::orange},
                                        {"黄色", Level::yellow},
                                        {"蓝色", Level::blue},
                                        {"兰色", Level::blue}}};
/// Amber is Britain's orange; black is above red in Hong Kong.
constexpr std::array<Word, 6> kEnglish{{{"red", Level::red},
                                        {"orange", Level::orange},
                                        {"amber", Level::orange},
                                        {"yellow", Level::yellow},
                                        {"blue", Level::blue},
                                        {"black", Level::red}}};

constexpr std::size_t kMostTitleBytes = 1'000;

bool isLetter(char c) {
    return c >= 'a' && c <= 'z';
}

/// Words of Latin letters, in lower case. Titles and values are short; a long text is neither.
std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> out(1);
    for (char const c : lowered(upTo(text, kMostTitleBytes))) {
        if (isLetter(c)) {
            out.back() += c;
        } else if (!out.back().empty()) {
            out.emplace_back();
        }
    }
    return out;
}

std::optional<Level> englishColour(std::string_view word) {
    auto const found = std::find_if(kEnglish.begin(), kEnglish.end(),
                                    [&](auto const& known) { return known.text == word; });
    return found == kEnglish.end() ? std::nullopt : std::optional(found->level);
}

std::optional<Level> lastChineseColour(std::string_view text) {
    std::optional<Level> out;
    std::size_t last = 0;
    for (auto const& word : kChinese) {
        auto const at = text.rfind(word.text);
        if (at != std::string_view::npos && (!out || at > last)) {
            out = word.level;
            last = at;
        }
    }
    return out;
}

/// Grades of 国家突发事件: I is the gravest. Only as Roman or Chinese numerals, since a plain
/// number may count from either end.
std::optional<Level> gradeIn(std::string_view value) {
    constexpr std::array<Word, 15> kGrades{{{"ⅳ", Level::blue},
                                            {"Ⅳ", Level::blue},
                                            {"iv级", Level::blue},
                                            {"四级", Level::blue},
                                            {"Ⅲ", Level::yellow},
                                            {"ⅲ", Level::yellow},
                                            {"iii级", Level::yellow},
                                            {"三级", Level::yellow},
                                            {"Ⅱ", Level::orange},
                                            {"ⅱ", Level::orange},
                                            {"ii级", Level::orange},
                                            {"二级", Level::orange},
                                            {"Ⅰ", Level::red},
                                            {"i级", Level::red},
                                            {"一级", Level::red}}};
    auto const text = lowered(value);
    for (auto const& grade : kGrades) {
        if (text.find(grade.text) != std::string::npos) {
            return grade.level;
        }
    }
    return std::nullopt;
}

/// A value that is about a colour: "红色", "红", "RED", "3; orange; Severe".
std::optional<Level> colourIn(std::string_view value) {
    constexpr std::array<Word, 4> kShort{
        {{"红", Level::red}, {"橙", Level::orange}, {"黄", Level::yellow}, {"蓝", Level::blue}}};
    if (auto const colour = lastChineseColour(value)) {
        return colour;
    }
    for (auto const& word : kShort) {
        if (trimmed(value) == word.text) {
            return word.level;
        }
    }
    for (auto const& word : wordsOf(value)) {
        if (auto const colour = englishColour(word)) {
            return colour;
        }
    }
    return gradeIn(value);
}

enum class Table { colour, meteoAlarm, levelCode };

/// Which parameters are about the level, and how they count. Not every colour in a message is one
/// of a warning: a missing child's coat has one too.
std::optional<Table> tableOf(std::string_view valueName) {
    constexpr std::array<std::string_view, 22> kColours{
        "severitycolor", "severitycolour", "alertcolor",
        "alertcolour",   "warningcolor",   "warningcolour",
        "signalcolor",   "signallevel",    "color",
        "colour",        "alertlevel",     "warninglevel",
        "eventlevel",    "颜色",           "预警颜色",
        "信号颜色",      "预警信号颜色",   "预警级别",
        "预警等级",      "预警信号级别",   "预警信号等级",
        "级别"};
    auto name = lowered(trimmed(valueName));
    std::erase_if(name, [](char c) { return c == '_' || c == '-' || c == ' '; });
    if (name == "awarenesslevel") {
        return Table::meteoAlarm;
    }
    if (name == "levelcode") {
        return Table::levelCode;
    }
    bool const known = std::find(kColours.begin(), kColours.end(), name) != kColours.end();
    return known ? std::optional(Table::colour) : std::nullopt;
}

/// The two tables of numbers must not be mixed: 1 is no warning in one and a blue one in the other.
std::optional<Level> numberedLevel(std::string_view value, Table table) {
    auto number = trimmed(value.substr(0, value.find(';')));
    number.remove_prefix(number.starts_with('0') ? 1 : 0);
    if (number.size() != 1 || number[0] < '1' || number[0] > '4') {
        return std::nullopt;
    }
    if (table == Table::levelCode) {
        return static_cast<Level>(number[0] - '0');
    }
    return table == Table::meteoAlarm && number[0] > '1'
               ? std::optional(static_cast<Level>(number[0] - '0'))
               : std::nullopt;
}

bool isGreen(std::string_view value) {
    auto const words = wordsOf(value);
    bool const named = std::find(words.begin(), words.end(), "green") != words.end();
    return named || trimmed(value.substr(0, value.find(';'))) == "1";
}

std::optional<SaidLevel> levelInParameters(CapInfo const& info) {
    for (auto const& [name, value] : info.parameters) {
        auto const table = tableOf(name);
        if (!table) {
            continue;
        }
        SaidLevel said{Level::none, "parameter " + std::string(upTo(name, 60)), true, false};
        auto const colour = colourIn(value);
        if (auto const level = colour ? colour : numberedLevel(value, *table)) {
            said.level = *level;
            return said;
        }
        if (*table == Table::meteoAlarm && isGreen(value)) {
            said.green = true;
            return said;
        }
    }
    return std::nullopt;
}

std::optional<SaidLevel> levelInEventCodes(CapInfo const& info) {
    for (auto const& [name, value] : info.eventCodes) {
        bool const about = tableOf(name).has_value();
        if (auto const level = about ? colourIn(value) : lastChineseColour(value)) {
            return SaidLevel{*level, "eventCode " + std::string(upTo(name, 60)), true, false};
        }
    }
    return std::nullopt;
}

/// "red warning", "orange weather warning", "code orange": a colour beside anything else is a
/// river's, a county's or a child's.
std::optional<Level> englishColourInTitle(std::string_view title) {
    auto const words = wordsOf(title);
    auto const at = [&](std::size_t i) { return i < words.size() ? words[i] : std::string(); };
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto const colour = englishColour(words[i]);
        bool const warning =
            at(i + 1) == "warning" || (at(i + 1) == "weather" && at(i + 2) == "warning");
        if (colour && (warning || (i > 0 && words[i - 1] == "code"))) {
            return colour;
        }
    }
    return std::nullopt;
}

Level levelOfSeverity(std::string_view severity) {
    constexpr std::array<Word, 4> kSeverities{{{"Extreme", Level::red},
                                               {"Severe", Level::orange},
                                               {"Moderate", Level::yellow},
                                               {"Minor", Level::blue}}};
    for (auto const& known : kSeverities) {
        if (known.text == severity) {
            return known.level;
        }
    }
    return Level::none;
}

}  // namespace

std::optional<Level> colourInTitle(std::string_view title) {
    auto const chinese = lastChineseColour(title);
    return chinese ? chinese : englishColourInTitle(title);
}

SaidLevel levelOf(CapInfo const& info) {
    if (auto said = levelInParameters(info)) {
        return *said;
    }
    if (auto said = levelInEventCodes(info)) {
        return *said;
    }
    if (auto const level = colourInTitle(info.headline)) {
        return {*level, "headline", true, false};
    }
    if (auto const level = colourInTitle(info.event)) {
        return {*level, "event", true, false};
    }
    // Some senders write the colour where the severity belongs.
    if (auto const level = colourIn(info.severity)) {
        return {*level, "severity", true, false};
    }
    return {levelOfSeverity(info.severity), "severity", false, false};
}

std::string_view chineseName(Level level) {
    for (auto const& word : kChinese) {
        if (word.level == level) {
            return word.text;
        }
    }
    return {};
}

std::string_view englishName(Level level) {
    for (auto const& word : kEnglish) {
        if (word.level == level) {
            return word.text;
        }
    }
    return {};
}

}  // namespace tocsin::warnings
