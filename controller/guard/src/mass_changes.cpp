// SPDX-License-Identifier: Apache-2.0
// Holding a change, and carrying it out when it was confirmed.
#include "tocsin/guard/mass_changes.hpp"

#include <algorithm>
#include <set>

#include "state.hpp"
#include "tocsin/access/permission.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::guard {
namespace {

using access::Principal;
using access::Reached;
using access::Request;
using access::Response;
using access::Route;
using store::HeldChange;

constexpr std::size_t kMostOfOne = 20;   ///< held changes of one person at a time
constexpr std::size_t kMostOfAll = 200;  ///< and of all
constexpr std::size_t kMostShown = 300;  ///< bytes of a reason in the trail
constexpr int kHttpGood = 300;           ///< first status that is no success

std::string nameOf(Route const& route) {
    return route.method + " " + route.pattern;
}

store::HeldRequest kept(Route const& route, Request const& request) {
    auto const type = request.headers.find("content-type");
    return {route.method,  route.pattern,
            request.path,  request.parameters,
            request.query, type == request.headers.end() ? std::string() : type->second,
            request.body};
}

Request again(store::HeldRequest const& held) {
    Request out;
    out.method = held.method;
    out.path = held.path;
    out.parameters = held.parameters;
    out.query = held.query;
    if (!held.contentType.empty()) {
        out.headers["content-type"] = held.contentType;
    }
    out.body = held.body;
    return out;
}

std::string countText(std::size_t screens) {
    return std::to_string(screens) + (screens == 1 ? " screen" : " screens");
}

std::vector<ScreenId> sorted(std::vector<ScreenId> screens) {
    std::sort(screens.begin(), screens.end());
    screens.erase(std::unique(screens.begin(), screens.end()), screens.end());
    return screens;
}

void put(HeldChange& change, Reached const& reached) {
    change.screens = sorted(reached.screens);
    change.units.assign(reached.units.begin(), reached.units.end());
    change.english = reached.english;
    change.chinese = reached.chinese;
    change.before = messages::sha256(reached.before);
}

/// Whether the one, without its body, asks for what the other does.
bool isSame(HeldChange const& waiting, HeldChange const& change) {
    return waiting.who == change.who && waiting.request.path == change.request.path &&
           waiting.request.pattern == change.request.pattern &&
           waiting.request.method == change.request.method && waiting.screens == change.screens &&
           waiting.english == change.english && waiting.before == change.before;
}

/// 409 with the change, for programs, and a sentence in both languages, for people.
Response heldAnswer(HeldChange const& change, Principal const& who, std::string const& english,
                    std::string const& chinese) {
    auto out = access::problem({Errc::conflict, english}, 409, "held");
    auto body = boost::json::parse(out.body).as_object();
    body["detail_zh"] = chinese;
    body["change"] = changeJson(change, who);
    out.body = boost::json::serialize(body);
    return out;
}

Response changeAnswer(HeldChange const& change, Principal const& who, Response const& carriedOut) {
    auto out = changeJson(change, who);
    boost::system::error_code ec;
    auto answer = boost::json::parse(carriedOut.body, ec);
    return access::jsonResponse(boost::json::object{
        {"change", std::move(out)}, {"answer", ec ? boost::json::value(nullptr) : answer}});
}

}  // namespace

/// What the guard found when a handler asked it. Filled on the store's writer thread, while the
/// caller waits.
struct MassChanges::State::Weighed {
    std::optional<Reached> held;
    std::size_t together = 0;  ///< screens with those that the account reached before
    int limit = 0;
    bool asked = false;      ///< by the handler that carries out what was confirmed
    bool dealtWith = false;  ///< it is not there any more: somebody else was faster
    bool reachesNothing = false;
};

MassChanges::MassChanges(store::Store& store, GuardSettings settings)
    : state_(std::make_shared<State>(store, std::move(settings))) {}

MassChanges::~MassChanges() = default;

access::Routes MassChanges::over(access::Routes routes) {
    for (auto& route : routes) {
        if (!route.guarded) {
            continue;
        }
        state_->handlers[nameOf(route)] = route.handler;
        route.handler = [state = state_, inner = route](Principal const& who,
                                                        Request const& request) {
            return state->first(inner, who, request);
        };
    }
    return routes;
}

Result<> MassChanges::State::weigh(store::Tx& tx, std::string const& who, Reached const& reached,
                                   Weighed& out) const {
    auto const now = settings.now();
    out.limit = limitAt(settings, now);
    if (out.limit == 0 || reached.screens.empty()) {
        return {};
    }
    auto const before = tx.heldChanges().reachedSince(who, now - settings.window);
    std::set<ScreenId> all(before.begin(), before.end());
    all.insert(reached.screens.begin(), reached.screens.end());
    out.together = all.size();
    if (all.size() > static_cast<std::size_t>(out.limit)) {
        out.held = reached;
        return Error{Errc::conflict, "held for a second person"};
    }
    tx.heldChanges().noteReached(who, reached.screens, now);
    return {};
}

