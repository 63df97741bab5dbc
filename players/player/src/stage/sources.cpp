// SPDX-License-Identifier: Apache-2.0
// Films, pictures, slogans.
#include "stage/sources.hpp"

#include <utility>

#include "engine/files.hpp"
#include "tocsin/media/film.hpp"
#include "tocsin/media/picture.hpp"
#include "tocsin/media/slogan.hpp"
#include "tocsin/playlists/compiler.hpp"

namespace tocsin::player {
namespace {

class FilmSource final : public ItemSource {
public:
    FilmSource(std::unique_ptr<media::Film> film, TickGrid grid, std::function<void()> doubt)
        : film_(std::move(film)), grid_(grid), doubt_(std::move(doubt)) {}
    Result<media::DecodedPtr> pictureForTick(std::int64_t tick) override {
        auto picture = film_->pictureAt(grid_.positionOf(tick), grid_.halfTick());
        if (doubt_ && film_->metDamage()) {
            std::exchange(doubt_, {})();
        }
        return picture;
    }
    [[nodiscard]] bool still() const override { return false; }

private:
    std::unique_ptr<media::Film> film_;
    TickGrid grid_;
    std::function<void()> doubt_;  // empty once it has been told
};

class PictureSource final : public ItemSource {
public:
    explicit PictureSource(media::FramePtr frame) : picture_(media::finished(std::move(frame))) {}
    Result<media::DecodedPtr> pictureForTick(std::int64_t) override { return picture_; }
    [[nodiscard]] bool still() const override { return true; }

private:
    media::DecodedPtr picture_;
};

class SloganSource final : public ItemSource {
public:
    SloganSource(std::unique_ptr<media::SloganArt> art, TickGrid grid, Instant start)
        : art_(std::move(art)), grid_(grid), firstTick_(grid.firstAt(start)) {}
    Result<media::DecodedPtr> pictureForTick(std::int64_t tick) override {
        return media::finished(art_->frameAt(tick, grid_.instantOf(firstTick_ + tick)));
    }
    [[nodiscard]] bool still() const override { return art_->still(); }

private:
    std::unique_ptr<media::SloganArt> art_;
    TickGrid grid_;
    std::int64_t firstTick_;
};

using Opened = Result<std::unique_ptr<ItemSource>>;

/// The slogan is shown all the same; people shall know that it does not look as approved.
void reportFonts(Cue const& cue, media::SloganArt const& art, Findings& findings) {
    auto const key = kFontFindings + cue.content.rendition.hex();
    auto const mismatches = art.fontMismatches();
    if (mismatches.empty()) {
        findings.clear(key);
    } else {
        findings.set(key, "slogan " + cue.name + ": " + mismatches.front());
    }
}

/// Offset of the screen's clock, or nothing: then a slogan tells UTC, which people shall know.
media::UtcOffset clockOf(Cue const& cue) {
    if (cue.zone.empty() || !playlists::offsetAt(cue.zone, cue.start)) {
        return {};
    }
    return [zone = cue.zone](Instant at) {
        auto const offset = playlists::offsetAt(zone, at);
        return offset ? *offset : std::chrono::seconds{0};
    };
}

void reportZone(Cue const& cue, bool known, bool tellsTime, Findings& findings) {
    auto const key = kZoneFindings + cue.content.rendition.hex();
    if (known || !tellsTime) {
        findings.clear(key);
    } else {
        findings.set(key, "slogan " + cue.name + " tells UTC: " +
                              (cue.zone.empty() ? "the manifest names no zone"
                                                : "the zone " + cue.zone + " is unknown here"));
    }
}

Opened openSlogan(Cue const& cue, std::filesystem::path const& file, media::Canvas canvas,
                  TickGrid grid, Findings& findings) {
    auto const text = files::read(file, 1 << 20);
    if (!text) {
        return text.error();
    }
    auto const description = media::parseSlogan(*text);
    if (!description) {
        return description.error();
    }
    auto const rate = grid.rate();
    media::SloganScreen screen{canvas.width, canvas.height};
    screen.fpsNum = static_cast<int>(rate.num);
    screen.fpsDen = static_cast<int>(rate.den);
    screen.transparent = canvas.transparent;
    screen.offset = clockOf(cue);
    screen.begins = cue.start;
    auto art = media::renderSlogan(*description, screen);
    if (!art) {
        return art.error();
    }
    reportFonts(cue, **art, findings);
    reportZone(cue, screen.offset != nullptr, (*art)->tellsTime(), findings);
    return Opened(std::make_unique<SloganSource>(std::move(*art), grid, cue.start));
}

media::Canvas fittedTo(media::Canvas canvas, Cue const& cue) {
    canvas.fit = cue.fit.value_or(canvas.fit);
    return canvas;
}

}  // namespace

OpenSource openFromCache(ContentPath path, media::Canvas canvas, TickGrid grid, Findings& findings,
                         DoubtContent doubt) {
    // One pool for all films: the next one uses the frames of the one before.
    auto pool = std::make_shared<media::FramePool>(canvas.width, canvas.height);
    return [path = std::move(path), canvas, grid, &findings, doubt = std::move(doubt),
            pool = std::move(pool)](Cue const& cue, std::stop_token stop) -> Opened {
        if (cue.asset == playlists::AssetKind::stream) {
            return Error{Errc::invalid, "a live stream cannot lie over other content"};
        }
        auto const file = path(cue.content.rendition);
        auto const fitted = fittedTo(canvas, cue);
        if (cue.asset == playlists::AssetKind::slogan) {
            return openSlogan(cue, file, canvas, grid, findings);
        }
        if (cue.asset == playlists::AssetKind::picture) {
            auto frame = media::loadPicture(file, fitted);
            if (!frame) {
                return frame.error();
            }
            return Opened(std::make_unique<PictureSource>(std::move(*frame)));
        }
        auto film = media::openFilm(file, fitted, std::move(stop), pool);
        if (!film) {
            return film.error();
        }
        std::function<void()> doubtThis;
        if (doubt) {
            doubtThis = [doubt, rendition = cue.content.rendition] { doubt(rendition); };
        }
        return Opened(std::make_unique<FilmSource>(std::move(*film), grid, std::move(doubtThis)));
    };
}

}  // namespace tocsin::player
