// SPDX-License-Identifier: Apache-2.0
#include "signed_filing.hpp"

#include <array>
#include <boost/json.hpp>

#include "rollup.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/messages/key_set.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using messages::JsonReader;

constexpr std::array kKinds{store::FilingKind::plan, store::FilingKind::week,
                            store::FilingKind::final, store::FilingKind::patrol,
                            store::FilingKind::period};

std::string statementOf(store::Filing const& filing, Instant now) {
    json::object out{{"format", messages::kFilingKind},
                     {"number", filing.number},
                     {"revision", filing.revision},
                     {"activity", filing.activity},
                     {"kind", std::string(toString(filing.kind))},
                     {"issue", filing.issue},
                     {"unit", filing.unit},
                     {"from", filing.firstDay},
                     {"to", filing.lastDay},
                     {"as_of", formatInstant(filing.asOf)},
                     {"last_batch", filing.lastBatch},
                     {"who", filing.who},
                     {"reason", filing.reason},
                     {"digest", filing.digest.hex()},
                     {"made", formatInstant(now)}};
    return json::serialize(out);
}

store::FilingKind kindFrom(JsonReader const& in) {
    auto const word = in.string(16);
    for (auto const kind : kKinds) {
        if (toString(kind) == word) {
            return kind;
        }
    }
    in.fail("\"" + word + "\" is no kind of filing");
}

SignedFiling readStatement(JsonReader const& in) {
    if (in.at("format").string(64) != messages::kFilingKind) {
        in.at("format").fail(std::string("expected \"") + messages::kFilingKind + "\"");
    }
    SignedFiling out;
    auto& filing = out.filing;
    filing.number = in.at("number").integer(1, INT64_MAX);
    filing.revision = in.at("revision").integer(1, INT64_MAX);
    filing.activity = in.at("activity").string(64);
    filing.kind = kindFrom(in.at("kind"));
    filing.issue = static_cast<int>(in.at("issue").integer(0, 1000));
    filing.unit = in.at("unit").string(64);
    filing.firstDay = in.at("from").string(10);
    filing.lastDay = in.at("to").string(10);
    filing.asOf = in.at("as_of").instant();
    filing.lastBatch = in.at("last_batch").integer(0, INT64_MAX);
    filing.who = in.at("who").string(64);
    filing.reason = in.at("reason").string(4000);
    filing.digest = in.at("digest").digest();
    out.made = in.at("made").instant();
    return out;
}

struct FileParts {
    std::string envelope, content;
};
FileParts readParts(JsonReader const& in) {
    if (in.at("format").string(64) != kFilingFileFormat) {
        in.at("format").fail(std::string("expected \"") + kFilingFileFormat + "\"");
    }
    return {json::serialize(in.at("envelope").value()), in.at("content").string(kMostContent)};
}

/// Whoever reads the content later must not read of another unit or period than was checked.
Result<> checkContent(SignedFiling const& made, std::string const& content) {
    if (messages::sha256(content) != made.filing.digest) {
        return Error{Errc::damaged, "the file was altered: its content is not the signed one"};
    }
    auto const& filing = made.filing;
    auto const said = messages::readJson(
        content,
        [](JsonReader const& in) {
            return std::array{in.at("format").string(64), in.at("activity").string(64),
                              in.at("unit").string(64),   in.at("kind").string(16),
                              in.at("from").string(10),   in.at("to").string(10)};
        },
        kMostContent);
    if (!said) {
        return Error{Errc::damaged, "content: " + said.error().message};
    }
    if (*said != std::array<std::string, 6>{messages::kFilingKind, filing.activity, filing.unit,
                                            std::string(toString(filing.kind)), filing.firstDay,
                                            filing.lastDay}) {
        return Error{Errc::damaged, "its content is of another unit or period than it says"};
    }
    return {};
}

}  // namespace

Result<std::string> signedFiling(store::Filing const& filing, keys::Signer const& signer,
                                 Instant now) {
    if (!filing.origin.empty()) {
        return Error{Errc::conflict, "filing " + std::to_string(filing.number) +
                                         " came from another controller, and is signed there"};
    }
    if (filing.content.size() > kMostContent) {
        return Error{Errc::exhausted, "filing " + std::to_string(filing.number) +
                                          " is larger than 16 MiB; it cannot be sent as a file"};
    }
    auto const envelope =
        keys::seal(signer, keys::Role::ledger, messages::kFilingKind, statementOf(filing, now));
    if (!envelope) {
        return envelope.error();
    }
    return json::serialize(json::object{{"format", kFilingFileFormat},
                                        {"envelope", json::parse(messages::toJson(*envelope))},
                                        {"content", filing.content}}) +
           "\n";
}

Result<SignedFiling> readSignedFiling(std::string_view file) {
    auto parts = messages::readJson(file, readParts, kMostFilingFile);
    if (!parts) {
        return Error{Errc::invalid, "this is no signed filing: " + parts.error().message};
    }
    auto const envelope = messages::parseEnvelope(parts->envelope);
    if (!envelope) {
        return Error{Errc::invalid, "envelope: " + envelope.error().message};
    }
    auto const payload = messages::opened(*envelope, messages::kFilingKind, envelope->key);
    if (!payload) {
        return payload.error();
    }
    auto made = messages::readJson(*payload, readStatement);
    if (!made) {
        return made.error();
    }
    made->key = envelope->key;
    if (auto const same = checkContent(*made, parts->content); !same) {
        return same.error();
    }
    made->filing.content = std::move(parts->content);
    return *std::move(made);
}

std::string hexOf(messages::PublicKey const& key) {
    return Digest{key.bytes}.hex();
}

std::optional<messages::PublicKey> keyFromHex(std::string_view text) {
    auto const bytes = Digest::fromHex(text);
    return bytes ? std::optional(messages::PublicKey{bytes->bytes}) : std::nullopt;
}

}  // namespace tocsin::filing
