// SPDX-License-Identifier: Apache-2.0
// Inspection packages (迎检资料包): what is in them, and who gets to see them for how long.
#include <algorithm>
#include <fstream>
#include <set>

#include "filing_fixture.hpp"
#include "tocsin/documents/archive.hpp"
#include "tocsin/store/approvals.hpp"
#include "tocsin/store/inspections.hpp"

namespace tocsin::filing {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class InspectionPackages : public FilingTest {
protected:
    InspectionPackages() {
        FilingSettings settings;
        settings.directory = directory_;
        settings.reports = reportSettings();
        settings.print = [](media::PrintDocument const&) -> Result<std::string> {
            return std::string("%PDF");
        };
        settings.approvalForm = [this](CampaignId const& campaign, bool) -> Result<std::string> {
            printed_.push_back(campaign.str());
            return std::string("%PDF form");
        };
        book_ = std::make_unique<FilingBook>(*store_, std::move(settings));
    }

    Result<access::Response> ask(std::string const& method, std::string const& pattern,
                                 access::Request request) {
        request.peer = peer_;
        for (auto const& route : book_->routes()) {
            if (route.method == method && route.pattern == pattern) {
                return route.handler(route.withoutAuthorisation ? access::Principal{} : who_,
                                     request);
            }
        }
        return Error{Errc::internal, "no route " + pattern};
    }
    Result<access::Response> make(boost::json::object body = {}) {
        body["activity"] = activity_.handle;
        access::Request request;
        request.body = boost::json::serialize(body);
        return ask("POST", "/api/v1/inspections", std::move(request));
    }
    boost::json::object made(boost::json::object body = {}) {
        auto const answer = make(std::move(body));
        EXPECT_TRUE(answer) << answer.error().message;
        return answer ? boost::json::parse(answer->body).as_object() : boost::json::object{};
    }
    Result<access::Response> of(std::string const& method, std::string const& number,
                                std::string const& part = "") {
        access::Request request;
        request.parameters["number"] = number;
        return ask(method, "/api/v1/inspections/{number}" + part, std::move(request));
    }
    access::Response visit(std::string const& secret, std::string const& part = "",
                           std::string const& place = "") {
        access::Request request;
        request.parameters = {{"secret", secret}, {"place", place}};
        auto answer = ask("GET", "/inspect/{secret}" + part, std::move(request));
        EXPECT_TRUE(answer) << answer.error().message;
        return answer ? *answer : access::Response{};
    }
    static std::string secretOf(boost::json::object const& inspection) {
        return std::string(inspection.at("link").as_string()).substr(9);
    }
    static std::string read(std::filesystem::path const& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }
    std::vector<documents::ArchiveEntry> unpacked(std::string const& number) {
        auto const answer = of("GET", number, "/package");
        EXPECT_TRUE(answer && answer->file);
        return documents::unzip(read(answer->file->file), {500, 200 << 20}).value();
    }
    store::Inspection stored(std::int64_t number) {
        std::optional<store::Inspection> out;
        EXPECT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
            out = tx.inspections().find(number);
            return {};
        }));
        return out.value();
    }
    std::size_t audited(std::string const& action) {
        std::size_t out = 0;
        EXPECT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
            for (auto const& row : tx.audit().newest(100)) {
                out += row.entry.action == action ? 1 : 0;
            }
            return {};
        }));
        return out;
    }

    std::unique_ptr<FilingBook> book_;
    std::vector<std::string> printed_;
    std::string peer_ = "192.0.2.7";
};

