// SPDX-License-Identifier: Apache-2.0
#include "orders.hpp"

#include <algorithm>

#include "tocsin/messages/envelope.hpp"

namespace tocsin::fleet {
namespace {

using messages::CommandAction;

std::string subjectOf(std::vector<ScreenId> const& screens) {
    return screens.size() == 1 ? screens.front().str()
                               : std::to_string(screens.size()) + " screens";
}

std::string detailOf(std::vector<ScreenId> const& screens, std::string const& reason) {
    constexpr std::size_t kMostNamed = 50;
    std::string out = reason;
    if (screens.size() > 1) {
        out += reason.empty() ? "" : ": ";
        for (std::size_t i = 0; i < std::min(screens.size(), kMostNamed); ++i) {
            out += (i > 0 ? " " : "") + screens[i].str();
        }
        out += screens.size() > kMostNamed ? " …" : "";
    }
    return out;
}

}  // namespace

messages::Command Orders::commandOf(ScreenId const& screen, Wish const& wish) const {
    messages::Command command;
    command.id = messages::sha256(messages::randomBytes(16)).hex().substr(0, 16);
    command.screen = screen;
    command.action = wish.action;
    command.reason = wish.reason.empty() ? wish.who : wish.who + ": " + wish.reason;
    command.issued = now_();
    command.expires = command.issued + wish.holds;
    return command;
}

/// Signs the wish under the screen's next number, which `order` then has.
Result<SealedCommand> Orders::seal(store::ScreenOrder& order, Wish const& wish) const {
    auto const generation = signer_.issued().set.generation;
    order.newest =
        order.newest.generation >= generation
            ? messages::ManifestVersion{order.newest.generation, order.newest.counter + 1}
            : messages::ManifestVersion{generation, 1};
    auto command = commandOf(order.screen, wish);
    command.version = order.newest;
    auto envelope =
        keys::seal(signer_, keys::Role::command, messages::kCommandKind, messages::toJson(command));
    if (!envelope) {
        return envelope.error();
    }
    SealedCommand out{order.screen, order.newest, messages::toJson(*envelope)};
    if (wish.action != CommandAction::identify) {
        order.blanked = wish.action == CommandAction::blank;
        order.version = order.newest;
        order.envelope = out.envelope;
        order.expires = command.expires;
    }
    return out;
}

/// The rows of these screens as they stand; empty ones where there are none yet.
Result<std::vector<store::ScreenOrder>> Orders::ordersOf(
    std::vector<ScreenId> const& screens) const {
    std::vector<store::ScreenOrder> out;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& id : screens) {
            auto const screen = tx.screens().find(id);
            if (!screen) {
                return Error{Errc::notFound, "there is no screen \"" + id.str() + "\""};
            }
            if (screen->retired) {
                return Error{Errc::conflict, "screen " + id.str() + " is retired"};
            }
            store::ScreenOrder none;
            none.screen = id;
            out.push_back(tx.screenOrders().find(id).value_or(none));
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return out;
}

Result<std::vector<SealedCommand>> Orders::blank(std::string const& who,
                                                 std::vector<ScreenId> const& screens, bool blanked,
                                                 std::string const& reason, Before const& before) {
    std::lock_guard const lock(ordering_);
    auto orders = ordersOf(screens);
    if (!orders) {
        return orders.error();
    }
    Wish const wish{who, reason, blanked ? CommandAction::blank : CommandAction::unblank,
                    kOrderHolds};
    std::vector<SealedCommand> out;
    for (auto& order : *orders) {
        // Stopped once more, it stays the stop of who stopped it first: only they undo it alone.
        bool const stays = blanked && order.blanked;
        auto sealed = seal(order, wish);
        if (!sealed) {
            return sealed.error();
        }
        if (!stays) {
            order.since = now_();
            order.who = who;
            order.reason = reason;
        }
        out.push_back(std::move(*sealed));
    }
    auto const stored = store_.write(
        [&](store::Tx& tx) -> Result<> {
            if (auto may = before ? before(tx) : Result<>(); !may) {
                return may;
            }
            for (auto const& order : *orders) {
                tx.screenOrders().put(order);
            }
            return {};
        },
        {who, blanked ? "screen.blank" : "screen.unblank", subjectOf(screens),
         detailOf(screens, reason)});
    if (!stored) {
        return stored.error();
    }
    return out;
}

Result<SealedCommand> Orders::identify(std::string const& who, ScreenId const& screen) {
    std::lock_guard const lock(ordering_);
    auto orders = ordersOf({screen});
    if (!orders) {
        return orders.error();
    }
    auto& order = orders->front();
    auto sealed = seal(order, {who, "", CommandAction::identify, kIdentifyHolds});
    if (!sealed) {
        return sealed.error();
    }
    auto const stored = store_.write(
        [&](store::Tx& tx) -> Result<> {
            tx.screenOrders().put(order);
            return {};
        },
        {who, "screen.identify", screen.str(), ""});
    if (!stored) {
        return stored.error();
    }
    return sealed;
}

/// It has no number: it names the key, and whoever it is for is let in by nothing but an operator.
Result<SealedCommand> Orders::revoke(store::Revocation const& revocation) {
    auto command = commandOf(
        revocation.screen, {revocation.who, revocation.reason, CommandAction::revoke, kOrderHolds});
    command.version = {signer_.issued().set.generation, 0};
    command.player = revocation.player;
    auto const envelope =
        keys::seal(signer_, keys::Role::command, messages::kCommandKind, messages::toJson(command));
    if (!envelope) {
        return envelope.error();
    }
    return SealedCommand{revocation.screen, command.version, messages::toJson(*envelope)};
}

Result<std::optional<SealedCommand>> Orders::standing(
    ScreenId const& screen, std::optional<messages::ManifestVersion> const& held) {
    std::lock_guard const lock(ordering_);
    std::optional<store::ScreenOrder> order;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        order = tx.screenOrders().find(screen);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    if (!order || order->envelope.empty() || (held && *held >= order->version)) {
        return std::optional<SealedCommand>();
    }
    auto const envelope = messages::parseEnvelope(order->envelope);
    bool const stillGood = envelope && envelope->key == signer_.publicKey(keys::Role::command) &&
                           order->expires > now_();
    if (stillGood) {
        return std::optional(SealedCommand{screen, order->version, order->envelope});
    }
    auto sealed =
        seal(*order, {order->who, order->reason,
                      order->blanked ? CommandAction::blank : CommandAction::unblank, kOrderHolds});
    if (!sealed) {
        return sealed.error();
    }
    auto const stored = store_.write(
        [&](store::Tx& tx) -> Result<> {
            tx.screenOrders().put(*order);
            return {};
        },
        {"controller", "screen.order.renew", screen.str(), ""});
    if (!stored) {
        return stored.error();
    }
    return std::optional(std::move(*sealed));
}

}  // namespace tocsin::fleet
