// SPDX-License-Identifier: Apache-2.0
#include "asset_properties.hpp"

#include <algorithm>

#include "handle.hpp"
#include "tocsin/playlists/words.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::library {
namespace {

constexpr std::size_t kMostCategoryBytes = 64;
constexpr std::size_t kShownBytes = 80;

/// Blanks of other scripts count as letters in handles, but a category is compared word by word
/// with what people type elsewhere, where nobody would see them.
bool hasHiddenBlank(std::string_view text) {
    constexpr std::string_view kBlanks[] = {"\u00a0", "\u200b", "\u3000", "\ufeff"};
    return std::any_of(std::begin(kBlanks), std::end(kBlanks), [&](std::string_view blank) {
        return text.find(blank) != std::string_view::npos;
    });
}

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

}  // namespace

Result<store::Asset> withProperties(store::Asset asset, AssetProperties const& properties) {
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
    return asset;
}

std::string described(AssetProperties const& properties) {
    std::string out;
    auto const add = [&out](char const* key, std::optional<std::string> const& value) {
        if (value) {
            out += (out.empty() ? "" : " ") + std::string(key) + "=" + *value;
        }
    };
    add("category", properties.category);
    add("usable_from", properties.usableFrom);
    add("usable_until", properties.usableUntil);
    add("fit", properties.fit);
    return out;
}

}  // namespace tocsin::library
