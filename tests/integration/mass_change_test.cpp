// SPDX-License-Identifier: Apache-2.0
// Changes of many screens that nobody else has seen: held, confirmed by another person, and obeyed
// by players; and whether every route that changes something is reviewed, guarded, or harmless.
#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <set>

#include "campaigns.hpp"
#include "people_of_site.hpp"
#include "support/site.hpp"

namespace tocsin::integration {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

constexpr char kToml[] = "application/toml";
constexpr char kQuiet[] =
    "format = \"tocsin-screen/1\"\n[[quiet]]\nname = \"诊疗时间\"\nfrom = \"00:00\"\nto = "
    "\"24:00\"\n";

class MassChanges : public testing::Test {
protected:
    void begin(std::string const& configuration = "") {
        site.setConfiguration(configuration);
        ASSERT_NO_FATAL_FAILURE(site.startController());
        keeper = site.people().keeper();
    }
    void addScreen(std::string const& id, std::string const& unit = "bureau") {
        auto const added = ask(keeper, "POST", "/api/v1/screens",
                               R"({"id":")" + id + R"(","name":"x","unit":")" + unit +
                                   R"(","tags":["wall"],"width":192,"height":32})");
        ASSERT_EQ(added.status, 201) << added.body;
    }
    void addScreens(int count) {
        for (int i = 0; i < count; ++i) {
            ASSERT_NO_FATAL_FAILURE(addScreen("wall-" + std::to_string(i)));
        }
    }
    TusAnswer ask(std::string const& token, std::string const& method, std::string const& path,
                  std::string const& body = "", std::string const& type = "application/json") {
        return asked(site, token, method, path, body, type);
    }
    /// The id of the change that the answer says is held; empty if it is none.
    static std::string heldIn(TusAnswer const& answer) {
        auto const object = objectOf(answer);
        bool const held = answer.status == 409 && object.contains("code") &&
                          object.at("code") == "held" && object.contains("change");
        EXPECT_TRUE(held) << answer.status << " " << answer.body;
        return held ? std::string(object.at("change").at("id").as_string()) : std::string();
    }
    TusAnswer confirm(std::string const& token, std::string const& id) {
        return ask(token, "POST", "/api/v1/changes/" + id + "/confirm");
    }

    Site site;
    std::string keeper;
};

TEST_F(MassChanges, ASettingForTwelveScreensWaitsForAnotherPersonAndThenPlayersObeyIt) {
    ASSERT_NO_FATAL_FAILURE(begin());
    ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "wall"));
    ASSERT_NO_FATAL_FAILURE(addScreens(11));
    ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "wall"));
    site.startPlayer("bar");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    auto const volume = [&] {
        auto const status = site.json({"status"});
        for (auto const& screen : status.at("items").as_array()) {
            if (screen.at("id") == "bar" && screen.at("level").is_object() &&
                screen.at("manifest_current") == true) {
                return screen.at("level").at("volume").as_int64();
            }
        }
        return std::int64_t{-1};
    };
    ASSERT_TRUE(site.passUntil([&] { return volume() == 100; }));

    auto const answer = ask(keeper, "PUT", "/api/v1/quiet-zones/tag/wall", kQuiet, kToml);
    auto const id = heldIn(answer);
    EXPECT_THAT(answer.body, HasSubstr("for 12 screens"));
    EXPECT_TRUE(objectOf(ask(keeper, "GET", "/api/v1/quiet-zones")).at("items").as_array().empty());
    EXPECT_EQ(confirm(keeper, id).status, 403) << "nobody confirms their own";

    auto const second = signedIn(site, "second", {"operations"});
    auto const shown = objectOf(ask(second, "GET", "/api/v1/changes/" + id));
    EXPECT_EQ(shown.at("reaches").as_array().size(), 12U);
    EXPECT_EQ(shown.at("request").at("body"), kQuiet);
    auto const reporter = signedIn(site, "reporter", {"reporter"});
    EXPECT_EQ(confirm(reporter, id).status, 404) << "without the right there is nothing to see";
    EXPECT_EQ(volume(), 100);

    auto const done = confirm(second, id);
    EXPECT_EQ(done.status, 200) << done.body;
    EXPECT_TRUE(site.passUntil([&] { return volume() == 0; })) << site.player("bar").log();
    EXPECT_EQ(confirm(second, id).status, 404) << "once";
}

