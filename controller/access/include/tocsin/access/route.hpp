// SPDX-License-Identifier: Apache-2.0
// The route table: each room registers its own routes, http only dispatches. The OpenAPI document
// and the authorisation checks are made from the same table.
#pragma once

#include <boost/json/fwd.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/access/principal.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::access {

struct Request {
    std::string method;
    std::string path;
    std::map<std::string, std::string> parameters;  ///< from the pattern, percent-decoded
    std::map<std::string, std::string> query;       ///< percent-decoded
    std::map<std::string, std::string> headers;     ///< names in lower case
    std::string body;                               ///< BodyPolicy::text
    std::filesystem::path bodyFile;  ///< BodyPolicy::upload: the handler may move it away; removed
                                     ///< afterwards otherwise
};

/// A file sent as it is, with ranges and ETag.
struct FileBody {
    std::filesystem::path file;
    Digest etag;
};

struct Response {
    int status = 200;
    std::string contentType = "application/json";
    std::string body;
    std::optional<FileBody> file;  ///< instead of body
    std::map<std::string, std::string> headers;
};

enum class BodyPolicy {
    none,
    text,   ///< at most 1 MiB, in memory
    upload  ///< streamed to a file in the data directory, at most the configured upload limit
};

/// Handlers run on a worker thread and may block; several run at once. Those of uploads may take
/// minutes and have threads of their own. Errors become problem+json
/// (RFC 9457's form) by one function.
using Handler = std::function<Result<Response>(Principal const&, Request const&)>;

/// A name in the query, for the OpenAPI document.
struct QueryName {
    std::string name;
    bool required = false;
};

struct Route {
    std::string method;   ///< "GET", "POST", "PUT", "PATCH", "DELETE"
    std::string pattern;  ///< "/api/v1/screens/{id}"
    Permission permission = Permission::viewScreens;
    std::string summary;         ///< one line for the OpenAPI document
    std::string requestSchema;   ///< JSON Schema text, or empty
    std::string responseSchema;  ///< JSON Schema text, or empty
    BodyPolicy body = BodyPolicy::none;
    Handler handler;
    bool withoutAuthorisation = false;  ///< only for content addressed by its digest
    bool answersAtOnce = false;  ///< the handler never blocks: it runs on the io thread, even while
                                 ///< all workers are busy
    std::vector<QueryName> query{};
    std::string requestType = "application/json";  ///< of a text body
    std::vector<std::string> responseTypes{"application/json"};
    std::vector<int> success{200};
};
using Routes = std::vector<Route>;

[[nodiscard]] Response jsonResponse(boost::json::value const& value, int status = 200);

/// The one place where an error becomes an HTTP answer: status, title and detail as
/// application/problem+json.
[[nodiscard]] Response problem(Error const& error);

/// Matches `path` against `pattern`; the parameters, or nothing. "{id}" takes one non-empty
/// segment of UTF-8.
[[nodiscard]] std::optional<std::map<std::string, std::string>> match(std::string const& pattern,
                                                                      std::string const& path);

}  // namespace tocsin::access
