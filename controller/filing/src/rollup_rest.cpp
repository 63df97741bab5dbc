// SPDX-License-Identifier: Apache-2.0
#include "rollup_rest.hpp"

#include <algorithm>
#include <array>

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using messages::JsonReader;

/// Lists that are put one behind the other, and counts of what was left out of them.
constexpr char kIdle[] = "idle_screens";
constexpr std::array kLists{kIdle, "faults", "unreported", "gaps", "late"};
constexpr std::array kLeftOut{"faults_left_out", "gaps_left_out"};
constexpr char kLeftOutTime[] = "faults_left_out_ms";

}  // namespace

void RollUpRest::add(MemberContent const& content) {
    JsonReader const in(content.document, "");
    addDays(in);
    addSeconds(in);
    auto const append = [&](char const* key) {
        for (auto const& row : rowsOf(content, key)) {
            json::object object = row.value().as_object();
            object["member"] = content.member.unit;
            lists_[key].emplace_back(std::move(object));
        }
    };
    for (auto const* key : kLists) {
        append(key);
    }
    append("plan");
    for (auto const* key : kLeftOut) {
        addTo(leftOut_[key], countOf(in, key));
    }
    isLeftOutTimeKnown_ =
        isLeftOutTimeKnown_ && (in.find(kLeftOutTime) || countOf(in, "faults_left_out") == 0);
    addTo(leftOutMs_, countOf(in, kLeftOutTime));
}

/// Days that are over for some and not for others are not over.
void RollUpRest::addDays(JsonReader const& in) {
    over_ = over_ && flagOf(in, "over");
    provisional_ = provisional_ || flagOf(in, "provisional");
    auto const first = wordOf(in, "counted_from");
    if (!first.empty() && (countedFrom_.empty() || first < countedFrom_)) {
        countedFrom_ = first;
    }
    countedTo_ = std::max(countedTo_, wordOf(in, "counted_to"));
}

void RollUpRest::addSeconds(JsonReader const& in) {
    if (auto const why = wordOf(in, "seconds_missing"); !why.empty()) {
        secondsMissing_ = why;
    }
    auto const seconds = in.find("seconds");
    auto const* const classes = seconds ? seconds->value().if_object() : nullptr;
    if (classes == nullptr) {
        return;
    }
    for (auto const& [key, value] : *classes) {
        addTo(seconds_[std::string(key)], JsonReader(value, "seconds").integer(0, kMostCount));
    }
}

void RollUpRest::put(json::object& out, store::FilingKind kind) const {
    out["over"] = over_;
    out["provisional"] = provisional_;
    if (!countedFrom_.empty()) {
        out["counted_from"] = countedFrom_;
        out["counted_to"] = countedTo_;
    }
    auto const listOf = [&](char const* key) {
        auto const found = lists_.find(key);
        return found == lists_.end() ? json::array() : found->second;
    };
    for (auto const* key : kLists) {
        out[key] = listOf(key);
    }
    if (kind == store::FilingKind::plan) {
        out["plan"] = listOf("plan");
    }
    for (auto const& [key, count] : leftOut_) {
        out[key] = count;
    }
    if (isLeftOutTimeKnown_) {
        out[kLeftOutTime] = leftOutMs_;
    }
    json::object seconds;
    for (auto const& [key, ms] : seconds_) {
        seconds[key] = ms;
    }
    out["seconds"] = std::move(seconds);
    if (!secondsMissing_.empty()) {
        out["seconds_missing"] = secondsMissing_;
    }
}

std::size_t RollUpRest::idleScreens() const {
    auto const found = lists_.find(kIdle);
    return found == lists_.end() ? 0 : found->second.size();
}

}  // namespace tocsin::filing
