// SPDX-License-Identifier: Apache-2.0
#include "tocsin/library/library.hpp"

#include <algorithm>
#include <semaphore>
#include <shared_mutex>
#include <system_error>

#include "asset_properties.hpp"
#include "categories.hpp"
#include "characters.hpp"
#include "entering.hpp"
#include "handle.hpp"
#include "library_state.hpp"
#include "tocsin/library/content_files.hpp"
#include "tocsin/library/show_time.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/outbound/metadata.hpp"
#include "tocsin/vocabulary/utf8.hpp"
#include "worker_answers.hpp"

namespace tocsin::library {
namespace {

constexpr std::size_t kTitleBytes = 200;
constexpr Milliseconds kSloganLimit{30'000};
/// Plans may use what uploads may not, so that a full disk does not darken the screens; but this
/// share of the reserve is for database and logs alone.
constexpr std::int64_t kShareOfReserve = 4;

std::optional<store::Asset> known(store::Store& store, Digest const& digest) {
    std::optional<store::Asset> found;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        found = tx.assets().find(digest);
        return {};
    });
    if (!looked) {
        throw Failure(looked.error());
    }
    return found;
}

Result<> checkShowFor(Milliseconds showFor) {
    if (showFor < std::chrono::seconds(kShowSeconds.least) ||
        showFor > std::chrono::seconds(kShowSeconds.most)) {
        return Error{Errc::invalid, "a showing time of " + std::to_string(showFor.count()) +
                                        " ms is not possible; take " +
                                        std::to_string(kShowSeconds.least) + " to " +
                                        std::to_string(kShowSeconds.most) + " s"};
    }
    return {};
}

/// What is known already: a retired asset comes back into use, and what is said of it now becomes
/// true.
Result<AddedAsset> useAgain(Library& library, store::Store& store, access::Principal const& who,
                            store::Asset const& asset, AssetProperties const& properties) {
    auto const changed = withProperties(asset, properties);
    if (!changed) {
        return changed.error();
    }
    auto used =
        asset.retired ? enter(store, who, asset, asset.handle, false) : AddedAsset{asset, false};
    if (!used || *changed == asset) {
        return used;
    }
    // An upload cannot wait for a second person, as a change of what is said can.
    auto const onlyUnshown = [&asset](store::Tx&, access::Reached const& reached) -> Result<> {
        return reached.screens.empty()
                   ? Result<>()
                   : Error{Errc::conflict,
                           "these bytes are asset " + asset.handle +
                               ", which screens show; what their plans depend on is said with "
                               "tocsin media set " +
                               asset.handle};
    };
    auto const set = library.set(who, asset.content.asset.hex(), properties, onlyUnshown);
    if (!set) {
        return set.error();
    }
    return AddedAsset{*set, false};
}

/// Errc::conflict if `asset` has another name than the one it is brought in by; an empty one will
/// do.
Result<> checkName(store::Asset const& asset, std::string const& handle) {
    if (handle.empty() || handle == asset.handle) {
        return {};
    }
    return Error{Errc::conflict, "these bytes are asset " + asset.handle +
                                     " already; use that name, or give no handle"};
}

/// What is checked of every description before anything is done.
Result<> checkOrder(std::string const& handle, Milliseconds showFor,
                    AssetProperties const& properties) {
    if (auto fine = checkShowFor(showFor); !fine) {
        return fine;
    }
    if (auto fine = withProperties({}, properties); !fine) {
        return fine.error();
    }
    return handle.empty() ? Result<>() : checkHandle(handle);
}

/// What has to be made of an upload before screens can show it.
store::Conversion masterOf(store::Asset const& asset, media::Verdict const& verdict,
                           access::Principal const& who) {
    store::Conversion out;
    out.asset = asset.content.asset;
    out.needs = verdict.needs;
    out.owner = who.name;
    out.asked = out.touched = asset.added;
    if (asset.kind == playlists::AssetKind::film) {
        out.length = asset.duration;
        out.sound = verdict.sound;
        out.rateNum = verdict.houseRateNum;
        out.rateDen = verdict.houseRateDen;
    }
    return out;
}

/// For the layman, then the cause in the decoder's words if it says more.
std::string refusalOf(media::Verdict const& verdict) {
    bool const saysMore = !verdict.technical.empty() && verdict.technical != verdict.reason;
    return verdict.reason + (saysMore ? " (" + verdict.technical + ")" : "");
}

}  // namespace

