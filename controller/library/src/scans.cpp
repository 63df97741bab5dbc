// SPDX-License-Identifier: Apache-2.0
// Scans of signed papers: kept as they came, because their bytes are what was signed, and apart
// from media, which anybody gets by digest.
#include <algorithm>
#include <array>
#include <system_error>

#include "library_state.hpp"
#include "tocsin/messages/crypto.hpp"
#include "worker_answers.hpp"

namespace tocsin::library {
namespace {

constexpr std::int64_t kMostPages = 50;

struct ScanKind {
    std::string_view codec, type;
};
/// By the worker's word for what the bytes are, whatever the file is called.
constexpr std::array<ScanKind, 3> kKinds{
    {{"pdf", "application/pdf"}, {"jpeg", "image/jpeg"}, {"png", "image/png"}}};

Result<KeptScan> judged(media::Verdict const& verdict) {
    if (!verdict.accepted) {
        return Error{Errc::invalid, "the scan cannot be taken: " + verdict.reason};
    }
    auto const kind = std::ranges::find(kKinds, verdict.codec, &ScanKind::codec);
    if (verdict.kind != "picture" || kind == kKinds.end()) {
        return Error{Errc::invalid,
                     "the scan is no PDF, JPEG or PNG file; scan the signed form as one of them"};
    }
    if (verdict.pages > kMostPages) {
        return Error{Errc::invalid, "the scan has " + std::to_string(verdict.pages) +
                                        " pages, more than " + std::to_string(kMostPages) +
                                        "; give the form alone"};
    }
    return KeptScan{{}, std::string(kind->type)};
}

}  // namespace

Result<KeptScan> Library::keepScan(std::filesystem::path const& upload) {
    std::error_code failed;
    auto const bytes = static_cast<std::int64_t>(std::filesystem::file_size(upload, failed));
    if (failed || bytes < 1 || bytes > kMostScanBytes) {
        return Error{Errc::invalid, "the scan has " + std::to_string(failed ? 0 : bytes) +
                                        " bytes; allowed are 1 to " +
                                        std::to_string(kMostScanBytes) +
                                        " (scan it in grey with 150 to 300 dots an inch)"};
    }
    if (auto room = state_->scans.checkRoom(bytes, state_->settings.diskReserveBytes); !room) {
        return room.error();
    }
    auto const verdict = [&] {
        Place const place(state_->probes);
        return probe(state_->settings.worker, upload, media::Depth::quick,
                     state_->settings.probeLimit, state_->stop.get_token());
    }();
    auto scan = verdict ? judged(*verdict) : verdict.error();
    if (!scan) {
        return scan;
    }
    auto const digest = messages::sha256File(upload);
    if (!digest) {
        return digest.error();
    }
    scan->digest = *digest;
    if (auto taken = state_->scans.take(upload, *digest); !taken) {
        return taken.error();
    }
    return scan;
}

Result<std::filesystem::path> Library::scan(Digest const& digest) const {
    auto const file = state_->scans.pathOf(digest);
    auto const found =
        state_->scans.has(digest) ? messages::sha256File(file) : Result<Digest>(Error{});
    if (!found || *found != digest) {
        return Error{Errc::damaged, "the scan " + digest.hex() +
                                        " is not on the disk as it was kept; restore it from a "
                                        "backup (folder scans of the data directory)"};
    }
    return file;
}

}  // namespace tocsin::library
