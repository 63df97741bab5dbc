// SPDX-License-Identifier: Apache-2.0
// Files of an activity's parts: the scheme, a notice, minutes. Kept as they came.
#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <system_error>

#include "activity_changes.hpp"
#include "activity_json.hpp"
#include "activity_routes.hpp"
#include "attachment.hpp"
#include "reading.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::activities {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using store::Activity;
using store::PartFile;

constexpr std::size_t kNameBytes = 200;

Result<std::string> fileName(Request const& request) {
    auto name = lineOf("name", access::queried(request, "name"), kNameBytes);
    if (!name) {
        return name;
    }
    if (name->empty() || name->find_first_of("/\\") != std::string::npos || *name == "." ||
        *name == "..") {
        return Error{Errc::invalid,
                     "name: what the file is called, without folders, like "
                     "实施方案.docx"};
    }
    return name;
}

Result<Response> addFile(StatePtr const& state, Principal const& who, Request const& request) {
    auto const part = partNamed(request.parameters.at("part"));
    auto const name = part ? fileName(request) : part.error();
    if (!name) {
        return name.error();
    }
    std::error_code failed;
    auto const bytes =
        static_cast<std::int64_t>(std::filesystem::file_size(request.bodyFile, failed));
    if (failed || bytes < 1 || bytes > ActivityBook::kMostFileBytes) {
        return Error{Errc::invalid, "the file has " + std::to_string(failed ? 0 : bytes) +
                                        " bytes; allowed are 1 to " +
                                        std::to_string(ActivityBook::kMostFileBytes)};
    }
    auto const digest = messages::sha256File(request.bodyFile);
    if (!digest) {
        return digest.error();
    }
    std::shared_lock const bringing(state->bringing);
    auto kept = state->files.checkRoom(bytes, state->settings.diskReserveBytes);
    kept = kept ? state->files.take(request.bodyFile, *digest) : kept;
    if (!kept) {
        return kept.error();
    }
    auto const& handle = request.parameters.at("handle");
    return changeActivity(
        *state, handle,
        {who.name, "activity.file-add", handle,
         std::string(store::toString(*part)) + ": " + *name + " " + digest->hex()},
        [&](store::Tx&, Activity& activity) -> Result<> {
            auto& files = partOf(activity, *part).files;
            std::erase_if(files, [&](PartFile const& one) { return one.digest == *digest; });
            if (files.size() >= ActivityBook::kMostFiles) {
                return Error{
                    Errc::invalid,
                    "a part has at most " + std::to_string(ActivityBook::kMostFiles) + " files"};
            }
            files.push_back({*digest, *name, bytes});
            return {};
        },
        201);
}

/// The file that the request names.
Result<PartFile> namedFile(Activity& activity, Request const& request) {
    auto const part = partNamed(request.parameters.at("part"));
    if (!part) {
        return part.error();
    }
    auto const digest = Digest::fromHex(request.parameters.at("digest"));
    auto const& files = partOf(activity, *part).files;
    auto const found = digest ? std::ranges::find(files, *digest, &PartFile::digest) : files.end();
    if (found == files.end()) {
        return Error{Errc::notFound, "the " + std::string(store::toString(*part)) +
                                         " of activity \"" + activity.handle +
                                         "\" has no such file"};
    }
    return *found;
}

Result<Response> getFile(StatePtr const& state, Request const& request) {
    Result<PartFile> file = Error{Errc::internal, "nothing was read"};
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        auto activity = findActivity(tx, request.parameters.at("handle"));
        file = activity ? namedFile(*activity, request) : activity.error();
        return {};
    });
    if (!looked || !file) {
        return looked ? file.error() : looked.error();
    }
    if (!state->files.has(file->digest)) {
        return Error{Errc::damaged, "the file " + file->digest.hex() +
                                        " is not on the disk any more; restore it from a backup "
                                        "(folder activities of the data directory)"};
    }
    return attachment(state->files.pathOf(file->digest), file->digest, file->name);
}

bool isUsed(store::Tx const& tx, Digest const& digest) {
    auto const all = tx.activities().all();
    return std::ranges::any_of(all, [&](Activity const& activity) {
        return std::ranges::any_of(activity.parts, [&](store::PartText const& part) {
            return std::ranges::find(part.files, digest, &PartFile::digest) != part.files.end();
        });
    });
}

Result<Response> removeFile(StatePtr const& state, Principal const& who, Request const& request) {
    auto const& handle = request.parameters.at("handle");
    // What is taken away by mistake can be given again; what nobody should have read goes.
    std::unique_lock const bringing(state->bringing);
    auto const digest = Digest::fromHex(request.parameters.at("digest"));
    auto answer = changeActivity(
        *state, handle,
        {who.name, "activity.file-remove", handle,
         request.parameters.at("part") + ": " + request.parameters.at("digest")},
        [&](store::Tx&, Activity& activity) -> Result<> {
            auto const file = namedFile(activity, request);
            if (!file) {
                return file.error();
            }
            std::erase(partOf(activity, *partNamed(request.parameters.at("part"))).files, *file);
            return {};
        });
    bool used = true;
    if (answer) {
        auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
            used = isUsed(tx, *digest);
            return {};
        });
        if (looked && !used) {
            state->files.remove(*digest);
        }
    }
    return answer;
}

}  // namespace

access::Routes fileRoutes(StatePtr const& state) {
    auto const all = std::string("/api/v1/activities/{handle}/parts/{part}/files");
    auto const one = all + "/{digest}";
    access::Routes routes;
    routes.push_back({"POST", all, Permission::editActivities, "Add a file to a part", "",
                      activitySchema(), access::BodyPolicy::upload,
                      [state](Principal const& who, Request const& request) {
                          return addFile(state, who, request);
                      }});
    routes.back().query = {{"name", true}};
    routes.back().success = {201};
    routes.push_back({"GET", one, Permission::viewReports, "A file of a part, to be saved", "", "",
                      access::BodyPolicy::none, [state](Principal const&, Request const& request) {
                          return getFile(state, request);
                      }});
    routes.back().responseTypes = {"application/octet-stream"};
    routes.push_back({"DELETE", one, Permission::editActivities, "Take a file out of a part", "",
                      activitySchema(), access::BodyPolicy::none,
                      [state](Principal const& who, Request const& request) {
                          return removeFile(state, who, request);
                      }});
    for (auto& route : routes) {
        route.reach = route.method == "GET" ? access::shared("activity", "handle")
                                            : access::row("activity", "handle");
    }
    return routes;
}

}  // namespace tocsin::activities
