// SPDX-License-Identifier: Apache-2.0
// Changing what the office says of a screen that is there. Its name is only a name; its tags say
// what it shows, and where it stands says which warnings reach it: that the guard counts.
#include "change_route.hpp"

#include <spdlog/spdlog.h>

#include <boost/json.hpp>

#include "screen_json.hpp"

namespace tocsin::fleet {
namespace {

using access::Principal;
using access::Request;
using access::Response;
using StatePtr = std::shared_ptr<Fleet::State>;

constexpr char kChangeSchema[] =
    R"({"type":"object","properties":{"name":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}},"place":{"type":["object","null"],"properties":{"latitude":{"type":"number","minimum":-90,"maximum":90},"longitude":{"type":"number","minimum":-180,"maximum":180}}},"code":{"type":["string","null"]},"location":{"type":["string","null"]},"type":{"type":["string","null"]},"responsible":{"type":["string","null"]},"phone":{"type":["string","null"]},"serial":{"type":["string","null"]},"offline_site":{"type":"boolean"}}})";

store::Screen changed(store::Screen screen, ScreenChange const& said) {
    screen.name = said.name.value_or(screen.name);
    screen.tags = said.tags.value_or(screen.tags);
    screen.place = said.place.value_or(screen.place);
    screen.code = said.code.value_or(screen.code);
    for (auto const& [field, text] : said.paper) {
        screen.*field = text;
    }
    screen.offlineSite = said.offlineSite.value_or(screen.offlineSite);
    return screen;
}

/// For the audit trail: "place 30.259244,120.219375; code 330106".
std::string described(ScreenChange const& said) {
    std::string out;
    auto const add = [&out](std::string const& text) { out += (out.empty() ? "" : "; ") + text; };
    if (said.name) {
        add("name " + *said.name);
    }
    if (said.tags) {
        std::string tags = "tags";
        for (auto const& tag : *said.tags) {
            tags += " " + tag;
        }
        add(tags);
    }
    if (said.place) {
        auto const& place = *said.place;
        add(place ? "place " + std::to_string(place->latitude) + "," +
                        std::to_string(place->longitude)
                  : "no place");
    }
    if (said.code) {
        add(said.code->empty() ? "its unit's code" : "code " + *said.code);
    }
    if (said.offlineSite) {
        add(*said.offlineSite ? "without a network" : "with a network");
    }
    for (auto const& [member, field] : kPaperFields) {
        for (auto const& [which, text] : said.paper) {
            if (which == field) {
                add(text.empty() ? std::string("no ") + member : member + (" " + text));
            }
        }
    }
    return out;
}

/// A place that is said for the first time reaches nothing: no warning is kept from the screen by
/// it. A code is said in the stead of the unit's.
access::Reached reachOf(store::Screen const& before, store::Screen const& after) {
    bool const moves = before.place && before.place != after.place;
    if (before.tags == after.tags && before.code == after.code && !moves) {
        return {};
    }
    return {
        {before.id},
        {before.unit},
        "what is said of screen " + before.id.str() +
            " changes, and with it what it shows or which warnings reach it (tags, place, code)",
        "修改屏幕 " + before.id.str() +
            " 的资料（标签、位置、区划代码），将影响其播出内容或接收的预警",
        boost::json::serialize(screenJson(before))};
}

Result<Response> change(StatePtr const& state, Principal const& who, Request const& request) {
    auto const said = messages::readJson(request.body, readScreenChange);
    if (!said) {
        return said.error();
    }
    ScreenId const id(request.parameters.at("id"));
    store::Screen before, after;
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const known = tx.screens().find(id);
            if (!known) {
                return Error{Errc::notFound,
                             "there is no screen \"" + id.str() + "\"; see tocsin screen list"};
            }
            if (known->retired) {
                return Error{Errc::conflict,
                             "screen " + id.str() + " is retired; its record stays as it is"};
            }
            before = *known;
            after = changed(before, *said);
            if (auto may = access::askGuard(request.guard, tx, reachOf(before, after)); !may) {
                return may;
            }
            tx.screens().put(after);
            return {};
        },
        {who.name, "screen.change", id.str(), described(*said)});
    if (!written) {
        return written.error();
    }
    if (before.tags != after.tags || before.offlineSite != after.offlineSite) {
        if (auto const planned = state->schedule.replan(id); !planned) {
            spdlog::error("replan failed screen={} err=\"{}\"", id.str(), planned.error().message);
        }
        state->refreshSpares();
    }
    return access::jsonResponse(screenJson(after));
}

}  // namespace

access::Route changeRoute(StatePtr const& state, std::string const& schema) {
    return {"PATCH",
            "/api/v1/screens/{id}",
            access::Permission::editScreens,
            "Change what is said of a screen (null: nobody says)",
            kChangeSchema,
            schema,
            access::BodyPolicy::text,
            [state](Principal const& who, Request const& request) {
                return change(state, who, request);
            }};
}

}  // namespace tocsin::fleet
