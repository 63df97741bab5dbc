// SPDX-License-Identifier: Apache-2.0
#include "review_arguments.hpp"

namespace tocsin::cli {

void addReviewVerbs(CLI::App& root, CLI::App& campaign, Command& command) {
    auto& giveBack =
        *campaign.add_subcommand("return", "Gives a campaign back to its author, with a reason");
    auto const returned = verb<CampaignReturn>(giveBack, command);
    giveBack.add_option("CAMPAIGN", returned->campaign, "Its id")->required();
    giveBack.add_option("REASON", returned->reason, "What the author should change")->required();
    giveBack.footer("Example:\n  tocsin campaign return fire-2026 \"第二张海报有错字\"");
    auto& approvals = *campaign.add_subcommand(
        "approvals", "Who approved or returned what of a campaign, and what is approved");
    approvals
        .add_option("CAMPAIGN", verb<CampaignApprovals>(approvals, command)->campaign, "Its id")
        ->required();

    verb<ReviewList>(
        *root.add_subcommand("review", "Submitted campaigns that wait for you as a reviewer"),
        command);

    auto& delegation = *root.add_subcommand(
        "delegation", "Your right to approve in another's hands while you are away");
    delegation.require_subcommand(1);
    verb<DelegationList>(
        *delegation.add_subcommand("list", "What you have lent, and what was lent to you"),
        command);
    auto& add = *delegation.add_subcommand("add", "Lends it for some days");
    auto const lent = verb<DelegationAdd>(add, command);
    add.add_option("ACCOUNT", lent->to, "To whom")->required();
    add.add_option("--from", lent->from, "From when (2026-06-01T08:00:00+08:00)")->required();
    add.add_option("--until", lent->until, "Until when")->required();
    add.add_option("--reason", lent->reason, "Why")->required();
    add.footer(
        "Example:\n  tocsin delegation add sun --from 2026-06-08T00:00:00+08:00 --until "
        "2026-06-15T00:00:00+08:00 --reason 出差");
    auto& end = *delegation.add_subcommand("end", "Takes it back before its time");
    end.add_option("ID", verb<DelegationEnd>(end, command)->id, "As the list shows it")->required();
}

}  // namespace tocsin::cli
