// SPDX-License-Identifier: Apache-2.0
// One writer, one clock: what each tick shows.
#include "stage/stage.hpp"

#include <algorithm>

#include "stage/loss.hpp"

namespace tocsin::player {
namespace {

/// The plan is asked so often which overlays come.
constexpr Milliseconds kFollow{1'000};

/// A stop of the whole process that is longer is no decoder's fault.
constexpr Milliseconds kHeldUp{500};

std::string reasonOf(Item const* item) {
    auto const failure = failureOf(item);
    return failure ? failure->message : "";
}

}  // namespace

Stage::Stage(Parts parts)
    : parts_(std::move(parts)),
      meter_(parts_.inflight, parts_.fleet, parts_.grid, parts_.boot),
      plan_(std::make_shared<Plan>()),
      resting_(parts_.dispose),
      compositor_(parts_.size.width, parts_.size.height),
      overlays_({parts_.grid, parts_.startOverlay, parts_.dispose,
                 [this](Cue const& cue, Error const& failure) { tellFailure(cue, failure); }}),
      warnings_({parts_.grid, parts_.size, parts_.warning,
                 [this](Instant at) {
                     if (parts_.sound != nullptr) {
                         parts_.sound->attention(at);
                     }
                 }}),
      health_(parts_.grid) {
    report_.cue = std::make_shared<Cue>();
}

Stage::~Stage() = default;

void Stage::setPlan(std::shared_ptr<Plan const> plan) {
    std::lock_guard const lock(mutex_);
    if (mailPlans_.size() == kMostMail) {
        mailPlans_.erase(mailPlans_.begin());
    }
    mailPlans_.push_back(std::move(plan));
    mail_ = true;
}

void Stage::setNotice(media::FramePtr notice) {
    std::lock_guard const lock(mutex_);
    mailNotice_ = std::move(notice);
    mail_ = true;
}

void Stage::setBlank(bool blank) {
    std::lock_guard const lock(mutex_);
    mailBlank_ = blank;
    mail_ = true;
}

void Stage::identify(media::Layer name, Milliseconds lasts) {
    std::lock_guard const lock(mutex_);
    mailName_ = std::move(name);
    mailNameLasts_ = lasts;
    mail_ = true;
}

void Stage::setLevels(SetLevels const& levels) {
    std::lock_guard const lock(mutex_);
    mailLevels_ = levels;
}

StageReport Stage::report() const {
    std::lock_guard const lock(mutex_);
    return report_;
}

void Stage::run(std::stop_token stop) {
    lastTick_ = parts_.grid.tickAt(parts_.fleet.fineNow());
    while (!stop.stop_requested()) {
        auto const stepped = parts_.fleet.advance();
        if (stepped != Milliseconds{0}) {
            parts_.log.warn("event=wall-clock-stepped ms={}", stepped.count());
        }
        if (!tick(nextTick(lastTick_), stop)) {
            break;
        }
    }
    finish("stopped");
}

void Stage::openFirst() {
    takeMail();
    auto const tick = parts_.grid.tickAt(parts_.fleet.fineNow()) + 1;
    (void)followWarnings(tick);
    if (auto const cue = answerAt(tick).showing.cue;
        !covered() && !giveWay() && cue.kind != Cue::Kind::dark) {
        next_.emplace(Next{cue, parts_.startItem(cue, tick), tick, tick, false});
    }
}

/// The tick after the last; later if the process was held up, earlier only if fleet time fell back
/// far.
std::int64_t Stage::nextTick(std::int64_t last) {
    auto const now = parts_.fleet.fineNow();
    auto const current = parts_.grid.tickAt(now);
    if (current > last + 1) {
        lateness_.missed(current - last - 1);
        return current;
    }
    if (parts_.grid.dueOf(last + 1) - now > kFollowBack) {
        parts_.log.warn("event=fleet-time-stepped-back ticks={}", last - current);
        leave("clock-step", reasonOf(item_.get()), last + 1);
        cue_ = {};
        decideAnew_ = true;
        return current + 1;
    }
    return last + 1;
}

bool Stage::tick(std::int64_t tick, std::stop_token stop) {
    excuse(tick - lastTick_ - 1);
    takeMail();
    if (followWarnings(tick) || decideAnew_ || tick >= untilTick_) {
        decide(tick);
    }
    takeUpRecovered(tick);
    compose(tick);
    if (!parts_.clock.waitFor(parts_.fleet.until(parts_.grid.dueOf(tick)), std::move(stop))) {
        return false;
    }
    lateness_.note(-parts_.fleet.until(parts_.grid.dueOf(tick)));
    present(tick);
    lastTick_ = tick;
    lookAhead(tick);
    if (lateness_.ticks() >= parts_.grid.ticksIn(kTellLateness)) {
        tellLateness();
    }
    return true;
}

/// Nobody took frames during these ticks.
void Stage::excuse(std::int64_t ticks) {
    auto const most = parts_.grid.ticksIn(kHeldUp);
    if (ticks <= most && ticks >= -most) {
        return;
    }
    fedTick_ += ticks;
    if (next_) {
        next_->opened += ticks;
    }
}

void Stage::tellLateness() {
    auto const told = lateness_.take();
    parts_.log.info(
        "event=ticks count={} missed={} late_median_us={} late_p99_us={} late_max_us={}",
        told.ticks, told.missed, told.median.count(), told.at99.count(), told.largest.count());
}

void Stage::takeMail() {
    std::lock_guard const lock(mutex_);
    if (mailWarnings_) {
        warnings_.setShow(std::exchange(mailWarnings_, nullptr));
    }
    if (mailLevels_) {
        levels_ = *std::exchange(mailLevels_, std::nullopt);
    }
    if (!mail_) {
        return;
    }
    mail_ = false;
    decideAnew_ = true;
    for (auto& plan : mailPlans_) {
        plan_ = std::move(plan);
        outages_.replanned(*plan_);
    }
    mailPlans_.clear();
    followAtTick_ = 0;
    notice_ = mailNotice_;
    blank_ = mailBlank_;
    report_.notice = notice_ != nullptr;
    report_.blanked = blank_;
    if (mailName_) {
        name_ = std::exchange(mailName_, std::nullopt);
        nameFrom_ = lastTick_ + 1;
        nameLasts_ = mailNameLasts_;
    }
}

void Stage::decide(std::int64_t tick, std::string const& interrupted) {
    outages_.forget(parts_.grid.instantOf(tick));
    closed_ = answerAt(tick).showing.closed;
    (void)followWarnings(tick);
    auto const [showing, nothingLeft] =
        notice_ ? Outages::Answer{{{}, {}, Instant::max()}} : orderedAt(tick);
    bool const replanned = decideAnew_;
    decideAnew_ = false;
    untilTick_ = parts_.grid.firstAt(showing.until);
    holds_ = nothingLeft;
    settleOwed(showing);
    bool const first = parts_.inflight.orphan().has_value();
    if (first || !showing.cue.sameShowing(cue_)) {
        auto const withheld = withheldFor();
        enter(showing.cue, tick,
              !withheld.empty() ? withheld
              : replanned       ? "new-manifest"
                                : interrupted);
    }
    if (cut_ && owed_ && owed_->sameShowing(*cut_)) {
        owed_.reset();  // what it was has been told just now
    }
    // Nothing follows a notice, and its end is no instant that a plan can be asked about.
    if (covered() || ((replanned || giveWay()) && !nextFollows())) {
        dropNext();
    }
}

Outages::Answer Stage::answerAt(std::int64_t tick) const {
    return outages_.at(*plan_, parts_.grid.instantOf(tick));
}

/// The plan's answer, or darkness by order or for a warning: then the plays of the plan are owed,
/// each until its end.
Outages::Answer Stage::orderedAt(std::int64_t tick) const {
    auto answer = answerAt(tick);
    auto why = withheldFor();
    if (why.empty()) {
        return answer;
    }
    auto& planned = answer.showing;
    Showing dark;
    dark.until = planned.until;
    if (planned.owed) {
        dark.owed = std::move(planned.owed);
        dark.owedReason = std::move(planned.owedReason);
    } else if (planned.cue.kind == Cue::Kind::play && !(cut_ && cut_->sameShowing(planned.cue))) {
        dark.owed = std::move(planned.cue);
        dark.owedReason = std::move(why);
    }
    return {std::move(dark)};
}

bool Stage::nextFollows() const {
    return next_ && !covered() && next_->from == aheadTick() &&
           answerAt(aheadTick()).showing.cue.sameShowing(next_->cue);
}

/// A planned play that could not be shown while it was due becomes a failed row.
void Stage::settleOwed(Showing const& showing) {
    if (owed_ && !(showing.owed && showing.owed->sameShowing(*owed_)) &&
        !showing.cue.sameShowing(*owed_)) {
        meter_.missed(*owed_, owedReason_);
        parts_.log.warn("event=play-failed asset=\"{}\" reason=\"{}\"", owed_->name, owedReason_);
        parts_.playEnded();
    }
    owed_ = showing.owed;
    owedReason_ = showing.owedReason;
}

void Stage::enter(Cue const& cue, std::int64_t tick, std::string const& interrupted) {
    auto before = cue_;
    bool const hasRow = leave(interrupted, reasonOf(item_.get()), tick);
    if (!withheldFor().empty() && hasRow && before.kind == Cue::Kind::play) {
        cut_ = std::move(before);
    }
    // What is over must not shine through what comes after it.
    bool const fades = plan_->display().crossFade.count() > 0 && !page_;
    fadeFrom_ = fades ? compositor_.content() : nullptr;
    cue_ = cue;
    meter_.enter(cue);
    health_.begin();
    onGlass_ = false;
    joinTick_ = fedTick_ = tick;
    if (parts_.sound != nullptr) {
        parts_.sound->onAir(cue);
    }
    bool const tooSoon = next_ && next_->afterWarning && tick < next_->from;
    if (next_ && !tooSoon && next_->cue.sameShowing(cue)) {
        item_ = std::move(next_->item);
        fedTick_ = next_->opened;
        next_.reset();
    } else {
        // What fills in for a showing does not change what comes after it.
        if (!nextFollows()) {
            dropNext();
        }
        item_ = resting_.take(cue);
        if (!item_ && cue.kind != Cue::Kind::dark) {
            item_ = parts_.startItem(cue, tick);
        }
        if (next_ && parts_.sound != nullptr) {
            parts_.sound->comes(next_->cue);
        }
    }
    {
        auto shared = std::make_shared<Cue>(cue);
        std::lock_guard const lock(mutex_);
        report_.cue = std::move(shared);
    }
    parts_.changed();
}

bool Stage::leave(std::string const& interrupted, std::string const& failure, std::int64_t tick) {
    bool const atItsEnd = tick >= parts_.grid.firstAt(cue_.end);
    auto const end = meter_.leave(atItsEnd ? "" : interrupted, failure, tick);
    if (item_) {
        parts_.dispose(std::move(item_));
        item_.reset();
    }
    if (!end) {
        return false;
    }
    if (parts_.witness != nullptr) {
        parts_.witness->ended(cue_, *end);
    }
    bool const complete = end->result == messages::PlayResult::complete;
    parts_.log.info("event=play-ended asset=\"{}\" index={} result={} reason=\"{}\"", cue_.name,
                    cue_.index, messages::toString(end->result), end->reason);
    {
        std::lock_guard const lock(mutex_);
        ++(complete ? report_.completePlays : report_.partialPlays);
    }
    if (complete && parts_.shown) {
        parts_.shown(cue_);
    }
    parts_.playEnded();
    return true;
}

/// Over everything, on and off.
void Stage::addName(std::vector<media::Layer>& layers, std::int64_t tick) {
    if (!name_) {
        return;
    }
    auto const passed = tick - nameFrom_;
    if (passed < 0 || passed >= parts_.grid.ticksIn(nameLasts_)) {
        name_.reset();
    } else if (passed / parts_.grid.ticksIn(kFlash) % 2 == 0) {
        layers.push_back(*name_);
    }
}

void Stage::compose(std::int64_t tick) {
    composed_ = {};
    held_ = false;
    applyLevels(tick);
    if (tick >= followAtTick_) {
        overlays_.follow(*plan_, tick);
        followAtTick_ = tick + parts_.grid.ticksIn(kFollow);
    }
    auto content = contentOf(tick);
    while (!content && giveUpIfLost(tick)) {
        content = contentOf(tick);
    }
    if (!content) {
        // The last picture is held; before the first one of this showing that is the one of the
        // showing before.
        content = compositor_.content() ? compositor_.content() : black();
    }
    auto const patience = parts_.fleet.until(parts_.grid.dueOf(tick));
    auto layers =
        covered() || giveWay() ? std::vector<media::Layer>{} : overlays_.layers(tick, patience);
    if (auto warning = covered() ? std::nullopt : warnings_.layer(tick)) {
        layers.push_back(std::move(*warning));
    }
    addName(layers, tick);
    auto const fade = fadeAt(tick);
    bool const look = onGlass_ && !fade.from && health_.due(tick);
    if (look) {
        health_.expect(*content, layers, tone_);
    }
    frame_ = compositor_.compose(std::move(content), layers, tone_, fade);
    if (look) {
        health_.seen(tick, *frame_);
    }
}

/// The same picture for as long as it is dark.
media::FramePtr Stage::black() {
    if (!black_) {
        black_ = media::blackFrame(parts_.size.width, parts_.size.height);
    }
    return black_;
}

/// The content's own picture for this tick; null: there is none.
media::FramePtr Stage::contentOf(std::int64_t tick) {
    if (!item_) {
        onGlass_ = false;
        auto page = giveWay() ? warnings_.page(tick) : nullptr;
        bool const held = holds_ && !page_;
        page_ = page != nullptr;
        return notice_ ? notice_ : page ? page : held ? nullptr : black();
    }
    auto taken = item_->take(tick, parts_.fleet.until(parts_.grid.dueOf(tick)));
    // The compositor keeps the last picture until it has the next, so its address is not used
    // again.
    if (taken.frame && taken.late && joinsExactly(tick)) {
        fedTick_ = tick;
        return nullptr;
    }
    held_ = onGlass_ && (!taken.frame || (taken.late && taken.frame.get() == picture_));
    if (taken.frame) {
        picture_ = taken.frame.get();
        composed_.late = taken.late;
        composed_.repeated = taken.late && onGlass_;
        onGlass_ = true;
        page_ = false;
        fedTick_ = tick;
        black_.reset();
        return std::move(taken.frame);
    }
    composed_.repeated = onGlass_;
    return nullptr;
}

/// Its first frame may be only a tick away; a decoder that never catches up shows what it has.
bool Stage::joinsExactly(std::int64_t tick) const {
    return !onGlass_ && joinTick_ > parts_.grid.firstAt(cue_.start) &&
           tick < joinTick_ + parts_.grid.ticksIn(kJoinExactly);
}

/// Ends a showing that has no pictures any more and lets the fallback loop have its place; what
/// comes next starts on its own tick as if nothing had happened.
bool Stage::giveUpIfLost(std::int64_t tick) {
    auto const why = item_ ? whyLost(*item_, tick - fedTick_, parts_.grid) : std::nullopt;
    if (!why) {
        return false;
    }
    tellFailure(cue_, *why);
    auto const lost = cue_;
    if (item_->mayRecover()) {
        resting_.put(lost, std::move(item_));
    }
    leave("", why->message, tick);
    outages_.add(lost, lost.end, why->message, true);
    decide(tick);
    return true;
}

/// A showing whose pictures are back goes on in its own time, or is ready at its start after all.
void Stage::takeUpRecovered(std::int64_t tick) {
    auto const cue = resting_.recovered(parts_.grid.instantOf(tick));
    if (!cue || covered() || giveWay()) {
        return;
    }
    outages_.lift(*cue);
    if (tick >= parts_.grid.firstAt(cue->start)) {
        decide(tick, "stream-back");
        resting_.clear();  // if the plan is another by now, and it was not taken
    } else if (answerAt(untilTick_).showing.cue.sameShowing(*cue)) {
        dropNext();
        next_.emplace(Next{*cue, resting_.take(*cue), tick, untilTick_, false});
    }
}

void Stage::tellFailure(Cue const& cue, Error const& failure) {
    parts_.log.error("event=showing-given-up asset=\"{}\" err=\"{}\"", cue.name, failure.message);
    parts_.failed(cue, failure);
}

/// A showing comes up over the last picture before it, from its own first tick on.
media::Fade Stage::fadeAt(std::int64_t tick) {
    if (!fadeFrom_ || covered() || giveWay()) {
        fadeFrom_.reset();
        return {};
    }
    auto const steps = parts_.grid.ticksIn(plan_->display().crossFade);
    auto const step = tick - parts_.grid.firstAt(cue_.start);
    if (step >= steps || step < 0) {
        fadeFrom_.reset();
        return {};
    }
    // Until its first picture has come there is nothing to fade to.
    bool const there = onGlass_ || cue_.kind == Cue::Kind::dark;
    return there ? media::Fade{fadeFrom_, static_cast<int>(256 * (step + 1) / (steps + 1))}
                 : media::Fade{};
}

void Stage::applyLevels(std::int64_t tick) {
    auto const& display = plan_->display();
    auto const now = parts_.grid.instantOf(tick);
    auto level = plan_->levelAt(now);
    if (levels_.brightness && now < levels_.brightness->until) {
        level.brightness = levels_.brightness->percent;
    }
    if (levels_.volume && now < levels_.volume->until) {
        level.volume = levels_.volume->percent;
    }
    if (!covered() && warnings_.overridesHours()) {
        // It is closed: then nobody wants to hear it, but all shall see it.
        bool const darkened = !level.powered || level.brightness == 0;
        level.brightness = darkened ? 100 : level.brightness;
        level.volume = 0;
    }
    media::ToneSettings const wanted{level.brightness, display.gammaPercent, display.white};
    volume_ = level.volume;
    if (parts_.sound != nullptr && volume_ != toldVolume_) {
        toldVolume_ = volume_;
        parts_.sound->setVolume(volume_);
    }
    lit_ = level.powered && level.brightness > 0 && !levels_.powerOff;
    brightness_ = level.brightness;
    if (wanted != tone_.settings()) {
        tone_ = media::Tone(wanted);
    }
}

void Stage::present(std::int64_t tick) {
    static std::string const nobody = "-";
    TickInfo const info{tick, parts_.grid.instantOf(tick), onGlass_ ? meter_.playId() : nobody};
    bool taken = false;
    bool outputs = false;
    for (auto* sink : parts_.sinks) {
        bool const took = sink->submit(frame_, info);
        taken = taken || (took && sink->isOutput());
        outputs = outputs || sink->isOutput();
    }
    composed_.delivered = taken && lit_ && (!parts_.connected || parts_.connected());
    composed_.unplugged = outputs && parts_.unplugged && parts_.unplugged();
    if (onGlass_) {
        composed_.fault = health_.presented({held_, outputs && lit_, taken});
        meter_.shown(tick, composed_);
    } else if (cue_.kind == Cue::Kind::dark) {
        health_.dark();
    }
    tellFault();
    warnings_.presented(tick, {covered(), composed_.delivered, page_});
    if (parts_.witness != nullptr) {
        auto const warning = covered() ? WarningDeck::Seen{} : warnings_.seen();
        parts_.witness->sees(frame_, {tick, info.fleet, *plan_, cue_, onGlass_, notice_ != nullptr,
                                      meter_.whole(), composed_.delivered, composed_.fault,
                                      giveWay(), warning.id, warning.revision});
    }
    std::lock_guard const lock(mutex_);
    report_.tick = tick;
    report_.brightness = brightness_;
    report_.volume = volume_;
    report_.identifying = name_.has_value();
    report_.framesShown += onGlass_ ? 1 : 0;
    report_.framesRepeated += composed_.repeated ? 1 : 0;
    report_.framesLate += composed_.late ? 1 : 0;
}

void Stage::tellFault() {
    if (health_.finding() == toldFault_) {
        return;
    }
    toldFault_ = health_.finding();
    if (parts_.outputFault) {
        parts_.outputFault(cue_, toldFault_);
    }
}

void Stage::lookAhead(std::int64_t tick) {
    giveUpNextIfLost(tick);
    auto const ahead = aheadTick();
    auto const left = ahead - tick;
    if (next_ || covered() || left > parts_.grid.ticksIn(kStreamPreload)) {
        return;
    }
    // What is on now comes first: a player that joins late has its film to catch up with.
    if (item_ && !onGlass_ && left > parts_.grid.ticksIn(kPreloadAnyway)) {
        return;
    }
    auto const cue = answerAt(ahead).showing.cue;
    auto const lead = cue.asset == playlists::AssetKind::stream ? kStreamPreload : kPreload;
    if (left > parts_.grid.ticksIn(lead)) {
        return;
    }
    if (cue.kind != Cue::Kind::dark && !cue.sameShowing(cue_)) {
        next_.emplace(Next{cue, parts_.startItem(cue, ahead), tick, ahead, giveWay()});
        if (parts_.sound != nullptr) {
            parts_.sound->comes(cue);
        }
    }
}

/// Known before its start: what fills in is opened in its place.
void Stage::giveUpNextIfLost(std::int64_t tick) {
    auto const why = next_ ? whyLostBeforeStart(*next_->item, tick - next_->opened,
                                                aheadTick() - tick, parts_.grid)
                           : std::nullopt;
    if (!why) {
        return;
    }
    tellFailure(next_->cue, *why);
    outages_.add(next_->cue, next_->cue.end, why->message, false);
    if (next_->item->mayRecover()) {
        resting_.put(next_->cue, std::move(next_->item));
        next_.reset();
    } else {
        dropNext();
    }
}

void Stage::dropNext() {
    if (next_) {
        parts_.dispose(std::move(next_->item));
        next_.reset();
    }
}

void Stage::finish(std::string const& why) {
    leave(why, reasonOf(item_.get()), lastTick_ + 1);
    cue_ = {};
    dropNext();
    resting_.clear();
    overlays_.clear();
    tellLateness();
}

}  // namespace tocsin::player
