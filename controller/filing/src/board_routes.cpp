// SPDX-License-Identifier: Apache-2.0
// Routes that tell who has filed.
#include <boost/json.hpp>
#include <utility>

#include "board_duplicates.hpp"
#include "board_of_activity.hpp"
#include "filing_routes.hpp"
#include "rollup_routes.hpp"
#include "scorecard.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/documents/write.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using access::Permission;
using access::Principal;
using access::queried;
using access::Request;
using access::Response;

constexpr char kBoard[] =
    R"({"type":"object","required":["activity","at","periods","units","overdue","counts"],"properties":{"activity":{"type":"string"},"at":{"type":"string","format":"date-time"},"periods":{"type":"array","items":{"type":"object"}},"units":{"type":"array","items":{"type":"object"}},"overdue":{"type":"array","items":{"type":"object"}},"counts":{"type":"object"}}})";
constexpr char kItems[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object"}}}})";
constexpr char kScores[] =
    R"({"type":"object","required":["activity","at","units"],"properties":{"activity":{"type":"string"},"from":{"type":"string"},"to":{"type":"string"},"at":{"type":"string","format":"date-time"},"units":{"type":"array","items":{"type":"object"}}}})";
constexpr char kCsv[] = "text/csv; charset=utf-8";

Result<BoardWish> wishOf(Request const& request) {
    BoardWish out{queried(request, "activity"), queried(request, "unit"), std::nullopt};
    if (auto const at = queried(request, "at"); !at.empty()) {
        auto const read = parseInstant(at);
        if (!read) {
            return Error{Errc::invalid, "at: " + read.error().message};
        }
        out.at = *read;
    }
    return out;
}

/// Makes the board of a request and looks at it in the same snapshot.
template <class Look>
Result<> withBoard(store::Store const& store, Instant now, Principal const& who,
                   Request const& request, Look&& look) {
    auto const wish = wishOf(request);
    if (!wish) {
        return wish.error();
    }
    return store.read([&](store::Tx const& tx) -> Result<> {
        auto const board = boardOf(tx, who, *wish, now);
        if (!board) {
            return board.error();
        }
        return look(tx, *board);
    });
}

Result<Response> showBoard(store::Store const& store, Instant now, Principal const& who,
                           Request const& request) {
    json::object out;
    auto const looked =
        withBoard(store, now, who, request, [&](store::Tx const&, Board const& board) -> Result<> {
            out = toJson(board);
            return {};
        });
    return looked ? Result<Response>(access::jsonResponse(out)) : looked.error();
}

Result<Response> remind(store::Store const& store, Instant now, Principal const& who,
                        Request const& request) {
    json::array items;
    auto const looked =
        withBoard(store, now, who, request, [&](store::Tx const&, Board const& board) -> Result<> {
            for (std::size_t i = 0; i < board.units.size(); ++i) {
                auto const words = reminderOf(board, i);
                if (!words) {
                    return words.error();
                }
                if (!words->english.empty()) {
                    items.emplace_back(json::object{{"unit", board.units[i].handle},
                                                    {"name", board.units[i].name},
                                                    {"zh", words->chinese},
                                                    {"en", words->english}});
                }
            }
            return {};
        });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(json::object{{"items", std::move(items)}});
}

/// What stands of one period, with contents: the revision that was sent last.
std::vector<RollUpMember> sentOf(store::Tx const& tx, Board const& board, std::size_t period) {
    std::vector<RollUpMember> out;
    for (std::size_t i = 0; i < board.units.size(); ++i) {
        auto const& standing = board.cells[i][period];
        if (standing.revision == 0 || standing.state == FilingState::returned) {
            continue;
        }
        if (auto filing = tx.filings().find(standing.number, standing.revision)) {
            out.push_back({board.units[i].handle, board.units[i].name, standing.number,
                           standing.revision, board.at, filing->origin, std::move(filing->content),
                           standing.late});
        }
    }
    return out;
}

Result<Response> duplicates(store::Store const& store, Instant now, Principal const& who,
                            Request const& request) {
    auto const kind = calendarKind(queried(request, "kind"));
    if (!kind) {
        return kind.error();
    }
    auto const issue = filingNumber(queried(request, "issue")).value_or(0);
    json::array items;
    auto const looked = withBoard(
        store, now, who, request, [&](store::Tx const& tx, Board const& board) -> Result<> {
            for (std::size_t i = 0; i < board.periods.size(); ++i) {
                auto const& period = board.periods[i];
                if (period.kind != *kind || period.issue != issue) {
                    continue;
                }
                RollUpHead head;
                head.activity = board.activity;
                head.kind = period.kind;
                head.issue = period.issue;
                head.firstDay = period.firstDay;
                head.lastDay = period.lastDay;
                for (auto const& one : duplicatesIn(head, sentOf(tx, board, i))) {
                    items.emplace_back(toJson(one));
                }
            }
            return {};
        });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(json::object{{"items", std::move(items)}});
}

Result<std::string> bytesOf(documents::Document const& card, std::string const& format,
                            PrintOf const& print) {
    if (format == "docx") {
        return documents::toDocx(card);
    }
    if (format == "xlsx") {
        return documents::toXlsx(card);
    }
    if (format == "html") {
        return documents::toHtml(card);
    }
    if (format == "pdf") {
        return print ? print(documents::toPrint(card))
                     : Result<std::string>(
                           Error{Errc::unavailable, "this controller prints no documents"});
    }
    return Error{Errc::invalid, "format: \"" + format +
                                    "\" is unknown; json, csv, docx, pdf, xlsx and html are "
                                    "allowed"};
}

Result<Response> answered(Scorecard const& card, std::string const& format,
                          documents::Language language, PrintOf const& print) {
    if (format.empty() || format == "json") {
        return access::jsonResponse(toJson(card));
    }
    if (format == "csv") {
        Response out;
        out.contentType = kCsv;
        out.body = toCsv(card, language);
        out.headers["Content-Disposition"] = "attachment; filename=\"scores.csv\"";
        return out;
    }
    auto const document = toDocument(card, language);
    if (!document) {
        return document.error();
    }
    auto bytes = bytesOf(*document, format, print);
    return bytes ? Result<Response>(fileAnswer({format, "scores." + format, *std::move(bytes)}))
                 : bytes.error();
}

Result<Response> score(store::Store const& store, Instant now, Principal const& who,
                       Request const& request, PrintOf const& print) {
    Scorecard card;
    auto const looked = withBoard(
        store, now, who, request, [&](store::Tx const& tx, Board const& board) -> Result<> {
            auto const contentOf = [&tx](std::int64_t number, std::int64_t revision) {
                auto filing = tx.filings().find(number, revision);
                return filing ? std::optional(std::move(filing->content)) : std::nullopt;
            };
            card = scored(board, contentOf);
            return {};
        });
    if (!looked) {
        return looked.error();
    }
    auto const language = queried(request, "lang") == "en" ? documents::Language::english
                                                           : documents::Language::chinese;
    return answered(card, queried(request, "format"), language, print);
}

using Look =
    std::function<Result<Response>(store::Store const&, Instant, Principal const&, Request const&)>;

access::Route lookRoute(store::Store const& store, std::function<Instant()> const& now,
                        char const* path, char const* summary, char const* schema, Look look) {
    access::Route out;
    out.method = "GET";
    out.pattern = path;
    out.permission = Permission::viewReports;
    out.summary = summary;
    out.responseSchema = schema;
    out.query = {{"activity", true}, {"unit"}, {"at"}};
    out.handler = [&store, now, look](Principal const& who, Request const& request) {
        return look(store, now(), who, request);
    };
    out.reach = access::filtered();
    return out;
}

}  // namespace

