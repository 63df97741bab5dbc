// SPDX-License-Identifier: Apache-2.0
// A schedule over a real store, library and signer in a fresh directory, and the office that uses
// it.
#pragma once

#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "support/open_gate.hpp"
#include "tocsin/messages/manifest.hpp"
#include "tocsin/schedule/schedule.hpp"

namespace tocsin::schedule {

class Office : public testing::Test {
protected:
    Office() {
        std::filesystem::remove_all(directory_);
        std::filesystem::create_directories(directory_);
        store_ = store::openSqliteStore(directory_, [this] { return now_; }).value();
        signer_ = keys::openFileSigner(directory_ / "keys", keys::MissingKey::make).value();
        library::LibrarySettings settings;
        settings.directory = directory_;
        settings.worker = "/nonexistent/tocsin-media-worker";
        settings.now = [this] { return now_; };
        library_ = std::make_unique<library::Library>(*store_, settings);
        library_->onPlansChange([this] { EXPECT_TRUE(schedule_->replan()); });
        restart();
    }
    ~Office() override {
        schedule_.reset();
        library_.reset();
        store_.reset();
        std::filesystem::remove_all(directory_);
    }

    void restart(ScheduleSettings const& settings = {}) {
        schedule_ = std::make_unique<Schedule>(
            *store_, *library_, *signer_, [this] { return now_; }, settings);
        schedule_->onReleased([this](ScreenId const& id) { released_.push_back(id.str()); });
    }

    static Instant at(char const* text) { return parseInstant(text).value(); }

    template <class Change>
    void change(Change const& what) {
        auto const done = store_->write(
            [&](store::Tx& tx) -> Result<> {
                what(tx);
                return {};
            },
            {"test", "test", "test", ""});
        ASSERT_TRUE(done) << done.error().message;
    }
    template <class Look>
    auto look(Look const& what) {
        std::optional<decltype(what(std::declval<store::Tx const&>()))> out;
        auto const done = store_->read([&](store::Tx const& tx) -> Result<> {
            out = what(tx);
            return {};
        });
        EXPECT_TRUE(done);
        return *out;
    }

    /// A screen with a player (so that changes wait for the frozen horizon), or without.
    void addScreen(std::string const& id, bool bound, std::string const& zone = "Asia/Shanghai") {
        store::Screen screen;
        screen.id = ScreenId(id);
        screen.name = id;
        screen.unit = "hospital-1";
        screen.tags = {"all"};
        screen.width = 192;
        screen.height = 32;
        screen.zone = zone;
        screen.added = now_;
        if (bound) {
            messages::PublicKey key;
            key.bytes = messages::sha256(id).bytes;
            screen.player = key;
        }
        change([&](store::Tx& tx) { tx.screens().put(screen); });
    }
    void addAsset(std::string const& handle, Milliseconds duration,
                  playlists::AssetKind kind = playlists::AssetKind::film) {
        store::Asset asset;
        auto const digest = messages::sha256(handle);
        asset.content = {digest, digest, digest};
        asset.handle = handle;
        asset.title = handle;
        asset.kind = kind;
        asset.bytes = 1'000;
        asset.duration = duration;
        asset.added = now_;
        change([&](store::Tx& tx) { tx.assets().put(asset); });
    }

    Result<access::Response> call(std::string const& method, std::string const& path,
                                  std::string const& body = "",
                                  std::map<std::string, std::string> query = {}) {
        for (auto const& route : schedule_->routes()) {
            if (auto const parameters = access::match(route.pattern, path);
                parameters && route.method == method) {
                access::Request request{method, path, *parameters, std::move(query), {}, body, {}};
                // Nobody approves their own work.
                auto const who = path.ends_with("/approve") ? "reviewer" : "local-operator";
                return route.handler(test::everyRight(who), request);
            }
        }
        return Error{Errc::notFound, "no route"};
    }
    boost::json::object json(std::string const& method, std::string const& path,
                             std::string const& body = "",
                             std::map<std::string, std::string> query = {}) {
        auto const answer = call(method, path, body, std::move(query));
        EXPECT_TRUE(answer) << answer.error().message;
        return answer ? boost::json::parse(answer->body).as_object() : boost::json::object{};
    }
    static std::string file(std::string const& items, std::string const& head = "",
                            std::string const& targets = "all = true") {
        return "title = \"t\"\n" + (head.empty() ? "class = \"filler\"\n" : head) +
               "from = 2026-06-01\nto = 2026-12-31\nitems = [" + items + "]\n[targets]\n" +
               targets + "\n";
    }
    void approve(std::string const& id, std::string const& text) {
        auto const applied = call("PUT", "/api/v1/campaigns/" + id, text);
        ASSERT_TRUE(applied) << applied.error().message;
        (void)call("POST", "/api/v1/campaigns/" + id + "/submit");
        auto const approved = call("POST", "/api/v1/campaigns/" + id + "/approve");
        ASSERT_TRUE(approved) << approved.error().message;
    }

    std::optional<messages::Manifest> manifest(std::string const& screen) {
        auto const newest =
            look([&](store::Tx const& tx) { return tx.manifests().newest(ScreenId(screen)); });
        if (!newest) {
            return std::nullopt;
        }
        auto const envelope = messages::parseEnvelope(newest->envelope).value();
        auto const payload = messages::opened(envelope, messages::kManifestKind,
                                              signer_->publicKey(keys::Role::content));
        EXPECT_TRUE(payload);
        return messages::parseManifest(payload.value()).value();
    }
    std::vector<messages::Span> spans(std::string const& screen) {
        std::vector<messages::Span> out;
        for (auto const& released : look([&](store::Tx const& tx) {
                 return tx.timelines().spans(ScreenId(screen), at("2026-01-01T00:00:00Z"),
                                             at("2027-01-01T00:00:00Z"));
             })) {
            out.push_back(released.span);
        }
        return out;
    }
    playlists::Timeline timeline(Digest const& digest) {
        auto const stored = look([&](store::Tx const& tx) { return tx.timelines().find(digest); });
        EXPECT_TRUE(stored);
        EXPECT_EQ(messages::sha256(stored->bytes), digest);
        return playlists::decodeTimeline(stored->bytes).value();
    }

    std::filesystem::path directory_ =
        std::filesystem::path(testing::TempDir()) /
        ("tocsin-schedule-" + std::to_string(getpid()) + "-" +
         testing::UnitTest::GetInstance()->current_test_info()->name());
    Instant now_ = at("2026-06-10T02:00:00Z");  // 10:00 in Shanghai
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<keys::Signer> signer_;
    std::unique_ptr<library::Library> library_;
    std::unique_ptr<Schedule> schedule_;
    std::vector<std::string> released_;
};

}  // namespace tocsin::schedule
