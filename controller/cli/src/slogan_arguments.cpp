// SPDX-License-Identifier: Apache-2.0
// The grammar of slogans: their style, looking at them, the lists that they are compared with.
#include "slogan_arguments.hpp"

#include <algorithm>
#include <array>

#include "tocsin/library/show_time.hpp"
#include "tocsin/media/slogan_keys.hpp"

namespace tocsin::cli {
namespace {

/// What the keys of a slogan's style mean, for the help.
std::string_view meaning(std::string_view key) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kMeanings{
        {{"motion", "How it moves"},
         {"colour", "Of the letters, e.g. #ffdc00"},
         {"background", "Behind them, e.g. #a00000, or transparent"},
         {"outline", "Colour of a line around the letters, or none"},
         {"outline_width", "Pixels of that line in place of what suits the screen"},
         {"edges", "sharp: no half-covered pixel; auto: sharp for letters up to 32 pixels"},
         {"lettering", "bitmap: dot matrix letters; auto: those from 12 to 16 pixels"},
         {"align", "Of the lines"},
         {"lines", "Exactly so many; pages, scroll-up: so many at a time"},
         {"letter_pixels", "Size of the letters in place of the largest that fits"},
         {"size_percent", "Share of the screen (scroll-left: of its height)"},
         {"pixels_per_second", "Speed of scrolling"},
         {"page_seconds", "How long a page stands"}}};
    auto const* const found =
        std::ranges::find(kMeanings, key, [](auto const& one) { return one.first; });
    return found == kMeanings.end() ? "" : found->second;
}

/// An option for every key of a slogan's style.
struct SloganOptions {
    CLI::App& app;
    std::shared_ptr<StyleWords> made;

    static std::string option(std::string_view key) {
        std::string out = "--" + std::string(key);
        std::ranges::replace(out, '_', '-');
        return out;
    }
    CLI::Option* word(std::string_view key) {
        auto const take = [made = made, key = std::string(key)](std::string const& value) {
            made->words[key] = value;
        };
        return app.add_option_function<std::string>(option(key), take, std::string(meaning(key)));
    }
    template <class Choice, std::size_t N>
    void choice(std::string_view key, Choice&,
                std::array<media::SloganWord<Choice>, N> const& words) {
        std::vector<std::string> allowed;
        for (auto const& one : words) {
            allowed.emplace_back(one.word);
        }
        word(key)->check(CLI::IsMember(allowed));
    }
    void colour(std::string_view key, media::Colour&) { word(key); }
    void colourOr(std::string_view key, std::optional<media::Colour>&, std::string_view) {
        word(key);
    }
    void number(std::string_view key, int&, media::Limits limits) {
        auto const take = [made = made, key = std::string(key)](int value) {
            made->numbers[key] = value;
        };
        app.add_option_function<int>(option(key), take, std::string(meaning(key)))
            ->check(range(limits));
    }
    void numberOrFit(std::string_view key, int& value, media::Limits limits) {
        number(key, value, limits);
    }
};

/// What a check and a preview have in common.
template <class Look>
void addLook(CLI::App& app, std::shared_ptr<Look> const& look) {
    auto* const text = app.add_option("--text", look->text, "The words, before they are added");
    auto* const handle =
        app.add_option("SLOGAN", look->slogan, "A slogan of the library, by its handle")
            ->excludes(text);
    addTemplate(app, look->from);
    static_cast<void>(handle);
    auto* const screen = app.add_option("--screen", look->screen, "On this screen");
    app.add_option("--size", look->size, "On a screen of so many pixels, e.g. 96x16")
        ->excludes(screen);
    app.add_option("--seconds", look->seconds,
                   "How long it is shown; default: the slogan's own time, else 10")
        ->check(range(library::kShowSeconds));
    addStyle(app, look);
}

}  // namespace

CLI::Range range(media::Limits limits) {
    return CLI::Range(limits.least, limits.most);
}

void addStyle(CLI::App& app, std::shared_ptr<StyleWords> const& said) {
    media::SloganStyle style;
    media::visitSloganKeys(style, SloganOptions{app, said});
}

void addTemplate(CLI::App& app, FilledTemplate& into) {
    app.add_option("--template", into.name,
                   "Made from this template: its style, and its words if it has any");
    app.add_option("--fill", into.blanks,
                   "What stands in a blank of the template, e.g. 日期=2026-06-30; once for each")
        ->allow_extra_args(false);
}

