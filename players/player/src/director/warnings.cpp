// SPDX-License-Identifier: Apache-2.0
// Which warnings are accepted, and what holds of them.
#include "director/warnings.hpp"

#include <algorithm>

#include "engine/files.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {
namespace {

constexpr char kFinding[] = "warning";
constexpr char kDiskFinding[] = "warnings kept";
constexpr std::size_t kMostReason = 500;

/// What a delivery says of itself. Nothing of it is believed before the signature is checked.
struct Claim {
    Digest payload;
    messages::PublicKey key;
    std::string id;
    std::int64_t revision = 0;
};

std::optional<Claim> claimOf(messages::WarningDelivery const& delivery) {
    auto const envelope = messages::parseEnvelope(delivery.envelope);
    auto const warning =
        envelope ? messages::parseWarning(envelope->payload) : Result<messages::Warning>(Error{});
    if (!warning) {
        return std::nullopt;
    }
    return Claim{messages::sha256(envelope->payload), envelope->key, warning->id,
                 warning->revision};
}

bool isToBeShown(messages::OpenedWarning const& opened) {
    return opened.warning.action == messages::WarningAction::show &&
           opened.target.look != playlists::WarningLook::off;
}

std::string endWord(messages::OpenedWarning const& opened) {
    return opened.warning.action == messages::WarningAction::clear ? "cleared" : "off";
}

std::string named(std::string const& id, std::int64_t revision) {
    return id + " revision " + std::to_string(revision);
}

}  // namespace

messages::WarningReceipt Warnings::offer(messages::WarningDelivery const& delivery,
                                         ScreenId const& screen, Instant now) {
    std::unique_lock lock(mutex_);
    auto receipt = judge(delivery, screen, now, true);
    write();
    lock.unlock();
    tell();  // the receipt of what it replaced may have changed
    return receipt;
}

void Warnings::embedded(std::vector<messages::WarningDelivery> const& deliveries,
                        ScreenId const& screen, Instant now) {
    std::unique_lock lock(mutex_);
    for (auto const& delivery : deliveries) {
        (void)judge(delivery, screen, now, false);
    }
    write();
    lock.unlock();
    tell();
}

/// With the lock held. `tell`: whoever asks sends the receipt, and people are told of a refusal.
messages::WarningReceipt Warnings::judge(messages::WarningDelivery const& delivery,
                                         ScreenId const& screen, Instant now, bool tell) {
    settle();
    screen_ = screen;
    messages::WarningReceipt receipt;
    receipt.received = now;
    auto const claim = claimOf(delivery);
    if (claim) {
        receipt.warning = claim->id;
        receipt.revision = claim->revision;
        auto const known = newest_.find(claim->id);
        bool const same = known != newest_.end() && known->second.kept.payload == claim->payload &&
                          known->second.kept.key == claim->key;
        bool const whole = same && (!known->second.kept.standing() || known->second.held);
        if (whole || (same && known->second.kept.expires <= now)) {
            return known->second.kept.receipt;
        }
    }
    auto judged = opened(delivery, screen, now);
    if (!judged) {
        auto const& why = judged.error().message;
        receipt.reason = why.substr(0, kMostReason);
        if (tell) {
            parts_.findings.set(kFinding, "warning refused: " + why);
            parts_.log.warn("event=warning-refused id={} revision={} err=\"{}\"", receipt.warning,
                            receipt.revision, why);
        }
        return receipt;
    }
    parts_.log.info("event=warning-accepted id={} revision={} action={} look={} level={}",
                    judged->warning.id, judged->warning.revision,
                    judged->warning.action == messages::WarningAction::clear ? "clear" : "show",
                    toString(judged->target.look), toString(judged->warning.level));
    auto& newest = accept(std::move(*judged), delivery, now);
    newest.untold = !tell;
    receipt = newest.kept.receipt;
    if (tell) {
        parts_.findings.clear(kFinding);
    }
    publish(now);
    prune(now);
    return receipt;
}

/// Errc::permission, Errc::invalid, Errc::conflict, Errc::timedOut, Errc::exhausted.
Result<messages::OpenedWarning> Warnings::opened(messages::WarningDelivery const& delivery,
                                                 ScreenId const& screen, Instant now) const {
    auto out = messages::openWarning(delivery, trust_.set);
    if (!out) {
        return out;
    }
    if (out->target.screen != screen) {
        return Error{Errc::permission,
                     "it is for screen " + out->target.screen.str() + ", this is " + screen.str()};
    }
    if (auto const may = mayFollow(*out, now); !may) {
        return may.error();
    }
    return out;
}

