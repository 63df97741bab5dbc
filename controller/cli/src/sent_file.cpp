// SPDX-License-Identifier: Apache-2.0
#include "sent_file.hpp"

#include <fmt/format.h>

#include <ostream>
#include <system_error>

#include "language.hpp"
#include "progress_line.hpp"
#include "text_table.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::cli {

Reply sendFile(Context const& context, std::string const& path, std::filesystem::path const& file) {
    std::error_code failed;
    if (!std::filesystem::is_regular_file(file, failed)) {
        throw CommandFailure(ExitCode::failure, "there is no file " + file.string());
    }
    if (std::filesystem::file_size(file, failed) == 0) {
        throw CommandFailure(ExitCode::failure, file.string() + ": the file is empty");
    }
    auto const language = context.environment.language;
    auto const name = shownAsUtf8(file.filename().string());
    ProgressLine line(context.err, language, context.environment.errIsTerminal && !context.json,
                      printable(name));
    auto const progress = [&line](std::int64_t done, std::int64_t total) {
        line.update(done, total);
    };
    auto const pause = [&](std::chrono::seconds seconds) {
        line.clear();
        context.err << "tocsin: "
                    << printable(fmt::format(fmt::runtime(say(language, Text::busy)), name,
                                             seconds.count()))
                    << '\n'
                    << std::flush;
    };
    return context.client.upload(path, file, progress, pause);
}

}  // namespace tocsin::cli
