// SPDX-License-Identifier: Apache-2.0
#include "tocsin/audit/signed_heads.hpp"

#include <boost/json.hpp>

#include "tocsin/messages/json.hpp"

namespace tocsin::audit {
namespace {

constexpr std::int64_t kMostGeneration = (std::int64_t{1} << 53) - 1;

SignedHead readHead(messages::JsonReader const& in) {
    SignedHead out;
    in.onlyKeys({"number", "digest", "at", "generation"});
    out.head.number = in.at("number").integer(1, INT64_MAX);
    out.head.chain = in.at("digest").digest();
    out.at = in.at("at").instant();
    out.generation = in.at("generation").integer(1, kMostGeneration);
    return out;
}

}  // namespace

std::string toJson(SignedHead const& head) {
    return boost::json::serialize(boost::json::object{{"number", head.head.number},
                                                      {"digest", head.head.chain.hex()},
                                                      {"at", formatInstant(head.at)},
                                                      {"generation", head.generation}});
}

Result<SignedHead> parseSignedHead(std::string_view payload) {
    auto head = messages::readJson(payload, readHead);
    if (head && toJson(*head) != payload) {
        return Error{Errc::invalid, "it is not written as the controller writes it"};
    }
    return head;
}

void HeadLines::refuse(std::string english, std::string chinese) {
    fault_ = LineFault{line_, std::move(english), std::move(chinese)};
}

void HeadLines::take(std::string_view line) {
    ++line_;
    if (fault_) {
        return;
    }
    auto const envelope = messages::parseEnvelope(line);
    if (!envelope || messages::toJson(*envelope) != line) {
        refuse("is no signed head and no key set", "不是签名校验值，也不是密钥清单");
    } else if (envelope->kind == messages::kKeySetKind) {
        takeKeySet(*envelope);
    } else {
        takeHead(*envelope);
    }
}

void HeadLines::takeKeySet(messages::Envelope const& envelope) {
    auto keys = messages::openedKeySet(envelope);
    if (!keys) {
        refuse("is a key set that does not hold: " + keys.error().message, "密钥清单的签名不成立");
        return;
    }
    if (root_ && keys->root != *root_) {
        refuse(
            "is a key set of root " + keys->root.fingerprint() + ", not of root " +
                root_->fingerprint(),
            "密钥清单属于根密钥 " + keys->root.fingerprint() + "，而不是 " + root_->fingerprint());
        return;
    }
    if (keySet_ && keys->generation <= keys_.generation) {
        refuse("is a key set that is not newer than the one before it", "密钥清单不比前一份新");
        return;
    }
    root_ = keys->root;
    keys_ = std::move(*keys);
    keySet_ = envelope;
}

void HeadLines::takeHead(messages::Envelope const& envelope) {
    if (!keySet_ || !keys_.has(messages::SigningRole::audit)) {
        refuse("stands before a key set with an audit key", "之前没有含日志密钥的密钥清单");
        return;
    }
    auto const key = keys_.key(messages::SigningRole::audit);
    auto const payload = messages::opened(envelope, messages::kAuditHeadKind, key);
    auto const head = payload ? parseSignedHead(*payload) : payload.error();
    if (!head) {
        refuse("is a head that does not hold: " + head.error().message, "签名校验值不成立");
        return;
    }
    if (head->generation != keys_.generation) {
        refuse("is a head of another generation than its key set's", "签名校验值的代次不符");
        return;
    }
    if (!read_.empty() && head->head.number <= read_.back().head.head.number) {
        refuse("is a head that stands at the wrong place: row " +
                   std::to_string(head->head.number) + " after row " +
                   std::to_string(read_.back().head.head.number),
               "签名校验值位置不对");
        return;
    }
    read_.push_back({*head, key});
}

std::vector<SignedHead> HeadLines::heads() const {
    std::vector<SignedHead> out;
    for (auto const& one : read_) {
        if (!keys_.revokes(one.key)) {
            out.push_back(one.head);
        }
    }
    return out;
}

std::size_t HeadLines::revoked() const {
    return read_.size() - heads().size();
}

HeadLines readHeadLines(std::string_view text, std::optional<messages::PublicKey> const& root) {
    HeadLines out(root);
    while (!text.empty()) {
        auto const end = text.find('\n');
        // What was cut off is taken too, with a byte that no line has, so that it is a fault.
        out.take(end == std::string_view::npos ? std::string(text) + "…"
                                               : std::string(text.substr(0, end)));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return out;
}

void expectHeads(TrailCheck& check, std::vector<SignedHead> const& heads) {
    for (auto const& one : heads) {
        auto const at = formatInstant(one.at);
        check.expect(one.head, "was signed at " + at, "于 " + at + " 签名");
    }
}

}  // namespace tocsin::audit
