// SPDX-License-Identifier: Apache-2.0
// The ZIP files of bundles: one form, no surprises, whatever somebody made of them.
#include <gmock/gmock.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "entry_lines.hpp"
#include "tocsin/attest/zip_writer.hpp"
#include "tocsin/messages/crypto.hpp"
#include "zip_form.hpp"
#include "zip_reader.hpp"

namespace tocsin::attest {
namespace {

using testing::HasSubstr;

class Zip : public testing::Test {
protected:
    Zip() {
        std::string name = testing::TempDir() + "zip-XXXXXX";
        folder = ::mkdtemp(name.data());
    }
    ~Zip() override { std::filesystem::remove_all(folder); }

    [[nodiscard]] std::filesystem::path file() const { return folder / "a.zip"; }
    [[nodiscard]] std::string bytes() const {
        std::ifstream in(file(), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void put(std::string const& content) const {
        std::ofstream(file(), std::ios::binary | std::ios::trunc) << content;
    }
    /// An entry by hand, as somebody hostile would write it.
    static std::string entry(ZipHead head, std::string const& packed) {
        head.packed = static_cast<std::int64_t>(packed.size());
        return localHeader(head) + packed;
    }
    static std::string packed(std::string const& content) {
        z_stream stream{};
        EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
        std::string out(deflateBound(&stream, content.size()), '\0');
        stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(content.data()));
        stream.avail_in = static_cast<uInt>(content.size());
        stream.next_out = reinterpret_cast<unsigned char*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
        out.resize(stream.total_out);
        deflateEnd(&stream);
        return out;
    }
    /// Why it is refused; "" if it is not.
    std::string refusal() {
        try {
            ZipReader zip(file());
            while (zip.next()) {
                while (!zip.read().empty()) {
                }
            }
            return "";
        } catch (Failure const& failure) {
            EXPECT_EQ(failure.error().code, Errc::damaged);
            return failure.what();
        }
    }

    std::filesystem::path folder;
};

TEST_F(Zip, HoldsWhatWasWritten) {
    std::string large;
    for (int i = 0; i < 100'000; ++i) {
        large += std::to_string(i * 7'919) + "\n";
    }
    {
        ZipWriter zip(file());
        zip.add("empty.txt", "");
        zip.begin("dir/large.txt");
        for (std::size_t at = 0; at < large.size(); at += 10'007) {
            zip.write(std::string_view(large).substr(at, 10'007));
        }
        zip.end();
        EXPECT_EQ(zip.digest(), messages::sha256File(file()).value());
        zip.add("stored.txt", "as it is", false);
        ASSERT_EQ(zip.files().size(), 3U);
        EXPECT_EQ(zip.files()[1].digest, messages::sha256(large));
        zip.finish();
    }
    EXPECT_LT(bytes().size(), large.size() / 2);
    ZipReader zip(file());
    EXPECT_EQ(zip.next(), "empty.txt");
    EXPECT_EQ(wholeEntry(zip, 10), "");
    EXPECT_EQ(zip.digest(), messages::sha256(""));
    EXPECT_EQ(zip.next(), "dir/large.txt");
    EXPECT_EQ(wholeEntry(zip, large.size()), large);
    EXPECT_EQ(zip.next(), "stored.txt");
    EXPECT_TRUE(zip.isStored());
    auto const before = bytes().substr(0, static_cast<std::size_t>(zip.bytesBefore()));
    EXPECT_EQ(zip.digestBefore(), messages::sha256(before));
    EXPECT_EQ(zip.next(), std::nullopt) << "what is not read is passed over";
}

TEST_F(Zip, GivesLinesAndNoHalfOnes) {
    std::string const longest(100, 'x');
    {
        ZipWriter zip(file());
        zip.add("lines.txt", "a\n\n" + longest + "\n");
        zip.add("cut.txt", "a\nb");
        zip.add("long.txt", longest + "x\n");
        zip.finish();
    }
    ZipReader zip(file());
    ASSERT_TRUE(zip.next());
    EntryLines lines(zip, 100);
    EXPECT_EQ(lines.next(), "a");
    EXPECT_EQ(lines.next(), "");
    EXPECT_EQ(lines.next(), longest);
    EXPECT_EQ(lines.number(), 3U);
    EXPECT_EQ(lines.next(), std::nullopt);
    ASSERT_TRUE(zip.next());
    EntryLines cut(zip, 100);
    EXPECT_EQ(cut.next(), "a");
    EXPECT_THROW(static_cast<void>(cut.next()), Failure);
    EXPECT_EQ(cut.number(), 2U);
    ASSERT_TRUE(zip.next());
    EntryLines tooLong(zip, 100);
    EXPECT_THROW(static_cast<void>(tooLong.next()), Failure);
    EXPECT_EQ(zip.next(), std::nullopt);
}

TEST_F(Zip, AnEntryIsNeverLongerThanItsHeaderSays) {
    auto const bomb = packed(std::string(50 << 20, '\0'));
    put(entry({"bomb.txt", ZipMethod::deflated, 0, 0, 1'000}, bomb));
    EXPECT_THAT(refusal(), HasSubstr("not as long as its header says"));
    put(entry({"short.txt", ZipMethod::deflated, 0, 0, 1'000}, packed("abc")));
    EXPECT_THAT(refusal(), HasSubstr("not as long as its header says"));
    put(entry({"more.txt", ZipMethod::deflated, 0, 0, 3}, packed("abc") + "behind"));
    EXPECT_THAT(refusal(), HasSubstr("not as long as its header says"));
    put(entry({"crc.txt", ZipMethod::deflated, 7, 0, 3}, packed("abc")));
    EXPECT_THAT(refusal(), HasSubstr("CRC-32"));
}

TEST_F(Zip, ANameLeadsNowhereElseAndIsThereOnce) {
    for (auto const* name : {"../a", "/a", "a//b", "a/", "A", "a\\b", "", ".hidden", "a b"}) {
        EXPECT_FALSE(isEntryName(name)) << name;
        put(entry({name, ZipMethod::stored, 0, 0, 0}, ""));
        EXPECT_NE(refusal(), "") << name;
    }
    put(entry({"a", ZipMethod::stored, 0, 0, 0}, "") +
        entry({"a", ZipMethod::stored, 0, 0, 0}, ""));
    EXPECT_THAT(refusal(), HasSubstr("second entry"));
}

TEST_F(Zip, NoByteOfTheFileIsFree) {
    {
        ZipWriter zip(file());
        zip.add("one.txt", "some content\n");
        zip.add("two.txt", "as it is", false);
        zip.finish();
    }
    auto const whole = bytes();
    ASSERT_EQ(refusal(), "");
    std::size_t free = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        auto flipped = whole;
        flipped[i] = static_cast<char>(static_cast<unsigned char>(flipped[i]) ^ 1U);
        put(flipped);
        free += refusal().empty() ? 1 : 0;
    }
    EXPECT_LE(free, 1U) << "but for padding within the compressed bytes, which the seal covers";
    put(whole + " ");
    EXPECT_NE(refusal(), "");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        put(whole.substr(0, size));
        EXPECT_NE(refusal(), "") << size;
    }
}

TEST_F(Zip, WhatIsNotThereIsNoDamage) {
    try {
        ZipReader const zip(folder / "none.zip");
        FAIL();
    } catch (Failure const& failure) {
        EXPECT_EQ(failure.error().code, Errc::notFound);
    }
    EXPECT_THROW(ZipWriter(folder / "no" / "folder.zip"), Failure);
}

}  // namespace
}  // namespace tocsin::attest
