// SPDX-License-Identifier: Apache-2.0
// Evidence (佐证材料): pictures that players took of their output, and photographs that people took
// of screens. Each is verified, kept as a file under its digest, and can be listed and fetched.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

#include "tocsin/access/message_handler.hpp"
#include "tocsin/access/route.hpp"
#include "tocsin/media/photograph.hpp"
#include "tocsin/media/print_document.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::proof {

struct EvidenceSettings {
    std::filesystem::path directory;  ///< the data directory; pictures lie in its folder "evidence"
    std::int64_t diskReserveBytes = 0;
    std::chrono::days keep{400};  ///< counted from when a picture came in
    /// What a photograph tells, looked at in the sandbox; may block. Not empty where photographs
    /// are added.
    std::function<Result<media::Photograph>(std::filesystem::path const&)> lookAtPhotograph{};
    /// The bytes of a PDF file; may block. Not empty where stickers are printed.
    std::function<Result<std::string>(media::PrintDocument const&)> print{};
};

/// Thread-safe; calls block. `store` must outlive it.
class EvidenceArchive {
public:
    /// Of one photograph.
    static constexpr std::int64_t kMostPhotographBytes = 32LL << 20;
    /// A photograph may come from the future by so much: cameras' clocks are set by hand.
    static constexpr std::chrono::minutes kClockSlack{10};

    EvidenceArchive(store::Store& store, EvidenceSettings settings, std::function<Instant()> now);
    ~EvidenceArchive();

    /// For "evidence": a picture whose signature, digest and screen are right is kept, file first,
    /// then its row, and acknowledged; one that is there already is only acknowledged.
    [[nodiscard]] access::MessageHandlers messageHandlers();
    /// The list, one picture's facts, and its file; photographs and stickers; the gallery.
    [[nodiscard]] access::Routes routes();
    /// Deletes what is older than it has to be kept; how many pictures that were.
    Result<std::size_t> expire();

private:
    struct State;
    std::shared_ptr<State> state_;
};

/// A picture as the API shows it. Throws Failure(Errc::damaged).
[[nodiscard]] boost::json::object pictureJson(store::KeptPicture const& picture);
/// Of the above.
[[nodiscard]] char const* pictureSchema();

}  // namespace tocsin::proof
