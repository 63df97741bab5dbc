// SPDX-License-Identifier: Apache-2.0
// A book of activities with a bureau, two hospitals below it, and people of each.
#pragma once

#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "support/open_gate.hpp"
#include "support/outside_here.hpp"
#include "tocsin/access/row_units.hpp"
#include "tocsin/activities/activities.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::activities {

class BookFixture : public testing::Test {
protected:
    BookFixture() {
        std::filesystem::remove_all(directory_);
        std::filesystem::create_directories(directory_);
        store_ = store::openSqliteStore(directory_, [this] { return now_; }).value();
        change([](store::Tx& tx) {
            tx.units().put({"bureau", "卫体局", "", ""});
            tx.units().put({"east", "东院", "bureau", ""});
            tx.units().put({"west", "西院", "bureau", ""});
            store::Campaign campaign;
            campaign.id = CampaignId("fire");
            campaign.title = "消防宣传";
            campaign.unit = "bureau";
            campaign.state = store::CampaignState::approved;
            tx.campaigns().put(campaign);
        });
        ActivitySettings settings{directory_, 0, [this] { return now_; }};
        settings.photograph = [this](auto const&) -> Result<library::HousePhotograph> {
            return library::HousePhotograph{"\xff\xd8\xff drawn " + drawn_, said_};
        };
        settings.filed = [this](auto const&, auto const&) { return filed_; };
        settings.outside = std::make_shared<test::OutsideHere>();
        book_.emplace(*store_, std::move(settings));
        said_.taken = "2026:06:16 09:30:00";
        said_.offset = "+08:00";
        become("ren", "bureau", {"bureau", "east", "west"});
    }
    ~BookFixture() override {
        book_.reset();
        store_.reset();
        std::filesystem::remove_all(directory_);
    }

    /// From now on the caller is of `unit`, with the rights of an editor for `units`.
    void become(std::string const& name, std::string const& unit,
                std::vector<std::string> const& units) {
        access::UnitSet set;
        for (auto const& one : units) {
            set.add(one);
        }
        who_ = {name, {}};
        who_.unit = unit;
        for (auto const permission :
             {access::Permission::viewReports, access::Permission::editActivities,
              access::Permission::viewCampaigns}) {
            who_.permissions[permission] = set;
        }
        who_.above = units.size() == 1 && unit != "bureau" ? std::set<std::string>{"bureau"}
                                                           : std::set<std::string>{};
    }
    template <class Change>
    void change(Change const& what) {
        ASSERT_TRUE(store_->write(
            [&](store::Tx& tx) -> Result<> {
                what(tx);
                return {};
            },
            {"test", "test", "test", ""}));
    }
    template <class Look>
    auto look(Look const& what) {
        std::optional<decltype(what(std::declval<store::Tx const&>()))> out;
        EXPECT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
            out = what(tx);
            return {};
        }));
        return *out;
    }

    using Names = std::map<std::string, std::string>;
    /// As the gate lets it in: 403 for rows that the caller may not reach.
    access::Response call(std::string const& method, std::string const& path,
                          std::string const& body = "", Names query = {}, Names headers = {},
                          std::filesystem::path file = {}) {
        for (auto const& route : book_->routes()) {
            auto const parameters = access::match(route.pattern, path);
            if (route.method != method || !parameters) {
                continue;
            }
            if (!reaches(route, *parameters)) {
                return access::problem(Error{Errc::permission, "the gate"});
            }
            access::Request request{method, path, *parameters, std::move(query), std::move(headers),
                                    body,   {}};
            request.bodyFile = std::move(file);
            auto const answer = route.handler(who_, request);
            return answer ? *answer : access::problem(answer.error());
        }
        ADD_FAILURE() << "no route " << path;
        return {};
    }
    access::Response upload(std::string const& path, std::string const& bytes, Names query = {}) {
        auto const file = directory_ / "upload";
        std::ofstream(file, std::ios::binary) << bytes;
        return call("POST", path, "", std::move(query), {}, file);
    }
    static boost::json::object objectOf(access::Response const& response) {
        return boost::json::parse(response.body).as_object();
    }
    static std::string detailOf(access::Response const& response) {
        return std::string(objectOf(response).at("detail").as_string());
    }
    /// "month", of the bureau, in June 2026.
    void addMonth() {
        auto const answer = call(
            "PUT", "/api/v1/activities/month",
            R"({"title":"2026年安全生产月","theme":"人人讲安全","from":"2026-06-01","to":"2026-06-30"})");
        ASSERT_EQ(answer.status, 201) << answer.body;
    }
    std::vector<std::string> actions() {
        return look([](store::Tx const& tx) {
            std::vector<std::string> out;
            for (auto const& row : tx.audit().newest(50)) {
                out.push_back(row.entry.who + " " + row.entry.action + " " + row.entry.subject);
            }
            return out;
        });
    }

    std::filesystem::path const directory_ =
        testing::TempDir() + "activities-" + std::to_string(::getpid());
    Instant now_ = parseInstant("2026-06-16T02:00:00Z").value();
    access::Principal who_;
    media::Photograph said_;
    std::string drawn_ = "hall";
    Filed filed_;
    std::unique_ptr<store::Store> store_;
    std::optional<ActivityBook> book_;

private:
    bool reaches(access::Route const& route, Names const& parameters) {
        auto const& reach = route.reach;
        EXPECT_NE(reach.of, access::Reach::Of::site) << route.method << " " << route.pattern;
        if (!who_.may(route.permission)) {
            return false;
        }
        if (reach.of == access::Reach::Of::filtered) {
            return true;
        }
        auto const unit = look([&](store::Tx const& tx) {
            return access::storedRows().at(reach.kind)(tx, parameters.at(reach.name));
        });
        if (!unit) {
            return true;  // there is no such row, which the handler says
        }
        return reach.of == access::Reach::Of::row ? who_.may(route.permission, *unit)
                                                  : who_.uses(route.permission, *unit);
    }
};

}  // namespace tocsin::activities
