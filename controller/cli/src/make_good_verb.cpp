// SPDX-License-Identifier: Apache-2.0
// tocsin warn make-good
#include <boost/json.hpp>
#include <ostream>

#include "failure.hpp"
#include "language.hpp"
#include "render.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr std::string_view kWish = "make_good = \"flight\"", kKey = "make_good";
constexpr std::string_view kSpaces = " \t", kByteOrderMark = "\xef\xbb\xbf";

bool isWish(std::string_view line) {
    auto const begin = line.find_first_not_of(kSpaces);
    if (begin == std::string_view::npos || !line.substr(begin).starts_with(kKey)) {
        return false;
    }
    auto const rest = line.substr(begin + kKey.size());
    auto const next = rest.find_first_not_of(kSpaces);
    return next != std::string_view::npos && rest[next] == '=';
}

/// The campaign file with the wish to be made good, in the place of another or as its first line:
/// keys of the whole file stand before its tables.
std::string withWish(std::string const& file) {
    for (std::size_t at = 0; at < file.size();) {
        auto const end = std::min(file.find('\n', at), file.size());
        auto const line = std::string_view(file).substr(at, end - at);
        if (isWish(line)) {
            return file.substr(0, at) + std::string(kWish) + file.substr(end);
        }
        if (auto const first = line.find_first_not_of(kSpaces);
            first != std::string_view::npos && line[first] == '[') {
            break;
        }
        at = end + 1;
    }
    auto const begin = file.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    return file.substr(0, begin) + std::string(kWish) + "\n" + file.substr(begin);
}

Reply applyWish(std::string const& campaign, Context const& context) {
    auto const path = campaignPath(campaign);
    auto const stored = context.client.get(path);
    return context.client.put(path + "?file=" + encoded(campaign + ".toml"), "application/toml",
                              withWish(text(stored.document, "file")));
}

/// One that fails or has to be confirmed holds up no other.
ExitCode planAll(Json const& losses, Context const& context) {
    auto const language = context.environment.language;
    auto out = ExitCode::ok;
    boost::json::array applied;
    std::string said;
    for (auto const& campaign : elements(losses, "items")) {
        if (integer(campaign, "offered") == 0) {
            continue;
        }
        try {
            auto reply = applyWish(text(campaign, "campaign"), context);
            printNotes(context, reply.document);
            if (isReleased(reply.document)) {
                said += renderCampaignState(reply.document, language);
            }
            if (printFindings(context, reply.document) > 0 && out == ExitCode::ok) {
                out = ExitCode::findings;
            }
            applied.push_back(std::move(reply.document));
        } catch (CommandFailure const& failure) {
            context.err << failureLines(failure.what()) << std::flush;
            out = out == ExitCode::ok ? failure.code() : out;
        }
    }
    if (applied.empty() && out == ExitCode::ok) {
        said = std::string(say(language, Text::goodNothingOffered)) + "\n";
    }
    print(context, boost::json::object{{"items", std::move(applied)}}, said);
    return out;
}

}  // namespace

ExitCode perform(WarnMakeGood const& order, Context const& context) {
    auto const reply = context.client.get("/api/v1/warnings/" + encoded(order.id) + "/make-good");
    if (order.plan) {
        return planAll(reply.document, context);
    }
    print(context, reply, renderMakeGood(reply.document, context.environment.language));
    return ExitCode::ok;
}

}  // namespace tocsin::cli
