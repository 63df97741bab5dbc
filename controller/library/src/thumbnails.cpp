// SPDX-License-Identifier: Apache-2.0
#include "thumbnails.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "conversion_answers.hpp"
#include "whole_file.hpp"

namespace tocsin::library {
namespace {

namespace fs = std::filesystem;

/// A slogan has no pixels of its own: as a lobby display would show it, a few seconds in, when
/// scrolling letters have come.
constexpr int kSloganWidth = 320, kSloganHeight = 80;
constexpr Milliseconds kSloganAt{3'000};

bool isThere(fs::path const& file) {
    std::error_code ignored;
    return fs::is_regular_file(file, ignored);
}

/// What screens show of it; while there is no master, what that will be made from.
Digest const& sourceOf(store::Asset const& asset) {
    return asset.ready ? asset.content.master : asset.content.asset;
}

Error gone(store::Asset const& asset) {
    return {Errc::notFound, "the file of asset " + asset.handle + " is not there any more"};
}

}  // namespace

Thumbnails::Thumbnails(Parts parts, std::stop_token stop)
    : parts_(std::move(parts)), stop_(std::move(stop)) {}

fs::path Thumbnails::pathOf(store::Asset const& asset, std::string const& suffix) const {
    auto const hex = sourceOf(asset).hex();
    return parts_.directory / "shown" / hex.substr(0, 2) / (hex + suffix);
}

Result<> Thumbnails::makeByWorker(store::Asset const& asset, std::string const& verb,
                                  std::string const& order, fs::path const& target) {
    auto const& source = sourceOf(asset);
    if (!parts_.files.has(source)) {
        return gone(asset);
    }
    auto part = target;
    part += ".part";
    // How far a clip is comes line by line and interests nobody: the answer is the last line.
    WorkerManners const manners{0, [](std::string_view) {}};
    auto const run = runWorker(parts_.worker, {verb, parts_.files.pathOf(source), part.string()},
                               order, parts_.limit, stop_, manners);
    auto const done = run ? doneLine(*run) : run.error();
    if (!done) {
        std::error_code ignored;
        fs::remove(part, ignored);
        return done.error();
    }
    return settle(part, target);
}

Result<> Thumbnails::drawSlogan(store::Asset const& asset, fs::path const& target) {
    if (!parts_.files.has(asset.content.rendition)) {
        return gone(asset);
    }
    std::ifstream in(parts_.files.pathOf(asset.content.rendition), std::ios::binary);
    SloganSubject const subject{{std::istreambuf_iterator<char>(in), {}}, ""};
    PreviewWish wish;
    wish.width = kSloganWidth;
    wish.height = kSloganHeight;
    wish.at = std::min(kSloganAt, asset.duration);
    wish.local = parts_.now();
    auto const png = parts_.slogans.preview(subject, wish);
    if (!png) {
        return png.error();
    }
    return writeWhole(target, *png);
}

Result<ShownFile> Thumbnails::thumbnail(store::Asset const& asset) {
    if (asset.kind == playlists::AssetKind::stream) {
        return Error{Errc::notFound,
                     "a live stream has no thumbnail; see its screen (tocsin "
                     "screen shot)"};
    }
    bool const isSlogan = asset.kind == playlists::AssetKind::slogan;
    ShownFile out{pathOf(asset, isSlogan ? ".png" : ".jpg"), isSlogan ? "image/png" : "image/jpeg"};
    std::scoped_lock const lock(working_);
    if (isThere(out.file)) {
        return out;
    }
    std::error_code ignored;
    fs::create_directories(out.file.parent_path(), ignored);
    auto const made =
        isSlogan ? drawSlogan(asset, out.file) : makeByWorker(asset, "thumbnail", "{}", out.file);
    return made ? Result<ShownFile>(std::move(out)) : made.error();
}

Result<ShownFile> Thumbnails::still(store::Asset const& asset, int permille) {
    bool const isFilm = asset.kind == playlists::AssetKind::film;
    auto const place = isFilm && permille >= 0 ? std::to_string(permille) : std::string("whole");
    ShownFile out{pathOf(asset, "-" + place + ".jpg"), "image/jpeg"};
    std::scoped_lock const lock(working_);
    if (isThere(out.file)) {
        return out;
    }
    std::error_code ignored;
    fs::create_directories(out.file.parent_path(), ignored);
    auto const order =
        R"({"width":640,"height":640,"permille":)" + std::to_string(isFilm ? permille : -1) + "}";
    auto const made = makeByWorker(asset, "thumbnail", order, out.file);
    return made ? Result<ShownFile>(std::move(out)) : made.error();
}

Result<ShownFile> Thumbnails::preview(store::Asset const& asset) {
    if (asset.kind != playlists::AssetKind::film) {
        return Error{Errc::notFound,
                     "asset " + asset.handle + " is no film; its thumbnail shows it"};
    }
    ShownFile out{pathOf(asset, ".mp4"), "video/mp4"};
    std::scoped_lock const lock(working_);
    if (isThere(out.file)) {
        return out;
    }
    std::error_code ignored;
    fs::create_directories(out.file.parent_path(), ignored);
    auto const made = makeByWorker(asset, "preview", "{}", out.file);
    return made ? Result<ShownFile>(std::move(out)) : made.error();
}

}  // namespace tocsin::library
