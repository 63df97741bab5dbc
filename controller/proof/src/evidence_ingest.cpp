// SPDX-License-Identifier: Apache-2.0
// Pictures in: verify, keep the file, commit its row, acknowledge. Pictures out of date: the other
// way round.
#include <algorithm>

#include "evidence_state.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/evidence.hpp"

namespace tocsin::proof {
namespace {

using messages::Evidence;

constexpr std::size_t kExpiredAtOnce = 500;

bool isJpeg(std::string const& bytes) {
    return bytes.size() > 4 && bytes.starts_with("\xff\xd8\xff") && bytes.ends_with("\xff\xd9");
}

Result<Evidence> verified(messages::EvidencePicture const& picture,
                          messages::PublicKey const& player) {
    auto const envelope = messages::parseEnvelope(picture.envelope);
    if (!envelope) {
        return envelope.error();
    }
    auto const payload = messages::opened(*envelope, messages::kEvidenceKind, player);
    if (!payload) {
        return payload.error();
    }
    auto evidence = messages::parseEvidence(*payload);
    if (!evidence) {
        return evidence;
    }
    bool const same = evidence->bytes == static_cast<std::int64_t>(picture.jpeg.size()) &&
                      evidence->picture == messages::sha256(picture.jpeg);
    if (!same) {
        return Error{Errc::permission, "the picture is not the one whose digest is signed"};
    }
    if (!isJpeg(picture.jpeg)) {
        return Error{Errc::invalid, "the picture is not a JPEG file"};
    }
    return evidence;
}

/// A player speaks for screens that it drives or drove.
Result<> checkScreen(store::Tx const& tx, messages::PublicKey const& player,
                     ScreenId const& screen) {
    auto const bindings = tx.bindings().of(player);
    bool const drove = std::any_of(bindings.begin(), bindings.end(),
                                   [&](auto const& binding) { return binding.screen == screen; });
    if (drove) {
        return {};
    }
    return Error{Errc::permission,
                 "this player never drove screen \"" + screen.str() + "\" that its picture names"};
}

}  // namespace

EvidenceArchive::EvidenceArchive(store::Store& store, EvidenceSettings settings,
                                 std::function<Instant()> now)
    : state_(std::make_shared<State>(store, std::move(settings), std::move(now))) {}

EvidenceArchive::~EvidenceArchive() = default;

Result<std::optional<messages::Body>> EvidenceArchive::State::take(
    access::PlayerPrincipal const& who, messages::Body const& body) const {
    auto const* picture = std::get_if<messages::EvidencePicture>(&body);
    if (picture == nullptr) {
        return Error{Errc::invalid, "a message of type " + std::string(messages::typeName(body)) +
                                        " holds no picture"};
    }
    auto const evidence = verified(*picture, who.key);
    if (!evidence) {
        return evidence.error();
    }
    auto const& facts = evidence->facts;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        if (tx.revocations().find(who.key)) {
            return Error{Errc::unavailable, "this player's key was revoked"};
        }
        return checkScreen(tx, who.key, facts.screen);
    });
    if (!looked) {
        return looked.error();
    }
    if (auto room = files.checkRoom(evidence->bytes, settings.diskReserveBytes); !room) {
        return room.error();
    }
    if (auto kept = files.keep(evidence->picture, picture->jpeg); !kept) {
        return kept.error();
    }
    store::KeptPicture const row{
        0,     evidence->picture, facts.screen,      facts.campaign, facts.at,
        now(), who.key,           picture->envelope, facts.warning};
    auto const stored = store.ingest([&](store::Tx& tx) -> Result<> {
        tx.pictures().put(row);
        return {};
    });
    if (!stored) {
        return stored.error();
    }
    return std::optional<messages::Body>(
        messages::EvidenceStored{evidence->picture, facts.request});
}

access::MessageHandlers EvidenceArchive::messageHandlers() {
    access::MessageHandlers handlers;
    handlers.emplace("evidence", [state = state_](access::PlayerPrincipal const& who,
                                                  messages::Body const& body) {
        return state->take(who, body);
    });
    return handlers;
}

Result<std::size_t> EvidenceArchive::expire() {
    auto const& keep = state_->settings.keep;
    auto const before = state_->now() - keep;
    std::vector<Digest> old;
    auto const looked = state_->store.read([&](store::Tx const& tx) -> Result<> {
        old = tx.pictures().receivedBefore(before, kExpiredAtOnce);
        return {};
    });
    if (!looked || old.empty()) {
        return looked ? Result<std::size_t>(std::size_t{0}) : looked.error();
    }
    // The rows first: a file without a row is found by nobody, a row without its file by everybody.
    auto const removed = state_->store.write(
        [&](store::Tx& tx) -> Result<> {
            for (auto const& picture : old) {
                tx.pictures().remove(picture);
            }
            return {};
        },
        {"controller", "evidence.expire", std::to_string(old.size()),
         "older than " + std::to_string(keep.count()) + " days"});
    if (!removed) {
        return removed.error();
    }
    for (auto const& picture : old) {
        state_->files.remove(picture);
    }
    return old.size();
}

}  // namespace tocsin::proof
