// SPDX-License-Identifier: Apache-2.0
// The queue of bundles, and cosignatures, at the API: who may have what, and how much.
#include <boost/json.hpp>
#include <future>

#include "ledger_site.hpp"
#include "tocsin/access/route.hpp"
#include "tocsin/proof/bundles.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::proof {
namespace {

using access::Permission;
using testing::HasSubstr;

class BundleQueue : public LedgerSite {
protected:
    BundleQueue() {
        deliver(gate_, 5);
        deliver(hall_, 4);
        settings_.directory = data_;
        settings_.now = [this] { return now_; };
        settings_.diskReserveBytes = 0;
        settings_.log = [this](std::string const&) { settled_.set_value(); };
        who_.name = "wang";
        who_.permissions[Permission::viewReports].add(std::string("hospital"));
    }
    void grant(std::string const& unit, bool disabled = false) {
        change([&](store::Tx& tx) {
            for (auto const* handle : {"hospital", "school"}) {
                tx.units().put({handle, handle, "", ""});
            }
            store::Account account;
            account.id = store::AccountId("wang");
            account.grants = {{"reporter", unit}};
            account.disabled = disabled;
            tx.accounts().put(account);
        });
    }
    Bundles& bundles() {
        return bundles_ ? *bundles_ : bundles_.emplace(*store_, *keeper_, settings_);
    }
    Result<access::Response> call(std::string const& method, std::string const& path,
                                  std::string const& body = "") {
        auto routes = bundles().routes();
        auto const checkpoints = checkpointRoutes(*store_, *keeper_);
        routes.insert(routes.end(), checkpoints.begin(), checkpoints.end());
        for (auto const& route : routes) {
            auto const parameters = access::match(route.pattern, path);
            if (route.method == method && parameters) {
                return route.handler(who_, {method, path, *parameters, {}, {}, body, {}});
            }
        }
        ADD_FAILURE() << "no route " << path;
        return Error{Errc::notFound, "no route"};
    }
    Result<access::Response> order() {
        return call("POST", "/api/v1/proof/bundles", R"({"from":"2026-06-01","to":"2026-06-01"})");
    }
    std::string ordered() {
        auto const answer = boost::json::parse(order().value().body);
        return "/api/v1/proof/bundles/" + std::string(answer.at("bundle").as_string());
    }
    /// What became of an order.
    boost::json::value made() {
        auto const path = ordered();
        bundles().start();
        settled_.get_future().wait();
        return boost::json::parse(call("GET", path).value().body);
    }

    BundleSettings settings_;
    std::promise<void> settled_;
    access::Principal who_;
    std::optional<Bundles> bundles_;
};

TEST_F(BundleQueue, MakesWhatAnAccountMaySeeAndGivesItTheFile) {
    grant("hospital");
    auto const path = ordered();
    bundles().start();
    settled_.get_future().wait();
    auto const told = boost::json::parse(call("GET", path).value().body);
    EXPECT_EQ(told.at("state"), "done") << told;
    EXPECT_EQ(told.at("plays"), 5);
    EXPECT_TRUE(call("GET", path + "/file")->file);
}

TEST_F(BundleQueue, GivesNothingToAnAccountThatMaySeeLessThanWhenItAsked) {
    auto const path = ordered();
    EXPECT_TRUE(call("GET", path));
    who_.permissions[Permission::viewReports] = {};
    who_.permissions[Permission::viewReports].add(std::string("school"));
    EXPECT_EQ(call("GET", path).error().code, Errc::notFound);
    EXPECT_EQ(call("GET", path + "/file").error().code, Errc::notFound);
    who_.permissions[Permission::viewReports] = access::UnitSet::all();
    EXPECT_TRUE(call("GET", path));
}

TEST_F(BundleQueue, MakesNothingForAnAccountThatLostItsRightsWhileItWaited) {
    grant("school");
    auto const told = made();
    EXPECT_EQ(told.at("state"), "failed");
    EXPECT_THAT(std::string(told.at("message").as_string()), HasSubstr("may not see"));
}

TEST_F(BundleQueue, MakesNothingForAnAccountThatWasDisabled) {
    grant("hospital", true);
    EXPECT_EQ(made().at("state"), "failed");
}

TEST_F(BundleQueue, KeepsNoMoreOfAnAccountThanItMayHave) {
    settings_.mostOfAnAccount = 2;
    auto const first = ordered();
    ordered();
    EXPECT_EQ(order().error().code, Errc::exhausted);
    EXPECT_TRUE(call("DELETE", first));
    EXPECT_TRUE(order());
}

TEST_F(BundleQueue, GivesUpWhatWouldFillTheDisk) {
    grant("hospital");
    settings_.mostBytes = 1'000;
    auto const told = made();
    EXPECT_EQ(told.at("state"), "failed");
    EXPECT_THAT(std::string(told.at("message").as_string()), HasSubstr("remove some"));
    EXPECT_TRUE(std::filesystem::is_empty(data_ / "bundles"));
}

TEST_F(BundleQueue, ACosignatureThatIsThereIsTakenAgainThoughThereIsNoRoomForMore) {
    auto const text = keeper_->checkpointNow("me")->text.text;
    auto const path = std::string("/api/v1/proof/checkpoints/2/cosignatures");
    std::string first;
    auto const add = [&](std::string const& line) {
        return call("POST", path, boost::json::serialize(boost::json::object{{"line", line}}));
    };
    for (int i = 0; i < 50; ++i) {
        auto const key = messages::KeyPair::generate();
        auto line = toLine(messages::cosigned(text, key, now_, "office").value());
        line.pop_back();
        first = first.empty() ? line : first;
        auto const added = add(line);
        ASSERT_TRUE(added) << added.error().message;
    }
    EXPECT_TRUE(add(first)) << "the reply was lost";
    auto more = toLine(messages::cosigned(text, messages::KeyPair::generate(), now_, "x").value());
    more.pop_back();
    EXPECT_EQ(add(more).error().code, Errc::exhausted);
}

TEST_F(BundleQueue, KeepingACosignatureTakesTheRightOfThoseWhoAddEvidence) {
    for (auto const& route : checkpointRoutes(*store_, *keeper_)) {
        bool const keeps = route.pattern.ends_with("cosignatures");
        EXPECT_EQ(route.permission, keeps ? Permission::requestEvidence : Permission::viewReports)
            << route.pattern;
    }
}

}  // namespace
}  // namespace tocsin::proof
