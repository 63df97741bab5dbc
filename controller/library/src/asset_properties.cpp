// SPDX-License-Identifier: Apache-2.0
#include "asset_properties.hpp"

#include <algorithm>

#include "asset_texts.hpp"
#include "handle.hpp"
#include "tocsin/playlists/words.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::library {
namespace {

constexpr std::size_t kMostCategoryBytes = 64;
constexpr std::size_t kShownBytes = 80;
constexpr std::size_t kTitleBytes = 300;
constexpr std::size_t kOwnerBytes = 200;
constexpr std::size_t kLicenceBytes = 500;
constexpr std::size_t kDescriptionBytes = 4'000;

/// Blanks of other scripts count as letters in handles, but a category is compared word by word
/// with what people type elsewhere, where nobody would see them.
bool hasHiddenBlank(std::string_view text) {
    constexpr std::string_view kBlanks[] = {"\u00a0", "\u200b", "\u3000", "\ufeff"};
    return std::any_of(std::begin(kBlanks), std::end(kBlanks), [&](std::string_view blank) {
        return text.find(blank) != std::string_view::npos;
    });
}

Result<std::optional<playlists::LocalDay>> dayFrom(char const* key, std::string const& text) {
    if (text.empty()) {
        return std::optional<playlists::LocalDay>();
    }
    auto const day = playlists::parseDate(shownAsUtf8(text));
    if (!day) {
        return Error{Errc::invalid, std::string(key) + ": " + day.error().message};
    }
    return std::optional(*day);
}

Result<std::optional<Fit>> fitFrom(std::string const& text, playlists::AssetKind kind) {
    if (text.empty()) {
        return std::optional<Fit>();
    }
    auto const fit = fitNamed(text);
    if (!fit) {
        return Error{Errc::invalid, "fit: \"" + shownAsUtf8(cut(text, kShownBytes)) +
                                        "\" is unknown; take contain (whole, black bars), cover "
                                        "(cropped) or stretch"};
    }
    if (kind == playlists::AssetKind::slogan) {
        return Error{Errc::invalid,
                     "fit: a slogan is drawn at the screen's own pixels and fits every screen; "
                     "only films and pictures take it"};
    }
    return fit;
}

/// Each text that is said, checked, in its place.
Result<> putTexts(store::Asset& asset, AssetProperties const& properties) {
    struct Line {
        char const* key;
        std::optional<std::string> const& said;
        std::string& to;
        std::size_t mostBytes;
    };
    for (auto const& line : {Line{"title", properties.title, asset.title, kTitleBytes},
                             Line{"owner", properties.owner, asset.owner, kOwnerBytes},
                             Line{"licence", properties.licence, asset.licence, kLicenceBytes}}) {
        if (line.said) {
            auto const text = lineFrom(line.key, *line.said, line.mostBytes);
            if (!text) {
                return text.error();
            }
            line.to = *text;
        }
    }
    if (asset.title.empty()) {
        asset.title = cut(asset.broughtAs, kTitleBytes);
    }
    if (properties.description) {
        auto const text = textFrom("description", *properties.description, kDescriptionBytes);
        if (!text) {
            return text.error();
        }
        asset.description = *text;
    }
    if (properties.folder) {
        auto const folder = folderFrom(*properties.folder);
        if (!folder) {
            return folder.error();
        }
        asset.folder = *folder;
    }
    return {};
}

Result<> putTags(store::Asset& asset, AssetProperties const& properties) {
    if (properties.tags) {
        auto const all = changedTags({}, *properties.tags, {});
        if (!all) {
            return all.error();
        }
        asset.tags = *all;
    }
    auto const changed = changedTags(asset.tags, properties.addTags, properties.removeTags);
    if (!changed) {
        return changed.error();
    }
    asset.tags = *changed;
    return {};
}

std::string listed(std::vector<std::string> const& tags) {
    std::string out;
    for (auto const& tag : tags) {
        out += (out.empty() ? "" : ",") + tag;
    }
    return out;
}

/// A text may be long; the audit trail tells what it was about.
std::string shown(std::string const& text) {
    auto out = cut(text, kShownBytes) + (text.size() > kShownBytes ? "…" : "");
    std::replace_if(
        out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return out;
}

}  // namespace

Result<> checkCategory(std::string const& category) {
    if (category.size() > kMostCategoryBytes || !isUtf8(category) ||
        !hasOnlyHandleCharacters(category) || hasHiddenBlank(category)) {
        return Error{Errc::invalid, "category: \"" + shownAsUtf8(cut(category, kShownBytes)) +
                                        "\" cannot be used; take one word of up to " +
                                        std::to_string(kMostCategoryBytes) +
                                        " bytes of a-z, 0-9, -, _, . or letters of other scripts"};
    }
    return {};
}

Result<store::Asset> withProperties(store::Asset asset, AssetProperties const& properties) {
    if (auto const fine = putTexts(asset, properties); !fine) {
        return fine.error();
    }
    if (auto const fine = putTags(asset, properties); !fine) {
        return fine.error();
    }
    if (properties.category) {
        if (auto const fine = checkCategory(*properties.category); !fine) {
            return fine.error();
        }
        asset.category = *properties.category;
    }
    if (properties.usableFrom) {
        auto const day = dayFrom("usable_from", *properties.usableFrom);
        if (!day) {
            return day.error();
        }
        asset.usableFrom = *day;
    }
    if (properties.usableUntil) {
        auto const day = dayFrom("usable_until", *properties.usableUntil);
        if (!day) {
            return day.error();
        }
        asset.usableUntil = *day;
    }
    if (properties.licenceUntil) {
        auto const day = dayFrom("licence_until", *properties.licenceUntil);
        if (!day) {
            return day.error();
        }
        asset.licenceUntil = *day;
    }
    if (properties.fit) {
        auto const fit = fitFrom(*properties.fit, asset.kind);
        if (!fit) {
            return fit.error();
        }
        asset.fit = *fit;
    }
    if (asset.usableFrom && asset.usableUntil && *asset.usableUntil < *asset.usableFrom) {
        return Error{Errc::invalid, "usable_until: " + playlists::toString(*asset.usableUntil) +
                                        " is before usable_from, " +
                                        playlists::toString(*asset.usableFrom) +
                                        "; the asset could never be shown"};
    }
    if (asset.usableFrom && asset.licenceUntil && *asset.licenceUntil < *asset.usableFrom) {
        return Error{Errc::invalid, "licence_until: " + playlists::toString(*asset.licenceUntil) +
                                        " is before usable_from, " +
                                        playlists::toString(*asset.usableFrom) +
                                        "; the asset could never be shown"};
    }
    return asset;
}

std::string described(AssetProperties const& properties) {
    std::string out;
    auto const add = [&out](char const* key, std::optional<std::string> const& value) {
        if (value) {
            out += (out.empty() ? "" : " ") + std::string(key) + "=" + shown(*value);
        }
    };
    add("category", properties.category);
    add("usable_from", properties.usableFrom);
    add("usable_until", properties.usableUntil);
    add("fit", properties.fit);
    add("title", properties.title);
    add("description", properties.description);
    add("folder", properties.folder);
    add("owner", properties.owner);
    add("licence", properties.licence);
    add("licence_until", properties.licenceUntil);
    auto const addTags = [&](char const* key, std::vector<std::string> const& tags) {
        if (!tags.empty()) {
            add(key, listed(tags));
        }
    };
    if (properties.tags) {
        add("tags", listed(*properties.tags));
    }
    addTags("add_tags", properties.addTags);
    addTags("remove_tags", properties.removeTags);
    return out;
}

}  // namespace tocsin::library
