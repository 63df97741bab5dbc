// SPDX-License-Identifier: Apache-2.0
// The tree of units.
#include <algorithm>

#include "people_state.hpp"

namespace tocsin::access {
namespace {

boost::json::object unitJson(store::Tx const& tx, store::Unit const& unit) {
    auto const screens = tx.screens().all();
    auto const count = std::count_if(screens.begin(), screens.end(), [&](auto const& screen) {
        return !screen.retired && screen.unit == unit.handle;
    });
    return {{"unit", unit.handle},
            {"name", unit.name},
            {"parent", unit.parent},
            {"code", unit.code},
            {"screens", count}};
}

/// Each unit before those below it.
void addBelow(store::Tx const& tx, std::vector<store::Unit> const& units, std::string const& parent,
              std::size_t depth, boost::json::array& out) {
    if (depth > units.size()) {
        return;
    }
    for (auto const& unit : units) {
        if (unit.parent == parent) {
            out.push_back(unitJson(tx, unit));
            addBelow(tx, units, unit.handle, depth + 1, out);
        }
    }
}

Result<Response> list(PeopleState const& state) {
    boost::json::array items;
    auto const read = state->store.read([&](store::Tx const& tx) -> Result<> {
        addBelow(tx, tx.units().all(), "", 0, items);
        return {};
    });
    if (!read) {
        return read.error();
    }
    return jsonResponse(boost::json::object{{"items", std::move(items)}});
}

struct Wish {
    std::string name, parent, code;
};

Wish readWish(messages::JsonReader const& in) {
    in.onlyKeys({"name", "parent", "code"});
    auto const parent = in.find("parent");
    auto const code = in.find("code");
    return {in.at("name").string(200), parent ? parent->string(64) : "",
            code ? code->string(20) : ""};
}

Result<> checkCode(std::string const& code) {
    bool const isDigits =
        std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!code.empty() &&
        (!isDigits || (code.size() != 6 && code.size() != 9 && code.size() != 12))) {
        return Error{Errc::invalid, "\"" + code +
                                        "\" is not an administrative code; GB/T 2260 has 6 digits, "
                                        "townships have 9 (GB/T 10114)"};
    }
    return {};
}

/// Campaigns that name a unit above it, and rights for one, hold for the screens of a unit that is
/// moved, and of those below it.
Reached reachOf(store::Tx const& tx, std::optional<store::Unit> const& before,
                store::Unit const& after) {
    Reached out;
    if (!before || before->parent == after.parent) {
        return out;
    }
    auto const moved = UnitTree(tx.units().all()).from(after.handle);
    for (auto const& screen : tx.screens().all()) {
        if (!screen.retired && moved.contains(screen.unit)) {
            out.screens.push_back(screen.id);
        }
    }
    out.units = {before->parent, after.parent};
    auto const number = std::to_string(out.screens.size());
    auto const place = [](std::string const& parent) { return parent.empty() ? "-" : parent; };
    out.english = "unit " + after.handle + " with " + number +
                  (out.screens.size() == 1 ? " screen" : " screens") + " moves from below " +
                  place(before->parent) + " to below " + place(after.parent);
    out.chinese = "单位 " + after.handle + "（" + number + " 块屏）从 " + place(before->parent) +
                  " 之下移到 " + place(after.parent) + " 之下";
    return out;
}

Result<Response> put(PeopleState const& state, Principal const& who, Request const& request) {
    auto const handle = request.parameters.at("unit");
    if (auto fine = checkHandle("a unit", handle); !fine) {
        return fine.error();
    }
    auto const wish = messages::readJson(request.body, readWish);
    if (!wish) {
        return wish.error();
    }
    if (auto fine = checkCode(wish->code); !fine) {
        return fine.error();
    }
    bool isNew = false;
    boost::json::object out;
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const before = tx.units().find(handle);
            isNew = !before;
            // Moving a unit takes it from one hand and gives it into another.
            for (auto const& place : {wish->parent, before ? before->parent : wish->parent}) {
                if (!who.may(Permission::manageUnits, place) &&
                    !(before && before->parent == wish->parent &&
                      who.may(Permission::manageUnits, handle))) {
                    return Error{Errc::permission, "you do not administer the unit \"" + place +
                                                       "\", under which this one is to stand"};
                }
            }
            if (!wish->parent.empty() && !tx.units().find(wish->parent)) {
                return Error{Errc::invalid, "there is no unit \"" + wish->parent +
                                                "\" under which this one could stand"};
            }
            UnitTree const tree(tx.units().all());
            if (wish->parent == handle || tree.above(wish->parent).contains(handle)) {
                return Error{Errc::conflict, "\"" + wish->parent + "\" stands below \"" + handle +
                                                 "\"; a unit cannot stand below itself"};
            }
            store::Unit const unit{handle, wish->name, wish->parent, wish->code};
            if (auto may = askGuard(request.guard, tx, reachOf(tx, before, unit)); !may) {
                return may;
            }
            tx.units().put(unit);
            out = unitJson(tx, unit);
            return {};
        },
        {who.name, "unit.set", handle,
         wish->name + (wish->parent.empty() ? "" : ", below " + wish->parent)});
    if (!written) {
        return written.error();
    }
    return jsonResponse(out, isNew ? 201 : 200);
}

