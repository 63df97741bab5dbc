// SPDX-License-Identifier: Apache-2.0
// A route whose change reaches as many screens as the test says, guarded.
#include "tocsin/guard/mass_changes.hpp"

#include <boost/json.hpp>

#include "fresh_store.hpp"
#include "support/open_gate.hpp"
#include "tocsin/store/held_changes.hpp"

namespace tocsin::guard {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using testing::HasSubstr;

class Guarded : public store::FreshStore {
protected:
    Guarded() {
        settings_.now = [this] { return now_; };
        settings_.principal = [this](std::string const& account) -> std::optional<Principal> {
            auto const found = people_.find(account);
            return found == people_.end() ? std::nullopt : std::optional(found->second);
        };
        for (auto const* name : {"wang", "li", "zhao"}) {
            people_[name] = test::everyRight(name);
        }
        begin();
    }
    void begin() {
        changes_ = std::make_unique<MassChanges>(*store_, settings_);
        access::Route change{"PUT",
                             "/api/v1/thing/{name}",
                             Permission::editScreens,
                             "change",
                             "",
                             "",
                             access::BodyPolicy::text,
                             [this](Principal const& who, Request const& request) {
                                 return carryOut(who, request);
                             }};
        change.guarded = true;
        routes_ = changes_->over({change});
        for (auto& route : changes_->routes()) {
            routes_.push_back(std::move(route));
        }
    }
    /// The route's own handler.
    Result<access::Response> carryOut(Principal const& who, Request const& request) {
        auto const written = store_->write(
            [&](store::Tx& tx) -> Result<> {
                access::Reached reached{reached_, {"bureau"}, "thing", "变更", state_};
                if (asideOnce_) {
                    std::exchange(asideOnce_, {})(tx);
                }
                if (blind_) {
                    return {};
                }
                if (auto may = access::askGuard(request.guard, tx, reached); !may) {
                    return may;
                }
                if (fails_) {
                    return Error{Errc::conflict, "the thing says no"};
                }
                tx.settings().put("thing", request.body);
                return {};
            },
            {who.name, "thing.set", request.path, ""});
        if (!written) {
            return written.error();
        }
        done_.push_back(who.name + " " + request.query.at("mode") + " " + request.body);
        return access::jsonResponse(boost::json::object{{"thing", request.body}});
    }
    access::Response ask(std::string const& who, std::string const& method, std::string const& path,
                         std::string const& body = "") {
        for (auto const& route : routes_) {
            auto parameters = access::match(route.pattern, path);
            if (route.method == method && parameters) {
                Request request{method, path, *parameters, {{"mode", "fast"}}, {}, body, {}};
                auto const answer = route.handler(people_.at(who), request);
                return answer ? *answer : access::problem(answer.error());
            }
        }
        return access::problem({Errc::notFound, "no route"});
    }
    /// A change of so many screens, from number `first` on.
    access::Response change(std::string const& who, int screens, int first = 0,
                            std::string const& body = "x") {
        reached_.clear();
        for (int i = 0; i < screens; ++i) {
            reached_.emplace_back("screen-" + std::to_string(first + i));
        }
        return ask(who, "PUT", "/api/v1/thing/" + std::to_string(first), body);
    }
    static boost::json::object json(access::Response const& answer) {
        return boost::json::parse(answer.body).as_object();
    }
    /// The id of the change that the answer says is held.
    static std::string heldIn(access::Response const& answer) {
        EXPECT_EQ(answer.status, 409) << answer.body;
        auto const object = json(answer);
        EXPECT_EQ(object.at("code"), "held") << answer.body;
        return object.contains("change") ? std::string(object.at("change").at("id").as_string())
                                         : std::string();
    }
    access::Response confirm(std::string const& who, std::string const& id) {
        return ask(who, "POST", "/api/v1/changes/" + id + "/confirm");
    }
    std::string stored() {
        return look([](store::Tx const& tx) { return tx.settings().get("thing").value_or(""); });
    }
    std::vector<std::string> actions() {
        std::vector<std::string> out;
        for (auto const& row : look([](store::Tx const& tx) { return tx.audit().newest(50); })) {
            out.push_back(row.entry.who + " " + row.entry.action);
        }
        return out;
    }

