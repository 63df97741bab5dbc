// SPDX-License-Identifier: Apache-2.0
// Commands to screens at the API.
#include "command_routes.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "tocsin/access/query.hpp"
#include "tocsin/access/unit_tree.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::fleet {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using messages::InstructionAction;
using StatePtr = std::shared_ptr<Fleet::State>;

constexpr std::size_t kMostScreens = 20'000;
constexpr std::size_t kMostListed = 500;
constexpr std::size_t kListed = 100;
constexpr std::int64_t kDaySeconds = 24 * 3'600;
constexpr char kWishSchema[] =
    R"({"type":"object","required":["action"],"properties":{"id":{"type":"string"},"action":{"type":"string","enum":["restart","power","volume","brightness","identify","log-level","evidence"]},"value":{"type":["string","integer"]},"holds_s":{"type":"integer"},"screens":{"type":"array","items":{"type":"string"}},"unit":{"type":"string"},"tag":{"type":"string"},"all":{"type":"boolean"},"at":{"type":"string"},"valid_s":{"type":"integer"},"reason":{"type":"string"}}})";
constexpr char kCommandSchema[] =
    R"({"type":"object","required":["id","action","who","given","due","expires","counts","items"],"properties":{"id":{"type":"string"},"action":{"type":"string"},"value":{"type":"string"},"holds_s":{"type":["integer","null"]},"who":{"type":"string"},"reason":{"type":"string"},"given":{"type":"string"},"due":{"type":"string"},"expires":{"type":"string"},"counts":{"type":"object"},"items":{"type":"array","items":{"type":"object","required":["screen","step"],"properties":{"screen":{"type":"string"},"step":{"type":"string"},"sent":{"type":["string","null"]},"received":{"type":["string","null"]},"done":{"type":["string","null"]},"verified":{"type":["string","null"]},"ended":{"type":["string","null"]},"detail":{"type":"string"},"online":{"type":"boolean"}}}}}})";
