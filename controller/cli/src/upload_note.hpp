// SPDX-License-Identifier: Apache-2.0
// What the client remembers of an upload it has begun, so that the same command goes on with it
// after an interruption.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace tocsin::cli {

/// One note a controller and file. Not being able to keep one only means that a later command
/// begins anew, so nothing here fails.
class UploadNote {
public:
    /// `folder` empty: nothing is kept. `metadata`: what is said of the file.
    UploadNote(std::filesystem::path const& folder, std::string controller,
               std::filesystem::path const& file, std::string metadata);

    /// Where the upload stands on the controller ("/api/v1/uploads/…"), if the same file, of the
    /// same size and time of change, was begun with the same metadata.
    [[nodiscard]] std::optional<std::string> upload() const;
    /// Where one stands that was begun for this file and can not be gone on with.
    [[nodiscard]] std::optional<std::string> outdated() const;
    void keep(std::string const& upload) const;
    void forget() const;

private:
    struct Kept;
    [[nodiscard]] std::optional<Kept> read() const;

    std::filesystem::path note_;  ///< empty: none
    std::string controller_;
    std::string file_;
    std::string facts_;  ///< size, time of change, and metadata
};

}  // namespace tocsin::cli