/// Takes in what is a description and no upload: its bytes are its file.
Result<AddedAsset> Library::enterDescribed(access::Principal const& who, store::Asset asset,
                                           std::string const& canonical, Name const& name,
                                           AssetProperties const& properties) {
    std::shared_lock const bringing(state_->bringing);
    auto const digest = messages::sha256(canonical);
    auto const bytes = static_cast<std::int64_t>(canonical.size());
    if (auto room = state_->files.checkRoom(bytes, state_->settings.diskReserveBytes); !room) {
        return room.error();
    }
    if (auto kept = state_->files.keep(digest, canonical); !kept) {
        return kept.error();
    }
    if (auto const there = known(state_->store, digest)) {
        return useAgain(*this, state_->store, who, *there, properties);
    }
    asset.content = {digest, digest, digest};
    asset.bytes = asset.uploadBytes = bytes;
    asset.added = state_->settings.now();
    asset = withProperties(asset, properties).value();
    auto added = enter(state_->store, who, asset, name.wish, name.exactly, properties);
    return !added || added->isNew ? added
                                  : useAgain(*this, state_->store, who, added->asset, properties);
}

Library::Library(store::Store& store, LibrarySettings settings)
    : state_(std::make_unique<State>(store, std::move(settings))) {
    state_->removeLeftOvers();
}
Library::~Library() = default;

void Library::stop() {
    state_->stop.request_stop();
}

/// A first look refuses in a second what cannot play at all; whoever has waited for a long film to
/// come shall not wait for all of its frames to hear that.
Result<media::Verdict> Library::lookAt(std::filesystem::path const& upload,
                                       UploadedFile const& file) {
    Place const place(state_->probes);
    auto const look = [&](media::Depth depth) {
        return probe(state_->settings.worker, upload, depth, state_->settings.probeLimit,
                     state_->stop.get_token());
    };
    auto first = look(media::Depth::quick);
    if (!first || !first->accepted) {
        return first;
    }
    if (file.plays) {
        file.plays();
    }
    return first->kind == "film" ? look(media::Depth::whole) : first;
}

Result<AddedAsset> Library::add(access::Principal const& who, std::filesystem::path const& upload,
                                std::string const& fileName, std::string const& handle,
                                Milliseconds showFor, AssetProperties const& said,
                                UploadedFile const& file) {
    auto const properties = withListedCategory(state_->store, said);
    if (!isUtf8(fileName)) {
        return Error{Errc::invalid, shownAsUtf8(cut(fileName, kTitleBytes)) +
                                        ": the file's name is not UTF-8; rename it"};
    }
    auto const name = fileName.empty() ? std::string("upload") : cut(fileName, kTitleBytes);
    auto const about = [&](Error error) { return Error{error.code, name + ": " + error.message}; };
    if (auto fine = checkShowFor(showFor); !fine) {
        return about(fine.error());
    }
    if (auto fine = handle.empty() ? Result<>() : checkHandle(handle); !fine) {
        return about(fine.error());
    }
    if (auto fine = withProperties({}, properties); !fine) {
        return about(fine.error());
    }
    auto const digest = file.digest ? *file.digest : messages::sha256File(upload);
    if (!digest) {
        return about(digest.error());
    }
    if (std::shared_lock const bringing(state_->bringing);
        auto const there = known(state_->store, *digest)) {
        if (auto same = checkName(*there, handle); !same) {
            return about(same.error());
        }
        // Were its file lost, these are the bytes that were looked at then.
        if (!state_->files.has(*digest)) {
            if (auto taken = state_->files.take(upload, *digest); !taken) {
                return about(taken.error());
            }
        }
        auto used = useAgain(*this, state_->store, who, *there, properties);
        return used ? used : about(used.error());
    }
    if (auto room = state_->files.checkRoom(0, state_->settings.diskReserveBytes); !room) {
        return about(room.error());
    }
    Intake const intake{who, upload, name, handle, showFor, properties};
    if (auto pages = addKnownPages(intake, *digest)) {
        return *pages ? *pages : about(pages->error());
    }
    auto const verdict = lookAt(upload, file);
    if (!verdict) {
        return about(verdict.error());
    }
    if (!verdict->accepted) {
        return about({Errc::invalid, refusalOf(*verdict)});
    }
    if (verdict->pages > 1) {
        auto pages = addPages(intake, *digest, verdict->pages);
        return pages ? pages : about(pages.error());
    }
    std::shared_lock const bringing(state_->bringing);
    std::error_code failed;
    auto const bytes = static_cast<std::int64_t>(std::filesystem::file_size(upload, failed));
    if (auto taken = state_->files.take(upload, *digest); !taken) {
        return about(taken.error());
    }
    store::Asset asset;
    asset.content = {*digest, *digest, *digest};
    asset.title = name;
    asset.broughtAs = name;
    asset.kind =
        verdict->kind == "film" ? playlists::AssetKind::film : playlists::AssetKind::picture;
    asset.bytes = asset.uploadBytes = bytes;
    asset.ready =
        verdict->needs.empty() || (state_->settings.convertOnlyUnplayable && verdict->playable);
    asset.duration =
        asset.kind == playlists::AssetKind::film ? Milliseconds(verdict->durationMs) : showFor;
    asset.codec = verdict->codec;
    asset.width = verdict->width;
    asset.height = verdict->height;
    asset.rateNum = verdict->rateNum;
    asset.rateDen = verdict->rateDen;
    asset.sound = verdict->sound;
    asset.added = state_->settings.now();
    asset = withProperties(asset, properties).value();
    auto const master = asset.ready ? std::nullopt : std::optional(masterOf(asset, *verdict, who));
    auto added = enter(state_->store, who, asset, handle.empty() ? handleFrom(name) : handle,
                       !handle.empty(), properties, master);
    if (added && added->isNew && master) {
        state_->tellConversionsWanted();
    }
    if (!added || added->isNew) {
        return added;
    }
    // The same bytes came twice at once.
    if (auto same = checkName(added->asset, handle); !same) {
        return about(same.error());
    }
    auto used = useAgain(*this, state_->store, who, added->asset, properties);
    return used ? used : about(used.error());
}

