// SPDX-License-Identifier: Apache-2.0
#include "activity_arguments.hpp"

namespace tocsin::cli {
namespace {

void addPerson(CLI::App& app, std::optional<std::string>& name, std::optional<std::string>& phone,
               std::optional<std::string>& mail) {
    app.add_option("--responsible", name, "Who answers for it (责任人)");
    app.add_option("--phone", phone, "Their telephone");
    app.add_option("--mail", mail, "Their mail address");
}

/// Two flags for yes and no, of which neither need be given.
void addChoice(CLI::App& app, std::optional<bool>& choice, char const* yes, char const* no,
               char const* what) {
    auto* const said = app.add_flag_callback(
        yes, [&choice] { choice = true; }, what);
    app.add_flag_callback(
           no, [&choice] { choice = false; }, "The contrary")
        ->excludes(said);
}

void addProperties(CLI::App& app, ActivityPut& put) {
    app.add_option("ACTIVITY", put.activity, "Its handle, like safety-month-2026")->required();
    auto* const title = app.add_option("--title", put.title, "What it is called");
    auto* const from = app.add_option("--from", put.from, "First day, e.g. 2026-06-01");
    auto* const to = app.add_option("--to", put.to, "Last day");
    if (put.isNew) {
        title->required();
        from->required();
        to->required();
        app.add_option("--unit", put.unit, "Whose it is; default: your own unit");
    }
    app.add_option("--theme", put.theme,
                   "Its theme to the letter; slogans that nearly say it are pointed out");
    app.add_option("--zone", put.zone, "Of its days; default: Asia/Shanghai");
    addPerson(app, put.responsible, put.phone, put.mail);
    app.add_option("--receiver", put.receiver, "Office that reports are filed with");
    addChoice(app, put.weekly, "--weekly", "--not-weekly", "A report a week is due");
    app.add_option("--weekday", put.weekday, "On which it is due, 1 Monday to 7")
        ->check(CLI::Range(1, 7));
    app.add_option("--time", put.time, "At which it is due, e.g. 18:00");
    app.add_option("--plan-due", put.planDue, "Day by which the plan is due");
    app.add_option("--final-due", put.finalDue, "Day by which the final report is due");
    addChoice(app, put.dayIncluded, "--day-included", "--day-excluded",
              "Those two days count themselves (7月1日前)");
}

void addPart(CLI::App& activity, Command& command) {
    auto& part = *activity.add_subcommand(
        "part",
        "One of its five parts: shows it, or what is written, its files, whether it is done");
    auto const set = verb<ActivityPartSet>(part, command);
    part.add_option("ACTIVITY", set->activity, "Its handle")->required();
    part.add_option("PART", set->part, "plan, deployment, inspection, result or summary")
        ->required()
        ->check(CLI::IsMember({"plan", "deployment", "inspection", "result", "summary"}));
    auto* const text = part.add_option("--text", set->text, "What is written there");
    part.add_option("--text-file", set->textFile, "The same from a text file")->excludes(text);
    part.add_option("--file", set->files, "Files to add, each of at most 32 MB");
    addChoice(part, set->done, "--done", "--not-done", "Say that it is there");
    auto* const get = part.add_option("--get", set->get, "Fetch this file of it, by name");
    part.add_option("--out", set->out, "Where to; default: its name here")->needs(get);
    part.add_option("--remove", set->remove, "Take this file out of it, by name")->excludes(get);
    part.footer(
        "Examples:\n  tocsin activity part safety-month-2026 plan --file 实施方案.docx\n  tocsin "
        "activity part safety-month-2026 deployment --text \"5月28日召开部署会\" --done\n  tocsin "
        "activity part safety-month-2026 plan --get 实施方案.docx --out plan.docx");
}

void addFacts(CLI::App& app, WorkFacts& facts) {
    app.add_option("--kind", facts.kind,
                   "training, drill, film, consultation, inspection, talk or other; default: by "
                   "the title");
    app.add_option("--from", facts.from, "First day; default: today");
    app.add_option("--to", facts.to, "Last day; default: the first");
    app.add_option("--place", facts.place, "Where");
    app.add_option("--sessions", facts.sessions, "How many times (场次)")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--people", facts.people, "How many people, as somebody counted them (人次)")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--text", facts.text, "What was done and what came of it");
    app.add_option("--channel", facts.channel, "By which other channel: 电视, 微信 …");
    addPerson(app, facts.responsible, facts.phone, facts.mail);
}

void addPictures(CLI::App& work, Command& command) {
    auto& picture = *work.add_subcommand("picture", "Adds pictures with captions to a record");
    auto const set = verb<WorkPictures>(picture, command);
    picture.add_option("NUMBER", set->number, "Of the record")->required();
    picture.add_option("FILE", set->files, "JPEG or PNG, with its caption: hall.jpg=观看警示片");
    auto* const get = picture.add_option("--get", set->get, "Fetch this one, by its digest");
    picture.add_option("--out", set->out, "Where to")->needs(get);
    picture.add_option("--remove", set->remove, "Take this one out, by its digest");
    auto* const caption = picture.add_option("--set", set->set, "Caption this one anew");
    picture.add_option("--caption", set->caption, "Its caption")->needs(caption);
    picture.footer("Example:\n  tocsin work picture 12 hall.jpg=医务人员观看警示教育片");
}

}  // namespace

