// SPDX-License-Identifier: Apache-2.0
#include "cap_event.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "plain_text.hpp"

namespace tocsin::warnings {
namespace {

constexpr std::size_t kMostEventBytes = 64;

struct Picture {
    std::string_view word;
    std::string_view icon;
};

/// The first that stands in the text decides: what is more particular comes first.
constexpr std::array<Picture, 73> kChinese{{{"台风", "typhoon"},     {"热带气旋", "typhoon"},
                                            {"热带风暴", "typhoon"}, {"飓风", "typhoon"},
                                            {"沙尘", "dust"},        {"扬沙", "dust"},
                                            {"浮尘", "dust"},        {"海啸", "tsunami"},
                                            {"地震", "quake"},       {"地质灾害", "landslide"},
                                            {"泥石流", "landslide"}, {"滑坡", "landslide"},
                                            {"崩塌", "landslide"},   {"塌方", "landslide"},
                                            {"山洪", "flood"},       {"洪", "flood"},
                                            {"内涝", "flood"},       {"渍涝", "flood"},
                                            {"风暴潮", "flood"},     {"雷", "thunder"},
                                            {"强对流", "thunder"},   {"冰雹", "hail"},
                                            {"暴雪", "snow"},        {"降雪", "snow"},
                                            {"大雪", "snow"},        {"雪", "snow"},
                                            {"道路结冰", "cold"},    {"结冰", "cold"},
                                            {"冰冻", "cold"},        {"霜冻", "cold"},
                                            {"寒潮", "cold"},        {"低温", "cold"},
                                            {"冻害", "cold"},        {"强降温", "cold"},
                                            {"降温", "cold"},        {"冷空气", "cold"},
                                            {"寒冷", "cold"},        {"高温", "heat"},
                                            {"中暑", "heat"},        {"干热", "heat"},
                                            {"火", "fire"},          {"爆炸", "fire"},
                                            {"干旱", "drought"},     {"旱", "drought"},
                                            {"雾", "fog"},           {"霾", "fog"},
                                            {"空气污染", "fog"},     {"重污染", "fog"},
                                            {"暴雨", "rain"},        {"降雨", "rain"},
                                            {"大雨", "rain"},        {"强降水", "rain"},
                                            {"雨", "rain"},          {"大风", "wind"},
                                            {"龙卷", "wind"},        {"海浪", "wind"},
                                            {"风", "wind"},          {"触电", "shock"},
                                            {"漏电", "shock"},       {"食物中毒", "food"},
                                            {"食品", "food"},        {"电梯", "lift"},
                                            {"公共卫生", "health"},  {"疫", "health"},
                                            {"传染病", "health"},    {"停电", "power"},
                                            {"停水", "water"},       {"停气", "gas"},
                                            {"燃气", "gas"},         {"停诊", "clinic"},
                                            {"寻人", "person"},      {"走失", "person"},
                                            {"疏散", "exit"}}};

/// Beginnings of words.
constexpr std::array<Picture, 58> kEnglish{{{"tsunami", "tsunami"},
                                            {"earthquake", "quake"},
                                            {"seismic", "quake"},
                                            {"quake", "quake"},
                                            {"typhoon", "typhoon"},
                                            {"hurricane", "typhoon"},
                                            {"cyclone", "typhoon"},
                                            {"tropical", "typhoon"},
                                            {"landslide", "landslide"},
                                            {"mudslide", "landslide"},
                                            {"debris", "landslide"},
                                            {"rockfall", "landslide"},
                                            {"flood", "flood"},
                                            {"inundation", "flood"},
                                            {"surge", "flood"},
                                            {"thunder", "thunder"},
                                            {"lightning", "thunder"},
                                            {"hail", "hail"},
                                            {"snow", "snow"},
                                            {"blizzard", "snow"},
                                            {"sleet", "snow"},
                                            {"avalanche", "snow"},
                                            {"winter", "snow"},
                                            {"frost", "cold"},
                                            {"freez", "cold"},
                                            {"ice", "cold"},
                                            {"icy", "cold"},
                                            {"cold", "cold"},
                                            {"chill", "cold"},
                                            {"low-temperature", "cold"},
                                            {"heat", "heat"},
                                            {"high-temperature", "heat"},
                                            {"hot", "heat"},
                                            {"wildfire", "fire"},
                                            {"bushfire", "fire"},
                                            {"grassfire", "fire"},
                                            {"forest-fire", "fire"},
                                            {"fire", "fire"},
                                            {"drought", "drought"},
                                            {"dust", "dust"},
                                            {"sand", "dust"},
                                            {"fog", "fog"},
                                            {"smog", "fog"},
                                            {"haze", "fog"},
                                            {"air quality", "fog"},
                                            {"rain", "rain"},
                                            {"precipitation", "rain"},
                                            {"tornado", "wind"},
                                            {"wind", "wind"},
                                            {"gale", "wind"},
                                            {"gust", "wind"},
                                            {"evacuat", "exit"},
                                            {"child abduction", "person"},
                                            {"missing", "person"},
                                            {"food", "food"},
                                            {"epidemic", "health"},
                                            {"power outage", "power"},
                                            {"gas leak", "gas"}}};

/// Codes of SAME, as IPAWS messages have them.
constexpr std::array<Picture, 17> kSame{{{"TSW", "tsunami"},
                                         {"TSA", "tsunami"},
                                         {"EQW", "quake"},
                                         {"HUW", "typhoon"},
                                         {"HUA", "typhoon"},
                                         {"TRW", "typhoon"},
                                         {"FFW", "flood"},
                                         {"FFA", "flood"},
                                         {"FLW", "flood"},
                                         {"FLA", "flood"},
                                         {"SVR", "thunder"},
                                         {"SVA", "thunder"},
                                         {"TOR", "wind"},
                                         {"HWW", "wind"},
                                         {"BZW", "snow"},
                                         {"FRW", "fire"},
                                         {"CAE", "person"}}};

bool isLetter(char c) {
    return c >= 'a' && c <= 'z';
}

bool beginsAWord(std::string_view text, std::string_view word) {
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        if (at == 0 || !isLetter(text[at - 1])) {
            return true;
        }
    }
    return false;
}

std::optional<std::string_view> iconIn(std::string_view text) {
    for (auto const& picture : kChinese) {
        if (text.find(picture.word) != std::string_view::npos) {
            return picture.icon;
        }
    }
    // Titles are short; a text of megabytes is none.
    auto const small = lowered(upTo(text, 1'000));
    for (auto const& picture : kEnglish) {
        if (beginsAWord(small, picture.word)) {
            return picture.icon;
        }
    }
    return std::nullopt;
}

std::optional<std::string_view> iconInCodes(CapInfo const& info) {
    for (auto const& [name, value] : info.eventCodes) {
        for (auto const& code : kSame) {
            if (name == "SAME" && value == code.word) {
                return code.icon;
            }
        }
        if (auto const icon = iconIn(value)) {
            return icon;
        }
    }
    for (auto const& [name, value] : info.parameters) {
        if (lowered(name) == "awareness_type") {
            if (auto const icon = iconIn(value)) {
                return icon;
            }
        }
    }
    return std::nullopt;
}

std::optional<std::string_view> iconOfCategory(CapInfo const& info) {
    for (auto const& category : info.categories) {
        if (category == "Fire") {
            return "fire";
        }
        if (category == "Health") {
            return "health";
        }
    }
    return std::nullopt;
}

template <class Find>
std::optional<std::string_view> firstOf(std::vector<CapInfo const*> const& infos,
                                        Find const& find) {
    for (auto const* info : infos) {
        if (auto const icon = find(*info)) {
            return icon;
        }
    }
    return std::nullopt;
}

}  // namespace

std::string iconOf(std::vector<CapInfo const*> const& infos) {
    auto icon = firstOf(infos, [](CapInfo const& info) { return iconIn(info.event); });
    if (!icon) {
        icon = firstOf(infos, iconInCodes);
    }
    if (!icon) {
        icon = firstOf(infos, [](CapInfo const& info) { return iconIn(info.headline); });
    }
    if (!icon) {
        icon = firstOf(infos, iconOfCategory);
    }
    return std::string(icon.value_or("general"));
}

std::string shortEvent(std::string_view event) {
    auto text = plainLine(event);
    for (std::string_view const ending : {"预警信号", "预警", "红色", "橙色", "黄色", "蓝色"}) {
        if (text.size() > ending.size() && text.ends_with(ending)) {
            text.resize(text.size() - ending.size());
        }
    }
    return bounded(text, kMostEventBytes);
}

}  // namespace tocsin::warnings
