// SPDX-License-Identifier: Apache-2.0
#include "rollup_routes.hpp"

#include <boost/json.hpp>
#include <utility>

#include "board_json.hpp"
#include "board_of_activity.hpp"
#include "rollup_members.hpp"
#include "rollup_steps.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/access/unit_for.hpp"
#include "tocsin/access/whole_number.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using store::FilingStep;

constexpr std::size_t kMostReason = 2'000, kMostChannel = 200, kMostReceipt = 500;

constexpr char kStepWish[] =
    R"({"type":"object","properties":{"revision":{"type":"integer"},"reason":{"type":"string"},"channel":{"type":"string"},"receipt":{"type":"string"},"at":{"type":"string","format":"date-time"}}})";
constexpr char kStanding[] =
    R"({"type":"object","required":["number","revision","state"],"properties":{"number":{"type":"integer"},"revision":{"type":"integer"},"state":{"enum":["draft","submitted","accepted","returned","overdue"]},"late":{"type":"boolean"},"revised":{"type":"boolean"},"overdue":{"type":"boolean"}}})";
constexpr char kRollUpWish[] =
    R"({"type":"object","required":["activity","kind"],"properties":{"activity":{"type":"string"},"kind":{"enum":["plan","week","final"]},"issue":{"type":"integer"},"unit":{"type":"string"},"reason":{"type":"string"}}})";
constexpr char kRolledUp[] =
    R"({"type":"object","required":["number","revision","digest"],"properties":{"number":{"type":"integer"},"revision":{"type":"integer"},"digest":{"type":"string"}}})";

std::string textIn(messages::JsonReader const& in, char const* key, std::size_t most) {
    auto const found = in.find(key);
    return found ? found->string(most) : std::string();
}

FilingWish readStepWish(messages::JsonReader const& in) {
    in.onlyKeys({"revision", "reason", "channel", "receipt", "at"});
    FilingWish out;
    if (auto const revision = in.find("revision")) {
        out.revision = revision->integer(1, INT64_MAX);
    }
    out.reason = textIn(in, "reason", kMostReason);
    out.channel = textIn(in, "channel", kMostChannel);
    out.receipt = textIn(in, "receipt", kMostReceipt);
    if (auto const at = in.find("at")) {
        out.at = at->instant();
    }
    return out;
}

/// What the audit trail says of it.
std::string detailOf(FilingWish const& wish) {
    std::string out = "revision " + std::to_string(wish.revision.value_or(0));
    for (auto const* text : {&wish.channel, &wish.receipt, &wish.reason}) {
        out += text->empty() ? "" : "; " + *text;
    }
    return wish.at ? out + "; at " + formatInstant(*wish.at) : out;
}

Result<Response> takeStepOf(store::Store& store, Instant now, Principal const& who,
                            Request const& request, FilingStep step, char const* action) {
    auto const number = filingNumber(request.parameters.at("number"));
    auto wish = messages::readJson(request.body.empty() ? "{}" : request.body, readStepWish);
    if (!number || !wish) {
        return number
                   ? wish.error()
                   : Error{Errc::notFound, "there is no filing " + request.parameters.at("number")};
    }
    wish->number = *number;
    wish->step = step;
    // The audit trail names the revision that was meant, whichever is the newest when it is done.
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        auto const newest = tx.filings().find(*number, wish->revision);
        wish->revision = newest ? std::optional(newest->revision) : wish->revision;
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    Standing after;
    auto const written = store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const& reading = std::as_const(tx);
            access::UnitTree const tree(reading.units().all());
            auto const event = takeStep(tx.filings(), tree, who, *wish, now);
            if (!event) {
                return event.error();
            }
            auto const filing = reading.filings().find(*number, std::nullopt);
            after =
                standingOf({*filing}, reading.filings().events(*number), filing->due, now, false);
            return {};
        },
        {who.name, action, std::to_string(*number), detailOf(*wish)});
    if (!written) {
        return written.error();
    }
    return access::jsonResponse(toJson(after));
}

RollUpWish readRollUpWish(messages::JsonReader const& in) {
    in.onlyKeys({"activity", "kind", "issue", "unit", "reason"});
    RollUpWish out;
    out.activity = in.at("activity").string(64);
    out.kind = in.at("kind").string(16);
    out.unit = textIn(in, "unit", 64);
    out.reason = textIn(in, "reason", kMostReason);
    if (auto const issue = in.find("issue")) {
        out.issue = static_cast<int>(issue->integer(0, 1000));
    }
    return out;
}

