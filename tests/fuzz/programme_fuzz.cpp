// SPDX-License-Identifier: Apache-2.0
// Any bytes as a programme file: they are refused with a message, or compiled into timelines that
// the wire form brings back.
#include "require.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/schedule/programme_file.hpp"

namespace {

using namespace tocsin;
using fuzz::require;

void compileOn(playlists::Programme const& programme, playlists::LocalDay day) {
    auto const compiled = playlists::compile(programme, day);
    if (!compiled) {
        require(!compiled.error().message.empty());
        return;
    }
    auto const& timeline = compiled->timeline;
    require(!timeline.entries.empty() && timeline.entries.front().start == timeline.begin);
    for (std::size_t i = 1; i < timeline.entries.size(); ++i) {
        require(timeline.entries[i - 1].start < timeline.entries[i].start);
    }
    require(timeline.entries.back().start < timeline.end);
    auto const decoded = playlists::decodeTimeline(playlists::encodeTimeline(timeline));
    require(decoded.has_value() && *decoded == timeline);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const programme = schedule::readProgrammeFile(fuzz::textOf(data, size), "programme.json");
    if (!programme) {
        require(!programme.error().message.empty());
        return 0;
    }
    using namespace std::chrono_literals;
    compileOn(*programme, 2026y / 6 / 16);
    if (!programme->campaigns.empty()) {
        compileOn(*programme, programme->campaigns.front().from);
    }
    return 0;
}
