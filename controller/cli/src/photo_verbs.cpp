// SPDX-License-Identifier: Apache-2.0
// tocsin evidence add: photographs that people took, one after the other.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>
#include <system_error>

#include "failure.hpp"
#include "instant_option.hpp"
#include "language.hpp"
#include "progress_line.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "tocsin/vocabulary/utf8.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

namespace fs = std::filesystem;

bool isPhotograph(fs::path const& file) {
    auto ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return ending == ".jpg" || ending == ".jpeg" || ending == ".png";
}

/// The photographs in a folder by name, not in folders below it; a file as it is.
std::vector<fs::path> filesOf(std::string const& path, Context const& context) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
        return {path};
    }
    std::vector<fs::path> out;
    for (fs::directory_iterator entry(path, error), end; !error && entry != end;
         entry.increment(error)) {
        if (isPhotograph(entry->path()) && entry->is_regular_file(error)) {
            out.push_back(entry->path());
        }
    }
    if (error) {
        throw CommandFailure(ExitCode::usage,
                             path + ": the folder cannot be read: " + error.message());
    }
    if (out.empty()) {
        throw CommandFailure(
            ExitCode::usage,
            fmt::format(fmt::runtime(say(context.environment.language, Text::photosNone)), path));
    }
    std::ranges::sort(out);
    return out;
}

std::string queryOf(EvidenceAdd const& add) {
    std::string out;
    auto const put = [&out](char const* key, std::string const& value) {
        if (!value.empty()) {
            out += (out.empty() ? "?" : "&") + std::string(key) + "=" + encoded(value);
        }
    };
    put("screen", add.screen);
    put("campaign", add.campaign);
    put("at", add.at.empty() ? "" : instantOption("--at", add.at, false));
    put("note", add.note);
    return out;
}

Json send(fs::path const& file, std::string const& path, Context const& context) {
    auto const name = shownAsUtf8(file.filename().string());
    ProgressLine line(context.err, context.environment.language,
                      context.environment.errIsTerminal && !context.json, printable(name));
    auto const progress = [&line](std::int64_t done, std::int64_t total) {
        line.update(done, total);
    };
    auto const pause = [&](std::chrono::seconds seconds) {
        line.clear();
        auto const text = fmt::format(fmt::runtime(say(context.environment.language, Text::busy)),
                                      name, seconds.count());
        context.err << "tocsin: " << printable(text) << '\n' << std::flush;
    };
    return context.client.upload(path, file, progress, pause).document;
}

/// {"file","picture"} or {"file","error"}; an unreachable controller ends the command.
Json addOne(fs::path const& file, std::string const& path, Context const& context) {
    auto const name = shownAsUtf8(file.string());
    std::string fault;
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
        fault = "there is no such file";
    } else if (fs::file_size(file, error) == 0) {
        fault = "the file is empty";
    } else {
        try {
            return {{"file", name}, {"picture", send(file, path, context)}};
        } catch (CommandFailure const& failure) {
            if (failure.code() == ExitCode::unreachable || context.stop.stop_requested()) {
                throw;
            }
            fault = failure.what();
        }
    }
    return {{"file", name}, {"error", name + ": " + fault}};
}

void tell(Context const& context, Json const& result) {
    auto const& picture = member(result, "picture");
    if (picture.is_null()) {
        context.err << failureLines(text(result, "error")) << std::flush;
        return;
    }
    if (!context.json) {
        context.out << printable(fmt::format(
                           fmt::runtime(say(context.environment.language, Text::photoAdded)),
                           text(result, "file"), text(picture, "screen"), text(picture, "at"),
                           text(picture, "picture").substr(0, 16)))
                    << '\n'
                    << std::flush;
    }
}

}  // namespace

ExitCode perform(EvidenceAdd const& add, Context const& context) {
    if (!isUtf8(add.screen) || !isUtf8(add.campaign) || !isUtf8(add.note)) {
        throw CommandFailure(ExitCode::usage, "--screen, --campaign and --note have to be UTF-8");
    }
    std::vector<fs::path> files;
    for (auto const& path : add.paths) {
        auto more = filesOf(path, context);
        std::ranges::move(more, std::back_inserter(files));
    }
    auto const path = "/api/v1/evidence/photos" + queryOf(add);
    boost::json::array results;
    bool refused = false;
    for (auto const& file : files) {
        auto result = addOne(file, path, context);
        refused = refused || !member(result, "error").is_null();
        tell(context, result);
        results.push_back(std::move(result));
    }
    print(context, Json(boost::json::object{{"items", std::move(results)}}), "");
    return refused ? ExitCode::failure : ExitCode::ok;
}

}  // namespace tocsin::cli
