// SPDX-License-Identifier: Apache-2.0
#include "themes.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "asset_texts.hpp"
#include "office_list.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::library {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using store::Theme;

constexpr char kList[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object","required":["title","theme","period"],"properties":{"title":{"type":"string"},"theme":{"type":"string"},"period":{"type":"string"}}}}}})";
constexpr char kEntry[] =
    R"({"type":"object","required":["theme"],"properties":{"theme":{"type":"string"},"period":{"type":["string","null"]}}})";
constexpr std::size_t kTitleBytes = 200, kThemeBytes = 600, kPeriodBytes = 100;

boost::json::array everyTheme(store::Tx const& tx) {
    boost::json::array items;
    for (auto const& theme : tx.themes().all()) {
        items.push_back(boost::json::object{
            {"title", theme.title}, {"theme", theme.text}, {"period", theme.period}});
    }
    return items;
}

Result<Theme> readTheme(Request const& request) {
    auto const said = messages::readJson(request.body, [](messages::JsonReader const& in) {
        in.onlyKeys({"theme", "period"});
        auto const period = in.find("period");
        return std::pair(in.at("theme").string(4096), period ? period->string(4096) : "");
    });
    if (!said) {
        return said.error();
    }
    auto const title = lineFrom("title", request.parameters.at("title"), kTitleBytes);
    auto const text = lineFrom("theme", said->first, kThemeBytes);
    auto const period = lineFrom("period", said->second, kPeriodBytes);
    if (!title || !text || !period) {
        return !title ? title.error() : !text ? text.error() : period.error();
    }
    if (title->empty() || text->empty()) {
        return Error{Errc::invalid, "theme: is empty; write the theme to the letter"};
    }
    return Theme{*title, *text, *period};
}

Result<Response> put(store::Store& store, Principal const& who, Request const& request) {
    auto const theme = readTheme(request);
    if (!theme) {
        return theme.error();
    }
    return changeList(
        store,
        [&](store::Tx& tx) -> Result<> {
            tx.themes().put(*theme);
            return {};
        },
        {who.name, "theme.set", theme->title, theme->text + " " + theme->period}, everyTheme);
}

Result<Response> remove(store::Store& store, Principal const& who, Request const& request) {
    auto const& title = request.parameters.at("title");
    return changeList(
        store,
        [&](store::Tx& tx) -> Result<> {
            if (std::ranges::none_of(tx.themes().all(),
                                     [&](auto const& one) { return one.title == title; })) {
                return Error{Errc::notFound, "there is no theme of \"" + title +
                                                 "\" in the list; see tocsin theme list"};
            }
            tx.themes().remove(title);
            return {};
        },
        {who.name, "theme.remove", title, ""}, everyTheme);
}

}  // namespace

access::Routes themeRoutes(store::Store& store) {
    auto const all = std::string("/api/v1/themes");
    return {
        {"GET", all, Permission::viewMedia, "Themes of activities, to the letter", "", kList,
         access::BodyPolicy::none,
         [&store](Principal const&, Request const&) { return showList(store, everyTheme); }},
        {"PUT", all + "/{title}", Permission::editMedia, "Set the theme of an activity", kEntry,
         kList, access::BodyPolicy::text,
         [&store](Principal const& who, Request const& request) {
             return put(store, who, request);
         }},
        {"DELETE", all + "/{title}", Permission::editMedia, "Take a theme out of the list", "",
         kList, access::BodyPolicy::none, [&store](Principal const& who, Request const& request) {
             return remove(store, who, request);
         }}};
}

}  // namespace tocsin::library
