// SPDX-License-Identifier: Apache-2.0
// The route table: each room registers its own routes, http only dispatches. The OpenAPI document
// and the authorisation checks are made from the same table.
#pragma once

#include <boost/json/fwd.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
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
    std::string reason;  ///< phrase of the status line; empty: the usual one
    std::string contentType = "application/json";
    std::string body;
    std::optional<FileBody> file;  ///< instead of body
    std::map<std::string, std::string> headers;
};

enum class BodyPolicy {
    none,
    text,    ///< at most 1 MiB, in memory
    upload,  ///< streamed to a file in the data directory, at most the configured upload limit
    stream   ///< given piece by piece to the room's own BodySink; there may be none
};

/// Takes the body of a BodyPolicy::stream request while it comes. Used by one thread at a time,
/// which may be blocked.
class BodySink {
public:
    /// Without finish() before: the connection broke, or take() refused. What was taken stays or
    /// goes as the room wants it.
    virtual ~BodySink() = default;
    /// The next bytes, at most 512 KiB. An answer refuses the rest and ends the connection.
    [[nodiscard]] virtual std::optional<Response> take(std::string_view bytes) = 0;
    /// The body is whole.
    [[nodiscard]] virtual Result<Response> finish() = 0;
};

/// Handlers run on a worker thread and may block; several run at once. Those of uploads may take
/// minutes and have threads of their own. Errors become problem+json
/// (RFC 9457's form) by one function.
using Handler = std::function<Result<Response>(Principal const&, Request const&)>;
/// For BodyPolicy::stream, instead of a handler: a sink, or an answer that refuses the body before
/// it is sent.
using Received = Result<std::variant<std::unique_ptr<BodySink>, Response>>;
using Receiver = std::function<Received(Principal const&, Request const&)>;

/// A name in the query or a header, for the OpenAPI document.
struct QueryName {
    std::string name;
    bool required = false;
};

struct Route {
    /// "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"; "HEAD" where it is not the GET without
    /// its body.
    std::string method;
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
    Receiver receiver{};                           ///< BodyPolicy::stream
    std::vector<QueryName> requestHeaders{};       ///< that mean something here
    std::map<std::string, std::string> headers{};  ///< of every answer, refusals too
};
using Routes = std::vector<Route>;

[[nodiscard]] Response jsonResponse(boost::json::value const& value, int status = 200);

/// The one place where an error becomes an HTTP answer: status, title and detail as
/// application/problem+json.
[[nodiscard]] Response problem(Error const& error);
/// The same with a status that no Errc has.
[[nodiscard]] Response problem(Error const& error, int status);

/// Matches `path` against `pattern`; the parameters, or nothing. "{id}" takes one non-empty
/// segment of UTF-8.
[[nodiscard]] std::optional<std::map<std::string, std::string>> match(std::string const& pattern,
                                                                      std::string const& path);

}  // namespace tocsin::access
