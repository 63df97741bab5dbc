// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <stop_token>
#include <utility>
#include <vector>

#include "thumbnails.hpp"
#include "tocsin/library/content_files.hpp"
#include "tocsin/library/library.hpp"
#include "tocsin/library/printing.hpp"
#include "tocsin/library/slogan_reviews.hpp"

namespace tocsin::library {

/// Holds one of the places for probes.
class Place {
public:
    explicit Place(std::counting_semaphore<>& places) : places_(places) { places_.acquire(); }
    ~Place() { places_.release(); }
    Place(Place const&) = delete;
    Place& operator=(Place const&) = delete;

private:
    std::counting_semaphore<>& places_;
};

/// Calls all listeners, without the lock.
void tell(std::mutex& listening, std::vector<std::function<void()>> const& listeners);

struct Library::State {
    State(store::Store& s, LibrarySettings chosen)
        : store(s),
          settings(std::move(chosen)),
          files(settings.directory),
          scans(settings.directory, "scans"),
          probes(settings.probesAtOnce),
          slogans(settings.probesAtOnce),
          reviews(store, settings.worker, settings.directory,
                  std::min(settings.probeLimit, Milliseconds(30'000)), stop.get_token()),
          thumbnails(
              {settings.worker, settings.directory,
               std::min(settings.probeLimit, Milliseconds(60'000)), files, reviews, settings.now},
              stop.get_token()),
          printing(settings.worker, settings.directory,
                   std::min(settings.probeLimit, Milliseconds(120'000)), stop.get_token()) {}
    store::Store& store;
    LibrarySettings settings;
    ContentFiles files;
    ContentFiles scans;
    std::counting_semaphore<> probes;   ///< places for workers that look at files at once
    std::counting_semaphore<> slogans;  ///< the same for slogans, which take no time and wait for
                                        ///< no film
    std::stop_source stop;              ///< ends them
    SloganReviews reviews;
    Thumbnails thumbnails;
    Printing printing;
    QuotaRooms rooms;  ///< for uploads by one POST

    /// Shared by those who bring bytes, from the look at what is there to the record; deleting
    /// takes it alone.
    std::shared_mutex bringing;

    std::mutex listening;
    std::vector<std::function<void()>> listeners;   // guarded by listening
    std::vector<std::function<void()>> converters;  // guarded by listening

    /// Tells those who plan. Not inside a change of the store.
    void tellPlansChange();
    /// Tells those who convert. Not inside a change of the store.
    void tellConversionsWanted();
    /// Files of deleted assets, and pages of documents, that a crash has left.
    void removeLeftOvers();
};

}  // namespace tocsin::library