TEST_F(MassChanges, ALoopOfSingleRetirementsIsStopped) {
    ASSERT_NO_FATAL_FAILURE(begin());
    ASSERT_NO_FATAL_FAILURE(addScreens(12));
    for (int i = 0; i < 10; ++i) {
        auto const retired =
            ask(keeper, "POST", "/api/v1/screens/wall-" + std::to_string(i) + "/retire");
        EXPECT_EQ(retired.status, 200) << retired.body;
    }
    auto const held = site.tocsin({"screen", "retire", "wall-10"});
    EXPECT_EQ(held.code, 5);
    EXPECT_THAT(held.err, HasSubstr("tocsin change confirm"));
    EXPECT_EQ(site.json({"screen", "show", "wall-10"}).at("retired"), false);
    auto const listed = site.json({"change", "list"}).at("items").as_array();
    ASSERT_EQ(listed.size(), 1U);
    auto const id = std::string(listed[0].at("id").as_string());
    // A restart does not forgive.
    EXPECT_EQ(site.controller().stop(), 0);
    ASSERT_NO_FATAL_FAILURE(site.startController());
    heldIn(ask(keeper, "POST", "/api/v1/screens/wall-11/retire"));
    EXPECT_EQ(site.tocsin({"change", "cancel", id}).code, 0);
    EXPECT_EQ(site.json({"screen", "show", "wall-10"}).at("retired"), false);
}

