// SPDX-License-Identifier: Apache-2.0
#include "admission.hpp"

#include "target.hpp"

namespace tocsin::http {
namespace {

using access::Response;

std::string const& valueOf(std::map<std::string, std::string> const& headers,
                           std::string const& name) {
    static std::string const none;
    auto const found = headers.find(name);
    return found == headers.end() ? none : found->second;
}

/// Networks that let through nothing but POST are got round by naming the method in a header.
std::string meant(std::string method, std::map<std::string, std::string> const& headers) {
    auto const& instead = valueOf(headers, "x-http-method-override");
    if (method == "POST" && !instead.empty()) {
        return instead;
    }
    return method;
}

void findRoute(access::Routes const& routes, Admitted& admitted) {
    auto& request = admitted.request;
    for (auto const& route : routes) {
        if (route.method != request.method) {
            continue;
        }
        if (auto parameters = access::match(route.pattern, request.path)) {
            admitted.route = &route;
            request.parameters = std::move(*parameters);
            return;
        }
    }
}

Response noSuchRoute(access::Routes const& routes, access::Request const& request) {
    std::string allowed;
    for (auto const& route : routes) {
        if (access::match(route.pattern, request.path)) {
            allowed += (allowed.empty() ? "" : ", ") + route.method;
        }
    }
    if (allowed.empty()) {
        return access::problem({Errc::notFound, "there is nothing at " + request.path});
    }
    auto response = problemWithStatus(
        405, request.path + " does not take " + request.method + ", but " + allowed);
    response.headers["Allow"] = allowed;
    return response;
}

}  // namespace

Response problemWithStatus(int status, std::string detail) {
    return access::problem({Errc::invalid, std::move(detail)}, status);
}

std::optional<Response> refuseStranger(bool changes,
                                       std::map<std::string, std::string> const& headers,
                                       Visit const& visit) {
    auto const& host = valueOf(headers, "host");
    if (host.empty()) {  // RFC 9112, section 3.2; HTTP/1.0 has no other rule here
        return problemWithStatus(400,
                                 "the request has no Host; name the address of this controller in "
                                 "it");
    }
    if (!isKnownHost(host, visit.names)) {
        return problemWithStatus(421, "this controller is not called " + host +
                                          "; use its address, or name it so in its "
                                          "configuration ([tls] names)");
    }
    if (changes && !isOwnOrigin(valueOf(headers, "origin"), host, visit.way)) {
        return access::problem(
            {Errc::permission, "a page of another site may not change anything here"});
    }
    return std::nullopt;
}

std::variant<Admitted, Response> admit(access::Routes const& routes, std::string method,
                                       std::string_view target,
                                       std::map<std::string, std::string> headers,
                                       Visit const& visit) {
    Admitted admitted;
    auto& request = admitted.request;
    request.method = meant(std::move(method), headers);
    bool const onlyAsks =
        request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS";
    if (auto refusal = refuseStranger(!onlyAsks, headers, visit)) {
        return std::move(*refusal);
    }
    auto parsed = parseTarget(target);
    if (!parsed) {
        return access::problem(parsed.error());
    }
    request.path = std::move(parsed->path);
    request.query = std::move(parsed->query);
    request.headers = std::move(headers);
    findRoute(routes, admitted);
    if (admitted.route == nullptr && request.method == "HEAD") {
        request.method = "GET";
        findRoute(routes, admitted);
    }
    if (admitted.route == nullptr) {
        return noSuchRoute(routes, request);
    }
    return admitted;
}

}  // namespace tocsin::http
