// SPDX-License-Identifier: Apache-2.0
// Routes of resumable uploads: tus 1.0.0, and what people want to see of an upload; of fetches.
#include <boost/json.hpp>

#include "asset_properties.hpp"
#include "categories.hpp"
#include "fetch_order.hpp"
#include "tocsin/access/unit_for.hpp"
#include "tocsin/vocabulary/utf8.hpp"
#include "tus.hpp"
#include "upload_writer.hpp"

namespace tocsin::library {
namespace {

using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using store::UploadState;

constexpr char kPath[] = "/api/v1/uploads";
constexpr char kUploadSchema[] =
    R"({"type":"object","required":["id","state","offset","length"],"properties":{"id":{"type":"string"},"state":{"enum":["receiving","checking","done","refused","terminated","expired"]},"filename":{"type":"string"},"unit":{"type":"string"},"offset":{"type":"integer"},"length":{"type":"integer"},"source":{"type":"string"},"begun":{"type":"string","format":"date-time"},"expires":{"type":"string","format":"date-time"},"verdict":{"enum":["","plays","refused"]},"reason":{"type":"string"},"is_new":{"type":["boolean","null"]},"asset":{"type":["object","null"]}}})";

Response noSuchUpload(UploadId const& id) {
    return tusProblem(404, "there is no upload " + shownAsUtf8(id.str()));
}

Response ended(store::Upload const& upload) {
    return tusProblem(410, upload.state == UploadState::expired
                               ? "the upload has expired: " + upload.reason + "; begin a new one"
                               : "the upload was terminated; begin a new one");
}

/// For whoever would send bytes of a file that the controller fetches itself.
Response notYours() {
    return tusProblem(409,
                      "the controller fetches this file by itself; ask with GET how far it is");
}

Response tooOften(Milliseconds wait, std::size_t most) {
    auto const seconds = wait.count() / 1000 + 1;
    auto refused =
        access::problem({Errc::unavailable, "you have had " + std::to_string(most) +
                                                " files fetched within an hour; wait " +
                                                std::to_string(seconds / 60 + 1) + " minutes"},
                        429, "too-many");
    refused.headers["Retry-After"] = std::to_string(seconds);
    return refused;
}

bool isGone(store::Upload const& upload) {
    return upload.state == UploadState::terminated || upload.state == UploadState::expired;
}

/// The body that a request announces; 0 if it has none, nothing if only its end will tell.
std::optional<std::int64_t> announced(Request const& request) {
    if (!headerOf(request, "transfer-encoding").empty()) {
        return std::nullopt;
    }
    return byteCount(headerOf(request, "content-length")).value_or(0);
}

/// For a request that is answered already, whatever its body might have been.
class NoBody final : public access::BodySink {
public:
    explicit NoBody(Response answer) : answer_(std::move(answer)) {}
    std::optional<Response> take(std::string_view bytes) override {
        return bytes.empty() ? std::nullopt
                             : std::optional(tusProblem(413, "the upload is whole already"));
    }
    Result<Response> finish() override { return std::move(answer_); }

private:
    Response answer_;
};

}  // namespace

/// The requests, one function each.
class UploadProtocol {
public:
    explicit UploadProtocol(Uploads::State& state) : state_(state) {}

    [[nodiscard]] Result<Response> options() const;
    [[nodiscard]] access::Received create(Principal const& who, Request const& request) const;
    [[nodiscard]] access::Received patch(Request const& request) const;
    [[nodiscard]] Result<Response> head(Request const& request) const;
    [[nodiscard]] Result<Response> terminate(Principal const& who, Request const& request) const;
    [[nodiscard]] Result<Response> fetch(Principal const& who, Request const& request) const;
    [[nodiscard]] Result<Response> show(Request const& request) const;
    [[nodiscard]] Result<Response> list(Principal const& who) const;

private:
    /// The upload of the path as it is now, or the answer that there is none any more.
    [[nodiscard]] std::variant<store::Upload, Response> find(Request const& request) const;

