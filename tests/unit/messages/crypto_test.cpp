// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/crypto.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace tocsin::messages {
namespace {

namespace fs = std::filesystem;

class KeyFile : public testing::Test {
protected:
    KeyFile() {
        std::string pattern = testing::TempDir() + "tocsin-keys-XXXXXX";
        directory = ::mkdtemp(pattern.data());
        file = directory / "key";
    }
    ~KeyFile() override { fs::remove_all(directory); }
    void write(std::string const& text, mode_t mode = 0600) const {
        std::ofstream(file) << text;
        ::chmod(file.c_str(), mode);
    }
    fs::path directory, file;
};

std::string unhex(std::string_view hex) {
    std::string out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        out.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
    }
    return out;
}

TEST(Sha256, GivesTheStandardsExample) {
    // FIPS 180-4, example of one block.
    std::string const expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    EXPECT_EQ(sha256("abc").hex(), expected);
    Sha256 pieces;
    pieces.update("a");
    Sha256 copy = pieces;
    copy.update("else");
    EXPECT_EQ(copy.finish(), sha256("aelse"));
    Sha256 moved = std::move(pieces);
    moved.update("bc");
    EXPECT_EQ(moved.finish().hex(), expected);
}

TEST_F(KeyFile, IsHashedLikeItsBytes) {
    std::string const bytes(1'000'000, 'x');
    write(bytes);
    EXPECT_EQ(sha256File(file).value(), sha256(bytes));
    EXPECT_EQ(sha256File(directory / "absent").error().code, Errc::notFound);
    EXPECT_EQ(sha256File(directory).error().code, Errc::unavailable);
}

TEST(Base64, ReadsOnlyItsOneForm) {
    for (auto const& [bytes, text] :
         {std::pair{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}}) {
        EXPECT_EQ(base64(bytes), text);
        EXPECT_EQ(unbase64(text), bytes);
    }
    for (auto const* bad : {"Zg", "Zg=", "Zh==", "Zm9v\n", " Zm9v", "Zm9v=", "Z-9v", "===="}) {
        EXPECT_FALSE(unbase64(bad)) << bad;
    }
    // No byte stands for a letter that it is not.
    for (int byte = 0; byte < 256; ++byte) {
        std::string const text{'Z', 'm', static_cast<char>(byte), 'v'};
        if (auto const bytes = unbase64(text)) {
            EXPECT_EQ(base64(*bytes), text) << byte;
        }
    }
}

TEST_F(KeyFile, SignsAsTheStandardSays) {
    // RFC 8032, section 7.1, test 2.
    write("tocsin-key/1\n" +
          base64(unhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")) + "\n");
    auto const key = KeyPair::load(file).value();
    EXPECT_EQ(key.publicKey().base64(),
              base64(unhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")));
    auto const signature = key.sign("\x72");
    EXPECT_EQ(signature.base64(),
              base64(unhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                           "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")));
    EXPECT_TRUE(verify(key.publicKey(), "\x72", signature));
    EXPECT_FALSE(verify(key.publicKey(), "\x73", signature));
}

TEST_F(KeyFile, KeepsAKeyAndItsSecrecy) {
    auto const key = KeyPair::generate();
    ASSERT_TRUE(key.save(file));
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(std::distance(fs::directory_iterator(directory), fs::directory_iterator()), 1);
    auto const again = KeyPair::load(file).value();
    EXPECT_EQ(again.publicKey(), key.publicKey());
    EXPECT_TRUE(verify(key.publicKey(), "x", again.sign("x")));
    ::chmod(file.c_str(), 0640);
    EXPECT_EQ(KeyPair::load(file).error().code, Errc::permission);
}

TEST_F(KeyFile, IsRefusedWhenItIsNotWhole) {
    EXPECT_EQ(KeyPair::load(file).error().code, Errc::notFound);
    auto const seed = base64(std::string(32, 's'));
    for (auto const& bad :
         {std::string(), std::string("tocsin-key/1\n"), "tocsin-key/2\n" + seed + "\n",
          "tocsin-key/1\n" + seed, "tocsin-key/1\n" + seed.substr(4) + "\n",
          "tocsin-key/1\n" + seed + "\nmore\n"}) {
        write(bad);
        EXPECT_EQ(KeyPair::load(file).error().code, Errc::damaged) << bad;
    }
    EXPECT_EQ(KeyPair::generate().save(directory / "absent" / "key").error().code, Errc::notFound);
}

TEST(KeyPair, AreAllDifferentAndMoveWithTheirSecret) {
    auto first = KeyPair::generate();
    auto const second = KeyPair::generate();
    EXPECT_NE(first.publicKey(), second.publicKey());
    auto const publicKey = first.publicKey();
    KeyPair const moved = std::move(first);
    EXPECT_TRUE(verify(publicKey, "x", moved.sign("x")));
    EXPECT_FALSE(verify(second.publicKey(), "x", moved.sign("x")));
    EXPECT_EQ(publicKey.fingerprint().size(), 16U);
    EXPECT_EQ(PublicKey::fromBase64(publicKey.base64()), publicKey);
    EXPECT_FALSE(PublicKey::fromBase64(base64(std::string(31, 'x'))));
}

TEST(SignedBytes, SeparateTheKindFromThePayload) {
    EXPECT_EQ(signedBytes("ab", "c"), std::string("ab\0c", 4));
    EXPECT_NE(signedBytes("ab", "c"), signedBytes("a", "bc"));
}

TEST(RandomBytes, AreAsManyAsAskedForAndNotTheSameTwice) {
    EXPECT_EQ(randomBytes(32).size(), 32U);
    EXPECT_NE(randomBytes(32), randomBytes(32));
    EXPECT_EQ(randomBytes(0), "");
}

}  // namespace
}  // namespace tocsin::messages
