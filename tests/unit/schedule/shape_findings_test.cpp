// SPDX-License-Identifier: Apache-2.0
// What is told of films and pictures that do not suit a campaign's screens, and what is made of
// films for them.
#include "office.hpp"

namespace tocsin::schedule {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ShapeFindings : public Office {
protected:
    void put(std::string const& handle, int width, int height, std::optional<Fit> fit = {},
             playlists::AssetKind kind = playlists::AssetKind::film) {
        addAsset(handle, Milliseconds(10'000), kind);
        change([&](store::Tx& tx) {
            auto asset = *tx.assets().findByHandle(handle);
            asset.width = width;
            asset.height = height;
            asset.rateNum = 25;
            asset.fit = fit;
            tx.assets().put(asset);
        });
    }
    void resize(std::string const& id, int width, int height, std::int64_t decodeRate = 0) {
        addScreen(id, false);
        change([&](store::Tx& tx) {
            auto screen = *tx.screens().find(ScreenId(id));
            screen.width = width;
            screen.height = height;
            screen.decodeRate = decodeRate;
            tx.screens().put(screen);
        });
    }
    /// "code screen" of the findings about assets.
    std::vector<std::string> told(std::string const& items) {
        std::vector<std::string> out;
        auto const applied = json("PUT", "/api/v1/campaigns/fire", file(items));
        for (auto const& finding : applied.at("findings").as_array()) {
            auto const code = std::string(finding.at("code").as_string());
            if (code.starts_with("asset-")) {
                out.push_back(code + " " + std::string(finding.at("screen").as_string()));
                message_ = finding.at("message").as_string();
            }
        }
        return out;
    }

    std::string message_;  ///< of the last of them
};

TEST_F(ShapeFindings, NothingIsToldOfAFilmThatSuitsItsScreen) {
    resize("hall", 1'920, 1'080);
    resize("old", 1'024, 768);
    put("wide", 1'920, 1'080);
    put("poster", 1'000, 1'500, {}, playlists::AssetKind::slogan);
    EXPECT_THAT(told(R"("wide", "poster")"), IsEmpty());
}

TEST_F(ShapeFindings, AFilmThatLeavesMostOfABarBlackIsTold) {
    resize("bar", 192, 32);
    put("wide", 1'920, 1'080);
    EXPECT_THAT(told(R"("wide")"), ElementsAre("asset-shape bar"));
    EXPECT_THAT(message_, HasSubstr("film wide: its 1920x1080 fill only 30 % of 192x32"));
}

TEST_F(ShapeFindings, OneThatIsCutOrDistortedThereIsToldSo) {
    resize("bar", 192, 32);
    put("cut", 1'920, 1'080, Fit::cover);
    put("drawn", 1'920, 1'080, Fit::stretch);
    EXPECT_THAT(told(R"("cut", "drawn")"), ElementsAre("asset-cut bar", "asset-distorted bar"));
}

TEST_F(ShapeFindings, WhatIsEnlargedTooMuchIsToldOnceForAllScreensOfASize) {
    resize("east", 1'920, 1'080);
    resize("west", 1'920, 1'080);
    resize("small", 640, 360);
    put("tiny", 320, 180, {}, playlists::AssetKind::picture);
    EXPECT_THAT(told(R"("tiny", "tiny")"), ElementsAre("asset-small "));
    EXPECT_THAT(message_,
                HasSubstr("picture tiny on east, west: its 320x180 are enlarged 6.0 times"));
}

TEST_F(ShapeFindings, APlanAsksForWhatAScreensPlayerCanDecode) {
    resize("strong", 1'920, 1'080, 400'000'000);
    resize("weak", 1'920, 1'080, 30'000'000);
    put("film", 1'920, 1'080);
    approve("fire", file(R"("film")"));
    auto const asked = look([](store::Tx const& tx) { return tx.conversions().all(); });
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].screens, (store::ScreenClass{960, 540, Fit::contain}));
}

}  // namespace
}  // namespace tocsin::schedule
