// SPDX-License-Identifier: Apache-2.0
#include "deeds/instructions.hpp"

#include <algorithm>
#include <utility>

#include "engine/files.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {
namespace {

/// How often it is looked whether a level that was set has ended.
constexpr std::chrono::milliseconds kLook{200};

bool restartsDevice(messages::Deed const& deed) {
    return deed.action == messages::InstructionAction::restart && deed.value == "device";
}

}  // namespace

Result<messages::Instruction> judgeInstruction(std::string_view text, InstructionGate const& gate) {
    auto const envelope = messages::parseEnvelope(text);
    if (!envelope) {
        return Error{Errc::damaged, "not an envelope: " + envelope.error().message};
    }
    if (gate.trust.set.revokes(envelope->key)) {
        return Error{Errc::permission,
                     "it is signed by key " + envelope->key.fingerprint() + ", which was revoked"};
    }
    auto const payload = messages::opened(*envelope, messages::kInstructionKind,
                                          gate.trust.set.key(messages::SigningRole::command));
    if (!payload) {
        return payload.error();
    }
    auto instruction = messages::parseInstruction(*payload);
    if (!instruction) {
        return Error{Errc::damaged, "not an instruction: " + instruction.error().message};
    }
    if (instruction->screen != gate.screen) {
        return Error{Errc::permission, "it is for screen " + instruction->screen.str() +
                                           ", this is " + gate.screen.str()};
    }
    if (instruction->generation > gate.trust.set.generation) {
        return Error{Errc::conflict,
                     "it is of a generation whose key set this player does not hold"};
    }
    if (instruction->expires <= gate.now) {
        return Error{Errc::timedOut, "it expired at " + formatInstant(instruction->expires)};
    }
    return instruction;
}

Instructions::Held* Instructions::find(std::string const& id) {
    auto const found = std::find_if(held_.begin(), held_.end(), [&](Held const& one) {
        return one.kept.receipt.instruction == id;
    });
    return found == held_.end() ? nullptr : &*found;
}

Result<> Instructions::write() {
    InstructionBook book{screen_, {}};
    for (auto const& one : held_) {
        book.kept.push_back(one.kept);
    }
    return files::replace(parts_.file, toText(book));
}

/// What has expired cannot come again, so it need not be remembered for long.
void Instructions::prune() {
    auto const now = parts_.now();
    auto const gone = [&](Held const& one) { return one.kept.isOver() && one.kept.expires <= now; };
    while (held_.size() >= kMostRemembered) {
        auto const oldest = std::find_if(held_.begin(), held_.end(), gone);
        if (oldest == held_.end()) {
            return;
        }
        held_.erase(oldest);
    }
}

void Instructions::load(ScreenId const& screen) {
    std::lock_guard const lock(mutex_);
    screen_ = screen;
    auto const text = files::read(parts_.file, InstructionBook::kMostBytes);
    if (!text) {
        return;
    }
    auto book = parseInstructionBook(*text);
    if (!book) {
        parts_.log.warn("event=instructions-unusable err=\"{}\"", book.error().message);
        return;
    }
    if (book->screen != screen) {
        return;
    }
    for (auto& kept : book->kept) {
        auto& receipt = kept.receipt;
        if (!kept.isOver() && kept.restartsDevice && receipt.boot != parts_.boot) {
            receipt.done = parts_.now();
        } else if (!kept.isOver()) {
            receipt.failed = parts_.now();
            receipt.detail = "the player ended before this was done; it is not begun again";
        }
        held_.push_back({std::move(kept), true});
    }
    if (auto const done = write(); !done) {
        parts_.log.warn("event=instructions-not-saved err=\"{}\"", done.error().message);
    }
}

void Instructions::bindTo(ScreenId const& screen) {
    std::lock_guard const lock(mutex_);
    if (screen_ == screen) {
        return;
    }
    screen_ = screen;
    held_.clear();
    waiting_.clear();
    std::error_code ec;
    std::filesystem::remove(parts_.file, ec);
}

/// With the lock held. On disk before it is begun; what cannot be remembered is not done.
Result<> Instructions::admit(messages::Instruction const& instruction) {
    prune();
    if (waiting_.size() >= kMostWaiting || held_.size() >= kMostHeld) {
        return Error{Errc::exhausted, "too many instructions wait on this player already"};
    }
    Held held;
    held.kept.receipt.instruction = instruction.id;
    held.kept.receipt.received = parts_.now();
    held.kept.receipt.boot = parts_.boot;
    held.kept.receipt.engineStarts = parts_.engineStarts;
    held.kept.expires = instruction.expires;
    held.kept.restartsDevice = restartsDevice(instruction.deed);
    held_.push_back(std::move(held));
    if (auto const done = write(); !done) {
        held_.pop_back();
        return Error{
            done.error().code,
            "it cannot be kept on the disk, and so is not carried out: " + done.error().message};
    }
    waiting_.push_back({instruction.id, instruction.deed, instruction.expires});
    return {};
}

