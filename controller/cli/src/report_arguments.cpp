// SPDX-License-Identifier: Apache-2.0
#include "report_arguments.hpp"

namespace tocsin::cli {
namespace {

void addReport(CLI::App& app, std::string const& which, std::vector<std::string> const& groupings,
               Command& command) {
    auto const asked = verb<ReportMake>(app, command);
    asked->which = which;
    app.add_option("--from", asked->from, "First day, or an instant")->required();
    app.add_option("--to", asked->to, "Last day (inclusive), or an instant (exclusive)")
        ->required();
    std::string all;
    for (auto const& one : groupings) {
        all += (all.empty() ? "" : ", ") + one;
    }
    app.add_option("--by", asked->by, all + "; several with commas")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::IsMember(groupings));
    app.add_option("--format", asked->format, "csv, json or html; without it a table");
    app.add_option("--lang", asked->language, "Language of html: zh or en")
        ->check(CLI::IsMember({"zh", "en"}));
    app.add_option("--out", asked->out, "Write to this file instead of standard output");
}

void addGaps(CLI::App& report, Command& command) {
    auto& gaps = *report.add_subcommand(
        "gaps", "What is not there of players' plays, and where their own count differs");
    auto const asked = verb<ReportMake>(gaps, command);
    asked->which = "gaps";
    gaps.add_option("--from", asked->from, "First day, or an instant")->required();
    gaps.add_option("--to", asked->to, "Last day (inclusive), or an instant (exclusive)")
        ->required();
    gaps.add_option("--format", asked->format, "json, csv or text; text if nothing is said");
    gaps.add_option("--out", asked->out, "Write to this file instead of standard output");
    gaps.footer("Example:\n  tocsin report gaps --from 2026-06-01 --to 2026-06-30");
}

void addSubmitted(CLI::App& report, Command& command) {
    auto& submit = *report.add_subcommand(
        "submit", "Freezes a report with its cut-off and digest; it never changes again");
    auto const wish = verb<ReportSubmit>(submit, command);
    submit.add_option("REPORT", wish->which, "plays or seconds")
        ->required()
        ->check(CLI::IsMember({"plays", "seconds"}));
    submit.add_option("--from", wish->from, "First day, or an instant")->required();
    submit.add_option("--to", wish->to, "Last day (inclusive), or an instant (exclusive)")
        ->required();
    submit.add_option("--by", wish->by, "As for the report itself; several with commas")
        ->delimiter(',')
        ->allow_extra_args(false);
    submit.add_option("--title", wish->title, "What the office calls it");
    submit.add_option("--unit", wish->unit, "Whose report it is, with all units below");
    auto* const of =
        submit.add_option("--of", wish->of, "The number of the report that it corrects")
            ->check(CLI::PositiveNumber);
    submit.add_option("--reason", wish->reason, "Why there is a correction")->needs(of);
    submit.footer(
        "Examples:\n  tocsin report submit plays --from 2026-06-01 --to 2026-06-30 --by unit "
        "--title 安全生产月总结\n  tocsin report submit plays --from 2026-06-01 --to 2026-06-30 "
        "--by unit --of 3 --reason 三块屏补传");

    auto& submitted =
        *report.add_subcommand("submitted", "Submitted reports; one of them as it was");
    auto const shown = verb<ReportSubmitted>(submitted, command);
    submitted.add_option("NUMBER", shown->number, "Its number; without it all are listed")
        ->check(CLI::PositiveNumber);
    submitted.add_option("--revision", shown->revision, "Not its newest revision, but this one")
        ->check(CLI::PositiveNumber);
    submitted.add_option("--format", shown->format, "csv, json or html; without it a table")
        ->check(CLI::IsMember({"csv", "json", "html"}));
    submitted.add_option("--out", shown->out, "Write to this file instead of standard output");

    auto& addendum = *report.add_subcommand(
        "addendum", "Plays of a submitted report's period that came after it (补传数据)");
    auto const late = verb<ReportAddendum>(addendum, command);
    addendum.add_option("NUMBER", late->number, "Its number")
        ->required()
        ->check(CLI::PositiveNumber);
    addendum.add_option("--revision", late->revision, "Not its newest revision, but this one")
        ->check(CLI::PositiveNumber);
}

}  // namespace

void addReportVerbs(CLI::App& root, Command& command) {
    auto& report = *root.add_subcommand("report", "Reports");
    report.require_subcommand(1);
    auto& plays = *report.add_subcommand("plays", "Planned and shown plays, counted");
    addReport(plays, "plays",
              {"screen", "campaign", "asset", "category", "unit", "tree", "daypart", "day", "hour"},
              command);
    plays.footer(
        "Examples:\n  tocsin report plays --from 2026-06-01 --to 2026-06-30 --by unit,campaign "
        "--format csv --out june.csv\n"
        "  tocsin report plays --from 2026-06-01T08:00:00+08:00 --to 2026-06-01T09:00:00+08:00\n"
        "  tocsin report plays --from 2026-06-01 --to 2026-06-30 --by tree --format html --out "
        "june.html");
    auto& seconds = *report.add_subcommand(
        "seconds",
        "What every second of the opening hours went to: proven, planned closed, "
        "warning, failed, offline, unknown");
    addReport(seconds, "seconds", {"screen", "unit", "tree", "day", "hour"}, command);
    seconds.footer(
        "Example:\n  tocsin report seconds --from 2026-06-01 --to 2026-06-30 --by tree,day "
        "--format html --out seconds.html");
    addGaps(report, command);
    addSubmitted(report, command);
}

}  // namespace tocsin::cli
