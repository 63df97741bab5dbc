// SPDX-License-Identifier: Apache-2.0
// What a simulated player does with what it is sent.
#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <utility>

#include "swarm_player.hpp"
#include "tocsin/messages/command.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::swarm {

namespace asio = boost::asio;
using messages::SigningRole;

namespace {

/// From a verified warning to its first frame, at 25 frames a second.
constexpr std::chrono::milliseconds kFrame{40};

asio::awaitable<void> finish(asio::awaitable<Result<>> sending) {
    (void)co_await std::move(sending);  // a broken connection ends the session at the reader
}

}  // namespace

void SwarmPlayer::handle(std::string const& text, Steady::time_point at) {
    auto& statistics = crew_.parts().statistics;
    auto const message = crew_.reader().read(text);
    if (!message) {
        trouble(message.error().message);
        say(messages::Refusal{messages::idOf(text), "invalid", message.error().message});
        return;
    }
    if (auto const* offer = std::get_if<messages::WarningOffer>(&message->body)) {
        takeWarning(message->id, offer->delivery, at);
    } else if (auto const* reply = std::get_if<messages::ClockReply>(&message->body)) {
        setTime(*reply);
    } else if (auto const* stored = std::get_if<messages::PlaysStored>(&message->body)) {
        playsStored(*stored);
    } else if (auto const* welcome = std::get_if<messages::Welcome>(&message->body)) {
        welcomed(*welcome);
    } else if (auto const* manifest = std::get_if<messages::ManifestOffer>(&message->body)) {
        takeManifest(*manifest, at);
    } else if (auto const* command = std::get_if<messages::CommandOffer>(&message->body)) {
        takeCommand(*command);
    } else if (std::holds_alternative<messages::Probe>(message->body)) {
        say(messages::ProbeReply{message->id});
    } else if (auto const* refusal = std::get_if<messages::Refusal>(&message->body)) {
        statistics.with([](Statistics& all) { ++all.refusals; });
        trouble(refusal->code + ": " + refusal->message);
    } else if (std::holds_alternative<messages::Pending>(message->body)) {
        trouble("screen " + identity_.enrolment.screen + " is not this player's");
    } else if (std::holds_alternative<messages::InstructionOffer>(message->body)) {
        say(messages::Refusal{message->id, "unavailable", "a simulated player has no hands"});
    } else if (std::holds_alternative<messages::EvidenceRequest>(message->body)) {
        say(messages::Refusal{message->id, "unavailable", "a simulated player has no picture"});
    }
}

void SwarmPlayer::welcomed(messages::Welcome const& welcome) {
    if (std::exchange(bound_, true)) {
        return;
    }
    auto const& options = crew_.parts().options;
    identity_.bound = true;
    boundAt_ = Steady::now();
    crew_.parts().statistics.with([](Statistics& all) { all.joined(); });
    noteBack();
    askTime();
    for (auto& receipt : warnings_.receipts()) {
        tell(std::move(receipt));
    }
    auto const inThisSession = [this, session = session_](auto what) {
        return [this, session, what] {
            if (session == session_ && bound_) {
                (this->*what)();
            }
        };
    };
    if (options.statusEvery > Milliseconds(0)) {
        // Players that came at once do not go on in step.
        auto const phase = random() % static_cast<std::uint64_t>(options.statusEvery.count());
        crew_.agenda().after(Milliseconds(phase), inThisSession(&SwarmPlayer::sendStatus));
    }
    if (goesAway_) {
        auto const stays = staysFor(options.faults, options.seed, number_, session_);
        crew_.agenda().after(stays, inThisSession(&SwarmPlayer::leave));
    }
    beginPlays(welcome);
}

void SwarmPlayer::noteBack() {
    if (!broken_) {
        return;
    }
    using Ms = std::chrono::duration<double, std::milli>;
    auto const began = *std::exchange(broken_, std::nullopt);
    auto const ended = std::exchange(backoffEnded_, std::nullopt).value_or(began);
    crew_.parts().statistics.with([&](Statistics& all) {
        if (!all.storms.empty()) {
            all.storms.back().afterStormMs.push_back(Ms(boundAt_ - began).count());
            all.storms.back().afterBackoffMs.push_back(Ms(boundAt_ - ended).count());
        }
    });
}

