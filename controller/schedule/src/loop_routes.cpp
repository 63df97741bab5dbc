// SPDX-License-Identifier: Apache-2.0
// Loops at the API: asking for one, how far it is, its files.
#include <algorithm>

#include "loops_state.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

namespace json = boost::json;
using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;

constexpr char kWish[] =
    R"({"type":"object","properties":{"date":{"type":"string","format":"date"},"from":{"type":"string"},)"
    R"("minutes":{"type":"integer","minimum":1,"maximum":240},"format":{"enum":["mp4","png"]},"fps":{"type":"integer","minimum":1,"maximum":60}}})";
#define TOCSIN_LOOP_SCHEMA                                                                                                                                                                                                            \
    R"({"type":"object","required":["loop","screen","state","progress","files","findings"],"properties":{"loop":{"type":"string"},"screen":{"type":"string"},"by":{"type":"string"},"asked":{"type":"string","format":"date-time"},)" \
    R"("date":{"type":"string","format":"date"},"released":{"type":"boolean"},"format":{"enum":["mp4","png"]},"state":{"enum":["waiting","rendering","done","failed"]},"progress":{"type":"number"},)"                                \
    R"("message":{"type":"string"},"message_zh":{"type":"string"},"items":{"type":"integer"},"length_ms":{"type":"integer"},"files":{"type":"array","items":{"type":"object"}},"findings":{"type":"array","items":{"type":"object"}}}})"
constexpr char kLoop[] = TOCSIN_LOOP_SCHEMA;
constexpr char kLoops[] =
    R"({"type":"object","properties":{"items":{"type":"array","items":)" TOCSIN_LOOP_SCHEMA "}}}";

/// The reader's sentence, at the member that it is about.
template <class T>
T orFail(messages::JsonReader const& in, Result<T> const& read) {
    if (!read) {
        in.fail(read.error().message);
    }
    return *read;
}

LoopWish readWish(messages::JsonReader const& in) {
    in.onlyKeys({"date", "from", "minutes", "format", "fps"});
    LoopWish wish;
    if (auto const date = in.find("date")) {
        wish.date = orFail(*date, playlists::parseDate(date->string(16)));
    }
    if (auto const from = in.find("from")) {
        wish.from = orFail(*from, playlists::parseTimeOfDay(from->string(16)));
    }
    if (auto const minutes = in.find("minutes")) {
        wish.minutes = static_cast<int>(minutes->integer(1, 240));
    }
    if (auto const format = in.find("format")) {
        auto const name = format->string(8);
        if (name != "mp4" && name != "png") {
            format->fail("expected mp4 or png");
        }
        wish.format = name == "png" ? LoopFormat::png : LoopFormat::mp4;
    }
    if (auto const fps = in.find("fps")) {
        wish.fps = static_cast<int>(fps->integer(1, 60));
    }
    return wish;
}

json::object toJson(Loop const& loop) {
    json::array files, findings;
    for (auto const& file : loop.files) {
        files.push_back(json::object{{"name", file.name},
                                     {"type", file.type},
                                     {"bytes", file.bytes},
                                     {"sha256", file.digest.hex()}});
    }
    for (auto const* const list : {&loop.plan.findings, &loop.findings}) {
        for (auto const& finding : *list) {
            findings.push_back(json::object{{"code", finding.code},
                                            {"message", finding.words.english},
                                            {"message_zh", finding.words.chinese}});
        }
    }
    Milliseconds length{};
    for (auto const& item : loop.plan.items) {
        length += item.length;
    }
    return {{"loop", loop.id},
            {"screen", loop.plan.screen.id.str()},
            {"by", loop.by},
            {"asked", formatInstant(loop.asked)},
            {"date", playlists::toString(loop.plan.date)},
            {"released", loop.plan.released},
            {"format", toString(loop.wish.format)},
            {"state", toString(loop.state)},
            {"progress", loop.share},
            {"message", loop.words.english},
            {"message_zh", loop.words.chinese},
            {"items", loop.plan.items.size()},
            {"length_ms", length.count()},
            {"files", std::move(files)},
            {"findings", std::move(findings)}};
}

