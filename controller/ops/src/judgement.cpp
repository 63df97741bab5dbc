// SPDX-License-Identifier: Apache-2.0
// The one function that decides a screen's state, and the words for it.
#include <algorithm>
#include <array>
#include <utility>

#include "tocsin/ops/status.hpp"

namespace tocsin::ops {
namespace {

constexpr Milliseconds kSilence{10'000};  ///< without contact for this long: offline

struct Words {
    ScreenState state;
    std::string_view english, chinese;
};
constexpr std::array<Words, 10> kWords{{
    {ScreenState::playing, "playing", "正常播出"},
    {ScreenState::warning, "warning", "预警播出"},
    {ScreenState::other, "other", "内容不符"},
    {ScreenState::dark, "dark", "按计划关屏"},
    {ScreenState::blanked, "blanked", "停播"},
    {ScreenState::fallback, "fallback", "备播"},
    {ScreenState::waiting, "waiting", "待播"},
    {ScreenState::offline, "offline", "离线"},
    {ScreenState::unbound, "unbound", "未绑定"},
    {ScreenState::unknown, "unknown", "状态不明"},
}};

Words const& wordsOf(ScreenState state) {
    for (auto const& words : kWords) {
        if (words.state == state) {
            return words;
        }
    }
    return kWords.back();
}

std::string firstFinding(messages::Status const& status, std::string otherwise) {
    if (!status.findings.empty()) {
        return status.findings.front();
    }
    return otherwise;
}

/// Whether the report is right for now or, since it may be a little old, for a moment ago; or for a
/// moment to come, since clocks differ a little.
bool fits(Expectation const& expected, messages::Status const& status) {
    auto const same = [&](PlannedSlot const& planned) {
        return status.state == "dark" ? planned.slot.dark
                                      : !planned.slot.dark && planned.playId == status.playId &&
                                            planned.slot.asset.str() == status.asset;
    };
    return same(*expected.now) || std::any_of(expected.around.begin(), expected.around.end(), same);
}

Judgement judgeReport(messages::Status const& status, Expectation const& expected) {
    if (status.state == "warning") {
        return expected.warned ? Judgement{ScreenState::warning, ""}
                               : Judgement{ScreenState::other,
                                           "it shows a warning that is not in force here any more"};
    }
    if (status.state == "blanked") {
        return expected.blanked
                   ? Judgement{ScreenState::blanked, *expected.blanked}
                   : Judgement{ScreenState::other,
                               "it is black by an order that is not in force here any more"};
    }
    if (expected.blanked && status.state != "waiting") {
        return {ScreenState::other, "it is ordered to be black, and is not"};
    }
    if (status.state == "waiting") {
        return {ScreenState::waiting,
                firstFinding(status, "the player has not shown anything yet")};
    }
    if (status.state == "fallback") {
        return {ScreenState::fallback, firstFinding(status, "it shows the fallback loop")};
    }
    if (!expected.now) {
        return {ScreenState::unknown, "there is no released plan for this moment"};
    }
    if (status.state == "dark") {
        return fits(expected, status)
                   ? Judgement{ScreenState::dark, std::string(expected.now->slot.reason)}
                   : Judgement{ScreenState::other,
                               firstFinding(status, "it is dark and should be playing")};
    }
    if (fits(expected, status)) {
        return {ScreenState::playing, ""};
    }
    return {ScreenState::other,
            firstFinding(status, expected.now->slot.dark ? "it plays and should be dark"
                                                         : "it does not show what its plan says")};
}

}  // namespace

std::string_view toString(ScreenState state) {
    return wordsOf(state).english;
}

std::string_view toChinese(ScreenState state) {
    return wordsOf(state).chinese;
}

Judgement judge(store::Screen const& screen, fleet::LinkState const& link,
                Expectation const& expected, Instant now) {
    if (!screen.player) {
        return {ScreenState::unbound, "no player is bound to this screen"};
    }
    if (!link.online) {
        return {ScreenState::offline,
                link.lastContact ? "no player is connected"
                                 : "its player has not connected since the controller started"};
    }
    if (link.lastContact && now - *link.lastContact > kSilence) {
        return {ScreenState::offline, "its player has been silent for " +
                                          std::to_string((now - *link.lastContact).count() / 1000) +
                                          " s"};
    }
    if (!link.status) {
        return {ScreenState::waiting, "its player has connected and not reported yet"};
    }
    return judgeReport(*link.status, expected);
}

}  // namespace tocsin::ops
