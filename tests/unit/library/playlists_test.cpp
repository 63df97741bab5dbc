// SPDX-License-Identifier: Apache-2.0
// Playlists over the routes, and what a change does to the campaigns that show them.
#include "shelf.hpp"

namespace tocsin::library {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Playlists : public Shelf {
protected:
    Playlists() {
        for (auto const* handle : {"a", "b", "c"}) {
            assets.emplace(handle, put(handle));
        }
    }
    Digest digest(std::string const& handle) { return assets.at(handle).content.asset; }
    /// "x" and the playlist between "a" and "c".
    store::Campaign putShowing(std::string const& id, store::CampaignState state,
                               std::vector<Digest> const& list) {
        store::Campaign campaign;
        campaign.id = CampaignId(id);
        campaign.state = state;
        campaign.revision = 4;
        campaign.items = {digest("a")};
        campaign.items.insert(campaign.items.end(), list.begin(), list.end());
        campaign.items.push_back(digest("c"));
        campaign.parts = {{"", 1}, {"safety", list.size()}, {"", 1}};
        change([&](store::Tx& tx) { tx.campaigns().put(campaign); });
        return campaign;
    }
    store::Campaign stored(std::string const& id) {
        return look([&](store::Tx const& tx) { return tx.campaigns().find(CampaignId(id)); })
            .value();
    }
    static std::vector<std::string> assetsOf(boost::json::object const& playlist) {
        std::vector<std::string> out;
        for (auto const& item : playlist.at("items").as_array()) {
            out.emplace_back(item.at("asset").as_string());
        }
        return out;
    }