Result<> Warnings::mayFollow(messages::OpenedWarning const& opened, Instant now) const {
    auto const& warning = opened.warning;
    if (warning.generation != trust_.set.generation) {
        return Error{Errc::conflict,
                     "it was signed under key set " + std::to_string(warning.generation) +
                         ", this player holds " + std::to_string(trust_.set.generation)};
    }
    if (warning.action == messages::WarningAction::show && warning.expires <= now) {
        return Error{Errc::timedOut, "it expired at " + formatInstant(warning.expires)};
    }
    auto const known = newest_.find(warning.id);
    if (known != newest_.end()) {
        auto const held = known->second.kept.receipt.revision;
        if (warning.revision < held) {
            return Error{Errc::conflict, named(warning.id, warning.revision) +
                                             " is older than revision " + std::to_string(held)};
        }
        if (warning.revision == held &&
            messages::sha256(opened.payload) != known->second.kept.payload) {
            return Error{Errc::conflict, named(warning.id, warning.revision) + " was another one"};
        }
    }
    auto const others = std::count_if(newest_.begin(), newest_.end(), [&](auto const& one) {
        return one.first != warning.id && one.second.kept.standing() &&
               one.second.kept.expires > now;
    });
    if (isToBeShown(opened) && static_cast<std::size_t>(others) >= kMostStanding) {
        return Error{Errc::exhausted, "this player holds " + std::to_string(kMostStanding) +
                                          " warnings already; clear some that are over"};
    }
    return {};
}

Warnings::Newest& Warnings::accept(messages::OpenedWarning opened,
                                   messages::WarningDelivery const& delivery, Instant now) {
    auto& newest = newest_[opened.warning.id];
    auto& kept = newest.kept;
    bool const shows = isToBeShown(opened);
    bool const again = kept.receipt.revision == opened.warning.revision;  // its text was dropped
    auto const before = kept.receipt;
    bool const onGlass = before.onGlass && !before.ended;
    if (!again) {
        if (before.revision > 0) {
            replace(newest, now, onGlass);
        }
        kept.receipt = {};
        kept.receipt.warning = opened.warning.id;
        kept.receipt.revision = opened.warning.revision;
        kept.receipt.received = kept.receipt.verified = now;
        // What is on the glass goes with the next tick, which the stage will tell.
        if (!shows && !onGlass) {
            kept.receipt.ended = now;
            kept.receipt.end = endWord(opened);
        }
    }
    kept.payload = messages::sha256(opened.payload);
    kept.key = opened.key;
    kept.gone = shows ? "" : endWord(opened);
    kept.expires = opened.warning.expires;
    kept.delivery = shows ? std::optional(delivery) : std::nullopt;
    newest.held = shows ? std::make_shared<HeldWarning const>(
                              HeldWarning{std::move(opened.warning), opened.target, kept.payload})
                        : nullptr;
    changed_ = true;
    return newest;
}

/// Its receipt stays; if it is on the glass it ends when the stage says so.
void Warnings::replace(Newest& former, Instant now, bool onGlass) {
    auto& receipt = former.kept.receipt;
    bool const untold = !onGlass && !receipt.ended;
    if (untold) {
        receipt.ended = now;
        receipt.end = "replaced";
    }
    past_.push_back({{former.kept.key, receipt}, untold || former.untold});
}

/// Another list of what is to be shown, if it is another.
void Warnings::publish(Instant now) {
    HeldWarnings out;
    std::vector<Digest> digests;
    for (auto const& [id, one] : newest_) {
        if (one.held && one.kept.expires > now) {
            out.push_back(one.held);
            digests.push_back(one.held->payload);
        }
    }
    if (digests != shown_) {
        shown_ = std::move(digests);
        parts_.show(std::move(out));
    }
}

/// Of what is over only the number stays; what expired longest ago goes first, because nobody can
/// bring that back.
void Warnings::prune(Instant now) {
    std::vector<std::pair<Instant, Id>> over;
    for (auto& [id, one] : newest_) {
        if (one.kept.expires <= now) {
            one.held.reset();
            one.kept.delivery.reset();
        }
        if (!one.held) {
            over.emplace_back(one.kept.expires, id);
        }
    }
    std::sort(over.begin(), over.end());
    for (std::size_t i = 0; over.size() - i > kMostOver; ++i) {
        newest_.erase(over[i].second);
    }
    while (past_.size() > kMostPast) {
        past_.pop_front();
    }
}

void Warnings::trust(Trust const& trust) {
    std::lock_guard const lock(mutex_);
    trust_ = trust;
    auto const revoked = [&](auto const& kept, std::string const& id) {
        bool const is = trust_.set.revokes(kept.key);
        if (is) {
            parts_.log.warn("event=warning-revoked id={} key={}", id, kept.key.fingerprint());
            changed_ = true;
        }
        return is;
    };
    std::erase_if(newest_, [&](auto const& one) { return revoked(one.second.kept, one.first); });
    std::erase_if(past_,
                  [&](auto const& one) { return revoked(one.kept, one.kept.receipt.warning); });
    if (changed_) {
        publish(Instant::min());
        write();
    }
}

