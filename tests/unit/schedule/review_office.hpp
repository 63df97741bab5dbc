// SPDX-License-Identifier: Apache-2.0
// The office with reviewers, and a media worker that says what the test tells it.
#pragma once

#include "office.hpp"
#include "standing_worker.hpp"
#include "tocsin/store/approvals.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::schedule {

class ReviewOffice : public Office {
protected:
    ReviewOffice() : worker_(directory_) {
        library::LibrarySettings settings;
        settings.directory = directory_;
        settings.worker = worker_.program();
        settings.now = [this] { return now_; };
        settings.diskReserveBytes = 0;
        schedule_.reset();
        library_ = std::make_unique<library::Library>(*store_, settings);
        restart();
        addScreen("gate", true);
        addAsset("film", Milliseconds(10'000));
        addAsset("poster", Milliseconds(8'000), playlists::AssetKind::picture);
        addAccount("rui", "芮敏", "reviewer");
        addAccount("sun", "孙立", "reviewer");
        addAccount("local-operator", "罗编", "editor");
    }
    void addAccount(std::string const& id, std::string const& name, std::string const& role,
                    std::string const& unit = "") {
        store::Account account;
        account.id = store::AccountId(id);
        account.name = name;
        account.grants = {{role, unit}};
        account.created = now_;
        change([&](store::Tx& tx) { tx.accounts().put(account); });
    }
    Result<access::Response> as(std::string const& who, std::string const& method,
                                std::string const& path, std::string const& body = "",
                                std::map<std::string, std::string> query = {},
                                std::filesystem::path const& bodyFile = {}) {
        for (auto const& route : schedule_->routes()) {
            if (auto const parameters = access::match(route.pattern, path);
                parameters && route.method == method) {
                return route.handler(
                    test::everyRight(who),
                    {method, path, *parameters, std::move(query), {}, body, bodyFile});
            }
        }
        return Error{Errc::notFound, "no route"};
    }
    void write(std::string const& text) {
        json("PUT", "/api/v1/campaigns/fire", text);
        json("POST", "/api/v1/campaigns/fire/submit");
    }
    boost::json::object sheet() { return json("GET", "/api/v1/campaigns/fire/review-sheet"); }
    std::string code() { return std::string(sheet().at("code").as_string()); }
    std::string state() {
        return std::string(json("GET", "/api/v1/campaigns/fire").at("state").as_string());
    }
    void useLevels(int levels) {
        ScheduleSettings settings;
        settings.review = {levels, {}};
        restart(settings);
    }
    bool plays(std::string const& asset) {
        auto const now = manifest("gate");
        return now && std::any_of(now->assets.begin(), now->assets.end(),
                                  [&](auto const& one) { return one.name == asset; });
    }

    test::StandingWorker worker_;
};

}  // namespace tocsin::schedule
