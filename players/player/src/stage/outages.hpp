// SPDX-License-Identifier: Apache-2.0
// Showings that cannot be shown for now, each until when and why, and what the plan says without
// them. Tick thread only.
#pragma once

#include <string>
#include <vector>

#include "director/plan.hpp"

namespace tocsin::player {

class Outages {
public:
    /// From now until `until` this showing is not to be tried; then it is, if it has not ended.
    /// `reason` is what its row says. If `hasRow` that row exists; otherwise it is owed, until the
    /// showing is tried again with success or is over.
    void add(Cue cue, Instant until, std::string reason, bool hasRow);
    /// The showing can be tried again at once.
    void lift(Cue const& cue);
    [[nodiscard]] bool covers(Cue const& cue, Instant t) const { return find(cue, t) != nullptr; }

    /// What is on at `t` by the plan, with the fallback loop in place of what is out. Dark, and
    /// not by order, if there is nothing to fill in.
    struct Answer {
        Showing showing;
        bool nothingLeft = false;  ///< better the last picture than black
    };
    [[nodiscard]] Answer at(Plan const& plan, Instant t) const;
    /// Another plan is obeyed. What it has no content for may be tried as soon as that is here
    /// again: it will be another file.
    void replanned(Plan const& plan);
    /// Drops what is over at `t`.
    void forget(Instant t);

private:
    struct Outage {
        Cue cue;
        Instant until;
        std::string reason;
        bool hasRow = false;
    };
    [[nodiscard]] Outage const* known(Cue const& cue) const;
    /// The outage that lasts at `t`.
    [[nodiscard]] Outage const* find(Cue const& cue, Instant t) const;

    std::vector<Outage> outages_;  // few: each covers one showing that is on or comes next
};

}  // namespace tocsin::player
