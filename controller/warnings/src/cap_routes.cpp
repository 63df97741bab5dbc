// SPDX-License-Identifier: Apache-2.0
// CAP messages at the API.
#include "answers.hpp"
#include "routes.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/access/unit_for.hpp"

namespace tocsin::warnings {
namespace {

namespace json = boost::json;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using StatePtr = std::shared_ptr<Warnings::State>;

constexpr char kAnswerSchema[] =
    R"({"type":"object","required":["sender","identifier","sent","verdict","use","standing","findings"],"properties":{"sender":{"type":"string"},"identifier":{"type":"string"},"sent":{"type":"string"},"type":{"type":"string"},"status":{"type":"string"},"verdict":{"enum":["accepted","refused"]},"use":{"enum":["show","drill","all-clear","never"]},"why":{"type":"string"},"why_zh":{"type":"string"},"standing":{"type":"string"},"findings":{"type":"array","items":{"type":"object"}},"warning":{"type":["string","null"]},"state":{"type":["string","null"]},"warnings":{"type":"array","items":{"type":"object","required":["id","state"],"properties":{"id":{"type":"string"},"state":{"type":"string"}}}},"signature":{"type":["object","null"],"properties":{"verified":{"type":"boolean"},"certificate":{"type":["string","null"]},"subject":{"type":["string","null"]}}}}})";
constexpr char kListSchema[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object"}}}})";

Result<Response> answer(CapTaken const& taken) {
    if (!taken.turnedAway) {
        return access::jsonResponse(capJson(taken, true));
    }
    auto out = access::problem({Errc::invalid, taken.refusal}, 422, "cap");
    auto body = json::parse(out.body).as_object();
    body["verdict"] = "refused";
    body["findings"] = findingsJson(taken.entry.kept.findings);
    out.body = json::serialize(body);
    return out;
}

Result<Response> take(StatePtr const& state, Principal const& who, std::string const& xml) {
    auto const unit = access::unitFor(who, Permission::raiseWarnings, "");
    CapSource source;
    source.from = "post";
    source.who = who.name;
    source.unit = unit ? *unit : who.unit;
    source.person = &who;
    auto const taken = state->takeCap(xml, source);
    if (!taken) {
        return taken.error();
    }
    return answer(*taken);
}

/// A document in memory, which is small.
class CapBody final : public access::BodySink {
public:
    CapBody(StatePtr state, Principal who) : state_(std::move(state)), who_(std::move(who)) {}
    std::optional<Response> take(std::string_view bytes) override {
        if (xml_.size() + bytes.size() > kMostCapBytes) {
            return access::problem({Errc::invalid, "a CAP message has at most 4 MiB"}, 413);
        }
        xml_ += bytes;
        return std::nullopt;
    }
    Result<Response> finish() override { return warnings::take(state_, who_, xml_); }

private:
    StatePtr state_;
    Principal who_;
    std::string xml_;
};

Result<Response> list(StatePtr const& state, Principal const& who, Request const& request) {
    auto since = state->now() - kCapsRemembered;
    if (auto const text = access::queried(request, "since"); !text.empty()) {
        auto const asked = parseInstant(text);
        if (!asked) {
            return Error{Errc::invalid, "since: " + asked.error().message};
        }
        since = *asked;
    }
    auto const history = readHistory(state->store, state->settings, state->now());
    if (!history) {
        return history.error();
    }
    json::array items;
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& entry : history->entries()) {
            if (entry.row.arrived < since || !who.uses(Permission::viewWarnings, entry.kept.unit)) {
                continue;
            }
            CapTaken taken;
            taken.entry = entry;
            taken.verdict = history->verdictOf(keyOf(entry.row));
            addWarnings(tx, taken);
            items.push_back(capJson(taken, false));
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(json::object{{"items", std::move(items)}});
}

}  // namespace

access::Routes capRoutes(StatePtr const& state) {
    access::Route taking;
    taking.method = "POST";
    taking.pattern = "/api/v1/cap";
    taking.permission = Permission::raiseWarnings;
    taking.summary = "Take in a CAP message (XML, at most 4 MiB)";
    taking.requestSchema = R"({"type":"string"})";
    taking.responseSchema = kAnswerSchema;
    taking.body = access::BodyPolicy::stream;
    taking.requestType = "application/xml";
    taking.secondFactor = true;
    taking.receiver = [state](Principal const& who, Request const&) -> access::Received {
        return std::unique_ptr<access::BodySink>(std::make_unique<CapBody>(state, who));
    };
    access::Route listing{"GET",
                          "/api/v1/cap",
                          Permission::viewWarnings,
                          "CAP messages of the last 30 days, and what became of them",
                          "",
                          kListSchema,
                          access::BodyPolicy::none,
                          [state](Principal const& who, Request const& request) {
                              return list(state, who, request);
                          }};
    listing.query = {{"since"}};
    access::Routes out;
    out.push_back(std::move(taking).reaching(access::filtered()));
    out.push_back(std::move(listing).reaching(access::filtered()));
    return out;
}

}  // namespace tocsin::warnings
