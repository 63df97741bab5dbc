// SPDX-License-Identifier: Apache-2.0
#include "usage_line.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "tocsin/config/toml_reader.hpp"

namespace tocsin::cli {
namespace {

/// Verbs of other programs, and ours in the order in which they are tried.
struct Synonyms {
    std::vector<std::string_view> theirs, ours;
};

std::vector<Synonyms> const& synonyms() {
    static std::vector<Synonyms> const all{
        {{"add", "create", "new", "make", "put"}, {"apply", "add", "set", "create"}},
        {{"edit", "update", "change", "modify"}, {"apply", "set", "settings", "put"}},
        {{"remove", "delete", "rm", "stop", "end"}, {"retire", "remove", "revoke", "end"}},
        {{"release", "publish", "confirm", "start"}, {"approve", "confirm"}},
        {{"reject", "refuse"}, {"return", "cancel"}},
        {{"copy", "duplicate"}, {"clone"}},
        {{"template", "sample", "init"}, {"example", "template"}},
        {{"ls", "all"}, {"list"}},
        {{"get", "view", "info", "cat"}, {"show"}}};
    return all;
}

CLI::App const& deepest(CLI::App const& app) {
    auto const parsed = app.get_subcommands();
    return parsed.empty() ? app : deepest(*parsed.front());
}

std::vector<std::string> verbsOf(CLI::App const& app) {
    std::vector<std::string> out;
    for (auto const* verb : app.get_subcommands([](CLI::App const*) { return true; })) {
        out.push_back(verb->get_name());
    }
    return out;
}

/// One of `verbs`: what other programs call so, else nearly what was typed.
std::optional<std::string> meant(std::string const& typed, std::vector<std::string> const& verbs) {
    for (auto const& [theirs, ours] : synonyms()) {
        if (std::find(theirs.begin(), theirs.end(), typed) == theirs.end()) {
            continue;
        }
        for (auto const& word : ours) {
            if (std::find(verbs.begin(), verbs.end(), word) != verbs.end()) {
                return std::string(word);
            }
        }
    }
    std::vector<std::string_view> const candidates(verbs.begin(), verbs.end());
    constexpr std::size_t kWord = 3;  // in shorter ones a changed letter is another word
    auto const near = typed.size() >= kWord ? config::nearest(typed, candidates) : std::nullopt;
    return near ? std::optional(std::string(*near)) : std::nullopt;
}

}  // namespace

std::string helpOf(CLI::App const& app) {
    std::string path;
    for (auto const* at = &deepest(app); at != nullptr; at = at->get_parent()) {
        path.insert(0, at->get_name() + " ");
    }
    return path + "--help";
}

std::string missingLine(CLI::App const& app, std::string const& what) {
    auto const unknown = app.remaining(true);
    if (unknown.empty()) {
        return what + "; see " + helpOf(app);
    }
    auto const guess = meant(unknown.front(), verbsOf(deepest(app)));
    return "there is no command or option \"" + unknown.front() + "\"; " +
           (guess ? "did you mean \"" + *guess + "\"? See " : "see ") + helpOf(app);
}

}  // namespace tocsin::cli