Result<> checkUnused(store::Tx const& tx, std::string const& handle) {
    std::string by;
    for (auto const& screen : tx.screens().all()) {
        by = screen.unit == handle && !screen.retired ? "screen " + screen.id.str() : by;
    }
    for (auto const& other : tx.units().all()) {
        by = other.parent == handle ? "unit " + other.handle : by;
    }
    for (auto const& account : tx.accounts().all()) {
        auto const grants = std::any_of(account.grants.begin(), account.grants.end(),
                                        [&](auto const& grant) { return grant.unit == handle; });
        by = account.unit == handle || grants ? "account " + account.id.str() : by;
    }
    if (!by.empty()) {
        return Error{Errc::conflict,
                     "the unit \"" + handle + "\" is in use by " + by + "; move that first"};
    }
    return {};
}

Result<Response> remove(PeopleState const& state, Principal const& who, Request const& request) {
    auto const handle = request.parameters.at("unit");
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            if (!tx.units().find(handle)) {
                return Error{Errc::notFound,
                             "there is no unit \"" + handle + "\"; see tocsin unit list"};
            }
            if (auto fine = checkUnused(tx, handle); !fine) {
                return fine;
            }
            tx.units().remove(handle);
            return {};
        },
        {who.name, "unit.remove", handle, ""});
    if (!written) {
        return written.error();
    }
    Response response;
    response.status = 204;
    return response;
}

#define TOCSIN_UNIT \
    R"({"type":"object","properties":{"unit":{"type":"string"},"name":{"type":"string"},"parent":{"type":"string"},"code":{"type":"string"},"screens":{"type":"integer"}}})"
constexpr char kUnit[] = TOCSIN_UNIT;
constexpr char kList[] =
    R"({"type":"object","properties":{"items":{"type":"array","items":)" TOCSIN_UNIT "}}}";
constexpr char kWish[] =
    R"({"type":"object","required":["name"],"properties":{"name":{"type":"string"},"parent":{"type":"string"},"code":{"type":"string"}}})";

}  // namespace

Routes unitRoutes(PeopleState const& state) {
    Routes routes;
    auto const all = std::string("/api/v1/units");
    auto const one = all + "/{unit}";
    routes.push_back(Route{
        "GET", all, Permission::signedIn, "The tree of units", "", kList, BodyPolicy::none,
        [state](Principal const&, Request const&) {
            return list(state);
        }}.reaching(filtered()));
    routes.push_back(Route{
        "PUT", one, Permission::manageUnits, "Add a unit, rename it or move it below another",
        kWish, kUnit, BodyPolicy::text, [state](Principal const& who, Request const& request) {
            return put(state, who, request);
        }}.reaching(filtered()));
    routes.back().success = {200, 201};
    routes.back().guarded = true;
    routes.push_back(Route{
        "DELETE", one, Permission::manageUnits, "Remove a unit that is not used", "", "",
        BodyPolicy::none, [state](Principal const& who, Request const& request) {
            return remove(state, who, request);
        }}.reaching(row("unit", "unit")));
    routes.back().success = {204};
    return routes;
}

}  // namespace tocsin::access
