// SPDX-License-Identifier: Apache-2.0
#include "sinks/forced_mode.hpp"

#include <fmt/format.h>
#include <libxcvt/libxcvt.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "sinks/randr_server.hpp"

namespace tocsin::player {
namespace {

constexpr double kHalfHertz = 0.5;
constexpr double kMilli = 1000;
/// Physical size of a pixel that nobody can know: 96 to the inch.
constexpr double kMillimetresAPixel = 25.4 / 96;

Error refused(std::string const& what) {
    return {Errc::unavailable, "the X server does not " + what};
}

double rateOf(xcb_randr_mode_info_t const& mode) {
    auto const pixels = static_cast<double>(mode.htotal) * mode.vtotal;
    return pixels > 0 ? mode.dot_clock / pixels : 0;
}

double rateOf(DisplayMode const& mode) {
    return static_cast<double>(mode.milliHertz) / kMilli;
}

/// "1920x1080@50"; also the name of a mode that is made.
std::string inWords(DisplayMode const& mode) {
    return fmt::format("{}x{}@{:.6g}", mode.width, mode.height, rateOf(mode));
}

/// The kernel's HDMI-A-1 is HDMI-1 for most X servers.
bool isCalled(std::string const& name, std::string const& wanted) {
    constexpr std::string_view kKernel = "HDMI-A-";
    return name == wanted ||
           (wanted.starts_with(kKernel) && name == "HDMI-" + wanted.substr(kKernel.size()));
}

Result<RandrOutput const*> outputCalled(RandrServer const& server, std::string const& wanted) {
    std::string names;
    RandrOutput const* first = nullptr;
    for (auto const& one : server.outputs()) {
        auto const name = one.name();
        if (isCalled(name, wanted) || (wanted.empty() && one.plugged())) {
            return &one;
        }
        first = first == nullptr ? &one : first;
        names += (names.empty() ? "" : ", ") + name;
    }
    if (wanted.empty() && first != nullptr) {
        return first;
    }
    return Error{Errc::notFound, "there is no video output " + wanted + "; the X server has " +
                                     (names.empty() ? "none" : names)};
}

/// One change.
class ModeSetter {
public:
    explicit ModeSetter(RandrServer const& server) : server_(server) {}
    Result<bool> give(RandrOutput const& output, DisplayMode const& wanted);

private:
    [[nodiscard]] std::optional<xcb_randr_mode_t> existing(RandrOutput const& output,
                                                           DisplayMode const& wanted) const;
    Result<xcb_randr_mode_t> make(RandrOutput const& output, DisplayMode const& wanted);
    [[nodiscard]] RandrCrtc const* crtcFor(RandrOutput const& output) const;
    Result<> set(RandrOutput const& output, RandrCrtc const& crtc, xcb_randr_mode_t mode,
                 DisplayMode const& wanted);
    bool configure(RandrCrtc const& crtc, std::int16_t x, std::int16_t y, xcb_randr_mode_t mode,
                   std::span<xcb_randr_output_t const> outputs);
    [[nodiscard]] bool succeeds(xcb_void_cookie_t cookie) const {
        return XcbOwned<xcb_generic_error_t>(xcb_request_check(server_.connection(), cookie)) ==
               nullptr;
    }

