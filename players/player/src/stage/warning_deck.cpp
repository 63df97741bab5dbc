// SPDX-License-Identifier: Apache-2.0
#include "stage/warning_deck.hpp"

#include <numeric>

#include "stage/play_meter.hpp"

namespace tocsin::player {

using playlists::WarningLook;

void WarningDeck::setShow(std::shared_ptr<WarningShow const> show) {
    show_ = std::move(show);
    on_.reset();
    until_ = Instant::min();
    std::vector<Track> now;
    for (auto const& warning : show_->warnings) {
        auto const known = std::find_if(tracks_.begin(), tracks_.end(), [&](Track const& track) {
            return track.id == warning.standing.id && track.revision == warning.revision;
        });
        if (known != tracks_.end()) {
            now.push_back(std::move(*known));
            tracks_.erase(known);
        } else {
            now.push_back({warning.standing.id, warning.revision, warning.standing.to});
        }
    }
    for (auto& gone : tracks_) {
        end(gone);
    }
    tracks_ = std::move(now);
}

void WarningDeck::end(Track& track) {
    if (!track.over) {
        track.over = true;
        over_.push_back(track);
    }
}

bool WarningDeck::follow(std::int64_t tick, bool closed) {
    auto const at = parts_.grid.instantOf(tick);
    if (at >= asked_ && at < until_ && closed == closed_) {
        return false;
    }
    closed_ = closed;
    asked_ = at;
    until_ = Instant::max();
    on_ = onAt(at, until_);
    for (auto& track : tracks_) {
        if (track.to <= at) {
            end(track);
            continue;
        }
        if (track.over) {  // the clock went back
            track.over = track.seen = track.lit = false;
        }
        until_ = std::min(until_, track.to);
    }
    endsAt_ = takesAll() ? findEnd(at) : 0;
    Answer now;
    if (on_) {
        now = {shown().standing.id, shown().revision, on_->look, takesAll()};
    }
    return std::exchange(answer_, now) != now;
}

std::vector<std::size_t> WarningDeck::admitted(bool drills) const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < show_->warnings.size(); ++i) {
        auto const& warning = show_->warnings[i];
        if (warning.drill == drills && (!closed_ || warning.always)) {
            out.push_back(i);
        }
    }
    return out;
}

WarningDeck::Standing WarningDeck::standing(std::vector<std::size_t> const& which,
                                            WarningLook look) const {
    Standing out;
    for (auto const index : which) {
        auto const& warning = show_->warnings[index];
        out.push_back(warning.standing);
        out.back().turn = lengthOf(*drawn(warning, look).print);
    }
    return out;
}

/// A drill stands back for whatever is meant.
std::optional<WarningDeck::On> WarningDeck::onAt(Instant at, Instant& until) const {
    auto const meant = onOf(admitted(false), at, until);
    if (meant) {
        return meant;
    }
    auto drillsUntil = Instant::max();
    auto const drill = onOf(admitted(true), at, drillsUntil);
    until = std::min(until, drillsUntil);
    return drill;
}

/// How long a turn is depends on the look, and the look, but not on the turns, on who is there: so
/// the second answer holds.
std::optional<WarningDeck::On> WarningDeck::onOf(std::vector<std::size_t> const& which, Instant at,
                                                 Instant& until) const {
    auto look = WarningLook::takeover;
    auto scene = playlists::warningSceneAt(standing(which, look), at, &until);
    if (scene && scene->look != look) {
        look = scene->look;
        scene = playlists::warningSceneAt(standing(which, look), at, &until);
    }
    if (!scene) {
        return std::nullopt;
    }
    until = scene->until;
    return On{which[scene->shown], scene->look, at - scene->position};
}

/// The first end of a warning with which nothing that takes all is left.
std::int64_t WarningDeck::findEnd(Instant at) const {
    std::vector<Instant> ends;
    for (auto const& warning : show_->warnings) {
        if (warning.standing.to > at) {
            ends.push_back(warning.standing.to);
        }
    }
    std::sort(ends.begin(), ends.end());
    for (auto const end : ends) {
        Instant until{};
        auto const then = onAt(end, until);
        if (!then || (then->look != WarningLook::takeover && !closed_)) {
            return parts_.grid.firstAt(end);
        }
    }
    return parts_.grid.firstAt(Instant::max());
}

