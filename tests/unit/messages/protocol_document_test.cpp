// SPDX-License-Identifier: Apache-2.0
// The examples in PROTOCOL.md are test vectors: each one is read, and what we would write is the
// same.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "tocsin/messages/command.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/evidence.hpp"
#include "tocsin/messages/instruction.hpp"
#include "tocsin/messages/key_set.hpp"
#include "tocsin/messages/play_batch.hpp"
#include "tocsin/messages/running_totals.hpp"
#include "tocsin/messages/wire.hpp"

namespace tocsin::messages {
namespace {

/// The contents of every block fenced as ```<language>.
std::vector<std::string> blocks(std::string const& language) {
    std::ifstream in(TOCSIN_PROTOCOL_MD);
    EXPECT_TRUE(in.is_open()) << TOCSIN_PROTOCOL_MD;
    std::vector<std::string> out;
    std::string line;
    bool inside = false;
    while (std::getline(in, line)) {
        if (inside && line == "```") {
            inside = false;
        } else if (inside) {
            out.back() += line + "\n";
        } else if (line == "```" + language) {
            inside = true;
            out.emplace_back();
        }
    }
    return out;
}

std::vector<Message> examples() {
    std::vector<Message> out;
    for (auto const& block : blocks("json")) {
        if (boost::json::parse(block).as_object().contains("type")) {
            out.push_back(decode(block).value());
        }
    }
    return out;
}

bool isOfFormat(std::string const& block, char const* kind) {
    auto const shown = boost::json::parse(block);
    auto const* format = shown.as_object().if_contains("format");
    return format != nullptr && *format == kind;
}

template <class T>
T example() {
    for (auto const& message : examples()) {
        if (auto const* body = std::get_if<T>(&message.body)) {
            return *body;
        }
    }
    throw std::runtime_error("PROTOCOL.md shows no such message");
}

TEST(ProtocolDocument, ShowsEveryMessageAsItTravels) {
    std::set<std::string_view> seen;
    for (auto const& block : blocks("json")) {
        auto const shown = boost::json::parse(block);
        if (!shown.as_object().contains("type")) {
            continue;
        }
        auto const message = decode(block);
        ASSERT_TRUE(message) << message.error().message << "\n" << block;
        EXPECT_FALSE(std::holds_alternative<Unknown>(message->body)) << block;
        EXPECT_EQ(boost::json::parse(encode(*message)), shown) << block;
        seen.insert(typeName(message->body));
    }
    EXPECT_EQ(seen.size(), std::variant_size_v<Body> - 1) << "a message lacks its example";
}

TEST(ProtocolDocument, ShowsSignaturesThatHold) {
    auto const challenge = example<Challenge>();
    auto const hello = example<Hello>();
    EXPECT_TRUE(
        verify(hello.player, helloBytes(challenge.nonce, challenge.controller), hello.proof));
    auto const envelope = parseEnvelope(example<ManifestOffer>().envelope).value();
    auto const payload = opened(envelope, kManifestKind, challenge.controller).value();
    std::vector<std::string> manifests;
    for (auto const& block : blocks("json")) {
        if (boost::json::parse(block).as_object().contains("spans")) {
            manifests.push_back(block);
        }
    }
    ASSERT_EQ(manifests.size(), 1U);
    EXPECT_EQ(parseManifest(manifests[0]).value(), parseManifest(payload).value());
}

TEST(ProtocolDocument, ShowsAKeySetAndTheProofOfAChallenge) {
    auto const challenge = example<Challenge>();
    auto const envelope = parseEnvelope(challenge.keys).value();
    auto const set = openedKeySet(envelope).value();
    EXPECT_EQ(set.key(SigningRole::content), challenge.controller);
    std::string const playersNonce(kNonceBytes, '\4');
    std::ifstream in(TOCSIN_PROTOCOL_MD);
    std::string const document((std::istreambuf_iterator<char>(in)), {});
    EXPECT_NE(document.find("Tocsin-Nonce: " + base64(playersNonce) + "`"), std::string::npos);
    EXPECT_TRUE(verify(set.key(SigningRole::session),
                       challengeBytes(playersNonce, challenge.nonce, envelope.payload),
                       challenge.proof));
    std::vector<std::string> sets;
    for (auto const& block : blocks("json")) {
        if (boost::json::parse(block).as_object().contains("root")) {
            sets.push_back(block);
        }
    }
    ASSERT_EQ(sets.size(), 1U);
    EXPECT_EQ(parseKeySet(sets[0]).value(), set);
    EXPECT_EQ(toJson(set), envelope.payload);
}

TEST(ProtocolDocument, ShowsACommandThatIsTheOneSigned) {
    auto const set = openedKeySet(parseEnvelope(example<Challenge>().keys).value()).value();
    auto const envelope = parseEnvelope(example<CommandOffer>().envelope).value();
    auto const payload = opened(envelope, kCommandKind, set.key(SigningRole::command)).value();
    auto const command = parseCommand(payload).value();
    EXPECT_EQ(toJson(command), payload);
    EXPECT_EQ(example<CommandReceipt>().command, command.id);
    EXPECT_EQ(example<CommandReceipt>().version, command.version);
    std::vector<Command> shown;
    for (auto const& block : blocks("json")) {
        if (isOfFormat(block, kCommandKind)) {
            shown.push_back(parseCommand(block).value());
        }
    }
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_EQ(shown[0], command);
    EXPECT_EQ(shown[1].action, CommandAction::revoke);
    EXPECT_EQ(shown[1].player, example<Hello>().player);
}

TEST(ProtocolDocument, ShowsAnInstructionThatIsTheOneSigned) {
    auto const set = openedKeySet(parseEnvelope(example<Challenge>().keys).value()).value();
    auto const envelope = parseEnvelope(example<InstructionOffer>().envelope).value();
    auto const payload = opened(envelope, kInstructionKind, set.key(SigningRole::command)).value();
    auto const instruction = parseInstruction(payload).value();
    EXPECT_EQ(toJson(instruction), payload);
    EXPECT_EQ(example<InstructionReceipt>().instruction, instruction.id);
    std::vector<Instruction> shown;
    for (auto const& block : blocks("json")) {
        if (isOfFormat(block, kInstructionKind)) {
            shown.push_back(parseInstruction(block).value());
        }
    }
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_EQ(shown[0], instruction);
}

/// The rows of the list of targets.
std::vector<std::string> listedRows() {
    auto const lists = blocks("tsv");
    EXPECT_EQ(lists.size(), 1U);
    std::istringstream in(lists.at(0));
    std::vector<std::string> out;
    for (std::string row; std::getline(in, row);) {
        out.push_back(row);
    }
    return out;
}

TEST(ProtocolDocument, ShowsAWarningThatIsTheOneSigned) {
    auto const set = openedKeySet(parseEnvelope(example<Challenge>().keys).value()).value();
    auto const delivery = example<WarningOffer>().delivery;
    auto const opened = openWarning(delivery, set);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(toJson(opened->warning), opened->payload);
    EXPECT_EQ(opened->warning.generation, set.generation);
    EXPECT_EQ(opened->target.screen, example<Welcome>().screen);
    EXPECT_EQ(example<WarningReceipt>().warning, opened->warning.id);
    EXPECT_EQ(example<WarningReceipt>().revision, opened->warning.revision);
    std::vector<Warning> shown;
    for (auto const& block : blocks("json")) {
        if (isOfFormat(block, kWarningKind)) {
            shown.push_back(parseWarning(block).value());
        }
    }
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_EQ(shown[0], opened->warning);
}

TEST(ProtocolDocument, ShowsTheListOfTargetsThatTheWarningWasSignedFor) {
    auto const set = openedKeySet(parseEnvelope(example<Challenge>().keys).value()).value();
    auto const delivery = example<WarningOffer>().delivery;
    auto const warning = openWarning(delivery, set).value().warning;
    auto const rows = listedRows();
    EXPECT_TRUE(std::is_sorted(rows.begin(), rows.end()));
    EXPECT_EQ(static_cast<std::int64_t>(rows.size()), warning.targets);
    EXPECT_EQ(treeHash(rows), warning.targetRoot);
    EXPECT_EQ(rows.at(static_cast<std::size_t>(delivery.index)), targetRow(delivery.target));
}

TEST(ProtocolDocument, ShowsOverlaysAndDisplayAsAManifestHasThem) {
    for (auto const& block : blocks("json")) {
        auto shown = boost::json::parse(block);
        if (!shown.as_object().contains("overlays")) {
            continue;
        }
        Manifest manifest;
        manifest.assets.resize(1);
        manifest.assets[0].content.asset =
            Digest::fromHex(shown.at("overlays").at(0).at("asset").as_string()).value();
        auto whole = boost::json::parse(toJson(manifest));
        for (auto const* key : {"overlays", "display", "zone", "evidence"}) {
            whole.as_object()[key] = shown.at(key);
        }
        auto const read = parseManifest(boost::json::serialize(whole));
        ASSERT_TRUE(read) << read.error().message;
        auto const written = boost::json::parse(toJson(*read));
        EXPECT_EQ(written.at("overlays"), shown.at("overlays"));
        EXPECT_EQ(written.at("display"), shown.at("display"));
        EXPECT_EQ(written.at("zone"), shown.at("zone"));
        EXPECT_EQ(written.at("evidence"), shown.at("evidence"));
        return;
    }
    FAIL() << "PROTOCOL.md shows no overlays";
}

TEST(ProtocolDocument, ShowsAPictureThatIsTheOneSigned) {
    auto const picture = example<EvidencePicture>();
    auto const envelope = parseEnvelope(picture.envelope).value();
    auto const payload = opened(envelope, kEvidenceKind, example<Hello>().player).value();
    auto const evidence = parseEvidence(payload).value();
    EXPECT_EQ(evidence.picture, sha256(picture.jpeg));
    EXPECT_EQ(evidence.picture, example<EvidenceStored>().picture);
    EXPECT_EQ(evidence.bytes, static_cast<std::int64_t>(picture.jpeg.size()));
    EXPECT_EQ(evidence.facts.request, example<EvidenceRequest>().request);
    for (auto const& block : blocks("json")) {
        auto const shown = boost::json::parse(block);
        if (shown.as_object().contains("cause")) {
            EXPECT_EQ(boost::json::parse(toJson(evidence.facts)), shown);
            EXPECT_NE(picture.jpeg.find("\"cause\":\"request\""), std::string::npos);
            return;
        }
    }
    FAIL() << "PROTOCOL.md shows no facts of a picture";
}

TEST(ProtocolDocument, ShowsABatchThatVerifies) {
    auto const shown = blocks("text");
    ASSERT_EQ(shown.size(), 2U) << "the batch, and running totals";
    EXPECT_EQ(shown[0], example<Plays>().batch);
    auto const batch = parseBatch(shown[0]).value();
    auto const verified = verifyBatch(batch, example<Hello>().player).value();
    EXPECT_EQ(verified.records.size(), 2U);
    EXPECT_EQ(verified.records[0].playId,
              plannedPlayId(verified.records[0].timeline, verified.records[0].index));
}

TEST(ProtocolDocument, ShowsRunningTotalsInTheirForm) {
    auto const shown = blocks("text");
    ASSERT_EQ(shown.size(), 2U);
    auto const totals = parseTotals(shown[1]).value();
    EXPECT_EQ(totals.device, example<Hello>().player);
    auto const& sums = totals.sums;
    EXPECT_EQ(sums.rows, sums.complete + sums.partial + sums.failed + sums.preempted + sums.gaps);
}

}  // namespace
}  // namespace tocsin::messages
