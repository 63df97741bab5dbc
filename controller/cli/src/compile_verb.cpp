// SPDX-License-Identifier: Apache-2.0
// tocsin compile: the pure compiler on a file; talks to no controller.
#include <boost/json.hpp>
#include <ostream>

#include "arguments.hpp"
#include "compiled_json.hpp"
#include "render.hpp"
#include "tocsin/schedule/programme_file.hpp"
#include "verbs.hpp"

namespace tocsin::cli {

namespace {

/// Files that a programme names are looked up beside it.
Result<std::string> readBeside(std::string const& programme, std::string const& name) {
    try {
        return readWholeFile((std::filesystem::path(programme).parent_path() / name).string());
    } catch (CommandFailure const& failure) {
        return Error{Errc::invalid, failure.what()};
    }
}

}  // namespace

ExitCode perform(Compile const& compile, Context const& context) {
    auto const day = requireDate("--date", compile.date);
    auto const name = std::filesystem::path(compile.file).filename().string();
    auto const programme = orFail(schedule::readProgrammeFile(
        readWholeFile(compile.file), name,
        [&](std::string const& named) { return readBeside(compile.file, named); }));
    if (programme.screen.zone != compile.zone) {
        throw CommandFailure(ExitCode::usage,
                             "--zone " + compile.zone + " differs from screen.zone \"" +
                                 programme.screen.zone + "\" in " + name + "; make them equal");
    }
    auto const compiled = playlists::compile(programme, day);
    if (!compiled) {
        throw CommandFailure(exitCodeOf(compiled.error().code),
                             name + ": " + compiled.error().message);
    }
    auto const document = orFail(compiledJson(programme.screen.id, *compiled));
    if (context.json) {
        context.out << boost::json::serialize(document) << '\n';
    } else {
        context.out << renderPlanCsv(document);
    }
    return printFindings(context, document) == 0 ? ExitCode::ok : ExitCode::findings;
}

}  // namespace tocsin::cli