Result<Response> freeze(store::Store& store, RollUpSettings const& settings, Principal const& who,
                        Request const& request) {
    auto wish = messages::readJson(request.body, readRollUpWish);
    if (!wish) {
        return wish.error();
    }
    auto const unit = access::unitFor(who, Permission::submitReports, wish->unit);
    if (!unit) {
        return unit.error();
    }
    wish->unit = *unit;
    std::lock_guard const lock(*settings.freezing);
    auto const frozen = freezeRollUp(store, who, *wish, settings.formsOf, settings.now());
    if (!frozen) {
        return frozen.error();
    }
    return access::jsonResponse(json::object{{"number", frozen->number},
                                             {"revision", frozen->revision},
                                             {"digest", frozen->digest.hex()}},
                                201);
}

Result<Response> preview(store::Store const& store, Instant now, Principal const& who,
                         Request const& request) {
    auto const unit =
        access::unitFor(who, Permission::viewReports, access::queried(request, "unit"));
    auto const kind = calendarKind(access::queried(request, "kind"));
    if (!unit || !kind) {
        return unit ? kind.error() : unit.error();
    }
    auto const issue = static_cast<int>(
        std::min<std::int64_t>(filingNumber(access::queried(request, "issue")).value_or(0), 1000));
    Result<json::object> made = Error{Errc::internal, "nothing was read"};
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        auto const activity = findActivity(tx, access::queried(request, "activity"));
        if (!activity) {
            return activity.error();
        }
        auto const period = boardPeriod(*activity, *kind, issue);
        if (!period) {
            return period.error();
        }
        made = rolledUp(tx, *activity, *period, *unit, now);
        return {};
    });
    if (!looked || !made) {
        return looked ? made.error() : looked.error();
    }
    return access::jsonResponse(*made);
}

struct StepWords {
    FilingStep step;
    char const* name;
    char const* action;
    char const* summary;
};
constexpr std::array<StepWords, 4> kSteps{
    {{FilingStep::submitted, "submit", "filing.submit", "Send a frozen filing to the unit above"},
     {FilingStep::accepted, "accept", "filing.accept", "Accept a filing of a unit below"},
     {FilingStep::returned, "return", "filing.return", "Give it back, with a reason"},
     {FilingStep::outside, "outside", "filing.outside",
      "Record that it was handed to an office outside"}}};

access::Route stepRoute(store::Store& store, std::function<Instant()> const& now,
                        StepWords const& words) {
    access::Route out;
    out.method = "POST";
    out.pattern = std::string("/api/v1/filings/{number}/") + words.name;
    out.permission = Permission::submitReports;
    out.summary = words.summary;
    out.requestSchema = kStepWish;
    out.responseSchema = kStanding;
    out.body = access::BodyPolicy::text;
    out.handler = [&store, now, words](Principal const& who, Request const& request) {
        return takeStepOf(store, now(), who, request, words.step, words.action);
    };
    out.reach = access::filtered();
    return out;
}

}  // namespace

std::optional<std::int64_t> filingNumber(std::string const& text) {
    return access::positiveNumber(text);
}

access::Routes stepRoutes(store::Store& store, RollUpSettings const& settings) {
    access::Routes out;
    for (auto const& words : kSteps) {
        out.push_back(stepRoute(store, settings.now, words));
    }
    access::Route look;
    look.method = "GET";
    look.pattern = "/api/v1/filing-roll-up";
    look.permission = Permission::viewReports;
    look.summary = "What a unit's accepted filings come to (?activity&kind&issue&unit)";
    look.query = {{"activity", true}, {"kind", true}, {"issue"}, {"unit"}};
    look.handler = [&store, settings](Principal const& who, Request const& request) {
        return preview(store, settings.now(), who, request);
    };
    look.reach = access::filtered();
    out.push_back(std::move(look));
    access::Route make;
    make.method = "POST";
    make.pattern = "/api/v1/filing-roll-up";
    make.permission = Permission::submitReports;
    make.summary = "Freeze that as a filing of the unit";
    make.requestSchema = kRollUpWish;
    make.responseSchema = kRolledUp;
    make.body = access::BodyPolicy::text;
    make.success = {201};
    make.handler = [&store, settings](Principal const& who, Request const& request) {
        return freeze(store, settings, who, request);
    };
    make.reach = access::filtered();
    out.push_back(std::move(make));
    return out;
}

access::Routes rollupRoutes(store::Store& store, RollUpSettings settings) {
    auto out = stepRoutes(store, settings);
    for (auto const& more : {boardRoutes(store, settings), signedFilingRoutes(store, settings)}) {
        out.insert(out.end(), more.begin(), more.end());
    }
    return out;
}

}  // namespace tocsin::filing