    Instant now_ = store::at("2026-06-01T02:00:00Z");  // 10:00 in Shanghai
    GuardSettings settings_;
    std::map<std::string, Principal> people_;
    std::unique_ptr<MassChanges> changes_;
    access::Routes routes_;
    std::vector<ScreenId> reached_;
    std::string state_ = "as it was";
    bool fails_ = false;
    bool blind_ = false;                         ///< it does not ask
    std::function<void(store::Tx&)> asideOnce_;  ///< happens in the moment before it asks
    std::vector<std::string> done_;
};

TEST_F(Guarded, AHandfulIsNeverHeld) {
    EXPECT_EQ(change("wang", 10).status, 200);
    EXPECT_EQ(change("wang", 10).status, 200) << "the same screens again are no more of them";
    EXPECT_EQ(done_.size(), 2U);
}

TEST_F(Guarded, MoreIsHeldAndNothingIsChangedUntilAnotherConfirms) {
    auto const answer = change("wang", 12);
    auto const id = heldIn(answer);
    EXPECT_TRUE(done_.empty());
    EXPECT_EQ(stored(), "");
    EXPECT_EQ(json(answer).at("change").at("screens"), 12);
    EXPECT_THAT(std::string(json(answer).at("detail").as_string()),
                HasSubstr("tocsin change confirm " + id));
    EXPECT_THAT(std::string(json(answer).at("detail_zh").as_string()), HasSubstr("尚未执行"));

    auto const shown = json(ask("li", "GET", "/api/v1/changes/" + id));
    EXPECT_EQ(shown.at("reaches").as_array().size(), 12U);
    EXPECT_EQ(shown.at("request").at("body"), "x");
    EXPECT_EQ(shown.at("can_confirm"), true);

    auto const own = confirm("wang", id);
    EXPECT_EQ(own.status, 403) << own.body;
    EXPECT_TRUE(done_.empty()) << "nobody confirms their own";

    auto const confirmed = confirm("li", id);
    EXPECT_EQ(confirmed.status, 200) << confirmed.body;
    EXPECT_EQ(json(confirmed).at("answer").at("thing"), "x");
    EXPECT_EQ(done_, (std::vector<std::string>{"wang fast x"})) << "as who asked for it";
    EXPECT_EQ(stored(), "x");
    EXPECT_EQ(actions(), (std::vector<std::string>{"wang thing.set", "li change.confirm",
                                                   "wang change.held"}));
    EXPECT_EQ(confirm("zhao", id).status, 404) << "once";
    EXPECT_EQ(done_.size(), 1U);
}

TEST_F(Guarded, ALoopOverSingleScreensIsHeldToo) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(change("wang", 1, i).status, 200) << i;
    }
    auto const id = heldIn(change("wang", 1, 10));
    EXPECT_EQ(change("li", 1, 10).status, 200) << "each person by themselves";
    // Who confirms has seen what the other does, and the count begins anew.
    EXPECT_EQ(confirm("li", id).status, 200);
    EXPECT_EQ(change("wang", 10, 20).status, 200);
    heldIn(change("wang", 1, 40));
    now_ += Milliseconds(60 * 60'000 + 1);
    EXPECT_EQ(change("wang", 1, 41).status, 200) << "and so it does with time";
}

TEST_F(Guarded, WhatASecondPersonSawIsWhatIsDone) {
    auto const id = heldIn(change("wang", 12));
    reached_.emplace_back("screen-99");
    auto const moved = confirm("li", id);
    EXPECT_EQ(heldIn(moved), id);
    EXPECT_THAT(moved.body, HasSubstr("12 screens then, 13 screens now"));
    EXPECT_TRUE(done_.empty());
    state_ = "another";
    EXPECT_EQ(heldIn(confirm("li", id)), id) << "the same screens, but from another state";
    EXPECT_TRUE(done_.empty());
    EXPECT_EQ(confirm("li", id).status, 200);
    EXPECT_EQ(done_.size(), 1U);
}

