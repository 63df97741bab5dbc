// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/checkpoint.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "tocsin/messages/receipt.hpp"

namespace tocsin::messages {
namespace {

Checkpoint someCheckpoint() {
    return {"0123456789abcdef", 1'234, sha256("root"), fromMillis(1'780'272'000'123)};
}

Receipt someReceipt() {
    return {KeyPair::fromSeed({}).publicKey(), 2, 17, sha256("header"), 0,
            fromMillis(1'780'272'000'123)};
}

/// Every text that differs in one bit, and those that are cut off.
std::vector<std::string> damaged(std::string const& text) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            auto one = text;
            one[i] = static_cast<char>(static_cast<unsigned char>(one[i]) ^ (1U << bit));
            out.push_back(one);
        }
        out.push_back(text.substr(0, i));
    }
    out.push_back(text + "\n");
    return out;
}

TEST(Checkpoint, IsATextOfLinesInAFixedOrder) {
    auto const text = toText(someCheckpoint());
    EXPECT_EQ(text,
              "tocsin-checkpoint/1\norigin 0123456789abcdef\nsize 1234\nroot "
              "SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\nat 2026-06-01T00:00:00.123Z\n");
    EXPECT_EQ(parseCheckpoint(text).value(), someCheckpoint());
}

TEST(Checkpoint, IsNotReadInAnyOtherForm) {
    auto const text = toText(someCheckpoint());
    for (auto const& other : damaged(text)) {
        auto const read = parseCheckpoint(other);
        EXPECT_TRUE(!read || (*read != someCheckpoint() && toText(*read) == other)) << other;
    }
    EXPECT_FALSE(parseCheckpoint(""));
    EXPECT_FALSE(parseCheckpoint("tocsin-checkpoint/2" + text.substr(19)));
}

TEST(Receipt, IsATextOfLinesThatIsReadBack) {
    auto const text = toText(someReceipt());
    EXPECT_TRUE(text.starts_with("tocsin-receipt/1\ndevice ")) << text;
    EXPECT_NE(text.find("\nepoch 2\nbatch 17\nheader "), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("\nleaf 0\nreceived 2026-06-01T00:00:00.123Z\n")) << text;
    EXPECT_EQ(parseReceipt(text).value(), someReceipt());
    for (auto const& other : damaged(text)) {
        auto const read = parseReceipt(other);
        EXPECT_TRUE(!read || (*read != someReceipt() && toText(*read) == other)) << other;
    }
}

TEST(SignedText, HoldsForItsKindItsKeyAndEachByte) {
    auto const key = KeyPair::generate();
    auto const text = toText(someReceipt());
    SignedText const whole{text, key.publicKey().fingerprint(),
                           key.sign(signedBytes(kReceiptKind, text))};
    auto const file = toText(whole) + toText(whole);
    std::string_view rest = file;
    auto const first = takeSignedText(rest).value();
    EXPECT_EQ(first, whole);
    EXPECT_EQ(takeSignedText(rest).value(), whole);
    EXPECT_TRUE(rest.empty());
    EXPECT_TRUE(checkSigned(first, kReceiptKind, key.publicKey()));
    EXPECT_FALSE(checkSigned(first, kCheckpointKind, key.publicKey()));
    EXPECT_FALSE(checkSigned(first, kReceiptKind, KeyPair::generate().publicKey()));
    for (auto const& other : damaged(toText(whole))) {
        std::string_view in = other;
        auto const read = takeSignedText(in);
        EXPECT_TRUE(!read || !in.empty() || !checkSigned(*read, kReceiptKind, key.publicKey()))
            << other;
    }
}

TEST(Cosignature, IsOfTheCheckpointTheNameAndTheTime) {
    auto const key = KeyPair::generate();
    auto const at = fromMillis(1'780'272'100'000);
    auto const text = toText(someCheckpoint());
    auto const made = cosigned(text, key, at, "区应急管理局 王").value();
    EXPECT_TRUE(fits(made, text));
    auto const line = toLine(made);
    EXPECT_TRUE(line.starts_with("— ")) << line;
    EXPECT_TRUE(line.ends_with(" 区应急管理局 王\n")) << line;
    EXPECT_EQ(parseCosignature(line.substr(0, line.size() - 1)).value(), made);
    auto renamed = made;
    renamed.name = "somebody else";
    EXPECT_FALSE(fits(renamed, text));
    auto moved = made;
    moved.at += Milliseconds(1);
    EXPECT_FALSE(fits(moved, text));
    auto other = someCheckpoint();
    ++other.size;
    EXPECT_FALSE(fits(made, toText(other)));
}

TEST(Cosignature, HasANameOfOneLine) {
    auto const key = KeyPair::generate();
    auto const refused = [&](std::string const& name) {
        return !cosigned("text", key, fromMillis(0), name);
    };
    EXPECT_TRUE(refused(""));
    EXPECT_TRUE(refused("two\nlines"));
    EXPECT_TRUE(refused("\xff"));
    EXPECT_TRUE(refused(std::string(Cosignature::kMostNameBytes + 1, 'x')));
    EXPECT_FALSE(refused(std::string(Cosignature::kMostNameBytes, 'x')));
}

TEST(Cosignature, IsNotReadFromADamagedLine) {
    auto const key = KeyPair::generate();
    auto const text = toText(someCheckpoint());
    auto const line = toLine(cosigned(text, key, fromMillis(1'780'272'100'000), "office").value());
    for (auto const& other : damaged(line.substr(0, line.size() - 1))) {
        auto const read = parseCosignature(other);
        EXPECT_TRUE(!read || !fits(*read, text)) << other;
    }
}

}  // namespace
}  // namespace tocsin::messages
