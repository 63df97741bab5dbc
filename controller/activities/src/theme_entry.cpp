// SPDX-License-Identifier: Apache-2.0
#include "theme_entry.hpp"

#include <algorithm>

namespace tocsin::activities {
namespace {

using store::Activity;

std::optional<store::Theme> entryOf(store::Tx const& tx, std::string const& title) {
    auto const all = tx.themes().all();
    auto const found = std::ranges::find(all, title, &store::Theme::title);
    return found == all.end() ? std::nullopt : std::optional(*found);
}

bool othersSay(store::Tx const& tx, Activity const& activity) {
    auto const all = tx.activities().all();
    return std::ranges::any_of(all, [&](Activity const& one) {
        return one.handle != activity.handle && !one.retired && one.title == activity.title &&
               one.theme == activity.theme;
    });
}

/// "2026", or "2026–2027".
std::string periodOf(Activity const& activity) {
    auto const first = activity.firstDay.substr(0, 4), last = activity.lastDay.substr(0, 4);
    return first == last ? first : first + "–" + last;
}

bool isEntryOf(std::optional<store::Theme> const& entry, Activity const* activity) {
    return entry && activity != nullptr && activity->title == entry->title &&
           activity->theme == entry->text;
}

}  // namespace

Result<> enterTheme(store::Tx& tx, Activity const* before, Activity const& now) {
    auto const there = entryOf(tx, now.title);
    bool const own = isEntryOf(there, before) && !othersSay(tx, *before);
    if (there && !now.theme.empty() && there->text != now.theme && !own) {
        return Error{Errc::conflict, "theme: the list of themes has another one for \"" +
                                         now.title + "\", \"" + there->text +
                                         "\"; correct one of them (tocsin theme set)"};
    }
    if (before != nullptr && !before->theme.empty() &&
        (before->title != now.title || now.theme.empty()) &&
        isEntryOf(entryOf(tx, before->title), before) && !othersSay(tx, *before)) {
        tx.themes().remove(before->title);
    }
    if (!now.theme.empty()) {
        tx.themes().put({now.title, now.theme, periodOf(now)});
    }
    return {};
}

}  // namespace tocsin::activities
