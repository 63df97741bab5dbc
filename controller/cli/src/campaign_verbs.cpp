// SPDX-License-Identifier: Apache-2.0
// tocsin campaign …
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <filesystem>
#include <ostream>

#include "arguments.hpp"
#include "campaign_clone.hpp"
#include "campaign_example.hpp"
#include "language.hpp"
#include "output_file.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "tocsin/config/toml_reader.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

/// The file's `id`, else its name without .toml. What else is in it is the controller's to judge.
std::string campaignIdOf(std::filesystem::path const& file, std::string const& toml) {
    config::Problems problems;
    auto const table = orFail(config::TomlTable::parse(toml, file.filename().string(), problems));
    auto const id = table.has("id") ? table.string("id") : file.stem().string();
    if (!problems.empty()) {
        throw CommandFailure(ExitCode::failure, problems.error().message);
    }
    return id.value_or("");
}

/// The new state and the next step; scripts learn from the exit code that there are findings.
ExitCode printState(Context const& context, Reply const& reply) {
    if (context.json || isReleased(reply.document)) {
        print(context, reply, renderCampaignState(reply.document, context.environment.language));
    }
    return printFindings(context, reply.document) == 0 ? ExitCode::ok : ExitCode::findings;
}

/// A missing or an empty one is a beginner's, who is shown where to begin.
std::string readCampaign(std::string const& path, Language language) {
    auto const fail = [&](Text said) {
        throw CommandFailure(ExitCode::failure,
                             fmt::format(fmt::runtime(say(language, said)), path));
    };
    std::error_code ignored;
    if (std::filesystem::status(path, ignored).type() == std::filesystem::file_type::not_found) {
        fail(Text::noCampaignFile);
    }
    auto toml = readWholeFile(path);
    if (toml.find_first_not_of(" \t\r\n") == std::string::npos) {
        fail(Text::emptyCampaignFile);
    }
    return toml;
}

}  // namespace

std::string campaignPath(std::string const& campaign, std::string const& action) {
    return "/api/v1/campaigns/" + encoded(campaign) + action;
}

bool isReleased(Json const& campaign) {
    auto const findings = elements(campaign, "findings");
    return std::none_of(findings.begin(), findings.end(), [](auto const& finding) {
        return text(finding, "code") == "not-released";
    });
}

void printNotes(Context const& context, Json const& document) {
    auto const language = context.environment.language;
    for (auto const& note : elements(document, "notes")) {
        context.err << "tocsin: " << say(language, Text::noteWord) << ": "
                    << printable(sentence(language, note)) << '\n';
    }
}

ExitCode perform(CampaignExample const& example, Context const& context) {
    auto const language = example.language.empty()   ? context.environment.language
                          : example.language == "zh" ? Language::chinese
                                                     : Language::english;
    auto const today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    auto const toml = exampleCampaign(language, today);
    if (example.out.empty()) {
        print(context, boost::json::object{{"toml", toml}}, toml);
        return ExitCode::ok;
    }
    auto const said = context.environment.language;
    if (std::filesystem::exists(example.out)) {
        throw CommandFailure(
            ExitCode::conflict,
            fmt::format(fmt::runtime(say(said, Text::exampleExists)), example.out));
    }
    writeWholeFile(example.out, toml);
    print(context, boost::json::object{{"file", example.out}},
          fmt::format(fmt::runtime(say(said, Text::exampleWritten)), example.out) + "\n");
    return ExitCode::ok;
}

ExitCode perform(CampaignApply const& apply, Context const& context) {
    auto const toml = readCampaign(apply.file, context.environment.language);
    std::filesystem::path const file = apply.file;
    auto const id = campaignIdOf(file, toml);
    if (id.empty()) {
        throw CommandFailure(ExitCode::failure,
                             file.filename().string() + ": id is empty; write id = \"fire-2026\"");
    }
    auto const reply = context.client.put(
        campaignPath(id) + "?file=" + encoded(file.filename().string()), "application/toml", toml);
    printNotes(context, reply.document);
    return printState(context, reply);
}

