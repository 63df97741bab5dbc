// SPDX-License-Identifier: Apache-2.0
// Held changes as the API shows them, and to whom.
#include <algorithm>

#include "state.hpp"
#include "tocsin/access/permission.hpp"

namespace tocsin::guard {
namespace {

bool hasItsRight(access::Principal const& who, store::HeldChange const& change) {
    auto const permission = access::permissionFrom(change.permission);
    return permission && !change.units.empty() &&
           std::all_of(change.units.begin(), change.units.end(),
                       [&](std::string const& unit) { return who.may(*permission, unit); });
}

}  // namespace

Error noSuchChange(std::string const& id) {
    return {Errc::notFound, "no change \"" + id +
                                "\" waits for a second person: it was confirmed, cancelled or has "
                                "expired, or never was; see tocsin change list"};
}

bool maySee(access::Principal const& who, store::HeldChange const& change) {
    return who.name == change.who || hasItsRight(who, change);
}

Result<> mayConfirm(access::Principal const& who, store::HeldChange const& change) {
    if (who.name == change.who) {
        return Error{Errc::permission,
                     "you asked for it yourself; another person with the same right confirms it"};
    }
    if (!who.person) {
        return Error{Errc::permission, "a person has to confirm it: sign in, a token cannot"};
    }
    if (!hasItsRight(who, change)) {
        return Error{Errc::permission, "it takes the right " + change.permission +
                                           " for all that it reaches, which you do not have"};
    }
    return {};
}

boost::json::object changeJson(store::HeldChange const& change, access::Principal const& who) {
    auto const may = mayConfirm(who, change);
    return {
        {"id", change.id},
        {"who", change.who},
        {"what", change.english},
        {"what_zh", change.chinese},
        {"screens", change.screens.size()},
        {"route", change.request.method + " " + change.request.pattern},
        {"asked", formatInstant(change.asked)},
        {"expires", formatInstant(change.expires)},
        {"mine", who.name == change.who},
        {"can_confirm", may.has_value()},
        {"why_not", may ? boost::json::value(nullptr) : boost::json::value(may.error().message)}};
}

boost::json::object wholeJson(store::Tx const& tx, store::HeldChange const& change,
                              access::Principal const& who) {
    auto out = changeJson(change, who);
    boost::json::array reaches;
    for (auto const& id : change.screens) {
        auto const screen = tx.screens().find(id);
        reaches.push_back(boost::json::object{{"id", id.str()},
                                              {"name", screen ? screen->name : ""},
                                              {"unit", screen ? screen->unit : ""}});
    }
    boost::json::object query;
    for (auto const& [key, value] : change.request.query) {
        query[key] = value;
    }
    out["reaches"] = std::move(reaches);
    out["request"] = boost::json::object{{"method", change.request.method},
                                         {"path", change.request.path},
                                         {"query", std::move(query)},
                                         {"body", change.request.body}};
    return out;
}

}  // namespace tocsin::guard
