// SPDX-License-Identifier: Apache-2.0
// Whether anything is plugged into the computer's video outputs, as the system says it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tocsin::player {

struct Connector {
    std::string name;        ///< as the system calls it, e.g. "HDMI-A-1"
    bool connected = false;  ///< something answers at the other end of the cable
    bool enabled = false;    ///< a picture is sent to it
    bool operator==(Connector const&) const = default;
};

/// One thread at a time.
class ConnectorReader {
public:
    virtual ~ConnectorReader() = default;
    /// Nothing if the system cannot say.
    [[nodiscard]] virtual std::optional<std::vector<Connector>> read() = 0;
};

/// The kernel's list (drm-kms(7)): a folder for each connector with `status`, `enabled` and `dpms`.
/// Nothing if there is none in `root`.
[[nodiscard]] std::unique_ptr<ConnectorReader> drmConnectors(
    std::filesystem::path root = "/sys/class/drm");

/// What the X server of DISPLAY says through RandR 1.3. Opens a connection of its own.
[[nodiscard]] std::unique_ptr<ConnectorReader> randrConnectors();

/// The kernel's word where it has one, else the X server's.
[[nodiscard]] std::unique_ptr<ConnectorReader> systemConnectors();

}  // namespace tocsin::player
