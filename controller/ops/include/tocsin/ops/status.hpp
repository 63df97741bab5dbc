// SPDX-License-Identifier: Apache-2.0
// One state function decides a screen's state; the API, the client and whatever shows it later show what this says.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "tocsin/access/route.hpp"
#include "tocsin/fleet/fleet.hpp"
#include "tocsin/playlists/timeline.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::ops {

enum class ScreenState {
    playing,   ///< 正常播出: shows what its timeline says
    other,     ///< 内容不符: shows something else
    dark,      ///< 按计划关屏: dark on order
    fallback,  ///< 备播: shows the fallback loop
    waiting,   ///< 待播: connected, nothing shown yet
    offline,   ///< 离线
    unbound,   ///< 未绑定: no player
    unknown    ///< 状态不明
};
[[nodiscard]] std::string_view toString(ScreenState state);
[[nodiscard]] std::string_view toChinese(ScreenState state);

struct Judgement {
    ScreenState state = ScreenState::unknown;
    std::string cause;  ///< one sentence, or empty while playing
};

/// Pure. `expected` is what the released timeline says for `now`, if there is one.
[[nodiscard]] Judgement judge(store::Screen const& screen, fleet::LinkState const& link, std::optional<playlists::Slot> const& expected,
                              Instant now);

/// GET /api/v1/status. The references must outlive the handlers.
[[nodiscard]] access::Routes routes(store::Store& store, fleet::Fleet const& fleet, std::function<Instant()> now, Instant started);

}  // namespace tocsin::ops
