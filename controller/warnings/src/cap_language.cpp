// SPDX-License-Identifier: Apache-2.0
#include "cap_language.hpp"

#include <algorithm>

#include "plain_text.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::warnings {
namespace {

constexpr std::size_t kMostTagBytes = 35, kMostReadBytes = 300;

bool isHan(std::string_view character) {
    if (character.size() != 3) {
        return false;
    }
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    auto const code = (byte(0) & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
    return code >= 0x4e00 && code <= 0x9fff;
}

/// Japanese has kana between its Chinese characters, and says its language.
bool isInHan(std::string_view text) {
    std::size_t han = 0, letters = 0;
    while (!text.empty()) {
        auto const length = std::max<std::size_t>(utf8SequenceLength(text), 1);
        auto const character = text.substr(0, length);
        han += isHan(character) ? 1 : 0;
        letters += !isHan(character) && character[0] != ' ' ? 1 : 0;
        text.remove_prefix(length);
    }
    return han > 0 && 2 * han >= letters;
}

}  // namespace

bool isLanguageTag(std::string_view text) {
    bool first = true;
    while (!text.empty()) {
        auto const part = text.substr(0, text.find('-'));
        bool const plain = std::all_of(part.begin(), part.end(), [first](char c) {
            bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            return letter || (!first && c >= '0' && c <= '9');
        });
        if (!plain || part.empty() || part.size() > 8 || part.size() + 1 == text.size()) {
            return false;
        }
        first = false;
        text.remove_prefix(std::min(part.size() + 1, text.size()));
    }
    return !first;
}

std::string primaryLanguage(std::string_view tag) {
    auto const primary = lowered(tag.substr(0, tag.find_first_of("-_")));
    bool const chinese = primary == "chi" || primary == "zho" || primary == "cn";
    return chinese ? "zh" : primary == "eng" ? "en" : primary;
}

std::string languageOf(CapInfo const& info) {
    auto tag = info.language;
    std::replace(tag.begin(), tag.end(), '_', '-');
    bool const usable = isLanguageTag(tag) && tag.size() <= kMostTagBytes;
    if (!usable || primaryLanguage(tag) == "en") {
        auto const& text = info.headline.empty() ? info.event : info.headline;
        if (isInHan(upTo(text, kMostReadBytes))) {
            return "zh-CN";
        }
    }
    auto const primary = primaryLanguage(tag);
    if (!usable) {
        return "und";
    }
    return tag.starts_with(primary) ? tag : primary;
}

}  // namespace tocsin::warnings
