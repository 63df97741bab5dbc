// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/media: a page of the assets that are meant.
#include "catalogue_routes.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "asset_json.hpp"
#include "asset_texts.hpp"
#include "categories.hpp"
#include "handle.hpp"
#include "property_reading.hpp"
#include "tocsin/access/unit_for.hpp"
#include "tocsin/playlists/words.hpp"
#include "tocsin/store/folded.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::library {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using access::usedUnits;

constexpr std::int64_t kMostAPage = 500;
constexpr std::size_t kSearchBytes = 300;
constexpr std::size_t kMostWords = 16;

template <class T>
struct Choice {
    char const* word;
    T value;
};
constexpr Choice<store::AssetOrder> kOrders[] = {{"handle", store::AssetOrder::handle},
                                                 {"added", store::AssetOrder::added},
                                                 {"expires", store::AssetOrder::expires}};
constexpr Choice<store::AssetUse> kUses[] = {{"no", store::AssetUse::inUse},
                                             {"only", store::AssetUse::retired},
                                             {"any", store::AssetUse::any}};

/// Of one request; the first thing in it that cannot be meant is remembered.
class QueryReader {
public:
    explicit QueryReader(Request const& request) : request_(request) {}

    std::optional<std::string> text(char const* key) const {
        auto const found = request_.query.find(key);
        return found == request_.query.end() || found->second.empty()
                   ? std::nullopt
                   : std::optional(found->second);
    }
    /// The value of a reader, or an error that names `key`.
    template <class T>
    std::optional<T> taken(char const* key, Result<T> const& read) {
        if (!read) {
            refuse(key, read.error().message);
            return std::nullopt;
        }
        return *read;
    }
    template <class T, std::size_t N>
    T choice(char const* key, Choice<T> const (&choices)[N]) {
        auto const word = text(key);
        std::string all;
        for (auto const& one : choices) {
            if (!word || *word == one.word) {
                return one.value;
            }
            all += (all.empty() ? "" : ", ") + std::string(one.word);
        }
        refuse(key, "\"" + shownAsUtf8(cut(*word, 80)) + "\" is unknown; take one of " + all);
        return choices[0].value;
    }
    std::size_t limit() {
        auto const word = text("limit").value_or("100");
        std::int64_t most = 0;
        auto const [end, ec] = std::from_chars(word.data(), word.data() + word.size(), most);
        if (ec != std::errc{} || end != word.data() + word.size() || most < 1 ||
            most > kMostAPage) {
            refuse("limit", "\"" + shownAsUtf8(cut(word, 80)) + "\" is not possible; take 1 to " +
                                std::to_string(kMostAPage));
        }
        return static_cast<std::size_t>(std::clamp<std::int64_t>(most, 1, kMostAPage));
    }
    void refuse(char const* key, std::string const& what) {
        if (!error_) {
            error_ = Error{Errc::invalid, std::string(key) + ": " + what};
        }
    }
    [[nodiscard]] std::optional<Error> const& error() const { return error_; }

private:
    Request const& request_;
    std::optional<Error> error_;
};

std::string cursorOf(store::AssetPlace const& place) {
    return place.key + "/" + place.handle;
}

/// Neither keys nor handles have a slash.
std::optional<store::AssetPlace> placeIn(std::string const& cursor) {
    auto const slash = cursor.find('/');
    return slash == std::string::npos ? std::nullopt
                                      : std::optional(store::AssetPlace{cursor.substr(0, slash),
                                                                        cursor.substr(slash + 1)});
}

Result<store::AssetQuery> readQuery(Request const& request) {
    QueryReader in(request);
    store::AssetQuery out;
    out.search = in.text("search").value_or("");
    if (out.search.size() > kSearchBytes || store::foldedWords(out.search).size() > kMostWords) {
        in.refuse("search", "too much to look for; take at most " + std::to_string(kMostWords) +
                                " words and " + std::to_string(kSearchBytes) + " bytes");
    }
    out.tags = partedByCommas(in.text("tag").value_or(""));
    if (out.tags.size() > kMostWords) {
        in.refuse("tag", "take at most " + std::to_string(kMostWords) + " tags");
    }
    if (auto const folder = in.text("folder")) {
        auto const read = folderFrom(*folder);
        if (!read) {
            return read.error();  // names the key itself
        }
        out.folder = *read;
    }
    if (auto const kind = in.text("kind")) {
        out.kind = in.taken("kind", playlists::parseKind(shownAsUtf8(*kind)));
    }
    out.category = in.text("category");
    if (auto const day = in.text("expires_by")) {
        out.expiresBy = in.taken("expires_by", playlists::parseDate(shownAsUtf8(*day)));
    }
    out.use = in.choice("retired", kUses);
    out.order = in.choice("sort", kOrders);
    out.most = in.limit();
    if (auto const cursor = in.text("after")) {
        out.after = placeIn(*cursor);
        if (!out.after) {
            in.refuse("after", "\"" + shownAsUtf8(cut(*cursor, 80)) +
                                   "\" is no page of this list; take \"next\" of the page before");
        }
    }
    if (in.error()) {
        return *in.error();
    }
    return out;
}

Result<Response> listAssets(store::Store const& store, Principal const& who,
                            Request const& request) {
    auto query = readQuery(request);
    if (!query) {
        return query.error();
    }
    query->units = usedUnits(who, Permission::viewMedia);
    store::AssetPage page;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        if (query->category) {
            query->category = listedCategory(tx, *query->category);
        }
        page = tx.assets().search(*query);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    boost::json::array items;
    for (auto const& asset : page.assets) {
        items.push_back(assetJson(asset));
    }
    return access::jsonResponse(boost::json::object{
        {"items", std::move(items)},
        {"total", page.total},
        {"next", page.next ? boost::json::value(cursorOf(*page.next)) : nullptr}});
}

}  // namespace

access::Routes catalogueRoutes(store::Store& store) {
    auto const list =
        std::string(R"({"type":"object","required":["items","total","next"],"properties":{)"
                    R"("items":{"type":"array","items":)") +
        assetSchema() + R"(},"total":{"type":"integer"},"next":{"type":["string","null"]}}})";
    access::Routes routes;
    routes.push_back({"GET", "/api/v1/media", Permission::viewMedia,
                      "Assets that are meant by all that is said, a page at a time", "", list,
                      access::BodyPolicy::none,
                      [&store](Principal const& who, Request const& request) {
                          return listAssets(store, who, request);
                      }});
    routes.back().query = {{"search"},     {"tag"},     {"folder"}, {"kind"},  {"category"},
                           {"expires_by"}, {"retired"}, {"sort"},   {"limit"}, {"after"}};
    return routes;
}

}  // namespace tocsin::library