bool WarningDeck::takesAll() const noexcept {
    return on_ && (on_->look == WarningLook::takeover || closed_);
}

std::string WarningDeck::reason() const {
    return on_ ? kWarned + shown().standing.id : "";
}

std::string WarningDeck::headline() const {
    return on_ ? shown().headline : "";
}

WarningDeck::Seen WarningDeck::seen() const noexcept {
    return on_ ? Seen{shown().standing.id, shown().revision} : Seen{};
}

/// In this look; if that is not printed yet, in another.
WarningDeck::Drawn WarningDeck::drawn(ShownWarning const& warning, WarningLook look) {
    auto found = warning.prints.lower_bound(look);
    if (found == warning.prints.end()) {
        --found;
    }
    return {found->first, &found->second};
}

Milliseconds WarningDeck::lengthOf(WarningPrint const& print) const {
    Milliseconds out{0};
    for (auto const& page : print.pages) {
        out += page.stands;
    }
    for (auto const& band : print.bands) {
        out += Milliseconds(parts_.grid.millisOf(band->ticks()));
    }
    return std::max(out, Milliseconds{1});
}

media::FramePtr WarningDeck::pictureAt(std::int64_t tick) const {
    auto const& print = *drawn(shown(), on_->look).print;
    if (!print.bands.empty()) {
        auto const round =
            std::accumulate(print.bands.begin(), print.bands.end(), std::int64_t{0},
                            [](std::int64_t sum, auto const& band) { return sum + band->ticks(); });
        auto left = std::max<std::int64_t>(tick - parts_.grid.firstAt(on_->began), 0) % round;
        for (auto const& band : print.bands) {
            if (left < band->ticks()) {
                return band->frameAt(left);
            }
            left -= band->ticks();
        }
    }
    auto left = (parts_.grid.instantOf(tick) - on_->began) % lengthOf(print);
    for (auto const& page : print.pages) {
        if (left < page.stands) {
            return page.frame;
        }
        left -= page.stands;
    }
    return print.pages.empty() ? nullptr : print.pages.back().frame;
}

media::FramePtr WarningDeck::page(std::int64_t tick) const {
    bool const whole = on_ && drawn(shown(), on_->look).look == WarningLook::takeover;
    return whole ? pictureAt(tick) : nullptr;
}

std::optional<media::Layer> WarningDeck::layer(std::int64_t tick) const {
    if (!on_) {
        return std::nullopt;
    }
    auto const look = drawn(shown(), on_->look).look;
    auto picture = look == WarningLook::takeover ? nullptr : pictureAt(tick);
    if (!picture) {
        return std::nullopt;
    }
    auto const place = placeOf(look, parts_.size);
    return media::Layer{std::move(picture), place.x, place.y};
}

void WarningDeck::presented(std::int64_t tick, Presented what) {
    auto const at = parts_.grid.instantOf(tick);
    if (on_ && !what.covered) {
        for (auto& track : tracks_) {
            if (track.id == shown().standing.id && track.revision == shown().revision) {
                noteSeen(at, track, what.lit);
                callAttention(at, track);
            }
        }
    } else {
        turn_.reset();
    }
    if (what.lingers && !on_) {
        return;
    }
    for (auto& gone : over_) {
        tell({std::move(gone.id), gone.revision, at, false, true});
    }
    over_.clear();
}

/// Told of the first frame, and again of the first one that was lit.
void WarningDeck::noteSeen(Instant at, Track& track, bool lit) {
    if (!track.seen || (lit && !track.lit)) {
        track.seen = true;
        track.lit = lit;
        tell({track.id, track.revision, at, lit, false});
    }
}

void WarningDeck::callAttention(Instant at, Track& track) {
    auto const length = lengthOf(*drawn(shown(), on_->look).print);
    Turn now{track.id, track.revision, (at - on_->began) / length};
    bool const begins = std::exchange(turn_, now) != now;
    bool const due = !track.attention || at - *track.attention >= kAttentionEvery;
    if (shown().sound && begins && due && parts_.attention) {
        track.attention = at;
        parts_.attention(at);
    }
}

void WarningDeck::tell(WarningSight sight) const {
    if (parts_.tell) {
        parts_.tell(std::move(sight));
    }
}

}  // namespace tocsin::player
