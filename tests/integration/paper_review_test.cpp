// SPDX-License-Identifier: Apache-2.0
// The way of a campaign over paper with the real programs: submitted, looked at, printed, signed,
// scanned, filed, and on the screen.
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <string>

#include "support/media_samples.hpp"
#include "support/site.hpp"
#include "tus_client.hpp"

namespace tocsin::integration {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using test::readFile;
using testing::HasSubstr;
using testing::Not;

constexpr char kHostile[] = R"(<script>alert("安全")</script> 'x' & y)";

class PaperReview : public testing::Test {
protected:
    void SetUp() override {
        site.showFilmsAsTheyCome();
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        addPerson("wang", R"([{"role":"editor","unit":""},{"role":"reviewer","unit":""}])");
        for (auto const& [file, handle] :
             {std::pair(test::sampleFilm({}), "film"), {test::samplePicture("png"), "poster"}}) {
            auto const added = site.tocsin({"media", "add", file.string(), "--handle", handle,
                                            "--title", kHostile, "--seconds", "4"});
            ASSERT_EQ(added.code, 0) << added.err;
        }
    }
    json::object ask(std::string const& bearer, std::string const& method, std::string const& path,
                     std::string const& body) {
        auto const answer = TusClient(site.address(), bearer)
                                .ask(method, path, {{"Content-Type", "application/json"}}, body);
        EXPECT_LT(answer.status, 300) << answer.body;
        boost::system::error_code ec;
        auto const value = json::parse(answer.body, ec);
        return ec ? json::object() : value.as_object();
    }
    void addPerson(std::string const& account, std::string const& grants) {
        auto const invited = ask(site.people().keeper(), "POST", "/api/v1/accounts",
                                 R"({"account":")" + account + R"(","grants":)" + grants + "}");
        auto const text = std::string(invited.at("invitation").as_string());
        ask("", "POST", "/api/v1/invitations/accept",
            R"({"invitation":")" + text + R"(","password":"correct horse battery"})");
        auto const session = ask(
            "", "POST", "/api/v1/session",
            R"({"account":")" + account + R"(","password":"correct horse battery","client":true})");
        token = std::string(session.at("token").as_string());
    }
    /// As wang, who writes the campaign and could approve those of others.
    test::Ended asWang(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), (test::Site::bin() / "tocsin").string());
        arguments.insert(arguments.end(), {"--controller", "http://" + site.address()});
        ::setenv("TOCSIN_TOKEN", token.c_str(), 1);
        auto ended = test::run(arguments);
        ::setenv("TOCSIN_TOKEN", site.people().keeper().c_str(), 1);
        return ended;
    }
    void submit(std::string const& items) {
        auto const file = site.dir() / "fire.toml";
        std::ofstream(file) << "id = \"fire\"\ntitle = \"安全生产月\"\nclass = \"key\"\nfrom = "
                               "2026-01-01\nto = 2036-12-31\nitems = ["
                            << items
                            << "]\n[pacing]\nplays_per_hour = 300\n[targets]\ntags = [\"text\"]\n"
                               "[[slogan]]\nname = \"theme\"\ntext = \"人人讲安全\"\nseconds = 4\n";
        for (auto const& step : std::vector<std::vector<std::string>>{
                 {"campaign", "apply", file.string()}, {"campaign", "submit", "fire"}}) {
            auto const ended = asWang(step);
            ASSERT_TRUE(ended.code == 0 || ended.code == 6) << ended.err;
        }
    }
    fs::path form() {
        auto const pdf = site.dir() / "form.pdf";
        auto const ended = site.tocsin({"review", "form", "fire", "--out", pdf.string()});
        EXPECT_EQ(ended.code, 0) << ended.err;
        return pdf;
    }
    /// The paper as it comes from a scanner.
    fs::path scanned(fs::path const& pdf) {
        auto const picture = site.dir() / "scan";
        EXPECT_EQ(test::run({"/usr/bin/pdftoppm", "-r", "150", "-png", "-singlefile", pdf.string(),
                             picture.string()})
                      .code,
                  0);
        return picture.string() + ".png";
    }
    static std::string codeOn(fs::path const& scan) {
        auto code = test::run({"/usr/bin/zbarimg", "--quiet", "--raw", scan.string()}).out;
        while (!code.empty() && code.back() == '\n') {
            code.pop_back();
        }
        return code;
    }
    static std::vector<std::string> paper(fs::path const& scan, std::string const& code) {
        return {"campaign", "approve", "fire", "--paper",     scan.string(), "--signed-by",
                "王主任",   "--code",  code,   "--signed-on", "2026-06-01"};
    }
    std::string state() {
        return std::string(site.json({"campaign", "show", "fire"}).at("state").as_string());
    }

    test::Site site;
    std::string token;
};