constexpr char kListSchema[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object"}}}})";

struct Wish {
    CommandWish command;
    bool all = false;
    std::string unit, tag;
};

/// Lengths of time that people leave out.
Milliseconds usualHold(InstructionAction action) {
    switch (action) {
        case InstructionAction::identify:
            return messages::kIdentifies;
        case InstructionAction::logLevel:
            return messages::kLogLevelHolds;
        default:
            return Milliseconds{0};
    }
}

messages::Deed readDeed(messages::JsonReader const& in) {
    messages::Deed out;
    auto const word = in.at("action").string(64);
    auto const action = messages::actionFrom(word);
    if (!action) {
        in.at("action").fail(
            "expected restart, power, volume, brightness, identify, log-level or evidence");
    }
    out.action = *action;
    bool const isLevel =
        *action == InstructionAction::volume || *action == InstructionAction::brightness;
    if (auto const value = in.find("value")) {
        out.value = isLevel ? std::to_string(value->integer(0, 100)) : value->string(64);
    } else if (isLevel) {
        in.fail("say the \"value\": percent, 0 to 100");
    } else if (*action == InstructionAction::restart) {
        out.value = "engine";
    }
    out.holds = usualHold(*action);
    if (auto const holds = in.find("holds_s")) {
        out.holds = std::chrono::seconds(holds->integer(1, 7 * kDaySeconds));
    }
    if (auto const fits = messages::checkDeed(out); !fits) {
        in.fail(fits.error().message);
    }
    return out;
}

Wish readWish(messages::JsonReader const& in) {
    in.onlyKeys({"id", "action", "value", "holds_s", "screens", "unit", "tag", "all", "at",
                 "valid_s", "reason"});
    Wish out;
    out.command.deed = readDeed(in);
    if (auto const id = in.find("id")) {
        out.command.id = id->string(64);
        if (!messages::isInstructionId(out.command.id)) {
            id->fail("expected 1 to 64 of a-z, 0-9 and '-'");
        }
    }
    if (auto const all = in.find("all")) {
        out.all = all->boolean();
    }
    out.unit = in.find("unit") ? in.at("unit").string(64) : "";
    out.tag = in.find("tag") ? in.at("tag").string(64) : "";
    if (auto const screens = in.find("screens")) {
        for (auto const& screen : screens->array(kMostScreens)) {
            ScreenId id(screen.string(64));
            auto& named = out.command.screens;
            if (std::find(named.begin(), named.end(), id) == named.end()) {
                named.push_back(std::move(id));
            }
        }
    }
    bool const group = !out.unit.empty() || !out.tag.empty();
    if (int{out.all} + int{group} + int{!out.command.screens.empty()} != 1) {
        in.fail("name the screens, or a unit or tag, or say \"all\": true");
    }
    if (auto const at = in.find("at")) {
        out.command.due = at->instant();
    }
    if (auto const valid = in.find("valid_s")) {
        out.command.valid = std::chrono::seconds(valid->integer(1, kDaySeconds));
    }
    if (auto const reason = in.find("reason")) {
        out.command.reason = reason->string(500);
    }
    return out;
}

bool mayDo(Principal const& who, messages::Deed const& deed, std::string const& unit) {
    return who.may(Permission::blankScreens, unit) && (deed.action != InstructionAction::evidence ||
                                                       who.may(Permission::requestEvidence, unit));
}

/// Those that are named, or those of the group that the caller may command. Errc::permission for a
/// named one of another unit; Errc::notFound for a group without any.
Result<> findScreens(store::Store const& store, Principal const& who, Wish& wish) {
    auto& out = wish.command.screens;
    return store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& id : out) {
            auto const screen = tx.screens().find(id);
            if (screen && !mayDo(who, wish.command.deed, screen->unit)) {
                return Error{Errc::permission, "screen " + id.str() + " belongs to another unit"};
            }
        }
        if (!out.empty()) {
            return {};
        }
        if (!wish.unit.empty() && !tx.units().find(wish.unit)) {
            return Error{Errc::notFound,
                         "there is no unit \"" + wish.unit + "\"; see tocsin unit list"};
        }
        auto const below = access::UnitTree(tx.units().all()).from(wish.unit);
        for (auto const& screen : tx.screens().all()) {
            bool const tagged =
                wish.tag.empty() ||
                std::find(screen.tags.begin(), screen.tags.end(), wish.tag) != screen.tags.end();
            if (!screen.retired && tagged && below.contains(screen.unit) &&
                mayDo(who, wish.command.deed, screen.unit)) {
                out.push_back(screen.id);
            }
        }
        return out.empty() ? Result<>(Error{Errc::notFound,
                                            "there is no screen of that kind that you may command"})
                           : Result<>();
    });
}

/// What nobody in front of the screens would notice takes no second person.
bool changesWhatIsSeen(messages::Deed const& deed) {
    return deed.action == InstructionAction::restart || deed.action == InstructionAction::power ||
           deed.action == InstructionAction::volume || deed.action == InstructionAction::brightness;
}

std::string chineseOf(messages::Deed const& deed) {
    switch (deed.action) {
        case InstructionAction::restart:
            return deed.value == "device" ? "重启终端设备" : "重启播放程序";
        case InstructionAction::power:
            return deed.value == "on" ? "打开屏体电源" : "关闭屏体电源";
        case InstructionAction::volume:
            return "音量设为 " + deed.value + "%";
        case InstructionAction::brightness:
            return "亮度设为 " + deed.value + "%";
        default:
            return std::string(toString(deed.action));
    }
}

access::Reached reachOf(messages::Deed const& deed, std::vector<store::Screen> const& screens) {
    access::Reached out;
    for (auto const& screen : screens) {
        out.screens.push_back(screen.id);
        out.units.insert(screen.unit);
    }
    auto const number = std::to_string(screens.size());
    out.english = std::string(toString(deed.action)) + (deed.value.empty() ? "" : " ") +
                  deed.value + " at " + number + (screens.size() == 1 ? " screen" : " screens");
    out.chinese = number + " 块屏" + chineseOf(deed);
    return out;
}

boost::json::value instantOrNull(std::optional<Instant> const& at) {
    return at ? boost::json::value(formatInstant(*at)) : boost::json::value();
}

