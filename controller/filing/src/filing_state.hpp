// SPDX-License-Identifier: Apache-2.0
// What the book's parts share.
#pragma once

#include <mutex>

#include "counted_drafts.hpp"
#include "inspection_openings.hpp"
#include "tocsin/filing/filing.hpp"
#include "tocsin/library/content_files.hpp"

namespace tocsin::filing {

struct FilingBook::State {
    State(store::Store& s, FilingSettings chosen)
        : store(s),
          settings(std::move(chosen)),
          files(settings.directory, "filings"),
          evidence(settings.directory, "evidence"),
          works(settings.directory, "activities"),
          inspections(settings.directory, "inspections") {}

    store::Store& store;
    FilingSettings const settings;
    library::ContentFiles const files, evidence, works, inspections;
    /// Held while a filing or a sum is frozen, and while one is taken in: files name the number of
    /// theirs before the store gives it.
    std::mutex freezing;
    std::mutex inspecting;  ///< held while an inspection package is made, or its files removed
    InspectionOpenings openings;
    CountedDrafts drafts;
};

using BookPtr = std::shared_ptr<FilingBook::State>;

}  // namespace tocsin::filing
