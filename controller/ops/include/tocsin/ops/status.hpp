// SPDX-License-Identifier: Apache-2.0
// One state function decides a screen's state; the API, the client and whatever shows it later show
// what this says.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/access/route.hpp"
#include "tocsin/audit/trail_check.hpp"
#include "tocsin/fleet/fleet.hpp"
#include "tocsin/playlists/timeline.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::ops {

enum class ScreenState {
    playing,   ///< 正常播出: shows what its timeline says
    warning,   ///< 预警播出: shows a warning that is for it
    other,     ///< 内容不符: shows something else
    dark,      ///< 按计划关屏: dark by its plan
    blanked,   ///< 停播: black by an order
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

/// A play of the released plan.
struct PlannedSlot {
    playlists::Slot slot;
    std::string playId;  ///< as players report it: hex, empty while dark
};

/// What the released plan says.
struct Expectation {
    std::optional<PlannedSlot> now;   ///< nothing: no plan is released for this moment
    std::vector<PlannedSlot> around;  ///< what it says up to kChangeover before and after now
    std::optional<std::string> blanked = {};  ///< it is ordered to be black, by whom and why
    bool warned = false;                      ///< a warning that is for it stands
};
/// A player's report may be this old, and name the play before or after.
inline constexpr Milliseconds kChangeover{2'000};

/// Pure.
[[nodiscard]] Judgement judge(store::Screen const& screen, fleet::LinkState const& link,
                              Expectation const& expected, Instant now);

/// In both languages.
struct Doubt {
    std::string english, chinese;
};
/// What makes people doubt what the controller keeps, and what it hears.
struct Doubts {
    /// That the start found in the audit trail.
    std::function<std::optional<audit::Break>()> trail;
    std::function<std::optional<Doubt>()> ledger;  ///< in the log of the ledger
    /// Names of feeds of warnings that have not answered for long.
    std::function<std::vector<std::string>()> silentFeeds;
};

/// GET /api/v1/status. The references must outlive the handlers. `guardScreens`: so many screens
/// one person may change without a second one; 0: any number.
[[nodiscard]] access::Routes routes(store::Store& store, fleet::Fleet const& fleet,
                                    std::function<Instant()> now, Instant started,
                                    int guardScreens = 0, Doubts doubts = {});

}  // namespace tocsin::ops
