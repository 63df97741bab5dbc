// SPDX-License-Identifier: Apache-2.0
// tocsin review, tocsin delegation …, and what reviewers do with a campaign.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <filesystem>
#include <ostream>

#include "language.hpp"
#include "output_file.hpp"
#include "render.hpp"
#include "review_page.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kDelegations[] = "/api/v1/delegations";

/// Says which file was written.
void tellWritten(Context const& context, std::string const& file, Text text) {
    if (context.json) {
        context.out << boost::json::serialize(boost::json::object{{"file", file}}) << '\n';
    } else {
        context.out << fmt::format(fmt::runtime(say(context.environment.language, text)), file)
                    << '\n';
    }
}

/// The picture or clip as it is embedded; "" for one that is not to be had, whose place says so.
std::string fetched(Client const& client, std::string const& path) {
    try {
        return client.getText(path);
    } catch (CommandFailure const& failure) {
        if (failure.code() == ExitCode::unreachable) {
            throw;
        }
        return "";
    }
}

/// A name of a file that leads nowhere else, whatever the controller calls the campaign.
std::string pageName(Json const& sheet) {
    auto const id = text(sheet, "campaign");
    bool const plain =
        !id.empty() && id.front() != '.' &&
        id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.") == std::string::npos;
    return "review-" + (plain ? id : "campaign") + ".html";
}

}  // namespace

ExitCode perform(CampaignReturn const& order, Context const& context) {
    auto const reply = context.client.post(campaignPath(order.campaign, "/return"),
                                           boost::json::object{{"reason", order.reason}});
    print(context, reply, renderCampaignState(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(CampaignApprovals const& order, Context const& context) {
    auto const reply = context.client.get(campaignPath(order.campaign, "/approvals"));
    print(context, reply, renderApprovals(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(ReviewList const&, Context const& context) {
    auto const reply = context.client.get("/api/v1/reviews");
    print(context, reply, renderReviews(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(ReviewShow const& order, Context const& context) {
    auto const reply = context.client.get(campaignPath(order.campaign, "/review-sheet"));
    auto const language = context.environment.language;
    if (order.out.empty()) {
        print(context, reply, renderSheet(reply.document, language));
        return ExitCode::ok;
    }
    std::error_code failed;
    std::filesystem::create_directories(order.out, failed);
    if (failed) {
        throw CommandFailure(ExitCode::failure,
                             "cannot make the folder " + order.out + ": " + failed.message());
    }
    auto const file = (std::filesystem::path(order.out) / pageName(reply.document)).string();
    writeWholeFile(file, reviewPage(reply.document, [&](std::string const& path) {
                       return fetched(context.client, path);
                   }));
    if (!context.json) {
        context.out << renderSheet(reply.document, language);
    }
    tellWritten(context, file, Text::reviewPageWritten);
    return ExitCode::ok;
}

ExitCode perform(ReviewForm const& order, Context const& context) {
    auto const pdf = context.client.getText(
        campaignPath(order.campaign, "/approval-form.pdf?lang=" + encoded(order.language)));
    writeWholeFile(order.out, pdf);
    tellWritten(context, order.out, Text::pictureSaved);
    return ExitCode::ok;
}

ExitCode perform(ReviewFind const& order, Context const& context) {
    auto const reply = context.client.get("/api/v1/approvals/" + encoded(order.code));
    print(context, reply, renderFound(reply.document, context.environment.language));
    return flag(reply.document, "holds") ? ExitCode::ok : ExitCode::conflict;
}

ExitCode perform(ReviewScan const& order, Context const& context) {
    writeWholeFile(order.out,
                   context.client.getText(campaignPath(
                       order.campaign, "/approvals/" + encoded(order.number) + "/scan")));
    tellWritten(context, order.out, Text::pictureSaved);
    return ExitCode::ok;
}

ExitCode perform(DelegationList const&, Context const& context) {
    auto const reply = context.client.get(kDelegations);
    print(context, reply, renderDelegations(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(DelegationAdd const& order, Context const& context) {
    auto const reply =
        context.client.post(kDelegations, boost::json::object{{"to", order.to},
                                                              {"begins", order.from},
                                                              {"ends", order.until},
                                                              {"reason", order.reason}});
    print(context, reply,
          renderDelegations(boost::json::object{{"items", {reply.document}}},
                            context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(DelegationEnd const& order, Context const& context) {
    static_cast<void>(context.client.remove(std::string(kDelegations) + "/" + encoded(order.id)));
    print(context, boost::json::object{{"ended", order.id}},
          printable(fmt::format(
              fmt::runtime(say(context.environment.language, Text::delegationEnded)), order.id)) +
              "\n");
    return ExitCode::ok;
}

}  // namespace tocsin::cli