/// The loop, if its screen is one of the caller's.
Result<Loop> own(Result<Loop> loop, Principal const& who, access::Permission permission) {
    if (loop && !who.may(permission, loop->plan.screen.unit)) {
        return Error{Errc::permission, "this loop is of a screen of another unit"};
    }
    return loop;
}

Result<Response> sendFile(Result<Loop> const& loop, std::string const& name) {
    if (!loop) {
        return loop.error();
    }
    auto const file = std::ranges::find(loop->files, name, &LoopFile::name);
    if (file == loop->files.end()) {
        return Error{Errc::notFound, "loop " + loop->id + " has no file " + name};
    }
    Response response;
    response.contentType = file->type;
    response.file = access::FileBody{file->file, file->digest};
    return response;
}

}  // namespace

access::Routes Loops::routes() {
    auto* const state = state_.get();
    auto const one = std::string("/api/v1/loops/{loop}");
    access::Routes out;
    out.push_back({"POST", "/api/v1/screens/{id}/loops", Permission::editCampaigns,
                   "Render a loop of the screen's plan to files for a card without a player", kWish,
                   kLoop, BodyPolicy::text,
                   [state](Principal const& who, Request const& request) -> Result<Response> {
                       auto const wish =
                           messages::readJson(request.body.empty() ? "{}" : request.body, readWish);
                       if (!wish) {
                           return wish.error();
                       }
                       auto const loop =
                           state->order(who.name, ScreenId(request.parameters.at("id")), *wish);
                       return loop ? Result<Response>(access::jsonResponse(toJson(*loop), 201))
                                   : loop.error();
                   }});
    out.back().success = {201};
    out.push_back({"GET", "/api/v1/loops", Permission::viewCampaigns,
                   "Loops of the last day: waiting, being rendered, done or failed", "", kLoops,
                   BodyPolicy::none,
                   [state](Principal const& who, Request const&) -> Result<Response> {
                       json::array items;
                       for (auto const& loop : state->all()) {
                           if (who.may(Permission::viewCampaigns, loop.plan.screen.unit)) {
                               items.push_back(toJson(loop));
                           }
                       }
                       return access::jsonResponse(json::object{{"items", std::move(items)}});
                   }});
    out.push_back({"GET", one, Permission::viewCampaigns, "How far a loop is, and its files", "",
                   kLoop, BodyPolicy::none,
                   [state](Principal const& who, Request const& request) -> Result<Response> {
                       auto const loop = own(state->find(request.parameters.at("loop")), who,
                                             Permission::viewCampaigns);
                       return loop ? Result<Response>(access::jsonResponse(toJson(*loop)))
                                   : loop.error();
                   }});
    out.push_back({"GET", one + "/files/{name}", Permission::viewCampaigns, "A file of a loop", "",
                   "", BodyPolicy::none,
                   [state](Principal const& who, Request const& request) -> Result<Response> {
                       return sendFile(own(state->find(request.parameters.at("loop")), who,
                                           Permission::viewCampaigns),
                                       request.parameters.at("name"));
                   }});
    out.back().responseTypes = {"video/mp4", "image/png", "text/html", "application/json"};
    out.back().success = {200, 206};
    out.push_back({"DELETE", one, Permission::editCampaigns,
                   "Stop rendering a loop, or remove its files", "", "", BodyPolicy::none,
                   [state](Principal const& who, Request const& request) -> Result<Response> {
                       if (auto const loop = own(state->find(request.parameters.at("loop")), who,
                                                 Permission::editCampaigns);
                           !loop) {
                           return loop.error();
                       }
                       auto const removed = state->remove(request.parameters.at("loop"));
                       return removed ? Result<Response>(access::jsonResponse(json::object{}))
                                      : removed.error();
                   }});
    using access::filtered;
    return access::withReach(std::move(out),
                             {{"POST /api/v1/screens/{id}/loops", access::row("screen", "id")},
                              {"GET /api/v1/loops", filtered()},
                              {"GET /api/v1/loops/{loop}", filtered()},
                              {"GET /api/v1/loops/{loop}/files/{name}", filtered()},
                              {"DELETE /api/v1/loops/{loop}", filtered()}});
}

}  // namespace tocsin::schedule