ExitCode perform(CampaignList const&, Context const& context) {
    auto const reply = context.client.get("/api/v1/campaigns");
    print(context, reply, renderCampaigns(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(CampaignShow const& show, Context const& context) {
    auto const reply = context.client.get(campaignPath(show.campaign));
    print(context, reply, renderCampaign(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(CampaignClone const& clone, Context const& context) {
    for (auto const& [option, day] : {std::pair("--from", clone.from), {"--to", clone.to}}) {
        if (!day.empty()) {
            requireDate(option, day);
        }
    }
    auto const language = context.environment.language;
    auto const old = context.client.get(campaignPath(clone.campaign));
    auto const file =
        cloneCampaign(text(old.document, "file"), {clone.copy, clone.from, clone.to, clone.theme});
    auto const path = clone.out.empty() ? clone.copy + ".toml" : clone.out;
    if (clone.out.empty() && std::filesystem::exists(path)) {
        throw CommandFailure(ExitCode::conflict,
                             path + " exists already; move it away or name another with --out");
    }
    writeWholeFile(path, file.toml);

    auto carriers = file.carriesOldTheme;
    auto const assets = everyAsset(context.client, "&retired=any");
    for (auto const& item : elements(old.document, "items")) {
        for (auto const& asset : elements(assets.document, "items")) {
            auto const handle = text(asset, "handle");
            auto const title = text(asset, "title");
            if (item.is_string() && item.as_string() == handle &&
                cli::carriesOldTheme(handle + " " + title, clone.theme)) {
                carriers.push_back(handle + (title.empty() ? "" : " (" + title + ")"));
            }
        }
    }
    if (context.json) {
        boost::json::object out;
        out["file"] = path;
        boost::json::array rows;
        for (auto const& dropped : file.dropped) {
            boost::json::object row;
            row["line"] = dropped.line;
            row["what"] = dropped.what;
            rows.emplace_back(std::move(row));
        }
        out["dropped"] = std::move(rows);
        boost::json::array themed(carriers.begin(), carriers.end());
        out["carries_old_theme"] = std::move(themed);
        context.out << boost::json::serialize(out) << '\n';
        return ExitCode::ok;
    }
    context.out << fmt::format(fmt::runtime(say(language, Text::cloned)), path, path) << '\n';
    if (clone.from.empty() || clone.to.empty()) {
        context.out << say(language, Text::cloneUndated) << '\n';
    }
    for (auto const& dropped : file.dropped) {
        context.out << fmt::format(fmt::runtime(say(language, Text::cloneDropped)), dropped.line,
                                   printable(dropped.what))
                    << '\n';
    }
    for (auto const& carrier : carriers) {
        context.out << fmt::format(fmt::runtime(say(language, Text::cloneTheme)), path,
                                   printable(carrier))
                    << '\n';
    }
    return ExitCode::ok;
}

ExitCode perform(CampaignApprove const& order, Context const& context) {
    auto const path = campaignPath(order.campaign, "/approve");
    if (!order.paper.empty()) {
        std::error_code ignored;
        if (!std::filesystem::is_regular_file(order.paper, ignored)) {
            throw CommandFailure(ExitCode::notFound, "there is no file " + order.paper);
        }
        std::string query;
        for (auto const& [name, value] : {std::pair("signed_by", order.signedBy),
                                          {"signed_on", order.signedOn},
                                          {"code", order.code},
                                          {"remark", order.remark},
                                          {"sheet", order.sheet}}) {
            query += (query.empty() ? "?" : "&") + std::string(name) + "=" + encoded(value);
        }
        return printState(context, context.client.upload(path + "-on-paper" + query, order.paper,
                                                         {}, [](std::chrono::seconds) {}));
    }
    boost::json::object body;
    if (!order.remark.empty()) {
        body["remark"] = order.remark;
    }
    if (!order.sheet.empty()) {
        body["sheet"] = order.sheet;
    }
    return printState(context, context.client.post(path, body));
}

ExitCode perform(CampaignStep const& step, Context const& context) {
    return printState(context, context.client.post(campaignPath(step.campaign, "/" + step.step)));
}

}  // namespace tocsin::cli
