// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <mutex>
#include <semaphore>
#include <stop_token>
#include <utility>
#include <vector>

#include "tocsin/library/content_files.hpp"
#include "tocsin/library/library.hpp"

namespace tocsin::library {

struct Library::State {
    State(store::Store& s, LibrarySettings chosen)
        : store(s),
          settings(std::move(chosen)),
          files(settings.directory),
          probes(settings.probesAtOnce),
          slogans(settings.probesAtOnce) {}
    store::Store& store;
    LibrarySettings settings;
    ContentFiles files;
    std::counting_semaphore<> probes;   ///< places for workers that look at files at once
    std::counting_semaphore<> slogans;  ///< the same for slogans, which take no time and wait for
                                        ///< no film
    std::stop_source stop;              ///< ends them

    std::mutex listening;
    std::vector<std::function<void()>> listeners;  // guarded by listening

    /// Tells those who plan. Not inside a change of the store.
    void tellPlansChange();
};

}  // namespace tocsin::library
