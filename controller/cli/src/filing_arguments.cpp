// SPDX-License-Identifier: Apache-2.0
#include "filing_arguments.hpp"

#include "filing_inspection_arguments.hpp"
#include "filing_rollup_arguments.hpp"

namespace tocsin::cli {
namespace {

void addDays(CLI::App& app, FilingOf& draft) {
    app.add_option("--from", draft.from, "First day, of a patrol record or another period");
    app.add_option("--to", draft.to, "Last day; default: the first");
}

/// Which draft is meant.
void addDraft(CLI::App& app, FilingOf& draft, bool required) {
    auto* const activity = app.add_option("--activity", draft.activity,
                                          "Activity whose draft is meant, like safety-month-2026");
    if (required) {
        activity->required();
    }
    app.add_option("--kind", draft.kind, "plan, week (default), final, patrol or period")
        ->check(CLI::IsMember({"plan", "week", "final", "patrol", "period"}));
    app.add_option("--issue", draft.issue, "Number of the week; default: the last that is over")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--unit", draft.unit, "Unit whose filing it is; default: your own");
    addDays(app, draft);
}

/// A frozen one by number, or a draft.
template <class Value>
void addWhich(CLI::App& app, Value& value) {
    auto* const number =
        app.add_option("NUMBER", value.number, "Of a frozen filing; without it, a draft")
            ->check(CLI::PositiveNumber);
    app.add_option("--revision", value.revision, "Of it; default: the newest")->needs(number);
    addDraft(app, value.draft, false);
}

void addLanguage(CLI::App& app, std::string& language) {
    app.add_option("--document-language", language, "zh (default) or en; of drafts")
        ->check(CLI::IsMember({"zh", "en"}));
}

void addLooks(CLI::App& filing, Command& command) {
    auto& due = *filing.add_subcommand("due", "What is due, to the instant, and how it stands");
    auto const whatDue = verb<FilingDue>(due, command);
    due.add_option("--activity", whatDue->activity, "Only of this one");
    due.add_option("--unit", whatDue->unit, "Of this unit; default: your own");

    auto& list = *filing.add_subcommand("list", "Frozen filings, the newest first");
    auto const whatList = verb<FilingList>(list, command);
    list.add_option("--activity", whatList->activity, "Only of this one");

    auto& show = *filing.add_subcommand("show", "A frozen filing, or a draft as it is now");
    addWhich(show, *verb<FilingShow>(show, command));

    auto& text = *filing.add_subcommand("text", "The paragraph to paste");
    auto const whatText = verb<FilingText>(text, command);
    addWhich(text, *whatText);
    text.add_option("--length", whatText->length, "brief, week (default) or final")
        ->check(CLI::IsMember({"brief", "week", "final"}));
    addLanguage(text, whatText->language);
}

void addFiles(CLI::App& filing, Command& command) {
    auto& get = *filing.add_subcommand("get", "A file of a frozen filing, or of a draft");
    auto const whatGet = verb<FilingGet>(get, command);
    addWhich(get, *whatGet);
    get.add_option("--format", whatGet->format, "docx (default), pdf, xlsx, html, json or zip")
        ->check(CLI::IsMember({"docx", "pdf", "xlsx", "html", "json", "zip"}));
    get.add_option("--out", whatGet->out, "Where to; default: its own name here");
    addLanguage(get, whatGet->language);

    auto& fill = *filing.add_subcommand(
        "fill", "Fills another office's form, a DOCX or XLSX file with {{names}} in it");
    auto const whatFill = verb<FilingFill>(fill, command);
    fill.add_option("FORM", whatFill->form, "The empty form")->required();
    addWhich(fill, *whatFill);
    fill.add_option("--out", whatFill->out, "Where to; default: its name with -filled");
}

void addChanges(CLI::App& filing, Command& command) {
    auto& edit = *filing.add_subcommand("edit", "What people write in a draft");
    auto const whatEdit = verb<FilingEdit>(edit, command);
    addDraft(edit, whatEdit->draft, true);
    edit.add_option("--overview", whatEdit->overview, "First paragraph; \"\": as drafted");
    edit.add_option("--highlights", whatEdit->highlights, "亮点; \"\": as drafted");
    edit.add_option("--shortcomings", whatEdit->shortcomings, "不足; \"\": as drafted");
    edit.add_option("--filled-by", whatEdit->filledBy, "填报人");
    edit.add_option("--reviewed-by", whatEdit->reviewedBy, "审核人");
    edit.add_option("--signed-by", whatEdit->signedBy, "签发人");
    auto* const pictures = edit.add_option("--picture", whatEdit->pictures,
                                           "Digests of the pictures to show, in their order");
    edit.add_flag("--pictures-by-rule", whatEdit->picturesByRule, "Let the rule choose again")
        ->excludes(pictures);

    auto& freeze = *filing.add_subcommand("freeze", "Freezes a draft: it never changes again");
    auto const whatFreeze = verb<FilingFreeze>(freeze, command);
    addDraft(freeze, whatFreeze->draft, true);
    freeze.add_option("--reason", whatFreeze->reason, "Why there is another revision");
}

/// week, plan, final, patrol: all files of one into a folder.
void addMake(CLI::App& filing, Command& command, char const* kind, char const* summary,
             char const* examples) {
    auto& make = *filing.add_subcommand(kind, summary);
    auto const what = verb<FilingMake>(make, command);
    what->draft.kind = kind;
    make.add_option("ACTIVITY", what->draft.activity, "Its handle")->required();
    make.add_option("--unit", what->draft.unit, "Unit whose filing it is; default: your own");
    if (what->draft.kind == "week") {
        make.add_option("--issue", what->draft.issue,
                        "Number of the week; default: the last that is over")
            ->check(CLI::NonNegativeNumber);
    }
    if (what->draft.kind == "patrol") {
        make.add_option("--day", what->draft.from, "Day, like 2026-06-16")->required();
    }
    make.add_option("--out", what->folder, "Folder for the files; default: here");
    make.add_flag("--freeze", what->freeze, "Freeze it first");
    make.add_option("--reason", what->reason, "Why there is another revision");
    addLanguage(make, what->language);
    make.footer(examples);
}

}  // namespace

void addFilingVerbs(CLI::App& root, Command& command) {
    auto& filing = *root.add_subcommand(
        "filing",
        "Reports of an activity for the office above (报送): what is due, drafts, frozen "
        "ones with their files");
    filing.require_subcommand(1);
    addLooks(filing, command);
    addFiles(filing, command);
    addChanges(filing, command);
    addMake(filing, command, "week", "Last week's report in all forms (周报)",
            "Examples:\n  tocsin filing week safety-month-2026 --out 周报\n  tocsin filing week "
            "safety-month-2026 --issue 2 --out 周报 --freeze");
    addMake(filing, command, "plan", "The plan of plays in all forms (电子屏播放计划表)",
            "Example:\n  tocsin filing plan safety-month-2026 --out 计划");
    addMake(filing, command, "final", "The final report in all forms (总结)",
            "Example:\n  tocsin filing final safety-month-2026 --out 总结 --freeze");
    addMake(filing, command, "patrol", "A day's patrol record in all forms (巡查日报)",
            "Example:\n  tocsin filing patrol safety-month-2026 --day 2026-06-16 --out 巡查");
    addFilingRollup(filing, command);
    addFilingInspection(filing, command);
    filing.footer(
        "Examples:\n  tocsin filing due\n  tocsin filing week safety-month-2026 --out 周报\n  "
        "tocsin filing week safety-month-2026 --out 周报 --freeze\n  tocsin filing text 7 --length "
        "brief\n  tocsin filing fill 上级表格.docx 7");
}

}  // namespace tocsin::cli
