// SPDX-License-Identifier: Apache-2.0
// Composes controller, players and client for integration tests.
#include "support/site.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tocsin/messages/envelope.hpp"

namespace tocsin::test {
namespace {

constexpr char kZone[] = "Asia/Shanghai";
constexpr std::chrono::hours kZoneOffset{8};

std::string localDate(Instant t) {
    return formatInstant(t + kZoneOffset).substr(0, 10);
}

/// What the computer that runs the test denies the player is none of the test's business.
bool allIsWell(boost::json::array const& findings) {
    return std::all_of(findings.begin(), findings.end(), [](boost::json::value const& finding) {
        return finding.as_string().starts_with("no real-time scheduling");
    });
}

}  // namespace

std::filesystem::path Site::bin() {
    return TOCSIN_BIN;
}

Site::Site(TimeMode mode, Instant start) : mode_(mode) {
    if (mode_ == TimeMode::controlled) {
        time_ = std::make_unique<ControlledTime>(directory_ / "time", start);
    }
}

Site::~Site() {
    players_.clear();
    controller_.reset();
}

Instant Site::now() const {
    return time_ ? time_->now()
                 : std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

std::vector<std::string> Site::withClock(std::string const& program,
                                         std::vector<std::string> arguments) const {
    std::vector<std::string> all{(bin() / (time_ ? program + "-controlled" : program)).string()};
    if (time_) {
        all.insert(all.end(), {"--controlled-clock", (directory_ / "time").string()});
    }
    all.insert(all.end(), arguments.begin(), arguments.end());
    return all;
}

void Site::showFilmsAsTheyCome() {
    setConfiguration("[conversion]\nwhen = \"unplayable\"\n");
}

void Site::startController() {
    auto const file = directory_ / "controller" / "address";
    std::filesystem::remove(file);
    auto const config = directory_ / "site.toml";
    std::ofstream(config) << configuration_
                          << "[access]\npassword_memory_mb = 19\nsecond_factor = \"off\"\n";
    // The first start takes any free port; later ones take it again, since players keep to the
    // address they were given.
    std::vector<std::string> arguments{"--data",   (directory_ / "controller").string(),
                                       "--listen", address_.empty() ? "127.0.0.1:0" : address_,
                                       "--worker", (bin() / "tocsin-media-worker").string(),
                                       "--config", config.string()};
    controller_ = std::make_unique<Program>(withClock("tocsin-controller", std::move(arguments)),
                                            directory_ / "controller.log");
    ASSERT_TRUE(eventually([&] { return !readFile(file).empty() || !controller_->running(); }));
    ASSERT_TRUE(controller_->running()) << controller_->log();
    address_ = readFile(file);
    while (!address_.empty() && address_.back() == '\n') {
        address_.pop_back();
    }
    if (!people_.areThere()) {
        people_.setUp(address_, directory_ / "controller");
        // What tests start themselves is the keeper's too.
        ::setenv("TOCSIN_TOKEN", people_.keeper().c_str(), 1);
    }
}

Ended Site::tocsin(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), (bin() / "tocsin").string());
    arguments.insert(arguments.end(), {"--controller", "http://" + address_});
    bool const approves =
        arguments.size() > 2 && arguments[1] == "campaign" && arguments[2] == "approve";
    auto const token = approves ? people_.reviewer(address_) : people_.keeper();
    ::setenv("TOCSIN_TOKEN", token.c_str(), 1);
    auto ended = run(arguments);
    ::setenv("TOCSIN_TOKEN", people_.keeper().c_str(), 1);
    return ended;
}

boost::json::value Site::json(std::vector<std::string> arguments) const {
    arguments.emplace_back("--json");
    auto const ended = tocsin(arguments);
    if (ended.code != 0 && ended.code != 6) {
        ADD_FAILURE() << "tocsin " << arguments[0] << " exited " << ended.code << ": " << ended.err;
        return nullptr;
    }
    boost::system::error_code ec;
    auto value = boost::json::parse(ended.out, ec);
    EXPECT_FALSE(ec) << ended.out;
    return value;
}

void Site::addScreen(std::string const& id, std::string const& size, std::string const& tag,
                     std::vector<std::string> const& opening) {
    std::vector<std::string> arguments{"screen", "add",    id,       "--size", size,
                                       "--name", id,       "--unit", "bureau", "--tag",
                                       tag,      "--zone", kZone};
    for (auto const& hours : opening) {
        arguments.insert(arguments.end(), {"--opening", hours});
    }
    auto const added = json(arguments);
    ASSERT_TRUE(added.is_object());
    tokens_[id] = added.at("token").as_string().c_str();
    sizes_[id] = size;
}

