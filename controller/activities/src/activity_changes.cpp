// SPDX-License-Identifier: Apache-2.0
#include "activity_changes.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "activity_json.hpp"

namespace tocsin::activities {

using store::Activity;

Result<Activity> findActivity(store::Tx const& tx, std::string const& handle) {
    auto found = tx.activities().find(handle);
    if (!found) {
        return Error{Errc::notFound,
                     "there is no activity \"" + handle + "\"; see tocsin activity list"};
    }
    return *std::move(found);
}

Result<Activity> findInUse(store::Tx const& tx, std::string const& handle) {
    auto found = findActivity(tx, handle);
    if (found && found->retired) {
        return Error{Errc::conflict, "activity \"" + handle +
                                         "\" is retired; bring it back with tocsin activity add "
                                         "first"};
    }
    return found;
}

store::PartText& partOf(Activity& activity, store::ActivityPart part) {
    auto place = std::ranges::lower_bound(activity.parts, part, {}, &store::PartText::part);
    if (place == activity.parts.end() || place->part != part) {
        place = activity.parts.insert(place, store::PartText{part, "", {}, false});
    }
    return *place;
}

Result<store::ActivityPart> partNamed(std::string const& word) {
    auto const part = store::activityPartFrom(word);
    if (!part) {
        return Error{Errc::notFound, "an activity has no part \"" + word +
                                         "\"; plan, deployment, inspection, result and summary "
                                         "are its parts"};
    }
    return *part;
}

access::Response answerOf(store::Tx const& tx, ActivityBook::State const& state,
                          Activity const& activity, int status) {
    auto out = toJson(tx, activity);
    auto const facts = completenessFacts(tx, activity, state.filed(tx, activity));
    out["completeness"] = toJson(completenessOf(activity, facts));
    out["work"] = sumsOf(tx.workRecords().of(activity.handle));
    auto response = access::jsonResponse(out, status);
    response.headers["ETag"] = "\"" + std::to_string(activity.revision) + "\"";
    return response;
}

Result<access::Response> changeActivity(
    ActivityBook::State const& state, std::string const& handle, store::AuditEntry const& entry,
    std::function<Result<>(store::Tx&, Activity&)> const& change, int status) {
    access::Response answer;
    auto const written = state.store.write(
        [&](store::Tx& tx) -> Result<> {
            auto activity = findInUse(tx, handle);
            if (!activity) {
                return activity.error();
            }
            if (auto done = change(tx, *activity); !done) {
                return done;
            }
            ++activity->revision;
            activity->changed = state.settings.now();
            tx.activities().put(*activity);
            answer = answerOf(tx, state, *activity, status);
            return {};
        },
        entry);
    return written ? Result<access::Response>(std::move(answer)) : written.error();
}

}  // namespace tocsin::activities