messages::InstructionReceipt Instructions::offer(std::string const& envelope,
                                                 InstructionGate const& gate) {
    messages::InstructionReceipt receipt;
    // The id is for the receipt only; nothing else is believed before the signature is checked.
    if (auto const parsed = messages::parseEnvelope(envelope)) {
        if (auto const said = messages::parseInstruction(parsed->payload)) {
            receipt.instruction = said->id;
        }
    }
    auto const judged = judgeInstruction(envelope, gate);
    std::unique_lock lock(mutex_);
    if (auto* const known = find(receipt.instruction)) {
        known->untold = false;
        return known->kept.receipt;
    }
    auto const taken = judged ? admit(*judged) : Result<>(judged.error());
    if (!taken) {
        receipt.failed = parts_.now();
        receipt.boot = parts_.boot;
        receipt.engineStarts = parts_.engineStarts;
        receipt.detail = taken.error().message;
        parts_.log.warn("event=instruction-refused id={} err=\"{}\"", receipt.instruction,
                        taken.error().message);
        return receipt;
    }
    receipt = held_.back().kept.receipt;
    lock.unlock();
    changed_.notify_all();
    parts_.log.info("event=instruction-accepted id={} action={} value={}", receipt.instruction,
                    toString(judged->deed.action), judged->deed.value);
    return receipt;
}

void Instructions::finish(std::string const& id, Outcome const& outcome) {
    {
        std::lock_guard const lock(mutex_);
        auto* const held = find(id);
        if (held == nullptr) {
            return;  // the player was bound to another screen meanwhile
        }
        auto& receipt = held->kept.receipt;
        auto const now = parts_.now();
        (outcome.done ? receipt.done : receipt.failed) = now;
        if (outcome.done && outcome.verified) {
            receipt.verified = now;
        }
        receipt.detail = outcome.detail;
        held->untold = true;
        if (auto const done = write(); !done) {
            parts_.log.warn("event=instructions-not-saved err=\"{}\"", done.error().message);
        }
    }
    if (outcome.done) {
        parts_.log.info("event=instruction-done id={} verified={} detail=\"{}\"", id,
                        outcome.verified, outcome.detail);
    } else {
        parts_.log.warn("event=instruction-failed id={} err=\"{}\"", id, outcome.detail);
    }
    tell();
}

bool Instructions::work(std::stop_token stop) {
    std::optional<Waiting> next;
    {
        std::lock_guard const lock(mutex_);
        if (!waiting_.empty()) {
            next = std::move(waiting_.front());
            waiting_.pop_front();
        }
    }
    if (next && next->expires <= parts_.now()) {
        finish(next->id, {false, "it expired before it could be begun"});
    } else if (next) {
        auto const outcome = parts_.carryOut(next->deed, stop);
        if (!outcome.undecided) {
            finish(next->id, outcome);
        }
        if (outcome.done && outcome.restarts) {
            parts_.restart();
        }
    }
    auto const settleAt = parts_.settle(std::move(stop));
    std::lock_guard const lock(mutex_);
    settleAt_ = settleAt;
    return next.has_value();
}

void Instructions::run(std::stop_token stop) {
    while (!stop.stop_requested()) {
        if (work(stop)) {
            continue;
        }
        std::unique_lock lock(mutex_);
        auto const ready = [this] { return !waiting_.empty(); };
        if (settleAt_) {
            changed_.wait_for(lock, stop, kLook, ready);
        } else {
            changed_.wait(lock, stop, ready);
        }
    }
}

void Instructions::start() {
    thread_ = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

void Instructions::stop() {
    if (thread_.joinable()) {
        thread_.request_stop();
        thread_.join();
    }
}

void Instructions::onNews(std::function<void()> listener) {
    std::lock_guard const lock(listenerMutex_);
    listener_ = std::move(listener);
}

void Instructions::tell() {
    // Under the lock, so that nobody is told who has just been taken off.
    std::lock_guard const lock(listenerMutex_);
    if (listener_) {
        listener_();
    }
}

void Instructions::tellAgain() {
    std::lock_guard const lock(mutex_);
    auto const since = parts_.now() - kToldFor;
    for (auto& one : held_) {
        one.untold = one.kept.receipt.received.value_or(Instant::min()) > since;
    }
}

std::optional<messages::InstructionReceipt> Instructions::nextReceipt() {
    std::lock_guard const lock(mutex_);
    for (auto& one : held_) {
        if (std::exchange(one.untold, false)) {
            return one.kept.receipt;
        }
    }
    return std::nullopt;
}

}  // namespace tocsin::player
