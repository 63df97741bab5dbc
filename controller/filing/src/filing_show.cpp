// SPDX-License-Identifier: Apache-2.0
// Frozen filings: the list, one of them, its files, its paragraph, and forms filled from it.
#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "filing_query.hpp"
#include "filing_routes.hpp"
#include "filing_texts.hpp"
#include "rollup_state.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/documents/outside.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using access::Principal;
using access::Request;
using access::Response;

constexpr std::uintmax_t kMostForm = 16 << 20;  // a form of another office
/// Nothing that a page can fetch; charts are inside, pictures as data.
constexpr char kPagePolicy[] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// RFC 8187: a name in UTF-8, and one for clients of before.
std::string dispositionOf(std::string const& name, std::string const& format) {
    static constexpr char kDigits[] = "0123456789ABCDEF";
    std::string encoded;
    for (char const c : name) {
        auto const byte = static_cast<unsigned char>(c);
        bool const plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= 'a' && byte <= 'z') || byte == '.' || byte == '-' ||
                           byte == '_';
        if (plain) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += kDigits[byte >> 4];
            encoded += kDigits[byte & 15];
        }
    }
    return "attachment; filename=\"filing." + format + "\"; filename*=UTF-8''" + encoded;
}

Result<store::Filing> found(BookPtr const& book, Principal const& who, Request const& request) {
    Result<store::Filing> out = Error{Errc::internal, "nothing was read"};
    auto const looked = book->store.read([&](store::Tx const& tx) -> Result<> {
        out = findFiling(tx, who, request);
        return {};
    });
    return looked ? out : looked.error();
}

json::array eventsOf(std::vector<store::FilingEvent> const& events) {
    json::array out;
    for (auto const& event : events) {
        out.push_back(json::object{{"revision", event.revision},
                                   {"step", std::string(store::toString(event.step))},
                                   {"at", formatInstant(event.at)},
                                   {"recorded", formatInstant(event.recorded)},
                                   {"who", event.who},
                                   {"channel", event.channel},
                                   {"receipt", event.receipt},
                                   {"reason", event.reason}});
    }
    return out;
}

Result<Length> lengthOf(Request const& request) {
    auto const word = access::queried(request, "length");
    if (word.empty() || word == "week") {
        return Length::weekly;
    }
    if (word == "brief") {
        return Length::brief;
    }
    if (word == "final") {
        return Length::summary;
    }
    return Error{Errc::invalid,
                 "length: \"" + word + "\" is unknown; brief, week and final are allowed"};
}

std::string joined(std::vector<std::string> const& names) {
    std::string out;
    for (auto const& name : names) {
        out += (out.empty() ? "" : ",") + name;
    }
    return out;
}

}  // namespace

json::object headJson(store::Filing const& filing) {
    json::array forms;
    for (auto const& form : filing.forms) {
        forms.push_back(json::object{{"format", form.format},
                                     {"name", form.name},
                                     {"digest", form.digest.hex()},
                                     {"bytes", form.bytes}});
    }
    return {{"number", filing.number},
            {"revision", filing.revision},
            {"activity", filing.activity},
            {"kind", std::string(store::toString(filing.kind))},
            {"issue", filing.issue},
            {"unit", filing.unit},
            {"from", filing.firstDay},
            {"to", filing.lastDay},
            {"as_of", formatInstant(filing.asOf)},
            {"due", filing.due ? json::value(formatInstant(*filing.due)) : json::value(nullptr)},
            {"who", filing.who},
            {"reason", filing.reason},
            {"digest", filing.digest.hex()},
            {"check_code", checkCode(filing.digest)},
            {"origin", filing.origin},
            {"forms", std::move(forms)}};
}

access::Response fileAnswer(MadeForm form) {
    Response out;
    out.contentType = contentTypeOf(form.format);
    out.headers["Content-Disposition"] = dispositionOf(form.name, form.format);
    if (form.format == "html") {
        out.headers["Content-Security-Policy"] = kPagePolicy;
    }
    out.body = std::move(form.bytes);
    return out;
}

Answer textAnswer(std::string const& content, Request const& request) {
    auto const length = lengthOf(request);
    auto const language = languageOf(request);
    if (!length || !language) {
        return length ? language.error() : length.error();
    }
    auto const value = json::parse(content);
    Response out;
    out.contentType = "text/plain; charset=utf-8";
    out.body = paragraphOf(value.as_object(), *length, *language) + "\n";
    return out;
}

