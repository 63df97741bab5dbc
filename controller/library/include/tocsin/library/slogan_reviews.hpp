// SPDX-License-Identifier: Apache-2.0
// What the office should know of a slogan before it is put up: whether it can be read, and whether
// its words are right.
#pragma once

#include <boost/json/fwd.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <tuple>
#include <vector>

#include "tocsin/media/finding.hpp"
#include "tocsin/media/slogan_legibility.hpp"
#include "tocsin/store/store.hpp"
#include "tocsin/vocabulary/digest.hpp"

namespace tocsin::library {

using SloganFindings = std::vector<media::Finding>;

/// A slogan of the library by its description, or one that is only thought of by its style: a JSON
/// object with the keys of POST /api/v1/slogans. One of the two is empty.
struct SloganSubject {
    std::string canonical;
    std::string style;
};

struct PreviewWish {
    int width = 0, height = 0;  ///< of the screen, pixels
    int scale = 1;              ///< 1 to 32
    Milliseconds at{};          ///< from the beginning of the showing
    Instant local{};            ///< the screen's local time then, as if it were UTC
};

/// Thread-safe; calls block. The media worker draws, one at a time. What it found is remembered by
/// description, size and time, so that many screens of a size cost one look.
class SloganReviews {
public:
    /// `directory`: where a preview lies for a moment. `limit`: a worker is killed after so much
    /// real time.
    SloganReviews(store::Store& store, std::filesystem::path worker,
                  std::filesystem::path directory, Milliseconds limit, std::stop_token stop);

    /// For each view what keeps people from reading it there (media::checkSloganOn). Errc::invalid
    /// with the worker's reason, Errc::unavailable, Errc::timedOut, Errc::cancelled.
    [[nodiscard]] Result<std::vector<SloganFindings>> onViews(
        SloganSubject const& subject, std::vector<media::SloganView> const& views);
    /// A PNG picture. Errors as above, Errc::exhausted on a full disk.
    [[nodiscard]] Result<std::string> preview(SloganSubject const& subject,
                                              PreviewWish const& wish);
    /// What the lists of wrong words and of themes say of a text. Codes "word-list",
    /// "theme-differs".
    [[nodiscard]] Result<SloganFindings> onText(std::string const& text) const;

private:
    using Key = std::tuple<Digest, int, int, std::int64_t>;
    [[nodiscard]] Result<> look(boost::json::object request, Digest const& digest,
                                std::vector<media::SloganView> const& views);

    store::Store& store_;
    std::filesystem::path worker_, directory_;
    Milliseconds limit_;
    std::stop_token stop_;
    std::mutex working_;                   // held while a worker draws
    std::map<Key, SloganFindings> known_;  // guarded by working_
};

}  // namespace tocsin::library
