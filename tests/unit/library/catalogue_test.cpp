// SPDX-License-Identifier: Apache-2.0
// What is said of assets, and finding them by it.
#include "shelf.hpp"

namespace tocsin::library {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Catalogue : public Shelf {
protected:
    boost::json::object set(std::string const& body) {
        return json("PATCH", "/api/v1/media/fire", body);
    }
    std::string refused(std::string const& body) {
        return refusal("PATCH", "/api/v1/media/fire", body);
    }
    std::vector<std::string> found(std::map<std::string, std::string> query) {
        return handles(json("GET", "/api/v1/media", "", std::move(query)));
    }
};

TEST_F(Catalogue, KeepsWhatIsSaidAndLeavesTheRest) {
    put("fire");
    auto const said = set(
        R"({"title":" 灭火器的使用 ","description":"三分钟\n科普","folder":"/安全月//2026/ 消防/",)"
        R"("owner":"应急安全科","licence":"自制","licence_until":"2027-06-30","tags":["消防","ＦＩＲＥ","fire"]})");
    EXPECT_EQ(said.at("title"), "灭火器的使用");
    EXPECT_EQ(said.at("description"), "三分钟\n科普");
    EXPECT_EQ(said.at("folder"), "安全月/2026/消防");
    EXPECT_EQ(said.at("owner"), "应急安全科");
    EXPECT_EQ(said.at("licence"), "自制");
    EXPECT_EQ(said.at("licence_until"), "2027-06-30");
    EXPECT_EQ(said.at("expires"), "2027-06-30");
    EXPECT_EQ(said.at("brought_as"), "fire.mp4");
    EXPECT_EQ(said.at("tags"), (boost::json::array{"消防", "ＦＩＲＥ"})) << "two are alike";
    EXPECT_THAT(audited(),
                HasSubstr("media.set: title= 灭火器的使用  description=三分钟 科普 folder="));
    EXPECT_THAT(audited(), HasSubstr("licence_until=2027-06-30 tags=消防,ＦＩＲＥ,fire"));

    auto const more = set(R"({"add_tags":["演练","消防"],"remove_tags":["fire","none"]})");
    EXPECT_EQ(more.at("tags"), (boost::json::array{"消防", "演练"}));
    EXPECT_EQ(more.at("title"), "灭火器的使用");
    auto const none =
        set(R"({"title":null,"description":"","folder":null,"tags":null,"licence_until":null})");
    EXPECT_EQ(none.at("title"), "fire.mp4") << "what it was brought in as";
    EXPECT_EQ(none.at("description"), "");
    EXPECT_EQ(none.at("folder"), "");
    EXPECT_EQ(none.at("tags"), boost::json::array{});
    EXPECT_TRUE(none.at("licence_until").is_null());
    EXPECT_TRUE(none.at("expires").is_null());
    EXPECT_EQ(none.at("owner"), "应急安全科");
}

TEST_F(Catalogue, RefusesWhatCannotBeMeantInOneLine) {
    put("fire");
    EXPECT_EQ(refused(R"({"title":"two\nlines"})"),
              "title: \"two\" goes on with a line break or control character; it is one line");
    EXPECT_THAT(refused("{\"title\":\"" + std::string(301, 'x') + "\"}"),
                HasSubstr("is too long; take at most 300 bytes"));
    EXPECT_THAT(refused("{\"description\":\"" + std::string(4'001, 'x') + "\"}"),
                HasSubstr("description: "));
    EXPECT_THAT(refused(R"({"tags":["a,b"]})"), HasSubstr("tag: \"a,b\" cannot be used"));
    EXPECT_THAT(refused(R"({"add_tags":["-x"]})"), HasSubstr("tag: \"-x\""));
    EXPECT_THAT(refused(R"({"add_tags":[" "]})"), HasSubstr("tag: \" \""));
    EXPECT_THAT(refused(R"({"folder":"a/../b"})"), HasSubstr("folder: \"a/../b\""));
    EXPECT_THAT(refused(R"({"folder":"1/2/3/4/5/6/7/8/9"})"), HasSubstr("up to 8 names"));
    EXPECT_EQ(refused(R"({"folder":"1/2/3/4/5/6/7/8/"})"), "");
    EXPECT_THAT(refused(R"({"licence_until":"soon"})"), HasSubstr("licence_until: \"soon\""));
    EXPECT_THAT(refused(R"({"licenze":"x"})"), HasSubstr("nearest valid key is \"licence\""));
    std::string many;
    for (int i = 0; i < 51; ++i) {
        many += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"";
    }
    EXPECT_THAT(refused("{\"tags\":[" + many + "]}"), HasSubstr("at most 50"));
    EXPECT_EQ(json("GET", "/api/v1/media/fire").at("title"), "fire.mp4");
}

TEST_F(Catalogue, OnlyWhatPlansAskForPlansAnew) {
    auto const asset = put("fire");
    putCampaign("month", store::CampaignState::approved, {asset.content.asset});
    set(R"({"title":"x","tags":["x"],"folder":"x","owner":"x","licence":"x","description":"x"})");
    EXPECT_EQ(replans, 0);
    set(R"({"licence_until":"2026-06-30"})");
    EXPECT_EQ(replans, 1);
    set(R"({"usable_until":"2026-12-31"})");
    EXPECT_EQ(replans, 1) << "the licence ends before";
}

TEST_F(Catalogue, ListsWhatIsMeantByAllThatIsSaid) {
    put("fire", [](auto& a) {
        a.title = "灭火器的使用";
        a.tags = {"消防", "演练"};
        a.folder = "安全月/2026";
        a.category = "知识普及";
        a.licenceUntil = std::chrono::year{2026} / 6 / 30;
    });
    put("flood", [](auto& a) {
        a.title = "防汛知识";
        a.kind = playlists::AssetKind::picture;
        a.tags = {"防汛"};
    });
    put("old", [](auto& a) { a.retired = true; });
    EXPECT_THAT(found({}), ElementsAre("fire", "flood"));
    EXPECT_THAT(found({{"search", "火器"}}), ElementsAre("fire"));
    EXPECT_THAT(found({{"search", "ＦＬＯＯＤ 防汛"}}), ElementsAre("flood"));
    EXPECT_THAT(found({{"tag", "演练,消防"}}), ElementsAre("fire"));
    EXPECT_THAT(found({{"folder", "/安全月/"}}), ElementsAre("fire"));
    EXPECT_THAT(found({{"kind", "picture"}}), ElementsAre("flood"));
    EXPECT_THAT(found({{"category", "知识普及"}}), ElementsAre("fire"));
    EXPECT_THAT(found({{"expires_by", "2026-07-01"}}), ElementsAre("fire"));
    EXPECT_THAT(found({{"expires_by", "2026-06-29"}}), IsEmpty());
    EXPECT_THAT(found({{"retired", "only"}}), ElementsAre("old"));
    EXPECT_THAT(found({{"retired", "any"}, {"sort", "expires"}}),
                ElementsAre("fire", "flood", "old"));
}

TEST_F(Catalogue, GivesPagesWithATotalAndTheNext) {
    for (auto const* handle : {"a", "b", "c"}) {
        put(handle);
    }
    auto const first = json("GET", "/api/v1/media", "", {{"limit", "2"}});
    EXPECT_THAT(handles(first), ElementsAre("a", "b"));
    EXPECT_EQ(first.at("total"), 3);
    auto const next = std::string(first.at("next").as_string());
    auto const second = json("GET", "/api/v1/media", "", {{"limit", "2"}, {"after", next}});
    EXPECT_THAT(handles(second), ElementsAre("c"));
    EXPECT_TRUE(second.at("next").is_null());
}

TEST_F(Catalogue, RefusesQueriesThatCannotBeMeant) {
    auto const list = [&](std::map<std::string, std::string> query) {
        return refusal("GET", "/api/v1/media", "", std::move(query));
    };
    EXPECT_EQ(list({{"limit", "0"}}), "limit: \"0\" is not possible; take 1 to 500");
    EXPECT_EQ(list({{"limit", "501"}}), "limit: \"501\" is not possible; take 1 to 500");
    EXPECT_EQ(list({{"sort", "colour"}}),
              "sort: \"colour\" is unknown; take one of handle, added, expires");
    EXPECT_THAT(list({{"retired", "yes"}}), HasSubstr("no, only, any"));
    EXPECT_THAT(list({{"kind", "song"}}), HasSubstr("kind: "));
    EXPECT_THAT(list({{"expires_by", "soon"}}), HasSubstr("expires_by: \"soon\" is not a date"));
    EXPECT_THAT(list({{"after", "x"}}), HasSubstr("after: \"x\" is no page"));
    EXPECT_THAT(list({{"folder", ".."}}), HasSubstr("folder: \"..\""));
    EXPECT_THAT(list({{"search", std::string(301, 'x')}}), HasSubstr("search: too much"));
}

}  // namespace
}  // namespace tocsin::library
