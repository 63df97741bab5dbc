// SPDX-License-Identifier: Apache-2.0
#include "sinks/output_watch.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace tocsin::player {
namespace {

constexpr std::chrono::seconds kEvery{2};
constexpr char kFinding[] = "output";
constexpr char kModeFinding[] = "output mode";

struct Judgement {
    std::string fault;  ///< what is wrong, for people; "" if a picture goes out
    bool known = true;  ///< nobody has to guess
};

Judgement judge(std::optional<std::vector<Connector>> const& connectors,
                std::string const& wanted) {
    if (!connectors) {
        return {
            "this computer does not say whether a display is plugged in; plays count as "
            "composed, not as delivered",
            false};
    }
    std::string names;
    bool found = false;
    bool plugged = false;
    for (auto const& one : *connectors) {
        names += (names.empty() ? "" : ", ") + one.name;
        if (!wanted.empty() && one.name != wanted) {
            continue;
        }
        found = true;
        if (one.connected && one.enabled) {
            return {};
        }
        plugged = plugged || one.connected;
    }
    if (!found) {
        return {"there is no video output " + wanted + "; this computer has " + names, false};
    }
    auto const which =
        wanted.empty() ? "every video output (" + names + ")" : "video output " + wanted;
    return {plugged ? which + " is switched off: nothing is shown"
                    : which +
                          " has nothing plugged in: nothing is shown; check the cable and the "
                          "display's power"};
}

}  // namespace

void OutputWatch::start() {
    look();
    thread_ = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

void OutputWatch::look() {
    if (parts_.ensureMode) {
        ensureMode();
    }
    auto const [fault, known] = judge(parts_.reader->read(), parts_.connector);
    connected_ = fault.empty();
    unplugged_ = known && !fault.empty();
    if (fault == told_) {
        return;
    }
    told_ = fault;
    if (fault.empty()) {
        parts_.findings.clear(kFinding);
        parts_.log.info("event=output-connected");
    } else {
        parts_.findings.set(kFinding, fault);
        parts_.log.warn("event=output-not-connected why=\"{}\"", fault);
    }
}

void OutputWatch::ensureMode() {
    auto const set = parts_.ensureMode();
    if (set) {
        parts_.findings.clear(kModeFinding);
        if (*set) {
            parts_.log.info("event=output-mode-set");
        }
    } else if (parts_.findings.set(kModeFinding, set.error().message)) {
        parts_.log.warn("event=output-mode-not-set err=\"{}\"", set.error().message);
    }
}

void OutputWatch::run(std::stop_token stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    while (!never.wait_for(lock, stop, kEvery, [&] { return stop.stop_requested(); })) {
        look();
    }
}

}  // namespace tocsin::player
