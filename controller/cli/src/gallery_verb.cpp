// SPDX-License-Identifier: Apache-2.0
// tocsin evidence gallery: the page, and the pictures as they came beside it, so that anybody can
// compare their digests.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <filesystem>
#include <system_error>

#include "failure.hpp"
#include "instant_option.hpp"
#include "language.hpp"
#include "output_file.hpp"
#include "render.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

namespace fs = std::filesystem;

std::string filterOf(EvidenceGallery const& order) {
    std::string out;
    auto const put = [&out](char const* key, std::string const& value) {
        if (!value.empty()) {
            out += "&" + std::string(key) + "=" + encoded(value);
        }
    };
    put("campaign", order.campaign);
    put("warning", order.warning);
    put("screen", order.screen);
    put("from", order.from.empty() ? "" : instantOption("--from", order.from, false));
    put("to", order.to.empty() ? "" : instantOption("--to", order.to, true));
    return out;
}

/// As the page names it.
std::string fileNameOf(Json const& picture) {
    return text(picture, "picture") + (text(picture, "type") == "image/png" ? ".png" : ".jpg");
}

bool isDigest(std::string const& name) {
    return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// Those that are there already are not fetched again; how many there are.
std::int64_t fetchPictures(Context const& context, std::string const& filter,
                           fs::path const& folder) {
    std::int64_t count = 0;
    std::string after;
    do {
        auto const page = context.client.get("/api/v1/evidence?limit=500" + filter +
                                             (after.empty() ? "" : "&after=" + encoded(after)));
        for (auto const& picture : elements(page.document, "items")) {
            auto const digest = text(picture, "picture");
            if (!isDigest(digest)) {
                throw CommandFailure(ExitCode::failure,
                                     "the controller names a picture that is no digest");
            }
            context.client.download("/api/v1/evidence/" + digest + "/file",
                                    folder / fileNameOf(picture), digest, integer(picture, "bytes"),
                                    {});
            ++count;
        }
        after = text(page.document, "next");
    } while (!after.empty());
    return count;
}

}  // namespace

ExitCode perform(EvidenceGallery const& order, Context const& context) {
    if (order.campaign.empty() && order.warning.empty()) {
        throw CommandFailure(ExitCode::usage, "name what it is of with --campaign or --warning");
    }
    auto const filter = filterOf(order);
    // The page first: what comes in meanwhile is beside it and not on it, never the other way
    // round.
    auto const page =
        context.client.getText("/api/v1/evidence/gallery?pictures=files&lang=" +
                               languageCode(order.language, context.environment.language) + filter);
    fs::path const folder(order.out);
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) {
        throw CommandFailure(ExitCode::usage,
                             order.out + ": the folder cannot be made: " + failed.message());
    }
    auto const count = fetchPictures(context, filter, folder);
    auto const file = (folder / "index.html").string();
    writeWholeFile(file, page);
    print(context, Json(boost::json::object{{"file", file}, {"pictures", count}}),
          fmt::format(fmt::runtime(say(context.environment.language, Text::galleryWritten)), count,
                      file) +
              "\n");
    return ExitCode::ok;
}

}  // namespace tocsin::cli
