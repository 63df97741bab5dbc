// SPDX-License-Identifier: Apache-2.0
#include "mutation.hpp"

#include <boost/json.hpp>
#include <vector>

namespace tocsin::integration {
namespace {

namespace json = boost::json;

std::vector<std::string> const& words() {
    static std::vector<std::string> const all{std::string(1, '\0'),
                                              "%00",
                                              "%2e%2e%2f",
                                              "../../../../etc/passwd",
                                              "%c0%af",
                                              "\xff\xfe",
                                              "\xed\xa0\x80",
                                              "\\u0000",
                                              "\\ud800",
                                              "\r\n\r\n",
                                              "\n2026-06-01T00:00:00.000 critical forged",
                                              "'; DROP TABLE screens; --",
                                              "\" OR 1=1 --",
                                              "<script>alert(1)</script>",
                                              "{{7*7}}",
                                              "$(reboot)",
                                              "%s%n%x",
                                              "-1",
                                              "9223372036854775808",
                                              "1e999",
                                              "NaN",
                                              "null",
                                              "true",
                                              "[[[[[[[[",
                                              "{\"a\":",
                                              "]]}}",
                                              "\"",
                                              "'''",
                                              "# ",
                                              "[[slogan]]",
                                              "\xe2\x80\xae",
                                              "\xf0\x9f\x94\xa5",
                                              std::string(5'000, 'A')};
    return all;
}

void change(Dice& dice, std::string& text) {
    auto const at = dice.below(text.size() + 1);
    auto const length = 1 + dice.below(16);
    switch (dice.below(7)) {
        case 0:
            if (at < text.size()) {
                text[at] = dice.byte();
            }
            break;
        case 1:
            if (at < text.size()) {
                text[at] = static_cast<char>(text[at] ^ (1 << dice.below(8)));
            }
            break;
        case 2:
            text.erase(at, length);
            break;
        case 3:
            text.insert(at, text.substr(dice.below(text.size() + 1), 4 * length));
            break;
        case 4:
            text.resize(at);
            break;
        case 5:
            text.insert(at, std::string(length, dice.byte()));
            break;
        default:
            text.insert(at, dice.of(words()));
            break;
    }
}

json::value hostileValue(Dice& dice) {
    switch (dice.below(9)) {
        case 0:
            return nullptr;
        case 1:
            return -1;
        case 2:
            return std::uint64_t{18'446'744'073'709'551'615U};
        case 3:
            return 1e300;
        case 4:
            return json::array(1 + dice.below(3'000), nullptr);
        case 5:
            return json::object{{"a", json::object{}}};
        case 6:
            return json::string(dice.below(70'000), 'x');
        case 7:
            return dice.oneIn(2);
        default: {
            // Text in a document has to be UTF-8; what is not comes by bytes.
            auto word = dice.of(words());
            for (auto& c : word) {
                c = static_cast<unsigned char>(c) < 0x80 ? c : '?';
            }
            return json::string(word);
        }
    }
}

void collect(json::value& value, std::vector<std::pair<json::object*, std::string>>& members) {
    if (auto* object = value.if_object()) {
        for (auto& member : *object) {
            members.emplace_back(object, std::string(member.key()));
            collect(member.value(), members);
        }
    } else if (auto* array = value.if_array()) {
        for (auto& item : *array) {
            collect(item, members);
        }
    }
}

}  // namespace

std::string mutated(Dice& dice, std::string text) {
    for (auto changes = 1 + dice.below(4); changes > 0; --changes) {
        change(dice, text);
    }
    return text;
}

json::value withHostileMember(Dice& dice, json::value document) {
    std::vector<std::pair<json::object*, std::string>> members;
    collect(document, members);
    if (members.empty()) {
        return hostileValue(dice);
    }
    auto const& [object, key] = dice.of(members);
    if (dice.oneIn(5)) {
        object->erase(key);
    } else {
        (*object)[key] = hostileValue(dice);
    }
    return document;
}

}  // namespace tocsin::integration
