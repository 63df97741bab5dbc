// SPDX-License-Identifier: Apache-2.0
// tocsin bundle …: what is carried to screens by hand.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "fields.hpp"
#include "language.hpp"
#include "progress_line.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

namespace fs = std::filesystem;

constexpr Milliseconds kFirstLook{200}, kLook{1'000};

/// Nothing of the user's is mixed with the bundle's files.
void checkFolder(fs::path const& folder) {
    std::error_code failed;
    if (!fs::exists(folder, failed)) {
        return;
    }
    if (!fs::is_directory(folder, failed) || !fs::is_empty(folder, failed) || failed) {
        throw CommandFailure(ExitCode::usage,
                             folder.string() +
                                 " is there already and is no empty folder; name another with "
                                 "--out");
    }
}

boost::json::object orderOf(BundleRender const& render) {
    boost::json::object body;
    for (auto const& [key, value] :
         {std::pair("date", &render.date), {"from", &render.from}, {"format", &render.format}}) {
        if (!value->empty()) {
            body[key] = *value;
        }
    }
    if (render.minutes) {
        body["minutes"] = *render.minutes;
    }
    if (render.fps) {
        body["fps"] = *render.fps;
    }
    return body;
}

/// The loop when its files are there. Throws CommandFailure if it cannot be made, and when the
/// command is interrupted, which ends the work on the controller too.
Json awaitLoop(Context const& context, Json loop, ProgressLine& line) {
    auto const path = "/api/v1/loops/" + encoded(text(loop, "loop"));
    for (auto pause = kFirstLook; text(loop, "state") != "done";
         pause = std::min(pause * 2, kLook)) {
        auto const words = sentence(context.environment.language, loop);
        if (text(loop, "state") == "failed") {
            throw CommandFailure(ExitCode::failure, words);
        }
        line.say(percentOf(loop) + "  " + words);
        context.client.wait(pause);
        if (context.stop.stop_requested()) {
            static_cast<void>(context.client.uninterrupted().remove(path));
            throw CommandFailure(ExitCode::failure, "interrupted; nothing was written");
        }
        loop = context.client.get(path).document;
    }
    return loop;
}

void fetchFiles(Context const& context, Json const& loop, fs::path const& folder,
                ProgressLine& line) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) {
        throw CommandFailure(ExitCode::failure,
                             folder.string() + " cannot be made: " + failed.message());
    }
    for (auto const& file : elements(loop, "files")) {
        auto const name = text(file, "name");
        // The controller names files, and a name must not lead out of the folder.
        if (fs::path(name).filename() != name || name == "." || name == "..") {
            throw CommandFailure(ExitCode::failure, "the controller names a file \"" + name +
                                                        "\"; nothing more was "
                                                        "written");
        }
        context.client.download(
            "/api/v1/loops/" + encoded(text(loop, "loop")) + "/files/" + encoded(name),
            folder / name, text(file, "sha256"), integer(file, "bytes"),
            [&](std::int64_t done, std::int64_t total) { line.update(done, total); });
    }
}

void printLoop(Context const& context, Json const& loop, std::string const& folder) {
    auto const language = context.environment.language;
    context.out << printable(fmt::format(fmt::runtime(say(language, Text::loopWritten)), folder,
                                         text(loop, "screen"), integer(loop, "items"),
                                         clockText(integer(loop, "length_ms"))))
                << '\n'
                << printable(fmt::format(fmt::runtime(say(language, Text::loopByHand)), folder))
                << '\n';
}

}  // namespace

ExitCode perform(BundleRender const& render, Context const& context) {
    checkFolder(render.out);
    ProgressLine line(context.err, context.environment.language,
                      context.environment.errIsTerminal && !context.json, printable(render.screen));
    auto loop =
        context.client.post("/api/v1/screens/" + encoded(render.screen) + "/loops", orderOf(render))
            .document;
    loop = awaitLoop(context, std::move(loop), line);
    fetchFiles(context, loop, render.out, line);
    line.clear();
    // They are here now; the controller's disk need not hold them for a day.
    static_cast<void>(context.client.remove("/api/v1/loops/" + encoded(text(loop, "loop"))));
    auto const findings = printFindings(context, loop);
    if (context.json) {
        loop.as_object()["folder"] = render.out;
        context.out << boost::json::serialize(loop) << '\n';
    } else {
        printLoop(context, loop, render.out);
    }
    return findings == 0 ? ExitCode::ok : ExitCode::findings;
}

}  // namespace tocsin::cli
