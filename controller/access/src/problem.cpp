// SPDX-License-Identifier: Apache-2.0
// Errors as HTTP answers, in one place.
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string_view>

#include "problem_chinese.hpp"
#include "tocsin/access/route.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::access {
namespace {

struct Meaning {
    int status;
    std::string_view code;
    std::string_view title;
};

Meaning meaningOf(Errc code) {
    switch (code) {
        case Errc::invalid:
            return {422, "invalid", "The request cannot be carried out as it stands"};
        case Errc::notFound:
            return {404, "not-found", "There is no such thing"};
        case Errc::conflict:
            return {409, "conflict", "The present state forbids this"};
        case Errc::permission:
            return {403, "permission", "Not permitted"};
        case Errc::unavailable:
            return {503, "unavailable", "Not available now"};
        case Errc::exhausted:
            return {507, "exhausted", "No space left"};
        case Errc::damaged:
            // The controller's own data: what a client sends is invalid, never damaged.
            return {500, "damaged", "The controller's data are damaged"};
        case Errc::timedOut:
            return {504, "timed-out", "It took too long"};
        case Errc::cancelled:
            return {503, "cancelled", "Stopped"};
        case Errc::internal:
            break;
    }
    return {500, "internal", "A fault of the controller"};
}

}  // namespace

Response jsonResponse(boost::json::value const& value, int status) {
    Response response;
    response.status = status;
    response.body = boost::json::serialize(value);
    return response;
}

Response problem(Error const& error) {
    return problem(error, meaningOf(error.code).status);
}

Response problem(Error const& error, int status) {
    return problem(error, status, meaningOf(error.code).code);
}

Response problem(Error const& error, int status, std::string_view code) {
    // What a message quotes may have come from outside as it was. Mistakes are a line each.
    auto const detail = shownAsLines(error.message);
    boost::json::object out{{"type", "about:blank"},
                            {"title", meaningOf(error.code).title},
                            {"status", status},
                            {"detail", detail},
                            {"code", code}};
    if (auto const chinese = inChinese(detail); !chinese.empty()) {
        out["detail_zh"] = chinese;
    }
    auto response = jsonResponse(out, status);
    response.contentType = "application/problem+json";
    return response;
}

}  // namespace tocsin::access