boost::json::object toJson(store::CommandFate const& fate, bool online) {
    return {{"screen", fate.screen.str()},
            {"step", std::string(toString(fate.step))},
            {"sent", instantOrNull(fate.sent)},
            {"received", instantOrNull(fate.received)},
            {"done", instantOrNull(fate.done)},
            {"verified", instantOrNull(fate.verified)},
            {"ended", instantOrNull(fate.ended)},
            {"detail", fate.detail},
            {"online", online}};
}

boost::json::object toJson(store::GivenCommand const& command) {
    auto const& deed = command.deed;
    return {{"id", command.id},
            {"action", std::string(toString(deed.action))},
            {"value", deed.value},
            {"holds_s", deed.holds.count() > 0 ? boost::json::value(deed.holds.count() / 1000)
                                               : boost::json::value()},
            {"who", command.who},
            {"reason", command.reason},
            {"given", formatInstant(command.given)},
            {"due", formatInstant(command.due)},
            {"expires", formatInstant(command.expires)}};
}

/// With the fates that are given, and how many are how far.
boost::json::object shown(StatePtr const& state, FollowedCommand const& followed) {
    auto out = toJson(followed.command);
    boost::json::array items;
    boost::json::object counts;
    for (auto const& fate : followed.fates) {
        auto const step = toString(fate.step);
        auto& count = counts[boost::json::string_view(step.data(), step.size())];
        count = count.is_null() ? 1 : count.as_int64() + 1;
        items.push_back(toJson(fate, state->isOnline(fate.screen)));
    }
    out["counts"] = std::move(counts);
    out["items"] = std::move(items);
    return out;
}

/// Leaves out screens of units that the caller may not look at. False: none is left.
bool keepOwn(store::Tx const& tx, Principal const& who, FollowedCommand& followed) {
    std::erase_if(followed.fates, [&](store::CommandFate const& fate) {
        auto const screen = tx.screens().find(fate.screen);
        return !screen || !who.may(Permission::viewScreens, screen->unit);
    });
    return !followed.fates.empty();
}

Result<FollowedCommand> ownPartOf(StatePtr const& state, Principal const& who,
                                  std::string const& id) {
    auto found = state->screenCommands.find(id);
    if (!found) {
        return found;
    }
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        return keepOwn(tx, who, *found)
                   ? Result<>()
                   : Result<>(Error{Errc::notFound,
                                    "there is no command \"" + id + "\"; see tocsin command list"});
    });
    if (!looked) {
        return looked.error();
    }
    return found;
}

Result<Response> give(StatePtr const& state, Principal const& who, Request const& request) {
    auto wish = messages::readJson(request.body, readWish);
    if (!wish) {
        return wish.error();
    }
    if (auto const found = findScreens(state->store, who, *wish); !found) {
        return found.error();
    }
    ScreenCommands::Before before;
    if (changesWhatIsSeen(wish->command.deed)) {
        before = [&](store::Tx& tx, std::vector<store::Screen> const& screens) {
            return access::askGuard(request.guard, tx, reachOf(wish->command.deed, screens));
        };
    }
    auto const given = state->screenCommands.give(who.name, wish->command, before);
    if (!given) {
        return given.error();
    }
    auto due = state->screenCommands.takeDue(
        [&](ScreenId const& screen) { return state->isOnline(screen); });
    if (due) {
        state->sendInstructions(std::move(*due));
    }  // else it is tried again soon
    auto const now = ownPartOf(state, who, given->command.id);
    return access::jsonResponse(shown(state, now ? *now : *given), given->isNew ? 201 : 200);
}

Result<std::size_t> limitOf(Request const& request) {
    auto const text = access::queried(request, "limit");
    std::size_t out = kListed;
    if (!text.empty()) {
        auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
        if (ec != std::errc{} || end != text.data() + text.size() || out < 1 || out > kMostListed) {
            return Error{Errc::invalid, "limit is a number from 1 to 500, not \"" + text + "\""};
        }
    }
    return out;
}

