// SPDX-License-Identifier: Apache-2.0
// An activity by the real programs: entered, filled in by people and a member's workbook, and what
// is still lacking.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "support/exif_samples.hpp"
#include "support/media_samples.hpp"
#include "support/site.hpp"
#include "tocsin/documents/archive.hpp"

namespace tocsin::integration {
namespace {

using namespace test;

bool holds(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

class ActivitySite : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        done({"activity", "add", "month", "--title", "2026年安全生产月", "--theme", "人人讲安全",
              "--from", "2026-06-01", "--to", "2026-06-30", "--final-due", "2026-07-01"});
    }
    /// What it printed.
    std::string done(std::vector<std::string> const& arguments) {
        auto const ended = site.tocsin(arguments);
        EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
        return ended.out;
    }
    std::filesystem::path written(std::string const& name, std::string const& bytes) {
        auto file = site.dir() / name;
        std::ofstream(file, std::ios::binary) << bytes;
        return file;
    }
    Site site;
};

TEST_F(ActivitySite, OfPeopleWithItsFivePartsAndTheirWork) {
    EXPECT_TRUE(holds(done({"theme", "list"}), "人人讲安全"));
    done({"activity", "key-date", "month", "2026-06-16", "咨询日"});
    auto const scheme = written("scheme.docx", "a scheme");
    done({"activity", "part", "month", "plan", "--file", scheme.string()});
    done({"activity", "part", "month", "deployment", "--text", "已部署"});
    auto const jpeg = readFile(madeByFfmpeg("-f lavfi -i testsrc=s=640x480 -frames:v 1", "jpg"));
    auto const photograph = written("hall.jpg", withExif(jpeg, "2026:06:01 09:30:00", "+08:00"));
    auto const added = site.json({"work", "add", "消防疏散演练", "--people", "86", "--picture",
                                  photograph.string() + "=演练开展"});
    EXPECT_EQ(added.at("kind"), "drill");
    EXPECT_EQ(added.at("from"), "2026-06-01") << "the site's today";
    EXPECT_EQ(added.at("activity"), "month");
    auto const& picture = added.at("pictures").at(0);
    EXPECT_EQ(picture.at("taken"), "2026-06-01T09:30:00+08:00");
    EXPECT_EQ(picture.at("caption"), "演练开展");
    auto const drawn = site.dir() / "drawn.jpg";
    done({"work", "picture", "1", "--get", std::string(picture.at("picture").as_string()), "--out",
          drawn.string()});
    EXPECT_FALSE(holds(readFile(drawn), "Exif")) << "nothing of the telephone is left in it";

    auto const shown = done({"activity", "show", "month"});
    EXPECT_TRUE(holds(shown, "plan ✓ deployment ✓ inspection ✗ (lacks")) << shown;
    EXPECT_TRUE(holds(shown, "result ✓ summary ✗")) << shown;
    auto const got = site.dir() / "got.docx";
    done({"activity", "part", "month", "plan", "--get", "scheme.docx", "--out", got.string()});
    EXPECT_EQ(readFile(got), "a scheme");

    done({"work", "withdraw", "1", "--reason", "登记两次"});
    EXPECT_TRUE(holds(done({"work", "list"}), "nothing to list"));
    auto const next = site.json({"activity", "clone", "month", "month-2027"});
    EXPECT_EQ(next.at("theme"), "");
    EXPECT_EQ(next.at("filing").at("final_due"), "2027-07-01");
    EXPECT_EQ(next.at("key_dates").at(0).at("day"), "2027-06-16");
}

TEST_F(ActivitySite, ChangesOfTwoPeopleAtOnceDoNotWriteOverEachOther) {
    EXPECT_EQ(site.tocsin({"activity", "add", "month", "--title", "另一个", "--from", "2026-06-01",
                           "--to", "2026-06-30"})
                  .code,
              5);
    auto const set = site.json({"activity", "set", "month", "--responsible", "张主任"});
    EXPECT_EQ(set.at("title"), "2026年安全生产月") << "what is not said stays";
    EXPECT_EQ(set.at("theme"), "人人讲安全");
    EXPECT_EQ(set.at("responsible").at("name"), "张主任");
}

TEST_F(ActivitySite, TakesAMembersWorkbookWholeOrNotAtAllAndNeverTwice) {
    auto const form = (site.dir() / "work.xlsx").string();
    done({"work", "template", "--out", form});
    auto const fill = [&](std::string const& people) {
        auto parts = documents::unzip(readFile(form)).value();
        for (auto& part : parts) {
            if (part.name == "xl/worksheets/sheet1.xml") {
                part.bytes.insert(
                    part.bytes.find("</sheetData>"),
                    R"(<row r="2"><c r="A2" t="inlineStr"><is><t>2026-06-01</t></is></c>)"
                    R"(<c r="C2" t="inlineStr"><is><t>培训</t></is></c>)"
                    R"(<c r="D2" t="inlineStr"><is><t>应急培训</t></is></c>)"
                    R"(<c r="G2" t="inlineStr"><is><t>)" +
                        people + "</t></is></c></row>");
            }
        }
        return written("filled.xlsx", documents::zipOf(parts)).string();
    };
    auto const wrong = site.tocsin({"work", "import", fill("3500余")});
    EXPECT_EQ(wrong.code, 1);
    EXPECT_TRUE(holds(wrong.err, "row 2, column G (people)")) << wrong.err;
    auto const right = fill("3500");
    EXPECT_TRUE(holds(done({"work", "import", right}), "1 record added"));
    EXPECT_TRUE(holds(done({"work", "import", right}), "row 2 is there already, as record 1"));
    auto const list = site.json({"work", "list", "--activity", "month"});
    EXPECT_EQ(list.at("sums").at("people"), 3500);
    EXPECT_EQ(list.at("items").at(0).at("imported"), "filled.xlsx");
}

}  // namespace
}  // namespace tocsin::integration
