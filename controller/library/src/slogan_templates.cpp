// SPDX-License-Identifier: Apache-2.0
#include "slogan_templates.hpp"

#include <boost/json.hpp>
#include <map>

#include "asset_texts.hpp"
#include "handle.hpp"
#include "office_list.hpp"
#include "slogan_blanks.hpp"
#include "slogan_style_reading.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::library {
namespace {

namespace json = boost::json;

using access::Permission;
using access::Principal;
using access::queried;
using access::Request;
using access::Response;
using store::SloganTemplate;

constexpr char kList[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object","required":["template","unit","name","text","blanks","style","note"],"properties":{"template":{"type":"string"},"unit":{"type":"string"},"name":{"type":"string"},"text":{"type":"string"},"blanks":{"type":"array","items":{"type":"string"}},"style":{"type":"object","properties":{)" TOCSIN_STYLE_SCHEMAS
    R"(}},"note":{"type":"string"}}}}}})";
constexpr char kEntry[] =
    R"({"type":"object","properties":{"text":{"type":["string","null"]},"note":{"type":["string","null"]},)" TOCSIN_STYLE_SCHEMAS
    "}}";
constexpr std::size_t kNameBytes = 100, kTextBytes = 2'000, kNoteBytes = 500;
constexpr std::size_t kMostTemplates = 1'000, kMostBlanks = 50, kBlankBytes = 1'000;

std::string handleOf(std::string const& unit, std::string const& name) {
    return unit.empty() ? name : unit + "/" + name;
}

json::array everyTemplate(store::Tx const& tx) {
    json::array items;
    for (auto const& one : tx.sloganTemplates().all()) {
        auto const blanks = blanksOf(one.text).value();
        items.push_back(json::object{{"template", handleOf(one.unit, one.name)},
                                     {"unit", one.unit},
                                     {"name", one.name},
                                     {"text", one.text},
                                     {"blanks", json::array(blanks.begin(), blanks.end())},
                                     {"style", json::parse(one.style)},
                                     {"note", one.note}});
    }
    return items;
}

/// What a template sets, if the style can be read.
std::string styleIn(messages::JsonReader const& in) {
    media::SloganStyle style;
    readSloganStyle(in, style);
    json::object out;
    for (auto const key : sloganStyleKeys()) {
        if (auto const said = in.find(key)) {
            out[key] = said->value();
        }
    }
    return json::serialize(out);
}

SloganTemplate readEntry(messages::JsonReader const& in) {
    auto keys = sloganStyleKeys();
    keys.insert(keys.end(), {"text", "note"});
    in.onlyKeys(keys);
    SloganTemplate out;
    out.text = in.find("text") ? in.at("text").string(kTextBytes) : "";
    out.note = in.find("note") ? in.at("note").string(kNoteBytes) : "";
    out.style = styleIn(in);
    return out;
}

Result<SloganTemplate> templateFrom(Request const& request) {
    auto read = messages::readJson(request.body, readEntry);
    if (!read) {
        return read;
    }
    auto const unit = queried(request, "unit");
    if (auto known = checkUnit(unit); !known) {
        return known.error();
    }
    auto const name = lineFrom("name", request.parameters.at("name"), kNameBytes);
    auto const text = textFrom("text", read->text, kTextBytes);
    auto const note = lineFrom("note", read->note, kNoteBytes);
    if (!name || !text || !note) {
        return !name ? name.error() : !text ? text.error() : note.error();
    }
    if (name->empty() || name->find('/') != std::string::npos) {
        return Error{Errc::invalid,
                     "name: must not be empty, nor hold a '/', which stands "
                     "between a unit and its template"};
    }
    if (auto const blanks = blanksOf(*text); !blanks) {
        return blanks.error();
    }
    return SloganTemplate{unit, *name, *text, read->style, *note};
}

Result<Response> put(store::Store& store, Principal const& who, Request const& request) {
    auto const made = templateFrom(request);
    if (!made) {
        return made.error();
    }
    return changeList(
        store,
        [&](store::Tx& tx) -> Result<> {
            tx.sloganTemplates().put(*made);
            if (tx.sloganTemplates().all().size() > kMostTemplates) {
                return Error{Errc::exhausted, "there would be more than " +
                                                  std::to_string(kMostTemplates) +
                                                  " templates; take some out first"};
            }
            return {};
        },
        {who.name, "slogan-template.set", handleOf(made->unit, made->name),
         made->text + " " + made->style},
        everyTemplate);
}

Error noTemplate(std::string const& handle) {
    return {Errc::notFound, "there is no template \"" + cut(handle, kNameBytes) +
                                "\" of slogans; see tocsin slogan template list"};
}

Result<Response> remove(store::Store& store, Principal const& who, Request const& request) {
    auto const unit = queried(request, "unit");
    auto const& name = request.parameters.at("name");
    return changeList(
        store,
        [&](store::Tx& tx) -> Result<> {
            if (!tx.sloganTemplates().find(unit, name)) {
                return noTemplate(handleOf(unit, name));
            }
            tx.sloganTemplates().remove(unit, name);
            return {};
        },
        {who.name, "slogan-template.remove", handleOf(unit, name), ""}, everyTemplate);
}

/// What a request says of its template.
struct Use {
    std::string handle;
    std::map<std::string, std::string> blanks;
};

Use readUse(messages::JsonReader const& in) {
    Use out;
    out.handle = in.at("template").string(256);
    if (in.find("slogan")) {
        in.at("template").fail("a slogan of the library has its style already; leave one of both");
    }
    if (auto const blanks = in.find("blanks")) {
        auto const* const object = blanks->value().if_object();
        if (object == nullptr || object->size() > kMostBlanks) {
            blanks->fail("expected an object like {\"日期\":\"2026-06-30\"}");
        }
        for (auto const& [name, value] : *object) {
            out.blanks[name] = blanks->at(name).string(kBlankBytes);
        }
    }
    return out;
}

Result<SloganTemplate> find(store::Store const& store, std::string const& handle) {
    auto const slash = handle.find('/');
    auto const unit = slash == std::string::npos ? std::string() : handle.substr(0, slash);
    auto const name = slash == std::string::npos ? handle : handle.substr(slash + 1);
    std::optional<SloganTemplate> found;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        found = tx.sloganTemplates().find(unit, name);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return found ? Result<SloganTemplate>(*std::move(found)) : noTemplate(handle);
}

/// The template's words with the request's blanks, or the request's own words.
Result<> putText(SloganTemplate const& made, Use const& use, json::object& body) {
    if (made.text.empty()) {
        if (!use.blanks.empty()) {
            return Error{Errc::invalid, "blanks: template \"" + use.handle +
                                            "\" has no words, only a style; give text"};
        }
        return {};
    }
    if (body.contains("text")) {
        return Error{Errc::invalid, "text: template \"" + use.handle +
                                        "\" has its own words; leave text out and fill in its "
                                        "blanks"};
    }
    auto text = filled(made.text, use.blanks);
    if (!text) {
        return text.error();
    }
    body["text"] = *std::move(text);
    return {};
}

}  // namespace

Result<std::string> withoutTemplate(store::Store const& store, std::string const& body) {
    auto parsed = messages::parseJson(body);
    auto* const object = parsed ? parsed->if_object() : nullptr;
    if (object == nullptr || !object->contains("template")) {
        return body;
    }
    auto const use = messages::readJson(body, readUse);
    if (!use) {
        return use.error();
    }
    auto const made = find(store, use->handle);
    if (!made) {
        return made.error();
    }
    object->erase("template");
    object->erase("blanks");
    if (auto put = putText(*made, *use, *object); !put) {
        return put.error();
    }
    auto const style = json::parse(made->style);
    for (auto const& [key, value] : style.as_object()) {
        object->emplace(key, value);
    }
    return json::serialize(*parsed);
}

access::Routes sloganTemplateRoutes(store::Store& store) {
    auto const all = std::string("/api/v1/slogan-templates");
    access::Routes routes{
        {"GET", all, Permission::viewMedia, "What units make their slogans from", "", kList,
         access::BodyPolicy::none,
         [&store](Principal const&, Request const&) { return showList(store, everyTemplate); }},
        {"PUT", all + "/{name}", Permission::editMedia,
         "Add a template of a unit (none: of all units), or replace it", kEntry, kList,
         access::BodyPolicy::text,
         [&store](Principal const& who, Request const& request) {
             return put(store, who, request);
         }},
        {"DELETE", all + "/{name}", Permission::editMedia,
         "Take a template out of the list; slogans made from it stay", "", kList,
         access::BodyPolicy::none, [&store](Principal const& who, Request const& request) {
             return remove(store, who, request);
         }}};
    routes[1].query = {{"unit"}};
    routes[2].query = {{"unit"}};
    return routes;
}

}  // namespace tocsin::library
