// SPDX-License-Identifier: Apache-2.0
// tocsin keys: of a controller that gives canned answers, and on a data directory of its own.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "command_line.hpp"
#include "tocsin/keys/ceremony.hpp"
#include "tocsin/keys/root_paper.hpp"

namespace tocsin::cli::test {
namespace {

using testing::HasSubstr;

class KeysVerbs : public CommandLine {
protected:
    KeysVerbs() {
        std::string name = testing::TempDir() + "cli-keys-XXXXXX";
        data = ::mkdtemp(name.data());
        keys::KeysWanted first;
        first.missing = keys::MissingKey::make;
        before = keys::openKeys(data / "keys", first).value().set;
        std::ofstream(data / "lock") << "1\n";
    }
    ~KeysVerbs() override { std::filesystem::remove_all(data); }

    /// With this typed at the terminal.
    int typing(std::string const& text, std::vector<std::string> const& arguments) {
        std::istringstream in(text);
        std::ostringstream o;
        std::ostringstream e;
        environment.in = &in;
        auto const code = run(arguments, environment, o, e, {});
        environment.in = nullptr;
        out = o.str();
        err = e.str();
        return code;
    }
    [[nodiscard]] messages::KeySet set() const { return keys::readKeys(data / "keys").value().set; }

    std::filesystem::path data;
    messages::KeySet before;
};

TEST_F(KeysVerbs, ShowAsksTheControllerOrReadsItsDirectory) {
    controller.answer("GET /api/v1/keys", 200,
                      R"({"generation":3,"issued":"2026-06-01T00:00:00.000Z",)"
                      R"("root":{"fingerprint":"0123456789abcdef","here":false},)"
                      R"("keys":[{"role":"content","fingerprint":"aa","signs":"tocsin-manifest/1",)"
                      R"("running":true,"trouble":""},{"role":"warning","fingerprint":"bb",)"
                      R"("signs":"tocsin-warning/1","running":false,"trouble":"it ended"}],)"
                      R"("tls_authority":null,"revoked":["cc"],"waiting":"a new authority"})");
    EXPECT_EQ(tocsin({"keys", "show"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("generation 3"));
    EXPECT_THAT(out, HasSubstr("root key 0123456789abcdef, not on the controller's machine"));
    EXPECT_THAT(out, HasSubstr("content  aa   tocsin-manifest/1  signer runs"));
    EXPECT_THAT(out, HasSubstr("it ended"));
    EXPECT_THAT(out, HasSubstr("revoked cc"));
    EXPECT_THAT(out, HasSubstr("a new authority"));
    EXPECT_EQ(tocsin({"keys", "show", "--data", data.string()}, Language::chinese), 0) << err;
    EXPECT_THAT(out, HasSubstr("密钥第 1 代"));
    EXPECT_THAT(out, HasSubstr(before.root.fingerprint()));
}

TEST_F(KeysVerbs, IssueKeySetsWithTheRootThatIsHere) {
    EXPECT_EQ(tocsin({"keys", "rotate", "content", "--data", data.string()}), 0) << err;
    EXPECT_THAT(out, HasSubstr("generation 2"));
    EXPECT_NE(set().key(messages::SigningRole::content),
              before.key(messages::SigningRole::content));
    EXPECT_EQ(tocsin({"keys", "revoke", "command", "--data", data.string()}), 0) << err;
    EXPECT_TRUE(set().revokes(before.key(messages::SigningRole::command)));
    auto const digest = messages::sha256("authority").hex();
    EXPECT_EQ(tocsin({"keys", "generation", "--data", data.string(), "--above", "8",
                      "--tls-authority", digest}),
              0)
        << err;
    EXPECT_EQ(set().generation, 9);
    EXPECT_EQ(set().tlsAuthority->hex(), digest);
}

TEST_F(KeysVerbs, TheRootGoesToPaperAndRotatesFromThere) {
    EXPECT_EQ(tocsin({"keys", "root", "export", "--data", data.string()}), 0) << err;
    auto const paper = out;
    EXPECT_EQ(typing("ABCD\n", {"keys", "root", "remove", "--data", data.string()}), 4);
    EXPECT_TRUE(std::filesystem::exists(data / "keys" / "root.key"));
    auto const groups = keys::firstGroups(keys::fromPaper(paper).value());
    EXPECT_EQ(typing(groups + "\n", {"keys", "root", "remove", "--data", data.string()}), 0) << err;
    EXPECT_FALSE(std::filesystem::exists(data / "keys" / "root.key"));
    EXPECT_THAT(out, HasSubstr("not on the controller's machine"));

    EXPECT_EQ(tocsin({"keys", "rotate", "content", "--data", data.string()}), 3);
    EXPECT_THAT(err, HasSubstr("--root-key-file"));
    EXPECT_EQ(tocsin({"keys", "root", "export", "--data", data.string()}), 3);
    EXPECT_EQ(set(), before);
    EXPECT_EQ(typing(paper, {"keys", "rotate", "content", "--data", data.string(),
                             "--root-key-file", "-"}),
              0)
        << err;
    EXPECT_EQ(set().generation, 2);
    std::ofstream(data / "paper") << paper;
    EXPECT_EQ(tocsin({"keys", "generation", "--data", data.string(), "--root-key-file",
                      (data / "paper").string()}),
              0)
        << err;
    EXPECT_EQ(set().generation, 3);
    EXPECT_EQ(tocsin({"keys", "root", "import", "--data", data.string(), "--root-key-file",
                      (data / "paper").string()}),
              0)
        << err;
    EXPECT_TRUE(std::filesystem::exists(data / "keys" / "root.key"));
}

TEST_F(KeysVerbs, AMisreadPaperIssuesNothing) {
    auto paper = keys::toPaper(messages::KeyPair::load(data / "keys" / "root.key").value());
    auto const last = paper.size() - 2;
    paper[last] = paper[last] == '7' ? '8' : '7';
    EXPECT_EQ(typing(paper, {"keys", "rotate", "content", "--data", data.string(),
                             "--root-key-file", "-"}),
              1);
    EXPECT_THAT(err, HasSubstr("line 4"));
    auto const other = keys::toPaper(messages::KeyPair::generate());
    EXPECT_EQ(typing(other, {"keys", "rotate", "content", "--data", data.string(),
                             "--root-key-file", "-"}),
              4);
    EXPECT_EQ(
        typing("", {"keys", "rotate", "content", "--data", data.string(), "--root-key-file", "-"}),
        1);
    EXPECT_EQ(set(), before);
}

TEST_F(KeysVerbs, WaitForTheControllerToStop) {
    auto const running = keys::Ceremony::begin(data).value();
    EXPECT_EQ(tocsin({"keys", "rotate", "content", "--data", data.string()}), 5);
    EXPECT_THAT(err, HasSubstr("stop it first"));
    EXPECT_EQ(tocsin({"keys", "show", "--data", data.string()}), 0) << "looking is no ceremony";
}

TEST_F(KeysVerbs, KnowTheirRolesAndWords) {
    EXPECT_EQ(tocsin({"keys", "rotate", "root", "--data", data.string()}), 2);
    EXPECT_EQ(tocsin({"keys", "rotate", "content"}), 2);
    EXPECT_EQ(tocsin({"keys", "generation", "--data", data.string(), "--tls-authority", "ab"}), 2);
    EXPECT_EQ(tocsin({"keys"}), 2);
    EXPECT_EQ(set(), before);
}

}  // namespace
}  // namespace tocsin::cli::test