TEST_F(InspectionPackages, HoldWhatThereIsAndSayWhatThereIsNot) {
    deliver({row(0), row(1)});
    made({{"note", "区应急局 <抽查>"}});
    auto const entries = unpacked("1");
    std::vector<std::string> names;
    for (auto const& entry : entries) {
        names.push_back(entry.name);
    }
    EXPECT_EQ(names.at(0), "index.html");
    EXPECT_EQ(names.at(1), "manifest.json");
    EXPECT_TRUE(std::is_sorted(names.begin() + 2, names.end(), [](auto const& a, auto const& b) {
        return a[0] < b[0];
    })) << "by part";
    EXPECT_THAT(names, Contains("3-播放/播放统计与明细.xlsx"));
    EXPECT_THAT(names, Contains("4-异常及处置/异常及处置.pdf"));
    EXPECT_THAT(names, Contains("5-总结/播放情况报告（草稿）.pdf"));
    auto const& index = entries.at(0).bytes;
    EXPECT_THAT(index, AllOf(HasSubstr("区应急局 &lt;抽查&gt;"), HasSubstr("本期无工作记录。"),
                             HasSubstr("尚未冻结任何报送。"), Not(HasSubstr("<script"))));
    auto const manifest = boost::json::parse(entries.at(1).bytes).as_object();
    auto const& files = manifest.at("files").as_array();
    ASSERT_EQ(files.size() + 2, entries.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
        EXPECT_EQ(files[i].at("name").as_string(), entries[i + 2].name);
        EXPECT_EQ(files[i].at("sha256").as_string(), messages::sha256(entries[i + 2].bytes).hex());
    }
}

TEST_F(InspectionPackages, TakeTheFiledSummaryInsteadOfADraft) {
    deliver({row(0)});
    access::Request request;
    request.body = boost::json::serialize(
        boost::json::object{{"activity", activity_.handle}, {"kind", "final"}});
    ASSERT_TRUE(ask("POST", "/api/v1/filings", std::move(request)));
    std::vector<std::string> summary;
    made();
    for (auto const& entry : unpacked("1")) {
        if (entry.name.rfind("5-", 0) == 0) {
            summary.push_back(entry.name);
        }
    }
    ASSERT_THAT(summary, SizeIs(2));
    EXPECT_THAT(summary[0], HasSubstr("5-总结/1-1 "));
    EXPECT_THAT(summary[0] + summary[1], Not(HasSubstr("草稿")));
}

TEST_F(InspectionPackages, NamesOfPeopleBreakNoPathAndNoPage) {
    change([&](store::Tx& tx) {
        store::Campaign campaign;
        campaign.id = CampaignId("fire");
        campaign.title = "../../=cmd|'/x'!\\:*?\"<b>" + std::string(300, 'x');
        tx.campaigns().put(campaign);
    });
    made();
    EXPECT_THAT(printed_, Contains("fire"));
    bool found = false;
    for (auto const& entry : unpacked("1")) {
        EXPECT_EQ(std::count(entry.name.begin(), entry.name.end(), '/'),
                  entry.name.rfind("-") == std::string::npos || entry.name == "index.html" ? 0 : 1)
            << entry.name;
        EXPECT_THAT(entry.name, AllOf(Not(HasSubstr("/..")), Not(HasSubstr("<"))));
        EXPECT_LT(entry.name.size(), 120U);
        found = found || entry.name.rfind("2-审批/审批单-", 0) == 0;
    }
    EXPECT_TRUE(found);
}

