// SPDX-License-Identifier: Apache-2.0
// Routes of signed filings: written here, taken in there, and whose keys are believed.
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "board_of_activity.hpp"
#include "rollup_routes.hpp"
#include "signed_filing.hpp"
#include "signed_filing_import.hpp"
#include "signed_filing_keys.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;

constexpr char kTaken[] =
    R"({"type":"object","required":["number","revision","unit","digest","origin"],"properties":{"number":{"type":"integer"},"revision":{"type":"integer"},"unit":{"type":"string"},"digest":{"type":"string"},"origin":{"type":"string"}}})";
constexpr char kKeysWish[] =
    R"({"type":"object","required":["keys"],"properties":{"keys":{"type":"array","items":{"type":"string"}}}})";
constexpr char kKeys[] =
    R"({"type":"object","required":["own","items"],"properties":{"own":{"type":"object"},"items":{"type":"array","items":{"type":"object"}}}})";

json::object keyJson(messages::PublicKey const& key) {
    return {{"key", hexOf(key)}, {"fingerprint", key.fingerprint()}};
}

json::array keysJson(std::vector<messages::PublicKey> const& keys) {
    json::array out;
    for (auto const& key : keys) {
        out.emplace_back(keyJson(key));
    }
    return out;
}

Result<Response> exportFiling(store::Store& store, RollUpSettings const& settings,
                              Principal const& who, Request const& request) {
    auto const text = request.parameters.at("number");
    auto const number = filingNumber(text);
    auto const revision = filingNumber(access::queried(request, "revision"));
    std::optional<store::Filing> filing;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        filing = number ? tx.filings().find(*number, revision) : std::nullopt;
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    if (!filing || !who.may(Permission::submitReports, filing->unit)) {
        return Error{Errc::notFound, "there is no filing " + text};
    }
    auto file = signedFiling(*filing, *settings.signer, settings.now());
    if (!file) {
        return file.error();
    }
    auto const written =
        store.write([](store::Tx&) -> Result<> { return {}; },
                    {who.name, "filing.export", text,
                     "revision " + std::to_string(filing->revision) + "; " + filing->digest.hex()});
    if (!written) {
        return written.error();
    }
    Response out;
    out.body = *std::move(file);
    out.headers["Content-Disposition"] = "attachment; filename=\"filing-" + text + "-" +
                                         std::to_string(filing->revision) + ".json\"";
    out.headers["Tocsin-Filing-Key"] = hexOf(settings.signer->publicKey(keys::Role::ledger));
    return out;
}

Result<std::string> bytesOf(std::filesystem::path const& file) {
    std::error_code failed;
    if (std::filesystem::file_size(file, failed) > kMostFilingFile || failed) {
        return Error{Errc::invalid, "a signed filing is not larger than 40 MiB"};
    }
    std::ifstream in(file, std::ios::binary);
    std::string out{std::istreambuf_iterator<char>(in), {}};
    if (in.bad()) {
        return Error{Errc::unavailable, "the upload cannot be read"};
    }
    return out;
}

/// When it was due by the calendar here, whatever the member's says.
Result<std::optional<Instant>> dueOf(store::Tx const& tx, store::Filing const& filing) {
    auto const activity = findActivity(tx, filing.activity);
    if (!activity) {
        return activity.error();
    }
    auto const periods = boardPeriods(*activity);
    if (!periods) {
        return periods.error();
    }
    for (auto const& period : *periods) {
        if (period.kind == filing.kind && period.issue == filing.issue) {
            if (period.firstDay != filing.firstDay || period.lastDay != filing.lastDay) {
                return Error{Errc::conflict, "the file is of " + filing.firstDay + " to " +
                                                 filing.lastDay + "; here this filing is of " +
                                                 period.firstDay + " to " + period.lastDay};
            }
            return period.due;
        }
    }
    return std::optional<Instant>();
}

Result<Response> importFiling(store::Store& store, RollUpSettings const& settings,
                              Principal const& who, Request const& request) {
    auto const bytes = bytesOf(request.bodyFile);
    if (!bytes) {
        return bytes.error();
    }
    auto const made = readSignedFiling(*bytes);
    if (!made) {
        return made.error();
    }
    store::Filing taken;
    std::lock_guard const lock(*settings.freezing);
    auto const written = store.write(
        [&](store::Tx& tx) -> Result<> {
            // Whether it may be here at all comes before what is wrong with it.
            if (auto const unit = unitHere(std::as_const(tx), *made); !unit) {
                return unit.error();
            }
            auto const due = dueOf(std::as_const(tx), made->filing);
            if (!due) {
                return due.error();
            }
            auto filing = takeIn(tx, who, *made, *due, settings.now());
            if (!filing) {
                return filing.error();
            }
            taken = *std::move(filing);
            return {};
        },
        {who.name, "filing.import", made->filing.activity,
         "their filing " + std::to_string(made->filing.number) + " revision " +
             std::to_string(made->filing.revision) + "; key " + made->key.fingerprint() + "; " +
             made->filing.digest.hex()});
    if (!written) {
        return written.error();
    }
    return access::jsonResponse(json::object{{"number", taken.number},
                                             {"revision", taken.revision},
                                             {"activity", taken.activity},
                                             {"kind", std::string(toString(taken.kind))},
                                             {"issue", taken.issue},
                                             {"unit", taken.unit},
                                             {"digest", taken.digest.hex()},
                                             {"origin", taken.origin}},
                                201);
}