namespace {

void addTemplateVerbs(CLI::App& slogan, Command& command) {
    auto& templates = *slogan.add_subcommand(
        "template", "What units make their slogans from: a style, and words with blanks");
    templates.require_subcommand(1);
    verb<TemplateList>(*templates.add_subcommand("list", "All of them"), command);
    auto& set = *templates.add_subcommand("set", "Adds a template, or replaces it whole");
    auto const made = verb<TemplateSet>(set, command);
    constexpr char kName[] = "UNIT/NAME, or the name of one that all units use";
    set.add_option("TEMPLATE", made->name, kName)->required();
    set.add_option("--text", made->text,
                   "Its words; a blank is written [name], a bracket twice. None: a style only");
    set.add_option("--note", made->note, "What it is for");
    addStyle(set, made);
    set.footer(
        "Examples:\n  tocsin slogan template set north/banner --colour \"#ffffff\" --background "
        "\"#003080\"\n  tocsin slogan template set 倒计时 --text "
        "\"距[活动]还有{days-until:[日期]}天\"");
    auto& remove = *templates.add_subcommand("remove", "Takes one out; slogans made from it stay");
    remove.add_option("TEMPLATE", verb<TemplateRemove>(remove, command)->name, kName)->required();
}

void addCharacterVerbs(CLI::App& slogan, Command& command) {
    auto& characters =
        *slogan.add_subcommand("character", "Characters that no font has, taken from pictures");
    characters.require_subcommand(1);
    verb<CharacterList>(*characters.add_subcommand("list", "All of them"), command);
    auto& set = *characters.add_subcommand("set", "Adds a picture of a character, or replaces it");
    auto const drawn = verb<CharacterSet>(set, command);
    set.add_option("CHARACTER", drawn->character, "The character itself")->required();
    set.add_option("FILE", drawn->file,
                   "Its picture: black on white, white on black or on nothing, and nothing else "
                   "on it; best of 128 pixels and more")
        ->required();
    set.footer(
        "Fonts go first: a character that one has is not taken from a picture.\n\nExample:\n  "
        "tocsin slogan character set 𮧵 name.png");
    auto& remove = *characters.add_subcommand(
        "remove", "Takes a picture away; slogans made with it stay as they are");
    remove
        .add_option("CHARACTER", verb<CharacterRemove>(remove, command)->character,
                    "The character itself")
        ->required();
}

}  // namespace

void addSloganVerbs(CLI::App& root, Command& command) {
    auto& slogan = *root.add_subcommand(
        "slogan", "Looks at a slogan as it will stand on a screen, before anybody else does");
    slogan.require_subcommand(1);
    auto& check = *slogan.add_subcommand(
        "check", "Whether it can be read there, and whether its words are right");
    addLook(check, verb<SloganCheck>(check, command));
    check.footer(
        "Examples:\n  tocsin slogan check --text \"人人讲安全 个个会应急\" --size 96x16 --seconds "
        "8\n"
        "  tocsin slogan check theme --screen gate-led\nExit code 6: there are findings.");
    auto& preview = *slogan.add_subcommand("preview", "Writes a PNG picture of it");
    auto const shown = verb<SloganPreview>(preview, command);
    addLook(preview, shown);
    preview.add_option("--out", shown->out, "The file to write")->required();
    preview.add_option("--scale", shown->scale, "Each pixel becomes so many by so many")
        ->check(CLI::Range(1, 32));
    preview.add_option("--at", shown->atSeconds, "So many seconds after the showing began")
        ->check(CLI::Range(0.0, 86'400.0));
    preview.footer(
        "Examples:\n  tocsin slogan preview theme --screen gate-led --out theme.png --scale 4\n  "
        "tocsin slogan preview --text \"严禁烟火\" --motion scroll-left --size 64x12 --at 2.5 "
        "--out "
        "run.png --scale 8");
    addTemplateVerbs(slogan, command);
    addCharacterVerbs(slogan, command);
}

void addWordVerbs(CLI::App& root, Command& command) {
    auto& words = *root.add_subcommand(
        "words", "The office's list of mistakes and of words to be careful with in slogans");
    words.require_subcommand(1);
    verb<WordsList>(*words.add_subcommand("list", "All of them"), command);
    auto& add = *words.add_subcommand("add", "Adds a word, or changes what is said of it");
    auto const added = verb<WordsAdd>(add, command);
    add.add_option("WRONG", added->wrong, "The word that slogans should not hold")->required();
    add.add_option("RIGHT", added->right, "What is meant by it; none: a word to be careful with");
    add.add_option("--note", added->note, "Why, for the editor");
    add.footer(
        "Examples:\n  tocsin words add 安全冒 安全帽\n  tocsin words add 最佳 --note "
        "广告法用语，请核对");
    auto& remove = *words.add_subcommand("remove", "Takes a word out of the list");
    remove.add_option("WRONG", verb<WordsRemove>(remove, command)->wrong, "The word")->required();
    auto& table = *words.add_subcommand("import", "Adds all words of a table");
    table
        .add_option("FILE", verb<WordsImport>(table, command)->file,
                    "CSV in UTF-8: wrong word, right word, note; the last two may be empty")
        ->required();
    table.footer("Example:\n  tocsin words import words.csv");
}

void addThemeVerbs(CLI::App& root, Command& command) {
    auto& theme = *root.add_subcommand(
        "theme", "Themes of activities; slogans that nearly say one are pointed out");
    theme.require_subcommand(1);
    verb<ThemeList>(*theme.add_subcommand("list", "All of them"), command);
    auto& set = *theme.add_subcommand("set", "Sets the theme of an activity");
    auto const said = verb<ThemeSet>(set, command);
    set.add_option("TITLE", said->title, "The activity")->required();
    set.add_option("THEME", said->theme, "Its theme, to the letter")->required();
    set.add_option("--period", said->period, "The year or the days it holds for");
    set.footer(
        "Example:\n  tocsin theme set 安全生产月 人人讲安全、个个会应急——排查身边安全隐患 "
        "--period 2025");
    auto& remove = *theme.add_subcommand("remove", "Takes one out of the list");
    remove.add_option("TITLE", verb<ThemeRemove>(remove, command)->title, "The activity")
        ->required();
}

}  // namespace tocsin::cli
