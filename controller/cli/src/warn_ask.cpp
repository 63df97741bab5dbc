// SPDX-License-Identifier: Apache-2.0
#include "warn_ask.hpp"

#include <boost/json.hpp>

#include "failure.hpp"

namespace tocsin::cli {
namespace {

void putText(boost::json::object& body, char const* key, std::string const& text) {
    if (!text.empty()) {
        body[key] = text;
    }
}

void putList(boost::json::object& body, char const* key, std::vector<std::string> const& list) {
    if (!list.empty()) {
        body[key] = boost::json::array(list.begin(), list.end());
    }
}

/// What stands in the blanks of the template.
boost::json::object fieldsOf(WarnAsk const& ask) {
    boost::json::object out;
    putText(out, "issuer", ask.issuer);
    putText(out, "time", ask.time);
    putText(out, "area", ask.area);
    for (auto const& field : ask.fields) {
        auto const equals = field.find('=');
        if (equals == std::string::npos || equals == 0) {
            throw CommandFailure(ExitCode::usage, "--field \"" + field +
                                                      "\": write NAME=VALUE; tocsin warn templates "
                                                      "shows the names");
        }
        auto const name = field.substr(0, equals);
        if (out.contains(name)) {
            throw CommandFailure(ExitCode::usage, "the field \"" + name + "\" is given twice");
        }
        out[name] = field.substr(equals + 1);
    }
    return out;
}

void putWords(boost::json::object& body, WarnAsk const& ask) {
    if (!ask.from.empty()) {
        body["template"] = ask.from;
        if (auto fields = fieldsOf(ask); !fields.empty()) {
            body["fields"] = std::move(fields);
        }
        return;
    }
    if (ask.headline.empty()) {
        throw CommandFailure(ExitCode::usage,
                             "name a template (tocsin warn templates lists them), or give "
                             "--headline for a text of your own");
    }
    putText(body, "headline", ask.headline);
    putText(body, "event", ask.event);
    putText(body, "issuer", ask.issuer);
    putText(body, "body", ask.body);
    putText(body, "instruction", ask.instruction);
    putText(body, "icon", ask.icon);
    if (ask.emergency) {
        body["emergency"] = true;
    }
}

boost::json::object whereOf(WarnWhere const& where) {
    boost::json::object out;
    if (where.all) {
        out["all"] = true;
        return out;
    }
    putList(out, "screens", where.screens);
    putList(out, "units", where.units);
    putList(out, "tags", where.tags);
    putList(out, "polygons", where.polygons);
    putList(out, "circles", where.circles);
    putList(out, "codes", where.codes);
    if (out.empty()) {
        throw CommandFailure(ExitCode::usage,
                             "say which screens: --all, or --screen, --unit, --tag, --polygon, "
                             "--circle, --code");
    }
    return out;
}

}  // namespace

boost::json::object requestOf(WarnAsk const& ask) {
    boost::json::object body;
    putWords(body, ask);
    putText(body, "level", ask.level);
    body["where"] = whereOf(ask.where);
    if (ask.minutes) {
        body["minutes"] = *ask.minutes;
    }
    putText(body, "expires", ask.until);
    putText(body, "from", ask.begins);
    putText(body, "look", ask.look);
    if (ask.sound) {
        body["sound"] = true;
    }
    if (ask.drill) {
        body["drill"] = true;
    }
    return body;
}

}  // namespace tocsin::cli
