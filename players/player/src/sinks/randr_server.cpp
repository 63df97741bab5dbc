// SPDX-License-Identifier: Apache-2.0
#include "sinks/randr_server.hpp"

namespace tocsin::player {

std::string RandrOutput::name() const {
    return {reinterpret_cast<char const*>(xcb_randr_get_output_info_name(info.get())),
            static_cast<std::size_t>(xcb_randr_get_output_info_name_length(info.get()))};
}

bool RandrOutput::plugged() const {
    return info->connection == XCB_RANDR_CONNECTION_CONNECTED;
}

std::span<xcb_randr_crtc_t const> RandrOutput::crtcs() const {
    return {xcb_randr_get_output_info_crtcs(info.get()), info->num_crtcs};
}

std::span<xcb_randr_mode_t const> RandrOutput::modes() const {
    return {xcb_randr_get_output_info_modes(info.get()), info->num_modes};
}

Result<RandrServer> RandrServer::open() {
    RandrServer out;
    int number = 0;
    out.connection_.reset(xcb_connect(nullptr, &number));
    if (xcb_connection_has_error(out.connection_.get()) != 0) {
        return Error{Errc::unavailable, "there is no X server to ask; set DISPLAY"};
    }
    auto screens = xcb_setup_roots_iterator(xcb_get_setup(out.connection_.get()));
    for (; number > 0; --number) {
        xcb_screen_next(&screens);
    }
    out.screen_ = screens.data;
    auto const* const extension = xcb_get_extension_data(out.connection_.get(), &xcb_randr_id);
    if (extension == nullptr || extension->present == 0 || !out.look()) {
        return Error{Errc::unavailable,
                     "the X server does not tell of its video outputs (it has no RandR 1.3)"};
    }
    return out;
}

bool RandrServer::look() {
    auto* const c = connection_.get();
    XcbOwned<xcb_randr_query_version_reply_t> const version(xcb_randr_query_version_reply(
        c, xcb_randr_query_version(c, XCB_RANDR_MAJOR_VERSION, XCB_RANDR_MINOR_VERSION), nullptr));
    if (!version || (version->major_version == 1 && version->minor_version < 3)) {
        return false;
    }
    resources_.reset(xcb_randr_get_screen_resources_current_reply(
        c, xcb_randr_get_screen_resources_current(c, screen_->root), nullptr));
    if (!resources_) {
        return false;
    }
    auto const* const outputs = xcb_randr_get_screen_resources_current_outputs(resources_.get());
    for (auto const id : std::span(outputs, resources_->num_outputs)) {
        RandrOutput one{id,
                        XcbOwned<xcb_randr_get_output_info_reply_t>(xcb_randr_get_output_info_reply(
                            c, xcb_randr_get_output_info(c, id, XCB_CURRENT_TIME), nullptr))};
        if (one.info) {
            outputs_.push_back(std::move(one));
        }
    }
    auto const* const crtcs = xcb_randr_get_screen_resources_current_crtcs(resources_.get());
    for (auto const id : std::span(crtcs, resources_->num_crtcs)) {
        RandrCrtc one{id, XcbOwned<xcb_randr_get_crtc_info_reply_t>(xcb_randr_get_crtc_info_reply(
                              c, xcb_randr_get_crtc_info(c, id, XCB_CURRENT_TIME), nullptr))};
        if (one.info) {
            crtcs_.push_back(std::move(one));
        }
    }
    return true;
}

std::span<xcb_randr_mode_info_t const> RandrServer::modes() const {
    return {xcb_randr_get_screen_resources_current_modes(resources_.get()), resources_->num_modes};
}

}  // namespace tocsin::player