Result<Response> MassChanges::State::first(Route const& route, Principal const& who,
                                           Request const& request) {
    Weighed weighed;
    auto guarded = request;
    guarded.guard = [this, &who, &weighed](store::Tx& tx, Reached const& reached) {
        return weigh(tx, who.name, reached, weighed);
    };
    auto answer = route.handler(who, guarded);
    if (weighed.held) {
        return hold(route, who, request, weighed);
    }
    return answer;
}

Result<Response> MassChanges::State::hold(Route const& route, Principal const& who,
                                          Request const& request, Weighed const& weighed) {
    auto const now = settings.now();
    HeldChange change;
    change.id = messages::sha256(messages::randomBytes(32)).hex().substr(0, 10);
    change.who = who.name;
    change.permission = access::toString(route.permission);
    change.request = kept(route, request);
    change.asked = now;
    change.expires = now + settings.keep;
    put(change, *weighed.held);
    std::optional<HeldChange> same;
    auto const keep = [&](store::Tx& tx) -> Result<> {
        std::size_t own = 0, all = 0;
        for (auto const& other : tx.heldChanges().all()) {
            if (other.expires <= now) {
                continue;
            }
            ++all;
            own += other.who == who.name ? 1U : 0U;
            if (isSame(other, change)) {
                auto whole = tx.heldChanges().find(other.id);
                if (whole && whole->request == change.request) {
                    same = std::move(whole);
                    return Error{Errc::conflict, "asked for twice, it waits once"};
                }
            }
        }
        if (own >= kMostOfOne || all >= kMostOfAll) {
            return Error{Errc::conflict,
                         "as many changes as can be held wait for a second person already; have "
                         "them confirmed or cancel them first (tocsin change list)"};
        }
        tx.heldChanges().put(change);
        return {};
    };
    auto const stored = store.write(
        keep, {who.name, "change.held", change.id,
               change.request.method + " " + change.request.path + ": " + change.english});
    if (same) {
        change = std::move(*same);
    } else if (!stored) {
        return stored.error();
    }
    auto const reach = countText(weighed.together);
    auto const limit = std::to_string(weighed.limit);
    return heldAnswer(
        change, who,
        "no screen is changed yet: " + change.english + ". With it you would reach " + reach +
            " in a short time, and more than " + limit +
            " take a second person; one with the same right confirms it: tocsin change confirm " +
            change.id,
        "尚未执行：" + change.chinese + "。短时间内你将影响 " + std::to_string(weighed.together) +
            " 块屏，超过 " + limit + " 块须由另一人确认：tocsin change confirm " + change.id);
}

Result<HeldChange> MassChanges::State::find(std::string const& id) const {
    std::optional<HeldChange> out;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        out = tx.heldChanges().find(id);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    if (!out || out->expires <= settings.now()) {
        return noSuchChange(id);
    }
    return std::move(*out);
}

/// In the transaction that carries it out: it is still the one that was seen, and it is carried out
/// once.
Result<> MassChanges::State::compare(store::Tx& tx, HeldChange const& change,
                                     Reached const& reached, Weighed& out) const {
    out.asked = true;
    auto const present = tx.heldChanges().find(change.id);
    if (present != change) {
        out.dealtWith = true;
        return Error{Errc::conflict,
                     "the change was dealt with by somebody else in this moment; "
                     "see tocsin change list"};
    }
    if (reached.screens.empty()) {
        out.reachesNothing = true;
        return Error{Errc::conflict, "it would reach no screen any more"};
    }
    auto seen = change;
    put(seen, reached);
    if (seen != change) {
        out.held = reached;
        return Error{Errc::conflict, "it would do something else now"};
    }
    tx.heldChanges().remove(change.id);
    tx.heldChanges().forgetReached(change.who);
    return {};
}

Result<Response> MassChanges::State::holdAgain(HeldChange change, Weighed const& weighed,
                                               Principal const& who) {
    auto const before = change.screens.size();
    put(change, *weighed.held);
    auto const stored = store.write(
        [&](store::Tx& tx) -> Result<> {
            if (!tx.heldChanges().find(change.id)) {
                return noSuchChange(change.id);
            }
            tx.heldChanges().put(change);
            return {};
        },
        {who.name, "change.held-again", change.id, change.english});
    if (!stored) {
        return stored.error();
    }
    return heldAnswer(change, who,
                      "no screen is changed yet: what it would do is not what you saw any more (" +
                          countText(before) + " then, " + countText(change.screens.size()) +
                          " now): " + change.english +
                          "; look at it again and confirm it: tocsin change show " + change.id,
                      "尚未执行：内容已与你看到的不同（原 " + std::to_string(before) +
                          " 块屏，现 " + std::to_string(change.screens.size()) + " 块）：" +
                          change.chinese + "；请重新查看后再确认：tocsin change show " + change.id);
}