Result<AddedAsset> Library::addSlogan(access::Principal const& who, media::SloganStyle const& style,
                                      std::string const& handle, Milliseconds showFor,
                                      AssetProperties const& said) {
    auto const properties = withListedCategory(state_->store, said);
    if (auto fine = checkOrder(handle, showFor, properties); !fine) {
        return fine.error();
    }
    auto const characters = charactersOf(state_->store, style.text);
    if (!characters) {
        return characters.error();
    }
    auto const canonical = [&] {
        Place const place(state_->slogans);
        return describeSlogan(state_->settings.worker, style, *characters,
                              std::min(state_->settings.probeLimit, kSloganLimit),
                              state_->stop.get_token());
    }();
    if (!canonical) {
        return canonical.error();
    }
    store::Asset asset;
    asset.title = cut(style.text, kTitleBytes);
    asset.broughtAs = style.text;
    asset.kind = playlists::AssetKind::slogan;
    asset.duration = showFor;
    return enterDescribed(
        who, asset, *canonical,
        {handle.empty() ? handleFrom(style.text + ".x") : handle, !handle.empty()}, properties);
}

Result<AddedAsset> Library::addStream(access::Principal const& who, media::StreamWish const& wish,
                                      std::string const& handle, Milliseconds showFor,
                                      AssetProperties const& said) {
    auto const properties = withListedCategory(state_->store, said);
    if (auto fine = checkOrder(handle, showFor, properties); !fine) {
        return fine.error();
    }
    auto const stream = media::describeStream(wish);
    if (!stream) {
        return stream.error();
    }
    // Players open it, each on its own network, where much is a camera that the controller could
    // not reach; but this never is one.
    if (outbound::namesMetadata(stream->address)) {
        return Error{Errc::invalid,
                     "address: no live stream comes from where clouds keep the "
                     "secrets of their machines"};
    }
    auto const shown = media::shownAddress(stream->address);
    store::Asset asset;
    asset.title = cut(shown, kTitleBytes);
    asset.broughtAs = shown;
    asset.kind = playlists::AssetKind::stream;
    asset.duration = showFor;
    return enterDescribed(
        who, asset, media::canonicalStream(*stream),
        {handle.empty() ? handleFrom("stream-" + shown.substr(shown.rfind('/') + 1)) : handle,
         !handle.empty()},
        properties);
}

Result<std::filesystem::path> Library::file(Digest const& digest) const {
    if (!state_->files.has(digest)) {
        return Error{Errc::notFound, "there is no content " + digest.hex()};
    }
    return state_->files.pathOf(digest);
}

Result<> Library::keep(Digest const& digest, std::string const& bytes) {
    auto const reserve = state_->settings.diskReserveBytes / kShareOfReserve;
    if (auto room = state_->files.checkRoom(static_cast<std::int64_t>(bytes.size()), reserve);
        !room && !state_->files.has(digest)) {
        return room.error();
    }
    return state_->files.keep(digest, bytes);
}

}  // namespace tocsin::library