TEST_F(PaperReview, FromTheReviewSheetOverTheSignedFormToTheScreen) {
    ASSERT_NO_FATAL_FAILURE(submit("\"film\", \"theme\""));
    auto const sheet = site.json({"review", "show", "fire"});
    EXPECT_EQ(sheet.at("items").as_array().size(), 2U);
    EXPECT_EQ(sheet.at("items").at(1).at("pictures").as_array().size(), 1U)
        << "the slogan at the screen's pixels";

    auto const page = site.tocsin({"review", "show", "fire", "--out", (site.dir() / "r").string()});
    ASSERT_EQ(page.code, 0) << page.err;
    EXPECT_THAT(page.out, HasSubstr("--sheet"));
    auto const html = readFile(site.dir() / "r" / "review-fire.html");
    EXPECT_THAT(html, HasSubstr("data:image/jpeg;base64,"));
    EXPECT_THAT(html, HasSubstr("data:image/png;base64,"));
    EXPECT_THAT(html, HasSubstr("data:video/mp4;base64,"));
    EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(&quot;安全&quot;)"));
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("src=\"http")));
    EXPECT_THAT(html, Not(HasSubstr("无法取得")));

    auto const pdf = form();
    auto const text = test::run({"/usr/bin/pdftotext", "-layout", pdf.string(), "-"}).out;
    for (auto const* const line :
         {"电子屏播放内容审批单", "安全生产月", "bar", "人人讲安全", "签名", "<script>"}) {
        EXPECT_THAT(text, HasSubstr(line));
    }
    // Blanks in small print are no words to pdftotext.
    auto bare = text;
    std::erase(bare, ' ');
    EXPECT_THAT(bare, HasSubstr("第1页"));
    auto const scan = scanned(pdf);
    auto const code = codeOn(scan);
    EXPECT_EQ(code, sheet.at("code").as_string());
    EXPECT_THAT(text, HasSubstr(code));
    EXPECT_EQ(site.tocsin({"review", "find", code}).code, 5) << "nobody has approved it yet";

    auto const own = asWang(paper(scan, code));
    EXPECT_EQ(own.code, 4) << own.err;
    EXPECT_THAT(own.err, HasSubstr("your own work"));
    EXPECT_EQ(state(), "submitted");

    auto const filed = site.tocsin(paper(scan, code));
    ASSERT_TRUE(filed.code == 0 || filed.code == 6) << filed.err;
    EXPECT_EQ(state(), "approved");
    auto const row = site.json({"campaign", "approvals", "fire"}).at("items").at(0);
    EXPECT_EQ(row.at("on_paper"), true);
    EXPECT_EQ(row.at("signed_by"), "王主任");
    auto const got = site.dir() / "got.png";
    EXPECT_EQ(site.tocsin({"review", "scan", "fire", std::to_string(row.at("number").as_int64()),
                           "--out", got.string()})
                  .code,
              0);
    EXPECT_EQ(readFile(got), readFile(scan)) << "as it was filed";
    EXPECT_EQ(site.tocsin({"review", "find", code}).code, 0);
    EXPECT_THAT(test::run({"/usr/bin/pdftotext", "-layout", form().string(), "-"}).out,
                HasSubstr("线下审批"));

    site.startPlayer("bar");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    auto const plays = site.plan("bar");
    EXPECT_TRUE(std::any_of(plays.begin(), plays.end(),
                            [](auto const& play) { return play.campaign == "fire"; }));
}

TEST_F(PaperReview, AFormThatWasPrintedBeforeTheContentChangedApprovesNothing) {
    ASSERT_NO_FATAL_FAILURE(submit("\"film\", \"theme\""));
    auto const scan = scanned(form());
    auto const seen = std::string(site.json({"review", "show", "fire"}).at("sheet").as_string());
    ASSERT_NO_FATAL_FAILURE(submit("\"film\", \"theme\", \"poster\""));

    auto const stale = site.tocsin(paper(scan, codeOn(scan)));
    EXPECT_EQ(stale.code, 5);
    EXPECT_THAT(stale.err, HasSubstr("of other content"));
    auto const unseen = site.tocsin({"campaign", "approve", "fire", "--sheet", seen});
    EXPECT_EQ(unseen.code, 5);
    EXPECT_THAT(unseen.err, HasSubstr("nothing was approved"));
    EXPECT_EQ(state(), "submitted");

    std::ofstream(site.dir() / "no-scan.pdf") << "this is no scan";
    auto const code = std::string(site.json({"review", "show", "fire"}).at("code").as_string());
    auto const junk = site.tocsin(paper(site.dir() / "no-scan.pdf", code));
    EXPECT_EQ(junk.code, 1) << junk.err;
    EXPECT_EQ(state(), "submitted");
    auto const now = std::string(site.json({"review", "show", "fire"}).at("sheet").as_string());
    auto const approved =
        site.tocsin({"campaign", "approve", "fire", "--sheet", now.substr(0, 16)});
    EXPECT_TRUE(approved.code == 0 || approved.code == 6) << approved.err;
    EXPECT_EQ(state(), "approved");
}

}  // namespace
}  // namespace tocsin::integration
