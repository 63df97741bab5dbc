// SPDX-License-Identifier: Apache-2.0
// What the book's parts share.
#pragma once

#include <shared_mutex>

#include "tocsin/activities/activities.hpp"
#include "tocsin/library/content_files.hpp"

namespace tocsin::activities {

struct ActivityBook::State {
    State(store::Store& s, ActivitySettings chosen)
        : store(s),
          settings(std::move(chosen)),
          files(settings.directory, "activities"),
          pictures(settings.directory, "work") {}

    store::Store& store;
    ActivitySettings const settings;
    library::ContentFiles const files;     ///< of parts
    library::ContentFiles const pictures;  ///< of work; none is ever removed
    /// Shared by those who bring a file of a part, from its bytes to its row; removing one takes it
    /// alone.
    std::shared_mutex bringing;

    [[nodiscard]] Filed filed(store::Tx const& tx, store::Activity const& activity) const {
        return settings.filed ? settings.filed(tx, activity) : Filed{};
    }
};

using StatePtr = std::shared_ptr<ActivityBook::State>;

}  // namespace tocsin::activities
