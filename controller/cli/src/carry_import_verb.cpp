// SPDX-License-Identifier: Apache-2.0
// tocsin bundle import: what players without a network wrote on a U盘, to the controller.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>
#include <ostream>

#include "carry_folder.hpp"
#include "fields.hpp"
#include "language.hpp"
#include "text_table.hpp"
#include "tocsin/messages/carry.hpp"
#include "tocsin/messages/json.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

namespace fs = std::filesystem;

constexpr Milliseconds kStalled{120'000};
constexpr std::size_t kMostRequest = 16 << 10;

/// What came of one screen's files.
struct Taken {
    std::string screen;
    std::int64_t rowsNew = 0, rowsKnown = 0, rowsWaiting = 0, picturesNew = 0, picturesKnown = 0;
    std::vector<std::pair<std::string, std::string>> refused;  ///< file, and line with the reason
};

std::vector<fs::path> listed(fs::path const& folder, std::string const& extension) {
    std::vector<fs::path> out;
    std::error_code failed;
    for (auto const& entry : fs::directory_iterator(folder, failed)) {
        bool const isMeant =
            extension.empty() ? entry.is_directory(failed) : entry.path().extension() == extension;
        if (isMeant) {
            out.push_back(entry.path());
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// A file that the controller refuses as a whole, also because its screen is another unit's, is no
/// end of the command; a controller that is not there, or does not know the caller, is.
void sendFile(Context const& context, fs::path const& file, Taken& taken) {
    auto const name = file.filename().string();
    session::HttpRequest request;
    request.method = "POST";
    request.url = "/api/v1/screens/" + encoded(taken.screen) + "/carry";
    request.headers["Content-Type"] = "application/x-ndjson";
    try {
        request.body = readCarried(file, messages::kMaxCarriedFileBytes);
    } catch (CommandFailure const& failure) {
        taken.refused.emplace_back(name, failure.what());
        return;
    }
    auto const reply = context.client.attempt(request, kStalled);
    if (!reply) {
        context.client.fail(reply.error());
    }
    auto const document = messages::parseJson(reply->body);
    constexpr int kOk = 200;
    constexpr int kOfThisFile[] = {400, 403, 404, 409, 413, 422};
    if (std::find(std::begin(kOfThisFile), std::end(kOfThisFile), reply->status) !=
        std::end(kOfThisFile)) {
        taken.refused.emplace_back(name, document ? text(*document, "detail") : "refused");
        return;
    }
    if (reply->status != kOk || !document) {
        context.client.fail(*reply, request);
    }
    taken.rowsNew += integer(*document, "rows_new");
    taken.rowsKnown += integer(*document, "rows_known");
    taken.rowsWaiting += integer(*document, "rows_waiting");
    taken.picturesNew += integer(*document, "pictures_new");
    taken.picturesKnown += integer(*document, "pictures_known");
    for (auto const& one : elements(*document, "refused")) {
        taken.refused.emplace_back(
            name, fmt::format("line {}: {}", integer(one, "line"), text(one, "message")));
    }
}

std::vector<Taken> sendAll(Context const& context, fs::path const& folder) {
    std::vector<Taken> out;
    for (auto const& screen : listed(folder / messages::kCarryProof, "")) {
        Taken taken;
        taken.screen = screen.filename().string();
        for (auto const& file : listed(screen, ".jsonl")) {
            sendFile(context, file, taken);
        }
        out.push_back(std::move(taken));
    }
    return out;
}

struct Asking {
    std::string text, code, size;
};

/// Requests whose signatures hold; others are nobody's.
std::vector<Asking> requestsIn(fs::path const& folder) {
    std::vector<Asking> out;
    for (auto const& file : listed(folder / messages::kCarryEnrolment, ".json")) {
        std::string request;
        try {
            request = readCarried(file, kMostRequest);
        } catch (CommandFailure const&) {
            continue;
        }
        if (auto const asked = messages::openedEnrolment(request)) {
            out.push_back({std::move(request), messages::enrolmentCode(asked->player),
                           fmt::format("{}x{}", asked->width, asked->height)});
        }
    }
    return out;
}

void bind(Context const& context, BundleImport const& order, std::vector<Asking> const& asking) {
    auto code = order.code;
    std::transform(code.begin(), code.end(), code.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    auto const found = std::find_if(asking.begin(), asking.end(),
                                    [&](Asking const& one) { return one.code == code; });
    if (found == asking.end()) {
        throw CommandFailure(ExitCode::notFound, "no request on " + order.folder +
                                                     " is by the player that shows " + code +
                                                     "; compare the code on the screen");
    }
    boost::json::object body{{"request", found->text}, {"code", code}};
    if (order.replace) {
        body["replace"] = true;
    }
    (void)context.client.post("/api/v1/screens/" + encoded(order.bind) + "/carry/player", body);
}

boost::json::object jsonOf(Taken const& taken) {
    boost::json::array refused;
    for (auto const& [file, why] : taken.refused) {
        refused.push_back(boost::json::object{{"file", file}, {"message", why}});
    }
    return {{"screen", taken.screen},
            {"rows_new", taken.rowsNew},
            {"rows_known", taken.rowsKnown},
            {"rows_waiting", taken.rowsWaiting},
            {"pictures_new", taken.picturesNew},
            {"pictures_known", taken.picturesKnown},
            {"refused", std::move(refused)}};
}

void printJson(Context const& context, BundleImport const& order, std::vector<Taken> const& all,
               std::vector<Asking> const& asking) {
    boost::json::array items, requests;
    for (auto const& taken : all) {
        items.push_back(jsonOf(taken));
    }
    for (auto const& one : asking) {
        requests.push_back(boost::json::object{{"code", one.code}, {"size", one.size}});
    }
    boost::json::object out{{"items", std::move(items)}, {"requests", std::move(requests)}};
    if (!order.bind.empty()) {
        out["bound"] = order.bind;
    }
    context.out << boost::json::serialize(out) << '\n';
}

void printText(Context const& context, BundleImport const& order, std::vector<Taken> const& all,
               std::vector<Asking> const& asking) {
    auto const language = context.environment.language;
    auto const line = [&](Text words, auto const&... values) {
        context.out << printable(fmt::format(fmt::runtime(say(language, words)), values...))
                    << '\n';
    };
    for (auto const& taken : all) {
        line(Text::carryTaken, taken.screen, taken.rowsNew, taken.rowsKnown, taken.rowsWaiting,
             taken.picturesNew, taken.picturesKnown);
        for (auto const& [file, why] : taken.refused) {
            context.out << "  " << printable(file + ": " + why) << '\n';
        }
    }
    if (!order.bind.empty()) {
        line(Text::carryBound, order.bind);
    } else {
        for (auto const& one : asking) {
            line(Text::carryRequest, one.size, one.code, order.folder, one.code);
        }
    }
    if (all.empty() && asking.empty()) {
        line(Text::carryNothing, order.folder);
    }
}

}  // namespace

ExitCode perform(BundleImport const& order, Context const& context) {
    auto folder = fs::path(order.folder);
    std::error_code failed;
    if (fs::is_directory(folder / messages::kCarryFolder, failed)) {
        folder /= messages::kCarryFolder;
    }
    if (!fs::is_directory(folder / messages::kCarryScreens, failed) &&
        !fs::is_directory(folder / messages::kCarryProof, failed)) {
        throw CommandFailure(ExitCode::notFound, order.folder + " holds no folder " +
                                                     messages::kCarryFolder +
                                                     "; name the U盘 that came back");
    }
    auto const all = sendAll(context, folder);
    auto const asking = requestsIn(folder);
    if (!order.bind.empty()) {
        bind(context, order, asking);
    }
    if (context.json) {
        printJson(context, order, all, asking);
    } else {
        printText(context, order, all, asking);
    }
    bool const isWhole = std::all_of(all.begin(), all.end(),
                                     [](Taken const& taken) { return taken.refused.empty(); });
    return isWhole ? ExitCode::ok : ExitCode::findings;
}

}  // namespace tocsin::cli