void Warnings::load(ScreenId const& screen, Instant now) {
    auto const text = files::read(parts_.file, KeptWarnings::kMostBytes);
    if (!text) {
        return;
    }
    auto kept = parseKeptWarnings(*text);
    if (!kept) {
        parts_.findings.set(kDiskFinding,
                            "the stored warnings are not usable: " + kept.error().message);
        parts_.log.warn("event=warnings-unusable err=\"{}\"", kept.error().message);
        return;
    }
    std::lock_guard const lock(mutex_);
    screen_ = screen;
    if (kept->screen != screen) {
        drop();
        return;
    }
    for (auto& one : kept->newest) {
        auto const id = one.receipt.warning;
        if (auto taken = takenUp(std::move(one)); taken) {
            newest_[id] = std::move(*taken);
        } else {
            parts_.findings.set(kDiskFinding, "the stored warning " + id +
                                                  " is not usable: " + taken.error().message);
            parts_.log.warn("event=warning-unusable id={} err=\"{}\"", id, taken.error().message);
        }
    }
    for (auto& one : kept->past) {
        if (!trust_.set.revokes(one.key)) {
            past_.push_back({std::move(one)});
        }
    }
    settleOver(now);
    publish(now);
    prune(now);
    write();
}

/// As offer(), but for the expiry, the generation, and a key that was in force once.
Result<Warnings::Newest> Warnings::takenUp(KeptWarning kept) const {
    Newest out{std::move(kept)};
    auto const& mine = out.kept;
    if (trust_.set.revokes(mine.key)) {
        return Error{Errc::permission, "its key " + mine.key.fingerprint() + " was revoked"};
    }
    if (!mine.delivery) {
        return out;
    }
    auto keys = trust_.set;
    if (trust_.believed(messages::SigningRole::warning, mine.key)) {
        keys.key(messages::SigningRole::warning) = mine.key;
    }
    auto opened = messages::openWarning(*mine.delivery, keys);
    if (!opened) {
        return opened.error();
    }
    bool const mineToShow = opened->target.screen == screen_ && isToBeShown(*opened) &&
                            opened->key == mine.key &&
                            messages::sha256(opened->payload) == mine.payload &&
                            opened->warning.id == mine.receipt.warning &&
                            opened->warning.revision == mine.receipt.revision;
    if (!mineToShow || !mine.standing()) {
        return Error{Errc::damaged, "it is not what was kept"};
    }
    out.kept.expires = opened->warning.expires;
    out.held = std::make_shared<HeldWarning const>(
        HeldWarning{std::move(opened->warning), opened->target, mine.payload});
    return out;
}

/// Nothing was on the glass while nobody ran: what ended meanwhile, or was on when the run before
/// ended and has been replaced, is over.
void Warnings::settleOver(Instant now) {
    auto const end = [&](auto& one, messages::WarningReceipt& receipt, Instant at,
                         std::string const& word) {
        if (!receipt.ended) {
            receipt.ended = at;
            receipt.end = word;
            one.untold = changed_ = true;
        }
    };
    for (auto& [id, one] : newest_) {
        auto& receipt = one.kept.receipt;
        if (!one.kept.standing()) {
            end(one, receipt, now, one.kept.gone);
        } else if (one.kept.expires <= now) {
            end(one, receipt, one.kept.expires, "expired");
        }
    }
    for (auto& one : past_) {
        end(one, one.kept.receipt, now, "replaced");
    }
}

void Warnings::bindTo(ScreenId const& screen) {
    std::lock_guard const lock(mutex_);
    if (!screen_.empty() && screen_ != screen) {
        parts_.log.warn("event=warnings-dropped screen={} bound={}", screen_.str(), screen.str());
        drop();
    }
    screen_ = screen;
}

void Warnings::forget() {
    std::lock_guard const lock(mutex_);
    drop();
}

void Warnings::drop() {
    newest_.clear();
    past_.clear();
    changed_ = false;
    publish(Instant::min());
    std::error_code ec;
    std::filesystem::remove(parts_.file, ec);
}

/// With the lock held.
void Warnings::write() {
    if (!std::exchange(changed_, false)) {
        return;
    }
    KeptWarnings kept{screen_, {}, {}};
    for (auto const& [id, one] : newest_) {
        kept.newest.push_back(one.kept);
    }
    for (auto const& one : past_) {
        kept.past.push_back(one.kept);
    }
    if (auto const done = files::replace(parts_.file, toText(kept)); done) {
        parts_.findings.clear(kDiskFinding);
    } else if (parts_.findings.set(kDiskFinding,
                                   "warnings are shown, but not remembered over a "
                                   "restart: " +
                                       done.error().message)) {
        parts_.log.error("event=warnings-not-kept err=\"{}\"", done.error().message);
    }
}

}  // namespace tocsin::player
