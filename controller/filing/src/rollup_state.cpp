// SPDX-License-Identifier: Apache-2.0
#include "rollup_state.hpp"

#include <algorithm>

namespace tocsin::filing {
namespace {

using store::FilingEvent;
using store::FilingStep;

void send(Standing& out, FilingEvent const& event) {
    if (event.step == FilingStep::outside && event.revision == out.revision) {
        out.channel = event.channel;  // on its way outside too; how it stands here stays
        return;
    }
    out.revised = out.revised || out.revision != 0;
    out.state = FilingState::submitted;
    out.revision = event.revision;
    out.first = out.first ? out.first : event.at;
    out.sent = event.at;
    out.settled.reset();
    out.channel = event.channel;
    out.reason.clear();
}

/// What is said of a revision that another has replaced changes nothing any more.
void settle(Standing& out, FilingEvent const& event) {
    if (event.revision != out.revision) {
        return;
    }
    out.settled = event.at;
    out.reason = event.reason;
    if (event.step == FilingStep::accepted) {
        out.state = FilingState::accepted;
        out.usable = event.revision;
        out.usableAt = event.at;
        return;
    }
    out.state = FilingState::returned;
    ++out.returns;
    if (out.usable == event.revision) {
        out.usable = 0;
        out.usableAt.reset();
    }
}

bool isSending(FilingStep step) {
    return step == FilingStep::submitted || step == FilingStep::outside;
}

}  // namespace

std::string_view toString(FilingState state) {
    switch (state) {
        case FilingState::none:
            return "none";
        case FilingState::draft:
            return "draft";
        case FilingState::submitted:
            return "submitted";
        case FilingState::accepted:
            return "accepted";
        case FilingState::returned:
            return "returned";
        case FilingState::overdue:
            return "overdue";
    }
    return "unknown";
}

Standing standingOf(std::vector<store::Filing> const& revisions,
                    std::vector<FilingEvent> const& events, std::optional<Instant> due, Instant at,
                    bool begun) {
    Standing out;
    out.due = due;
    for (auto const& event : events) {
        if (event.recorded <= at) {
            isSending(event.step) ? send(out, event) : settle(out, event);
        }
    }
    for (auto const& one : revisions) {
        if (one.asOf <= at) {
            out.number = one.number;
            out.newer = one.revision > out.revision ? std::max(out.newer, one.revision) : out.newer;
        }
    }
    bool const stands = out.state == FilingState::submitted || out.state == FilingState::accepted;
    if (out.state == FilingState::none && (begun || out.number != 0)) {
        out.state = FilingState::draft;
    }
    out.late = due && out.first && *out.first > *due;
    out.overdue = due && at > *due && !stands;
    if (out.overdue && out.state != FilingState::returned) {
        out.state = FilingState::overdue;
    }
    return out;
}

}  // namespace tocsin::filing
