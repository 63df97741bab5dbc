// SPDX-License-Identifier: Apache-2.0
#include "filing_rollup_arguments.hpp"

namespace tocsin::cli {
namespace {

std::shared_ptr<FilingStepOrder> addStep(CLI::App& filing, Command& command, char const* step,
                                         char const* what) {
    auto& app = *filing.add_subcommand(step, what);
    auto const order = verb<FilingStepOrder>(app, command);
    order->step = step;
    app.add_option("NUMBER", order->number, "Its number")->required()->check(CLI::PositiveNumber);
    app.add_option("--revision", order->revision, "Not its newest revision, but this one")
        ->check(CLI::PositiveNumber);
    return order;
}

void addSteps(CLI::App& filing, Command& command) {
    addStep(filing, command, "submit", "Sends a frozen filing to the unit above (报送)");
    addStep(filing, command, "accept", "Accepts a filing of a unit below (签收)");
    auto const returned =
        addStep(filing, command, "return", "Gives it back, to be answered by a revision (退回)");
    filing.get_subcommand("return")
        ->add_option("--reason", returned->reason, "What is wrong with it")
        ->required();
    auto const outside = addStep(filing, command, "outside",
                                 "Records that it was handed to an office outside of this system");
    auto& app = *filing.get_subcommand("outside");
    app.add_option("--channel", outside->channel, "How: OA, mail, U盘, paper …")->required();
    app.add_option("--receipt", outside->receipt, "Who took it, or the number they gave (回执)");
    app.add_option("--at", outside->at, "When, as an instant; default: now");
    app.add_option("--note", outside->reason, "Anything else");
}

/// ACTIVITY, --unit
template <class Wish>
void addWhat(CLI::App& app, Wish& wish) {
    app.add_option("ACTIVITY", wish.activity, "Its handle")->required();
    app.add_option("--unit", wish.unit, "This unit and those below; default: the activity's");
}

void addBoard(CLI::App& filing, Command& command) {
    auto& board = *filing.add_subcommand("board", "Which units have filed what (报送情况)");
    auto const wish = verb<FilingBoard>(board, command);
    addWhat(board, *wish);
    board.add_option("--at", wish->at, "As it stood then; default: now");
    board.add_flag("--overdue", wish->overdue, "Only what was not filed in time (逾期清单)");
    board
        .add_option("--duplicates", wish->duplicates,
                    "Instead: screens that two units have filed, in filings of this kind")
        ->check(CLI::IsMember({"plan", "week", "final"}));
    board.add_option("--issue", wish->issue, "Of which week")->check(CLI::Range(0, 1000));
    board.footer(
        "Examples:\n  tocsin filing board safety-month-2026\n  tocsin filing board "
        "safety-month-2026 --overdue --at 2026-06-16T10:00:00Z\n  tocsin filing board "
        "safety-month-2026 --duplicates week --issue 2");

    auto& remind =
        *filing.add_subcommand("remind", "A paragraph for each unit that has to file (催报)");
    auto const said = verb<FilingRemind>(remind, command);
    addWhat(remind, *said);
    remind.add_option("--lang", said->language, "zh or en")->check(CLI::IsMember({"zh", "en"}));
}

void addRollUp(CLI::App& filing, Command& command) {
    auto& app = *filing.add_subcommand(
        "rollup", "What accepted filings of units below come to, counted from their rows (汇总)");
    auto const wish = verb<FilingRollUp>(app, command);
    app.add_option("ACTIVITY", wish->activity, "Its handle")->required();
    app.add_option("KIND", wish->kind, "plan, week or final")
        ->required()
        ->check(CLI::IsMember({"plan", "week", "final"}));
    app.add_option("--issue", wish->issue, "Of which week")->check(CLI::Range(0, 1000));
    app.add_option("--unit", wish->unit, "Whose sum it is; default: your own unit");
    auto* const freeze =
        app.add_flag("--freeze", wish->freeze, "Freezes it as a filing of the unit");
    app.add_option("--reason", wish->reason, "Why there is another revision of it")->needs(freeze);
    app.footer(
        "Example:\n  tocsin filing rollup safety-month-2026 week --issue 2 --unit bureau --freeze");

    auto& score = *filing.add_subcommand("score", "How units did: in time, shown, returned (考核)");
    auto const card = verb<FilingScore>(score, command);
    addWhat(score, *card);
    score.add_option("--at", card->at, "As it stood then; default: now");
    score
        .add_option("--format", card->format,
                    "json, csv, docx, pdf, xlsx or html; without it a table")
        ->check(CLI::IsMember({"json", "csv", "docx", "pdf", "xlsx", "html"}));
    score.add_option("--lang", card->language, "Language of the file: zh or en")
        ->check(CLI::IsMember({"zh", "en"}));
    score.add_option("--out", card->out, "Write to this file instead of standard output");
}

void addFiles(CLI::App& filing, Command& command) {
    auto& out = *filing.add_subcommand(
        "export", "Writes a filing as a signed file, for an office with a controller of its own");
    auto const sent = verb<FilingExport>(out, command);
    out.add_option("NUMBER", sent->number, "Its number")->required()->check(CLI::PositiveNumber);
    out.add_option("--revision", sent->revision, "Not its newest revision, but this one")
        ->check(CLI::PositiveNumber);
    out.add_option("--out", sent->out, "The file")->required();

    auto& in = *filing.add_subcommand("import", "Takes in a signed file of a member");
    in.add_option("FILE", verb<FilingImport>(in, command)->file, "The file")->required();

    auto& trust = *filing.add_subcommand(
        "trust", "Which key signs filings here; by which keys a member's controller signs them");
    auto const wish = verb<FilingTrust>(trust, command);
    auto* const unit = trust.add_option("UNIT", wish->unit, "Without it all keys are listed");
    auto* const keys =
        trust.add_option("KEY", wish->keys, "64 hexadecimal digits, as trust shows it there")
            ->needs(unit);
    trust.add_flag("--none", wish->none, "Takes nothing of this unit any more")
        ->needs(unit)
        ->excludes(keys);
}

}  // namespace

void addFilingRollup(CLI::App& filing, Command& command) {
    addSteps(filing, command);
    addBoard(filing, command);
    addRollUp(filing, command);
    addFiles(filing, command);
}

}  // namespace tocsin::cli
