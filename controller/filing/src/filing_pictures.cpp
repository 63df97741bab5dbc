// SPDX-License-Identifier: Apache-2.0
#include "filing_pictures.hpp"

#include <fstream>
#include <iterator>
#include <optional>

#include "json_values.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;

// In DOCX, PDF and by itself once, in HTML as base64.
constexpr std::int64_t kTimesThirds = 13;
constexpr std::int64_t kTextShare = 10;  // a tenth of the package is left for what is no picture

std::optional<std::string> bytesOf(FilingBook::State const& state, Digest const& digest) {
    for (auto const* files : {&state.evidence, &state.works}) {
        std::ifstream in(files->pathOf(digest), std::ios::binary);
        if (!in) {
            continue;
        }
        std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        if (messages::sha256(bytes) == digest) {
            return bytes;
        }
    }
    return std::nullopt;
}

}  // namespace

TakenPictures picturesOf(FilingBook::State const& state, json::object const& content) {
    auto const most = state.settings.mostPackageBytes;
    auto const room = (most - most / kTextShare) * 3 / kTimesThirds;
    TakenPictures out;
    std::int64_t taken = 0;
    eachIn(content, "pictures", [&](json::object const& row) {
        auto const leaveOut = [&](char const* why) {
            out.leftOut.push_back(json::object{{"digest", textIn(row, "digest")},
                                               {"screen", textIn(row, "screen")},
                                               {"why", why}});
        };
        auto const digest = Digest::fromHex(textIn(row, "digest"));
        auto bytes = digest ? bytesOf(state, *digest) : std::nullopt;
        if (!bytes) {
            leaveOut("gone");
        } else if (taken + static_cast<std::int64_t>(bytes->size()) > room) {
            leaveOut("size");
        } else {
            taken += static_cast<std::int64_t>(bytes->size());
            out.files.emplace(digest->hex(), std::move(*bytes));
        }
    });
    return out;
}

}  // namespace tocsin::filing
