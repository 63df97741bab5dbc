// SPDX-License-Identifier: Apache-2.0
// Root, proof, generation: the three questions to every controller.
#include "director/trust.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {
namespace {

using messages::SigningRole;

constexpr std::ptrdiff_t kMostEarlier = 16;

Result<> judgeRoot(messages::KeySet const& shown, Acquaintance const& known) {
    auto const shownRoot = shown.root.fingerprint();
    if (known.trust && known.trust->hasKeySet() && known.trust->set.root != shown.root) {
        return Error{Errc::permission,
                     "the controller shows root key " + shownRoot +
                         ", this player is bound to root key " +
                         known.trust->set.root.fingerprint() +
                         "; if the controller was replaced on purpose, delete controller.pin"};
    }
    if (known.trust && !known.trust->hasKeySet() &&
        known.trust->contentKey() != shown.key(SigningRole::content)) {
        return Error{Errc::permission,
                     "the controller shows key " + shown.key(SigningRole::content).fingerprint() +
                         ", this player is bound to " + known.trust->contentKey().fingerprint() +
                         "; if the controller was replaced on purpose, delete controller.pin"};
    }
    auto const dot = known.token.rfind('.');
    if (!known.trust && dot != std::string::npos && known.token.substr(dot + 1) != shownRoot) {
        return Error{Errc::permission, "the controller shows root key " + shownRoot +
                                           ", the token is for " + known.token.substr(dot + 1) +
                                           "; check the address and the token"};
    }
    return {};
}

Result<> judgeProof(messages::Challenge const& challenge, messages::Envelope const& envelope,
                    messages::KeySet const& shown, std::string const& nonce) {
    if (challenge.controller != shown.key(SigningRole::content)) {
        return Error{Errc::permission,
                     "the controller's content key is not the one of its key set"};
    }
    auto const proven = messages::challengeBytes(nonce, challenge.nonce, envelope.payload);
    if (!messages::verify(shown.key(SigningRole::session), proven, challenge.proof)) {
        return Error{Errc::permission,
                     "the challenge is not signed for this connection by the session key of its "
                     "key set: somebody repeats what another controller said"};
    }
    return {};
}

Result<> judgeGeneration(messages::KeySet const& shown, Digest const& payload,
                         std::optional<Trust> const& held) {
    if (!held || !held->hasKeySet()) {
        return {};
    }
    auto const holds = std::to_string(held->set.generation);
    if (shown.generation < held->set.generation) {
        return Error{Errc::conflict, "the controller's key set is of generation " +
                                         std::to_string(shown.generation) +
                                         ", this player holds generation " + holds +
                                         "; if the controller was restored, open a new one: tocsin "
                                         "keys generation --above " +
                                         holds};
    }
    if (shown.generation == held->set.generation && payload != held->payload) {
        return Error{Errc::conflict, "the controller shows another key set of generation " + holds +
                                         " than this player holds; if the controller was restored, "
                                         "open a new one: tocsin keys generation --above " +
                                         holds};
    }
    return {};
}

std::vector<EarlierKey> earlierKeys(Trust const& before, messages::KeySet const& now) {
    auto out = before.earlier;
    for (auto const role : {SigningRole::content, SigningRole::command, SigningRole::warning}) {
        EarlierKey const old{role, before.set.key(role)};
        if (old.key != messages::PublicKey{} && old.key != now.key(role)) {
            out.push_back(old);
        }
    }
    std::erase_if(
        out, [&](auto const& one) { return now.revokes(one.key) || one.key == now.key(one.role); });
    if (std::ssize(out) > kMostEarlier) {
        out.erase(out.begin(), out.end() - kMostEarlier);
    }
    return out;
}

Trust trustIn(messages::Envelope const& envelope, Digest const& payload, messages::KeySet shown,
              Acquaintance const& known) {
    Trust out{messages::toJson(envelope), payload, std::move(shown), {}};
    if (known.trust) {
        out.earlier = earlierKeys(*known.trust, out.set);
    }
    return out;
}

}  // namespace

Trust Trust::inContentKey(messages::PublicKey const& key) {
    Trust out;
    out.set.generation = std::numeric_limits<std::int64_t>::max();  // it says nothing of that
    out.set.key(SigningRole::content) = key;
    return out;
}

bool Trust::believed(SigningRole role, messages::PublicKey const& key) const {
    EarlierKey const asked{role, key};
    return !set.revokes(key) && (key == set.key(role) ||
                                 std::find(earlier.begin(), earlier.end(), asked) != earlier.end());
}

Result<Trust> judgeChallenge(messages::Challenge const& challenge, Acquaintance const& known) {
    if (challenge.keys.empty()) {
        return Error{Errc::permission,
                     "the controller shows no key set; it is of an older version than this player "
                     "and has to be upgraded first"};
    }
    auto const envelope = messages::parseEnvelope(challenge.keys);
    if (!envelope) {
        return Error{Errc::damaged, "the controller's key set: " + envelope.error().message};
    }
    auto shown = messages::openedKeySet(*envelope);
    if (!shown) {
        return shown.error();
    }
    if (auto judged = judgeRoot(*shown, known); !judged) {
        return judged.error();
    }
    if (auto judged = judgeProof(challenge, *envelope, *shown, known.nonce); !judged) {
        return judged.error();
    }
    auto const payload = messages::sha256(envelope->payload);
    if (auto judged = judgeGeneration(*shown, payload, known.trust); !judged) {
        return judged.error();
    }
    return trustIn(*envelope, payload, std::move(*shown), known);
}

Result<Trust> judgeCarriedKeys(std::string_view keys, Acquaintance const& known) {
    auto const envelope = messages::parseEnvelope(keys);
    if (!envelope) {
        return Error{Errc::damaged, "the key set: " + envelope.error().message};
    }
    auto shown = messages::openedKeySet(*envelope);
    if (!shown) {
        return shown.error();
    }
    if (auto judged = judgeRoot(*shown, known); !judged) {
        return judged.error();
    }
    auto const payload = messages::sha256(envelope->payload);
    if (auto judged = judgeGeneration(*shown, payload, known.trust); !judged) {
        return judged.error();
    }
    return trustIn(*envelope, payload, std::move(*shown), known);
}

}  // namespace tocsin::player
