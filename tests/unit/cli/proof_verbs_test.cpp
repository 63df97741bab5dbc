// SPDX-License-Identifier: Apache-2.0
// tocsin proof against a controller that gives canned answers, and without one.
#include <fstream>
#include <iterator>

#include "command_line.hpp"
#include "tocsin/messages/checkpoint.hpp"

namespace tocsin::cli::test {
namespace {

using testing::HasSubstr;

class ProofVerbs : public CommandLine {
protected:
    ProofVerbs() {
        std::string name = testing::TempDir() + "proof-XXXXXX";
        folder = ::mkdtemp(name.data());
        auto const text = toText(messages::Checkpoint{
            "0123456789abcdef", 12, messages::sha256("root"), fromMillis(1'780'272'000'000)});
        checkpoint =
            toText(messages::SignedText{text, ledger.publicKey().fingerprint(), ledger.sign(text)});
    }
    ~ProofVerbs() override { std::filesystem::remove_all(folder); }

    [[nodiscard]] std::string file(char const* name) const { return (folder / name).string(); }
    static std::string contentOf(std::string const& path) {
        std::ifstream in(path);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    [[nodiscard]] std::string answer() const {
        return boost::json::serialize(boost::json::object{
            {"size", 12},
            {"root", messages::sha256("root").hex()},
            {"at", "2026-06-01T00:00:00.000Z"},
            {"origin", "0123456789abcdef"},
            {"text", checkpoint},
            {"cosignatures",
             boost::json::array{boost::json::object{{"name", "office"},
                                                    {"fingerprint", "abcd"},
                                                    {"at", "2026-06-02T00:00:00.000Z"}}}}});
    }

    messages::KeyPair const ledger = messages::KeyPair::generate();
    std::filesystem::path folder;
    std::string checkpoint;
};

TEST_F(ProofVerbs, APageForPeopleHoldsTheRootInGroupsAndTheSignedText) {
    controller.answer("POST /api/v1/proof/checkpoints", 201, answer());
    EXPECT_EQ(tocsin({"proof", "checkpoint", "--new", "--print", file("page.txt")}), 0) << err;
    auto const page = contentOf(file("page.txt"));
    auto const hex = messages::sha256("root").hex();
    EXPECT_THAT(page, HasSubstr(hex.substr(0, 4) + " " + hex.substr(4, 4) + " "));
    EXPECT_THAT(page, HasSubstr(checkpoint));
    EXPECT_THAT(out, HasSubstr("checkpoint of 12 batches"));
    EXPECT_THAT(out, HasSubstr("cosigned by office"));
}

TEST_F(ProofVerbs, AllCheckpointsAreListedPageByPage) {
    controller.answer("GET /api/v1/proof/checkpoints", 200,
                      R"({"items":[)" + answer() + R"(],"next":13})");
    controller.answer("GET /api/v1/proof/checkpoints?from=13", 200,
                      R"({"items":[)" + answer() + R"(],"next":null})");
    EXPECT_EQ(tocsin({"proof", "checkpoint", "--list"}, Language::chinese), 0) << err;
    EXPECT_THAT(out, HasSubstr("检查点：12 批"));
    EXPECT_EQ(controller.asked().size(), 2U);
    controller.answer("GET /api/v1/proof/checkpoints", 200, R"({"items":[],"next":null})");
    EXPECT_EQ(tocsin({"proof", "checkpoint"}), 3);
}

TEST_F(ProofVerbs, AnOfficeCosignsWithoutAController) {
    std::ofstream(file("page.txt")) << "a page for people\n\n" << checkpoint;
    EXPECT_EQ(tocsin({"proof", "cosign-key", "--out", file("key")}), 0) << err;
    EXPECT_THAT(out, HasSubstr("keep it to yourself"));
    EXPECT_EQ(tocsin({"proof", "cosign-key", "--out", file("key")}), 5) << "never written over";
    EXPECT_EQ(tocsin({"proof", "cosign", "--checkpoint", file("page.txt"), "--key", file("key"),
                      "--name", "街道办 王", "--out", file("back.txt")}),
              0)
        << err;
    EXPECT_TRUE(controller.asked().empty());
    controller.answer("POST /api/v1/proof/checkpoints/12/cosignatures", 201, answer());
    EXPECT_EQ(tocsin({"proof", "cosigned", file("back.txt")}), 0) << err;
    auto const line = std::string(sent().at("line").as_string());
    auto const cosignature = messages::parseCosignature(line).value();
    EXPECT_EQ(cosignature.name, "街道办 王");
    EXPECT_TRUE(fits(cosignature, checkpoint.substr(0, checkpoint.find("— "))));
    EXPECT_EQ(tocsin({"proof", "cosigned", file("page.txt")}), 1);
    EXPECT_THAT(err, HasSubstr("holds no cosignature"));
    EXPECT_EQ(tocsin({"proof", "cosign", "--checkpoint", file("key"), "--key", file("key"),
                      "--name", "x", "--out", file("none")}),
              1);
    EXPECT_EQ(tocsin({"proof", "cosign", "--checkpoint", file("page.txt"), "--key", file("key"),
                      "--name", "two\nlines", "--out", file("none")}),
              2);
    EXPECT_FALSE(std::filesystem::exists(file("none")));
}

TEST_F(ProofVerbs, ABundleIsFetchedWhenItIsMadeAndTakenOffTheController) {
    std::string const bytes = "the bundle";
    auto const done = R"({"bundle":"B1","state":"done","progress":1,"bytes":10,"sha256":")" +
                      messages::sha256(bytes).hex() + R"(","plays":7,"batches":2})";
    controller.answer("POST /api/v1/proof/bundles", 201,
                      R"({"bundle":"B1","state":"waiting","progress":0})");
    controller.answer("GET /api/v1/proof/bundles/B1", 200, done);
    controller.answer("GET /api/v1/proof/bundles/B1/file", 200, bytes);
    controller.answer("DELETE /api/v1/proof/bundles/B1", 200, "{}");
    EXPECT_EQ(tocsin({"proof", "export", "--from", "2026-06-01", "--to", "2026-06-30", "--out",
                      file("june.zip")}),
              0)
        << err;
    EXPECT_EQ(contentOf(file("june.zip")), bytes);
    EXPECT_THAT(out, HasSubstr("7 plays in 2 signed batches"));
    EXPECT_EQ(controller.asked().back().method, "DELETE");
    auto const order = boost::json::parse(controller.asked().front().body);
    EXPECT_EQ(order.at("to").as_string(), "2026-06-30");
}

