// SPDX-License-Identifier: Apache-2.0
#include "engine/item_factory.hpp"

#include <limits>

#include "engine/files.hpp"
#include "stage/item_thread.hpp"
#include "stage/stream_item.hpp"

namespace tocsin::player {
namespace {

constexpr std::int64_t kLargestStream = 8'192;

std::filesystem::path besideThisProgram(char const* name) {
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path() / name;
}

/// From the verified file of a rendition.
Result<media::StreamDescription> readStream(std::filesystem::path const& file) {
    auto const text = files::read(file, kLargestStream);
    return text ? media::parseStream(*text) : Result<media::StreamDescription>(text.error());
}

}  // namespace

ItemFactory::ItemFactory(Parts parts)
    : parts_(std::move(parts)),
      openSource_(sourcesFor({parts_.size.width, parts_.size.height, parts_.fit})),
      streamFrames_(std::make_shared<media::FramePool>(parts_.size.width, parts_.size.height)),
      streams_([this](Cue const& cue) { return makeFeed(cue); }) {}

std::unique_ptr<Item> ItemFactory::content(Cue const& cue, std::int64_t fromTick) {
    if (cue.asset == playlists::AssetKind::stream) {
        return std::make_unique<StreamItem>(streams_.feedFor(cue), parts_.clock,
                                            parts_.grid.dueOf(1) - parts_.grid.dueOf(0));
    }
    return std::make_unique<ItemThread>(cue, openSource_, parts_.clock,
                                        parts_.grid.firstAt(cue.start), fromTick,
                                        parts_.grid.firstAt(cue.end));
}

std::shared_ptr<StreamFeed const> ItemFactory::makeFeed(Cue const& cue) {
    auto const canvas =
        media::Canvas{parts_.size.width, parts_.size.height, cue.fit.value_or(parts_.fit)};
    return std::make_shared<StreamFeed>(StreamFeed::Parts{
        .clock = parts_.clock,
        .start = streamProcesses(besideThisProgram("tocsin-stream-worker"), canvas, streamFrames_),
        .describe = [file = parts_.cache.path(cue.content.rendition)] { return readStream(file); },
        .name = cue.name,
        .log = parts_.log,
        .tell =
            [this, cue](std::optional<std::string> const& trouble) {
                parts_.troubles.streamTrouble(cue, trouble);
            },
    });
}

std::unique_ptr<Item> ItemFactory::overlay(OverlayCue const& overlay, std::int64_t fromTick) {
    // The next manifest may move its end; the deck takes it down when it is over.
    constexpr auto kForEver = std::numeric_limits<std::int64_t>::max();
    media::Canvas const canvas{overlay.width, overlay.height, media::Fit::contain, true};
    auto const& cue = overlay.cue;
    return std::make_unique<ItemThread>(cue, sourcesFor(canvas), parts_.clock,
                                        parts_.grid.firstAt(cue.start), fromTick, kForEver);
}

OpenSource ItemFactory::sourcesFor(media::Canvas canvas) const {
    auto open = openFromCache([this](Digest const& digest) { return parts_.cache.path(digest); },
                              canvas, parts_.grid, parts_.findings,
                              [this](Digest const& digest) {
                                  parts_.log.warn("event=damage-met digest={}", digest.hex());
                                  parts_.damageMet(digest);
                              });
    if (!parts_.beforeOpen) {
        return open;
    }
    return [this, open = std::move(open)](Cue const& cue, std::stop_token stop) {
        parts_.beforeOpen(cue.name);
        return open(cue, std::move(stop));
    };
}

}  // namespace tocsin::player
