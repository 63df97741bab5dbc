// SPDX-License-Identifier: Apache-2.0
// Pictures of work with their captions. What is kept is the house's picture: upright, and without
// the place that a telephone writes into its photographs.
#include <algorithm>
#include <system_error>

#include "activity_json.hpp"
#include "activity_routes.hpp"
#include "reading.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/messages/crypto.hpp"
#include "work_changes.hpp"
#include "work_reading.hpp"

namespace tocsin::activities {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using store::WorkPicture;
using store::WorkRecord;

constexpr char kCaption[] =
    R"({"type":"object","required":["caption"],"properties":{"caption":{"type":"string"}}})";

/// "2026-06-01T08:30:00+08:00", or without an offset where the camera wrote none.
std::string takenText(media::Photograph const& photograph) {
    auto out = photograph.taken;
    constexpr std::size_t kTakenBytes = 19;
    if (out.size() != kTakenBytes) {
        return "";
    }
    out[4] = out[7] = '-';
    out[10] = 'T';
    return out + photograph.offset;
}

Result<Response> addPicture(StatePtr const& state, Principal const& who, Request const& request) {
    auto const caption = lineOf("caption", access::queried(request, "caption"));
    if (!caption) {
        return caption.error();
    }
    std::error_code failed;
    auto const bytes =
        static_cast<std::int64_t>(std::filesystem::file_size(request.bodyFile, failed));
    if (failed || bytes < 1 || bytes > ActivityBook::kMostFileBytes) {
        return Error{Errc::invalid, "the photograph has " + std::to_string(failed ? 0 : bytes) +
                                        " bytes; allowed are 1 to " +
                                        std::to_string(ActivityBook::kMostFileBytes)};
    }
    auto const picture = state->settings.photograph(request.bodyFile);
    if (!picture) {
        return picture.error();
    }
    auto const digest = messages::sha256(picture->jpeg);
    auto kept = state->pictures.checkRoom(static_cast<std::int64_t>(picture->jpeg.size()),
                                          state->settings.diskReserveBytes);
    kept = kept ? state->pictures.keep(digest, picture->jpeg) : kept;
    if (!kept) {
        return kept.error();
    }
    return changeWork(
        *state, who, request, "work.picture-add", digest.hex() + " " + *caption,
        [&](store::Tx&, WorkRecord& record) -> Result<> {
            auto const there = std::ranges::find(record.pictures, digest, &WorkPicture::digest);
            if (there != record.pictures.end()) {
                there->caption = caption->empty() ? there->caption : *caption;
                return {};
            }
            if (record.pictures.size() >= ActivityBook::kMostPictures) {
                return Error{Errc::invalid, "a work record has at most " +
                                                std::to_string(ActivityBook::kMostPictures) +
                                                " pictures"};
            }
            record.pictures.push_back({digest, *caption, takenText(picture->said)});
            return {};
        },
        201);
}

/// The picture that the request names; throws nothing and changes nothing.
Result<std::vector<WorkPicture>::iterator> namedPicture(WorkRecord& record,
                                                        Request const& request) {
    auto const digest = Digest::fromHex(request.parameters.at("digest"));
    auto const found = digest ? std::ranges::find(record.pictures, *digest, &WorkPicture::digest)
                              : record.pictures.end();
    if (found == record.pictures.end()) {
        return Error{Errc::notFound,
                     "work record " + std::to_string(record.number) + " has no such picture"};
    }
    return found;
}

Result<Response> getPicture(StatePtr const& state, Request const& request) {
    Result<WorkPicture> picture = Error{Errc::internal, "nothing was read"};
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        auto record = findWork(tx, request.parameters.at("number"));
        auto const named = record ? namedPicture(*record, request) : record.error();
        picture = named ? Result<WorkPicture>(**named) : named.error();
        return {};
    });
    if (!looked || !picture) {
        return looked ? picture.error() : looked.error();
    }
    if (!state->pictures.has(picture->digest)) {
        return Error{Errc::damaged, "the picture " + picture->digest.hex() +
                                        " is not on the disk any more; restore it from a backup "
                                        "(folder work of the data directory)"};
    }
    Response response;
    response.contentType = "image/jpeg";
    response.file = access::FileBody{state->pictures.pathOf(picture->digest), picture->digest};
    return response;
}

Result<Response> setCaption(StatePtr const& state, Principal const& who, Request const& request) {
    auto const caption = messages::readJson(request.body, [](messages::JsonReader const& in) {
        in.onlyKeys({"caption"});
        (void)in.at("caption");
        return lineIn(in, "caption");
    });
    if (!caption) {
        return caption.error();
    }
    return changeWork(*state, who, request, "work.picture-set",
                      request.parameters.at("digest") + " " + *caption,
                      [&](store::Tx&, WorkRecord& record) -> Result<> {
                          auto const named = namedPicture(record, request);
                          if (!named) {
                              return named.error();
                          }
                          (*named)->caption = *caption;
                          return {};
                      });
}

Result<Response> removePicture(StatePtr const& state, Principal const& who,
                               Request const& request) {
    // Its bytes stay: a report that is frozen may show them.
    return changeWork(*state, who, request, "work.picture-remove", request.parameters.at("digest"),
                      [&](store::Tx&, WorkRecord& record) -> Result<> {
                          auto const named = namedPicture(record, request);
                          if (!named) {
                              return named.error();
                          }
                          record.pictures.erase(*named);
                          return {};
                      });
}

}  // namespace

access::Routes pictureRoutes(StatePtr const& state) {
    auto const all = std::string("/api/v1/work/{number}/pictures");
    auto const one = all + "/{digest}";
    access::Routes routes;
    routes.push_back({"POST", all, Permission::editActivities, "Add a picture with its caption", "",
                      workSchema(), access::BodyPolicy::upload,
                      [state](Principal const& who, Request const& request) {
                          return addPicture(state, who, request);
                      }});
    routes.back().query = {{"caption"}};
    routes.back().success = {201};
    routes.push_back(
        {"GET", one, Permission::viewReports, "A picture of work", "", "", access::BodyPolicy::none,
         [state](Principal const&, Request const& request) { return getPicture(state, request); }});
    routes.back().responseTypes = {"image/jpeg"};
    routes.push_back({"PATCH", one, Permission::editActivities, "Another caption", kCaption,
                      workSchema(), access::BodyPolicy::text,
                      [state](Principal const& who, Request const& request) {
                          return setCaption(state, who, request);
                      }});
    routes.push_back({"DELETE", one, Permission::editActivities, "Take a picture out of a record",
                      "", workSchema(), access::BodyPolicy::none,
                      [state](Principal const& who, Request const& request) {
                          return removePicture(state, who, request);
                      }});
    for (auto& route : routes) {
        route.reach = access::row("work", "number");
    }
    return routes;
}

}  // namespace tocsin::activities
