// SPDX-License-Identifier: Apache-2.0
// A connection to the X server that only stands.
#pragma once

#include <xcb/xcb.h>

#include <memory>

namespace tocsin::player {

/// An X server whose last client leaves starts afresh: it forgets the modes that were set and
/// answers nobody for a while (measured: 50 ms). On a screen's computer the player is often the
/// only client, and looks at its outputs before it has a window; this keeps the server as it is
/// meanwhile. Without a server it does nothing.
class XPresence {
public:
    /// Connects to the server that DISPLAY names.
    XPresence() : connection_(xcb_connect(nullptr, nullptr)) {}

private:
    struct Disconnector {
        void operator()(xcb_connection_t* connection) const noexcept { xcb_disconnect(connection); }
    };
    std::unique_ptr<xcb_connection_t, Disconnector> connection_;
};

}  // namespace tocsin::player
