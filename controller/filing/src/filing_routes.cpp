// SPDX-License-Identifier: Apache-2.0
// The book's routes.
#include "filing_routes.hpp"

#include "filing_query.hpp"
#include "inspection_routes.hpp"
#include "rollup_routes.hpp"

namespace tocsin::filing {
namespace {

using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::Request;
using access::Route;

constexpr char kHead[] =
    R"({"type":"object","required":["number","revision","activity","kind","digest","forms"],"properties":{"number":{"type":"integer"},"revision":{"type":"integer"},"activity":{"type":"string"},"kind":{"enum":["plan","week","final","patrol","period"]},"issue":{"type":"integer"},"unit":{"type":"string"},"digest":{"type":"string"},"check_code":{"type":"string"},"forms":{"type":"array","items":{"type":"object"}}}})";
constexpr char kItems[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object"}}}})";
constexpr char kDraft[] =
    R"({"type":"object","required":["content","written"],"properties":{"content":{"type":"object"},"written":{"type":"object"}}})";
constexpr char kTexts[] =
    R"({"type":"object","properties":{"overview":{"type":"string"},"highlights":{"type":"string"},"shortcomings":{"type":"string"},"filled_by":{"type":"string"},"reviewed_by":{"type":"string"},"signed_by":{"type":"string"},"pictures":{"type":"array","items":{"type":"string"}}}})";
constexpr char kFreeze[] =
    R"({"type":"object","required":["activity"],"properties":{"activity":{"type":"string"},"kind":{"enum":["plan","week","final","patrol","period"]},"issue":{"type":"integer"},"unit":{"type":"string"},"from":{"type":"string"},"to":{"type":"string"},"reason":{"type":"string"}}})";

constexpr char kInspectionWish[] =
    R"({"type":"object","required":["activity"],"properties":{"activity":{"type":"string"},"unit":{"type":"string"},"from":{"type":"string"},"to":{"type":"string"},"days":{"type":"integer","minimum":1,"maximum":30},"note":{"type":"string"},"lang":{"enum":["zh","en"]}}})";
constexpr char kInspection[] =
    R"({"type":"object","required":["number","activity","expires","state"],"properties":{"number":{"type":"integer"},"activity":{"type":"string"},"expires":{"type":"string"},"state":{"enum":["open","expired","revoked","removed"]},"link":{"type":"string"}}})";

using Handle = Answer (*)(BookPtr const&, Principal const&, Request const&);

Route route(BookPtr const& book, char const* method, char const* pattern, char const* summary,
            Handle handle) {
    Route out;
    out.method = method;
    out.pattern = pattern;
    out.permission = Permission::viewReports;
    out.summary = summary;
    out.handler = [book, handle](Principal const& who, Request const& request) {
        return handle(book, who, request);
    };
    out.reach = access::filtered();
    return out;
}

/// Names of the query that say which draft is meant.
std::vector<access::QueryName> periodQuery(std::vector<access::QueryName> more = {}) {
    std::vector<access::QueryName> out{{"activity", true}, {"kind"}, {"issue"},
                                       {"unit"},           {"from"}, {"to"}};
    out.insert(out.end(), more.begin(), more.end());
    return out;
}

std::vector<std::string> formTypes() {
    std::vector<std::string> out;
    for (auto const* format : {"docx", "pdf", "xlsx", "html", "json", "zip"}) {
        out.push_back(contentTypeOf(format));
    }
    return out;
}

Route filling(Route out) {
    out.body = BodyPolicy::upload;
    out.requestType = "application/octet-stream";
    out.responseTypes = {contentTypeOf("docx"), contentTypeOf("xlsx")};
    return out;
}

access::Routes draftRoutes(BookPtr const& book) {
    auto show = route(book, "GET", "/api/v1/filing-draft",
                      "A filing as it would be now (?activity&kind&issue&unit&from&to)", showDraft);
    show.query = periodQuery();
    show.responseSchema = kDraft;
    auto put = route(book, "PUT", "/api/v1/filing-draft",
                     "What people write for it; If-Match takes the draft's ETag", putDraft);
    put.permission = Permission::submitReports;
    put.query = periodQuery();
    put.body = BodyPolicy::text;
    put.requestSchema = kTexts;
    put.responseSchema = R"({"type":"object"})";
    put.requestHeaders = {{"If-Match"}};
    auto form =
        route(book, "GET", "/api/v1/filing-draft/form",
              "The draft as a file (?format=docx|pdf|xlsx|html|json|zip&lang&content)", draftForm);
    form.query = periodQuery({{"format", true}, {"lang"}, {"content"}});
    form.responseTypes = formTypes();
    auto text = route(book, "GET", "/api/v1/filing-draft/text",
                      "The draft's paragraph to paste (?length=brief|week|final&lang)", draftText);
    text.query = periodQuery({{"length"}, {"lang"}, {"content"}});
    text.responseTypes = {"text/plain"};
    auto fill = filling(route(book, "POST", "/api/v1/filing-draft/fill",
                              "Another office's form, filled (?format=docx|xlsx)", fillFromDraft));
    fill.query = periodQuery({{"format", true}, {"content"}});
    return {show, put, form, text, fill};
}

access::Routes frozenRoutes(BookPtr const& book) {
    auto freeze = route(book, "POST", "/api/v1/filings",
                        "Freeze the draft: content and files never change again", freezeFiling);
    freeze.permission = Permission::submitReports;
    freeze.body = BodyPolicy::text;
    freeze.requestSchema = kFreeze;
    freeze.responseSchema = kHead;
    freeze.success = {201};
    auto list = route(book, "GET", "/api/v1/filings", "Frozen filings (?activity)", listFilings);
    list.query = {{"activity"}};
    list.responseSchema = kItems;
    auto show =
        route(book, "GET", "/api/v1/filings/{number}",
              "A frozen filing, what became of it and what it says (?revision)", showFiling);
    show.query = {{"revision"}};
    show.responseSchema = kHead;
    auto form = route(book, "GET", "/api/v1/filings/{number}/form",
                      "A file of it (?format=docx|pdf|xlsx|html|json|zip&revision)", filingForm);
    form.query = {{"format", true}, {"revision"}};
    form.responseTypes = formTypes();
    auto text =
        route(book, "GET", "/api/v1/filings/{number}/text",
              "Its paragraph to paste (?length=brief|week|final&lang&revision)", filingText);
    text.query = {{"length"}, {"lang"}, {"revision"}};
    text.responseTypes = {"text/plain"};
    auto fill = filling(route(book, "POST", "/api/v1/filings/{number}/fill",
                              "Another office's form, filled from it (?format=docx|xlsx&revision)",
                              fillFromFiling));
    fill.query = {{"format", true}, {"revision"}};
    return {freeze, list, show, form, text, fill};
}

access::Routes inspectionRoutes(BookPtr const& book) {
    auto make = route(book, "POST", "/api/v1/inspections",
                      "Put an inspection package (迎检资料包) together, with a link for whoever "
                      "inspects; the answer alone has the link",
                      makeInspection);
    make.permission = Permission::submitReports;
    make.body = BodyPolicy::text;
    make.requestSchema = kInspectionWish;
    make.responseSchema = kInspection;
    make.success = {201};
    auto list = route(book, "GET", "/api/v1/inspections",
                      "Inspection packages and their links' state (?activity)", listInspections);
    list.query = {{"activity"}};
    list.responseSchema = kItems;
    auto show = route(book, "GET", "/api/v1/inspections/{number}", "One of them with its files",
                      showInspection);
    show.responseSchema = kInspection;
    auto package = route(book, "GET", "/api/v1/inspections/{number}/package", "Its ZIP file",
                         inspectionPackage);
    package.responseTypes = {"application/zip"};
    auto revoke = route(book, "DELETE", "/api/v1/inspections/{number}", "Its link ends now",
                        revokeInspection);
    revoke.permission = Permission::submitReports;
    revoke.responseSchema = kInspection;
    return {make, list, show, package, revoke};
}

}  // namespace

FilingBook::FilingBook(store::Store& store, FilingSettings settings)
    : state_(std::make_shared<State>(store, std::move(settings))) {}
FilingBook::~FilingBook() = default;

Result<std::size_t> FilingBook::sweepInspections() {
    return filing::sweepInspections(*state_);
}

access::Routes FilingBook::routes() {
    auto due = route(state_, "GET", "/api/v1/filing-due",
                     "What is due, to the instant, and how it stands (?activity&unit)", showDue);
    due.query = {{"activity"}, {"unit"}};
    due.responseSchema = kItems;
    access::Routes out{due};
    RollUpSettings rollUp;
    rollUp.now = state_->settings.reports.now;
    rollUp.signer = state_->settings.signer;
    rollUp.print = state_->settings.print;
    rollUp.freezing = std::shared_ptr<std::mutex>(state_, &state_->freezing);
    rollUp.formsOf = [book = state_](store::Filing const& filing) {
        return keepForms(*book, {filing.content, stampOf(filing, book->settings.version),
                                 documents::Language::chinese});
    };
    for (auto const& some :
         {draftRoutes(state_), frozenRoutes(state_), inspectionRoutes(state_),
          inspectionVisits(state_), rollupRoutes(state_->store, std::move(rollUp))}) {
        out.insert(out.end(), some.begin(), some.end());
    }
    return out;
}

}  // namespace tocsin::filing