TEST_F(ProofVerbs, ABundleThatCannotBeMadeSaysWhy) {
    controller.answer("POST /api/v1/proof/bundles", 201,
                      R"({"bundle":"B1","state":"failed","progress":0,"message":"no plays"})");
    EXPECT_EQ(tocsin({"proof", "export", "--from", "2026-06-01", "--to", "2026-06-30", "--out",
                      file("june.zip")}),
              1);
    EXPECT_THAT(err, HasSubstr("no plays"));
    EXPECT_FALSE(std::filesystem::exists(file("june.zip")));
}

TEST_F(ProofVerbs, WhatIsNoBundleDoesNotHold) {
    std::ofstream(file("letter.zip")) << "This is a letter.";
    EXPECT_EQ(tocsin({"proof", "verify", file("letter.zip")}), 6);
    EXPECT_THAT(out, HasSubstr("FAULT: the ZIP file: byte 0"));
    EXPECT_THAT(out, HasSubstr("DOES NOT HOLD"));
    EXPECT_EQ(tocsin({"proof", "verify", file("letter.zip")}, Language::chinese), 6);
    EXPECT_THAT(out, HasSubstr("不成立"));
    EXPECT_EQ(tocsin({"proof", "verify", file("none.zip")}), 3);
    EXPECT_EQ(tocsin({"proof", "verify", file("letter.zip"), "--root", "xyz"}), 2);
    EXPECT_EQ(tocsin({"proof", "verify", file("letter.zip"), "--cosigner", "xyz"}), 2);
    EXPECT_TRUE(controller.asked().empty()) << "no controller is asked";
}

}  // namespace
}  // namespace tocsin::cli::test