    RandrServer const& server_;
};

/// The mode that comes nearest to the rate.
std::optional<xcb_randr_mode_t> ModeSetter::existing(RandrOutput const& output,
                                                     DisplayMode const& wanted) const {
    std::optional<xcb_randr_mode_t> best;
    double bestOff = kHalfHertz;
    for (auto const& mode : server_.modes()) {
        auto const off = std::abs(rateOf(mode) - rateOf(wanted));
        bool const fits = mode.width == wanted.width && mode.height == wanted.height &&
                          (mode.mode_flags & XCB_RANDR_MODE_FLAG_INTERLACE) == 0;
        bool const has = std::ranges::find(output.modes(), mode.id) != output.modes().end();
        if (fits && has && off <= bestOff) {
            best = mode.id;
            bestOff = off;
        }
    }
    return best;
}

Result<xcb_randr_mode_t> ModeSetter::make(RandrOutput const& output, DisplayMode const& wanted) {
    XcbOwned<libxcvt_mode_info> const cvt(libxcvt_gen_mode_info(
        wanted.width, wanted.height, static_cast<float>(rateOf(wanted)), false, false));
    auto const name = inWords(wanted);
    if (!cvt || static_cast<int>(cvt->hdisplay) != wanted.width) {
        return refused("have a mode of " + name + ", and none can be made");
    }
    xcb_randr_mode_info_t info{};
    info.width = static_cast<std::uint16_t>(cvt->hdisplay);
    info.height = static_cast<std::uint16_t>(cvt->vdisplay);
    info.dot_clock = static_cast<std::uint32_t>(cvt->dot_clock * 1000);
    info.hsync_start = cvt->hsync_start;
    info.hsync_end = cvt->hsync_end;
    info.htotal = cvt->htotal;
    info.vsync_start = cvt->vsync_start;
    info.vsync_end = cvt->vsync_end;
    info.vtotal = cvt->vtotal;
    info.name_len = static_cast<std::uint16_t>(name.size());
    info.mode_flags = cvt->mode_flags;
    auto* const c = server_.connection();
    XcbOwned<xcb_randr_create_mode_reply_t> const made(xcb_randr_create_mode_reply(
        c,
        xcb_randr_create_mode(c, server_.root(), info, static_cast<std::uint32_t>(name.size()),
                              name.data()),
        nullptr));
    if (!made || !succeeds(xcb_randr_add_output_mode_checked(c, output.id, made->mode))) {
        return refused("take a mode of " + name + " for video output " + output.name());
    }
    return made->mode;
}

/// The one that feeds the output, else one that feeds nothing.
RandrCrtc const* ModeSetter::crtcFor(RandrOutput const& output) const {
    RandrCrtc const* free = nullptr;
    for (auto const& crtc : server_.crtcs()) {
        if (crtc.id == output.info->crtc) {
            return &crtc;
        }
        bool const possible = std::ranges::find(output.crtcs(), crtc.id) != output.crtcs().end();
        free = free == nullptr && possible && !crtc.on() ? &crtc : free;
    }
    return free;
}

bool ModeSetter::configure(RandrCrtc const& crtc, std::int16_t x, std::int16_t y,
                           xcb_randr_mode_t mode, std::span<xcb_randr_output_t const> outputs) {
    auto* const c = server_.connection();
    XcbOwned<xcb_randr_set_crtc_config_reply_t> const done(xcb_randr_set_crtc_config_reply(
        c,
        xcb_randr_set_crtc_config(c, crtc.id, XCB_CURRENT_TIME, server_.configuredAt(), x, y, mode,
                                  XCB_RANDR_ROTATION_ROTATE_0,
                                  static_cast<std::uint32_t>(outputs.size()), outputs.data()),
        nullptr));
    return done && done->status == XCB_RANDR_SET_CONFIG_SUCCESS;
}

Result<> ModeSetter::set(RandrOutput const& output, RandrCrtc const& crtc, xcb_randr_mode_t mode,
                         DisplayMode const& wanted) {
    int right = 0;
    int bottom = 0;
    for (auto const& other : server_.crtcs()) {
        if (other.id != crtc.id && other.on()) {
            right = std::max(right, other.info->x + other.info->width);
            bottom = std::max(bottom, other.info->y + other.info->height);
        }
    }
    // An output that was off comes to the right of the others.
    int const x = crtc.on() ? crtc.info->x : right;
    int const y = crtc.on() ? crtc.info->y : 0;
    auto const width = static_cast<std::uint16_t>(std::max(right, x + wanted.width));
    auto const height = static_cast<std::uint16_t>(std::max(bottom, y + wanted.height));
    auto const millimetres = [](int pixels) {
        return static_cast<std::uint32_t>(std::lround(pixels * kMillimetresAPixel));
    };
    auto* const c = server_.connection();
    XcbOwned<xcb_randr_get_screen_size_range_reply_t> const range(
        xcb_randr_get_screen_size_range_reply(c, xcb_randr_get_screen_size_range(c, server_.root()),
                                              nullptr));
    if (!range || width > range->max_width || height > range->max_height) {
        return refused(fmt::format("allow a screen of {}x{}, which {} would need", width, height,
                                   inWords(wanted)));
    }
    // Nobody shall see the output off and the screen of another size.
    xcb_grab_server(c);
    bool done = !crtc.on() || configure(crtc, 0, 0, XCB_NONE, {});
    done = done && succeeds(xcb_randr_set_screen_size_checked(
                       c, server_.root(), width, height, millimetres(width), millimetres(height)));
    xcb_randr_output_t const outputs[] = {output.id};
    done = done && configure(crtc, static_cast<std::int16_t>(x), static_cast<std::int16_t>(y), mode,
                             outputs);
    if (!done && crtc.on()) {
        configure(crtc, crtc.info->x, crtc.info->y, crtc.info->mode, outputs);  // as it was
    }
    xcb_ungrab_server(c);
    xcb_flush(c);
    return done ? Result<>()
                : refused("set video output " + output.name() + " to " + inWords(wanted));
}

Result<bool> ModeSetter::give(RandrOutput const& output, DisplayMode const& wanted) {
    auto const* const crtc = crtcFor(output);
    if (crtc == nullptr) {
        return refused("have a free scan-out for video output " + output.name());
    }
    auto mode = existing(output, wanted);
    if (mode && crtc->info->mode == *mode) {
        return false;
    }
    if (!mode) {
        auto const made = make(output, wanted);
        if (!made) {
            return made.error();
        }
        mode = *made;
    }
    if (auto done = set(output, *crtc, *mode, wanted); !done) {
        return done.error();
    }
    return true;
}

}  // namespace

Result<bool> forceMode(std::string const& connector, DisplayMode const& mode) {
    auto const server = RandrServer::open();
    if (!server) {
        return server.error();
    }
    auto const output = outputCalled(*server, connector);
    if (!output) {
        return output.error();
    }
    return ModeSetter(*server).give(**output, mode);
}

}  // namespace tocsin::player
