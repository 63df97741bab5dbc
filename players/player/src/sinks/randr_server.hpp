// SPDX-License-Identifier: Apache-2.0
// One look at the video outputs of the X server, by XCB, which gives errors back where Xlib would
// end the process.
#pragma once

#include <xcb/randr.h>
#include <xcb/xcb.h>

#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

struct XcbFreer {
    void operator()(void* memory) const noexcept { std::free(memory); }
};
/// A reply of the server.
template <class T>
using XcbOwned = std::unique_ptr<T, XcbFreer>;

struct RandrOutput {
    xcb_randr_output_t id;
    XcbOwned<xcb_randr_get_output_info_reply_t> info;
    [[nodiscard]] std::string name() const;
    [[nodiscard]] bool plugged() const;
    [[nodiscard]] std::span<xcb_randr_crtc_t const> crtcs() const;
    [[nodiscard]] std::span<xcb_randr_mode_t const> modes() const;
};

/// What scans a part of the screen out to outputs.
struct RandrCrtc {
    xcb_randr_crtc_t id;
    XcbOwned<xcb_randr_get_crtc_info_reply_t> info;
    [[nodiscard]] bool on() const { return info->mode != XCB_NONE; }
};

/// A connection of its own for each look, to the server that DISPLAY names, closed with this
/// object. One thread at a time; waits for the server as long as it takes to answer.
class RandrServer {
public:
    /// Errc::unavailable: there is no X server, or it has no RandR 1.3.
    [[nodiscard]] static Result<RandrServer> open();

    [[nodiscard]] std::span<RandrOutput const> outputs() const { return outputs_; }
    [[nodiscard]] std::span<RandrCrtc const> crtcs() const { return crtcs_; }
    [[nodiscard]] std::span<xcb_randr_mode_info_t const> modes() const;
    [[nodiscard]] xcb_timestamp_t configuredAt() const { return resources_->config_timestamp; }
    [[nodiscard]] xcb_window_t root() const { return screen_->root; }
    [[nodiscard]] xcb_connection_t* connection() const { return connection_.get(); }

private:
    struct Disconnector {
        void operator()(xcb_connection_t* connection) const noexcept { xcb_disconnect(connection); }
    };
    RandrServer() = default;
    bool look();

    std::unique_ptr<xcb_connection_t, Disconnector> connection_;
    xcb_screen_t const* screen_ = nullptr;  // the connection's
    XcbOwned<xcb_randr_get_screen_resources_current_reply_t> resources_;
    std::vector<RandrOutput> outputs_;
    std::vector<RandrCrtc> crtcs_;
};

}  // namespace tocsin::player
