// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "tocsin/access/query.hpp"
#include "tocsin/audit/export_file.hpp"
#include "tocsin/audit/trail_file.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/ops/audit.hpp"

namespace tocsin::ops {
namespace {

using access::Permission;
using access::Principal;
using access::queried;
using access::Request;
using access::Response;

constexpr char kPage[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object","required":["number","at","who","action","subject","detail","chain"],"properties":{"number":{"type":"integer"},"at":{"type":"string"},"who":{"type":"string"},"action":{"type":"string"},"subject":{"type":"string"},"detail":{"type":"string"},"chain":{"type":"string"}}}}}})";
constexpr char kCheck[] =
    R"({"type":"object","required":["rows","head","whole"],"properties":{"rows":{"type":"integer"},"head":{"type":"string"},"whole":{"type":"boolean"},"row":{"type":"integer"},"message":{"type":"string"},"message_zh":{"type":"string"},"signed":{"type":"object","required":["heads","revoked","newest","at","root","uncovered"],"properties":{"heads":{"type":"integer"},"revoked":{"type":"integer"},"newest":{"type":"string"},"at":{"type":["string","null"]},"root":{"type":"string"},"uncovered":{"type":"integer"}}}}})";
constexpr char kHeads[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object","required":["kind","payload","key","signature"],"properties":{"kind":{"enum":["tocsin-keys/1","tocsin-audit-head/1"]},"payload":{"type":"string"},"key":{"type":"string"},"signature":{"type":"string"}}}}}})";
constexpr std::int64_t kMostRows = 10'000, kUsualRows = 100;

Result<std::int64_t> number(Request const& request, std::string const& key, std::int64_t otherwise,
                            std::int64_t most) {
    auto const text = queried(request, key);
    if (text.empty()) {
        return otherwise;
    }
    std::int64_t out = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (failed != std::errc() || end != text.data() + text.size() || out < 0 || out > most) {
        return Error{Errc::invalid,
                     key + ": expected a whole number from 0 to " + std::to_string(most)};
    }
    return out;
}

Result<Response> list(store::Store const& store, Request const& request) {
    auto const after = number(request, "after", 0, INT64_MAX);
    auto const before = number(request, "before", 0, INT64_MAX);
    auto const limit = number(request, "limit", kUsualRows, kMostRows);
    if (!after || !before || !limit) {
        return !after ? after.error() : !before ? before.error() : limit.error();
    }
    store::AuditQuery query;
    query.after = *after;
    query.before = *before;
    query.newestFirst = !request.query.contains("after");
    query.who = queried(request, "who");
    query.subject = queried(request, "subject");
    query.action = queried(request, "action");
    query.most = static_cast<std::size_t>(*limit);
    boost::json::array items;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& row : tx.audit().rows(query)) {
            items.push_back(audit::rowJson(row));
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(boost::json::object{{"items", std::move(items)}});
}

Result<Response> check(store::Store const& store, audit::HeadKeeper const& heads,
                       Request const& request) {
    std::optional<audit::Head> known;
    if (auto const text = queried(request, "head"); !text.empty()) {
        auto const head = audit::headFrom(text);
        if (!head) {
            return head.error();
        }
        known = *head;
    }
    // What grows last is looked at first: the database's memory, the file, the trail.
    auto const remembered = heads.remembered();
    if (!remembered) {
        return remembered.error();
    }
    auto const text = heads.lines();
    if (!text) {
        return text.error();
    }
    auto const lines = heads.read(*text);
    audit::TrailCheck expected(known);
    audit::expectHeads(expected, lines.heads());
    audit::expectRemembered(expected, *remembered);
    auto const checked = audit::checkTrail(store, std::move(expected));
    if (!checked) {
        return checked.error();
    }
    auto broken = checked->broken();
    if (auto const& fault = lines.fault(); fault && !broken) {
        auto const line = std::to_string(fault->line);
        broken = audit::Break{0, "the file of signed heads: line " + line + " " + fault->english,
                              "签名校验值文件第 " + line + " 行：" + fault->chinese};
    }
    if (!broken) {
        broken = audit::lostHeads(lines, *remembered);
    }
    return access::jsonResponse(audit::coveredJson(*checked, audit::coverOf(lines), broken));
}

/// The lines as they stand, after a head was signed for what came since the last one.
Result<Response> signedHeads(audit::HeadKeeper& heads) {
    if (auto done = heads.signNow(); !done) {
        return done.error();
    }
    auto const text = heads.lines();
    if (!text) {
        return text.error();
    }
    boost::json::array items;
    for (std::string_view rest = *text; !rest.empty();) {
        auto const line = rest.substr(0, rest.find('\n'));
        auto value = messages::parseJson(line);
        if (!value) {
            return Error{Errc::damaged,
                         "the file of signed heads cannot be read: " + value.error().message +
                             "; tocsin audit verify says where"};
        }
        items.push_back(std::move(*value));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    }
    return access::jsonResponse(boost::json::object{{"items", std::move(items)}});
}

}  // namespace

access::Routes auditRoutes(store::Store const& store, audit::HeadKeeper& heads) {
    access::Routes routes{
        {"GET", "/api/v1/audit", Permission::viewAudit,
         "Rows of the audit trail: the newest first, or with after the oldest first", "", kPage,
         access::BodyPolicy::none,
         [&store](Principal const&, Request const& request) { return list(store, request); }},
        {"GET", "/api/v1/audit/check", Permission::viewAudit,
         "Whether no row of the audit trail was altered, removed or added by hand, also as a whole",
         "", kCheck, access::BodyPolicy::none,
         [&store, &heads](Principal const&, Request const& request) {
             return check(store, heads, request);
         }},
        {"GET", "/api/v1/audit/heads", Permission::viewAudit,
         "Signed heads of the audit trail with the key sets they are signed under, the oldest "
         "first",
         "", kHeads, access::BodyPolicy::none,
         [&heads](Principal const&, Request const&) { return signedHeads(heads); }}};
    routes[0].query = {{"after"}, {"before"}, {"who"}, {"action"}, {"subject"}, {"limit"}};
    routes[1].query = {{"head"}};
    return routes;
}

}  // namespace tocsin::ops