    std::map<std::string, store::Asset> assets;
};

TEST_F(Playlists, KeepTheirOrderAndTheSameAssetTwice) {
    auto const added = call("POST", "/api/v1/playlists",
                            R"({"handle":"safety","title":"安全月","items":["b","a","b"]})");
    ASSERT_TRUE(added) << added.error().message;
    EXPECT_EQ(added->status, 201);
    EXPECT_EQ(audited(), "playlist.add: title=安全月 items=b,a,b");
    library.reset();
    open();
    auto const shown = json("GET", "/api/v1/playlists/safety");
    EXPECT_THAT(assetsOf(shown), ElementsAre("b", "a", "b"));
    EXPECT_EQ(shown.at("title"), "安全月");
    EXPECT_EQ(shown.at("duration_ms"), 24'000);
    EXPECT_EQ(shown.at("revision"), 1);
    auto const changed = json("PATCH", "/api/v1/playlists/safety", R"({"items":["c"]})");
    EXPECT_THAT(assetsOf(changed), ElementsAre("c"));
    EXPECT_EQ(changed.at("revision"), 2);
    EXPECT_EQ(changed.at("title"), "安全月");
    auto const named = json("PATCH", "/api/v1/playlists/safety", R"({"title":null})");
    EXPECT_EQ(named.at("title"), "safety");
    EXPECT_EQ(named.at("revision"), 2) << "its content is the same";
    EXPECT_THAT(handles(json("GET", "/api/v1/playlists")), ElementsAre("safety"));
}

TEST_F(Playlists, RefuseWhatCannotBeMeant) {
    auto const add = [&](std::string const& body) {
        return refusal("POST", "/api/v1/playlists", body);
    };
    EXPECT_THAT(add(R"({"handle":"p","items":[]})"), HasSubstr("1 to 1000 assets, not 0"));
    EXPECT_THAT(add(R"({"handle":"p","items":["none"]})"), HasSubstr("no asset \"none\""));
    EXPECT_THAT(add(R"({"handle":"P !","items":["a"]})"), HasSubstr("cannot be used"));
    put("old", [](auto& asset) { asset.retired = true; });
    EXPECT_EQ(add(R"({"handle":"p","items":["old"]})"),
              "asset old is retired; leave it out, or add it again first");
    EXPECT_EQ(add(R"({"handle":"p","items":["a"]})"), "");
    EXPECT_THAT(add(R"({"handle":"p","items":["b"]})"),
                HasSubstr("there is a playlist \"p\" already"));
    EXPECT_THAT(refusal("GET", "/api/v1/playlists/none"), HasSubstr("there is no playlist"));
    EXPECT_THAT(refusal("PATCH", "/api/v1/playlists/p", R"({"assets":["a"]})"),
                HasSubstr("unknown key \"assets\""));
}

TEST_F(Playlists, OtherItemsMakeDraftsOfTheCampaignsThatShowThem) {
    json("POST", "/api/v1/playlists", R"({"handle":"safety","items":["b"]})");
    putShowing("month", store::CampaignState::approved, {digest("b")});
    putShowing("next", store::CampaignState::submitted, {digest("b")});
    putShowing("plan", store::CampaignState::draft, {digest("b")});
    auto const over = putShowing("over", store::CampaignState::retired, {digest("b")});
    auto const answer = json("PATCH", "/api/v1/playlists/safety", R"({"items":["c","b"]})");
    for (auto const* id : {"month", "next", "plan"}) {
        auto const campaign = stored(id);
        EXPECT_EQ(campaign.state, store::CampaignState::draft) << id;
        EXPECT_EQ(campaign.revision, 5) << id;
        EXPECT_THAT(campaign.items, ElementsAre(digest("a"), digest("c"), digest("b"), digest("c")))
            << id;
        EXPECT_EQ(campaign.parts.at(1).items, 2U) << id;
    }
    EXPECT_EQ(stored("over"), over) << "history stays";
    auto const& findings = answer.at("findings").as_array();
    ASSERT_EQ(findings.size(), 2U) << "the draft had no approval to lose";
    EXPECT_EQ(findings.at(0).at("code"), "no-longer-approved");
    EXPECT_EQ(findings.at(0).at("campaign"), "month");
    EXPECT_THAT(std::string(findings.at(0).at("message").as_string()),
                HasSubstr("revision 4 was on the screens and leaves them now"));
    EXPECT_EQ(replans, 1);
    EXPECT_EQ(answer.at("campaigns"), (boost::json::array{"month", "next", "plan"}));
}

TEST_F(Playlists, WhatChangesNothingVoidsNothing) {
    json("POST", "/api/v1/playlists", R"({"handle":"safety","items":["b"]})");
    auto const campaign = putShowing("month", store::CampaignState::approved, {digest("b")});
    auto const answer = json("PATCH", "/api/v1/playlists/safety", R"({"title":"x","items":["b"]})");
    EXPECT_TRUE(answer.at("findings").as_array().empty());
    EXPECT_EQ(stored("month"), campaign);
    EXPECT_EQ(replans, 0);
}

TEST_F(Playlists, AreRetiredWhenNoCampaignNamesThemAndComeBack) {
    json("POST", "/api/v1/playlists", R"({"handle":"safety","items":["b"]})");
    putShowing("month", store::CampaignState::draft, {digest("b")});
    EXPECT_EQ(refusal("POST", "/api/v1/playlists/safety/retire"),
              "playlist safety is named by campaigns: month (draft); retire them or apply them "
              "without it first");
    putShowing("month", store::CampaignState::retired, {digest("b")});
    EXPECT_EQ(json("POST", "/api/v1/playlists/safety/retire").at("retired"), true);
    EXPECT_TRUE(handles(json("GET", "/api/v1/playlists")).empty());
    EXPECT_THAT(handles(json("GET", "/api/v1/playlists", "", {{"retired", "any"}})),
                ElementsAre("safety"));
    EXPECT_THAT(refusal("PATCH", "/api/v1/playlists/safety", R"({"items":["a"]})"),
                HasSubstr("is retired; add it again"));
    auto const again = json("POST", "/api/v1/playlists", R"({"handle":"safety","items":["a"]})");
    EXPECT_EQ(again.at("revision"), 2);
    EXPECT_EQ(again.at("retired"), false);
}

}  // namespace
}  // namespace tocsin::library
