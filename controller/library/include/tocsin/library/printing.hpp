// SPDX-License-Identifier: Apache-2.0
// Documents for people as PDF files; tocsin-media-worker lays them out in its sandbox.
#pragma once

#include <filesystem>
#include <mutex>
#include <stop_token>
#include <string>

#include "tocsin/media/print_document.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::library {

/// Thread-safe; calls block while the worker lays out, one at a time.
class Printing {
public:
    /// `directory`: where a file lies for a moment. `limit`: a worker is killed after so much real
    /// time.
    Printing(std::filesystem::path worker, std::filesystem::path directory, Milliseconds limit,
             std::stop_token stop);

    /// The bytes of a PDF file, at most 64 MB. Errc::invalid with the worker's reason,
    /// Errc::exhausted (disk or memory), Errc::unavailable, Errc::timedOut, Errc::cancelled.
    [[nodiscard]] Result<std::string> pdf(media::PrintDocument const& document);

private:
    std::filesystem::path worker_, directory_;
    Milliseconds limit_;
    std::stop_token stop_;
    std::mutex working_;  // held while a worker lays out
};

}  // namespace tocsin::library
