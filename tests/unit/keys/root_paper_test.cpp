// SPDX-License-Identifier: Apache-2.0
// The root on paper, and what people make of it.
#include "tocsin/keys/root_paper.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tocsin::keys {
namespace {

using messages::KeyPair;

KeyPair fixedRoot() {
    messages::KeySeed seed;
    for (std::size_t i = 0; i < seed.bytes.size(); ++i) {
        seed.bytes[i] = static_cast<std::uint8_t>(i * 7);
    }
    return KeyPair::fromSeed(seed);
}

TEST(RootPaper, GivesTheRootBack) {
    for (int i = 0; i < 50; ++i) {
        auto const root = KeyPair::generate();
        auto const read = fromPaper(toPaper(root));
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(read->publicKey(), root.publicKey());
    }
}

TEST(RootPaper, LooksTheSameForEver) {
    EXPECT_EQ(toPaper(fixedRoot()),
              "tocsin-root/1: the root key 9212cc8748a1dab2\n"
              "1  003G W58W 4CN3 2S95\n"
              "2  70ZM CKAM BDH6 KS9J\n"
              "3  E1VQ X1CC JEDA 21P6\n"
              "4  N2QV DFE4 SF9D K0FR\n");
}

TEST(RootPaper, IsReadAsPeopleTypeIt) {
    auto const root = fixedRoot();
    auto text = toPaper(root);
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        auto const lower = std::tolower(c);
        return static_cast<char>(lower == '0' ? 'o' : lower == ' ' ? '-' : lower);
    });
    EXPECT_EQ(fromPaper(text).value().publicKey(), root.publicKey());
    // Without title and numbers, with Windows line ends.
    std::string bare;
    auto const paper = toPaper(root);
    for (std::size_t line = paper.find('\n') + 1; line < paper.size();
         line = paper.find('\n', line) + 1) {
        bare += paper.substr(line + 1, paper.find('\n', line) - line - 1) + "\r\n";
    }
    EXPECT_EQ(fromPaper(bare).value().publicKey(), root.publicKey());
}

TEST(RootPaper, NamesTheLineThatWasMisread) {
    auto const paper = toPaper(fixedRoot());
    std::size_t line = 0;
    for (std::size_t i = 0; i < paper.size(); ++i) {
        line += paper[i] == '\n' ? 1 : 0;
        bool const isData = line >= 1 && std::isalnum(static_cast<unsigned char>(paper[i])) != 0 &&
                            paper[i - 1] != '\n';
        if (!isData) {
            continue;
        }
        auto misread = paper;
        misread[i] = paper[i] == '7' ? '8' : '7';
        auto const read = fromPaper(misread);
        ASSERT_FALSE(read) << "character " << i;
        EXPECT_NE(read.error().message.find("line " + std::to_string(line)), std::string::npos)
            << read.error().message;
    }
}

TEST(RootPaper, IsNotReadInAnotherOrderOrInPart) {
    auto const paper = toPaper(fixedRoot());
    auto const second = paper.find("\n2") + 1;
    auto const third = paper.find("\n3") + 1;
    auto const fourth = paper.find("\n4") + 1;
    EXPECT_FALSE(fromPaper(paper.substr(0, second) + paper.substr(third, fourth - third) +
                           paper.substr(second, third - second) + paper.substr(fourth)));
    EXPECT_FALSE(fromPaper(paper.substr(0, fourth)));
    EXPECT_FALSE(fromPaper(""));
    EXPECT_FALSE(fromPaper(std::string(100'000, 'A')));
}

TEST(RootPaper, ItsFirstGroupsShowThatSomebodyHoldsIt) {
    auto const root = fixedRoot();
    auto typed = firstGroups(root);
    EXPECT_TRUE(areFirstGroups(typed, root));
    std::transform(typed.begin(), typed.end(), typed.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    EXPECT_TRUE(areFirstGroups(typed + "\n", root));
    EXPECT_FALSE(areFirstGroups("", root));
    EXPECT_FALSE(areFirstGroups(firstGroups(KeyPair::generate()), root));
}

}  // namespace
}  // namespace tocsin::keys