TEST_F(MassChanges, WhatNobodyConfirmsEndsByItself) {
    ASSERT_NO_FATAL_FAILURE(begin("[guard]\nscreens = 1\nkeep_hours = 1\n"));
    ASSERT_NO_FATAL_FAILURE(addScreens(2));
    auto const second = signedIn(site, "second", {"operations"});
    auto const id = heldIn(ask(keeper, "PUT", "/api/v1/quiet-zones/tag/wall", kQuiet, kToml));
    site.setTick(Milliseconds(10'000));
    ASSERT_TRUE(site.passUntil(
        [&] {
            return !site.json({"audit", "list", "--action", "change.expired"})
                        .at("items")
                        .as_array()
                        .empty();
        },
        Milliseconds(80 * 60'000)));
    EXPECT_NE(confirm(second, id).status, 200);
    EXPECT_TRUE(objectOf(ask(keeper, "GET", "/api/v1/quiet-zones")).at("items").as_array().empty());
}

TEST_F(MassChanges, BlankingAllScreensIsOnePersonsAndAtOnceAndBackAgain) {
    ASSERT_NO_FATAL_FAILURE(begin());
    ASSERT_NO_FATAL_FAILURE(addScreens(12));
    auto const all = R"({"all":true})";
    auto const blanked = ask(keeper, "POST", "/api/v1/screens/blank", all);
    EXPECT_EQ(blanked.status, 200) << blanked.body;
    EXPECT_EQ(objectOf(blanked).at("items").as_array().size(), 12U);
    EXPECT_EQ(ask(keeper, "POST", "/api/v1/screens/unblank", all).status, 200);
    EXPECT_EQ(ask(keeper, "POST", "/api/v1/screens/blank", all).status, 200);
    // Who undoes the stop of another is asked for a second person.
    auto const second = signedIn(site, "second", {"operations"});
    heldIn(ask(second, "POST", "/api/v1/screens/unblank", all));
    // To stop them once more makes it nobody else's stop.
    EXPECT_EQ(ask(second, "POST", "/api/v1/screens/blank", all).status, 200);
    heldIn(ask(second, "POST", "/api/v1/screens/unblank", all));
    EXPECT_EQ(ask(second, "POST", "/api/v1/screens/unblank", R"({"screens":["wall-0"]})").status,
              200);
    EXPECT_EQ(ask(keeper, "POST", "/api/v1/screens/unblank", all).status, 200);
}

TEST_F(MassChanges, ASiteOfOnePersonSetsItOffAndThatIsSaid) {
    ASSERT_NO_FATAL_FAILURE(begin("[guard]\nscreens = 0\n"));
    ASSERT_NO_FATAL_FAILURE(addScreens(12));
    EXPECT_EQ(ask(keeper, "PUT", "/api/v1/quiet-zones/tag/wall", kQuiet, kToml).status, 200);
    EXPECT_THAT(site.tocsin({"status"}).out, HasSubstr("no second person"));
    EXPECT_THAT(site.tocsin({"audit", "list", "--action", "config.changed"}).out,
                HasSubstr("guard.screens is 0"));
}

/// Routes that change something, and why neither a review nor the guard stands before them.
std::map<std::string, std::string> const& harmless() {
    static std::string const reviewed = "review";
    static std::string const own = "changes the caller's own account only";
    static std::string const people =
        "gives rights, and changes no screen; an administrator may not "
        "release";
    static std::string const library =
        "what is added or said is on no screen before a review; what is shown cannot be taken away "
        "by it (409)";
    static std::string const warning =
        "a warning is the duty officer's, with a second factor, and free text takes a second "
        "person";
    static std::string const machine = "when heavy work is done, not what is shown";
    static std::string const paper = "what people say of an activity, which no screen shows";
    static std::map<std::string, std::string> const all{
        {"POST /api/v1/campaigns/{id}/submit", "only asks for a review"},
        {"POST /api/v1/campaigns/{id}/approve", reviewed},
        {"POST /api/v1/campaigns/{id}/approve-on-paper", reviewed},
        {"POST /api/v1/screens/blank", "the emergency stop is one person's, by decision"},
        {"POST /api/v1/warnings", warning},
        {"POST /api/v1/warnings/preview", "looks only"},
        {"POST /api/v1/warnings/{id}/release", "is the second person"},
        {"POST /api/v1/warnings/{id}/reject", "gives up what is not shown"},
        {"POST /api/v1/warnings/{id}/extend", warning},
        {"POST /api/v1/warnings/{id}/change", warning},
        {"POST /api/v1/warnings/{id}/clear", warning},
        {"POST /api/v1/cap", warning},
        {"POST /api/v1/warning-feeds/{name}/poll",
         "asks sooner for what would be asked for anyway"},
        {"DELETE /api/v1/commands/{id}", "takes back what was not done yet"},
        {"POST /api/v1/screens/{id}/identify", "the screen's own name, for ten seconds"},
        {"POST /api/v1/screens/{id}/shot", "looks only"},
        {"POST /api/v1/screens/{id}/carry", "enters plays that a player has signed"},
        {"POST /api/v1/evidence/photos", "keeps a photograph of a screen"},
        {"POST /api/v1/screens/{id}/revoke",
         "makes dark and nothing else: in an emergency one person's, as blank is"},
        {"POST /api/v1/spares", "loads files, and shows none before it is paired"},
        {"DELETE /api/v1/spares/{player}", "it loads no more"},
        {"POST /api/v1/screens", "a new screen shows what is approved for it, if anything"},
        {"POST /api/v1/screens/{id}/loops", "makes a file"},
        {"DELETE /api/v1/loops/{loop}", "removes a file that was made"},
        {"POST /api/v1/reports/submitted", "keeps figures as they are"},
        {"POST /api/v1/mail/{number}/retry", "sends a mail sooner"},
        {"POST /api/v1/mail/{number}/cancel", "sends a mail no more"},
        {"POST /api/v1/mail/test", "sends a mail"},
        {"PUT /api/v1/activities/{handle}", paper},
        {"POST /api/v1/activities/{handle}/retire", paper},
        {"POST /api/v1/activities/{handle}/clone", paper},
        {"PUT /api/v1/activities/{handle}/campaigns/{campaign}", paper},
        {"DELETE /api/v1/activities/{handle}/campaigns/{campaign}", paper},
        {"POST /api/v1/activities/{handle}/key-dates", paper},
        {"DELETE /api/v1/activities/{handle}/key-dates/{day}", paper},
        {"PUT /api/v1/activities/{handle}/parts/{part}", paper},
        {"POST /api/v1/activities/{handle}/parts/{part}/files", paper},
        {"DELETE /api/v1/activities/{handle}/parts/{part}/files/{digest}", paper},
        {"POST /api/v1/work", paper},
        {"PATCH /api/v1/work/{number}", paper},
        {"POST /api/v1/work/{number}/withdraw", paper},
        {"POST /api/v1/work/{number}/pictures", paper},
        {"PATCH /api/v1/work/{number}/pictures/{digest}", paper},
        {"DELETE /api/v1/work/{number}/pictures/{digest}", paper},
        {"POST /api/v1/work/import", paper},
        {"POST /api/v1/filings", "keeps figures as they are"},
        {"POST /api/v1/inspections", "puts files together"},
        {"DELETE /api/v1/inspections/{number}", "ends a link"},
        {"PUT /api/v1/filing-draft", "keeps what people wrote for a report"},
        {"POST /api/v1/filing-draft/fill", "fills a form that it gives back"},
        {"POST /api/v1/filings/{number}/fill", "fills a form that it gives back"},
        {"POST /api/v1/filings/{number}/submit", "says that a report was sent"},
        {"POST /api/v1/filings/{number}/accept", "says that a report was taken"},
        {"POST /api/v1/filings/{number}/return", "gives a report back"},
        {"POST /api/v1/filings/{number}/outside", "says that a report was handed over"},
        {"POST /api/v1/filings/{number}/export", "signs what is stored"},
        {"POST /api/v1/filing-files", "keeps a report of another controller"},
        {"POST /api/v1/filing-roll-up", "keeps figures as they are"},
        {"PUT /api/v1/filing-keys/{unit}", "says whose reports are believed"},
        {"POST /api/v1/proof/bundles", "makes a file"},
        {"DELETE /api/v1/proof/bundles/{bundle}", "removes a file that was made"},
        {"POST /api/v1/proof/checkpoints", "signs what is stored"},
        {"POST /api/v1/proof/checkpoints/{size}/cosignatures", "keeps somebody's signature"},
        {"POST /api/v1/changes/{id}/confirm", "is the second person"},
        {"POST /api/v1/changes/{id}/cancel", "gives up what was not done"},
        {"DELETE /api/v1/session", own},
        {"POST /api/v1/session/password", own},
        {"POST /api/v1/session/totp", own},
        {"POST /api/v1/session/totp/confirm", own},
        {"DELETE /api/v1/session/totp", own},
        {"POST /api/v1/session/pin", own},
        {"POST /api/v1/accounts", people},
        {"PATCH /api/v1/accounts/{account}", people},
        {"PUT /api/v1/accounts/{account}/grants/{role}", people},
        {"DELETE /api/v1/accounts/{account}/grants/{role}", people},
        {"POST /api/v1/accounts/{account}/invitation", people},
        {"POST /api/v1/accounts/{account}/unlock", people},
        {"DELETE /api/v1/units/{unit}", "only one that nothing belongs to"},
        {"POST /api/v1/tokens", people},
        {"DELETE /api/v1/tokens/{id}", people},
        {"POST /api/v1/stations", people},
        {"DELETE /api/v1/stations/{id}", people},
        {"POST /api/v1/delegations", "lends a right to review; every review is another person's"},
        {"DELETE /api/v1/delegations/{id}", "takes it back"},
        {"POST /api/v1/media", library},
        {"POST /api/v1/media/fetch", library},
        {"POST /api/v1/slogans", library},
        {"POST /api/v1/slogans/check", "looks only"},
        {"POST /api/v1/slogans/preview", "looks only"},
        {"POST /api/v1/streams", library},
        {"POST /api/v1/media/{handle}/retire", library},
        {"DELETE /api/v1/media/{handle}", library},
        {"POST /api/v1/uploads", library},
        {"PATCH /api/v1/uploads/{id}", library},
        {"DELETE /api/v1/uploads/{id}", library},
        {"POST /api/v1/playlists", library},
        {"POST /api/v1/playlists/{handle}/retire", library},
        {"PUT /api/v1/categories/{word}", library},
        {"DELETE /api/v1/categories/{word}", library},
        {"PUT /api/v1/words/{wrong}", library},
        {"POST /api/v1/words", library},
        {"DELETE /api/v1/words/{wrong}", library},
        {"PUT /api/v1/themes/{title}", library},
        {"DELETE /api/v1/themes/{title}", library},
        {"PUT /api/v1/slogan-templates/{name}", library},
        {"DELETE /api/v1/slogan-templates/{name}", library},
        {"PUT /api/v1/characters/{character}", library},
        {"DELETE /api/v1/characters/{character}", library},
        {"POST /api/v1/conversions/pause", machine},
        {"POST /api/v1/conversions/resume", machine},
        {"POST /api/v1/conversions/again", machine}};
    return all;
}

/// Every route of the description that changes something and asks who is calling, and whether it is
/// guarded.
std::map<std::string, bool> changingRoutes(json::object const& description) {
    std::map<std::string, bool> out;
    for (auto const& path : description.at("paths").as_object()) {
        for (auto const& operation : path.value().as_object()) {
            auto const& said = operation.value().as_object();
            auto method = std::string(operation.key());
            for (auto& c : method) {
                c = static_cast<char>(c & ~0x20);
            }
            bool const looks = method == "GET" || method == "HEAD" || method == "OPTIONS";
            if (!looks && said.at("x-permission") != "none") {
                out.emplace(method + " " + std::string(path.key()), said.contains("x-guarded"));
            }
        }
    }
    return out;
}

TEST_F(MassChanges, EveryRouteThatChangesSomethingIsReviewedGuardedOrHarmlessForAReason) {
    ASSERT_NO_FATAL_FAILURE(begin());
    auto const routes = changingRoutes(objectOf(ask(keeper, "GET", "/api/v1/openapi.json")));
    ASSERT_GT(routes.size(), 40U);
    for (auto const& [route, guarded] : routes) {
        EXPECT_NE(guarded, harmless().contains(route))
            << route << ": have its handler ask the guard, or say here why it need not";
    }
    for (auto const& [route, reason] : harmless()) {
        EXPECT_TRUE(routes.contains(route)) << route << " is no route any more";
    }
}

/// A site where one person may change one screen at a time, and has.
class EachGuardedRoute : public MassChanges {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(begin("[guard]\nscreens = 1\n"));
        for (auto const* unit : {"bureau", "east"}) {
            auto const put = ask(keeper, "PUT", std::string("/api/v1/units/") + unit,
                                 std::string(R"({"name":")") + unit + R"("})");
            ASSERT_EQ(put.status, 201) << put.body;
        }
        ASSERT_NO_FATAL_FAILURE(addScreen("used-up"));
        ASSERT_NO_FATAL_FAILURE(addScreen("one"));
        ASSERT_NO_FATAL_FAILURE(addScreen("two", "east"));
        helper = signedIn(site, "helper", {"operations", "editor"});
        reviewer = site.people().reviewer(site.address());
        auto const slogan = ask(keeper, "POST", "/api/v1/slogans",
                                R"({"text":"人人讲安全","handle":"motto","seconds":4})");
        ASSERT_EQ(slogan.status, 201) << slogan.body;
        must(ask(keeper, "POST", "/api/v1/playlists", R"({"handle":"list","items":["motto"]})"));
        release("shown", "\"motto\"");
        release("ended", "\"motto\"");
        release("returned", "\"motto\"");
        release("listed", "\"playlist:list\"");
        // By somebody who may still change a screen: what the scenarios take away again.
        must(ask(helper, "PUT", "/api/v1/screens/two/settings", kBright, kToml));
        must(ask(helper, "PUT", "/api/v1/quiet-zones/unit/east", kQuiet, kToml));
        must(ask(helper, "POST", "/api/v1/screens/blank", R"({"screens":["one","two"]})"));
        must(ask(keeper, "PUT", "/api/v1/screens/used-up/settings", kBright, kToml));
    }
    void must(TusAnswer const& answer) {
        ASSERT_TRUE(answer.status >= 200 && answer.status < 300)
            << answer.status << " " << answer.body;
    }
    static std::string file(std::string const& items, std::string const& title = "t") {
        return "title = \"" + title +
               "\"\nclass = \"filler\"\nfrom = 2026-01-01\nto = 2036-12-31\nitems = [" + items +
               "]\n[targets]\nall = true\n";
    }
    void release(std::string const& id, std::string const& items) {
        auto const path = "/api/v1/campaigns/" + id;
        must(ask(keeper, "PUT", path, file(items), kToml));
        must(ask(keeper, "POST", path + "/submit"));
        must(ask(reviewer, "POST", path + "/approve", "{}"));
    }

    /// Somebody who may all that is held here, and has changed nothing.
    std::string const& confirmer() {
        if (confirmer_.empty()) {
            confirmer_ = signedIn(site, "confirmer", {"operations", "editor", "administrator"});
        }
        return confirmer_;
    }

    static constexpr char kBright[] =
        "format = \"tocsin-screen/1\"\n[[brightness]]\nfrom = \"06:00\"\npercent = 50\n";
    std::string helper, reviewer, confirmer_;
};

TEST_F(EachGuardedRoute, AnApprovedCampaignIsNotEmptiedWithinWhatWasApproved) {
    auto shorter = file("\"motto\"");
    auto const to = shorter.find("2036-12-31");
    shorter.replace(to, 10, "2026-01-01");
    heldIn(ask(keeper, "PUT", "/api/v1/campaigns/shown", shorter, kToml));
    auto fewer = file("\"motto\"");
    fewer.replace(fewer.find("all = true"), 10, "screens = [\"two\"]");
    heldIn(ask(keeper, "PUT", "/api/v1/campaigns/shown", fewer, kToml));
    EXPECT_EQ(site.json({"campaign", "show", "shown"}).at("state"), "approved");
}

TEST_F(EachGuardedRoute, HoldsWhatReachesTooMuch) {
    using Scenario = std::function<TusAnswer()>;
    std::map<std::string, Scenario> const scenarios{
        {"PUT /api/v1/screens/{id}/settings",
         [&] { return ask(keeper, "PUT", "/api/v1/screens/two/settings", kBright, kToml); }},
        {"DELETE /api/v1/screens/{id}/settings",
         [&] { return ask(keeper, "DELETE", "/api/v1/screens/two/settings"); }},
        {"PUT /api/v1/quiet-zones/{scope}/{name}",
         [&] { return ask(keeper, "PUT", "/api/v1/quiet-zones/tag/wall", kQuiet, kToml); }},
        {"DELETE /api/v1/quiet-zones/{scope}/{name}",
         [&] { return ask(keeper, "DELETE", "/api/v1/quiet-zones/unit/east"); }},
        {"PUT /api/v1/campaigns/{id}",
         [&] {
             return ask(keeper, "PUT", "/api/v1/campaigns/shown",
                        file("\"motto\", \"motto\"", "other"), kToml);
         }},
        {"POST /api/v1/campaigns/{id}/retire",
         [&] { return ask(keeper, "POST", "/api/v1/campaigns/ended/retire"); }},
        {"POST /api/v1/campaigns/{id}/return",
         [&] {
             return ask(reviewer, "POST", "/api/v1/campaigns/returned/return",
                        R"({"reason":"错字"})");
         }},
        {"POST /api/v1/screens/{id}/retire",
         [&] { return ask(keeper, "POST", "/api/v1/screens/one/retire"); }},
        {"POST /api/v1/screens/import",
         [&] {
             return ask(keeper, "POST", "/api/v1/screens/import",
                        R"({"update":true,"screens":[{"id":"two","width":64,"height":64}]})");
         }},
        {"PATCH /api/v1/screens/{id}",
         [&] { return ask(keeper, "PATCH", "/api/v1/screens/two", R"({"code":"330106"})"); }},
        {"POST /api/v1/screens/unblank",
         [&] { return ask(keeper, "POST", "/api/v1/screens/unblank", R"({"all":true})"); }},
        {"POST /api/v1/commands",
         [&] {
             return ask(keeper, "POST", "/api/v1/commands",
                        R"({"action":"restart","screens":["two"]})");
         }},
        {"PATCH /api/v1/media/{handle}",
         [&] {
             return ask(keeper, "PATCH", "/api/v1/media/motto", R"({"usable_until":"2026-01-02"})");
         }},
        {"PATCH /api/v1/playlists/{handle}",
         [&] {
             return ask(keeper, "PATCH", "/api/v1/playlists/list",
                        R"({"items":["motto","motto"]})");
         }},
        {"PUT /api/v1/units/{unit}", [&] {
             return ask(keeper, "PUT", "/api/v1/units/east",
                        R"({"name":"east","parent":"bureau"})");
         }}};
    // These need players; the room's own tests have them.
    std::set<std::string> const elsewhere{"POST /api/v1/screens/{id}/pair",
                                          "POST /api/v1/screens/{id}/carry/player",
                                          "POST /api/v1/screens/{id}/token"};
    for (auto const& [route, guarded] :
         changingRoutes(objectOf(ask(keeper, "GET", "/api/v1/openapi.json")))) {
        if (!guarded || elsewhere.contains(route)) {
            continue;
        }
        auto const scenario = scenarios.find(route);
        if (scenario == scenarios.end()) {
            ADD_FAILURE() << route << " is guarded and has no scenario here";
            continue;
        }
        SCOPED_TRACE(route);
        auto const id = heldIn(scenario->second());
        // And it is done when another confirms it.
        auto const second = route == "POST /api/v1/campaigns/{id}/return"
                                ? signedIn(site, "second-reviewer", {"reviewer"})
                                : confirmer();
        EXPECT_EQ(confirm(second, id).status, 200);
        must(ask(keeper, "PUT", "/api/v1/screens/used-up/settings", kBright, kToml));
    }
}

}  // namespace
}  // namespace tocsin::integration
