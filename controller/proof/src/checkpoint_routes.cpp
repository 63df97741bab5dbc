// SPDX-License-Identifier: Apache-2.0
// Checkpoints at the API.
#include <algorithm>
#include <boost/json.hpp>

#include "tocsin/access/query.hpp"
#include "tocsin/access/whole_number.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/proof/bundles.hpp"

namespace tocsin::proof {
namespace {

namespace json = boost::json;
using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;

constexpr std::size_t kMostAPage = 500;
constexpr std::size_t kMostCosignatures = 50;

#define TOCSIN_CHECKPOINT_SCHEMA                                                                                                                                                                       \
    R"({"type":"object","required":["size","root","at","origin","text","cosignatures"],"properties":{"size":{"type":"integer"},"root":{"type":"string"},"at":{"type":"string","format":"date-time"},)" \
    R"("origin":{"type":"string"},"text":{"type":"string"},"cosignatures":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"key":{"type":"string"},)"                   \
    R"("fingerprint":{"type":"string"},"at":{"type":"string","format":"date-time"},"line":{"type":"string"}}}}}})"
constexpr char kCheckpoint[] = TOCSIN_CHECKPOINT_SCHEMA;
constexpr char kCheckpoints[] =
    R"({"type":"object","required":["items","next"],"properties":{"next":{"type":["integer","null"]},"items":{"type":"array","items":)" TOCSIN_CHECKPOINT_SCHEMA
    "}}}";
constexpr char kCosignature[] =
    R"({"type":"object","required":["line"],"properties":{"line":{"type":"string"}}})";

json::object toJson(store::KeptCheckpoint const& kept,
                    std::vector<messages::Cosignature> const& cosignatures) {
    json::array cosigners;
    for (auto const& one : cosignatures) {
        auto line = toLine(one);
        line.pop_back();
        cosigners.push_back(json::object{{"name", one.name},
                                         {"key", one.key.base64()},
                                         {"fingerprint", one.key.fingerprint()},
                                         {"at", formatInstant(one.at)},
                                         {"line", std::move(line)}});
    }
    return {{"size", kept.checkpoint.size},
            {"root", kept.checkpoint.root.hex()},
            {"at", formatInstant(kept.checkpoint.at)},
            {"origin", kept.checkpoint.origin},
            {"text", toText(kept.text)},
            {"cosignatures", std::move(cosigners)}};
}

Result<Response> list(store::Store const& store, Request const& request) {
    auto const text = access::queried(request, "from");
    auto const from = text.empty() ? std::optional<std::int64_t>(0) : access::wholeNumber(text);
    if (!from || *from < 0) {
        return Error{Errc::invalid, "from: \"" + text + "\" is no size of a checkpoint"};
    }
    json::array items;
    json::value next;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        auto found = tx.ledgerLog().checkpoints(*from, kMostAPage + 1);
        if (found.size() > kMostAPage) {
            next = found.back().checkpoint.size;
            found.pop_back();
        }
        for (auto const& one : found) {
            items.push_back(toJson(one, tx.ledgerLog().cosignatures(one.checkpoint.size)));
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(json::object{{"items", std::move(items)}, {"next", next}});
}

Result<Response> show(store::Store const& store, std::int64_t size, int status) {
    json::object out;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        auto const kept = tx.ledgerLog().checkpoint(size);
        if (!kept) {
            return Error{Errc::notFound, "there is no checkpoint of " + std::to_string(size) +
                                             " batches; see tocsin proof checkpoint --list"};
        }
        out = toJson(*kept, tx.ledgerLog().cosignatures(size));
        return {};
    });
    return looked ? Result<Response>(access::jsonResponse(out, status)) : looked.error();
}

Result<messages::Cosignature> readCosignature(std::string const& body) {
    auto const line = messages::readJson(body, [](messages::JsonReader const& in) {
        in.onlyKeys({"line"});
        return in.at("line").string(1'000);
    });
    return line ? messages::parseCosignature(*line) : line.error();
}

Result<Response> cosign(store::Store& store, Principal const& who, Request const& request) {
    auto const size = access::wholeNumber(request.parameters.at("size"));
    auto const cosignature = readCosignature(request.body);
    if (!cosignature) {
        return Error{Errc::invalid, cosignature.error().message};
    }
    auto const wanted = size.value_or(-1);
    auto const done = store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const kept = tx.ledgerLog().checkpoint(wanted);
            if (!kept) {
                return Error{Errc::notFound,
                             "there is no checkpoint of so many batches; see tocsin proof "
                             "checkpoint --list"};
            }
            if (!fits(*cosignature, kept->text.text)) {
                return Error{Errc::invalid, "the cosignature is not over this checkpoint"};
            }
            auto const there = tx.ledgerLog().cosignatures(wanted);
            if (std::ranges::find(there, *cosignature) != there.end()) {
                return {};  // sent again: the reply was lost
            }
            if (there.size() >= kMostCosignatures) {
                return Error{Errc::exhausted, "this checkpoint has " +
                                                  std::to_string(kMostCosignatures) +
                                                  " cosignatures already"};
            }
            tx.ledgerLog().cosign(wanted, *cosignature);
            return {};
        },
        {who.name, "ledger.cosigned", std::to_string(wanted),
         cosignature->key.fingerprint() + " " + cosignature->name});
    return done ? show(store, wanted, 201) : done.error();
}

}  // namespace

access::Routes checkpointRoutes(store::Store& store, LedgerKeeper& keeper) {
    access::Routes out;
    out.push_back(
        {"GET", "/api/v1/proof/checkpoints", Permission::viewReports,
         "Signed checkpoints of the ledger, the smallest first, and who cosigned them", "",
         kCheckpoints, BodyPolicy::none,
         [&store](Principal const&, Request const& request) { return list(store, request); }});
    out.back().query = {{"from"}};
    out.push_back({"POST", "/api/v1/proof/checkpoints", Permission::viewReports,
                   "Sign a checkpoint of the ledger as it is now", "", kCheckpoint,
                   BodyPolicy::none,
                   [&store, &keeper](Principal const& who, Request const&) -> Result<Response> {
                       auto const made = keeper.checkpointNow(who.name);
                       return made ? show(store, made->checkpoint.size, 201) : made.error();
                   }});
    out.back().success = {201};
    out.push_back({"POST", "/api/v1/proof/checkpoints/{size}/cosignatures",
                   Permission::requestEvidence,
                   "Keep an outside party's signature over a checkpoint", kCosignature, kCheckpoint,
                   BodyPolicy::text, [&store](Principal const& who, Request const& request) {
                       return cosign(store, who, request);
                   }});
    out.back().success = {201};
    // A root says nothing of any unit; making and cosigning concern all of them. What is kept of
    // others' signatures stays for good, so that takes the right of those who add evidence.
    return access::withReach(std::move(out),
                             {{"GET /api/v1/proof/checkpoints", access::filtered()}});
}

}  // namespace tocsin::proof
