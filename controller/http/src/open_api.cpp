// SPDX-License-Identifier: Apache-2.0
// The OpenAPI 3.1 document, made from the route table so that it cannot differ from it.
#include <algorithm>
#include <boost/json.hpp>
#include <string>

#include "tocsin/http/server.hpp"

namespace tocsin::http {
namespace {

boost::json::value schemaOf(std::string const& text) {
    return text.empty() ? boost::json::value(boost::json::object{}) : boost::json::parse(text);
}

boost::json::object parameter(std::string const& name, char const* place, bool required) {
    return {
        {"name", name}, {"in", place}, {"required", required}, {"schema", {{"type", "string"}}}};
}

boost::json::array parametersOf(access::Route const& route) {
    auto const& pattern = route.pattern;
    boost::json::array parameters;
    for (auto open = pattern.find('{'); open != std::string::npos;
         open = pattern.find('{', open + 1)) {
        auto const close = pattern.find('}', open);
        parameters.push_back(parameter(pattern.substr(open + 1, close - open - 1), "path", true));
    }
    for (auto const& [name, required] : route.query) {
        parameters.push_back(parameter(name, "query", required));
    }
    for (auto const& [name, required] : route.requestHeaders) {
        parameters.push_back(parameter(name, "header", required));
    }
    return parameters;
}

/// {type: {"schema": …}}: the route's own for JSON, text or bytes for other types.
boost::json::object contentOf(std::string const& type, std::string const& schema) {
    boost::json::value described = {{"type", "string"}};
    if (type.ends_with("octet-stream")) {
        described = {{"type", "string"}, {"format", "binary"}};
    } else if (type == "application/json" || !schema.empty()) {
        described = schemaOf(schema);
    }
    return {{type, {{"schema", described}}}};
}

boost::json::object responsesOf(access::Route const& route) {
    boost::json::object content;
    for (auto const& type : route.responseTypes) {
        auto const schema = type == "application/json" ? route.responseSchema : std::string();
        for (auto const& member : contentOf(type, schema)) {
            content.insert(member);
        }
    }
    boost::json::object responses;
    for (auto const status : route.success) {
        responses[std::to_string(status)] = {{"description", status == 201   ? "Made"
                                                             : status == 206 ? "A part"
                                                                             : "Done"},
                                             {"content", content}};
    }
    responses["default"] = {
        {"description", "What is wrong, where, and what to do"},
        {"content", {{"application/problem+json", {{"schema", {{"type", "object"}}}}}}}};
    return responses;
}

/// For whose things the permission has to hold.
boost::json::object reachOf(access::Reach const& reach) {
    using Of = access::Reach::Of;
    char const* const word = reach.of == Of::site     ? "site"
                             : reach.of == Of::row    ? "row"
                             : reach.of == Of::shared ? "shared"
                                                      : "filtered";
    boost::json::object out{{"of", word}};
    if (!reach.kind.empty()) {
        out["kind"] = reach.kind;
        out["name"] = reach.name;
    }
    return out;
}

boost::json::object operationOf(access::Route const& route) {
    boost::json::object operation{
        {"summary", route.summary},
        {"parameters", parametersOf(route)},
        {"x-permission", route.withoutAuthorisation ? "none" : access::toString(route.permission)}};
    if (!route.withoutAuthorisation) {
        operation["x-reach"] = reachOf(route.reach);
    }
    if (route.secondFactor) {
        operation["x-second-factor"] = true;
    }
    if (route.guarded) {
        operation["x-guarded"] = true;
    }
    if (route.body != access::BodyPolicy::none) {
        bool const isUpload = route.body == access::BodyPolicy::upload;
        operation["requestBody"] = {
            {"required", route.body != access::BodyPolicy::stream},
            {"content", contentOf(isUpload ? "application/octet-stream" : route.requestType,
                                  isUpload ? "" : route.requestSchema)}};
    }
    operation["responses"] = responsesOf(route);
    return operation;
}

}  // namespace

std::string openApi(access::Routes const& routes) {
    boost::json::object paths;
    for (auto const& route : routes) {
        std::string method = route.method;
        std::transform(method.begin(), method.end(), method.begin(),
                       [](char c) { return static_cast<char>(c | 0x20); });
        auto& path = paths[route.pattern];
        if (!path.is_object()) {
            path.emplace_object();
        }
        path.as_object()[method] = operationOf(route);
    }
    return boost::json::serialize(
        boost::json::object{{"openapi", "3.1.0"},
                            {"info", {{"title", "Tocsin controller"}, {"version", TOCSIN_VERSION}}},
                            {"paths", std::move(paths)}});
}

}  // namespace tocsin::http
