// SPDX-License-Identifier: Apache-2.0
// Pictures on disk until the controller has them: one file each in the folder "evidence", put there
// whole by a rename. The box is bounded; the oldest go first, and never does it take what the disk
// keeps for the play journal.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "director/cache_budget.hpp"
#include "tocsin/messages/wire.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

/// Thread-safe.
class PictureBox {
public:
    struct Limits {
        std::size_t pictures = 500;
        std::int64_t bytes = 128LL << 20;
    };
    using Space = std::function<Result<DiskSpace>()>;

    /// Makes the folder; takes up what is in it. Errc as of the file system.
    [[nodiscard]] static Result<std::unique_ptr<PictureBox>> open(std::filesystem::path folder,
                                                                  Limits limits, Space space);

    struct Kept {
        std::string name;  ///< of the file
        messages::EvidencePicture picture;
    };
    /// On disk when it returns. `asked` goes out before all others. Errc::exhausted if the disk has
    /// no room for it even without older pictures. Returns how many of those went for it.
    [[nodiscard]] Result<std::size_t> put(messages::EvidencePicture const& picture, Instant at,
                                          bool asked);
    /// What is to be sent next: what was asked for, newest first, then the rest, oldest first.
    /// Files that cannot be read are removed.
    [[nodiscard]] std::optional<Kept> next();
    /// All that wait, the oldest first; and one of them, if it can be read.
    [[nodiscard]] std::vector<std::string> names() const;
    [[nodiscard]] std::optional<messages::EvidencePicture> picture(std::string const& name) const;
    void remove(std::string const& name);
    [[nodiscard]] std::size_t size() const;

private:
    struct Entry {
        std::string name;
        std::int64_t bytes = 0;
        [[nodiscard]] bool asked() const;
    };
    PictureBox(std::filesystem::path folder, Limits limits, Space space)
        : folder_(std::move(folder)), limits_(limits), space_(std::move(space)) {}
    [[nodiscard]] bool tooFull(std::int64_t more) const;
    void erase(std::string const& name);

    std::filesystem::path folder_;
    Limits limits_;
    Space space_;
    mutable std::mutex mutex_;
    std::vector<Entry> entries_;  ///< guarded by mutex_; ascending by name, which begins with time
    std::int64_t bytes_ = 0;      ///< guarded by mutex_
};

}  // namespace tocsin::player
