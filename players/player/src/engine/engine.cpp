// SPDX-License-Identifier: Apache-2.0
// Wiring: who tells whom.
#include "engine/engine.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "engine/decode_rate.hpp"
#include "engine/notice.hpp"
#include "engine/thread_rights.hpp"
#include "sinks/forced_mode.hpp"

namespace tocsin::player {
namespace {

constexpr std::chrono::milliseconds kLockPatience{5000};
constexpr std::chrono::milliseconds kLastRows{2000};
constexpr std::size_t kFindingsSent = 20;

}  // namespace

int exitCodeOf(Error const& error) {
    switch (error.code) {
        case Errc::damaged:
        case Errc::invalid:
            return kExitConfiguration;
        case Errc::internal:
            return kExitSoftware;
        default:
            return kExitCannotCreate;
    }
}

Result<std::unique_ptr<Engine>> Engine::open(Options const& options, session::Clock& clock,
                                             spdlog::logger& log, BeforeOpen beforeOpen) {
    auto data = DataDirectory::open(options.data, kLockPatience);
    if (!data) {
        return data.error();
    }
    if (options.measureDecoding) {
        learnDecodeRate(data->file("decoding"), options.measureDecoding);
        log.info("event=decode-rate pixels_per_second={}", knownDecodeRate(data->file("decoding")));
    }
    auto inflight = InFlight::open(data->file("inflight"));
    if (!inflight) {
        return inflight.error();
    }
    auto crashes = CrashNotes::open(data->file("crash"));
    if (!crashes) {
        return crashes.error();
    }
    auto bond = loadBond(data->file("controller.pin"));
    if (!bond) {
        return bond.error();
    }
    std::unique_ptr<Engine> out(new Engine(options, clock, log, std::move(*data),
                                           std::move(*inflight), std::move(*crashes),
                                           std::move(beforeOpen)));
    if (auto done = out->openJournal(); !done) {
        return done.error();
    }
    out->makeOutputWatch();  // before the windows: it may give the display another mode
    if (auto done = out->openCamera(); !done) {
        return done.error();
    }
    if (auto const cached = loadClock(out->data_.file("clock"))) {
        out->fleet_.restore(*cached, out->boot_);
    }
    auto authority =
        AuthorityPin::open(out->data_.file("controller-ca.pem"), bond->has_value(), out->fleet_);
    if (!authority) {
        return authority.error();
    }
    out->authority_ = std::move(*authority);
    out->settleCrash();
    out->makeStage();
    out->makeWarnings();
    out->makeInstructions();
    auto const title = bond->has_value() ? (*bond)->screenName : "";
    out->makeLink(std::move(*bond));
    out->makeCourier();
    out->stage_->openFirst();
    if (auto done = out->openSinks(title); !done) {
        return done.error();
    }
    return out;
}

Engine::Engine(Options const& options, session::Clock& clock, spdlog::logger& log,
               DataDirectory data, InFlight inflight, CrashNotes crashes, BeforeOpen beforeOpen)
    : options_(options),
      clock_(clock),
      log_(log),
      grid_(options.rate),
      boot_(bootId()),
      data_(std::move(data)),
      inflight_(std::move(inflight)),
      crashes_(std::move(crashes)),
      fleet_(clock),
      troubles_(fleet_, log, findings_),
      cache_(data_.file("cache")),
      keeper_({cache_, options.cacheLimit, [this] { return diskSpace(cache_.folder()); }, log,
               findings_}),
      items_({.size = options.size,
              .fit = options.fit,
              .clock = clock,
              .grid = grid_,
              .cache = cache_,
              .log = log,
              .findings = findings_,
              .troubles = troubles_,
              .damageMet = [this](Digest const& digest) { fetcher_->suspect(digest); },
              .beforeOpen = std::move(beforeOpen)}) {}

Engine::~Engine() = default;

/// Puts a crash of the engine before down to what it was decoding then.
void Engine::settleCrash() {
    quarantine_ = std::make_unique<Quarantine>(data_.file("strikes"), fleet_.now(), log_);
    if (auto const note = crashes_.take()) {
        quarantine_->strike(note->rendition, signalName(note->signal), fleet_.now());
    }
    if (options_.liftQuarantine) {
        quarantine_->lift();
    }
    crashes_.watch();
}

Result<> Engine::openJournal() {
    auto journal = JournalThread::open(
        {data_.file("journal"), data_.key(), [this] { return headerFacts(); }, log_, findings_},
        inflight_);
    if (!journal) {
        return journal.error();
    }
    journal_ = std::move(*journal);
    return {};
}

Result<> Engine::openCamera() {
    auto const folder = data_.file("evidence");
    auto camera = EvidenceCamera::open({folder, data_.key(), fleet_, grid_,
                                        [folder] { return diskSpace(folder); }, log_, findings_});
    if (!camera) {
        return camera.error();
    }
    camera_ = std::move(*camera);
    return {};
}

Result<> Engine::openSinks(std::string const& title) {
    auto sinks = player::openSinks(options_.sinks, options_.size, WindowSink::Closing::reopens,
                                   clock_, log_, findings_);
    if (!sinks) {
        return sinks.error();
    }
    sinks_ = std::move(*sinks);
    stage_->showOn(sinks_.pointers());
    for (auto* window : sinks_.windows) {
        if (!title.empty()) {
            window->setTitle(title);
        }
    }
    return {};
}

void Engine::makeOutputWatch() {
    auto const window =
        std::find_if(options_.sinks.begin(), options_.sinks.end(),
                     [](SinkSpec const& spec) { return spec.kind == SinkSpec::Kind::window; });
    if (window != options_.sinks.end()) {
        presence_.emplace();
        auto const& connector = window->window.connector;
        auto const& mode = window->window.mode;
        std::function<Result<bool>()> ensureMode;
        if (mode) {
            ensureMode = [connector, mode] { return forceMode(connector, *mode); };
        }
        output_ = std::make_unique<OutputWatch>(
            OutputWatch::Parts{systemConnectors(), connector, ensureMode, log_, findings_});
        output_->start();
    }
}

void Engine::makeStage() {
    if (options_.sound) {
        speaker_ = std::make_unique<Speaker>(Speaker::Parts{
            [this](Cue const& cue, std::stop_token stop) {
                return media::openSound(cache_.path(cue.content.rendition), std::move(stop));
            },
            log_});
    }
    stage_ = std::make_unique<Stage>(Stage::Parts{
        .clock = clock_,
        .fleet = fleet_,
        .grid = grid_,
        .inflight = inflight_,
        .startItem = [this](Cue const& cue,
                            std::int64_t fromTick) { return items_.content(cue, fromTick); },
        .startOverlay = [this](OverlayCue const& cue,
                               std::int64_t fromTick) { return items_.overlay(cue, fromTick); },
        .size = options_.size,
        .boot = boot_,
        .log = log_,
        .dispose =
            [this](std::unique_ptr<Item> item) {
                if (!reaper_.take(std::move(item))) {
                    // A fresh process is the only way out, and it resumes the play that is on.
                    log_.critical("event=decoders-hang count={} action=restart", reaper_.hanging());
                    log_.flush();
                    std::_Exit(kExitSoftware);
                }
            },
        .playEnded = [this] { journal_->wake(); },
        .changed = [this] { link_->statusChanged(); },
        .failed =
            [this](Cue const& cue, Error const& why) {
                if (cue.asset == playlists::AssetKind::stream) {
                    return;  // no fault of the file, and its own finding says more
                }
                // What hangs is suspected too: damaged bytes may be what it hangs on.
                fetcher_->suspect(cue.content.rendition);
                troubles_.showingGivenUp(cue, why);
            },
        .shown = [this](Cue const& cue) { troubles_.showingComplete(cue); },
        .sound = speaker_.get(),
        .connected = [this] { return !output_ || output_->connected(); },
        .witness = camera_.get(),
        .outputFault = [this](Cue const& cue,
                              OutputFault fault) { troubles_.outputFault(cue, fault); },
        .warning = [this](WarningSight sight) { warnings_->saw(std::move(sight)); },
        .unplugged = [this] { return output_ && output_->unplugged(); },
    });
    plans_ = std::make_unique<PlanKeeper>(
        data_.file("manifest.json"), cache_, log_, findings_,
        [this](std::shared_ptr<Plan const> plan) {
            troubles_.forgetUnnamed(*plan);
            stage_->setPlan(std::move(plan));
            if (fetcher_) {
                fetcher_->wake();
            }
        },
        quarantine_.get());
    orders_ = std::make_unique<Orders>(Orders::Parts{
        data_.file("orders"), log_, findings_, [this](bool blank) { stage_->setBlank(blank); },
        [this] { static_cast<void>(identify(Stage::kIdentify)); }, data_.key().publicKey(),
        [this] { revoked(); }});
    fetcher_ = std::make_unique<Fetcher>(
        Fetcher::Parts{options_.controller, *plans_, cache_, keeper_, fleet_, log_, findings_,
                       Fetcher::overHttp([this] { return authority_->trust(); },
                                         [this] { return ticket_.get(); })});
    check_ = std::make_unique<CacheCheck>(CacheCheck::Parts{*plans_, cache_, log_});
}

/// The press prints at once what was held before, while windows are still being opened.
void Engine::makeWarnings() {
    press_ = std::make_unique<WarningPress>(WarningPress::Parts{
        options_.size, options_.rate, [this] { return fleet_.now(); },
        [this](std::shared_ptr<WarningShow const> show) { stage_->setWarnings(std::move(show)); },
        log_, findings_});
    press_->start();
    warnings_ = std::make_unique<Warnings>(
        Warnings::Parts{data_.file("warnings"), log_, findings_,
                        [this](HeldWarnings held) { press_->take(std::move(held)); }});
}

void Engine::makeInstructions() {
    hands_ = std::make_unique<Hands>(
        Hands::Parts{.programs = options_.programs,
                     .file = data_.file("levels"),
                     .logLevel = options_.logLevel,
                     .sound = options_.sound.has_value(),
                     .log = log_,
                     .now = [this] { return fleet_.now(); },
                     .plan = [this] { return plans_->plan(); },
                     .setLevels = [this](SetLevels const& levels) { stage_->setLevels(levels); },
                     .identify = [this](Milliseconds lasts) { return identify(lasts); }});
    instructions_ = std::make_unique<Instructions>(Instructions::Parts{
        .file = data_.file("instructions"),
        .boot = boot_,
        .engineStarts = options_.engineStart,
        .log = log_,
        .now = [this] { return fleet_.now(); },
        .carryOut = [this](
                        messages::Deed const& deed,
                        std::stop_token stop) { return hands_->carryOut(deed, std::move(stop)); },
        .settle = [this](std::stop_token stop) { return hands_->settle(std::move(stop)); },
        .restart = [this] { beginAgain(); }});
    hands_->load();
}

void Engine::takeUpBond(Bond const& bond) {
    plans_->trust(bond.trust);
    plans_->load(bond.screen);
    orders_->trust(bond.trust);
    orders_->load(bond.screen);
    warnings_->trust(bond.trust);
    warnings_->load(bond.screen, fleet_.now());
    if (auto const plan = plans_->plan(); plan->manifest()) {
        warnings_->embedded(plan->manifest()->warnings, bond.screen, fleet_.now());
    }
    name_ = bond.screenName.empty() ? bond.screen.str() : bond.screenName;
    camera_->bindTo(bond.screen);
    instructions_->load(bond.screen);
}

void Engine::makeLink(std::optional<Bond> bond) {
    if (bond) {
        takeUpBond(*bond);
    }
    link_ = std::make_unique<Link>(
        LinkParts{.options = options_,
                  .key = data_.key(),
                  .bondFile = data_.file("controller.pin"),
                  .clockFile = data_.file("clock"),
                  .boot = boot_,
                  .decodeRate = knownDecodeRate(data_.file("decoding")),
                  .clock = clock_,
                  .fleet = fleet_,
                  .authority = *authority_,
                  .plans = *plans_,
                  .orders = *orders_,
                  .warnings = *warnings_,
                  .journal = *journal_,
                  .camera = *camera_,
                  .log = log_,
                  .findings = findings_,
                  .status = [this] { return status(); },
                  .showCode = [this](std::string const& code,
                                     std::string const& root) { showCode(code, root); },
                  .showSpare = [this](bool spare) { showSpare(spare); },
                  .ticket =
                      [this](std::string const& ticket) {
                          ticket_.set(ticket);
                          fetcher_->wake();
                      },
                  .bound = [this](Bond const& bond_) { bound(bond_); },
                  .revoked = [this] { endRevoked(); },
                  .instructions = instructions_.get()},
        std::move(bond));
}

void Engine::makeCourier() {
    if (options_.carry.empty()) {
        return;
    }
    courier_ = std::make_unique<Courier>(
        Courier::Parts{.places = options_.carry,
                       .token = options_.token,
                       .key = data_.key(),
                       .size = options_.size,
                       .link = *link_,
                       .plans = *plans_,
                       .cache = cache_,
                       .keeper = keeper_,
                       .journal = *journal_,
                       .camera = *camera_,
                       .fleet = fleet_,
                       .log = log_,
                       .show = [this](std::string const& words) { showWords(words); }});
}

void Engine::start() {
    journal_->start();
    if (speaker_) {
        speaker_->start();
        sound_ = std::make_unique<SdlSound>(SdlSound::Parts{*speaker_, fleet_, *options_.sound,
                                                            options_.soundDelay, log_, findings_});
    }
    ticker_ = std::jthread([this](std::stop_token stop) { tickThread(std::move(stop)); });
    fetcher_->start();
    check_->start(plans_->plan()->needs(fleet_.now()));
    link_->start();
    if (courier_) {
        courier_->start();
    }
    instructions_->start();
}

void Engine::stop() {
    if (courier_) {
        courier_->endSoon();
    }
    ticker_.request_stop();
    ticker_.join();
    sound_.reset();
    instructions_->stop();
    journal_->flush();
    bool const all = journal_->waitDrained(kLastRows);
    check_->stop();
    fetcher_->stop();
    if (courier_) {
        courier_->stop();
    }
    link_->stop();
    press_->stop();
    journal_->stop();
    camera_->stop();
    log_.info("event=stopped rows_unsent={}", all ? 0 : journal_->unsent());
}

void Engine::tickThread(std::stop_token stop) {
    if (auto const lost = lostBy(takeTickRights()); !lost.empty()) {
        log_.warn("event=no-real-time-scheduling lost=\"{}\"", lost);
        findings_.set("scheduling", lost);
    }
    stage_->run(std::move(stop));
}

messages::BatchHeader Engine::headerFacts() {
    auto const reading = fleet_.reading();
    messages::BatchHeader out;
    out.wall = fleet_.now();
    out.monoMs = clock_.monotonicMs();
    out.boot = boot_;
    out.clock = reading.state;
    out.offsetMs = reading.offsetMs;
    out.uncertaintyMs = reading.uncertaintyMs;
    // The journal is opened before there is a plan keeper.
    out.manifest = plans_ ? plans_->payload() : Digest{};
    return out;
}

messages::Status Engine::status() {
    auto const report = stage_->report();
    auto const reading = fleet_.reading();
    auto const now = fleet_.now();
    findings_.replaceGroup("plan ", plans_->plan()->findings(now));
    troubles_.decodersHang(reaper_.hanging());
    troubles_.filesDamaged(plans_->damagedFiles(), now);
    auto const& cue = *report.cue;
    messages::Status out;
    out.at = now;
    out.manifest = plans_->version();
    out.state = "dark";
    if (report.notice) {
        out.state = "waiting";
    } else if (report.blanked) {
        out.state = "blanked";
    } else if (!report.warning.empty()) {
        out.state = "warning";
        out.assetName = report.warning;
    } else if (!out.manifest) {
        out.state = "waiting";
    } else if (cue.kind != Cue::Kind::dark) {
        bool const planned = cue.kind == Cue::Kind::play;
        out.state = planned ? "playing" : "fallback";
        out.playId = planned ? messages::plannedPlayId(cue.timeline, cue.index).hex() : "";
        out.asset = cue.content.asset.hex();
        out.assetName = cue.name;
        out.campaign = cue.campaign;
        out.lengthMs = (cue.end - cue.start).count();
        out.positionMs = std::clamp<std::int64_t>((now - cue.start).count(), 0, out.lengthMs);
    }
    out.framesShown = report.framesShown;
    out.framesRepeated = report.framesRepeated;
    out.framesLate = report.framesLate;
    out.completePlays = report.completePlays;
    out.partialPlays = report.partialPlays;
    out.unsentRows = journal_->unsent();
    out.clockOffsetMs = reading.offsetMs;
    out.clockUncertaintyMs = reading.uncertaintyMs;
    out.engineStarts = options_.engineStart;
    if (options_.programs.brightness.empty()) {
        out.brightness = report.brightness;
    }
    if (options_.sound) {
        out.volume = report.volume;
    }
    out.identifying = report.identifying;
    out.logLevel = hands_->logLevel();
    out.power = hands_->powerOff() ? "off" : "";
    out.findings = findings_.first(kFindingsSent);
    return out;
}

/// On the link's thread, as showCode().
void Engine::showSpare(bool spare) {
    spare_ = spare;
    if (!shownCode_.empty()) {
        showCode(shownCode_, shownRoot_);
    }
}

/// The signed word of the controller, on the link's thread: the screen is dark from here on. A copy
/// of this key may be anywhere, so it is never used again.
void Engine::revoked() {
    plans_->forget();
    warnings_->forget();
    auto const done = data_.giveUpKey(fleet_.now());
    if (done) {
        anew_ = true;
    } else {
        findings_.set("revoked",
                      "this player was revoked by its controller and shows nothing, but "
                      "cannot give up its key: " +
                          done.error().message);
    }
    log_.error("event=revoked action=dark key-given-up={}", done.has_value());
}

void Engine::endRevoked() {
    if (anew_) {
        ::kill(::getpid(), SIGTERM);
    }
}

void Engine::showCode(std::string const& code, std::string const& root) {
    shownCode_ = code;
    shownRoot_ = root;
    if (code.empty()) {
        spare_ = false;
        stage_->setNotice(nullptr);
        findings_.clear("pairing");
        return;
    }
    findings_.set("pairing",
                  "waiting to be paired with code " + code + " by the controller of root " + root);
    auto notice = pairingNotice(code, root, spare_, options_.size, options_.rate);
    if (!notice) {
        log_.error("event=pairing-code-not-drawn err=\"{}\"", notice.error().message);
        return;
    }
    stage_->setNotice(std::move(*notice));
}

/// For ten seconds, over the picture. Any thread.
void Engine::showWords(std::string const& words) {
    constexpr Milliseconds kShown{10'000};
    auto layer = nameLayer(words, options_.size, options_.rate);
    if (!layer) {
        log_.error("event=words-not-drawn err=\"{}\"", layer.error().message);
        return;
    }
    stage_->identify(std::move(*layer), kShown);
}

/// On the link's thread, or that of the instructions.
Result<> Engine::identify(Milliseconds lasts) {
    std::string name;
    {
        std::lock_guard const lock(nameMutex_);
        name = name_;
    }
    auto layer = nameLayer(name, options_.size, options_.rate);
    if (!layer) {
        log_.error("event=name-not-drawn err=\"{}\"", layer.error().message);
        return layer.error();
    }
    stage_->identify(std::move(*layer), lasts);
    return {};
}

/// On the thread of the instructions. The receipt may leave while the engine ends; if not, the next
/// one tells it.
void Engine::beginAgain() {
    again_ = true;
    log_.info("event=restart-by-instruction");
    ::kill(::getpid(), SIGTERM);
}

void Engine::bound(Bond const& bond) {
    auto const name = bond.screenName.empty() ? bond.screen.str() : bond.screenName;
    {
        std::lock_guard const lock(nameMutex_);
        name_ = name;
    }
    for (auto* window : sinks_.windows) {
        window->setTitle(name);
    }
    fetcher_->wake();
}

}  // namespace tocsin::player
