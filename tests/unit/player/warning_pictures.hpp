// SPDX-License-Identifier: Apache-2.0
// Warnings as the press makes them, each picture of one shade.
#pragma once

#include "stage/warning_show.hpp"
#include "stage_fixtures.hpp"

namespace tocsin::player {

/// Its first tick has shade 100, the next 101 and so on.
class ShadedBand final : public media::WarningBand {
public:
    ShadedBand(int width, int height, std::int64_t ticks)
        : width_(width), height_(height), ticks_(ticks) {}
    media::FramePtr frameAt(std::int64_t tick) override {
        return grey(width_, height_, 100 + static_cast<int>(tick));
    }
    [[nodiscard]] std::int64_t ticks() const noexcept override { return ticks_; }

private:
    int width_, height_;
    std::int64_t ticks_;
};

inline ShownWarning warningOf(std::string const& id, std::int64_t fromMs, std::int64_t toMs,
                              playlists::WarningLook look, bool always) {
    ShownWarning out;
    out.standing.id = id;
    out.standing.level = playlists::WarningLevel::orange;
    out.standing.look = look;
    out.standing.issued = out.standing.from = morning(fromMs);
    out.standing.to = morning(toMs);
    out.revision = 1;
    out.headline = "headline of " + id;
    out.always = always;
    return out;
}

/// Pages of two seconds each, as pictures of the look's place.
inline ShownWarning pagesOf(std::string const& id, std::int64_t fromMs, std::int64_t toMs,
                            playlists::WarningLook look, std::vector<int> const& shades, Size size,
                            bool always = false) {
    auto out = warningOf(id, fromMs, toMs, look, always);
    auto const place = placeOf(look, size);
    for (auto const shade : shades) {
        out.prints[look].pages.push_back(
            {grey(place.width, place.height, shade), Milliseconds(2'000)});
    }
    return out;
}

inline ShownWarning takeoverOf(std::string const& id, std::int64_t fromMs, std::int64_t toMs,
                               std::vector<int> const& shades, Size size, bool always = false) {
    return pagesOf(id, fromMs, toMs, playlists::WarningLook::takeover, shades, size, always);
}

inline ShownWarning tickerOf(std::string const& id, std::int64_t fromMs, std::int64_t toMs,
                             std::int64_t ticks, Size size, bool always = false) {
    constexpr auto kLook = playlists::WarningLook::ticker;
    auto out = warningOf(id, fromMs, toMs, kLook, always);
    auto const place = placeOf(kLook, size);
    out.prints[kLook].bands.push_back(
        std::make_shared<ShadedBand>(place.width, place.height, ticks));
    return out;
}

}  // namespace tocsin::player
