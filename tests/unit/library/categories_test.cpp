// SPDX-License-Identifier: Apache-2.0
#include "shelf.hpp"

namespace tocsin::library {
namespace {

using testing::HasSubstr;

class Categories : public Shelf {
protected:
    boost::json::object entry(std::string const& word) {
        auto const list = json("GET", "/api/v1/categories");
        for (auto const& item : list.at("items").as_array()) {
            if (item.at("word").as_string() == std::string_view(word)) {
                return item.as_object();
            }
        }
        return {};
    }
    std::string categoryOf(std::string const& said) {
        return std::string(json("PATCH", "/api/v1/media/fire", "{\"category\":\"" + said + "\"}")
                               .at("category")
                               .as_string());
    }
};

TEST_F(Categories, TheListBeginsWithThoseOfTheOffice) {
    auto const items = json("GET", "/api/v1/categories").at("items").as_array();
    ASSERT_EQ(items.size(), 11U);
    EXPECT_EQ(items.at(0).at("word"), "教育培训");
    EXPECT_EQ(items.at(0).at("en"), "education and training");
    EXPECT_EQ(items.at(6).at("word"), "知识普及");
    EXPECT_EQ(items.at(10).at("word"), "公共事件");
}

TEST_F(Categories, AnAssetTakesTheWordWhateverNameIsSaid) {
    put("fire");
    json("PUT", "/api/v1/categories/fire", R"({"zh":"消防","en":"fire safety"})");
    for (auto const* said : {"fire", "消防", "Fire Safety", "ＦＩＲＥ"}) {
        EXPECT_EQ(categoryOf(said), "fire") << said;
    }
    EXPECT_EQ(categoryOf("Warning cases"), "案例警示");
    EXPECT_EQ(entry("案例警示").at("assets"), 1);
    EXPECT_THAT(handles(json("GET", "/api/v1/media", "", {{"category", "warning cases"}})),
                testing::ElementsAre("fire"));
}

TEST_F(Categories, AWordBesideTheListStaysPossibleAndIsShownAsSuch) {
    put("fire");
    EXPECT_EQ(categoryOf("flood"), "flood");
    EXPECT_EQ(entry("flood").at("listed"), false);
    EXPECT_EQ(entry("flood").at("assets"), 1);
    json("PUT", "/api/v1/categories/flood", "{}");
    EXPECT_EQ(entry("flood").at("listed"), true);
    json("DELETE", "/api/v1/categories/flood");
    EXPECT_EQ(entry("flood").at("listed"), false);
    EXPECT_EQ(audited(), "category.remove: ");
    EXPECT_THAT(refusal("DELETE", "/api/v1/categories/flood"), HasSubstr("no category \"flood\""));
}

TEST_F(Categories, ANameMeansOneCategory) {
    EXPECT_EQ(refusal("PUT", "/api/v1/categories/x", R"({"en":"Warning Cases"})"),
              "\"Warning Cases\" is the category \"案例警示\" already; take another name");
    EXPECT_THAT(refusal("PUT", "/api/v1/categories/two words", "{}"), HasSubstr("one word"));
    EXPECT_EQ(refusal("PUT", "/api/v1/categories/案例警示", R"({"en":"cases"})"), "");
    EXPECT_EQ(entry("案例警示").at("en"), "cases");
    EXPECT_EQ(json("GET", "/api/v1/categories").at("items").as_array().at(4).at("word"), "案例警示")
        << "it keeps its place";
}

}  // namespace
}  // namespace tocsin::library
