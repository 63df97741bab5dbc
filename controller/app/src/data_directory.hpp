// SPDX-License-Identifier: Apache-2.0
// The controller's data directory, owned by one process:
//   format       "tocsin-controller-data/1"
//   lock         held while a controller runs; contains its process id
//   address      "127.0.0.1:8440" while it listens
//   tocsin.db    the database (with -wal and -shm)
//   keys/        signing keys, mode 0700
//   tls/         the house's certificate authority and what it signed, mode 0700
//   media/       content by digest
//   evidence/    pictures of the output by digest
//   scans/       signed papers of approvals, by digest
//   uploads/     bodies being received; emptied at start
#pragma once

#include <filesystem>
#include <string>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::app {

class DataDirectory {
public:
    /// Makes the directory if needed, takes the lock, checks the format. Errc::conflict if another
    /// controller runs on it, Errc::damaged for another format, Errc::exhausted or Errc::permission
    /// otherwise; each with what to do.
    [[nodiscard]] static Result<DataDirectory> take(std::filesystem::path const& path);
    DataDirectory(DataDirectory&& other) noexcept;
    DataDirectory& operator=(DataDirectory&&) = delete;
    ~DataDirectory();

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }
    /// Writes `address` for other programs on this machine; removed again by clearAddress.
    [[nodiscard]] Result<> writeAddress(std::string const& address) const;
    void clearAddress() const noexcept;

private:
    DataDirectory(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}
    std::filesystem::path path_;
    int lock_;
};

}  // namespace tocsin::app