Result<Response> listKeys(store::Store const& store, RollUpSettings const& settings,
                          Principal const& who) {
    json::array items;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& unit : tx.units().all()) {
            auto const keys = pinnedKeys(tx.settings(), unit.handle);
            if (!keys.empty() && who.may(Permission::viewReports, unit.handle)) {
                items.emplace_back(json::object{{"unit", unit.handle}, {"keys", keysJson(keys)}});
            }
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    json::object own;
    if (settings.signer->issued().set.has(keys::Role::ledger)) {
        own = keyJson(settings.signer->publicKey(keys::Role::ledger));
    }
    return access::jsonResponse(json::object{{"own", std::move(own)}, {"items", std::move(items)}});
}

std::vector<messages::PublicKey> readKeys(messages::JsonReader const& in) {
    in.onlyKeys({"keys"});
    std::vector<messages::PublicKey> out;
    for (auto const& one : in.at("keys").array(kMostPinned)) {
        auto const key = keyFromHex(one.string(64));
        if (!key) {
            one.fail(
                "a key is written with 64 hexadecimal digits, as tocsin filing trust shows it");
        }
        out.push_back(*key);
    }
    return out;
}

Result<Response> putKeys(store::Store& store, Principal const& who, Request const& request) {
    auto const unit = request.parameters.at("unit");
    auto const keys = messages::readJson(request.body, readKeys);
    if (!keys) {
        return keys.error();
    }
    std::string named;
    for (auto const& key : *keys) {
        named += (named.empty() ? "" : " ") + hexOf(key);
    }
    auto const written = store.write(
        [&](store::Tx& tx) -> Result<> {
            if (!std::as_const(tx).units().find(unit)) {
                return Error{Errc::notFound, "there is no unit \"" + unit + "\""};
            }
            return pinKeys(tx.settings(), unit, *keys);
        },
        {who.name, "filing.trust", unit, named.empty() ? "none" : named});
    if (!written) {
        return written.error();
    }
    return access::jsonResponse(json::object{{"unit", unit}, {"keys", keysJson(*keys)}});
}

access::Route routeOf(char const* method, char const* path, Permission permission,
                      char const* summary, access::Handler handler) {
    access::Route out;
    out.method = method;
    out.pattern = path;
    out.permission = permission;
    out.summary = summary;
    out.handler = std::move(handler);
    out.reach = access::filtered();
    return out;
}

}  // namespace

access::Routes signedFilingRoutes(store::Store& store, RollUpSettings const& settings) {
    auto writing = routeOf("POST", "/api/v1/filings/{number}/export", Permission::submitReports,
                           "The filing as a signed file for the office above (?revision)",
                           [&store, settings](Principal const& who, Request const& request) {
                               return exportFiling(store, settings, who, request);
                           });
    writing.query = {{"revision"}};
    writing.body = access::BodyPolicy::text;  // nothing is said in it
    auto taking = routeOf("POST", "/api/v1/filing-files", Permission::submitReports,
                          "Take in a signed filing of a member with a controller of its own",
                          [&store, settings](Principal const& who, Request const& request) {
                              return importFiling(store, settings, who, request);
                          });
    taking.body = access::BodyPolicy::upload;
    taking.responseSchema = kTaken;
    taking.success = {201};
    auto list = routeOf("GET", "/api/v1/filing-keys", Permission::viewReports,
                        "The key that signs filings here, and those that are believed",
                        [&store, settings](Principal const& who, Request const&) {
                            return listKeys(store, settings, who);
                        });
    list.responseSchema = kKeys;
    auto put = routeOf("PUT", "/api/v1/filing-keys/{unit}", Permission::manageUnits,
                       "Say by which keys a unit's controller signs its filings",
                       [&store](Principal const& who, Request const& request) {
                           return putKeys(store, who, request);
                       });
    put.body = access::BodyPolicy::text;
    put.requestSchema = kKeysWish;
    put.reach = access::row("unit", "unit");
    put.secondFactor = true;
    return {writing, taking, list, put};
}

}  // namespace tocsin::filing
