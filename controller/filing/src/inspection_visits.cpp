// SPDX-License-Identifier: Apache-2.0
// What a link of an inspection package shows. Whoever has it is let in, reads, and changes nothing.
#include <boost/json.hpp>
#include <charconv>
#include <exception>
#include <map>

#include "document_parts.hpp"
#include "inspection_index.hpp"
#include "inspection_routes.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::filing {
namespace {

using access::Principal;
using access::Request;
using access::Response;
using store::Inspection;

constexpr char kPage[] =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";
constexpr int kGone = 410;
constexpr std::size_t kSecretDigits = 64;

/// Nothing of it is found by searching, kept on the way or told to other sites.
std::map<std::string, std::string> discreet() {
    return {{"Cache-Control", "no-store"},
            {"Referrer-Policy", "no-referrer"},
            {"X-Robots-Tag", "noindex, nofollow"},
            {"X-Content-Type-Options", "nosniff"}};
}

Response gone() {
    Response out;
    out.status = kGone;
    out.contentType = "text/html; charset=utf-8";
    out.headers = discreet();
    out.headers["Content-Security-Policy"] = kPage;
    out.body = goneLinkPage();
    return out;
}

struct Visit {
    Inspection inspection;
    IndexHead head;
};

/// What the link shows now; nothing for one that does not hold.
Result<std::optional<Visit>> visitOf(BookPtr const& book, Request const& request) {
    auto const& secret = request.parameters.at("secret");
    if (secret.size() != kSecretDigits) {
        return std::optional<Visit>();
    }
    std::optional<Visit> out;
    auto const now = book->settings.reports.now();
    auto const looked = book->store.read([&](store::Tx const& tx) -> Result<> {
        auto found = tx.inspections().findBySecret(messages::sha256(secret));
        if (!found || found->removed || found->revoked || now >= found->expires) {
            return {};
        }
        Visit visit;
        auto const activity = tx.activities().find(found->activity);
        auto const unit = tx.units().find(found->unit);
        visit.head.zone = activity ? activity->zone : "UTC";
        visit.head.unitName = unit ? unit->name : "";
        visit.head.behindLink = true;
        bool const english =
            !found->files.empty() && found->files.front().name.rfind(
                                         inspectionPart(0, documents::Language::english), 0) == 0;
        visit.head.language = english ? documents::Language::english : documents::Language::chinese;
        visit.inspection = *std::move(found);
        out = std::move(visit);
        return {};
    });
    return looked ? Result<std::optional<Visit>>(std::move(out)) : looked.error();
}

/// One an hour and address: it is counted, and stands in the audit trail.
Result<> record(BookPtr const& book, Inspection const& one, std::string const& peer) {
    auto const now = book->settings.reports.now();
    if (!book->openings.isFirst(one.number, peer, now)) {
        return {};
    }
    return book->store.write(
        [&](store::Tx& tx) -> Result<> {
            tx.inspections().open(one.number, now);
            return {};
        },
        {"link", "inspection.open", std::to_string(one.number), peer});
}

Answer showPage(BookPtr const& book, Principal const&, Request const& request) {
    auto const visit = visitOf(book, request);
    if (!visit) {
        return visit.error();
    }
    if (!*visit) {
        return gone();
    }
    auto const& [inspection, head] = **visit;
    if (auto const done = record(book, inspection, request.peer); !done) {
        return done.error();
    }
    auto const root = "/inspect/" + request.parameters.at("secret");
    Response out;
    out.contentType = "text/html; charset=utf-8";
    out.headers = discreet();
    out.headers["Content-Security-Policy"] = kPage;
    out.body = inspectionIndex(inspection, head, nullptr, [&root](std::size_t place) {
        return root + "/file/" + std::to_string(place);
    });
    Speech const say{head.language};
    auto const whole = "<p class=\"lead\"><a href=\"" + root + "/package\">" +
                       say("下载全部（ZIP）", "Everything in one file (ZIP)") + "</a></p>\n";
    // Before what is in it.
    auto const place = out.body.find("<h2>");
    out.body.insert(place == std::string::npos ? out.body.size() : place, whole);
    return out;
}

Answer sendFile(BookPtr const& book, store::InspectionFile const& file) {
    if (!book->inspections.has(file.digest)) {
        return Error{Errc::damaged, "this file is gone from the controller; ask for another link"};
    }
    auto const dot = file.name.rfind('.');
    auto const ending = dot == std::string::npos ? "" : file.name.substr(dot + 1);
    auto const slash = file.name.rfind('/');
    auto out = fileAnswer({ending, file.name.substr(slash + 1), ""});
    for (auto const& [name, value] : discreet()) {
        out.headers[name] = value;
    }
    if (ending == "jpg" || ending == "png") {
        out.contentType = ending == "jpg" ? "image/jpeg" : "image/png";
    }
    if (out.contentType.empty()) {
        out.contentType = "application/octet-stream";
    }
    if (ending == "pdf" || ending == "jpg" || ending == "png") {
        auto& how = out.headers["Content-Disposition"];
        how.replace(0, std::string_view("attachment").size(), "inline");
    }
    out.file = access::FileBody{book->inspections.pathOf(file.digest), file.digest};
    return out;
}

Answer showPackage(BookPtr const& book, Principal const&, Request const& request) {
    auto const visit = visitOf(book, request);
    if (!visit) {
        return visit.error();
    }
    if (!*visit) {
        return gone();
    }
    auto const& one = (*visit)->inspection;
    return sendFile(book, {one.name, one.package, one.bytes});
}

Answer showFile(BookPtr const& book, Principal const&, Request const& request) {
    auto const visit = visitOf(book, request);
    if (!visit) {
        return visit.error();
    }
    auto const& text = request.parameters.at("place");
    std::size_t place = 0;
    auto const [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), place);
    bool const isNumber = wrong == std::errc{} && end == text.data() + text.size();
    if (!*visit || !isNumber || place >= (*visit)->inspection.files.size()) {
        return gone();
    }
    return sendFile(book, (*visit)->inspection.files[place]);
}

}  // namespace

access::Routes inspectionVisits(BookPtr const& book) {
    using Handle = Answer (*)(BookPtr const&, Principal const&, Request const&);
    auto const visit = [book](char const* pattern, char const* summary, Handle handle,
                              std::vector<std::string> types) {
        access::Route out;
        out.method = "GET";
        out.pattern = pattern;
        out.summary = summary;
        out.withoutAuthorisation = true;
        out.responseTypes = std::move(types);
        out.handler = [book, handle](Principal const& who, Request const& request) -> Answer {
            // What is thrown would be logged with the path, and the path has the secret in it.
            try {
                return handle(book, who, request);
            } catch (Failure const& failure) {
                return failure.error();
            } catch (std::exception const&) {
                return Error{Errc::internal, "the package could not be shown"};
            }
        };
        return out;
    };
    return {visit("/inspect/{secret}", "An inspection package's contents, by its link", showPage,
                  {"text/html"}),
            visit("/inspect/{secret}/package", "The package", showPackage, {"application/zip"}),
            visit("/inspect/{secret}/file/{place}", "A file of it", showFile,
                  {"application/octet-stream"})};
}

}  // namespace tocsin::filing
