// SPDX-License-Identifier: Apache-2.0
// tocsin review, tocsin delegation …, and what reviewers do with a campaign.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <ostream>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kDelegations[] = "/api/v1/delegations";

std::string campaignPath(std::string const& campaign, char const* action) {
    return "/api/v1/campaigns/" + encoded(campaign) + action;
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