void addActivityVerbs(CLI::App& root, Command& command) {
    auto& activity = *root.add_subcommand(
        "activity", "Activities: theme, days, campaigns, and the five parts (活动, 五有)");
    activity.require_subcommand(1);
    auto& list = *activity.add_subcommand("list", "All activities");
    list.add_flag("--all", verb<ActivityList>(list, command)->all, "Retired ones too");
    auto& show = *activity.add_subcommand("show", "One activity, and which parts are there");
    show.add_option("ACTIVITY", verb<ActivityShow>(show, command)->activity, "Its handle")
        ->required();
    auto& add = *activity.add_subcommand("add", "Adds an activity");
    auto const added = verb<ActivityPut>(add, command);
    added->isNew = true;
    addProperties(add, *added);
    add.footer(
        "Example:\n  tocsin activity add safety-month-2026 --title 2026年安全生产月 --theme "
        "人人讲安全、个个会应急 --from 2026-06-01 --to 2026-06-30 --receiver 应急安全科 "
        "--final-due 2026-07-01");
    auto& set = *activity.add_subcommand("set", "Changes what is said of one");
    addProperties(set, *verb<ActivityPut>(set, command));
    auto& clone = *activity.add_subcommand(
        "clone", "The same some years later; its theme is left to be said");
    auto const cloned = verb<ActivityClone>(clone, command);
    clone.add_option("ACTIVITY", cloned->activity, "The old one")->required();
    clone.add_option("COPY", cloned->copy, "Handle of the new one")->required();
    clone.add_option("--years", cloned->years, "By how many its dates are shifted")
        ->check(CLI::Range(1, 20))
        ->capture_default_str();
    clone.add_option("--unit", cloned->unit, "Whose it is; default: as the old one");
    clone.footer("Example:\n  tocsin activity clone safety-month-2026 safety-month-2027");
    auto& retire = *activity.add_subcommand("retire", "Takes one out of use; its records stay");
    retire.add_option("ACTIVITY", verb<ActivityRetire>(retire, command)->activity, "Its handle")
        ->required();
    auto& date = *activity.add_subcommand("key-date", "Adds a day that matters, or takes it out");
    auto const day = verb<ActivityKeyDate>(date, command);
    date.add_option("ACTIVITY", day->activity, "Its handle")->required();
    date.add_option("DAY", day->day, "e.g. 2026-06-16")->required();
    date.add_option("TITLE", day->title, "What it is, e.g. 咨询日");
    date.add_option("--note", day->note, "Where, who");
    date.add_flag("--remove", day->remove, "Take it out: all of that day, or the one titled so");
    date.footer("Example:\n  tocsin activity key-date safety-month-2026 2026-06-16 咨询日");
    auto& campaign = *activity.add_subcommand("campaign", "Counts campaigns to an activity");
    auto const counted = verb<ActivityCampaign>(campaign, command);
    campaign.add_option("ACTIVITY", counted->activity, "Its handle")->required();
    campaign.add_option("CAMPAIGN", counted->campaigns, "Their ids")->required();
    campaign.add_flag("--remove", counted->remove, "Count them to it no more");
    addPart(activity, command);
}

