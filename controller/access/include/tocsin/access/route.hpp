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

#include "tocsin/access/mass_change.hpp"
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
    std::string peer{};              ///< address of who sent it, without its port
    MassGuard guard{};               ///< what handlers of guarded routes ask
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

/// For which units the caller has to have the route's permission.
struct Reach {
    enum class Of {
        site,     ///< for all units: what nobody has said otherwise of
        row,      ///< for the unit of one row, which the request names
        shared,   ///< the same for looking, or for a unit below it: things are used downwards
        filtered  ///< for any unit; the handler leaves out, or refuses, what is of others
    };
    Of of = Of::site;
    std::string kind{};  ///< row, shared: of the row, e.g. "screen"; says how its unit is found
    std::string name{};  ///< row, shared: parameter of the path, or else of the query, with its id.
                         ///< A query without it is let through as `filtered`
};
[[nodiscard]] inline Reach row(std::string kind, std::string name) {
    return {Reach::Of::row, std::move(kind), std::move(name)};
}
[[nodiscard]] inline Reach shared(std::string kind, std::string name) {
    return {Reach::Of::shared, std::move(kind), std::move(name)};
}
[[nodiscard]] inline Reach filtered() {
    return {Reach::Of::filtered};
}

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
    bool withoutAuthorisation = false;  ///< for content addressed by its digest, and for signing in
    bool answersAtOnce = false;  ///< the handler never blocks: it runs on the io thread, even while
                                 ///< all workers are busy
    std::vector<QueryName> query{};
    std::string requestType = "application/json";  ///< of a text body
    std::vector<std::string> responseTypes{"application/json"};
    std::vector<int> success{200};
    Receiver receiver{};                           ///< BodyPolicy::stream
    std::vector<QueryName> requestHeaders{};       ///< that mean something here
    std::map<std::string, std::string> headers{};  ///< of every answer, refusals too
    Reach reach{};
    bool secondFactor = false;  ///< a person confirms it with a PIN or a TOTP code
    bool signsIn = false;       ///< strangers send secrets, which take time to compare: the handler
                                ///< has threads of its own, so that guesses hold up nobody else
    bool guarded = false;       ///< it may reach many screens without a review: its handler asks
                                ///< Request::guard
    /// signsIn: whether the sender is known, so that no flood of strangers takes their place. Asked
    /// on the io thread with the body; never blocks.
    std::function<bool(Request const&)> fromKnown{};
    /// Where only the handler can tell who may (Reach::Of::filtered): its refusal, asked for before
    /// a second factor is, which nobody should have to set up in vain. Blocks like a handler.
    std::function<Result<>(Principal const&, Request const&)> mayAtAll{};

    Route reaching(Reach where) && {
        reach = std::move(where);
        return std::move(*this);
    }
};
using Routes = std::vector<Route>;

/// "GET /api/v1/screens" and how far it reaches.
struct RouteReach {
    std::string_view route;
    Reach reach;
};
/// Says of a room's routes how far they reach; what is not named keeps Reach::Of::site. Throws
/// Failure for a name that no route has: a mistake of ours.
[[nodiscard]] Routes withReach(Routes routes, std::vector<RouteReach> const& reaches);

/// Says of a room's routes, as "PUT /api/v1/…", that they are guarded. Throws Failure for a name
/// that no route has.
[[nodiscard]] Routes withGuard(Routes routes, std::vector<std::string_view> const& names);

[[nodiscard]] Response jsonResponse(boost::json::value const& value, int status = 200);

/// The one place where an error becomes an HTTP answer: status, title and detail as
/// application/problem+json; with "detail_zh" for what people are told every day.
[[nodiscard]] Response problem(Error const& error);
/// The same with a status that no Errc has.
[[nodiscard]] Response problem(Error const& error, int status);
/// And with a word of its own, by which a client knows what to do.
[[nodiscard]] Response problem(Error const& error, int status, std::string_view code);

/// Matches `path` against `pattern`; the parameters, or nothing. "{id}" takes one non-empty
/// segment of UTF-8 without zeros, in which no step is "." or "..".
[[nodiscard]] std::optional<std::map<std::string, std::string>> match(std::string const& pattern,
                                                                      std::string const& path);

}  // namespace tocsin::access
