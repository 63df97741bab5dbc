// SPDX-License-Identifier: Apache-2.0
// Activities (活动) and work records (工作记录) at the API: entered by people, imported from a
// member's workbook, with files and captioned pictures.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "tocsin/access/route.hpp"
#include "tocsin/activities/completeness.hpp"
#include "tocsin/documents/outside.hpp"
#include "tocsin/library/library.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::activities {

struct ActivitySettings {
    std::filesystem::path directory;  ///< the data directory; files of parts lie in its folder
                                      ///< "activities", pictures of work in "work"
    std::int64_t diskReserveBytes = 0;
    std::function<Instant()> now;
    /// The house's picture of a photograph, made in the sandbox; may block. Not empty where
    /// pictures are added.
    std::function<Result<library::HousePhotograph>(std::filesystem::path const&)> photograph{};
    /// Without it nothing was filed.
    FiledOf filed{};
    /// Reads the workbooks that members send. Without it none is read.
    std::shared_ptr<documents::Outside const> outside{};
};

/// Thread-safe; calls block. `store` must outlive it and its routes.
class ActivityBook {
public:
    /// Of one file of a part, of one photograph, and of a workbook that is imported.
    static constexpr std::int64_t kMostFileBytes = 32LL << 20;
    static constexpr std::size_t kMostFiles = 50;     ///< of one part
    static constexpr std::size_t kMostPictures = 50;  ///< of one work record

    ActivityBook(store::Store& store, ActivitySettings settings);
    ~ActivityBook();

    [[nodiscard]] access::Routes routes();
    /// Of a picture of work. Errc::damaged if it is gone.
    [[nodiscard]] Result<std::filesystem::path> picture(Digest const& digest) const;

    struct State;  ///< the room's own

private:
    std::shared_ptr<State> state_;
};

}  // namespace tocsin::activities
