// SPDX-License-Identifier: Apache-2.0
#include "cap_texts.hpp"

#include <algorithm>
#include <map>

#include "cap_colour.hpp"
#include "cap_event.hpp"
#include "cap_language.hpp"
#include "plain_text.hpp"

namespace tocsin::warnings {
namespace {

using messages::WarningText;

constexpr std::size_t kMostLineBytes = 200, kMostBodyBytes = 4'000;
/// Of what stands beyond this much nothing would be shown, whatever markup there is in it.
constexpr std::size_t kMostReadBytes = 64 * 1024;

std::string lineOf(std::string_view text) {
    return bounded(plainLine(upTo(text, kMostReadBytes)), kMostLineBytes);
}

std::string bodyOf(std::string_view text) {
    // A little more than fits, so that it is seen where something was cut off.
    return std::string(upTo(plainText(upTo(text, kMostReadBytes)), kMostBodyBytes + 8));
}

int rankOf(CapInfo const& info) {
    auto const primary = primaryLanguage(languageOf(info));
    return primary == "zh" ? 0 : primary == "en" ? 1 : 2;
}

bool namesAWarning(std::string_view event) {
    auto const small = lowered(event);
    for (std::string_view const word : {"warning", "watch", "advisory", "alert", "statement"}) {
        if (small.find(word) != std::string::npos) {
            return true;
        }
    }
    return false;
}

/// "暴雨红色预警信号", "Rainstorm, red warning".
std::string headlineOfEvent(CapInfo const& info, playlists::WarningLevel level) {
    auto const event = lineOf(info.event);
    if (event.empty()) {
        return {};
    }
    auto const primary = primaryLanguage(languageOf(info));
    if (primary == "zh" && !chineseName(level).empty()) {
        return shortEvent(event) + std::string(chineseName(level)) + "预警信号";
    }
    if (primary == "en" && !englishName(level).empty() && !namesAWarning(event)) {
        return lineOf(event + ", " + std::string(englishName(level)) + " warning");
    }
    return event;
}

/// Its own, or one made of event and level, or the beginning of what it describes.
std::string headlineOf(CapInfo const& info, playlists::WarningLevel level) {
    auto headline = lineOf(info.headline);
    if (headline.empty()) {
        headline = headlineOfEvent(info, level);
    }
    if (headline.empty()) {
        auto const body = bodyOf(info.description);
        headline = lineOf(body.substr(0, body.find('\n')));
    }
    return headline;
}

/// Adds a paragraph that is not there yet.
void addParagraph(std::string& text, std::string const& paragraph) {
    if (paragraph.empty() || text.size() > kMostBodyBytes ||
        text.find(paragraph) != std::string::npos) {
        return;
    }
    text += (text.empty() ? "" : "\n") + paragraph;
}

void add(WarningText& text, CapInfo const& info, playlists::WarningLevel level) {
    auto const headline = headlineOf(info, level);
    if (text.headline.empty()) {
        text.headline = headline;
    } else if (headline != text.headline) {
        addParagraph(text.body, headline);
    }
    if (text.issuer.empty()) {
        text.issuer = lineOf(info.senderName);
    }
    addParagraph(text.body, bodyOf(info.description));
    addParagraph(text.instruction, bodyOf(info.instruction));
}

}  // namespace

std::vector<CapInfo const*> byLanguage(std::vector<CapInfo const*> infos) {
    std::stable_sort(infos.begin(), infos.end(),
                     [](auto const* a, auto const* b) { return rankOf(*a) < rankOf(*b); });
    return infos;
}

std::vector<WarningText> textsOf(std::vector<CapInfo const*> const& infos,
                                 playlists::WarningLevel level) {
    std::vector<WarningText> out;
    std::map<std::string, std::size_t> places;
    for (auto const* info : byLanguage(infos)) {
        auto const language = languageOf(*info);
        auto const primary = primaryLanguage(language);
        if (!places.contains(primary)) {
            if (out.size() == messages::Warning::kMostTexts || headlineOf(*info, level).empty()) {
                continue;
            }
            places[primary] = out.size();
            out.push_back({language, {}, {}, {}, {}});
        }
        add(out[places[primary]], *info, level);
    }
    std::string issuer;
    for (auto const& text : out) {
        issuer = issuer.empty() ? text.issuer : issuer;
    }
    for (auto& text : out) {
        text.body = bounded(text.body, kMostBodyBytes);
        text.instruction = bounded(text.instruction, kMostBodyBytes);
        text.issuer = text.issuer.empty() ? issuer : text.issuer;
    }
    return out;
}

}  // namespace tocsin::warnings
