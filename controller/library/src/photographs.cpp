// SPDX-License-Identifier: Apache-2.0
// Photographs of screens, looked at by the worker.
#include <algorithm>

#include "conversion_answers.hpp"
#include "library_state.hpp"
#include "tocsin/messages/json.hpp"
#include "worker.hpp"

namespace tocsin::library {
namespace {

constexpr std::int64_t kMostPixels = 65'536;
constexpr std::size_t kMostWordBytes = 64;

media::Photograph photographIn(messages::JsonReader const& in) {
    media::Photograph out;
    auto const type = in.at("type");
    out.png = type.string(kMostWordBytes) == "image/png";
    if (!out.png && type.string(kMostWordBytes) != "image/jpeg") {
        type.fail("expected image/jpeg or image/png");
    }
    out.width = static_cast<int>(in.at("width").integer(1, kMostPixels));
    out.height = static_cast<int>(in.at("height").integer(1, kMostPixels));
    out.taken = in.at("taken").string(kMostWordBytes);
    out.offset = in.at("offset").string(kMostWordBytes);
    for (auto const& screen : in.at("screens").array(media::Photograph::kMostStickers)) {
        out.screens.push_back(screen.string(kMostWordBytes));
    }
    return out;
}

}  // namespace

Result<media::Photograph> Library::lookAtPhotograph(std::filesystem::path const& upload) {
    auto const& settings = state_->settings;
    auto const limit = std::min(settings.probeLimit, Milliseconds(120'000));
    auto const run = [&] {
        Place const place(state_->probes);
        return runWorker(settings.worker, {"photo", upload.string()}, "", limit,
                         state_->stop.get_token());
    }();
    auto const done = run ? doneLine(*run) : run.error();
    return done ? messages::readJson(*done, photographIn) : done.error();
}

}  // namespace tocsin::library
