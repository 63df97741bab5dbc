// SPDX-License-Identifier: Apache-2.0
// A library without a media worker: its assets are put on the shelf by the test.
#pragma once

#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/open_gate.hpp"
#include "tocsin/library/library.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::library {

class Shelf : public testing::Test {
protected:
    Shelf() {
        std::filesystem::remove_all(directory);
        store = store::openSqliteStore(directory, [] { return fromMillis(0); }).value();
        open();
    }
    ~Shelf() override {
        library.reset();
        store.reset();
        std::filesystem::remove_all(directory);
    }
    void open() {
        LibrarySettings settings;
        settings.directory = directory;
        settings.worker = "/nonexistent/tocsin-media-worker";
        settings.now = [] { return fromMillis(1'000); };
        settings.diskReserveBytes = 0;
        library = std::make_unique<Library>(*store, settings);
        library->onPlansChange([this] { ++replans; });
    }

    template <class Change>
    void change(Change const& what) {
        auto const done = store->write(
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
        auto const done = store->read([&](store::Tx const& tx) -> Result<> {
            out = what(tx);
            return {};
        });
        EXPECT_TRUE(done) << done.error().message;
        return *out;
    }

    /// A film whose bytes are its handle, with `touch` applied.
    template <class Touch>
    store::Asset put(std::string const& handle, Touch const& touch) {
        store::Asset asset;
        auto const digest = messages::sha256(handle);
        asset.content = {digest, digest, digest};
        asset.handle = handle;
        asset.title = asset.broughtAs = handle + ".mp4";
        asset.bytes = static_cast<std::int64_t>(handle.size());
        asset.duration = Milliseconds(8'000);
        touch(asset);
        EXPECT_TRUE(library->keep(digest, handle));
        change([&](store::Tx& tx) { tx.assets().put(asset); });
        return asset;
    }
    store::Asset put(std::string const& handle) {
        return put(handle, [](store::Asset&) {});
    }
    void putCampaign(std::string const& id, store::CampaignState state,
                     std::vector<Digest> const& items) {
        store::Campaign campaign;
        campaign.id = CampaignId(id);
        campaign.state = state;
        campaign.items = items;
        change([&](store::Tx& tx) { tx.campaigns().put(campaign); });
    }

    virtual access::Routes routes() { return library->routes(); }
    Result<access::Response> call(std::string const& method, std::string const& path,
                                  std::string const& body = "",
                                  std::map<std::string, std::string> query = {}) {
        for (auto const& route : routes()) {
            if (auto const parameters = access::match(route.pattern, path);
                parameters && route.method == method) {
                access::Request request{method, path, *parameters, std::move(query), {}, body, {}};
                return route.handler(test::everyRight(), request);
            }
        }
        return Error{Errc::internal, "no route"};
    }
    boost::json::object json(std::string const& method, std::string const& path,
                             std::string const& body = "",
                             std::map<std::string, std::string> query = {}) {
        auto const answer = call(method, path, body, std::move(query));
        EXPECT_TRUE(answer) << answer.error().message;
        return answer ? boost::json::parse(answer->body).as_object() : boost::json::object{};
    }
    /// One line, or "" for what is done.
    std::string refusal(std::string const& method, std::string const& path,
                        std::string const& body = "",
                        std::map<std::string, std::string> query = {}) {
        auto const answer = call(method, path, body, std::move(query));
        return answer ? "" : answer.error().message;
    }
    /// Handles of a list's items.
    static std::vector<std::string> handles(boost::json::object const& list) {
        std::vector<std::string> out;
        for (auto const& item : list.at("items").as_array()) {
            out.emplace_back(item.at("handle").as_string());
        }
        return out;
    }
    /// "action: detail" of the newest change.
    std::string audited() {
        auto const rows = look([](store::Tx const& tx) { return tx.audit().newest(1); });
        return rows.at(0).entry.action + ": " + rows.at(0).entry.detail;
    }

    std::filesystem::path directory =
        std::filesystem::path(testing::TempDir()) /
        ("tocsin-shelf-" + std::to_string(getpid()) + "-" +
         testing::UnitTest::GetInstance()->current_test_info()->name());
    std::unique_ptr<store::Store> store;
    std::unique_ptr<Library> library;
    int replans = 0;
};

}  // namespace tocsin::library
