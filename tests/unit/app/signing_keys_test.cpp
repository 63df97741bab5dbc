// SPDX-License-Identifier: Apache-2.0
#include "signing_keys.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tocsin/keys/ceremony.hpp"

namespace tocsin::app {
namespace {

class SigningKeys : public testing::Test {
protected:
    SigningKeys() {
        std::string name = testing::TempDir() + "signing-XXXXXX";
        data = ::mkdtemp(name.data());
        store = store::openSqliteStore(data, [] { return Instant{}; }).value();
    }
    ~SigningKeys() override { std::filesystem::remove_all(data); }
    void put(std::function<void(store::Tx&)> const& change) {
        ASSERT_TRUE(store->write(
            [&](store::Tx& tx) -> Result<> {
                store::Screen screen;
                screen.id = ScreenId("gate");
                screen.width = screen.height = 64;
                tx.screens().put(screen);
                change(tx);
                return {};
            },
            {"test", "screen.add", "gate", ""}));
    }
    void expectRefused() {
        auto const refused = openSigningKeys(*store, data, Instant{});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Errc::notFound);
        EXPECT_NE(refused.error().message.find((data / "keys" / "content.key").string()),
                  std::string::npos)
            << refused.error().message;
        EXPECT_NE(refused.error().message.find("backup"), std::string::npos);
        EXPECT_FALSE(std::filesystem::exists(data / "keys" / "content.key"));
    }

    std::string generation() {
        std::string out;
        EXPECT_TRUE(store->read([&](store::Tx const& tx) -> Result<> {
            out = tx.settings().get("generation").value_or("");
            return {};
        }));
        return out;
    }
    /// Subjects of the rows on key sets, the newest first.
    std::vector<std::string> issuedRows() {
        std::vector<std::string> out;
        EXPECT_TRUE(store->read([&](store::Tx const& tx) -> Result<> {
            for (auto const& row : tx.audit().newest(100)) {
                if (row.entry.action == "keys.issued") {
                    out.push_back(row.entry.subject);
                }
            }
            return {};
        }));
        return out;
    }

    std::filesystem::path data;
    std::unique_ptr<store::Store> store;
};

TEST_F(SigningKeys, AreMadeWhileNobodyCanHaveSeenOthers) {
    EXPECT_TRUE(openSigningKeys(*store, data, Instant{}));
    std::filesystem::remove_all(data / "keys");
    put([](store::Tx&) {});
    EXPECT_TRUE(openSigningKeys(*store, data, Instant{}));
}

TEST_F(SigningKeys, AreNotReplacedOnceAPlayerIsBound) {
    put([](store::Tx& tx) {
        auto screen = *tx.screens().find(ScreenId("gate"));
        screen.player = messages::KeyPair::generate().publicKey();
        tx.screens().put(screen);
    });
    expectRefused();
}

TEST_F(SigningKeys, AreNotReplacedOnceAManifestIsSigned) {
    put([](store::Tx& tx) {
        store::ReleasedManifest manifest;
        manifest.screen = ScreenId("gate");
        manifest.version = {1, 1};
        manifest.envelope = "{}";
        tx.manifests().put(manifest);
    });
    expectRefused();
}

TEST_F(SigningKeys, TellTheDatabaseTheirGenerationOnce) {
    auto const issued = openSigningKeys(*store, data, Instant{}).value();
    EXPECT_EQ(generation(), "1");
    openSigningKeys(*store, data, Instant{}).value();
    std::ofstream(data / "lock") << "1\n";
    {
        auto ceremony = keys::Ceremony::begin(data).value();
        ASSERT_TRUE(ceremony.newGeneration(6, {}, ceremony.root().value(), Instant{}));
    }
    EXPECT_EQ(openSigningKeys(*store, data, Instant{}).value().set.generation, 7);
    EXPECT_EQ(generation(), "7");
    EXPECT_EQ(issuedRows(), (std::vector<std::string>{"generation 7", "generation 1"}));
}

TEST_F(SigningKeys, OfAnOlderGenerationThanTheDatabaseAreNotUsed) {
    openSigningKeys(*store, data, Instant{}).value();
    put([](store::Tx& tx) { tx.settings().put("generation", "3"); });
    auto const refused = openSigningKeys(*store, data, Instant{});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::conflict);
    EXPECT_NE(refused.error().message.find("--above 3"), std::string::npos);
}

TEST_F(SigningKeys, AreNotMadeAnewWhereAKeySetWasLost) {
    openSigningKeys(*store, data, Instant{}).value();
    put([](store::Tx& tx) {
        auto screen = *tx.screens().find(ScreenId("gate"));
        screen.player = messages::KeyPair::generate().publicKey();
        tx.screens().put(screen);
    });
    std::filesystem::remove(data / "keys" / "keys.json");
    EXPECT_EQ(openSigningKeys(*store, data, Instant{}).error().code, Errc::notFound);
}

}  // namespace
}  // namespace tocsin::app
