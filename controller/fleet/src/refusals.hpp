// SPDX-License-Identifier: Apache-2.0
// Which refusals of players stand in the audit trail already.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::fleet {

/// Thread-safe. A player that comes back again and again refuses the same thing each time: that is
/// one row. What was refused before the controller's last start may be told once more.
class Refusals {
public:
    static constexpr std::size_t kMost = 10'000;
    /// Reasons are the player's own words, and one that is broken or hostile has ever new ones: so
    /// many rows a screen in kSpell, and one that says that there was more.
    static constexpr int kMostOfScreen = 20;
    static constexpr std::chrono::hours kSpell{1};

    enum class Telling {
        nothing,
        row,
        more  ///< that further ones are not written down
    };

    /// `about` names the thing, its version and the reason: "manifest 2.17: it has expired".
    [[nodiscard]] Telling of(ScreenId const& screen, std::string const& about, Instant now) {
        std::lock_guard const lock(mutex_);
        if (told_.contains({screen, about})) {
            return Telling::nothing;
        }
        auto& spell = spells_.try_emplace(screen, Spell{now, 0}).first->second;
        if (now < spell.since || now - spell.since >= kSpell) {
            spell = {now, 0};
        }
        if (spell.rows > kMostOfScreen) {
            return Telling::nothing;
        }
        if (++spell.rows > kMostOfScreen) {
            return Telling::more;
        }
        note(screen, about);
        return Telling::row;
    }
    /// Of what a player has only one each, whatever it says.
    [[nodiscard]] bool isNew(ScreenId const& screen, std::string const& about) {
        std::lock_guard const lock(mutex_);
        return note(screen, about);
    }

private:
    struct Spell {
        Instant since;
        int rows = 0;
    };

    bool note(ScreenId const& screen, std::string const& about) {
        auto const [told, isNew] = told_.emplace(screen, about);
        if (!isNew) {
            return false;
        }
        byAge_.push_back(told);
        if (byAge_.size() > kMost) {
            told_.erase(byAge_.front());
            byAge_.pop_front();
        }
        return true;
    }

    std::mutex mutex_;
    std::set<std::pair<ScreenId, std::string>> told_;  ///< guarded by mutex_, as what follows
    std::deque<std::set<std::pair<ScreenId, std::string>>::const_iterator> byAge_;
    std::map<ScreenId, Spell> spells_;
};

}  // namespace tocsin::fleet