void Site::startPlayer(std::string const& id, std::vector<std::string> const& further) {
    auto arguments =
        withClock("tocsin-player", {"--controller", playerScheme_ + address_, "--token",
                                    tokens_.at(id), "--data", playerData(id).string(), "--size",
                                    sizes_.at(id), "--sink", "raw:" + raw(id).string()});
    if (!playerProgram_.empty()) {
        arguments[0] = playerProgram_.string();
    }
    arguments.insert(arguments.end(), further.begin(), further.end());
    players_[id] =
        std::make_unique<Program>(std::move(arguments), directory_ / ("player-" + id + ".log"));
}

void Site::amendManifest(std::string const& screen,
                         std::function<void(messages::Manifest&)> const& amend) const {
    constexpr std::int64_t kBeyondAny = 1'000'000;
    auto const file = playerData(screen) / "manifest.json";
    auto const held = messages::parseEnvelope(readFile(file));
    ASSERT_TRUE(held) << held.error().message;
    auto manifest = messages::parseManifest(held->payload);
    ASSERT_TRUE(manifest) << manifest.error().message;
    auto const key = messages::KeyPair::load(directory_ / "controller" / "keys" / "content.key");
    ASSERT_TRUE(key) << key.error().message;
    manifest->version.counter += kBeyondAny;
    amend(*manifest);
    std::ofstream(file) << messages::toJson(
        messages::seal(*key, messages::kManifestKind, messages::toJson(*manifest)));
}

void Site::release(std::string const& id, std::string const& toml) {
    auto const file = directory_ / (id + ".toml");
    std::ofstream(file) << toml;
    for (auto const& step :
         std::vector<std::vector<std::string>>{{"campaign", "apply", file.string()},
                                               {"campaign", "submit", id},
                                               {"campaign", "approve", id}}) {
        auto const ended = tocsin(step);
        constexpr int kFindings = 6;  // it is done, and there is something to say about it
        ASSERT_TRUE(ended.code == 0 || ended.code == kFindings) << step[1] << ": " << ended.err;
    }
}

void Site::pass(Milliseconds duration, Milliseconds pace) {
    if (!time_) {
        pause(duration);
        return;
    }
    for (Milliseconds passed{0}; passed < duration; passed += tick_) {
        time_->advance(tick_, tick_);
        if (pace.count() > 0) {
            pause(pace);
        }
    }
}

bool Site::passUntil(std::function<bool()> const& holds, Milliseconds limit) {
    auto const ends = now() + limit;
    while (!holds()) {
        if (now() >= ends) {
            return false;
        }
        pass(Milliseconds(400), Milliseconds(10));
    }
    return true;
}

bool Site::settled(std::string const& screen, boost::json::value const& status) const {
    auto const state = status.at("state").as_string();
    if (!allIsWell(status.at("findings").as_array()) || (state != "playing" && state != "dark")) {
        return false;
    }
    auto const ticks = recording(screen);
    return state == "dark" || (!ticks.empty() && ticks.back().play != "-");
}

bool Site::allPlaying() {
    return passUntil([&] {
        auto const status = json({"status"});
        if (!status.is_object()) {
            return false;
        }
        std::size_t good = 0;
        for (auto const& screen : status.at("items").as_array()) {
            std::string const id = screen.at("id").as_string().c_str();
            good += players_.contains(id) && settled(id, screen) ? 1 : 0;
        }
        return good == players_.size();
    });
}

std::vector<PlannedPlay> Site::plan(std::string const& screen, std::optional<Instant> at) const {
    std::vector<PlannedPlay> plays;
    auto const document =
        json({"plan", "--screen", screen, "--date", localDate(at.value_or(now()))});
    if (!document.is_object()) {
        return plays;
    }
    for (auto const& play : document.at("plays").as_array()) {
        plays.push_back({play.at("id").as_string().c_str(), play.at("asset").as_string().c_str(),
                         play.at("campaign").as_string().c_str(),
                         play.at("reason").as_string().c_str(),
                         parseInstant(play.at("start").as_string().c_str()).value(),
                         parseInstant(play.at("end").as_string().c_str()).value()});
    }
    return plays;
}

std::vector<RecordedTick> Site::recording(std::string const& screen) const {
    std::vector<RecordedTick> ticks;
    std::istringstream lines(readFile(raw(screen).string() + ".tsv"));
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream fields(line);
        RecordedTick tick;
        std::int64_t ms = 0;
        if (fields >> tick.tick >> ms >> tick.play) {
            tick.at = fromMillis(ms);
            ticks.push_back(tick);
        }
    }
    return ticks;
}

void Site::clearRecording(std::string const& screen) const {
    // The player appends, so that it goes on at the beginning of the emptied files.
    std::filesystem::resize_file(raw(screen), 0);
    std::filesystem::resize_file(raw(screen).string() + ".tsv", 0);
}

}  // namespace tocsin::test
