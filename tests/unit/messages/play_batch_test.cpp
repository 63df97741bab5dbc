// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/play_batch.hpp"

#include <gtest/gtest.h>

namespace tocsin::messages {
namespace {

std::vector<std::string> rows(std::int64_t first, std::size_t count) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < count; ++i) {
        PlayRecord record;
        record.sequence = first + static_cast<std::int64_t>(i);
        out.push_back(toLine(record));
    }
    return out;
}

BatchHeader headerFor(KeyPair const& device, std::vector<std::string> const& lines,
                      std::int64_t first) {
    BatchHeader out;
    out.device = device.publicKey();
    out.epoch = 2;
    out.batch = 5;
    out.first = first;
    out.count = static_cast<std::int64_t>(lines.size());
    out.root = treeHash(lines);
    out.prev = sha256("header before");
    out.wall = fromMillis(1'780'272'000'007);
    out.monoMs = 81'000;
    out.boot = "7d0f2a52-3c1e-4a35-9d0e-6c7d2f5d1b11";
    out.clock = ClockState::holdover;
    out.offsetMs = -12;
    out.uncertaintyMs = 3;
    out.manifest = sha256("manifest");
    return out;
}

PlayBatch sealed(KeyPair const& device, BatchHeader const& header, std::vector<std::string> lines) {
    PlayBatch out{toText(header), {}, std::move(lines)};
    out.signature = device.sign(signedBytes(kProofKind, out.header));
    return out;
}

PlayBatch example(KeyPair const& device, std::size_t count = 5) {
    auto lines = rows(11, count);
    return sealed(device, headerFor(device, lines, 11), lines);
}

TEST(PlayBatch, IsReadAsItWasWrittenAndVerifies) {
    auto const device = KeyPair::generate();
    auto const batch = example(device);
    auto const read = parseBatch(toText(batch)).value();
    EXPECT_EQ(read, batch);
    auto const verified = verifyBatch(read, device.publicKey()).value();
    EXPECT_EQ(verified.header, headerFor(device, batch.lines, 11));
    EXPECT_EQ(verified.headerDigest, sha256(batch.header));
    ASSERT_EQ(verified.records.size(), 5U);
    EXPECT_EQ(verified.records[4].sequence, 15);
}

TEST(PlayBatch, HoldsUpToItsLimitOfRows) {
    auto const device = KeyPair::generate();
    EXPECT_TRUE(verifyBatch(parseBatch(toText(example(device, kMaxBatchRows))).value(),
                            device.publicKey()));
    EXPECT_FALSE(parseBatch(toText(example(device, kMaxBatchRows + 1))));
    EXPECT_FALSE(verifyBatch(example(device, 0), device.publicKey()));
}

TEST(PlayBatch, FailsWhateverByteIsFlipped) {
    auto const device = KeyPair::generate();
    auto const text = toText(example(device, 2));
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto flipped = text;
        flipped[i] = static_cast<char>(flipped[i] ^ 1);
        auto const read = parseBatch(flipped);
        ASSERT_FALSE(read && verifyBatch(*read, device.publicKey())) << "byte " << i;
    }
}

TEST(PlayBatch, FailsWhereverItIsCutOff) {
    auto const device = KeyPair::generate();
    auto const text = toText(example(device, 2));
    for (std::size_t length = 0; length < text.size(); ++length) {
        auto const read = parseBatch(std::string_view(text).substr(0, length));
        ASSERT_FALSE(read && verifyBatch(*read, device.publicKey())) << length << " bytes";
    }
}

TEST(PlayBatch, TellsAWrongKeyFromWrongRows) {
    auto const device = KeyPair::generate();
    auto const batch = example(device);
    auto const code = [&device](PlayBatch const& changed) {
        return verifyBatch(changed, device.publicKey()).error().code;
    };
    EXPECT_EQ(verifyBatch(batch, KeyPair::generate().publicKey()).error().code, Errc::permission);
    auto changed = batch;
    changed.signature.bytes[0] ^= 1;
    EXPECT_EQ(code(changed), Errc::permission);
    changed = batch;
    std::swap(changed.lines[1], changed.lines[2]);
    EXPECT_EQ(code(changed), Errc::damaged);
    changed = batch;
    changed.lines.pop_back();
    EXPECT_EQ(code(changed), Errc::damaged);
    changed = batch;
    changed.lines.push_back(changed.lines.back());
    EXPECT_EQ(code(changed), Errc::damaged);
}

TEST(PlayBatch, RefusesRowsWithAHoleEvenIfTheDeviceSignedThem) {
    auto const device = KeyPair::generate();
    auto lines = rows(11, 3);
    lines[2] = rows(14, 1)[0];
    auto const result =
        verifyBatch(sealed(device, headerFor(device, lines, 11), lines), device.publicKey());
    EXPECT_EQ(result.error(), (Error{Errc::damaged, "row 3: has sequence 14, expected 13"}));
    lines = {"not a record"};
    EXPECT_EQ(verifyBatch(sealed(device, headerFor(device, lines, 11), lines), device.publicKey())
                  .error()
                  .code,
              Errc::damaged);
}

TEST(BatchHeader, NamesTheLineThatIsWrong) {
    auto const text = toText(headerFor(KeyPair::generate(), rows(1, 1), 1));
    for (auto const* line : {"device", "epoch", "batch", "first", "count", "root", "prev", "wall",
                             "mono", "boot", "clock", "manifest"}) {
        auto changed = text;
        auto const at = changed.find(std::string("\n") + line + " ") + 1;
        changed.erase(at, changed.find('\n', at) + 1 - at);
        auto const read = parseHeader(changed);
        ASSERT_FALSE(read) << line;
        EXPECT_EQ(read.error().code, Errc::damaged);
        EXPECT_TRUE(read.error().message.starts_with(std::string(line) + ":"))
            << read.error().message;
    }
    EXPECT_FALSE(parseHeader(text + "more\n"));
    EXPECT_FALSE(parseHeader(""));
}

TEST(TreeHash, FollowsRfc6962) {
    // Leaves and roots of the certificate transparency reference tests.
    EXPECT_EQ(treeHash({}).hex(),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(treeHash({""}).hex(),
              "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    EXPECT_EQ(treeHash({"", std::string(1, '\0')}).hex(),
              "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    EXPECT_EQ(treeHash({"", std::string(1, '\0'), "\x10"}).hex(),
              "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
}

}  // namespace
}  // namespace tocsin::messages
