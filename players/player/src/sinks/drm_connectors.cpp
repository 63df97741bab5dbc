// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fstream>

#include "sinks/connectors.hpp"

namespace tocsin::player {
namespace {

std::string firstWord(std::filesystem::path const& file) {
    std::ifstream in(file);
    std::string word;
    in >> word;
    return word;
}

class DrmConnectors final : public ConnectorReader {
public:
    explicit DrmConnectors(std::filesystem::path root) : root_(std::move(root)) {}

    std::optional<std::vector<Connector>> read() override {
        std::vector<Connector> out;
        std::error_code ec;
        for (auto const& entry : std::filesystem::directory_iterator(root_, ec)) {
            auto const folder = entry.path().filename().string();
            auto const dash = folder.find('-');  // "card0-HDMI-A-1"
            auto const status = firstWord(entry.path() / "status");
            if (!folder.starts_with("card") || dash == std::string::npos || status.empty()) {
                continue;
            }
            auto const dpms = firstWord(entry.path() / "dpms");
            bool const lit = dpms.empty() || dpms == "On";
            out.push_back({folder.substr(dash + 1), status == "connected",
                           lit && firstWord(entry.path() / "enabled") != "disabled"});
        }
        std::sort(out.begin(), out.end(),
                  [](auto const& a, auto const& b) { return a.name < b.name; });
        return out.empty() ? std::nullopt : std::optional(std::move(out));
    }

private:
    std::filesystem::path root_;
};

class SystemConnectors final : public ConnectorReader {
public:
    std::optional<std::vector<Connector>> read() override {
        auto out = drm_->read();
        return out ? out : randr_->read();
    }

private:
    std::unique_ptr<ConnectorReader> drm_ = drmConnectors(), randr_ = randrConnectors();
};

}  // namespace

std::unique_ptr<ConnectorReader> drmConnectors(std::filesystem::path root) {
    return std::make_unique<DrmConnectors>(std::move(root));
}

std::unique_ptr<ConnectorReader> systemConnectors() {
    return std::make_unique<SystemConnectors>();
}

}  // namespace tocsin::player
