// SPDX-License-Identifier: Apache-2.0
// Small pictures and short clips of assets, so that people see what the public will see.
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>

#include "tocsin/library/content_files.hpp"
#include "tocsin/library/slogan_reviews.hpp"
#include "tocsin/store/records.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::library {

/// A file that shows an asset.
struct ShownFile {
    std::filesystem::path file;
    std::string contentType;
};

/// Thread-safe; calls block while the media worker draws, one at a time. What was made lies under
/// the digest of what it was made from (the house master, or the upload while there is none) in
/// "shown", and stays when the asset's bytes are deleted.
class Thumbnails {
public:
    struct Parts {
        std::filesystem::path worker;
        std::filesystem::path directory;  ///< data directory
        Milliseconds limit;               ///< a worker is killed after so much real time
        ContentFiles const& files;
        SloganReviews& slogans;
        std::function<Instant()> now;
    };
    Thumbnails(Parts parts, std::stop_token stop);

    /// A JPEG (of slogans a PNG) of at most 320x320, made if it is not there. Errc::notFound (a
    /// live stream, or the bytes are gone), Errc::invalid with the worker's reason,
    /// Errc::exhausted, Errc::cancelled.
    [[nodiscard]] Result<ShownFile> thumbnail(store::Asset const& asset);
    /// Of a film the frame at so many thousandths of its length (-1: one that tells it from
    /// others), of a picture all of it: a JPEG of at most 640x640. Of slogans there is none. Errors
    /// as of thumbnail().
    [[nodiscard]] Result<ShownFile> still(store::Asset const& asset, int permille);
    /// A silent MP4 of some seconds and at most 480x270. Errc::notFound of anything but films.
    [[nodiscard]] Result<ShownFile> preview(store::Asset const& asset);

private:
    [[nodiscard]] Result<> makeByWorker(store::Asset const& asset, std::string const& verb,
                                        std::string const& order,
                                        std::filesystem::path const& target);
    [[nodiscard]] Result<> drawSlogan(store::Asset const& asset,
                                      std::filesystem::path const& target);
    [[nodiscard]] std::filesystem::path pathOf(store::Asset const& asset,
                                               std::string const& suffix) const;

    Parts parts_;
    std::stop_token stop_;
    std::mutex working_;  // held while a worker draws
};

}  // namespace tocsin::library