Answer filledAnswer(BookPtr const& book, std::string const& content, Stamp const& stamp,
                    Request const& request) {
    auto const& outside = book->settings.outside;
    if (!outside) {
        return Error{Errc::unavailable, "this controller fills no forms"};
    }
    std::error_code failed;
    if (std::filesystem::file_size(request.bodyFile, failed) > kMostForm || failed) {
        return Error{Errc::invalid, "a form is a file of at most 16 MB"};
    }
    std::ifstream in(request.bodyFile, std::ios::binary);
    std::string const form{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    auto const format = access::queried(request, "format");
    if (format != "docx" && format != "xlsx") {
        return Error{Errc::invalid, "format: a form is docx or xlsx"};
    }
    auto const value = json::parse(content);
    auto const filling = fillingOf(value.as_object(), stamp);
    auto filled =
        outside->fill(format == "docx" ? documents::FormFormat::docx : documents::FormFormat::xlsx,
                      form, filling);
    if (!filled) {
        return filled.error();
    }
    auto out = fileAnswer(
        {format, fileNameOf(value.as_object(), documents::Language::chinese) + "." + format,
         std::move(filled->bytes)});
    // As a name in a Content-Disposition is written: they may be Chinese.
    auto const names = [](std::string const& text) {
        auto const whole = dispositionOf(text, "");
        return whole.substr(whole.rfind('\'') + 1);
    };
    out.headers["Tocsin-Form-Filled"] = std::to_string(filled->used.size());
    out.headers["Tocsin-Form-Unknown"] = names(joined(filled->unknown));
    return out;
}

Answer listFilings(BookPtr const& book, Principal const& who, Request const& request) {
    auto const activity = access::queried(request, "activity");
    json::array items;
    auto const looked = book->store.read([&](store::Tx const& tx) -> Result<> {
        auto const all = activity.empty() ? tx.filings().all() : tx.filings().of(activity);
        for (auto const& filing : all) {
            if (who.may(access::Permission::viewReports, filing.unit)) {
                items.emplace_back(headJson(filing));
            }
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(json::object{{"items", std::move(items)}});
}

Answer showFiling(BookPtr const& book, Principal const& who, Request const& request) {
    json::object out;
    auto const looked = book->store.read([&](store::Tx const& tx) -> Result<> {
        auto const filing = findFiling(tx, who, request);
        if (!filing) {
            return filing.error();
        }
        out = headJson(*filing);
        out["events"] = eventsOf(tx.filings().events(filing->number));
        out["content"] = json::parse(filing->content);
        return {};
    });
    return looked ? Answer(access::jsonResponse(out)) : looked.error();
}

Answer filingForm(BookPtr const& book, Principal const& who, Request const& request) {
    auto const format = access::queried(request, "format");
    auto const filing = found(book, who, request);
    if (!filing) {
        return filing.error();
    }
    auto const form = std::find_if(filing->forms.begin(), filing->forms.end(),
                                   [&](auto const& one) { return one.format == format; });
    if (form == filing->forms.end()) {
        return Error{
            contentTypeOf(format).empty() ? Errc::invalid : Errc::notFound,
            "format: filing " + std::to_string(filing->number) + " has no form \"" + format + "\""};
    }
    if (!book->files.has(form->digest)) {
        return Error{Errc::damaged, "the file " + form->name + " of filing " +
                                        std::to_string(filing->number) +
                                        " is gone from the data directory; restore a backup"};
    }
    auto out = fileAnswer({form->format, form->name, ""});
    out.file = access::FileBody{book->files.pathOf(form->digest), form->digest};
    return out;
}

Answer filingText(BookPtr const& book, Principal const& who, Request const& request) {
    auto const filing = found(book, who, request);
    return filing ? textAnswer(filing->content, request) : filing.error();
}

Answer fillFromFiling(BookPtr const& book, Principal const& who, Request const& request) {
    auto const filing = found(book, who, request);
    return filing ? filledAnswer(book, filing->content, stampOf(*filing, book->settings.version),
                                 request)
                  : filing.error();
}

}  // namespace tocsin::filing
