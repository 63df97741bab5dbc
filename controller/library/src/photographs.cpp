// SPDX-License-Identifier: Apache-2.0
// Photographs of screens, looked at by the worker.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

#include "conversion_answers.hpp"
#include "library_state.hpp"
#include "tocsin/messages/json.hpp"
#include "worker.hpp"

namespace tocsin::library {
namespace {

constexpr std::int64_t kMostPixels = 65'536;
constexpr std::size_t kMostWordBytes = 64;
/// Enough for a page of paper, and for one to be looked at closely.
constexpr char kHouseOrder[] = R"({"width":2048,"height":2048,"permille":-1})";

/// Whether `text` is like `form`, in which 0 stands for any digit.
bool isLike(std::string_view text, std::string_view form) {
    auto const isDigit = [](char c) { return c >= '0' && c <= '9'; };
    return std::ranges::equal(
        text, form, [&](char c, char like) { return like == '0' ? isDigit(c) : c == like; });
}

/// The worker has read the file and may have been taken over by it: its words are believed only as
/// far as they have their form.
std::string takenIn(messages::JsonReader const& in) {
    auto out = in.string(kMostWordBytes);
    if (!out.empty() && !isLike(out, "0000:00:00 00:00:00")) {
        in.fail("expected a time like \"2026:06:01 08:30:00\", or nothing");
    }
    return out;
}

std::string offsetIn(messages::JsonReader const& in) {
    auto out = in.string(kMostWordBytes);
    if (!out.empty() && !isLike(out, "+00:00") && !isLike(out, "-00:00")) {
        in.fail("expected an offset like \"+08:00\", or nothing");
    }
    return out;
}

std::string stickerIn(messages::JsonReader const& in) {
    auto out = in.string(kMostWordBytes);
    bool const printable = std::ranges::all_of(out, [](char c) { return c >= ' ' && c <= '~'; });
    if (out.empty() || !printable) {
        in.fail("expected the id of a screen");
    }
    return out;
}

media::Photograph photographIn(messages::JsonReader const& in) {
    media::Photograph out;
    auto const type = in.at("type");
    out.png = type.string(kMostWordBytes) == "image/png";
    if (!out.png && type.string(kMostWordBytes) != "image/jpeg") {
        type.fail("expected image/jpeg or image/png");
    }
    out.width = static_cast<int>(in.at("width").integer(1, kMostPixels));
    out.height = static_cast<int>(in.at("height").integer(1, kMostPixels));
    out.taken = takenIn(in.at("taken"));
    out.offset = offsetIn(in.at("offset"));
    for (auto const& screen : in.at("screens").array(media::Photograph::kMostStickers)) {
        out.screens.push_back(stickerIn(screen));
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

Result<HousePhotograph> Library::housePhotograph(std::filesystem::path const& upload) {
    auto said = lookAtPhotograph(upload);
    if (!said) {
        return said.error();
    }
    auto const& settings = state_->settings;
    auto drawn = upload;
    drawn += ".house";
    auto const limit = std::min(settings.probeLimit, Milliseconds(120'000));
    auto const run = [&] {
        Place const place(state_->probes);
        return runWorker(settings.worker, {"thumbnail", upload.string(), drawn.string()},
                         kHouseOrder, limit, state_->stop.get_token());
    }();
    auto const done = run ? doneLine(*run) : run.error();
    std::ifstream in(drawn, std::ios::binary);
    HousePhotograph out{{std::istreambuf_iterator<char>(in), {}}, *std::move(said)};
    std::error_code ignored;
    std::filesystem::remove(drawn, ignored);
    if (!done) {
        return done.error();
    }
    if (!out.jpeg.starts_with("\xff\xd8\xff")) {
        return Error{Errc::damaged, "the media worker drew no picture of the photograph"};
    }
    return out;
}

}  // namespace tocsin::library
