// SPDX-License-Identifier: Apache-2.0
// tocsin playlist …, tocsin category …
#include <boost/json.hpp>

#include "render.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kPlaylists[] = "/api/v1/playlists";
constexpr char kCategories[] = "/api/v1/categories";

std::string pathOf(std::string const& playlist, std::string const& action = "") {
    return std::string(kPlaylists) + "/" + encoded(playlist) + action;
}

ExitCode printPlaylist(Context const& context, Reply const& reply) {
    print(context, reply, renderPlaylist(reply.document, context.environment.language));
    return printFindings(context, reply.document) == 0 ? ExitCode::ok : ExitCode::findings;
}

ExitCode printCategories(Context const& context, Reply const& reply) {
    print(context, reply, renderCategories(reply.document, context.environment.language));
    return ExitCode::ok;
}

}  // namespace

ExitCode perform(PlaylistList const& list, Context const& context) {
    auto const reply =
        context.client.get(std::string(kPlaylists) + (list.retired ? "?retired=any" : ""));
    print(context, reply, renderPlaylists(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(PlaylistShow const& show, Context const& context) {
    return printPlaylist(context, context.client.get(pathOf(show.playlist)));
}

ExitCode perform(PlaylistPut const& put, Context const& context) {
    boost::json::object body;
    if (put.title) {
        body["title"] = *put.title;
    }
    if (!put.assets.empty()) {
        body["items"] = boost::json::array(put.assets.begin(), put.assets.end());
    }
    if (put.isNew) {
        body["handle"] = put.playlist;
        return printPlaylist(context, context.client.post(kPlaylists, body));
    }
    if (body.empty()) {
        throw CommandFailure(ExitCode::usage,
                             "there is nothing to change; name its assets anew, or give --title");
    }
    return printPlaylist(context, context.client.patch(pathOf(put.playlist), body));
}

ExitCode perform(PlaylistRetire const& retire, Context const& context) {
    return printPlaylist(context, context.client.post(pathOf(retire.playlist, "/retire")));
}

ExitCode perform(CategoryList const&, Context const& context) {
    return printCategories(context, context.client.get(kCategories));
}

ExitCode perform(CategorySet const& set, Context const& context) {
    boost::json::object const body{{"zh", set.chinese}, {"en", set.english}};
    return printCategories(context,
                           context.client.put(std::string(kCategories) + "/" + encoded(set.word),
                                              "application/json", boost::json::serialize(body)));
}

ExitCode perform(CategoryRemove const& remove, Context const& context) {
    return printCategories(
        context, context.client.remove(std::string(kCategories) + "/" + encoded(remove.word)));
}

}  // namespace tocsin::cli
