// SPDX-License-Identifier: Apache-2.0
// tocsin screen settings, tocsin screen quiet
#include <algorithm>
#include <filesystem>

#include "render.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

std::string withFileName(std::string const& path, std::string const& file) {
    return path + "?file=" + encoded(std::filesystem::path(file).filename().string());
}

/// What the file, --clear or neither of them asks for at `path`.
Reply ask(std::string const& path, std::string const& file, bool clear, Context const& context) {
    if (clear) {
        return context.client.remove(path);
    }
    return file.empty() ? context.client.get(path)
                        : context.client.put(withFileName(path, file), "application/toml",
                                             readWholeFile(file));
}

ExitCode ended(Context const& context, Reply const& reply, std::string const& text) {
    print(context, reply, text);
    return printFindings(context, reply.document) == 0 ? ExitCode::ok : ExitCode::findings;
}

}  // namespace

ExitCode perform(ScreenSettings const& settings, Context const& context) {
    auto const reply = ask("/api/v1/screens/" + encoded(settings.screen) + "/settings",
                           settings.file, settings.clear, context);
    return ended(context, reply, renderSettings(reply.document, context.environment.language));
}

ExitCode perform(ScreenQuiet const& quiet, Context const& context) {
    std::string const zones = "/api/v1/quiet-zones";
    bool const all = quiet.tag.empty() && quiet.unit.empty();
    if (all && (quiet.clear || !quiet.file.empty())) {
        throw CommandFailure(ExitCode::usage,
                             "say whose quiet zones: --tag TAG or --unit UNIT; those of a single "
                             "screen stand in its settings (tocsin screen settings SCREEN FILE)");
    }
    auto const scope = std::string(quiet.tag.empty() ? "unit" : "tag");
    auto const& name = quiet.tag.empty() ? quiet.unit : quiet.tag;
    if (all || (quiet.file.empty() && !quiet.clear)) {
        auto reply = context.client.get(zones);
        if (!all) {
            auto& items = reply.document.as_object()["items"].as_array();
            auto const others = std::remove_if(items.begin(), items.end(), [&](Json const& row) {
                return text(row, "scope") != scope || text(row, "of") != name;
            });
            items.erase(others, items.end());
            reply.body = boost::json::serialize(reply.document);
        }
        return ended(context, reply,
                     renderQuietZones(reply.document, context.environment.language));
    }
    auto const reply =
        ask(zones + "/" + scope + "/" + encoded(name), quiet.file, quiet.clear, context);
    return ended(context, reply, renderQuietZones(reply.document, context.environment.language));
}

}  // namespace tocsin::cli
