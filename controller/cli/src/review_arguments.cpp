// SPDX-License-Identifier: Apache-2.0
#include "review_arguments.hpp"

namespace tocsin::cli {
namespace {

void addApprove(CLI::App& campaign, Command& command) {
    auto& approve = *campaign.add_subcommand(
        "approve", "Releases a submitted campaign to its screens; or one level of it");
    auto const said = verb<CampaignApprove>(approve, command);
    approve.add_option("CAMPAIGN", said->campaign, "Its id")->required();
    approve.add_option("--remark", said->remark, "What is to be kept with the approval");
    approve.add_option("--sheet", said->sheet,
                       "What you looked at, as tocsin review show says it: nothing is approved if "
                       "it has changed since");
    auto* const paper = approve.add_option("--paper", said->paper,
                                           "Scan of the signed approval form (PDF, JPEG, PNG)");
    for (auto* const option :
         {approve.add_option("--signed-by", said->signedBy, "Who signed it"),
          approve.add_option("--signed-on", said->signedOn, "When, e.g. 2026-06-01"),
          approve.add_option("--code", said->code, "The form's short code")}) {
        option->needs(paper);
        paper->needs(option);
    }
    approve.footer(
        "Examples:\n  tocsin campaign approve fire-2026 --sheet 3f7c0a1b2c3d4e5f\n  tocsin "
        "campaign approve fire-2026 --paper scan.pdf --signed-by 王主任 --signed-on 2026-06-01 "
        "--code 7K2M9-QX4TB-0W3VZ-8H6DR-N");
}

void addReview(CLI::App& root, Command& command) {
    auto& review = *root.add_subcommand(
        "review", "Submitted campaigns that wait for you as a reviewer, and what they show");
    // Its verbs may be left out: then it is the list.
    review.final_callback([&review, &command] {
        if (review.get_subcommands().empty()) {
            command.verb = ReviewList{};
        }
    });
    auto& show = *review.add_subcommand("show", "Everything that one approval covers");
    auto const shown = verb<ReviewShow>(show, command);
    show.add_option("CAMPAIGN", shown->campaign, "Its id")->required();
    show.add_option("--out", shown->out,
                    "Folder for a page with all pictures in it, for any browser");
    show.footer("Example:\n  tocsin review show fire-2026 --out review");
    auto& form = *review.add_subcommand(
        "form", "The approval form (审批单) as a PDF file to print and sign");
    auto const printed = verb<ReviewForm>(form, command);
    form.add_option("CAMPAIGN", printed->campaign, "Its id")->required();
    form.add_option("--out", printed->out, "The file to write")->required();
    form.add_option("--lang", printed->language, "zh or en")
        ->check(CLI::IsMember({"zh", "en"}))
        ->capture_default_str();
    form.footer("Example:\n  tocsin review form fire-2026 --out form.pdf");
    auto& find = *review.add_subcommand(
        "find", "From the code on a form to its campaign, and whether the approval holds");
    find.add_option("CODE", verb<ReviewFind>(find, command)->code, "As it stands on the paper")
        ->required();
    find.footer("Exit code 5: it does not hold.");
    auto& scan = *review.add_subcommand("scan", "Writes the scan of an approval on paper");
    auto const got = verb<ReviewScan>(scan, command);
    scan.add_option("CAMPAIGN", got->campaign, "Its id")->required();
    scan.add_option("NUMBER", got->number, "As tocsin campaign approvals shows it")->required();
    scan.add_option("--out", got->out, "The file to write")->required();
}

}  // namespace

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

    addApprove(campaign, command);
    addReview(root, command);

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