TEST_F(InspectionPackages, LinksOpenForWhoeverHasThemAndTellNothingElse) {
    deliver({row(0)});
    auto const inspection = made();
    auto const secret = secretOf(inspection);
    EXPECT_EQ(secret.size(), 64U);
    EXPECT_NE(stored(1).secret.hex(), secret) << "only its digest is kept";
    auto const page = visit(secret);
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, AllOf(HasSubstr("/inspect/" + secret + "/file/0"),
                                 HasSubstr("/inspect/" + secret + "/package"),
                                 HasSubstr("链接有效至"), Not(HasSubstr("<script"))));
    EXPECT_EQ(page.headers.at("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(page.headers.at("Cache-Control"), "no-store");
    EXPECT_THAT(page.headers.at("Content-Security-Policy"), HasSubstr("default-src 'none'"));
    auto const file = visit(secret, "/file/{place}", "0");
    ASSERT_TRUE(file.file);
    EXPECT_EQ(file.file->etag.hex(), inspection.at("files").at(0).at("sha256").as_string());
    auto const whole = visit(secret, "/package");
    ASSERT_TRUE(whole.file);
    EXPECT_EQ(whole.file->etag.hex(), inspection.at("digest").as_string());
    EXPECT_EQ(visit(secret, "/file/{place}", "9999").status, 410);
    EXPECT_EQ(visit(secret, "/file/{place}", "x").status, 410);
}

TEST_F(InspectionPackages, LinksThatAreUnknownOverOrRevokedGiveOneAnswer) {
    auto const first = secretOf(made({{"days", 1}}));
    auto const second = secretOf(made({{"days", 30}}));
    auto const unknown = visit(std::string(64, 'a'));
    EXPECT_EQ(unknown.status, 410);
    EXPECT_THAT(unknown.body, AllOf(HasSubstr("链接无效"), HasSubstr("not valid")));
    ASSERT_TRUE(of("DELETE", "2"));
    now_ += std::chrono::hours(24);
    for (auto const& answer : {visit(first), visit(second), visit(first, "/package"),
                               visit(second, "/file/{place}", "0"), visit("short")}) {
        EXPECT_EQ(answer.status, unknown.status);
        EXPECT_EQ(answer.body, unknown.body);
        EXPECT_EQ(answer.headers, unknown.headers);
    }
    EXPECT_EQ(boost::json::parse(of("GET", "1").value().body).at("state"), "expired");
    EXPECT_EQ(boost::json::parse(of("GET", "2").value().body).at("state"), "revoked");
}

TEST_F(InspectionPackages, OpeningsAreAuditedOnceAnHourAndAddress) {
    auto const secret = secretOf(made());
    visit(secret);
    visit(secret);
    EXPECT_EQ(audited("inspection.open"), 1U);
    peer_ = "192.0.2.8";
    visit(secret);
    now_ += std::chrono::hours(1);
    visit(secret);
    visit(std::string(64, 'b'));
    EXPECT_EQ(audited("inspection.open"), 3U);
    EXPECT_EQ(stored(1).openings, 3);
}

TEST_F(InspectionPackages, FilesGoAMonthAfterTheLinkUnlessAnotherPackageHasThem) {
    made({{"days", 1}});
    now_ += std::chrono::hours(24 * 20);
    made({{"days", 30}});
    now_ += std::chrono::hours(24 * 12);
    ASSERT_EQ(book_->sweepInspections().value(), 1U);
    EXPECT_EQ(book_->sweepInspections().value(), 0U);
    EXPECT_EQ(of("GET", "1", "/package").error().code, Errc::notFound);
    auto const answer = of("GET", "2", "/package");
    ASSERT_TRUE(answer && answer->file);
    EXPECT_TRUE(std::filesystem::exists(answer->file->file));
    std::set<Digest> seen;
    for (auto const& file : stored(2).files) {
        auto const hex = file.digest.hex();
        EXPECT_TRUE(std::filesystem::exists(directory_ / "inspections" / hex.substr(0, 2) / hex))
            << file.name;
    }
    auto const gone = stored(1).package.hex();
    EXPECT_FALSE(std::filesystem::exists(directory_ / "inspections" / gone.substr(0, 2) / gone));
}

TEST_F(InspectionPackages, AreMadeAndSeenByThoseWhoReachTheUnit) {
    made();
    access::UnitSet north;
    north.add(std::string("north"));
    who_.permissions.clear();
    who_.permissions[access::Permission::viewReports] = north;
    who_.permissions[access::Permission::submitReports] = north;
    who_.unit = "north";
    EXPECT_EQ(of("GET", "1").error().code, Errc::notFound) << "it is the whole site's";
    EXPECT_EQ(of("DELETE", "1").error().code, Errc::notFound);
    EXPECT_EQ(make({{"unit", "south"}}).error().code, Errc::permission);
    EXPECT_EQ(made().at("unit"), "north");
    EXPECT_EQ(make({{"days", 31}}).error().code, Errc::invalid);
    EXPECT_EQ(make({{"to", "2026-06-05"}}).error().code, Errc::invalid);
}

}  // namespace
}  // namespace tocsin::filing
