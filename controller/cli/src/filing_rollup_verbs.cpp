// SPDX-License-Identifier: Apache-2.0
// tocsin filing submit, accept, return, outside, board, remind, rollup, score, export, import,
// trust
#include <boost/json.hpp>
#include <filesystem>
#include <ostream>

#include "filing_rollup_words.hpp"
#include "instant_option.hpp"
#include "language.hpp"
#include "output_file.hpp"
#include "render.hpp"
#include "render_filing_rollup.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

void put(boost::json::object& body, char const* key, std::string const& text) {
    if (!text.empty()) {
        body[key] = text;
    }
}

/// "?a=b&c=d" of what is not empty.
std::string queryOf(std::initializer_list<std::pair<char const*, std::string>> const& said) {
    std::string out;
    for (auto const& [key, value] : said) {
        if (!value.empty()) {
            out += (out.empty() ? "?" : "&") + std::string(key) + "=" + encoded(value);
        }
    }
    return out;
}

std::string numberText(std::int64_t number) {
    return number == 0 ? "" : std::to_string(number);
}

std::string atOption(std::string const& at) {
    return at.empty() ? "" : instantOption("--at", at, true);
}

void write(Context const& context, std::string const& out, std::string const& bytes) {
    if (out.empty()) {
        context.out << bytes;
    } else {
        writeWholeFile(out, bytes);
    }
}

}  // namespace

ExitCode perform(FilingStepOrder const& order, Context const& context) {
    boost::json::object body;
    put(body, "reason", order.reason);
    put(body, "channel", order.channel);
    put(body, "receipt", order.receipt);
    put(body, "at", order.at.empty() ? "" : instantOption("--at", order.at, false));
    if (order.revision != 0) {
        body["revision"] = order.revision;
    }
    auto const reply = context.client.post(
        "/api/v1/filings/" + std::to_string(order.number) + "/" + order.step, body);
    print(context, reply, renderStanding(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(FilingBoard const& board, Context const& context) {
    auto const language = context.environment.language;
    if (!board.duplicates.empty()) {
        auto const reply = context.client.get("/api/v1/filing-board/duplicates" +
                                              queryOf({{"activity", board.activity},
                                                       {"unit", board.unit},
                                                       {"at", atOption(board.at)},
                                                       {"kind", board.duplicates},
                                                       {"issue", numberText(board.issue)}}));
        print(context, reply, renderDuplicateScreens(reply.document, language));
        return elements(reply.document, "items").empty() ? ExitCode::ok : ExitCode::findings;
    }
    auto const reply = context.client.get(
        "/api/v1/filing-board" +
        queryOf({{"activity", board.activity}, {"unit", board.unit}, {"at", atOption(board.at)}}));
    print(context, reply,
          board.overdue ? renderOverdueFilings(reply.document, language)
                        : renderFilingBoard(reply.document, language));
    return ExitCode::ok;
}

ExitCode perform(FilingRemind const& remind, Context const& context) {
    auto const language = context.environment.language;
    auto const reply =
        context.client.get("/api/v1/filing-board/reminders" +
                           queryOf({{"activity", remind.activity}, {"unit", remind.unit}}));
    std::string out;
    auto const code = languageCode(remind.language, language);
    for (auto const& one : elements(reply.document, "items")) {
        out += printable(text(one, code)) + "\n";
    }
    print(context, reply,
          out.empty() ? filingWord(language, "nobody has to be reminded\n", "没有需要催报的单位\n")
                      : out);
    return ExitCode::ok;
}

ExitCode perform(FilingRollUp const& wish, Context const& context) {
    auto const language = context.environment.language;
    if (!wish.freeze) {
        auto const reply = context.client.get("/api/v1/filing-roll-up" +
                                              queryOf({{"activity", wish.activity},
                                                       {"kind", wish.kind},
                                                       {"issue", numberText(wish.issue)},
                                                       {"unit", wish.unit}}));
        print(context, reply, renderRollUp(reply.document, language));
        return ExitCode::ok;
    }
    boost::json::object body{
        {"activity", wish.activity}, {"kind", wish.kind}, {"issue", wish.issue}};
    put(body, "unit", wish.unit);
    put(body, "reason", wish.reason);
    auto const reply = context.client.post("/api/v1/filing-roll-up", body);
    auto const& made = reply.document;
    print(context, reply,
          filingWord(language, "frozen as filing ", "已冻结为报送 ") +
              std::to_string(integer(made, "number")) + filingWord(language, " revision ", " 第") +
              std::to_string(integer(made, "revision")) + filingWord(language, ", ", "版，") +
              text(made, "digest") + "\n");
    return ExitCode::ok;
}

ExitCode perform(FilingScore const& score, Context const& context) {
    auto const language = context.environment.language;
    auto const format = context.json ? std::string("json") : score.format;
    auto const path =
        "/api/v1/filing-scores" + queryOf({{"activity", score.activity},
                                           {"unit", score.unit},
                                           {"at", atOption(score.at)},
                                           {"format", format},
                                           {"lang", languageCode(score.language, language)}});
    write(context, score.out,
          format.empty() ? renderScores(context.client.get(path).document, language)
                         : context.client.getText(path));
    return ExitCode::ok;
}

ExitCode perform(FilingExport const& order, Context const& context) {
    auto const bytes =
        context.client.postForBytes("/api/v1/filings/" + std::to_string(order.number) + "/export" +
                                        queryOf({{"revision", numberText(order.revision)}}),
                                    boost::json::object());
    writeWholeFile(order.out, bytes);
    if (!context.json) {
        context.out << printable(filingWord(context.environment.language,
                                            "written; hand it over and say so: tocsin filing "
                                            "outside ",
                                            "已写出；送达后请登记：tocsin filing outside ") +
                                 std::to_string(order.number))
                    << '\n';
    }
    return ExitCode::ok;
}

ExitCode perform(FilingImport const& order, Context const& context) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(order.file, ignored)) {
        throw CommandFailure(ExitCode::notFound, "there is no file " + order.file);
    }
    auto const language = context.environment.language;
    auto const reply =
        context.client.upload("/api/v1/filing-files", order.file, {}, [](std::chrono::seconds) {});
    auto const& taken = reply.document;
    print(context, reply,
          text(taken, "unit") +
              filingWord(language, ": taken in as filing ", "：已收入，报送编号 ") +
              std::to_string(integer(taken, "number")) + filingWord(language, " revision ", " 第") +
              std::to_string(integer(taken, "revision")) + filingWord(language, "\n", "版\n"));
    return ExitCode::ok;
}

ExitCode perform(FilingTrust const& trust, Context const& context) {
    auto const language = context.environment.language;
    if (trust.unit.empty()) {
        auto const reply = context.client.get("/api/v1/filing-keys");
        print(context, reply, renderFilingKeys(reply.document, language));
        return ExitCode::ok;
    }
    if (trust.keys.empty() && !trust.none) {
        throw CommandFailure(ExitCode::usage, "KEY is missing; --none takes the unit's keys away");
    }
    boost::json::object const body{
        {"keys", boost::json::array(trust.keys.begin(), trust.keys.end())}};
    auto const reply = context.client.put("/api/v1/filing-keys/" + encoded(trust.unit),
                                          "application/json", boost::json::serialize(body));
    print(context, reply,
          trust.unit + filingWord(language, ": keys in force: ", "：生效密钥 ") +
              std::to_string(elements(reply.document, "keys").size()) + "\n");
    return ExitCode::ok;
}

}  // namespace tocsin::cli