Result<WarningPtr> SwarmPlayer::opened(messages::WarningDelivery const& delivery) const {
    auto warning = crew_.parts().verdicts.warning(delivery.envelope, *keys_);
    if (!warning) {
        return warning;
    }
    auto const& facts = **warning;
    if (!messages::isLeafOf(messages::targetRow(delivery.target), delivery.index, facts.targets,
                            delivery.proof, facts.targetRoot)) {
        return Error{Errc::permission, "the screen does not stand like this in the warning's list"};
    }
    if (delivery.target.screen.str() != identity_.enrolment.screen) {
        return Error{Errc::permission, "it is for screen " + delivery.target.screen.str()};
    }
    if (facts.generation != keys_->set.generation) {
        return Error{Errc::conflict, "it was signed under another key set"};
    }
    return warning;
}

void SwarmPlayer::takeWarning(std::int64_t message, messages::WarningDelivery const& delivery,
                              Steady::time_point at) {
    if (!bound_) {
        say(messages::Refusal{message, "unbound", "this player is not bound to a screen"});
        return;
    }
    auto const warning = opened(delivery);
    if (!warning) {
        crew_.parts().statistics.with([](Statistics& all) { ++all.warningsRefused; });
        trouble(warning.error().message);
        say(messages::Refusal{message, "invalid", warning.error().message});
        return;
    }
    auto taken = hold(**warning, delivery.target);
    crew_.parts().statistics.with([&](Statistics& all) {
        auto& counts = all.warnings[{(*warning)->id, (*warning)->revision}];
        if (taken.isNew) {
            counts.delivered.push_back(at);
        } else if (!taken.receipts.front().verified) {
            ++counts.refused;
        } else {
            ++counts.again;
        }
    });
    for (auto& receipt : taken.receipts) {
        tell(std::move(receipt));
    }
}

HeldWarnings::Taken SwarmPlayer::hold(messages::Warning const& warning,
                                      messages::WarningTarget const& target) {
    auto const now = fleetNow();
    auto taken = warnings_.take(warning, target, now);
    if (taken.isNew && taken.shows) {
        auto const starts = std::max(warning.from - now, Milliseconds(0)) + kFrame;
        crew_.agenda().after(starts, [this, id = warning.id, revision = warning.revision] {
            if (auto receipt = warnings_.onGlass(id, revision, fleetNow())) {
                tell(std::move(*receipt));
            }
        });
        crew_.agenda().after(warning.expires - now + kFrame, [this] {
            for (auto& receipt : warnings_.endExpired(fleetNow())) {
                tell(std::move(receipt));
            }
        });
    }
    return taken;
}

/// Those of a manifest that was taken.
void SwarmPlayer::takeEmbedded(messages::Manifest const& manifest, Steady::time_point at) {
    for (auto const& delivery : manifest.warnings) {
        if (auto const warning = opened(delivery)) {
            auto taken = hold(**warning, delivery.target);
            if (taken.isNew) {
                crew_.parts().statistics.with([&](Statistics& all) {
                    all.warnings[{(*warning)->id, (*warning)->revision}].delivered.push_back(at);
                });
                for (auto& receipt : taken.receipts) {
                    tell(std::move(receipt));
                }
            }
        }
    }
}

Result<std::string> SwarmPlayer::openedPayload(std::string const& text, char const* kind,
                                               SigningRole role) const {
    auto const envelope = messages::parseEnvelope(text);
    if (!envelope) {
        return envelope.error();
    }
    return messages::opened(*envelope, kind, keys_->set.key(role));
}

Result<messages::Manifest> SwarmPlayer::openedManifest(std::string const& text) const {
    auto const payload = openedPayload(text, messages::kManifestKind, SigningRole::content);
    if (!payload) {
        return payload.error();
    }
    auto manifest = messages::parseManifest(*payload);
    if (manifest && manifest->screen.str() != identity_.enrolment.screen) {
        return Error{Errc::permission, "it is for screen " + manifest->screen.str()};
    }
    return manifest;
}

