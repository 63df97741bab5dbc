// SPDX-License-Identifier: Apache-2.0
// Campaigns that name playlists, and licences that end before a campaign does.
#include "office.hpp"
#include "support/open_gate.hpp"

namespace tocsin::schedule {
namespace {

using testing::HasSubstr;

class PlaylistCampaigns : public Office {
protected:
    PlaylistCampaigns() {
        addScreen("gate", false);
        for (auto const* film : {"a", "b", "c"}) {
            addAsset(film, Milliseconds(10'000));
        }
        addAsset("poster", Milliseconds(10'000), playlists::AssetKind::picture);
    }
    std::string library(std::string const& method, std::string const& path,
                        std::string const& body) {
        for (auto const& route : library_->routes()) {
            if (auto const parameters = access::match(route.pattern, path);
                parameters && route.method == method) {
                access::Request request{method, path, *parameters, {}, {}, body, {}};
                auto const answer = route.handler(test::everyRight(), request);
                return answer ? answer->body : answer.error().message;
            }
        }
        return "no route";
    }
    void addPlaylist(std::string const& handle, std::string const& items) {
        auto const answer = library("POST", "/api/v1/playlists",
                                    R"({"handle":")" + handle + R"(","items":[)" + items + "]}");
        ASSERT_THAT(answer, HasSubstr("\"revision\":1"));
    }
    /// The first handles of the day's plan.
    std::string shown(std::size_t count) {
        auto const plan = json("GET", "/api/v1/screens/gate/plan", "", {{"date", "2026-06-12"}});
        std::string out;
        for (auto const& play : plan.at("plays").as_array()) {
            if (count-- == 0) {
                break;
            }
            out += std::string(play.at("asset").as_string()) + " ";
        }
        return out;
    }
    std::string refusal(std::string const& toml) {
        auto const answer = call("PUT", "/api/v1/campaigns/fire", toml);
        return answer ? "" : answer.error().message;
    }
    std::string state() {
        return json("GET", "/api/v1/campaigns/fire").at("state").as_string().c_str();
    }
};

constexpr char kInOrder[] = "class = \"filler\"\norder = \"sequence\"\n";

TEST_F(PlaylistCampaigns, ShowThePlaylistsAssetsInOrderWhereItStands) {
    addPlaylist("safety", R"("b","c","b")");
    approve("fire", file("\"a\", \"playlist:safety\"", kInOrder));
    EXPECT_EQ(shown(8), "a b c b a b c b ");
    auto const campaign = json("GET", "/api/v1/campaigns/fire");
    EXPECT_EQ(campaign.at("items"), (boost::json::array{"a", "b", "c", "b"}));
    EXPECT_EQ(campaign.at("playlists"), (boost::json::array{"safety"}));
}

TEST_F(PlaylistCampaigns, LoseTheirApprovalWithAnotherListAndShowItWhenApprovedAgain) {
    addPlaylist("safety", R"("b")");
    approve("fire", file("\"a\", \"playlist:safety\"", kInOrder));
    released_.clear();
    library("PATCH", "/api/v1/playlists/safety", R"({"items":["c","b"]})");
    EXPECT_EQ(state(), "draft");
    EXPECT_EQ(released_, std::vector<std::string>{"gate"}) << "it leaves the screen at once";
    EXPECT_EQ(shown(1), " ") << "nothing is on";
    json("POST", "/api/v1/campaigns/fire/submit");
    json("POST", "/api/v1/campaigns/fire/approve");
    EXPECT_EQ(shown(6), "a c b a c b ");
}

TEST_F(PlaylistCampaigns, TheSameFileAgainIsTheSameCampaign) {
    addPlaylist("safety", R"("b","c")");
    auto const toml = file("\"a\", \"playlist:safety\"", kInOrder);
    approve("fire", toml);
    EXPECT_EQ(json("PUT", "/api/v1/campaigns/fire", toml).at("state"), "approved");
}

TEST_F(PlaylistCampaigns, AFixedEventBehindAPlaylistIsItsOwnAsset) {
    addPlaylist("safety", R"("b","c")");
    approve("fire", file("\"playlist:safety\", \"a\"", "class = \"filler\"\n") +
                        "[[fixed]]\nitem = \"a\"\nat = [\"2026-06-12T09:00:00\"]\n");
    auto const plan = json("GET", "/api/v1/screens/gate/plan", "", {{"date", "2026-06-12"}});
    for (auto const& play : plan.at("plays").as_array()) {
        if (play.at("start").as_string() == "2026-06-12T09:00:00.000+08:00") {
            EXPECT_EQ(play.at("asset"), "a");
            return;
        }
    }
    FAIL() << "nothing begins at nine";
}

TEST_F(PlaylistCampaigns, AreRefusedWithWhatIsWrongAboutTheList) {
    addPlaylist("safety", R"("b","c")");
    EXPECT_THAT(refusal(file("\"playlist:safty\"")),
                HasSubstr("items: playlist \"safty\" is missing; did you mean \"safety\"?"));
    EXPECT_THAT(refusal(file("\"playlist:safety\"",
                             "class = \"filler\"\norder = \"weighted\"\nweights = [2]\n")),
                HasSubstr("takes no playlist"));
    EXPECT_THAT(refusal("title = \"t\"\nplacement = \"overlay\"\nfrom = 2026-06-01\nto = "
                        "2026-06-30\nitems = [\"playlist:safety\"]\n[targets]\nall = true\n"),
                HasSubstr("is one asset, not a playlist"));
    EXPECT_THAT(refusal(file("\"playlist:safety\"") +
                        "[[fixed]]\nitem = \"playlist:safety\"\nat = [\"hourly\"]\n"),
                HasSubstr("a fixed event shows one asset"));
    library("POST", "/api/v1/media/c/retire", "");
    EXPECT_THAT(refusal(file("\"playlist:safety\"")),
                HasSubstr("playlist \"safety\" holds an asset that is retired"));
    library("POST", "/api/v1/playlists/safety/retire", "");
    EXPECT_THAT(refusal(file("\"playlist:safety\"")),
                HasSubstr("playlist \"safety\" is retired; name another"));
}

TEST_F(PlaylistCampaigns, ALicenceThatEndsIsFoundWhenTheCampaignIsAppliedAndPlansObeyIt) {
    library("PATCH", "/api/v1/media/a", R"({"licence":"自制","licence_until":"2026-06-11"})");
    auto const applied = json("PUT", "/api/v1/campaigns/fire", file("\"a\", \"b\"", kInOrder));
    auto const& finding = applied.at("findings").at(0);
    EXPECT_EQ(finding.at("code"), "licence-ends");
    EXPECT_EQ(finding.at("message"),
              "the licence of asset a ends on 2026-06-11, the campaign on 2026-12-31; after "
              "2026-06-11 it is left out");
    json("POST", "/api/v1/campaigns/fire/submit");
    json("POST", "/api/v1/campaigns/fire/approve");
    EXPECT_EQ(shown(4), "b b b b ");
    library("PATCH", "/api/v1/media/a", R"({"licence_until":"2026-12-31"})");
    EXPECT_EQ(shown(4), "a b a b ");
}

}  // namespace
}  // namespace tocsin::schedule