Result<Response> list(StatePtr const& state, Principal const& who, Request const& request) {
    auto const most = limitOf(request);
    if (!most) {
        return most.error();
    }
    store::CommandQuery query;
    query.most = kMostListed;
    if (auto const screen = access::queried(request, "screen"); !screen.empty()) {
        query.screen = ScreenId(screen);
    }
    if (auto const since = access::queried(request, "since"); !since.empty()) {
        auto const instant = parseInstant(since);
        if (!instant) {
            return Error{Errc::invalid,
                         "since is an instant, e.g. 2026-06-01T00:00:00Z, not \"" + since + "\""};
        }
        query.since = *instant;
    }
    boost::json::array items;
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto& command : tx.commands().list(query)) {
            if (items.size() == *most) {
                break;
            }
            FollowedCommand followed{command, tx.commands().fates(command.id), false};
            if (query.screen) {
                std::erase_if(followed.fates, [&](store::CommandFate const& fate) {
                    return fate.screen != *query.screen;
                });
            }
            if (keepOwn(tx, who, followed)) {
                auto item = shown(state, followed);
                if (!query.screen) {
                    item.erase("items");  // of thousands of screens each
                }
                items.push_back(std::move(item));
            }
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(boost::json::object{{"items", std::move(items)}});
}

Result<Response> show(StatePtr const& state, Principal const& who, Request const& request) {
    auto const found = ownPartOf(state, who, request.parameters.at("id"));
    return found ? Result<Response>(access::jsonResponse(shown(state, *found))) : found.error();
}

/// By whoever may command all of its screens.
Result<Response> cancel(StatePtr const& state, Principal const& who, Request const& request) {
    auto const& id = request.parameters.at("id");
    auto const found = ownPartOf(state, who, id);
    if (!found) {
        return found.error();
    }
    auto const whole = state->screenCommands.find(id);
    if (!whole) {
        return whole.error();
    }
    auto const may = state->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& fate : whole->fates) {
            auto const screen = tx.screens().find(fate.screen);
            if (!screen || !mayDo(who, whole->command.deed, screen->unit)) {
                return Error{Errc::permission, "command " + id +
                                                   " is also for screens of other units; who may "
                                                   "command all of them cancels it"};
            }
        }
        return {};
    });
    if (!may) {
        return may.error();
    }
    auto const cancelled = state->screenCommands.cancel(who.name, id);
    return cancelled ? Result<Response>(access::jsonResponse(shown(state, *cancelled)))
                     : cancelled.error();
}

}  // namespace

access::Routes commandRoutes(StatePtr const& state) {
    using access::BodyPolicy;
    access::Routes routes{
        {"POST", "/api/v1/commands", Permission::blankScreens,
         "Screens do something once: restart, power, volume, brightness, identify, log-level, "
         "evidence",
         kWishSchema, kCommandSchema, BodyPolicy::text,
         [state](Principal const& who, Request const& request) {
             return give(state, who, request);
         }},
        {"GET", "/api/v1/commands", Permission::viewScreens, "Commands, the newest first", "",
         kListSchema, BodyPolicy::none,
         [state](Principal const& who, Request const& request) {
             return list(state, who, request);
         }},
        {"GET", "/api/v1/commands/{id}", Permission::viewScreens,
         "A command, and how far each screen has come with it", "", kCommandSchema,
         BodyPolicy::none,
         [state](Principal const& who, Request const& request) {
             return show(state, who, request);
         }},
        {"DELETE", "/api/v1/commands/{id}", Permission::blankScreens,
         "A command is taken back from the screens that it was not sent to yet", "", kCommandSchema,
         BodyPolicy::none, [state](Principal const& who, Request const& request) {
             return cancel(state, who, request);
         }}};
    routes[0].success = {200, 201};
    routes[1].query = {{"screen"}, {"since"}, {"limit"}};
    routes = access::withGuard(std::move(routes), {"POST /api/v1/commands"});
    return access::withReach(std::move(routes),
                             {{"POST /api/v1/commands", access::filtered()},
                              {"GET /api/v1/commands", access::filtered()},
                              {"GET /api/v1/commands/{id}", access::filtered()},
                              {"DELETE /api/v1/commands/{id}", access::filtered()}});
}

}  // namespace tocsin::fleet