void SwarmPlayer::takeManifest(messages::ManifestOffer const& offer, Steady::time_point at) {
    auto const manifest = openedManifest(offer.envelope);
    messages::ManifestReceipt receipt;
    bool again = false;
    if (manifest) {
        receipt.version = manifest->version;
        again = identity_.have == manifest->version;
        receipt.accepted = !identity_.have || *identity_.have < manifest->version;
        receipt.reason = receipt.accepted ? "" : "it is not newer than the one that is held";
    } else {
        receipt.reason = manifest.error().message;
    }
    crew_.parts().statistics.with([&](Statistics& all) {
        ++all.manifests;
        all.manifestsAgain += again ? 1 : 0;
        all.manifestsRefused += receipt.accepted || again ? 0 : 1;
    });
    bool const accepted = receipt.accepted;
    say(std::move(receipt));
    if (accepted) {
        identity_.have = manifest->version;
        takeEmbedded(*manifest, at);
    }
}

Result<messages::Command> SwarmPlayer::openedCommand(std::string const& text) const {
    auto const payload = openedPayload(text, messages::kCommandKind, SigningRole::command);
    if (!payload) {
        return payload.error();
    }
    auto command = messages::parseCommand(*payload);
    if (command && command->screen.str() != identity_.enrolment.screen) {
        return Error{Errc::permission, "it is for screen " + command->screen.str()};
    }
    return command;
}

/// Nothing of it can be seen, so that it is only kept from being ordered again.
void SwarmPlayer::takeCommand(messages::CommandOffer const& offer) {
    auto const command = openedCommand(offer.envelope);
    messages::CommandReceipt receipt;
    if (command) {
        receipt.command = command->id;
        receipt.version = command->version;
        receipt.accepted = true;
        order_ = order_ ? std::max(*order_, command->version) : command->version;
    } else {
        receipt.reason = command.error().message;
    }
    say(std::move(receipt));
}

/// Sends it, unless that is one of those that go wrong.
void SwarmPlayer::tell(messages::WarningReceipt receipt) {
    auto const& options = crew_.parts().options;
    auto const fate = fateOf(options.faults, options.seed, number_, answers_++);
    if (fate.lost) {
        crew_.parts().statistics.with([](Statistics& all) { ++all.lostReceipts; });
        return;
    }
    auto const send = [this, receipt = std::move(receipt), twice = fate.twice] {
        sayReceipt(receipt);
        if (twice) {
            sayReceipt(receipt);
        }
    };
    if (fate.late > Milliseconds(0)) {
        crew_.agenda().after(fate.late, send);
    } else {
        send();
    }
}

void SwarmPlayer::sayReceipt(messages::WarningReceipt const& receipt) {
    if (!channel_ || !bound_) {
        return;  // the next session tells all again
    }
    crew_.parts().statistics.with([&](Statistics& all) {
        ++all.warnings[{receipt.warning, receipt.revision}].receipts;
    });
    say(receipt);
}

void SwarmPlayer::say(messages::Body body) {
    if (channel_) {
        auto text = messages::encode({nextId_++, std::move(body)});
        crew_.tasks().spawn("send", finish(channel_->send(std::move(text))));
    }
}

void SwarmPlayer::sendStatus() {
    messages::Status status;
    status.at = fleetNow();
    status.state = warnings_.shows(status.at) ? "warning" : "dark";
    status.manifest = identity_.have;
    say(std::move(status));
    crew_.agenda().after(crew_.parts().options.statusEvery, [this, session = session_] {
        if (session == session_ && bound_) {
            sendStatus();
        }
    });
}

void SwarmPlayer::askTime() {
    say(messages::ClockRequest{crew_.parts().clock.now()});
}

void SwarmPlayer::setTime(messages::ClockReply const& reply) {
    fleetTime_.add(reply.t1, reply.t2, reply.t3, crew_.parts().clock.now());
}

}  // namespace tocsin::swarm
