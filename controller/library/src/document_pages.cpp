// SPDX-License-Identifier: Apache-2.0
// A document of several pages: a picture a page, and a playlist of them.
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <system_error>

#include "asset_properties.hpp"
#include "conversion_answers.hpp"
#include "entering.hpp"
#include "handle.hpp"
#include "library_state.hpp"
#include "playlists.hpp"
#include "tocsin/access/unit_for.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::library {

using access::ownUnit;
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMostPixels = 65'536;

/// A page as a picture, in a file that goes with it unless it was moved away.
struct Page {
    explicit Page(fs::path where) : file(std::move(where)) {}
    ~Page() {
        std::error_code ignored;
        fs::remove(file, ignored);
    }
    Page(Page const&) = delete;
    Page& operator=(Page const&) = delete;

    fs::path file;
    Digest digest;
    std::string codec;
    int width = 0, height = 0;
    std::int64_t bytes = 0;
};

Result<> draw(Page& page, fs::path const& document, std::int64_t number,
              LibrarySettings const& settings, std::stop_token const& stop) {
    auto const order = boost::json::serialize(boost::json::object{{"page", number}});
    auto const run = runWorker(settings.worker, {"picture", document.string(), page.file.string()},
                               order, settings.probeLimit, stop);
    if (!run) {
        return run.error();
    }
    auto const answer = doneLine(*run);
    if (!answer) {
        return answer.error();
    }
    auto const read = messages::readJson(*answer, [&](messages::JsonReader const& in) {
        page.codec = in.at("format").string(16);
        page.width = static_cast<int>(in.at("width").integer(1, kMostPixels));
        page.height = static_cast<int>(in.at("height").integer(1, kMostPixels));
        page.bytes = in.at("bytes").integer(1, 1LL << 40);
        return true;
    });
    auto const digest = read ? messages::sha256File(page.file) : read.error();
    if (!digest) {
        return digest.error();
    }
    page.digest = *digest;
    return {};
}

/// Finds a playlist of these very pages, or adds one under a free handle like `wish`.
Result<> putPlaylist(store::Store& store, access::Principal const& who, std::string const& wish,
                     std::string const& title, std::vector<Digest> const& pages, Instant now) {
    return store.write(
        [&](store::Tx& tx) -> Result<> {
            for (auto const& playlist : tx.playlists().all()) {
                if (!playlist.retired && playlist.items == pages) {
                    return {};
                }
            }
            auto const handle = freeHandle(wish, [&](std::string const& taken) {
                return tx.playlists().find(taken).has_value();
            });
            PlaylistWish order{title, std::vector<std::string>{}};
            for (auto const& page : pages) {
                order.items->push_back(page.hex());
            }
            auto const added = addPlaylist(tx, handle, order, {who.name, ownUnit(who)}, now);
            return added ? Result<>() : added.error();
        },
        {who.name, "playlist.add", wish, title});
}

}  // namespace

std::optional<Result<AddedAsset>> Library::addKnownPages(Intake const& intake,
                                                         Digest const& document) {
    std::vector<store::Asset> pages;
    auto const looked = state_->store.read([&](store::Tx const& tx) -> Result<> {
        auto const known = tx.documents().find(document);
        for (auto const& page : known ? known->pages : std::vector<Digest>{}) {
            auto asset = tx.assets().find(page);
            if (!asset || !state_->files.has(page)) {
                pages.clear();  // a page is gone: all are drawn anew
                break;
            }
            pages.push_back(*std::move(asset));
        }
        return {};
    });
    if (!looked || pages.empty()) {
        return std::nullopt;
    }
    std::optional<AddedAsset> first;
    std::vector<Digest> all;
    for (auto const& page : pages) {
        std::shared_lock const bringing(state_->bringing);
        auto added = enter(state_->store, intake.who, page, page.handle, false, intake.properties);
        if (!added) {
            return added;
        }
        all.push_back(page.content.asset);
        if (first) {
            first->furtherPages.push_back(page.content.asset);
        } else {
            first = std::move(*added);
        }
    }
    return listed(intake, all, std::move(*first));
}

Result<AddedAsset> Library::addPages(Intake const& intake, Digest const& document,
                                     std::int64_t pages) {
    auto const& settings = state_->settings;
    auto const base = intake.handle.empty() ? handleFrom(intake.name) : intake.handle;
    auto const folder = settings.directory / "pages";
    std::error_code failed;
    fs::create_directories(folder, failed);
    std::optional<AddedAsset> first;
    std::vector<Digest> all;
    for (std::int64_t number = 1; number <= pages; ++number) {
        Page page(folder / messages::sha256(messages::randomBytes(16)).hex());
        Place const place(state_->probes);
        if (auto drawn = draw(page, intake.upload, number, settings, state_->stop.get_token());
            !drawn) {
            return drawn.error();
        }
        if (auto room = state_->files.checkRoom(page.bytes, settings.diskReserveBytes); !room) {
            return room.error();
        }
        std::shared_lock const bringing(state_->bringing);
        if (auto taken = state_->files.take(page.file, page.digest); !taken) {
            return taken.error();
        }
        store::Asset asset;
        asset.content = {page.digest, page.digest, page.digest};
        asset.title = asset.broughtAs =
            intake.name + " (" + std::to_string(number) + "/" + std::to_string(pages) + ")";
        asset.kind = playlists::AssetKind::picture;
        asset.bytes = asset.uploadBytes = page.bytes;
        asset.duration = intake.showFor;
        asset.codec = page.codec;
        asset.width = page.width;
        asset.height = page.height;
        asset.added = settings.now();
        asset = withProperties(asset, intake.properties).value();
        auto added = enter(state_->store, intake.who, asset, base + "-" + std::to_string(number),
                           false, intake.properties);
        if (!added) {
            return added;
        }
        all.push_back(added->asset.content.asset);
        if (first) {
            first->furtherPages.push_back(all.back());
        } else {
            first = std::move(*added);
        }
    }
    auto const kept = state_->store.ingest([&](store::Tx& tx) -> Result<> {
        tx.documents().put({document, all});
        return {};
    });
    return kept ? listed(intake, all, std::move(*first)) : kept.error();
}

/// With a playlist of the pages beside them.
Result<AddedAsset> Library::listed(Intake const& intake, std::vector<Digest> const& pages,
                                   AddedAsset first) {
    auto const base = intake.handle.empty() ? handleFrom(intake.name) : intake.handle;
    auto const done =
        putPlaylist(state_->store, intake.who, base, intake.name, pages, state_->settings.now());
    return done ? Result<AddedAsset>(std::move(first)) : done.error();
}

}  // namespace tocsin::library