TEST_F(Guarded, OnlyAPersonWithTheSameRightConfirms) {
    auto const id = heldIn(change("wang", 12));
    Principal elsewhere{"qian", {}};
    elsewhere.permissions[Permission::editScreens].add(std::string("school"));
    people_["qian"] = elsewhere;
    EXPECT_EQ(confirm("qian", id).status, 404) << "and does not even hear of it";
    EXPECT_TRUE(json(ask("qian", "GET", "/api/v1/changes")).at("items").as_array().empty());
    Principal viewer{"sun", {}};
    viewer.permissions[Permission::viewScreens] = access::UnitSet::all();
    people_["sun"] = viewer;
    EXPECT_EQ(confirm("sun", id).status, 404);
    people_["robot"] = test::everyRight("robot");
    people_["robot"].person = false;
    EXPECT_EQ(confirm("robot", id).status, 403);
    people_["zhou"] = Principal{"zhou", {}};
    people_["zhou"].permissions[Permission::editScreens].add(std::string("bureau"));
    EXPECT_EQ(confirm("zhou", id).status, 200);
}

TEST_F(Guarded, WhoMayNotConfirmIsToldSoBeforeASecondFactorIsAskedFor) {
    auto const id = heldIn(change("wang", 12));
    Principal viewer{"sun", {}};
    viewer.permissions[Permission::viewScreens] = access::UnitSet::all();
    for (auto const& route : routes_) {
        if (!route.pattern.ends_with("/confirm")) {
            EXPECT_FALSE(route.mayAtAll) << route.pattern;
            continue;
        }
        ASSERT_TRUE(route.mayAtAll && route.secondFactor);
        Request const request{"POST", "", {{"id", id}}, {}, {}, "", {}};
        EXPECT_EQ(route.mayAtAll(people_.at("wang"), request).error().code, Errc::permission);
        EXPECT_EQ(route.mayAtAll(viewer, request).error().code, Errc::notFound);
        EXPECT_TRUE(route.mayAtAll(people_.at("li"), request));
    }
    EXPECT_TRUE(done_.empty());
}

TEST_F(Guarded, WhoLostTheRightMeanwhileChangesNothing) {
    auto const id = heldIn(change("wang", 12));
    auto const before = people_.at("wang");
    people_["wang"] = Principal{"wang", {}};
    EXPECT_EQ(confirm("li", id).status, 409);
    people_.erase("wang");
    EXPECT_EQ(confirm("li", id).status, 409);
    EXPECT_TRUE(done_.empty());
    people_["wang"] = before;
    EXPECT_EQ(ask("li", "POST", "/api/v1/changes/" + id + "/cancel").status, 200);
    EXPECT_EQ(confirm("li", id).status, 404);
}

TEST_F(Guarded, ItsAuthorMayGiveItUpAndItEndsByItself) {
    auto const first = heldIn(change("wang", 12));
    EXPECT_EQ(ask("wang", "POST", "/api/v1/changes/" + first + "/cancel").status, 200);
    EXPECT_EQ(confirm("li", first).status, 404);
    auto const second = heldIn(change("wang", 12));
    now_ += Milliseconds(24 * 3'600'000);
    EXPECT_EQ(confirm("li", second).status, 404) << "even before it is swept";
    ASSERT_TRUE(changes_->expire());
    EXPECT_EQ(actions().front(), "controller change.expired");
    EXPECT_TRUE(done_.empty());
}

