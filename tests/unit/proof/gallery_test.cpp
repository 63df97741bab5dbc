// SPDX-License-Identifier: Apache-2.0
// The gallery of an activity: what stands on the page, and what cannot get into it.
#include "evidence_fixtures.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::proof {
namespace {

using testing::HasSubstr;
using testing::Not;

class GalleryTest : public PhotographFixture {
protected:
    std::string page(Query query) {
        auto const answer = call("GET", "/api/v1/evidence/gallery", std::move(query));
        EXPECT_EQ(answer.status, 200) << answer.body;
        policy_ = answer.headers.at("Content-Security-Policy");
        return answer.body;
    }
    std::string policy_;
};

TEST_F(GalleryTest, ShowsThePicturesOfAnActivityByScreenAndDayWithTheirCaptions) {
    auto const own = taken("one");
    ASSERT_EQ(add("two", {{"screen", "hall"}, {"campaign", "june"}, {"note", "正门"}}).status, 201);
    ASSERT_EQ(add("three", {{"screen", "hall"}}).status, 201);
    auto const html = page({{"campaign", "june"}});
    EXPECT_THAT(html, HasSubstr("<html lang=\"zh-CN\">"));
    EXPECT_THAT(html, HasSubstr("安全月 &amp; more (june)"));
    EXPECT_THAT(html, HasSubstr("<h3>2026-06-01</h3>"));
    EXPECT_THAT(html, HasSubstr("2026-06-01 10:00:00 UTC+08:00"));
    EXPECT_THAT(html, HasSubstr("/api/v1/evidence/" + own.hex() + "/file"));
    EXPECT_THAT(html, HasSubstr("SHA-256 " + own.hex().substr(0, 16) + "…"));
    EXPECT_THAT(html, HasSubstr("播放终端自动截取"));
    EXPECT_THAT(html, HasSubstr("人工拍摄，添加人 wang"));
    EXPECT_THAT(html, HasSubstr("正门"));
    EXPECT_THAT(html, Not(HasSubstr(messages::sha256("three").hex()))) << "of no campaign";
    EXPECT_THAT(policy_, HasSubstr("default-src 'none'"));
    EXPECT_EQ(page({{"campaign", "june"}}), html) << "the same bytes";
}

TEST_F(GalleryTest, NothingThatPeopleWroteIsMarkup) {
    taken("one");
    auto const html = page({{"campaign", "june"}});
    EXPECT_THAT(html, HasSubstr("大门 &lt;LED&gt;"));
    EXPECT_THAT(html, HasSubstr("&lt;b&gt;film&lt;/b&gt;"));
    EXPECT_THAT(html, Not(HasSubstr("<b>film")));
}

TEST_F(GalleryTest, SpeaksEnglishAndNamesFilesBesideThePage) {
    found_.png = true;
    ASSERT_EQ(add("two", {{"screen", "gate"}, {"campaign", "june"}}).status, 201);
    auto const own = taken("one");
    auto const html = page({{"campaign", "june"}, {"lang", "en"}, {"pictures", "files"}});
    EXPECT_THAT(html, HasSubstr("<html lang=\"en\">"));
    EXPECT_THAT(html, HasSubstr("photograph, added by wang"));
    EXPECT_THAT(html, HasSubstr("src=\"" + own.hex() + ".jpg\""));
    EXPECT_THAT(html, HasSubstr("src=\"" + messages::sha256("two").hex() + ".png\""));
    EXPECT_THAT(html, Not(HasSubstr("/api/v1")));
}

TEST_F(GalleryTest, IsOfAWarningToo) {
    auto const own = taken("one", "rain-0601");
    auto const html = page({{"warning", "rain-0601"}});
    EXPECT_THAT(html, HasSubstr("预警 rain-0601 第 2 版"));
    EXPECT_THAT(html, HasSubstr(own.hex().substr(0, 16)));
    EXPECT_EQ(items({{"warning", "rain-0601"}}).size(), 1U);
    EXPECT_EQ(items({{"warning", "other"}}).size(), 0U);
}

TEST_F(GalleryTest, OfAWarningIsCalledByItsHeadlineForThoseWhoMaySeeIt) {
    static_cast<void>(taken("one", "rain-0601"));
    EXPECT_THAT(page({{"warning", "rain-0601"}}), HasSubstr("佐证图集：rain-0601</h1>"));
    store::WarningRecord warning;
    warning.id = "rain-0601";
    warning.state = "standing";
    warning.headline = "暴雨橙色预警<b>";
    ASSERT_TRUE(store_->write(
        [&](store::Tx& tx) -> Result<> {
            tx.warnings().put(warning);
            return {};
        },
        {"test", "test", "test", ""}));
    who_.permissions[access::Permission::viewWarnings] = access::UnitSet::all();
    EXPECT_THAT(page({{"warning", "rain-0601"}}),
                HasSubstr("佐证图集：暴雨橙色预警&lt;b&gt; (rain-0601)</h1>"));
    who_.permissions.erase(access::Permission::viewWarnings);
    EXPECT_THAT(page({{"warning", "rain-0601"}}), Not(HasSubstr("暴雨橙色预警&lt;b&gt; (")));
}

TEST_F(GalleryTest, ShowsOnlyWhatItsCallerMaySee) {
    auto const own = taken("one");
    ASSERT_EQ(add("two", {{"screen", "hall"}, {"campaign", "june"}}).status, 201);
    access::UnitSet west;
    west.add("west");
    who_.permissions[access::Permission::viewEvidence] = west;
    auto const html = page({{"campaign", "june"}});
    EXPECT_THAT(html, Not(HasSubstr(own.hex())));
    EXPECT_THAT(html, HasSubstr(messages::sha256("two").hex()));
}

TEST_F(GalleryTest, WrongQuestionsAreAnsweredInWords) {
    EXPECT_EQ(call("GET", "/api/v1/evidence/gallery").status, 422);
    EXPECT_EQ(
        call("GET", "/api/v1/evidence/gallery", {{"campaign", "june"}, {"lang", "fr"}}).status,
        422);
    EXPECT_EQ(call("GET", "/api/v1/evidence/gallery", {{"campaign", "june"}, {"pictures", "none"}})
                  .status,
              422);
}

}  // namespace
}  // namespace tocsin::proof
