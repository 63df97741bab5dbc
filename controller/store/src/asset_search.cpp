// SPDX-License-Identifier: Apache-2.0
// Finding assets by their words. The words of all texts of an asset stand folded in asset_texts;
// asset_words is the index of their trigrams, so that every part of a word is found without knowing
// where Chinese words begin and end. A word of one or two characters has no trigram: it is looked
// for in the texts themselves.
#include <algorithm>

#include "aggregates.hpp"
#include "asset_rows.hpp"
#include "lists.hpp"
#include "tocsin/playlists/words.hpp"
#include "tocsin/store/folded.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::store {
namespace {

constexpr std::size_t kTrigram = 3;
/// Behind all days, for what has no last one.
#define TOCSIN_NEVER "'~'"
#define TOCSIN_EXPIRES \
    "min(coalesce(usable_until, " TOCSIN_NEVER "), coalesce(licence_until, " TOCSIN_NEVER "))"

#define TOCSIN_ALL_TEXTS "FROM asset_texts JOIN assets ON digest = asset "
#define TOCSIN_TEXTS_WITH_TRIGRAMS                                                             \
    "FROM asset_words JOIN asset_texts ON asset_texts.key = asset_words.rowid JOIN assets ON " \
    "digest = asset "
// Parameters 1 to 9.
#define TOCSIN_CONDITIONS                                                                          \
    "(?2 = '[]' OR NOT EXISTS (SELECT 1 FROM json_each(?2) WHERE instr(asset_texts.words, value) " \
    "= 0)) "                                                                                       \
    "AND (?3 = '[]' OR NOT EXISTS (SELECT 1 FROM json_each(?3) WHERE instr(tag_words, value) = "   \
    "0)) "                                                                                         \
    "AND (?4 = '' OR substr(folder_words, 1, length(?4)) = ?4) "                                   \
    "AND (?5 IS NULL OR kind = ?5) AND (?6 IS NULL OR category = ?6) "                             \
    "AND (?7 IS NULL OR " TOCSIN_EXPIRES                                                           \
    " <= ?7) AND (?8 IS NULL OR retired = ?8) "                                                    \
    "AND (?9 IS NULL OR NOT EXISTS (SELECT 1 FROM asset_charges AS c WHERE c.asset = digest AND "  \
    "c.unit <> '' AND c.unit NOT IN (SELECT value FROM json_each(?9)))) "
#define TOCSIN_WITHOUT_TRIGRAMS "?1 IS NULL AND "
#define TOCSIN_WITH_TRIGRAMS "asset_words MATCH ?1 AND "
// Parameters 10 to 13: the order, the place after which the page begins, its length.
#define TOCSIN_PAGE_COLUMNS                                                                \
    "SELECT CASE ?10 WHEN 'added' THEN printf('%020d', 4611686018427387904 - added) WHEN " \
    "'expires' THEN " TOCSIN_EXPIRES " ELSE '' END AS place, " TOCSIN_ASSET_COLUMNS " "
#define TOCSIN_PAGE_END "AND (place, handle) > (?11, ?12) ORDER BY place, handle LIMIT ?13"

constexpr char kCountAll[] =
    "SELECT count(*) " TOCSIN_ALL_TEXTS "WHERE " TOCSIN_WITHOUT_TRIGRAMS TOCSIN_CONDITIONS;
constexpr char kCountMatching[] =
    "SELECT count(*) " TOCSIN_TEXTS_WITH_TRIGRAMS "WHERE " TOCSIN_WITH_TRIGRAMS TOCSIN_CONDITIONS;
constexpr char kPageOfAll[] = TOCSIN_PAGE_COLUMNS TOCSIN_ALL_TEXTS
    "WHERE " TOCSIN_WITHOUT_TRIGRAMS TOCSIN_CONDITIONS TOCSIN_PAGE_END;
constexpr char kPageOfMatching[] = TOCSIN_PAGE_COLUMNS TOCSIN_TEXTS_WITH_TRIGRAMS
    "WHERE " TOCSIN_WITH_TRIGRAMS TOCSIN_CONDITIONS TOCSIN_PAGE_END;

char const* wordOf(AssetOrder order) {
    switch (order) {
        case AssetOrder::handle:
            return "handle";
        case AssetOrder::added:
            return "added";
        case AssetOrder::expires:
            return "expires";
    }
    return "handle";
}

std::size_t charactersOf(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

/// A word as a phrase of FTS5, in which nothing is an operator.
std::string phraseOf(std::string const& word) {
    std::string out = "\"";
    for (char const c : word) {
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    }
    return out + '"';
}

/// Each in its own line, so that a whole tag can be looked for.
std::string tagLine(std::string_view tag) {
    return "\n" + folded(tag) + "\n";
}

std::string tagWords(std::vector<std::string> const& tags) {
    std::string out;
    for (auto const& tag : tags) {
        out += tagLine(tag);
    }
    return out;
}

/// With a slash behind, so that a folder begins all those below it and no other.
std::string folderWords(std::string_view folder) {
    return folder.empty() ? std::string() : folded(folder) + "/";
}

std::string wordsOf(Asset const& asset) {
    auto out = asset.handle + '\n' + asset.title;
    if (asset.broughtAs != asset.title) {
        out += '\n' + asset.broughtAs;
    }
    for (auto const* text : {&asset.description, &asset.folder, &asset.owner, &asset.licence}) {
        out += '\n' + *text;
    }
    for (auto const& tag : asset.tags) {
        out += '\n' + tag;
    }
    return folded(out);
}

/// The conditions as they are bound.
struct Conditions {
    std::optional<std::string> match;      ///< of the trigram index
    std::vector<std::string> parts, tags;  ///< to be found in the texts
    std::string folder;
    std::optional<std::string> kind, category, expiresBy;
    std::optional<int> retired;
    std::optional<std::string> units;

    explicit Conditions(AssetQuery const& query)
        : folder(folderWords(query.folder)), category(query.category) {
        for (auto const& word : foldedWords(query.search)) {
            if (charactersOf(word) < kTrigram) {
                parts.push_back(word);
            } else {
                match = (match ? *match + " " : "") + phraseOf(word);
            }
        }
        for (auto const& tag : query.tags) {
            tags.push_back(tagLine(tag));
        }
        if (query.kind) {
            kind = std::string(playlists::toString(*query.kind));
        }
        if (query.expiresBy) {
            expiresBy = playlists::toString(*query.expiresBy);
        }
        if (query.use != AssetUse::any) {
            retired = query.use == AssetUse::retired ? 1 : 0;
        }
        if (query.units) {
            units = listText(*query.units);
        }
    }
    void bindTo(Query& query) const {
        query.with(match, listText(parts), listText(tags), folder, kind, category, expiresBy,
                   retired, units);
    }
};

}  // namespace

AssetPage SqliteAssets::search(AssetQuery const& wanted) const {
    Conditions const conditions(wanted);
    AssetPage out;
    {
        auto query = connection_.query(conditions.match ? kCountMatching : kCountAll);
        conditions.bindTo(query);
        out.total = query.step() ? query.integer() : 0;
    }
    auto query = connection_.query(conditions.match ? kPageOfMatching : kPageOfAll);
    conditions.bindTo(query);
    auto const after = wanted.after.value_or(AssetPlace{});
    auto const most = std::clamp<std::size_t>(wanted.most, 1, 1'000'000);
    query.with(wordOf(wanted.order), after.key, after.handle, most + 1);  // one more: is there more
    std::string key;
    while (query.step()) {
        if (out.assets.size() == most) {
            out.next = AssetPlace{key, out.assets.back().handle};
            break;
        }
        key = query.text();
        out.assets.push_back(assetFrom(query));
    }
    return out;
}

void SqliteAssets::index(Asset const& asset) {
    auto const words = wordsOf(asset);
    auto const tags = tagWords(asset.tags);
    auto const folder = folderWords(asset.folder);
    std::optional<std::int64_t> key;
    {
        auto query = connection_.query(
            "SELECT key, words, tag_words, folder_words FROM asset_texts WHERE asset = ?");
        if (query.with(asset.content.asset).step()) {
            key = query.integer();
            auto const before = query.text();
            if (before == words && query.text() == tags && query.text() == folder) {
                return;
            }
            // The index holds no texts: it is told what to forget.
            connection_
                .query("INSERT INTO asset_words(asset_words, rowid, words) VALUES('delete', ?, ?)")
                .with(*key, before)
                .run();
        }
    }
    connection_
        .query(
            "INSERT INTO asset_texts(key, asset, words, tag_words, folder_words) "
            "VALUES(?, ?, ?, ?, ?) ON CONFLICT(key) DO UPDATE SET words = excluded.words, "
            "tag_words = excluded.tag_words, folder_words = excluded.folder_words")
        .with(key, asset.content.asset, words, tags, folder)
        .run();
    connection_
        .query(
            "INSERT INTO asset_words(rowid, words) SELECT key, words FROM asset_texts WHERE "
            "asset = ?")
        .with(asset.content.asset)
        .run();
}

}  // namespace tocsin::store
