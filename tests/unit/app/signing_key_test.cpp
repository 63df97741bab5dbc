// SPDX-License-Identifier: Apache-2.0
#include "signing_key.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace tocsin::app {
namespace {

class SigningKey : public testing::Test {
protected:
    SigningKey() {
        std::string name = testing::TempDir() + "signing-XXXXXX";
        data = ::mkdtemp(name.data());
        store = store::openSqliteStore(data, [] { return Instant{}; }).value();
    }
    ~SigningKey() override { std::filesystem::remove_all(data); }
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
        auto const refused = openSigner(*store, data);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Errc::notFound);
        EXPECT_NE(refused.error().message.find((data / "keys" / "content.key").string()),
                  std::string::npos)
            << refused.error().message;
        EXPECT_NE(refused.error().message.find("backup"), std::string::npos);
        EXPECT_FALSE(std::filesystem::exists(data / "keys" / "content.key"));
    }

    std::filesystem::path data;
    std::unique_ptr<store::Store> store;
};

TEST_F(SigningKey, IsMadeWhileNobodyCanHaveSeenAnother) {
    EXPECT_TRUE(openSigner(*store, data));
    std::filesystem::remove_all(data / "keys");
    put([](store::Tx&) {});
    EXPECT_TRUE(openSigner(*store, data));
}

TEST_F(SigningKey, IsNotReplacedOnceAPlayerIsBound) {
    put([](store::Tx& tx) {
        auto screen = *tx.screens().find(ScreenId("gate"));
        screen.player = messages::KeyPair::generate().publicKey();
        tx.screens().put(screen);
    });
    expectRefused();
}

TEST_F(SigningKey, IsNotReplacedOnceAManifestIsSigned) {
    put([](store::Tx& tx) {
        store::ReleasedManifest manifest;
        manifest.screen = ScreenId("gate");
        manifest.version = {1, 1};
        manifest.envelope = "{}";
        tx.manifests().put(manifest);
    });
    expectRefused();
}

}  // namespace
}  // namespace tocsin::app