void addWorkVerbs(CLI::App& root, Command& command) {
    auto& work = *root.add_subcommand(
        "work", "Work records: trainings, drills, films watched, consultation days (工作记录)");
    work.require_subcommand(1);
    auto& list = *work.add_subcommand("list", "Records, and what they come to");
    auto const listed = verb<WorkList>(list, command);
    list.add_option("--activity", listed->activity, "Of this activity only");
    list.add_option("--unit", listed->unit, "Of this unit only");
    list.add_option("--from", listed->from, "Of this day and later");
    list.add_option("--to", listed->to, "Of this day and before");
    list.add_flag("--withdrawn", listed->withdrawn, "Withdrawn ones too; they never count");
    auto& show = *work.add_subcommand("show", "One record with its text and pictures");
    show.add_option("NUMBER", verb<WorkShow>(show, command)->number, "Its number")->required();
    auto& add = *work.add_subcommand(
        "add", "Adds a record: of today, your unit and the activity that runs, unless you say so");
    auto const added = verb<WorkAdd>(add, command);
    add.add_option("TITLE", added->title, "What was done, in a few words")->required();
    add.add_option("--activity", added->activity, "Its handle; default: the only one that runs");
    add.add_option("--unit", added->unit, "Who did it; default: your own unit");
    addFacts(add, *added);
    add.add_option("--picture", added->pictures, "JPEG or PNG, with its caption: hall.jpg=…")
        ->allow_extra_args(false);
    add.footer(
        "Examples:\n  tocsin work add 消防疏散演练 --place 门诊楼 --sessions 1 --people 86\n  "
        "tocsin work add 观看警示教育片 --from 2026-06-12 --sessions 12 --people 1000 --picture "
        "hall.jpg=医务人员观看警示教育片");
    auto& set = *work.add_subcommand("set", "Changes a record of your unit");
    auto const changed = verb<WorkSet>(set, command);
    set.add_option("NUMBER", changed->number, "Its number")->required();
    set.add_option("--title", changed->title, "What was done");
    addFacts(set, *changed);
    auto& withdraw =
        *work.add_subcommand("withdraw", "Withdraws a record: it counts no more, and stays");
    auto const gone = verb<WorkWithdraw>(withdraw, command);
    withdraw.add_option("NUMBER", gone->number, "Its number")->required();
    withdraw.add_option("--reason", gone->reason, "Why")->required();
    addPictures(work, command);
    auto& form = *work.add_subcommand("template", "The workbook that members fill in");
    auto const written = verb<WorkTemplate>(form, command);
    written->out = "工作记录模板.xlsx";
    form.add_option("--out", written->out, "The file to write")->capture_default_str();
    auto& in = *work.add_subcommand("import", "Imports a filled workbook: all rows, or none");
    auto const taken = verb<WorkImport>(in, command);
    in.add_option("FILE", taken->file, "The workbook (XLSX)")->required();
    in.add_option("--activity", taken->activity, "Its handle; default: the only one that runs");
    in.add_option("--unit", taken->unit, "Of rows that name none; default: your own unit");
    in.footer("Example:\n  tocsin work template --out work.xlsx\n  tocsin work import work.xlsx");
}

}  // namespace tocsin::cli
