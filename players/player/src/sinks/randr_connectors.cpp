// SPDX-License-Identifier: Apache-2.0
#include <X11/extensions/Xrandr.h>

#include <memory>

#include "sinks/connectors.hpp"

namespace tocsin::player {
namespace {

struct DisplayCloser {
    void operator()(Display* display) const { XCloseDisplay(display); }
};
struct ResourcesFreer {
    void operator()(XRRScreenResources* resources) const { XRRFreeScreenResources(resources); }
};
struct OutputFreer {
    void operator()(XRROutputInfo* output) const { XRRFreeOutputInfo(output); }
};

class RandrConnectors final : public ConnectorReader {
public:
    /// A connection for each look: one that is kept would end the process when the server goes
    /// away, because Xlib knows no other answer to that.
    std::optional<std::vector<Connector>> read() override {
        std::unique_ptr<Display, DisplayCloser> const display(XOpenDisplay(nullptr));
        int event = 0;
        int error = 0;
        if (!display || XRRQueryExtension(display.get(), &event, &error) == 0) {
            return std::nullopt;
        }
        std::unique_ptr<XRRScreenResources, ResourcesFreer> const resources(
            XRRGetScreenResourcesCurrent(display.get(), DefaultRootWindow(display.get())));
        if (!resources) {
            return std::nullopt;
        }
        std::vector<Connector> out;
        for (int i = 0; i < resources->noutput; ++i) {
            std::unique_ptr<XRROutputInfo, OutputFreer> const output(
                XRRGetOutputInfo(display.get(), resources.get(), resources->outputs[i]));
            if (output) {
                out.push_back({std::string(output->name, static_cast<std::size_t>(output->nameLen)),
                               output->connection == RR_Connected, output->crtc != 0});
            }
        }
        return out.empty() ? std::nullopt : std::optional(std::move(out));
    }
};

}  // namespace

std::unique_ptr<ConnectorReader> randrConnectors() {
    return std::make_unique<RandrConnectors>();
}

}  // namespace tocsin::player