TEST_F(Guarded, AskedForTwiceItWaitsOnceAndOnlySoManyWait) {
    auto const id = heldIn(change("wang", 12));
    EXPECT_EQ(heldIn(change("wang", 12)), id);
    for (int i = 1; i < 20; ++i) {
        heldIn(change("wang", 12, i * 100));
    }
    EXPECT_EQ(change("wang", 12, 9'000).status, 409);
    EXPECT_THAT(actions(), testing::Each(testing::Not(testing::HasSubstr("thing.set"))));
    EXPECT_EQ(heldIn(change("li", 12, 9'000)).size(), 10U) << "others still can";
    now_ += Milliseconds(24 * 3'600'000);
    EXPECT_EQ(heldIn(change("wang", 12, 9'000)).size(), 10U) << "what has expired does not count";
}

TEST_F(Guarded, WhatFailsWhenItIsCarriedOutGoesOnWaiting) {
    auto const id = heldIn(change("wang", 12));
    fails_ = true;
    EXPECT_EQ(confirm("li", id).status, 409);
    EXPECT_EQ(actions().front(), "li change.failed");
    fails_ = false;
    EXPECT_EQ(confirm("li", id).status, 200);
}

TEST_F(Guarded, WhatReachesNothingAnyMoreIsGivenUp) {
    auto const id = heldIn(change("wang", 12));
    reached_.clear();
    auto const answer = confirm("li", id);
    EXPECT_EQ(answer.status, 409);
    EXPECT_THAT(answer.body, HasSubstr("no screen any more"));
    EXPECT_EQ(actions().front(), "li change.void");
    EXPECT_EQ(confirm("li", id).status, 404);
    EXPECT_TRUE(done_.empty());
}

TEST_F(Guarded, WhatDidNotAskWhenItWasConfirmedIsConfirmedOnce) {
    auto const id = heldIn(change("wang", 12));
    blind_ = true;
    EXPECT_EQ(confirm("li", id).status, 409);
    EXPECT_EQ(confirm("li", id).status, 404);
}

TEST_F(Guarded, WhatSomebodyElseDealtWithInThisMomentIsNotDoneAgain) {
    auto const id = heldIn(change("wang", 12));
    asideOnce_ = [id](store::Tx& tx) { tx.heldChanges().remove(id); };
    EXPECT_EQ(confirm("li", id).status, 409);
    EXPECT_TRUE(done_.empty());
    EXPECT_EQ(actions().front(), "li change.late");
}

TEST_F(Guarded, TheListDoesNotCarryTheRequests) {
    heldIn(change("wang", 12, 0, std::string(500'000, 'x')));
    auto const waiting = look([](store::Tx const& tx) { return tx.heldChanges().all(); });
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].request.body, "");
    EXPECT_EQ(look([&](store::Tx const& tx) {
                  return tx.heldChanges().find(waiting[0].id);
              })->request.body.size(),
              500'000U);
}

TEST_F(Guarded, TheCountSurvivesARestart) {
    EXPECT_EQ(change("wang", 10).status, 200);
    reopen();
    begin();
    heldIn(change("wang", 1, 10));
}

TEST_F(Guarded, NothingIsHeldWhereItIsOff) {
    settings_.screens = 0;
    begin();
    EXPECT_EQ(change("wang", 5'000).status, 200);
}

TEST_F(Guarded, AtNightFewerAreEnough) {
    settings_.nightFrom = std::chrono::hours(22);
    settings_.nightTo = std::chrono::hours(6);
    begin();
    EXPECT_EQ(change("wang", 10).status, 200);
    now_ = store::at("2026-06-01T14:00:00Z");  // 22:00
    EXPECT_EQ(change("wang", 3).status, 200);
    heldIn(change("wang", 4));
    now_ = store::at("2026-06-01T21:59:59Z");  // 05:59
    heldIn(change("wang", 4));
    now_ = store::at("2026-06-01T22:00:00Z");  // 06:00
    EXPECT_EQ(change("wang", 4).status, 200);
    EXPECT_EQ(limitAt(settings_, store::at("2026-06-01T04:00:00Z")), 10);
}

}  // namespace
}  // namespace tocsin::guard
