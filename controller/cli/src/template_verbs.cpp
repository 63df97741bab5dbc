// SPDX-License-Identifier: Apache-2.0
// tocsin slogan template …
#include <boost/json.hpp>

#include "render.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kTemplates[] = "/api/v1/slogan-templates";

/// The path of "unit/name", or of "name" that all units use.
std::string pathOf(std::string const& handle) {
    auto const slash = handle.find('/');
    if (slash == std::string::npos) {
        return std::string(kTemplates) + "/" + encoded(handle);
    }
    return std::string(kTemplates) + "/" + encoded(handle.substr(slash + 1)) +
           "?unit=" + encoded(handle.substr(0, slash));
}

ExitCode printTemplates(Context const& context, Reply const& reply) {
    print(context, reply, renderTemplates(reply.document, context.environment.language));
    return ExitCode::ok;
}

}  // namespace

void putTemplate(boost::json::object& body, FilledTemplate const& from) {
    if (from.name.empty()) {
        if (!from.blanks.empty()) {
            throw CommandFailure(ExitCode::usage,
                                 "--fill is for templates; say which with --template");
        }
        return;
    }
    body["template"] = from.name;
    boost::json::object blanks;
    for (auto const& blank : from.blanks) {
        auto const equals = blank.find('=');
        if (equals == std::string::npos || equals == 0) {
            throw CommandFailure(ExitCode::usage, "--fill \"" + blank +
                                                      "\": write the blank, =, and what stands "
                                                      "there, like 日期=2026-06-30");
        }
        blanks[blank.substr(0, equals)] = blank.substr(equals + 1);
    }
    if (!blanks.empty()) {
        body["blanks"] = blanks;
    }
}

ExitCode perform(TemplateList const&, Context const& context) {
    return printTemplates(context, context.client.get(kTemplates));
}

ExitCode perform(TemplateSet const& set, Context const& context) {
    boost::json::object body{{"text", set.text}, {"note", set.note}};
    putStyle(body, set);
    return printTemplates(context, context.client.put(pathOf(set.name), "application/json",
                                                      boost::json::serialize(body)));
}

ExitCode perform(TemplateRemove const& remove, Context const& context) {
    return printTemplates(context, context.client.remove(pathOf(remove.name)));
}

}  // namespace tocsin::cli
