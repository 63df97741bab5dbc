// SPDX-License-Identifier: Apache-2.0
// What becomes of a file that has come whole: the library's verdict on it.
#include <system_error>

#include "uploads_state.hpp"

namespace tocsin::library {
namespace {

/// Not the file's fault: it is tried again.
bool mayPass(Errc code) {
    return code == Errc::unavailable || code == Errc::exhausted || code == Errc::cancelled ||
           code == Errc::internal;
}

}  // namespace

void Uploads::State::checkLater(UploadId const& id) {
    auto const there = liveOf(id);
    std::scoped_lock const lock(there->mutex);
    if (!there->checking) {
        there->checking = true;
        settings.later([this, id] { check(id); });
    }
}

void Uploads::State::check(UploadId const& id) {
    auto const there = liveOf(id);
    Result<AddedAsset> added = Error{};
    try {
        auto upload = find(id).value();
        if (!upload.digest) {
            auto const digest = messages::sha256File(pathOf(id));
            if (!digest) {
                throw Failure(digest.error());
            }
            upload.digest = *digest;
            // Written down before the file moves, so that it is found again.
            store
                .ingest([&](store::Tx& tx) -> Result<> {
                    tx.uploads().put(upload);
                    return {};
                })
                .value();
        }
        std::error_code ignored;
        if (!std::filesystem::exists(pathOf(id), ignored)) {
            // It went into the library, and the controller ended before that was written down.
            auto const asset = assetOf(*upload.digest);
            added = asset
                        ? Result<AddedAsset>(AddedAsset{*asset, true})
                        : Error{Errc::notFound, "the file is not there any more; upload it again"};
        } else {
            auto const order = orderFrom(parseMetadata(upload.metadata).value()).value();
            added =
                library.add({upload.owner, {}}, pathOf(id), order.name, order.handle, order.showFor,
                            order.properties, {upload.digest, [&] { there->plays = true; }});
        }
    } catch (Failure const& failure) {
        added = failure.error();
    } catch (std::exception const& failure) {
        added = Error{Errc::internal, failure.what()};
    }
    try {
        settle(id, added);
    } catch (std::exception const&) {
        // The store cannot be written to; the record still says "checking", so it is tried again.
    }
    std::scoped_lock const lock(there->mutex);
    there->checking = there->plays = false;
}

std::string_view Uploads::State::verdictOn(store::Upload const& upload) {
    switch (upload.state) {
        case store::UploadState::done:
            return "plays";
        case store::UploadState::refused:
            return "refused";
        case store::UploadState::checking:
            return liveOf(upload.id)->plays ? "plays" : "";
        default:
            return "";
    }
}

void Uploads::State::settle(UploadId const& id, Result<AddedAsset> const& added) {
    auto const write = [&](store::Tx& tx) -> Result<> {
        auto upload = tx.uploads().find(id);
        if (!upload) {
            return {};
        }
        if (added) {
            upload->state = store::UploadState::done;
            upload->digest = added->asset.content.asset;
            upload->isNew = added->isNew;
            upload->reason.clear();
            if (!upload->unit.empty()) {
                tx.uploads().charge(added->asset.content.asset, upload->unit);
                for (auto const& page : added->furtherPages) {
                    tx.uploads().charge(page, upload->unit);
                }
            }
        } else {
            upload->reason = added.error().message;
            if (!mayPass(added.error().code)) {
                upload->state = store::UploadState::refused;
            }
        }
        if (upload->state != store::UploadState::checking) {
            upload->touched = settings.now();
        }
        tx.uploads().put(*upload);
        return {};
    };
    bool const refused = !added && !mayPass(added.error().code);
    if (refused) {
        store.write(write, {"controller", "upload.refuse", id.str(), added.error().message})
            .value();
    } else {
        store.ingest(write).value();
    }
    if (added || refused) {
        removeFiles(id);
    }
}

}  // namespace tocsin::library
