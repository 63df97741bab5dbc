// SPDX-License-Identifier: Apache-2.0
#include "library_arguments.hpp"

#include <utility>

namespace tocsin::cli {

void addProperties(CLI::App& app, MediaProperties& said) {
    app.add_option("--title", said.title, "What people call it");
    app.add_option("--description", said.description, "What it is about, a few lines");
    app.add_option("--tag", said.tags, "A tag; may be given several times")
        ->allow_extra_args(false);
    app.add_option("--folder", said.folder, "Where it is filed, e.g. 安全月/2026/消防");
    app.add_option("--owner", said.owner, "The unit or person that answers for it");
    app.add_option("--licence", said.licence, "Where it comes from and by what right it is shown");
    app.add_option("--licence-until", said.licenceUntil,
                   "Last day that the licence allows; plans leave it out after that");
    app.add_option("--category", said.category,
                   "One word by which campaigns keep assets apart (avoid)");
    app.add_option("--from", said.from, "First day on which it may be shown, e.g. 2026-06-01");
    app.add_option("--until", said.until, "Last day on which it may be shown");
}

void addFit(CLI::App& app, MediaProperties& said) {
    app.add_option("--fit", said.fit,
                   "On a screen of another shape: contain (black bars), cover (cropped), stretch; "
                   "without it as the player is set")
        ->check(CLI::IsMember({"contain", "cover", "stretch"}));
}

void addMediaList(CLI::App& media, Command& command) {
    auto& list = *media.add_subcommand("list", "Assets, all of them or those that are looked for");
    auto const listed = verb<MediaList>(list, command);
    list.add_option("--search", listed->search,
                    "Words that stand in its handle, title, file name, slogan, description, tags, "
                    "folder, owner or licence");
    list.add_option("--tag", listed->tags, "With this tag; several: with all of them")
        ->allow_extra_args(false);
    list.add_option("--folder", listed->folder, "In this folder and those below it");
    list.add_option("--kind", listed->kind, "Of this kind")
        ->check(CLI::IsMember({"film", "picture", "slogan", "stream"}));
    list.add_option("--category", listed->category, "Of this category");
    list.add_option("--expiring", listed->expiringDays,
                    "That may not be shown any more within so many days, or already")
        ->check(CLI::Range(0, 3650));
    list.add_flag("--retired", listed->retired, "Those out of use instead of those in use");
    list.add_option("--sort", listed->sort,
                    "handle; added: the newest first; expires: the nearest last day first")
        ->check(CLI::IsMember({"handle", "added", "expires"}));
    list.add_option("--limit", listed->limit, "One page of at most so many; default: all")
        ->check(CLI::Range(1, 500));
    list.add_option("--after", listed->after, "The page behind the one that ended with this");
    list.footer(
        "Examples:\n  tocsin media list --search \"灭火 演练\"\n  tocsin media list --folder "
        "安全月/2026 --kind film\n  tocsin media list --expiring 14 --sort expires");
}

void addMediaSet(CLI::App& media, Command& command) {
    auto& set = *media.add_subcommand("set", "Changes what is said of an asset");
    auto const changed = verb<MediaSet>(set, command);
    set.add_option("HANDLE", changed->handle, "Handle, digest, or the first 8 or more digits of it")
        ->required();
    addProperties(set, changed->properties);
    addFit(set, changed->properties);
    using Member = std::optional<std::string> MediaProperties::*;
    constexpr std::pair<char const*, Member> kTexts[] = {
        {"title", &MediaProperties::title},       {"description", &MediaProperties::description},
        {"folder", &MediaProperties::folder},     {"owner", &MediaProperties::owner},
        {"licence", &MediaProperties::licence},   {"licence-until", &MediaProperties::licenceUntil},
        {"category", &MediaProperties::category}, {"from", &MediaProperties::from},
        {"until", &MediaProperties::until},       {"fit", &MediaProperties::fit}};
    for (auto const& [name, value] : kTexts) {
        auto const take = [changed, value = value] { changed->properties.*value = ""; };
        set.add_flag_callback("--no-" + std::string(name), take,
                              "Takes it away, as --" + std::string(name) + " \"\" does")
            ->excludes("--" + std::string(name));
    }
    set.add_flag("--no-tags", changed->properties.noTags,
                 "Takes all tags away, but for those that are added now");
    set.footer(
        "A tag is added with --tag x or --tag +x and taken away with --tag -x.\n\nExamples:\n  "
        "tocsin media set flood --title 防汛知识 --tag +防汛 --tag -草稿 --folder 安全月/2026\n  "
        "tocsin media set flood --category 知识普及 --from 2026-06-01 --until 2026-09-30\n  "
        "tocsin media set flood --no-until\n  tocsin media set poster --fit cover");
}

void addMediaEnd(CLI::App& media, Command& command) {
    auto& retire = *media.add_subcommand(
        "retire", "Takes an asset out of use; adding the same bytes again brings it back");
    retire.add_option("HANDLE", verb<MediaRetire>(retire, command)->handle, "Its handle or digest")
        ->required();
    auto& gone = *media.add_subcommand(
        "delete", "Deletes the bytes of a retired asset; reports and proof still name it");
    gone.add_option("HANDLE", verb<MediaDelete>(gone, command)->handle, "Its handle or digest")
        ->required();
    gone.footer(
        "Refused, with names, while a campaign or playlist that is not retired or a screen's plan "
        "in force needs it.\n\nExample:\n  tocsin media retire old-film\n  tocsin media delete "
        "old-film");
}

void addMediaLook(CLI::App& media, Command& command) {
    constexpr std::pair<char const*, char const*> kLooks[] = {
        {"thumbnail", "A small picture of an asset (JPEG; of a slogan PNG)"},
        {"preview", "A short silent clip of a film (MP4)"}};
    for (auto const& [what, about] : kLooks) {
        auto& look = *media.add_subcommand(what, about);
        auto const asked = verb<MediaLook>(look, command);
        asked->what = what;
        look.add_option("HANDLE", asked->handle, "Its handle or digest")->required();
        look.add_option("--out", asked->out, "The file to write")->required();
    }
}

void addMediaConvert(CLI::App& media, Command& command) {
    auto& convert = *media.add_subcommand(
        "convert", "Films that are made fit for screens: how far, pause, go on");
    convert.require_subcommand(1);
    constexpr std::pair<char const*, char const*> kOrders[] = {
        {"list", "Those under way, waiting, paused or failed; of one asset: all of them"},
        {"pause", "Pauses those of an asset, or all"},
        {"resume", "Goes on with paused ones where they were"},
        {"again", "Tries failed ones again"}};
    for (auto const& [order, about] : kOrders) {
        auto& sub = *convert.add_subcommand(order, about);
        auto const asked = verb<MediaConvert>(sub, command);
        asked->order = order;
        sub.add_option("HANDLE", asked->handle, "Its handle or digest; without it all");
    }
    convert.footer(
        "Examples:\n  tocsin media convert list\n  tocsin media convert pause\n  tocsin media "
        "convert resume flood");
}

void addMediaUsage(CLI::App& media, Command& command) {
    verb<MediaUsage>(*media.add_subcommand("usage", "What each unit has filled of its quota"),
                     command);
}

void addCategoryVerbs(CLI::App& root, Command& command) {
    auto& category = *root.add_subcommand("category", "The office's list of categories");
    category.require_subcommand(1);
    verb<CategoryList>(
        *category.add_subcommand("list", "The list, and the words beside it that assets carry"),
        command);
    auto& set = *category.add_subcommand("set", "Adds a category or names it anew");
    auto const named = verb<CategorySet>(set, command);
    set.add_option("WORD", named->word, "The word that assets and rules (avoid) carry")->required();
    set.add_option("--zh", named->chinese, "What it is called in Chinese; default: the word");
    set.add_option("--en", named->english, "What it is called in English; default: the word");
    set.footer("Example:\n  tocsin category set fire --zh 消防 --en \"fire safety\"");
    auto& remove =
        *category.add_subcommand("remove", "Takes one out of the list; assets keep their word");
    remove.add_option("WORD", verb<CategoryRemove>(remove, command)->word, "Its word")->required();
}

void addPlaylistVerbs(CLI::App& root, Command& command) {
    auto& playlist = *root.add_subcommand(
        "playlist", "Playlists: assets in order, which campaigns name as \"playlist:HANDLE\"");
    playlist.require_subcommand(1);
    auto& list = *playlist.add_subcommand("list", "All playlists");
    list.add_flag("--retired", verb<PlaylistList>(list, command)->retired, "Retired ones too");
    auto& show = *playlist.add_subcommand("show", "One playlist with its assets");
    show.add_option("PLAYLIST", verb<PlaylistShow>(show, command)->playlist, "Its handle")
        ->required();
    auto& add = *playlist.add_subcommand("add", "Adds a playlist");
    auto const added = verb<PlaylistPut>(add, command);
    added->isNew = true;
    add.add_option("PLAYLIST", added->playlist, "Its handle")->required();
    add.add_option("ASSET", added->assets, "Handles or digests, in order")->required();
    add.add_option("--title", added->title, "What people call it");
    add.footer(
        "Example:\n  tocsin playlist add safety fire flood theme --title 安全月主播放列表\n"
        "In a campaign file: items = [\"playlist:safety\"]");
    auto& set = *playlist.add_subcommand("set", "Changes a playlist");
    auto const changed = verb<PlaylistPut>(set, command);
    set.add_option("PLAYLIST", changed->playlist, "Its handle")->required();
    set.add_option("ASSET", changed->assets, "All its assets anew, in order; none: they stay");
    set.add_option("--title", changed->title, "What people call it");
    set.footer(
        "Campaigns that show it are drafts then and leave the screens until they are approved "
        "again (exit code 6).\n\nExample:\n  tocsin playlist set safety fire theme flood");
    auto& retire = *playlist.add_subcommand("retire", "Takes a playlist out of use");
    retire.add_option("PLAYLIST", verb<PlaylistRetire>(retire, command)->playlist, "Its handle")
        ->required();
}

std::vector<std::string> withJoinedTags(std::vector<std::string> const& arguments) {
    std::vector<std::string> out;
    for (auto const& word : arguments) {
        bool const isTag = word.size() > 1 && word[0] == '-' && word[1] != '-';
        if (isTag && !out.empty() && out.back() == "--tag") {
            out.back() += "=" + word;
        } else {
            out.push_back(word);
        }
    }
    return out;
}

}  // namespace tocsin::cli
