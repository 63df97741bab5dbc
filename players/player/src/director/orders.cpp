// SPDX-License-Identifier: Apache-2.0
#include "director/orders.hpp"

#include "director/manifest_gate.hpp"
#include "engine/files.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {
namespace {

constexpr std::size_t kMostBytes = 64 << 10;
constexpr char kFinding[] = "command";

Error otherVersion(messages::ManifestVersion version, std::string const& why) {
    return {Errc::conflict, "command " + toString(version) + " " + why};
}

bool isBlank(std::optional<HeldCommand> const& order) {
    return order && order->command.action == messages::CommandAction::blank;
}

}  // namespace

Result<HeldCommand> judgeCommand(std::string_view text, CommandGate const& gate) {
    auto const envelope = messages::parseEnvelope(text);
    if (!envelope) {
        return Error{Errc::damaged, "not an envelope: " + envelope.error().message};
    }
    if (gate.trust.set.revokes(envelope->key)) {
        return Error{Errc::permission,
                     "it is signed by key " + envelope->key.fingerprint() + ", which was revoked"};
    }
    bool const believed =
        gate.obeyedBefore && gate.trust.believed(messages::SigningRole::command, envelope->key);
    auto const& signer =
        believed ? envelope->key : gate.trust.set.key(messages::SigningRole::command);
    auto const payload = messages::opened(*envelope, messages::kCommandKind, signer);
    if (!payload) {
        return payload.error();
    }
    auto command = messages::parseCommand(*payload);
    if (!command) {
        return Error{Errc::damaged, "not a command: " + command.error().message};
    }
    HeldCommand out{std::move(*command), messages::sha256(*payload), signer};
    auto const& c = out.command;
    if (c.screen != gate.screen) {
        return Error{Errc::permission,
                     "it is for screen " + c.screen.str() + ", this is " + gate.screen.str()};
    }
    if (c.version.generation > gate.trust.set.generation) {
        return otherVersion(c.version,
                            "is of a generation whose key set this player does not hold");
    }
    if (gate.held && c.version < gate.held->command.version) {
        return otherVersion(c.version, "is older than " + toString(gate.held->command.version));
    }
    if (gate.held && c.version == gate.held->command.version && out.payload != gate.held->payload) {
        return otherVersion(c.version, "was another one");
    }
    if (!gate.obeyedBefore && c.expires <= gate.now) {
        return Error{Errc::timedOut, "it expired at " + formatInstant(c.expires)};
    }
    return out;
}

void Orders::show(bool blank) {
    if (blank) {
        parts_.findings.set("blanked", "black by order");
    } else {
        parts_.findings.clear("blanked");
    }
    parts_.blank(blank);
}

void Orders::drop(std::unique_lock<std::mutex> lock) {
    bool const was = isBlank(order_);
    order_.reset();
    identify_.reset();
    std::error_code ec;
    std::filesystem::remove(parts_.file, ec);
    lock.unlock();
    if (was) {
        show(false);
    }
}

void Orders::trust(Trust const& trust) {
    std::unique_lock lock(mutex_);
    trust_ = trust;
    if (order_ && trust_.set.revokes(order_->key)) {
        parts_.log.warn("event=order-revoked id={} key={}", order_->command.id,
                        order_->key.fingerprint());
        drop(std::move(lock));
    }
}

void Orders::load(ScreenId const& screen) {
    auto const text = files::read(parts_.file, kMostBytes);
    if (!text) {
        return;
    }
    std::unique_lock lock(mutex_);
    auto judged = judgeCommand(*text, {trust_, screen, std::nullopt, Instant::min(), true});
    if (!judged) {
        parts_.findings.set(kFinding, "the stored order is not usable: " + judged.error().message);
        parts_.log.warn("event=order-unusable err=\"{}\"", judged.error().message);
        return;
    }
    order_ = std::move(*judged);
    bool const blank = isBlank(order_);
    lock.unlock();
    if (blank) {
        show(true);
    }
}

Result<> Orders::obey(HeldCommand command, std::string const& envelope) {
    auto const action = command.command.action;
    if (action == messages::CommandAction::revoke) {
        if (command.command.player != parts_.self) {
            return Error{Errc::permission, "it revokes another player"};
        }
        parts_.revoked();
        return {};
    }
    std::unique_lock lock(mutex_);
    if (action == messages::CommandAction::identify) {
        bool const again = identify_ && identify_->payload == command.payload;
        identify_ = std::move(command);
        lock.unlock();
        if (!again) {
            parts_.identify();
        }
        return {};
    }
    if (order_ && order_->payload == command.payload) {
        return {};
    }
    if (auto done = files::replace(parts_.file, envelope); !done) {
        return done;
    }
    bool const was = isBlank(order_);
    order_ = std::move(command);
    bool const is = isBlank(order_);
    lock.unlock();
    if (was != is) {
        show(is);
    }
    return {};
}

/// The newest of the same sort. Revocations have no numbers.
std::optional<HeldCommand> Orders::heldBefore(messages::CommandAction action) const {
    switch (action) {
        case messages::CommandAction::identify:
            return identify_;
        case messages::CommandAction::revoke:
            return std::nullopt;
        case messages::CommandAction::blank:
        case messages::CommandAction::unblank:
            break;
    }
    return order_;
}

messages::CommandReceipt Orders::offer(std::string const& envelope, ScreenId const& screen,
                                       Instant now) {
    messages::CommandReceipt receipt;
    CommandGate gate{{}, screen, std::nullopt, now};
    // Id and number are for the receipt only; nothing else is believed before the signature is
    // checked.
    if (auto const parsed = messages::parseEnvelope(envelope)) {
        if (auto const command = messages::parseCommand(parsed->payload)) {
            receipt.command = command->id;
            receipt.version = command->version;
            std::lock_guard const lock(mutex_);
            gate.held = heldBefore(command->action);
        }
    }
    {
        std::lock_guard const lock(mutex_);
        gate.trust = trust_;
    }
    auto judged = judgeCommand(envelope, gate);
    auto const done = judged ? obey(std::move(*judged), envelope) : Result<>(judged.error());
    if (!done) {
        receipt.reason = done.error().message.substr(0, 500);
        parts_.findings.set(kFinding, "command refused: " + done.error().message);
        parts_.log.warn("event=command-refused version={} err=\"{}\"", toString(receipt.version),
                        done.error().message);
        return receipt;
    }
    receipt.accepted = true;
    parts_.findings.clear(kFinding);
    parts_.log.info("event=command-obeyed id={} version={}", receipt.command,
                    toString(receipt.version));
    return receipt;
}

void Orders::bindTo(ScreenId const& screen) {
    std::unique_lock lock(mutex_);
    if (order_ && order_->command.screen != screen) {
        drop(std::move(lock));
    }
}

std::optional<messages::ManifestVersion> Orders::version() const {
    std::lock_guard const lock(mutex_);
    return order_ ? std::optional(order_->command.version) : std::nullopt;
}

bool Orders::blank() const {
    std::lock_guard const lock(mutex_);
    return isBlank(order_);
}

}  // namespace tocsin::player
