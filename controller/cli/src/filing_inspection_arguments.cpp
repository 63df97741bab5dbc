// SPDX-License-Identifier: Apache-2.0
#include "filing_inspection_arguments.hpp"

namespace tocsin::cli {

void addFilingInspection(CLI::App& filing, Command& command) {
    auto& inspection = *filing.add_subcommand(
        "inspection",
        "Packages for whoever inspects an activity (迎检资料包), with links that expire");
    inspection.require_subcommand(1);

    auto& make = *inspection.add_subcommand(
        "make", "Puts plan, approvals, plays, faults, summary, work and pictures together");
    auto const whatMake = verb<InspectionMake>(make, command);
    make.add_option("ACTIVITY", whatMake->activity, "Its handle")->required();
    make.add_option("--unit", whatMake->unit, "Unit that is inspected; default: your own");
    auto* const from =
        make.add_option("--from", whatMake->from, "First day; default: the whole activity");
    make.add_option("--to", whatMake->to, "Last day")->needs(from);
    make.add_option("--days", whatMake->days, "So long the link holds; default 7")
        ->check(CLI::Range(1, 30));
    make.add_option("--note", whatMake->note, "Who inspects, and why; stands on its first page");
    make.add_option("--document-language", whatMake->language, "zh (default) or en")
        ->check(CLI::IsMember({"zh", "en"}));
    make.add_option("--out", whatMake->out, "Write the ZIP file here too, for a USB stick");

    auto& list = *inspection.add_subcommand("list", "Packages and whether their links hold");
    list.add_option("--activity", verb<InspectionList>(list, command)->activity,
                    "Only of this one");

    auto& show = *inspection.add_subcommand("show", "What a package holds, and who opened it");
    show.add_option("NUMBER", verb<InspectionShow>(show, command)->number, "Its number")
        ->required()
        ->check(CLI::PositiveNumber);

    auto& get = *inspection.add_subcommand("get", "Its ZIP file");
    auto const whatGet = verb<InspectionGet>(get, command);
    get.add_option("NUMBER", whatGet->number, "Its number")->required()->check(CLI::PositiveNumber);
    get.add_option("--out", whatGet->out, "Where to; default: its own name here");

    auto& revoke = *inspection.add_subcommand("revoke", "Ends its link now");
    revoke.add_option("NUMBER", verb<InspectionRevoke>(revoke, command)->number, "Its number")
        ->required()
        ->check(CLI::PositiveNumber);
    inspection.footer(
        "Examples:\n  tocsin filing inspection make safety-month-2026 --note 区应急局 --days 3\n  "
        "tocsin filing inspection make safety-month-2026 --out 迎检.zip\n  tocsin filing "
        "inspection revoke 4");
}

}  // namespace tocsin::cli
