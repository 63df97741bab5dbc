// SPDX-License-Identifier: Apache-2.0
// The built-in templates: whole, legal in their levels, short enough however they are filled.
#include <set>

#include "duty_room.hpp"
#include "templates.hpp"
#include "written_text.hpp"

namespace tocsin::warnings {
namespace {

using enum playlists::WarningLevel;

class Templates : public DutyRoom {
protected:
    /// Filled with as long a text as each field takes.
    static boost::json::object longest(Template const& made) {
        boost::json::object fields;
        for (auto const& field : made.fields) {
            std::string text;
            for (std::size_t i = 0; i < field.most; ++i) {
                text += "汉";
            }
            if (!field.isTime) {
                fields[field.name] = text;
            }
        }
        return fields;
    }
    static boost::json::object some(Template const& made) {
        boost::json::object fields;
        for (auto const& field : made.fields) {
            if (field.required) {
                fields[field.name] = "某" + std::string(field.label);
            }
        }
        return fields;
    }
    boost::json::object preview(Template const& made, boost::json::object fields, int status) {
        boost::json::object ask{
            {"template", made.handle}, {"fields", std::move(fields)}, {"where", {{"all", true}}}};
        if (!made.levels.empty()) {
            ask["level"] = playlists::toString(made.levels.back());
        }
        return json(zhang_, "POST", "/api/v1/warnings/preview", boost::json::serialize(ask),
                    status);
    }
};

TEST_F(Templates, AreFilledWithoutAnyBlankLeftOver) {
    std::set<std::string_view> handles;
    for (auto const& made : templates()) {
        EXPECT_TRUE(handles.insert(made.handle).second) << made.handle;
        EXPECT_TRUE(isPlainLine(made.headline) && isPlainText(made.body)) << made.handle;
        auto const shown = preview(made, some(made), 200);
        for (auto const* key : {"headline", "body", "instruction", "issuer"}) {
            auto const text = std::string(shown.at(key).as_string());
            EXPECT_EQ(text.find_first_of("{}"), std::string::npos) << made.handle << ": " << text;
        }
        EXPECT_NE(shown.at("headline"), "") << made.handle;
        EXPECT_EQ(shown.at("by"), "one");
    }
    EXPECT_EQ(handles.size(), 26U);
}

TEST_F(Templates, TooMuchInAllFieldsIsRefusedAndNotCut) {
    for (auto const& made : templates()) {
        auto const answer = ask(
            zhang_, "POST", "/api/v1/warnings/preview",
            boost::json::serialize(boost::json::object{
                {"template", made.handle},
                {"fields", longest(made)},
                {"level", made.levels.empty() ? "none" : playlists::toString(made.levels.back())},
                {"where", {{"all", true}}}}));
        EXPECT_TRUE(answer.status == 200 || answer.status == 422) << answer.body;
        if (!made.emergency) {
            EXPECT_EQ(answer.status, 200) << "an issuer's whole name has room: " << answer.body;
        }
    }
}

TEST_F(Templates, HaveTheLevelsThatTheLawGivesThem) {
    using Levels = std::vector<playlists::WarningLevel>;
    for (auto const* handle : {"rainstorm", "typhoon", "snowstorm", "cold", "wind"}) {
        EXPECT_EQ(findTemplate(handle)->levels, (Levels{blue, yellow, orange, red})) << handle;
    }
    for (auto const* handle : {"thunder", "heat", "fog", "haze", "icing", "dust"}) {
        EXPECT_EQ(findTemplate(handle)->levels, (Levels{yellow, orange, red})) << handle;
    }
    for (auto const* handle : {"hail", "drought"}) {
        EXPECT_EQ(findTemplate(handle)->levels, (Levels{orange, red})) << handle;
    }
    EXPECT_EQ(findTemplate("frost")->levels, (Levels{blue, yellow, orange}));
    for (auto const* handle : {"fire", "shock", "food", "lift", "flood", "health"}) {
        EXPECT_EQ(findTemplate(handle)->usualLevel, red) << handle;
    }
    for (auto const* handle : {"power", "water", "clinic", "person"}) {
        EXPECT_TRUE(findTemplate(handle)->levels.empty()) << handle;
    }
}

TEST_F(Templates, AreListedWithTheirFields) {
    auto const items = json(zhang_, "GET", "/api/v1/warning-templates").at("items").as_array();
    ASSERT_EQ(items.size(), templates().size());
    auto const& rain = items.front().as_object();
    EXPECT_EQ(rain.at("handle"), "rainstorm");
    EXPECT_EQ(rain.at("kind"), "forwarded");
    EXPECT_EQ(rain.at("fields").at(0).at("name"), "issuer");
    EXPECT_EQ(rain.at("fields").at(1).at("default"), "now");
    EXPECT_EQ(rain.at("headline"), "{issuer}发布{event}{level}预警信号");
}

TEST(Filling, LooksNotAgainAtWhatWasFilledIn) {
    EXPECT_EQ(filled("{a}{b}", {{"a", "{b}"}, {"b", "x"}}), "{b}x");
    EXPECT_EQ(filled("{none} {", {}), "{none} {");
}

TEST(WrittenText, HasNothingInItThatIsNotSeen) {
    EXPECT_TRUE(isPlainLine("请走西门 — Gate 3"));
    EXPECT_FALSE(isPlainLine("a\nb"));
    EXPECT_TRUE(isPlainText("a\nb"));
    for (auto const* bad : {"\x01", "\x7f", "\u0085", "\u200b", "\u202e", "\u2066", "\ufeff"}) {
        EXPECT_FALSE(isPlainText(std::string("a") + bad)) << bad;
    }
    EXPECT_EQ(characters("汉a"), 2U);
    EXPECT_TRUE(isChinese("ab汉"));
    EXPECT_FALSE(isChinese("été"));
}

}  // namespace
}  // namespace tocsin::warnings
