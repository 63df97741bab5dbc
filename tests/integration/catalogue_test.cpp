// SPDX-License-Identifier: Apache-2.0
// The library as an office uses it, by the real programs: described, found, put into a playlist,
// shown, taken out of use, deleted, brought back.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>

#include "support/media_samples.hpp"
#include "support/site.hpp"

namespace tocsin::integration {

using test::FilmSpec;
using test::Site;
namespace {

class CatalogueOfASite : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x120", "text"));
        for (int i = 0; i < 3; ++i) {
            FilmSpec spec;
            spec.frames = 100 + 25 * i;
            films[i] = test::sampleFilm(spec);
            done({"media", "add", films[i].string(), "--handle", names[i]});
        }
    }
    void done(std::vector<std::string> const& arguments, int code = 0) {
        auto const ended = site.tocsin(arguments);
        ASSERT_EQ(ended.code, code) << ended.err;
    }
    std::vector<std::string> found(std::vector<std::string> const& more) {
        std::vector<std::string> words(2, "media");
        words.back() = "list";
        words.insert(words.end(), more.begin(), more.end());
        std::vector<std::string> out;
        auto const list = site.json(words);
        for (auto const& item : list.at("items").as_array()) {
            out.emplace_back(item.at("handle").as_string());
        }
        return out;
    }
    /// The assets of the day's first plays.
    std::string shown(std::size_t count) {
        std::string out;
        for (auto const& play : site.plan("bar")) {
            if (!play.asset.empty() && count-- > 0) {
                out += play.asset + " ";
            }
            if (count == 0) {
                break;
            }
        }
        return out;
    }

    Site site;
    std::string const names[3] = {"fire", "flood", "power"};
    std::filesystem::path films[3];
};

constexpr char kCampaign[] = R"(title = "安全生产月"
class = "filler"
order = "sequence"
from = 2026-01-01
to = 2036-12-31
items = ["playlist:safety"]
[targets]
all = true
)";

TEST_F(CatalogueOfASite, WhatIsSaidOfAnAssetFindsIt) {
    done({"media", "set", "fire", "--title", "灭火器的使用", "--tag", "+消防", "--folder",
          "安全月/2026", "--licence", "自制", "--licence-until", "2026-06-10"});
    done({"media", "set", "flood", "--title", "防汛知识", "--tag", "防汛", "--category",
          "knowledge for all"});
    EXPECT_EQ(found({"--search", "灭火"}), (std::vector<std::string>{"fire"}));
    EXPECT_EQ(found({"--search", "汛"}), (std::vector<std::string>{"flood"}));
    EXPECT_EQ(found({"--folder", "安全月"}), (std::vector<std::string>{"fire"}));
    EXPECT_EQ(found({"--tag", "防汛"}), (std::vector<std::string>{"flood"}));
    EXPECT_EQ(found({"--category", "知识普及"}), (std::vector<std::string>{"flood"}));
    done({"media", "set", "fire", "--tag", "-消防"});
    EXPECT_TRUE(found({"--tag", "消防"}).empty());
    EXPECT_EQ(found({}), (std::vector<std::string>{"fire", "flood", "power"}));
    site.controller().signal(9);
    site.controller().wait();
    ASSERT_NO_FATAL_FAILURE(site.startController());
    EXPECT_EQ(found({"--search", "器的使用"}), (std::vector<std::string>{"fire"}));
}

TEST_F(CatalogueOfASite, APlaylistIsShownInOrderAndVoidsTheApprovalWhenItChanges) {
    done({"playlist", "add", "safety", "flood", "fire"});
    site.release("month", kCampaign);
    EXPECT_EQ(shown(4), "flood fire flood fire ");
    done({"playlist", "set", "safety", "fire", "power"}, 6);
    EXPECT_EQ(site.json({"campaign", "show", "month"}).at("state"), "draft");
    done({"campaign", "submit", "month"});
    done({"campaign", "approve", "month"});
    EXPECT_EQ(shown(4), "fire power fire power ");
}

TEST_F(CatalogueOfASite, DeletingIsRefusedWithNamesThenTakesTheBytesAndTheyComeBack) {
    done({"playlist", "add", "safety", "flood", "fire"});
    site.release("month", kCampaign);
    EXPECT_EQ(site.tocsin({"media", "retire", "flood"}).code, 5) << "it is on the screen";
    done({"campaign", "retire", "month"});
    done({"media", "retire", "flood"});
    auto const refused = site.tocsin({"media", "delete", "flood"});
    EXPECT_EQ(refused.code, 5);
    EXPECT_NE(refused.err.find("playlist safety"), std::string::npos) << refused.err;
    done({"playlist", "retire", "safety"});
    auto const gone = site.json({"media", "delete", "flood"});
    EXPECT_FALSE(gone.at("deleted").is_null());
    auto const digest = std::string(gone.at("digest").as_string());
    EXPECT_FALSE(std::filesystem::exists(site.dir() / "controller" / "media" / digest.substr(0, 2) /
                                         digest));
    EXPECT_EQ(found({"--retired"}), (std::vector<std::string>{"flood"}));
    done({"media", "add", films[1].string()});
    auto const back = site.json({"media", "show", "flood"});
    EXPECT_TRUE(back.at("deleted").is_null());
    EXPECT_EQ(back.at("retired"), false);
    EXPECT_EQ(back.at("digest").as_string(), digest);
}

}  // namespace
}  // namespace tocsin::integration
