// SPDX-License-Identifier: Apache-2.0
// Which warning is seen at an instant: who takes turns, whose turn it is, and how long that stays.
#include "tocsin/playlists/warning_scene.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace tocsin::playlists {
namespace {

constexpr std::array<std::string_view, 5> kLevels{"none", "blue", "yellow", "orange", "red"};
constexpr std::array<std::string_view, 4> kLooks{"off", "ticker", "split", "takeover"};

template <class Word, std::size_t N>
std::optional<Word> wordFrom(std::array<std::string_view, N> const& words, std::string_view text) {
    auto const found = std::find(words.begin(), words.end(), text);
    if (found == words.end()) {
        return std::nullopt;
    }
    return static_cast<Word>(found - words.begin());
}

/// A list of warnings, by their indexes.
using Indexes = std::vector<std::size_t>;

/// No turn is longer than a day, so that the length of a round can be told whatever comes in.
Milliseconds turnOf(StandingWarning const& warning) {
    return std::clamp(warning.turn, Milliseconds(1), Milliseconds(std::chrono::hours(24)));
}

bool isInForce(StandingWarning const& warning, Instant t) {
    return warning.look != WarningLook::off && warning.from <= t && t < warning.to;
}

/// Since when it is news, at an instant at which it is in force. An issue that is still to come (a
/// clock was set back) does not count before it is there.
Instant newsSince(StandingWarning const& warning, Instant t) {
    return warning.issued <= t ? std::max(warning.issued, warning.from) : warning.from;
}

/// The order of turns. What comes after the id matters only where two have one id: it makes the
/// order independent of the list's.
bool ranksBefore(StandingWarning const& a, StandingWarning const& b) {
    auto const key = [](StandingWarning const& warning) {
        return std::tie(warning.id, warning.from, warning.to, warning.look, warning.turn);
    };
    if (a.level != b.level) {
        return a.level > b.level;
    }
    if (a.issued != b.issued) {
        return a.issued > b.issued;
    }
    return key(a) < key(b);
}

/// Those in force; of these the emergencies only, if there is one.
Indexes seenAt(std::vector<StandingWarning> const& warnings, Instant t) {
    Indexes out;
    bool emergency = false;
    for (std::size_t i = 0; i < warnings.size(); ++i) {
        if (!isInForce(warnings[i], t)) {
            continue;
        }
        if (warnings[i].emergency && !emergency) {
            emergency = true;
            out.clear();
        }
        if (warnings[i].emergency == emergency) {
            out.push_back(i);
        }
    }
    return out;
}

/// Those that are seen, by rank, but for the one that is the latest news: it is the first.
Indexes roundOf(std::vector<StandingWarning> const& warnings, Indexes seen, Instant t) {
    std::sort(seen.begin(), seen.end(),
              [&](std::size_t a, std::size_t b) { return ranksBefore(warnings[a], warnings[b]); });
    auto const newest =
        std::max_element(seen.begin(), seen.end(), [&](std::size_t a, std::size_t b) {
            return newsSince(warnings[a], t) < newsSince(warnings[b], t);
        });
    std::rotate(seen.begin(), newest, newest + 1);
    return seen;
}

/// When the next warning of those that matter begins, is news, or ends. While there is an
/// emergency, forwarded warnings do not matter.
Instant nextChange(std::vector<StandingWarning> const& warnings, Instant t, bool emergency) {
    auto next = Instant::max();
    auto const consider = [&](Instant change) {
        if (t < change) {
            next = std::min(next, change);
        }
    };
    for (auto const& warning : warnings) {
        if (warning.look == WarningLook::off || warning.from >= warning.to || warning.to <= t ||
            (emergency && !warning.emergency)) {
            continue;
        }
        consider(warning.from);
        consider(warning.to);
        if (warning.from < warning.issued) {
            consider(warning.issued);
        }
    }
    return next;
}

WarningLook strongestLook(std::vector<StandingWarning> const& warnings, Indexes const& round) {
    auto look = WarningLook::off;
    for (auto const i : round) {
        look = std::max(look, warnings[i].look);
    }
    return look;
}

struct Turn {
    std::size_t shown = 0;
    Milliseconds position{0}, left{0};
};

/// Whose turn it is, in rounds without a gap since the first one became news.
Turn turnAt(std::vector<StandingWarning> const& warnings, Indexes const& round, Instant t) {
    std::uint64_t whole = 0;
    for (auto const i : round) {
        whole += static_cast<std::uint64_t>(turnOf(warnings[i]).count());
    }
    auto const since = newsSince(warnings[round.front()], t);
    // Unsigned: right for any two instants, as `since` is never after `t`.
    auto const elapsed =
        static_cast<std::uint64_t>(toMillis(t)) - static_cast<std::uint64_t>(toMillis(since));
    auto rest = Milliseconds(static_cast<std::int64_t>(elapsed % whole));
    for (auto const i : round) {
        auto const turn = turnOf(warnings[i]);
        if (rest < turn) {
            return {i, rest, turn - rest};
        }
        rest -= turn;
    }
    return {};  // not reached: `rest` was below the sum of the turns
}

Instant later(Instant t, Milliseconds by) {
    return t > Instant::max() - by ? Instant::max() : t + by;
}

}  // namespace

std::string_view toString(WarningLevel level) {
    return kLevels[static_cast<std::size_t>(level)];
}
std::optional<WarningLevel> warningLevelFrom(std::string_view text) {
    return wordFrom<WarningLevel>(kLevels, text);
}
std::string_view toString(WarningLook look) {
    return kLooks[static_cast<std::size_t>(look)];
}
std::optional<WarningLook> warningLookFrom(std::string_view text) {
    return wordFrom<WarningLook>(kLooks, text);
}

std::optional<WarningScene> warningSceneAt(std::vector<StandingWarning> const& warnings, Instant t,
                                           Instant* until) {
    auto const seen = seenAt(warnings, t);
    bool const emergency = !seen.empty() && warnings[seen.front()].emergency;
    auto const change = nextChange(warnings, t, emergency);
    if (seen.empty()) {
        if (until != nullptr) {
            *until = change;
        }
        return std::nullopt;
    }
    WarningScene scene;
    scene.round = roundOf(warnings, seen, t);
    scene.look = strongestLook(warnings, scene.round);
    auto const turn = turnAt(warnings, scene.round, t);
    scene.shown = turn.shown;
    scene.position = turn.position;
    // The only one has its turn again and again.
    scene.until = scene.round.size() > 1 ? std::min(change, later(t, turn.left)) : change;
    if (until != nullptr) {
        *until = scene.until;
    }
    return scene;
}

}  // namespace tocsin::playlists