access::Routes boardRoutes(store::Store& store, RollUpSettings const& settings) {
    auto board =
        lookRoute(store, settings.now, "/api/v1/filing-board",
                  "Which units have filed what of an activity, at an instant", kBoard, showBoard);
    auto reminders =
        lookRoute(store, settings.now, "/api/v1/filing-board/reminders",
                  "A paragraph for each unit that has something to file", kItems, remind);
    auto same = lookRoute(store, settings.now, "/api/v1/filing-board/duplicates",
                          "Screens that two units have filed", kItems, duplicates);
    same.query.push_back({"kind", true});
    same.query.push_back({"issue"});
    auto const scoring = [print = settings.print](store::Store const& from, Instant now,
                                                  Principal const& who, Request const& request) {
        return score(from, now, who, request, print);
    };
    auto scores = lookRoute(store, settings.now, "/api/v1/filing-scores",
                            "The scorecard of units (?format=json|csv|docx|pdf|xlsx|html&lang)",
                            kScores, scoring);
    scores.query.push_back({"format"});
    scores.query.push_back({"lang"});
    scores.responseTypes = {"application/json", kCsv};
    for (auto const* format : {"docx", "pdf", "xlsx", "html"}) {
        scores.responseTypes.push_back(contentTypeOf(format));
    }
    return {board, reminders, same, scores};
}

}  // namespace tocsin::filing
