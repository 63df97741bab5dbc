// SPDX-License-Identifier: Apache-2.0
// tocsin words …, tocsin theme …
#include <fmt/format.h>

#include <boost/json.hpp>

#include "csv_rows.hpp"
#include "language.hpp"
#include "render.hpp"
#include "tocsin/vocabulary/utf8.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kWords[] = "/api/v1/words";
constexpr char kThemes[] = "/api/v1/themes";
constexpr std::string_view kMark = "\xEF\xBB\xBF";  // Excel's, in front of UTF-8

ExitCode printWords(Context const& context, Reply const& reply) {
    print(context, reply, renderWords(reply.document, context.environment.language));
    return ExitCode::ok;
}

/// Only how long the list is now: it may be very long.
ExitCode printChange(Context const& context, Reply const& reply) {
    print(context, reply,
          fmt::format(fmt::runtime(say(context.environment.language, Text::wordsInList)),
                      elements(reply.document, "items").size()) +
              "\n");
    return ExitCode::ok;
}

ExitCode printThemes(Context const& context, Reply const& reply) {
    print(context, reply, renderThemes(reply.document, context.environment.language));
    return ExitCode::ok;
}

Reply put(Context const& context, std::string const& path, boost::json::object const& body) {
    return context.client.put(path, "application/json", boost::json::serialize(body));
}

bool isHeading(std::vector<std::string> const& row) {
    return row[0] == "wrong" || row[0] == "错词" || row[0] == "错词/敏感词";
}

boost::json::array wordsIn(std::string const& file) {
    auto const whole = readWholeFile(file);
    std::string_view text = whole;
    if (text.starts_with(kMark)) {
        text.remove_prefix(kMark.size());
    }
    if (!isUtf8(text)) {
        throw CommandFailure(ExitCode::failure,
                             file + " is not UTF-8; in Excel save it as \"CSV UTF-8\"");
    }
    boost::json::array out;
    auto const rows = csvRows(text);
    for (auto const& row : rows) {
        if (row.size() > 3) {
            throw CommandFailure(ExitCode::failure,
                                 file + ": the row of \"" + row[0] +
                                     "\" has more than three cells: wrong word, right word, note");
        }
        if (&row == &rows.front() && isHeading(row)) {
            continue;
        }
        out.push_back(boost::json::object{{"wrong", row[0]},
                                          {"right", row.size() > 1 ? row[1] : ""},
                                          {"note", row.size() > 2 ? row[2] : ""}});
    }
    if (out.empty()) {
        throw CommandFailure(ExitCode::failure, file + " holds no words");
    }
    return out;
}

}  // namespace

ExitCode perform(WordsList const&, Context const& context) {
    return printWords(context, context.client.get(kWords));
}

ExitCode perform(WordsAdd const& add, Context const& context) {
    return printChange(context, put(context, std::string(kWords) + "/" + encoded(add.wrong),
                                    {{"right", add.right}, {"note", add.note}}));
}

ExitCode perform(WordsRemove const& remove, Context const& context) {
    return printChange(context,
                       context.client.remove(std::string(kWords) + "/" + encoded(remove.wrong)));
}

ExitCode perform(WordsImport const& table, Context const& context) {
    return printChange(
        context, context.client.post(kWords, boost::json::object{{"items", wordsIn(table.file)}}));
}

ExitCode perform(ThemeList const&, Context const& context) {
    return printThemes(context, context.client.get(kThemes));
}

ExitCode perform(ThemeSet const& set, Context const& context) {
    return printThemes(context, put(context, std::string(kThemes) + "/" + encoded(set.title),
                                    {{"theme", set.theme}, {"period", set.period}}));
}

ExitCode perform(ThemeRemove const& remove, Context const& context) {
    return printThemes(context,
                       context.client.remove(std::string(kThemes) + "/" + encoded(remove.title)));
}

}  // namespace tocsin::cli