    Uploads::State& state_;
};

Result<Response> UploadProtocol::options() const {
    Response response;
    response.status = 204;
    response.headers = {{"Tus-Version", kTusVersion},
                        {"Tus-Max-Size", std::to_string(state_.settings.limitBytes)},
                        {"Tus-Extension", kTusExtensions},
                        {"Tus-Checksum-Algorithm", kChecksumAlgorithms}};
    return response;
}

access::Received UploadProtocol::create(Principal const& who, Request const& request) const {
    if (auto refused = refuseVersion(request)) {
        return std::move(*refused);
    }
    auto const length = byteCount(headerOf(request, "upload-length"));
    if (!length) {
        return tusProblem(400, headerOf(request, "upload-defer-length").empty()
                                   ? "Upload-Length: write the file's length in bytes"
                                   : "Upload-Defer-Length is not supported here; write the file's "
                                     "length in Upload-Length");
    }
    if (*length > state_.settings.limitBytes) {
        return tusProblem(
            413, "a file of " + std::to_string(*length) + " bytes is larger than the limit of " +
                     std::to_string(state_.settings.limitBytes) + " bytes (upload_limit_mb)");
    }
    auto const expected = announced(request);
    bool const withBody = !expected || *expected > 0;
    if (withBody && headerOf(request, "content-type") != kTusContentType) {
        return tusProblem(415, std::string("Content-Type: bytes come as ") + kTusContentType);
    }
    std::optional<Checksum> checksum;
    if (auto const& header = headerOf(request, "upload-checksum"); withBody && !header.empty()) {
        auto parsed = Checksum::parse(header);
        if (!parsed) {
            return tusProblem(400, parsed.error().message);
        }
        checksum.emplace(std::move(*parsed));
    }
    auto const& metadata = headerOf(request, "upload-metadata");
    auto const said = parseMetadata(metadata);
    if (!said) {
        return tusProblem(400, said.error().message);
    }
    if (said->contains(kSourceKey)) {
        return tusProblem(400, std::string("Upload-Metadata: the key ") + kSourceKey +
                                   " is the controller's own; leave it out");
    }
    auto order = orderFrom(*said);
    if (!order) {
        return order.error();
    }
    auto unit = access::unitFor(who, Permission::editMedia, order->unit);
    if (!unit) {
        return unit.error();
    }
    order->unit = *std::move(unit);
    auto const properties = withListedCategory(state_.store, order->properties);
    if (auto fine = withProperties({}, properties); !fine) {
        return fine.error();
    }
    auto begun = state_.begin(who.name, *order, metadata, *length);
    if (auto const* refusal = std::get_if<Uploads::State::Refusal>(&begun)) {
        return access::problem(refusal->error, refusal->status);
    }
    auto const& upload = std::get<store::Upload>(begun);
    Response answer;
    answer.status = 201;
    answer.headers = {{"Location", std::string(kPath) + "/" + upload.id.str()},
                      {"Upload-Expires", httpDate(state_.expiryOf(upload))}};
    if (*length == 0) {
        answer.headers["Upload-Offset"] = "0";
        return std::unique_ptr<access::BodySink>(std::make_unique<NoBody>(std::move(answer)));
    }
    return UploadWriter::open(state_, upload.id, 0, expected, std::move(checksum),
                              std::move(answer));
}

access::Received UploadProtocol::patch(Request const& request) const {
    if (auto refused = refuseVersion(request)) {
        return std::move(*refused);
    }
    auto found = find(request);
    if (auto* refused = std::get_if<Response>(&found)) {
        return std::move(*refused);
    }
    if (!sourceIn(std::get<store::Upload>(found).metadata).empty()) {
        return notYours();
    }
    if (headerOf(request, "content-type") != kTusContentType) {
        return tusProblem(415, std::string("Content-Type: bytes come as ") + kTusContentType);
    }
    auto const offset = byteCount(headerOf(request, "upload-offset"));
    if (!offset) {
        return tusProblem(400, "Upload-Offset: write the byte at which this goes on");
    }
    std::optional<Checksum> checksum;
    if (auto const& header = headerOf(request, "upload-checksum"); !header.empty()) {
        auto parsed = Checksum::parse(header);
        if (!parsed) {
            return tusProblem(400, parsed.error().message);
        }
        checksum.emplace(std::move(*parsed));
    }
    auto const& upload = std::get<store::Upload>(found);
    auto const expected = announced(request);
    Response answer;
    answer.status = 204;
    if (upload.state == UploadState::receiving) {
        return UploadWriter::open(state_, upload.id, *offset, expected, std::move(checksum),
                                  std::move(answer));
    }
    if (*offset != upload.length) {
        return wrongOffset(*offset, upload.length);
    }
    // The answer to the last request was lost, and the client asks again.
    if (expected != 0) {
        return tusProblem(413, "the upload is whole already");
    }
    answer.headers["Upload-Offset"] = std::to_string(upload.length);
    return answer;
}

Result<Response> UploadProtocol::head(Request const& request) const {
    if (auto refused = refuseVersion(request)) {
        return std::move(*refused);
    }
    auto found = find(request);
    if (auto* refused = std::get_if<Response>(&found)) {
        return std::move(*refused);
    }
    auto& upload = std::get<store::Upload>(found);
    if (!sourceIn(upload.metadata).empty()) {
        return notYours();
    }
    auto const offset = state_.standing(upload);
    if (!offset) {
        return offset.error();
    }
    Response response;
    response.headers = {{"Upload-Offset", std::to_string(*offset)},
                        {"Upload-Length", std::to_string(upload.length)}};
    if (!upload.metadata.empty()) {
        response.headers["Upload-Metadata"] = upload.metadata;
    }
    if (upload.state == UploadState::receiving) {
        response.headers["Upload-Expires"] = httpDate(state_.expiryOf(upload));
    }
    return response;
}

Result<Response> UploadProtocol::terminate(Principal const& who, Request const& request) const {
    if (auto refused = refuseVersion(request)) {
        return std::move(*refused);
    }
    auto found = find(request);
    if (auto* refused = std::get_if<Response>(&found)) {
        return std::move(*refused);
    }
    if (auto ended = state_.terminate(who.name, std::get<store::Upload>(found).id); !ended) {
        return ended.error();
    }
    Response response;
    response.status = 204;
    return response;
}

Result<Response> UploadProtocol::fetch(Principal const& who, Request const& request) const {
    auto const& fetching = state_.settings.fetching;
    if (fetching.outbound == nullptr || state_.stopped) {
        return Error{Errc::unavailable, "nothing is fetched now; upload the file"};
    }
    auto order = readFetch(request.body);
    if (!order) {
        return order.error();
    }
    if (auto allowed = fetching.outbound->check(order->url); !allowed) {
        return allowed.error();
    }
    auto unit = access::unitFor(who, Permission::editMedia, order->upload.unit);
    if (!unit) {
        return unit.error();
    }
    order->upload.unit = *std::move(unit);
    auto const properties = withListedCategory(state_.store, order->upload.properties);
    if (auto fine = withProperties({}, properties); !fine) {
        return fine.error();
    }
    auto const now = state_.settings.now();
    if (auto const wait = state_.rate.wait(who.name, fetching.mostOfAccountAnHour, now)) {
        return tooOften(*wait, fetching.mostOfAccountAnHour);
    }
    auto begun = state_.begin(who.name, order->upload, order->metadata, 0);
    if (auto const* refusal = std::get_if<Uploads::State::Refusal>(&begun)) {
        return access::problem(refusal->error, refusal->status);
    }
    auto const& upload = std::get<store::Upload>(begun);
    state_.fetchLater(upload.id, order->url);
    auto answer = access::jsonResponse(state_.json(upload), 202);
    answer.headers["Location"] = std::string(kPath) + "/" + upload.id.str();
    return answer;
}

Result<Response> UploadProtocol::show(Request const& request) const {
    UploadId const id(request.parameters.at("id"));
    auto const upload = state_.find(id);
    return upload ? access::jsonResponse(state_.json(*upload)) : noSuchUpload(id);
}

Result<Response> UploadProtocol::list(Principal const& who) const {
    boost::json::array items;
    for (auto const& upload : state_.all()) {
        if (who.may(Permission::viewMedia, upload.unit)) {
            items.push_back(state_.json(upload));
        }
    }
    return access::jsonResponse(boost::json::object{{"items", std::move(items)}});
}

std::variant<store::Upload, Response> UploadProtocol::find(Request const& request) const {
    UploadId const id(request.parameters.at("id"));
    auto upload = state_.find(id);
    if (!upload) {
        return noSuchUpload(id);
    }
    if (upload->state == UploadState::receiving &&
        state_.expiryOf(*upload) <= state_.settings.now()) {
        // Not swept yet.
        state_.expire(id).value();
        upload = state_.find(id).value_or(*upload);
    }
    if (isGone(*upload)) {
        return ended(*upload);
    }
    return *upload;
}

access::Routes Uploads::routes() {
    UploadProtocol const protocol(*state_);
    std::string const one = std::string(kPath) + "/{id}";
    access::Routes routes;
    routes.push_back({"OPTIONS", kPath, Permission::editMedia, "What the upload protocol offers",
                      "", "", BodyPolicy::none,
                      [protocol](Principal const&, Request const&) { return protocol.options(); }});
    routes.back().success = {204};
    routes.push_back({"POST",
                      kPath,
                      Permission::editMedia,
                      "Begin a resumable upload (tus 1.0.0), with or without its first bytes",
                      "",
                      "",
                      BodyPolicy::stream,
                      {}});
    routes.back().receiver = [protocol](Principal const& who, Request const& request) {
        return protocol.create(who, request);
    };
    routes.back().requestHeaders = {
        {"Tus-Resumable", true}, {"Upload-Length", true}, {"Upload-Metadata"}, {"Upload-Checksum"}};
    routes.back().success = {201};
    routes.push_back(
        {"HEAD", one, Permission::editMedia, "Where a resumable upload goes on (Upload-Offset)", "",
         "", BodyPolicy::none,
         [protocol](Principal const&, Request const& request) { return protocol.head(request); }});
    routes.back().requestHeaders = {{"Tus-Resumable", true}};
    routes.push_back({"PATCH",
                      one,
                      Permission::editMedia,
                      "The next bytes of a resumable upload",
                      "",
                      "",
                      BodyPolicy::stream,
                      {}});
    routes.back().receiver = [protocol](Principal const&, Request const& request) {
        return protocol.patch(request);
    };
    routes.back().requestHeaders = {
        {"Tus-Resumable", true}, {"Upload-Offset", true}, {"Upload-Checksum"}};
    routes.back().success = {204};
    routes.push_back({"DELETE", one, Permission::editMedia,
                      "End a resumable upload; an asset that came of it stays", "", "",
                      BodyPolicy::none, [protocol](Principal const& who, Request const& request) {
                          return protocol.terminate(who, request);
                      }});
    routes.back().requestHeaders = {{"Tus-Resumable", true}};
    routes.back().success = {204};
    for (auto& route : routes) {
        route.headers = {{"Tus-Resumable", kTusVersion}, {"Cache-Control", "no-store"}};
        if (route.body == BodyPolicy::stream) {
            route.requestType = kTusContentType;
        }
        route.responseTypes = {};
    }
    routes.push_back(
        {"GET", kPath, Permission::viewMedia, "Uploads under way, and those that ended lately", "",
         std::string(R"({"type":"object","properties":{"items":{"type":"array","items":)") +
             kUploadSchema + "}}}",
         BodyPolicy::none,
         [protocol](Principal const& who, Request const&) { return protocol.list(who); }});
    routes.push_back(
        {"GET", one, Permission::viewMedia, "How far an upload has come, and what became of it", "",
         kUploadSchema, BodyPolicy::none,
         [protocol](Principal const&, Request const& request) { return protocol.show(request); }});
    routes.push_back({"POST", "/api/v1/media/fetch", Permission::editMedia,
                      "Have the controller fetch a file from an allowed host", kFetchSchema,
                      kUploadSchema, BodyPolicy::text,
                      [protocol](Principal const& who, Request const& request) {
                          return protocol.fetch(who, request);
                      }});
    routes.back().success = {202};
    using access::filtered;
    auto const own = access::row("upload", "id");
    return access::withReach(std::move(routes), {{"OPTIONS /api/v1/uploads", filtered()},
                                                 {"POST /api/v1/uploads", filtered()},
                                                 {"POST /api/v1/media/fetch", filtered()},
                                                 {"HEAD /api/v1/uploads/{id}", own},
                                                 {"PATCH /api/v1/uploads/{id}", own},
                                                 {"DELETE /api/v1/uploads/{id}", own},
                                                 {"GET /api/v1/uploads", filtered()},
                                                 {"GET /api/v1/uploads/{id}", own}});
}

}  // namespace tocsin::library
