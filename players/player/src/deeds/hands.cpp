// SPDX-License-Identifier: Apache-2.0
#include "deeds/hands.hpp"

#include <algorithm>
#include <charconv>

#include "engine/files.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::player {
namespace {

using messages::Deed;
using messages::InstructionAction;
using messages::JsonReader;

constexpr char kFormat[] = "tocsin-levels/1";
constexpr std::size_t kMostBytes = 16 << 10;
constexpr std::size_t kWordBytes = 64;
/// By the site's program, when nothing is set: the plan's levels are in the picture.
constexpr char kFullPanel[] = "100";

Outcome refused(std::string why) {
    return {false, std::move(why)};
}

int percentOf(std::string const& value) {
    int out = 0;
    std::from_chars(value.data(), value.data() + value.size(), out);
    return out;
}

boost::json::object toValue(SetLevel const& level) {
    return {{"percent", level.percent}, {"until", formatInstant(level.until)}};
}

std::optional<SetLevel> readLevel(JsonReader const& in, char const* key) {
    auto const member = in.find(key);
    if (!member) {
        return std::nullopt;
    }
    return SetLevel{static_cast<int>(member->at("percent").integer(0, 100)),
                    member->at("until").instant()};
}

}  // namespace

Hands::Hands(Parts parts) : parts_(std::move(parts)) {}

Hands::Standing Hands::standing() const {
    std::lock_guard const lock(mutex_);
    return standing_;
}

std::string Hands::logLevel() const {
    std::lock_guard const lock(mutex_);
    return standing_.logLevel.empty() ? parts_.logLevel : standing_.logLevel;
}

bool Hands::powerOff() const {
    std::lock_guard const lock(mutex_);
    return standing_.levels.powerOff;
}

void Hands::apply(Standing const& standing) {
    {
        std::lock_guard const lock(mutex_);
        standing_ = standing;
    }
    parts_.setLevels(standing.levels);
    parts_.log.set_level(spdlog::level::from_str(logLevel()));
}

/// What cannot be kept holds all the same, until the player is started again.
void Hands::keep(Standing const& standing) {
    apply(standing);
    boost::json::object out{{"format", kFormat}};
    if (standing.levels.brightness) {
        out["brightness"] = toValue(*standing.levels.brightness);
    }
    if (standing.levels.volume) {
        out["volume"] = toValue(*standing.levels.volume);
    }
    if (standing.panel) {
        out["panel"] = toValue(*standing.panel);
    }
    if (standing.levels.powerOff) {
        out["power_off"] = true;
    }
    if (!standing.logLevel.empty()) {
        out["log_level"] = standing.logLevel;
        out["log_level_until"] = formatInstant(standing.logLevelUntil);
    }
    if (auto const done = files::replace(parts_.file, boost::json::serialize(out)); !done) {
        parts_.log.warn("event=levels-not-saved err=\"{}\"", done.error().message);
    }
}

void Hands::load() {
    auto const text = files::read(parts_.file, kMostBytes);
    if (!text) {
        return;
    }
    auto const read = [](JsonReader const& in) {
        Standing out;
        if (in.at("format").string(kWordBytes) != kFormat) {
            in.at("format").fail(std::string("expected \"") + kFormat + "\"");
        }
        out.levels.brightness = readLevel(in, "brightness");
        out.levels.volume = readLevel(in, "volume");
        out.panel = readLevel(in, "panel");
        if (auto const off = in.find("power_off")) {
            out.levels.powerOff = off->boolean();
        }
        if (auto const level = in.find("log_level")) {
            out.logLevel = level->string(kWordBytes);
            out.logLevelUntil = in.at("log_level_until").instant();
        }
        return out;
    };
    auto const standing = messages::readJson(*text, read, kMostBytes);
    if (!standing) {
        parts_.log.warn("event=levels-unusable err=\"{}\"", standing.error().message);
        return;
    }
    apply(*standing);
}

Outcome Hands::carryOut(Deed const& deed, std::stop_token stop) {
    switch (deed.action) {
        case InstructionAction::restart:
            return restart(deed, stop);
        case InstructionAction::power:
            return power(deed, stop);
        case InstructionAction::volume:
            return setVolume(deed);
        case InstructionAction::brightness:
            return setBrightness(deed, stop);
        case InstructionAction::identify: {
            auto const shown = parts_.identify(deed.holds);
            return shown ? Outcome{true} : refused(shown.error().message);
        }
        case InstructionAction::logLevel:
            return setLogLevel(deed);
        case InstructionAction::evidence:
        case InstructionAction::unknown:
            break;
    }
    return refused("this player does not know \"" +
                   (deed.action == InstructionAction::unknown
                        ? deed.value
                        : std::string(toString(deed.action))) +
                   "\"; update it");
}

