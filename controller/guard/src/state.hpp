// SPDX-License-Identifier: Apache-2.0
// What the guard's sources share.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>

#include "tocsin/guard/mass_changes.hpp"
#include "tocsin/store/held_changes.hpp"

namespace tocsin::guard {

struct MassChanges::State {
    State(store::Store& s, GuardSettings given) : store(s), settings(std::move(given)) {}

    store::Store& store;
    GuardSettings settings;
    /// Handlers of guarded routes without their guard, by "PUT /api/v1/…". Filled by over(), then
    /// only read.
    std::map<std::string, access::Handler> handlers;

    /// The request of a guarded route, as it came.
    Result<access::Response> first(access::Route const& route, access::Principal const& who,
                                   access::Request const& request);
    Result<access::Response> list(access::Principal const& who) const;
    Result<access::Response> show(access::Principal const& who, std::string const& id) const;
    /// The change, if this person may confirm it; otherwise why not.
    Result<store::HeldChange> confirmable(access::Principal const& who,
                                          std::string const& id) const;
    Result<access::Response> confirm(access::Principal const& who, std::string const& id);
    Result<access::Response> cancel(access::Principal const& who, std::string const& id);

private:
    struct Weighed;
    Result<> weigh(store::Tx& tx, std::string const& who, access::Reached const& reached,
                   Weighed& out) const;
    Result<access::Response> hold(access::Route const& route, access::Principal const& who,
                                  access::Request const& request, Weighed const& weighed);
    Result<> compare(store::Tx& tx, store::HeldChange const& change, access::Reached const& reached,
                     Weighed& out) const;
    Result<access::Response> holdAgain(store::HeldChange change, Weighed const& weighed,
                                       access::Principal const& who);
    Result<access::Response> giveUp(store::HeldChange const& change, access::Principal const& who);
    [[nodiscard]] Result<store::HeldChange> find(std::string const& id) const;
};

[[nodiscard]] Error noSuchChange(std::string const& id);

/// Why this person may not confirm it; nothing: they may. Errc::permission.
[[nodiscard]] Result<> mayConfirm(access::Principal const& who, store::HeldChange const& change);
/// Whether they may know of it: it is theirs, or it is about what they may change themselves.
[[nodiscard]] bool maySee(access::Principal const& who, store::HeldChange const& change);

/// {"id","who","what","what_zh","screens":n,"route","asked","expires"} and, as the caller stands to
/// it, "mine","can_confirm","why_not".
[[nodiscard]] boost::json::object changeJson(store::HeldChange const& change,
                                             access::Principal const& who);
/// With "reaches":[{"id","name","unit"}] and "request":{"method","path","query","body"}.
[[nodiscard]] boost::json::object wholeJson(store::Tx const& tx, store::HeldChange const& change,
                                            access::Principal const& who);

}  // namespace tocsin::guard
