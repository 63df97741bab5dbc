// SPDX-License-Identifier: Apache-2.0
#include "tocsin/attest/bundle_files.hpp"

#include <boost/json.hpp>

#include "tocsin/messages/json.hpp"

namespace tocsin::attest {
namespace {

using messages::JsonReader;

constexpr char kFactsFormat[] = "tocsin-bundle/1";
constexpr char kIndexFormat[] = "tocsin-bundle-index/1";
constexpr char kNamesFormat[] = "tocsin-bundle-names/1";
constexpr std::int64_t kMostCount = (std::int64_t{1} << 53) - 1;
constexpr std::size_t kMostItems = 10'000'000;
constexpr std::size_t kMostRulesBytes = 4'000;

void requireFormat(JsonReader const& in, char const* format) {
    if (in.at("format").string(64) != format) {
        in.at("format").fail(std::string("expected \"") + format + "\"");
    }
}

messages::PublicKey keyAt(JsonReader const& in) {
    auto const key = messages::PublicKey::fromBase64(in.string(64));
    if (!key) {
        in.fail("expected an Ed25519 public key in base64");
    }
    return *key;
}

BundleFacts readFacts(JsonReader const& in) {
    in.onlyKeys({"format", "origin", "from", "to", "made", "programme", "by", "all", "rules"});
    requireFormat(in, kFactsFormat);
    BundleFacts out;
    out.origin = in.at("origin").string(16);
    out.from = in.at("from").instant();
    out.to = in.at("to").instant();
    out.made = in.at("made").instant();
    out.programme = in.at("programme").string(200);
    out.by = in.at("by").string(200);
    out.all = in.at("all").boolean();
    out.rules = in.at("rules").string(kMostRulesBytes);
    return out;
}

BundleIndex readIndex(JsonReader const& in) {
    in.onlyKeys({"format", "streams", "left_out"});
    requireFormat(in, kIndexFormat);
    BundleIndex out;
    for (auto const& one : in.at("streams").array(kMostItems)) {
        one.onlyKeys({"player", "epoch", "first", "last", "batches", "rows"});
        BundleStream stream;
        stream.player = keyAt(one.at("player"));
        stream.epoch = one.at("epoch").integer(1, kMostCount);
        stream.first = one.at("first").integer(1, kMostCount);
        stream.last = one.at("last").integer(stream.first, kMostCount);
        stream.batches = one.at("batches").integer(1, kMostCount);
        stream.rows = one.at("rows").integer(1, kMostCount);
        out.streams.push_back(stream);
    }
    for (auto const& one : in.at("left_out").array(kMostItems)) {
        one.onlyKeys({"player", "epoch", "batch"});
        out.leftOut.push_back({keyAt(one.at("player")), one.at("epoch").integer(1, kMostCount),
                               one.at("batch").integer(1, kMostCount)});
    }
    return out;
}

boost::json::array namesArray(std::map<std::string, std::vector<std::string>> const& names,
                              char const* key, char const* list) {
    boost::json::array out;
    for (auto const& [id, called] : names) {
        boost::json::array texts(called.begin(), called.end());
        out.push_back(boost::json::object{{key, id}, {list, std::move(texts)}});
    }
    return out;
}

std::map<std::string, std::vector<std::string>> readNamesArray(JsonReader const& in,
                                                               char const* key, char const* list) {
    std::map<std::string, std::vector<std::string>> out;
    for (auto const& one : in.array(kMostItems)) {
        one.onlyKeys({key, list});
        std::vector<std::string> called;
        for (auto const& name : one.at(list).array()) {
            called.push_back(name.string());
        }
        if (!out.emplace(one.at(key).string(), std::move(called)).second) {
            one.fail("it is there twice");
        }
    }
    return out;
}

Names readNames(JsonReader const& in) {
    in.onlyKeys({"format", "assets", "campaigns"});
    requireFormat(in, kNamesFormat);
    return {readNamesArray(in.at("assets"), "asset", "names"),
            readNamesArray(in.at("campaigns"), "campaign", "titles")};
}

}  // namespace

std::string presentRules() {
    return "A play belongs to the period in which it begins, and to the screen that its player "
           "drove then. "
           "Complete: at least 98 % of the planned time shown, at most 5 % of the pictures "
           "repeated, as the player counted. Gap records count in no sum. Two complete plays on "
           "one screen never overlap by more than the uncertainty of their clocks.";
}

std::string toJson(BundleFacts const& facts) {
    return boost::json::serialize(boost::json::object{{"format", kFactsFormat},
                                                      {"origin", facts.origin},
                                                      {"from", formatInstant(facts.from)},
                                                      {"to", formatInstant(facts.to)},
                                                      {"made", formatInstant(facts.made)},
                                                      {"programme", facts.programme},
                                                      {"by", facts.by},
                                                      {"all", facts.all},
                                                      {"rules", facts.rules}}) +
           "\n";
}

Result<BundleFacts> parseBundleFacts(std::string_view json) {
    return messages::readJson(json, readFacts);
}

std::string toJson(BundleIndex const& index) {
    boost::json::array streams, leftOut;
    for (auto const& one : index.streams) {
        streams.push_back(boost::json::object{{"player", one.player.base64()},
                                              {"epoch", one.epoch},
                                              {"first", one.first},
                                              {"last", one.last},
                                              {"batches", one.batches},
                                              {"rows", one.rows}});
    }
    for (auto const& one : index.leftOut) {
        leftOut.push_back(boost::json::object{
            {"player", one.player.base64()}, {"epoch", one.epoch}, {"batch", one.batch}});
    }
    return boost::json::serialize(boost::json::object{{"format", kIndexFormat},
                                                      {"streams", std::move(streams)},
                                                      {"left_out", std::move(leftOut)}}) +
           "\n";
}

Result<BundleIndex> parseBundleIndex(std::string_view json) {
    return messages::readJson(json, readIndex, kMostJsonBytes);
}

std::string streamName(messages::PublicKey const& player, std::int64_t epoch) {
    return player.fingerprint() + "-" + std::to_string(epoch);
}

std::string toJson(Names const& names) {
    return boost::json::serialize(boost::json::object{
               {"format", kNamesFormat},
               {"assets", namesArray(names.assets, "asset", "names")},
               {"campaigns", namesArray(names.campaigns, "campaign", "titles")}}) +
           "\n";
}

Result<Names> parseNames(std::string_view json) {
    return messages::readJson(json, readNames, kMostJsonBytes);
}

std::string sumsText(std::vector<ZipFile> const& files) {
    std::string out;
    for (auto const& file : files) {
        out += file.digest.hex() + "  " + file.name + "\n";
    }
    return out;
}

}  // namespace tocsin::attest
