// SPDX-License-Identifier: Apache-2.0
// tocsin campaign …
#include <boost/json.hpp>
#include <ostream>

#include "render.hpp"
#include "tocsin/config/toml_reader.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

std::string campaignPath(std::string const& campaign, std::string const& action = "") {
    return "/api/v1/campaigns/" + encoded(campaign) + action;
}

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

void printState(Context const& context, Reply const& reply) {
    print(context, reply, renderCampaignState(reply.document, context.environment.language));
    printFindings(context, reply.document);
}

}  // namespace

ExitCode perform(CampaignApply const& apply, Context const& context) {
    auto const toml = readWholeFile(apply.file);
    std::filesystem::path const file = apply.file;
    auto const id = campaignIdOf(file, toml);
    if (id.empty()) {
        throw CommandFailure(ExitCode::failure,
                             file.filename().string() + ": id is empty; write id = \"fire-2026\"");
    }
    printState(context,
               context.client.put(campaignPath(id) + "?file=" + encoded(file.filename().string()),
                                  "application/toml", toml));
    return ExitCode::ok;
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

ExitCode perform(CampaignStep const& step, Context const& context) {
    printState(context, context.client.post(campaignPath(step.campaign, "/" + step.step)));
    return ExitCode::ok;
}

}  // namespace tocsin::cli
