// SPDX-License-Identifier: Apache-2.0
#include "work_changes.hpp"

#include <boost/json.hpp>

#include "activity_json.hpp"
#include "reading.hpp"
#include "tocsin/store/people.hpp"
#include "work_reading.hpp"

namespace tocsin::activities {

using store::WorkRecord;

namespace {

std::string tagOf(WorkRecord const& record) {
    return "\"" + std::to_string(record.revision) + "\"";
}

}  // namespace

Result<WorkRecord> findWork(store::Tx const& tx, std::string const& number) {
    auto const wanted = numberFrom(number);
    auto found = wanted ? tx.workRecords().find(*wanted) : std::nullopt;
    if (!found) {
        return Error{Errc::notFound,
                     "there is no work record " + number + "; see tocsin work list"};
    }
    return *std::move(found);
}

access::Response workAnswer(WorkRecord const& record, int status) {
    auto response = access::jsonResponse(toJson(record), status);
    response.headers["ETag"] = tagOf(record);
    return response;
}

Result<access::Response> changeWork(ActivityBook::State const& state, access::Principal const& who,
                                    access::Request const& request, std::string const& action,
                                    std::string const& detail,
                                    std::function<Result<>(store::Tx&, WorkRecord&)> const& change,
                                    int status) {
    auto const& number = request.parameters.at("number");
    auto const seen = request.headers.find("if-match");
    bool outdated = false;
    WorkRecord record;
    auto const written = state.store.write(
        [&](store::Tx& tx) -> Result<> {
            auto found = findWork(tx, number);
            if (!found) {
                return found.error();
            }
            record = *std::move(found);
            if (auto may = checkMayChange(who, access::UnitTree(tx.units().all()), record); !may) {
                return may;
            }
            if (record.withdrawn) {
                return Error{Errc::conflict,
                             "work record " + number + " is withdrawn; add another in its place"};
            }
            if (seen != request.headers.end() && seen->second != tagOf(record)) {
                outdated = true;
                return Error{Errc::conflict, "work record " + number + " is at revision " +
                                                 std::to_string(record.revision) +
                                                 " by now; look at it again"};
            }
            if (auto done = change(tx, record); !done) {
                return done;
            }
            ++record.revision;
            record.changed = state.settings.now();
            record = tx.workRecords().put(record);
            return {};
        },
        {who.name, action, number, detail});
    constexpr int kPreconditionFailed = 412;
    if (outdated && !written) {
        return access::problem(written.error(), kPreconditionFailed);
    }
    return written ? Result<access::Response>(workAnswer(record, status)) : written.error();
}

}  // namespace tocsin::activities
