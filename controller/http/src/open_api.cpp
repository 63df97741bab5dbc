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

boost::json::array parametersOf(std::string const& pattern) {
    boost::json::array parameters;
    for (auto open = pattern.find('{'); open != std::string::npos;
         open = pattern.find('{', open + 1)) {
        auto const close = pattern.find('}', open);
        parameters.push_back(
            boost::json::object{{"name", pattern.substr(open + 1, close - open - 1)},
                                {"in", "path"},
                                {"required", true},
                                {"schema", {{"type", "string"}}}});
    }
    return parameters;
}

boost::json::object operationOf(access::Route const& route) {
    boost::json::object operation{
        {"summary", route.summary},
        {"parameters", parametersOf(route.pattern)},
        {"x-permission", route.withoutAuthorisation ? "none" : access::toString(route.permission)}};
    if (route.body == access::BodyPolicy::upload) {
        operation["requestBody"] = {{"content",
                                     {{"application/octet-stream",
                                       {{"schema", {{"type", "string"}, {"format", "binary"}}}}}}}};
    } else if (route.body == access::BodyPolicy::text && !route.requestSchema.empty()) {
        operation["requestBody"] = {
            {"content", {{"application/json", {{"schema", schemaOf(route.requestSchema)}}}}}};
    } else if (route.body == access::BodyPolicy::text) {
        operation["requestBody"] = {
            {"content", {{"text/plain", {{"schema", {{"type", "string"}}}}}}}};
    }
    boost::json::object answers{
        {"200",
         {{"description", "Done"},
          {"content", {{"application/json", {{"schema", schemaOf(route.responseSchema)}}}}}}},
        {"default",
         {{"description", "What is wrong, where, and what to do"},
          {"content", {{"application/problem+json", {{"schema", {{"type", "object"}}}}}}}}}};
    operation["responses"] = std::move(answers);
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
