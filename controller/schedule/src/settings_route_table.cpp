// SPDX-License-Identifier: Apache-2.0
// The entries of settings and quiet zones in the route table.
#include "state.hpp"

namespace tocsin::schedule {
namespace {

using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::Request;

constexpr char kSettings[] =
    R"({"type":"object","required":["screen","zone","cross_fade_ms","gamma_percent","white","brightness","volume","quiet","powered","today","file","changed"],"properties":{)"
    R"("screen":{"type":"string"},"zone":{"type":"string"},"cross_fade_ms":{"type":"integer"},"gamma_percent":{"type":"integer"},)"
    R"("white":{"type":"array","items":{"type":"integer"}},"brightness":{"type":"array","items":{"type":"object"}},)"
    R"("volume":{"type":"array","items":{"type":"object"}},"quiet":{"type":"array","items":{"type":"object"}},)"
    R"("powered":{"type":"array","items":{"type":"object"}},"today":{"type":"array","items":{"type":"object"}},)"
    R"("file":{"type":["string","null"]},"changed":{"type":["string","null"],"format":"date-time"},)"
    R"("findings":{"type":"array","items":{"type":"object"}}}})";

constexpr char kQuietZones[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object",)"
    R"("required":["scope","of","quiet","screens","file","changed"],"properties":{"scope":{"enum":["tag","unit"]},)"
    R"("of":{"type":"string"},"quiet":{"type":"array","items":{"type":"object"}},"screens":{"type":"array","items":{"type":"string"}},)"
    R"("file":{"type":"string"},"changed":{"type":"string","format":"date-time"}}}},)"
    R"("findings":{"type":"array","items":{"type":"object"}}}})";

}  // namespace

access::Routes Schedule::State::settingsRoutes() {
    auto* state = this;
    auto const one = std::string("/api/v1/screens/{id}/settings");
    auto const zones = std::string("/api/v1/quiet-zones");
    auto const group = zones + "/{scope}/{name}";
    access::Route apply{"PUT",
                        one,
                        Permission::editScreens,
                        "Apply a screen's settings file (TOML)",
                        R"({"type":"string"})",
                        kSettings,
                        BodyPolicy::text,
                        [state](Principal const& who, Request const& request) {
                            return state->applySettings(who, request);
                        },
                        false,
                        false,
                        {{"file"}},
                        "application/toml"};
    auto applyZones = apply;
    applyZones.pattern = group;
    applyZones.summary = "Apply the quiet zones of all screens with a tag or of a unit (TOML)";
    applyZones.responseSchema = kQuietZones;
    applyZones.handler = [state](Principal const& who, Request const& request) {
        return state->applyQuietZones(who, request);
    };
    return {
        {"GET", one, Permission::viewScreens,
         "Brightness, volume, quiet zones and powered hours of a screen", "", kSettings,
         BodyPolicy::none,
         [state](Principal const&, Request const& request) {
             return state->showSettings(request);
         }},
        std::move(apply),
        {"DELETE", one, Permission::editScreens, "Take a screen's settings away", "", kSettings,
         BodyPolicy::none,
         [state](Principal const& who, Request const& request) {
             return state->clearSettings(who, request);
         }},
        {"GET", zones, Permission::viewScreens, "Quiet zones of tags and units", "", kQuietZones,
         BodyPolicy::none,
         [state](Principal const& who, Request const&) { return state->listQuietZones(who); }},
        std::move(applyZones),
        {"DELETE", group, Permission::editScreens, "Take the quiet zones of a tag or a unit away",
         "", kQuietZones, BodyPolicy::none,
         [state](Principal const& who, Request const& request) {
             return state->clearQuietZones(who, request);
         }},
    };
}

}  // namespace tocsin::schedule
