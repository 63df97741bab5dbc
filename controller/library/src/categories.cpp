// SPDX-License-Identifier: Apache-2.0
#include "categories.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "asset_properties.hpp"
#include "asset_texts.hpp"
#include "office_list.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/store/folded.hpp"

namespace tocsin::library {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using store::Category;

constexpr char kCategory[] =
    R"({"type":"object","required":["word","zh","en","listed","assets"],"properties":{"word":{"type":"string"},"zh":{"type":"string"},"en":{"type":"string"},"listed":{"type":"boolean"},"assets":{"type":"integer"}}})";
constexpr char kNames[] =
    R"({"type":"object","properties":{"zh":{"type":["string","null"]},"en":{"type":["string","null"]}}})";
constexpr std::size_t kNameBytes = 100;

bool isCalled(Category const& category, std::string const& folded) {
    return folded == store::folded(category.word) || folded == store::folded(category.chinese) ||
           folded == store::folded(category.english);
}

boost::json::object toJson(Category const& category, bool listed, std::int64_t assets) {
    return {{"word", category.word},
            {"zh", category.chinese},
            {"en", category.english},
            {"listed", listed},
            {"assets", assets}};
}

/// The list in its order, then the words that assets in use carry beside it.
boost::json::array everyCategory(store::Tx const& tx) {
    boost::json::array out;
    auto inUse = tx.assets().categoriesInUse();
    for (auto const& category : tx.categories().all()) {
        auto const used = std::find_if(inUse.begin(), inUse.end(),
                                       [&](auto const& one) { return one.first == category.word; });
        out.push_back(toJson(category, true, used == inUse.end() ? 0 : used->second));
        if (used != inUse.end()) {
            inUse.erase(used);
        }
    }
    for (auto const& [word, assets] : inUse) {
        out.push_back(toJson({word, "", ""}, false, assets));
    }
    return out;
}

/// Errc::conflict if people could mean another category by one of its names.
Result<> checkNames(store::Tx const& tx, Category const& category) {
    for (auto const& other : tx.categories().all()) {
        for (auto const* name : {&category.word, &category.chinese, &category.english}) {
            if (other.word != category.word && !name->empty() &&
                isCalled(other, store::folded(*name))) {
                return Error{Errc::conflict, "\"" + *name + "\" is the category \"" + other.word +
                                                 "\" already; take another name"};
            }
        }
    }
    return {};
}

Result<Response> put(store::Store& store, Principal const& who, Request const& request) {
    auto const names = messages::readJson(request.body, [](messages::JsonReader const& in) {
        in.onlyKeys({"zh", "en"});
        auto const text = [&](char const* key) {
            auto const value = in.find(key);
            return value ? value->string(4096) : std::string();
        };
        return std::pair(text("zh"), text("en"));
    });
    if (!names) {
        return names.error();
    }
    auto const& word = request.parameters.at("word");
    if (auto fine = checkCategory(word); !fine) {
        return fine.error();
    }
    auto const chinese = lineFrom("zh", names->first, kNameBytes);
    auto const english = lineFrom("en", names->second, kNameBytes);
    if (!chinese || !english) {
        return !chinese ? chinese.error() : english.error();
    }
    return changeList(
        store,
        [&](store::Tx& tx) -> Result<> {
            Category const category{word, *chinese, *english};
            if (auto fine = checkNames(tx, category); !fine) {
                return fine;
            }
            tx.categories().put(category);
            return {};
        },
        {who.name, "category.set", word, "zh=" + *chinese + " en=" + *english}, everyCategory);
}

Result<Response> remove(store::Store& store, Principal const& who, Request const& request) {
    auto const& word = request.parameters.at("word");
    return changeList(
        store,
        [&](store::Tx& tx) -> Result<> {
            auto const all = tx.categories().all();
            if (std::none_of(all.begin(), all.end(),
                             [&](auto const& one) { return one.word == word; })) {
                return Error{Errc::notFound, "there is no category \"" + word +
                                                 "\" in the list; see tocsin category list"};
            }
            tx.categories().remove(word);
            return {};
        },
        {who.name, "category.remove", word, ""}, everyCategory);
}

}  // namespace

std::string listedCategory(store::Tx const& tx, std::string const& said) {
    auto const folded = store::folded(said);
    if (!folded.empty()) {
        for (auto const& category : tx.categories().all()) {
            if (isCalled(category, folded)) {
                return category.word;
            }
        }
    }
    return said;
}

AssetProperties withListedCategory(store::Store const& store, AssetProperties properties) {
    if (properties.category) {
        auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
            properties.category = listedCategory(tx, *properties.category);
            return {};
        });
        if (!looked) {
            throw Failure(looked.error());
        }
    }
    return properties;
}

access::Routes categoryRoutes(store::Store& store) {
    auto const all = std::string("/api/v1/categories");
    auto const list_ = std::string(R"({"type":"object","properties":{"items":{"type":"array",)"
                                   R"("items":)") +
                       kCategory + "}}}";
    return {{"GET", all, Permission::viewMedia,
             "The list of categories, and the words beside it that assets in use carry", "", list_,
             access::BodyPolicy::none,
             [&store](Principal const&, Request const&) { return showList(store, everyCategory); }},
            {"PUT", all + "/{word}", Permission::editMedia,
             "Add a category to the list or name it anew", kNames, list_, access::BodyPolicy::text,
             [&store](Principal const& who, Request const& request) {
                 return put(store, who, request);
             }},
            {"DELETE", all + "/{word}", Permission::editMedia,
             "Take a category out of the list; assets keep their word", "", list_,
             access::BodyPolicy::none, [&store](Principal const& who, Request const& request) {
                 return remove(store, who, request);
             }}};
}

}  // namespace tocsin::library
