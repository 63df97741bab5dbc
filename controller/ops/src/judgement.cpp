// SPDX-License-Identifier: Apache-2.0
// The one function that decides a screen's state, and the words for it.
#include <array>
#include <utility>

#include "tocsin/messages/play_record.hpp"
#include "tocsin/ops/status.hpp"

namespace tocsin::ops {
namespace {

constexpr Milliseconds kSilence{10'000};  ///< without contact for this long: offline
constexpr Milliseconds kChangeover{
    2'000};  ///< around a boundary a report may still name the neighbour

struct Words {
    ScreenState state;
    std::string_view english, chinese;
};
constexpr std::array<Words, 8> kWords{{
    {ScreenState::playing, "playing", "正常播出"},
    {ScreenState::other, "other", "内容不符"},
    {ScreenState::dark, "dark", "按计划关屏"},
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
    return status.findings.empty() ? std::move(otherwise) : status.findings.front();
}

/// Whether a report that names something else is explained by a change of plays around `now`.
bool changingOver(playlists::Slot const& expected, Instant now) {
    return now - expected.start < kChangeover || expected.end - now < kChangeover;
}

Judgement judgeReport(messages::Status const& status,
                      std::optional<playlists::Slot> const& expected, Instant now) {
    if (status.state == "waiting") {
        return {ScreenState::waiting,
                firstFinding(status, "the player has not shown anything yet")};
    }
    if (status.state == "fallback") {
        return {ScreenState::fallback, firstFinding(status, "it shows the fallback loop")};
    }
    if (!expected) {
        return {ScreenState::unknown, "there is no released plan for this moment"};
    }
    if (status.state == "dark") {
        if (expected->dark || changingOver(*expected, now)) {
            return {ScreenState::dark, std::string(expected->reason)};
        }
        return {ScreenState::other, firstFinding(status, "it is dark and should show " +
                                                             expected->asset.str().substr(0, 12))};
    }
    if (status.asset == expected->asset.str() || changingOver(*expected, now)) {
        return {ScreenState::playing, ""};
    }
    return {ScreenState::other, firstFinding(status, "it does not show what its timeline says")};
}

}  // namespace

std::string_view toString(ScreenState state) {
    return wordsOf(state).english;
}

std::string_view toChinese(ScreenState state) {
    return wordsOf(state).chinese;
}

Judgement judge(store::Screen const& screen, fleet::LinkState const& link,
                std::optional<playlists::Slot> const& expected, Instant now) {
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
    return judgeReport(*link.status, expected, now);
}

}  // namespace tocsin::ops
