// SPDX-License-Identifier: Apache-2.0
#include "tocsin/attest/enrolment.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "tocsin/attest/bundle_files.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::attest {
namespace {

using messages::JsonReader;

constexpr char kFormat[] = "tocsin-bundle-enrolment/1";
constexpr std::size_t kMostItems = 1'000'000;

boost::json::value instantOrNull(std::optional<Instant> const& at) {
    return at ? boost::json::value(formatInstant(*at)) : boost::json::value(nullptr);
}

std::optional<Instant> maybeInstant(JsonReader const& in, char const* key) {
    auto const found = in.find(key);
    return found ? std::optional(found->instant()) : std::nullopt;
}

EnrolledPlayer readPlayer(JsonReader const& in) {
    in.onlyKeys({"player", "bindings", "revoked"});
    EnrolledPlayer out;
    auto const key = messages::PublicKey::fromBase64(in.at("player").string(64));
    if (!key) {
        in.at("player").fail("expected an Ed25519 public key in base64");
    }
    out.player = *key;
    for (auto const& one : in.at("bindings").array(kMostItems)) {
        one.onlyKeys({"screen", "from", "to"});
        out.bindings.push_back({ScreenId(one.at("screen").string(200)), one.at("from").instant(),
                                maybeInstant(one, "to")});
    }
    if (out.bindings.empty()) {
        in.at("bindings").fail("a player that never drove a screen has no plays");
    }
    bool const ordered =
        std::is_sorted(out.bindings.begin(), out.bindings.end(),
                       [](auto const& a, auto const& b) { return a.from < b.from; });
    if (!ordered) {
        in.at("bindings").fail("the oldest does not come first");
    }
    out.revoked = maybeInstant(in, "revoked");
    return out;
}

Enrolment readEnrolment(JsonReader const& in) {
    in.onlyKeys({"format", "players", "screens"});
    if (in.at("format").string(64) != kFormat) {
        in.at("format").fail(std::string("expected \"") + kFormat + "\"");
    }
    Enrolment out;
    for (auto const& one : in.at("players").array(kMostItems)) {
        out.players.push_back(readPlayer(one));
    }
    std::set<std::string> screens;
    for (auto const& one : in.at("screens").array(kMostItems)) {
        one.onlyKeys({"screen", "name", "unit"});
        if (!screens.insert(one.at("screen").string(200)).second) {
            one.fail("it is there twice");
        }
        out.screens.push_back({ScreenId(one.at("screen").string(200)), one.at("name").string(),
                               one.at("unit").string()});
    }
    return out;
}

}  // namespace

std::string toJson(Enrolment const& enrolment) {
    boost::json::array players, screens;
    for (auto const& player : enrolment.players) {
        boost::json::array bindings;
        for (auto const& one : player.bindings) {
            bindings.push_back(boost::json::object{{"screen", one.screen.str()},
                                                   {"from", formatInstant(one.from)},
                                                   {"to", instantOrNull(one.to)}});
        }
        players.push_back(boost::json::object{{"player", player.player.base64()},
                                              {"bindings", std::move(bindings)},
                                              {"revoked", instantOrNull(player.revoked)}});
    }
    for (auto const& one : enrolment.screens) {
        screens.push_back(boost::json::object{
            {"screen", one.screen.str()}, {"name", one.name}, {"unit", one.unit}});
    }
    return boost::json::serialize(boost::json::object{{"format", kFormat},
                                                      {"players", std::move(players)},
                                                      {"screens", std::move(screens)}}) +
           "\n";
}

Result<Enrolment> parseEnrolment(std::string_view json) {
    return messages::readJson(json, readEnrolment, kMostJsonBytes);
}

Attribution attributed(EnrolledPlayer const& player, Instant start) {
    auto const& bindings = player.bindings;
    auto const after = std::upper_bound(bindings.begin(), bindings.end(), start,
                                        [](Instant t, auto const& one) { return t < one.from; });
    if (after == bindings.begin()) {
        return {0, false};
    }
    auto const& held = *std::prev(after);
    return {static_cast<std::size_t>(after - bindings.begin()) - 1, !held.to || start < *held.to};
}

}  // namespace tocsin::attest
