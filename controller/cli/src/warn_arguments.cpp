// SPDX-License-Identifier: Apache-2.0
#include "warn_arguments.hpp"

namespace tocsin::cli {
namespace {

constexpr int kMostMinutes = 10'080;  // a week; the site's own bound is lower

void addWords(CLI::App& app, WarnAsk& ask) {
    auto* const from = app.add_option("--template", ask.from,
                                      "Handle of a template (its text is "
                                      "approved: one person raises it)");
    app.add_option("--field", ask.fields, "What stands in a blank of it: NAME=VALUE; several times")
        ->allow_extra_args(false)
        ->needs(from);
    app.add_option("--time", ask.time, "Short for --field time=…")->needs(from);
    app.add_option("--area", ask.area, "Short for --field area=…")->needs(from);
    app.add_option("--issuer", ask.issuer,
                   "Who issues it; of a template, short for --field "
                   "issuer=…");
    app.add_option("--level", ask.level, "blue, yellow, orange, red, or none")
        ->check(CLI::IsMember({"none", "blue", "yellow", "orange", "red"}));
    for (auto* const free :
         {app.add_option("--headline", ask.headline,
                         "Free text instead of a template; it waits for a second person unless the "
                         "site says otherwise"),
          app.add_option("--event", ask.event, "Free text: what it is about, e.g. 暴雨"),
          app.add_option("--body", ask.body, "Free text: what happened"),
          app.add_option("--instruction", ask.instruction, "Free text: what people should do"),
          app.add_option("--icon", ask.icon, "Free text: word of a picture, e.g. rain"),
          app.add_flag("--emergency", ask.emergency,
                       "Free text: an emergency here (应急插播), and no forwarded warning")}) {
        free->excludes(from);
    }
}

void addWhere(CLI::App& app, WarnWhere& where) {
    auto* const all = app.add_flag("--all", where.all, "On all screens");
    struct List {
        char const* option;
        std::vector<std::string>* into;
        char const* what;
    };
    // Each may stand several times; together they are a union.
    for (auto const& [option, into, what] :
         {List{"--screen", &where.screens, "On this screen; several times, as all that follow"},
          List{"--unit", &where.units, "On the screens of this unit and of those below it"},
          List{"--tag", &where.tags, "On screens with this tag"},
          List{"--polygon", &where.polygons, "On screens inside: \"lat,lon lat,lon …\", closed"},
          List{"--circle", &where.circles, "On screens within: \"lat,lon KILOMETRES\""},
          List{"--code", &where.codes, "On screens of this division (GB/T 2260 or 10114)"}}) {
        app.add_option(option, *into, what)->allow_extra_args(false)->excludes(all);
    }
}

void addAsk(CLI::App& app, WarnAsk& ask) {
    addWords(app, ask);
    addWhere(app, ask.where);
    auto* const minutes = app.add_option("--minutes", ask.minutes,
                                         "It ends by itself after so many; default: as "
                                         "the site says")
                              ->check(CLI::Range(1, kMostMinutes));
    app.add_option("--until", ask.until, "It ends then, e.g. 2026-06-01T18:00:00+08:00")
        ->excludes(minutes);
    app.add_option("--from", ask.begins, "It begins then, and not at once");
    app.add_option("--look", ask.look,
                   "takeover (the whole screen), split or ticker; default: by level and rule")
        ->check(CLI::IsMember({"takeover", "split", "ticker"}));
    app.add_flag("--sound", ask.sound, "With an attention signal where there is sound");
    app.add_flag("--drill", ask.drill, "A drill: shown with 【演练】, and counted apart");
    app.add_flag("--yes", ask.yes, "Do not ask whether that is right");
    app.add_option("--wait", ask.waitSeconds, "Wait so many seconds for the screens to answer")
        ->check(CLI::Range(0, 600))
        ->capture_default_str();
}

void addRaise(CLI::App& warn, Command& command) {
    auto& raise = *warn.add_subcommand(
        "raise", "Shows what would be on which screens, asks, and puts it there");
    addAsk(raise, *verb<WarnRaise>(raise, command));
    raise.footer(
        "Exit code 5: it waits for a second person, and is on no screen yet.\n\nExamples:\n  "
        "tocsin warn raise --template rainstorm --level red --issuer 市气象台 --area 全市 --all\n  "
        "tocsin warn raise --template fire --issuer 保卫处 --field place=3号楼 --unit school "
        "--minutes 30\n  tocsin warn raise --headline \"今晚停水\" --event 停水 --body "
        "\"20时至24时停水检修\" --tag lobby --until 2026-06-01T23:59:00+08:00");
    auto& change = *warn.add_subcommand(
        "change", "Puts another in the place of one; what is not said again is not kept");
    auto const changed = verb<WarnChange>(change, command);
    change.add_option("ID", changed->id, "As the list shows it")->required();
    addAsk(change, *changed);
    change.footer("Exit code 5: the change waits for a second person; the former stays on.");
}

/// Of the verbs that name a warning and may give a reason.
void addStep(CLI::App& warn, Command& command, char const* name, char const* what, bool reason) {
    auto& app = *warn.add_subcommand(name, what);
    auto const step = std::make_shared<WarnStep>();
    step->step = name;
    app.add_option("ID", step->id, "As the list shows it")->required();
    if (reason) {
        app.add_option("--reason", step->reason, "What is to be kept with it");
    }
    app.final_callback([step, &command] { command.verb = *step; });
}

}  // namespace

void addWarnVerbs(CLI::App& root, Command& command) {
    auto& warn = *root.add_subcommand("warn", "Warnings and emergencies (预警与应急) on screens");
    warn.require_subcommand(1);
    verb<WarnTemplates>(
        *warn.add_subcommand("templates", "Texts that are approved, and their blanks"), command);
    addRaise(warn, command);
    auto& list = *warn.add_subcommand("list", "Those that wait or are on screens");
    list.add_flag("--all", verb<WarnList>(list, command)->all, "Those that are over, too");
    auto& show = *warn.add_subcommand("show", "One of them, and what became of it on each screen");
    show.add_option("ID", verb<WarnShow>(show, command)->id, "As the list shows it")->required();
    addStep(warn, command, "clear", "Ends it on all screens (解除)", true);
    auto& extend = *warn.add_subcommand("extend", "Lets it last longer");
    auto const longer = verb<WarnExtend>(extend, command);
    extend.add_option("ID", longer->id, "As the list shows it")->required();
    auto* const minutes = extend.add_option("--minutes", longer->minutes, "So many from now on")
                              ->check(CLI::Range(1, kMostMinutes));
    extend.add_option("--until", longer->until, "Until then, e.g. 2026-06-01T18:00:00+08:00")
        ->excludes(minutes);
    addStep(warn, command, "release",
            "Lets free text, or a change of it, go to the screens, as another person than wrote it",
            false);
    addStep(warn, command, "reject", "Keeps it off the screens", true);
    auto& ingest = *warn.add_subcommand("ingest", "Takes in a CAP message (XML) of somebody else");
    ingest.add_option("FILE", verb<WarnIngest>(ingest, command)->file, "The message, or a feed")
        ->required();
    ingest.footer(
        "Exit code 1: it is refused; 5: it waits for a person; 6: it was taken in, and has "
        "mistakes.");
    auto& feeds = *warn.add_subcommand(
        "feeds", "Feeds of warnings that the controller asks for, and how they are");
    feeds
        .add_option("--poll", verb<WarnFeeds>(feeds, command)->poll,
                    "Ask for this one now, or for all, and wait for the answer")
        ->type_name("NAME|all");
    feeds.footer(
        "Exit code 6: one of them fails, has been silent for long, or did not answer the poll.");
    auto& makeGood = *warn.add_subcommand(
        "make-good", "Plays that gave way to one, what later days make good of them, and the rest");
    auto const good = verb<WarnMakeGood>(makeGood, command);
    makeGood.add_option("ID", good->id, "As the list shows it")->required();
    makeGood.add_flag("--plan", good->plan,
                      "Applies the files of the campaigns whose losses are offered, with "
                      "make_good = \"flight\": later days repay what they lost in the last seven "
                      "days, for whatever reason");
    makeGood.footer(
        "--plan takes the right to edit those campaigns. Their approval stays; where it reaches "
        "many screens, another person confirms it (exit code 5).");
    warn.footer(
        "Examples:\n  tocsin warn templates\n  tocsin warn raise --template rainstorm --level red "
        "--issuer 市气象台 --area 全市 --all\n  tocsin warn show w-4f2a61\n  tocsin warn clear "
        "w-4f2a61");
}

}  // namespace tocsin::cli