/// Done if it ended with 0.
Outcome Hands::run(std::filesystem::path const& program, std::string const& argument,
                   std::stop_token const& stop) const {
    std::vector<std::string> arguments;
    if (!argument.empty()) {
        arguments.push_back(argument);
    }
    auto const end = parts_.run(program, arguments, parts_.programs.deadline, stop);
    if (!end) {
        auto out = refused(end.error().message);
        out.undecided = end.error().code == Errc::cancelled;
        return out;
    }
    auto const said = end->lastLine.empty() ? "" : ": " + end->lastLine;
    return {end->code == 0,
            program.filename().string() + " ended with " + std::to_string(end->code) + said};
}

Outcome Hands::restart(Deed const& deed, std::stop_token const& stop) {
    if (deed.value == "engine") {
        Outcome out;
        out.done = out.restarts = true;
        return out;
    }
    if (parts_.programs.restart.empty()) {
        return refused(
            "this player names no program that restarts its device; start it with "
            "--restart-program");
    }
    return run(parts_.programs.restart, "", stop);
}

/// The program that asks is believed over the one that switches.
Outcome Hands::power(Deed const& deed, std::stop_token const& stop) {
    if (parts_.programs.power.empty()) {
        return refused(
            "this player names no program that switches its screen; start it with "
            "--power-program");
    }
    auto out = run(parts_.programs.power, deed.value, stop);
    if (!out.done) {
        return out;
    }
    auto now = standing();
    now.levels.powerOff = deed.value == "off";
    keep(now);
    if (parts_.programs.powerQuery.empty()) {
        out.detail += "; cannot be verified: this player names no program that asks the screen";
        return out;
    }
    auto const asked = parts_.run(parts_.programs.powerQuery, {}, parts_.programs.deadline, stop);
    auto const name = parts_.programs.powerQuery.filename().string();
    if (!asked) {
        out.detail += "; not verified: " + asked.error().message;
    } else if (asked->code != 0 || (asked->lastLine != "on" && asked->lastLine != "off")) {
        out.detail += "; not verified: " + name + " ended with " + std::to_string(asked->code) +
                      " and said \"" + asked->lastLine + "\", neither on nor off";
    } else if (asked->lastLine == deed.value) {
        out.verified = true;
    } else {
        out.done = false;
        out.detail += "; but " + name + " says that the screen is " + asked->lastLine;
        now.levels.powerOff = asked->lastLine == "off";
        keep(now);
    }
    return out;
}

Instant Hands::until(Deed const& deed, int messages::Level::*which) const {
    auto const now = parts_.now();
    if (deed.holds.count() > 0) {
        return now + deed.holds;
    }
    auto const next = parts_.plan()->nextChange(now, which);
    return std::min(next.value_or(Instant::max()), now + kLevelHolds);
}

Outcome Hands::setVolume(Deed const& deed) {
    if (!parts_.sound) {
        return refused("this player makes no sound; start it with --sound");
    }
    auto now = standing();
    now.levels.volume = SetLevel{percentOf(deed.value), until(deed, &messages::Level::volume)};
    keep(now);
    return {true, "until " + formatInstant(now.levels.volume->until)};
}

/// In the picture, as the plan's levels are, unless the site's program dims the panel itself.
Outcome Hands::setBrightness(Deed const& deed, std::stop_token const& stop) {
    auto now = standing();
    SetLevel const level{percentOf(deed.value), until(deed, &messages::Level::brightness)};
    auto const said = "until " + formatInstant(level.until);
    if (parts_.programs.brightness.empty()) {
        now.levels.brightness = level;
        keep(now);
        return {true, said};
    }
    auto out = run(parts_.programs.brightness, deed.value, stop);
    if (out.done) {
        now.panel = level;
        keep(now);
        out.detail +=
            ", " + said + "; cannot be verified: the panel's brightness is not seen by this player";
    }
    return out;
}

Outcome Hands::setLogLevel(Deed const& deed) {
    auto now = standing();
    now.logLevel = deed.value;
    now.logLevelUntil = parts_.now() + deed.holds;
    keep(now);
    return {true, "until " + formatInstant(now.logLevelUntil)};
}

std::optional<Instant> Hands::settle(std::stop_token stop) {
    auto now = standing();
    auto const t = parts_.now();
    bool changed = false;
    std::optional<Instant> next;
    auto const look = [&](Instant until) {
        bool const over = until <= t;
        changed = changed || over;
        if (!over) {
            next = std::min(next.value_or(until), until);
        }
        return over;
    };
    if (now.levels.brightness && look(now.levels.brightness->until)) {
        now.levels.brightness.reset();
    }
    if (now.levels.volume && look(now.levels.volume->until)) {
        now.levels.volume.reset();
    }
    if (!now.logLevel.empty() && look(now.logLevelUntil)) {
        now.logLevel.clear();
    }
    if (now.panel && look(now.panel->until)) {
        now.panel.reset();
        if (!parts_.programs.brightness.empty()) {
            auto const back = run(parts_.programs.brightness, kFullPanel, stop);
            if (!back.done) {
                parts_.log.warn("event=panel-not-set-back err=\"{}\"", back.detail);
            }
        }
    }
    if (changed) {
        keep(now);
        parts_.log.info("event=levels-over");
    }
    return next;
}

}  // namespace tocsin::player
