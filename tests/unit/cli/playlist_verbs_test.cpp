// SPDX-License-Identifier: Apache-2.0
// tocsin playlist, category, media retire and delete against a controller that gives canned
// answers.
#include "command_line.hpp"

namespace tocsin::cli::test {
namespace {

using testing::HasSubstr;

class PlaylistVerbs : public CommandLine {};

TEST_F(PlaylistVerbs, AddSendsTheAssetsInOrder) {
    controller.answer("POST /api/v1/playlists", 201, R"({"handle":"safety"})");
    EXPECT_EQ(tocsin({"playlist", "add", "safety", "b", "a", "b", "--title", "安全月"}), 0) << err;
    EXPECT_EQ(sent(),
              boost::json::parse(R"({"title":"安全月","items":["b","a","b"],"handle":"safety"})"));
    EXPECT_EQ(tocsin({"playlist", "add", "safety"}), 2);
}

TEST_F(PlaylistVerbs, SetTellsWhoLostTheApprovalAndExitsWithSix) {
    controller.answer(
        "PATCH /api/v1/playlists/safety", 200,
        R"({"handle":"safety","findings":[{"code":"no-longer-approved","screen":"","campaign":"month",)"
        R"("message":"revision 4 leaves the screens","message_zh":"已撤下"}]})");
    EXPECT_EQ(tocsin({"playlist", "set", "safety", "c"}), 6);
    EXPECT_EQ(sent(), boost::json::parse(R"({"items":["c"]})"));
    EXPECT_THAT(err,
                HasSubstr("warning: no-longer-approved: month: revision 4 leaves the screens"));
    EXPECT_EQ(tocsin({"playlist", "set", "safety", "--title", ""}), 6);
    EXPECT_EQ(sent(), boost::json::parse(R"({"title":""})"));
    EXPECT_EQ(tocsin({"playlist", "set", "safety"}), 2);
}

TEST_F(PlaylistVerbs, ShowNumbersTheAssets) {
    controller.answer(
        "GET /api/v1/playlists/safety", 200,
        R"({"handle":"safety","title":"安全月","revision":2,"duration_ms":20000,"campaigns":["month"],)"
        R"("items":[{"asset":"fire","kind":"film","title":"灭火","duration_ms":12000,"retired":false},)"
        R"({"asset":"old","kind":"picture","title":"旧","duration_ms":8000,"retired":true}]})");
    EXPECT_EQ(tocsin({"playlist", "show", "safety"}), 0) << err;
    EXPECT_EQ(
        out,
        "playlist  safety\ntitle     安全月\nrevision  2\nlength    00:20\ncampaign  month\n\n"
        "#  asset  kind     length  title  state\n"
        "1  fire   film      00:12  灭火\n"
        "2  old    picture   00:08  旧     retired\n");
}

TEST_F(PlaylistVerbs, ListIsATable) {
    controller.answer(
        "GET /api/v1/playlists?retired=any", 200,
        R"({"items":[{"handle":"safety","title":"t","items":[{},{}],"duration_ms":20000,"campaigns":[],"retired":true}]})");
    EXPECT_EQ(tocsin({"playlist", "list", "--retired"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("safety    t           2   00:20            retired"));
    controller.answer("GET /api/v1/playlists", 200, R"({"items":[]})");
    EXPECT_EQ(tocsin({"playlist", "list"}), 0);
    EXPECT_EQ(out, "nothing to list\n");
}

TEST_F(PlaylistVerbs, CategoriesAreCalledWhatTheReaderCallsThem) {
    std::string const list =
        R"({"items":[{"word":"fire","zh":"消防","en":"fire safety","listed":true,"assets":12},)"
        R"({"word":"flod","zh":"","en":"","listed":false,"assets":1}]})";
    controller.answer("GET /api/v1/categories", 200, list);
    EXPECT_EQ(tocsin({"category", "list"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("fire      fire safety      12\n"));
    EXPECT_THAT(out, HasSubstr("flod                        1  not in the list\n"));
    EXPECT_EQ(tocsin({"category", "list"}, Language::chinese), 0);
    EXPECT_THAT(out, HasSubstr("消防"));
    controller.answer("PUT /api/v1/categories/fire", 200, list);
    EXPECT_EQ(tocsin({"category", "set", "fire", "--zh", "消防"}), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"zh":"消防","en":""})"));
    controller.answer("DELETE /api/v1/categories/fire", 200, list);
    EXPECT_EQ(tocsin({"category", "remove", "fire"}), 0) << err;
}

TEST_F(PlaylistVerbs, DeletingSaysThatItIsDeletedOrWhatNeedsIt) {
    controller.answer("DELETE /api/v1/media/old", 200,
                      R"({"handle":"old","retired":true,"deleted":"2026-06-01T00:00:00.000Z"})");
    EXPECT_EQ(tocsin({"media", "delete", "old"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("state    deleted\n"));
    controller.answer("DELETE /api/v1/media/fire", 409,
                      R"({"detail":"asset fire is needed by playlist safety"})");
    EXPECT_EQ(tocsin({"media", "delete", "fire"}), 5);
    EXPECT_EQ(err, "tocsin: asset fire is needed by playlist safety\n");
    controller.answer("POST /api/v1/media/fire/retire", 200, R"({"handle":"fire","retired":true})");
    EXPECT_EQ(tocsin({"media", "retire", "fire"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("retired"));
}

}  // namespace
}  // namespace tocsin::cli::test