/// What it was about is not there any more.
Result<Response> MassChanges::State::giveUp(HeldChange const& change, Principal const& who) {
    auto const removed = store.write(
        [&](store::Tx& tx) -> Result<> {
            tx.heldChanges().remove(change.id);
            return {};
        },
        {who.name, "change.void", change.id, "asked for by " + change.who + ": " + change.english});
    if (!removed) {
        return removed.error();
    }
    return Error{Errc::conflict,
                 "it would reach no screen any more, so it was given up: " + change.english +
                     "; if it is still wanted, " + change.who + " asks for it anew"};
}

Result<HeldChange> MassChanges::State::confirmable(Principal const& who,
                                                   std::string const& id) const {
    auto change = find(id);
    if (!change) {
        return change.error();
    }
    if (!maySee(who, *change)) {
        return noSuchChange(id);
    }
    if (auto may = mayConfirm(who, *change); !may) {
        return may.error();
    }
    return change;
}

Result<Response> MassChanges::State::confirm(Principal const& who, std::string const& id) {
    auto const change = confirmable(who, id);
    if (!change) {
        return change.error();
    }
    auto const author = settings.principal ? settings.principal(change->who) : std::nullopt;
    auto const handler = handlers.find(change->request.method + " " + change->request.pattern);
    if (!author || handler == handlers.end()) {
        return Error{Errc::conflict, "the account " + change->who +
                                         " that asked for it may not do anything any more; cancel "
                                         "it (tocsin change cancel " +
                                         id + ") and do it anew"};
    }
    for (auto const& unit : change->units) {
        if (!author->may(access::permissionFrom(change->permission).value(), unit)) {
            return Error{Errc::conflict, "the account " + change->who +
                                             " that asked for it does not have the right to any "
                                             "more; cancel it (tocsin change cancel " +
                                             id + ")"};
        }
    }
    auto const note = [&](char const* action, std::string const& detail) {
        return store.write([](store::Tx&) -> Result<> { return {}; },
                           {who.name, action, id, detail});
    };
    // First the decision, then the change: what was decided is not lost with the power.
    if (auto noted = note("change.confirm", "asked for by " + change->who + ": " + change->english);
        !noted) {
        return noted.error();
    }
    Weighed weighed;
    auto request = again(change->request);
    request.guard = [this, &change, &weighed](store::Tx& tx, Reached const& reached) {
        return compare(tx, *change, reached, weighed);
    };
    auto answer = handler->second(*author, request);
    if (weighed.held) {
        return holdAgain(*change, weighed, who);
    }
    bool const good = answer && answer->status < kHttpGood;
    if (weighed.reachesNothing || (good && !weighed.asked)) {
        return giveUp(*change, who);
    }
    if (!good) {
        auto const why = answer ? "status " + std::to_string(answer->status)
                                : answer.error().message.substr(0, kMostShown);
        if (auto noted = note(weighed.dealtWith ? "change.late" : "change.failed", why); !noted) {
            return noted.error();
        }
        return answer;
    }
    return changeAnswer(*change, who, *answer);
}

Result<Response> MassChanges::State::cancel(Principal const& who, std::string const& id) {
    auto const change = find(id);
    if (!change) {
        return change.error();
    }
    if (!maySee(who, *change)) {
        return noSuchChange(id);
    }
    if (change->who != who.name && !mayConfirm(who, *change)) {
        return Error{Errc::permission,
                     "only who asked for it, and who could confirm it, may "
                     "cancel it"};
    }
    auto const removed = store.write(
        [&](store::Tx& tx) -> Result<> {
            if (!tx.heldChanges().find(id)) {
                return noSuchChange(id);
            }
            tx.heldChanges().remove(id);
            return {};
        },
        {who.name, "change.cancel", id, "asked for by " + change->who + ": " + change->english});
    if (!removed) {
        return removed.error();
    }
    return access::jsonResponse(changeJson(*change, who));
}

Result<> MassChanges::expire() {
    auto const now = state_->settings.now();
    std::vector<HeldChange> over;
    auto looked = state_->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto& change : tx.heldChanges().all()) {
            if (change.expires <= now) {
                over.push_back(std::move(change));
            }
        }
        return {};
    });
    if (!looked) {
        return looked;
    }
    for (auto const& change : over) {
        bool gone = false;  // confirmed or cancelled in this moment
        auto removed = state_->store.write(
            [&](store::Tx& tx) -> Result<> {
                gone = !tx.heldChanges().find(change.id);
                if (gone) {
                    return noSuchChange(change.id);
                }
                tx.heldChanges().remove(change.id);
                return {};
            },
            {"controller", "change.expired", change.id,
             "asked for by " + change.who + ": " + change.english});
        if (!removed && !gone) {
            return removed;
        }
    }
    return state_->store.ingest([&](store::Tx& tx) -> Result<> {
        tx.heldChanges().forgetReachedBefore(now - state_->settings.window);
        return {};
    });
}

}  // namespace tocsin::guard
