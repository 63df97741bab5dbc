// SPDX-License-Identifier: Apache-2.0
// Any bytes as a CAP message, as a feed and as a polygon: they are refused with a finding, or what
// is made of them keeps within the bounds of the wire.
#include <algorithm>

#include "require.hpp"
#include "tocsin/vocabulary/utf8.hpp"
#include "tocsin/warnings/cap_meaning.hpp"

namespace {

using namespace tocsin;
using namespace tocsin::warnings;
using fuzz::require;

void requireLine(std::string const& text, std::size_t most) {
    require(text.size() <= most && isUtf8(text));
    for (char const c : text) {
        require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
    }
}

void requireText(std::string const& text) {
    require(text.size() <= 4'000 && isUtf8(text));
    for (char const c : text) {
        require(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
    }
}

void checkMeaning(CapMessage const& message) {
    auto const meaning = meaningOf(message, message.head.key.sent, {});
    require(meaning.use != CapUse::show ||
            (!meaning.texts.empty() && message.status == "Actual" && message.scope == "Public"));
    require((meaning.use == CapUse::show) == meaning.why.empty());
    require(meaning.from <= meaning.expires &&
            meaning.texts.size() <= messages::Warning::kMostTexts);
    require(meaning.expires - meaning.from <= std::chrono::hours(24));
    requireLine(meaning.event, 64);
    for (auto const& text : meaning.texts) {
        require(!text.headline.empty());
        requireLine(text.language, 35);
        requireLine(text.headline, 200);
        requireLine(text.issuer, 200);
        requireText(text.body);
        requireText(text.instruction);
    }
    AreaMatcher const matcher(meaning.areas);
    auto const matched = matcher.match({GeoPoint{30.25, 120.17}, "330106"});
    requireLine(matched.why, 400);
    requireLine(matched.whyZh, 400);
}

void checkCap(std::string_view xml) {
    auto const reading = readCap(xml);
    require(reading.findings.size() <= 100);
    for (auto const& finding : reading.findings) {
        require(!finding.code.empty());
        requireLine(finding.message, 500);
        requireLine(finding.where, 200);
    }
    bool const fatal =
        !reading.findings.empty() && reading.findings[0].weight == CapFinding::Weight::fatal;
    require(reading.message.has_value() != fatal);
    if (reading.message) {
        auto const& key = reading.message->head.key;
        require(!key.sender.empty() && !key.identifier.empty());
        require(key.identifier.find_first_of(" ,") == std::string::npos);
        checkMeaning(*reading.message);
    }
}

void checkFeed(std::string_view xml) {
    auto const reading = readFeed(xml);
    if (!reading) {
        fuzz::requireOneLine(reading.error());
        return;
    }
    require(reading->entries.size() <= 1'000);
    for (auto const& entry : reading->entries) {
        requireLine(entry.title, 400);
        require(entry.updated.size() <= 64);
        require(!entry.cap.empty() || !entry.link.empty());
        checkCap(entry.cap);
    }
}

void checkPolygon(std::string_view text) {
    auto const polygon = parsePolygon(text);
    if (!polygon) {
        fuzz::requireOneLine(polygon.error());
        return;
    }
    require(polygon->points.size() >= 4 && polygon->points.front() == polygon->points.back());
    for (auto const& corner : polygon->points) {
        require(contains(*polygon, corner));
    }
    (void)crossesItself(*polygon);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::textOf(data, size);
    checkCap(text);
    checkFeed(text);
    checkPolygon(text);
    return 0;
}
