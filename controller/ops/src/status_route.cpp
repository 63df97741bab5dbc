// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/status: what every screen shows now, against what it should.
#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "standing_manifests.hpp"
#include "tocsin/messages/play_record.hpp"
#include "tocsin/ops/status.hpp"
#include "tocsin/playlists/timeline.hpp"
#include "tocsin/store/epoch_totals.hpp"
#include "tocsin/store/outbox.hpp"
#include "warning_reach.hpp"

namespace tocsin::ops {
namespace {

using access::Response;
using TimelinePtr = std::shared_ptr<playlists::Timeline const>;

constexpr std::size_t kMostTimelines = 256;
constexpr char kSchema[] =
    R"({"type":"object","required":["controller","items"],"properties":{"controller":{"type":"object"},"items":{"type":"array","items":{"type":"object","required":["id","name","state"],"properties":{"id":{"type":"string"},"name":{"type":"string"},"state":{"enum":["playing","warning","other","dark","blanked","fallback","waiting","offline","unbound","unknown"]}}}}}})";

/// Decoded timelines by digest; they never change. Thread-safe.
class TimelineCache {
public:
    TimelinePtr get(store::Tx const& tx, Digest const& digest) {
        {
            std::scoped_lock const lock(mutex_);
            if (auto const found = known_.find(digest); found != known_.end()) {
                return found->second;
            }
        }
        auto const file = tx.timelines().find(digest);
        auto decoded = file ? playlists::decodeTimeline(file->bytes)
                            : Result<playlists::Timeline>(Error{Errc::notFound, ""});
        if (!decoded) {
            return nullptr;
        }
        auto timeline = std::make_shared<playlists::Timeline const>(std::move(*decoded));
        std::scoped_lock const lock(mutex_);
        if (known_.size() >= kMostTimelines) {
            known_.clear();
        }
        known_[digest] = timeline;
        return timeline;
    }

private:
    std::mutex mutex_;
    std::map<Digest, TimelinePtr> known_;
};

/// What a screen should show, with the timelines that its reasons live in.
struct Planned {
    Expectation expectation;
    std::vector<TimelinePtr> timelines;
};

Planned plannedAround(store::Tx const& tx, TimelineCache& cache, ScreenId const& screen,
                      Instant now) {
    Planned planned;
    auto const from = now - kChangeover;
    auto const to = now + kChangeover;
    for (auto const& released : tx.timelines().spans(screen, from, to)) {
        auto const& span = released.span;
        auto const timeline = cache.get(tx, span.timeline);
        auto const begin = std::max(from, span.from);
        auto index = timeline ? playlists::indexAt(*timeline, begin) : std::nullopt;
        if (!index) {
            continue;
        }
        planned.timelines.push_back(timeline);
        for (auto i = *index; i < timeline->entries.size(); ++i) {
            PlannedSlot next{playlists::slotOf(*timeline, i), ""};
            if (next.slot.start >= std::min(to, span.to)) {
                break;
            }
            if (!next.slot.dark) {
                next.playId =
                    messages::plannedPlayId(span.timeline, static_cast<std::int64_t>(i)).hex();
            }
            bool const on = std::max(next.slot.start, span.from) <= now &&
                            now < std::min(next.slot.end, span.to);
            if (on) {
                planned.expectation.now = next;
            } else {
                planned.expectation.around.push_back(std::move(next));
            }
        }
    }
    return planned;
}

std::string handleOf(store::Tx const& tx, std::string const& digest) {
    auto const parsed = Digest::fromHex(digest);
    auto const asset = parsed ? tx.assets().find(*parsed) : std::nullopt;
    return asset ? asset->handle : digest.substr(0, 12);
}

void addPlayerFacts(boost::json::object& out, fleet::LinkState const& link) {
    auto const status = link.status.value_or(messages::Status{});
    out["playing"] = nullptr;
    if (link.online && !status.asset.empty()) {
        out["playing"] = boost::json::object{{"asset", status.assetName},
                                             {"campaign", status.campaign.str()},
                                             {"position_ms", status.positionMs},
                                             {"length_ms", status.lengthMs},
                                             {"play_id", status.playId}};
    }
    out["manifest"] = nullptr;
    if (status.manifest) {
        out["manifest"] = boost::json::object{{"generation", status.manifest->generation},
                                              {"counter", status.manifest->counter}};
    }
    out["complete_plays"] = status.completePlays;
    out["partial_plays"] = status.partialPlays;
    out["frames_shown"] = status.framesShown;
    out["frames_repeated"] = status.framesRepeated;
    out["frames_late"] = status.framesLate;
    out["unsent_rows"] = status.unsentRows;
    out["clock_offset_ms"] = status.clockOffsetMs;
    out["engine_starts"] = status.engineStarts;
    boost::json::array findings;
    for (auto const& finding : status.findings) {
        findings.emplace_back(finding);
    }
    if (!link.lastRefusal.empty()) {
        findings.emplace_back("the player refused a plan: " + link.lastRefusal);
    }
    if (!link.commandRefusal.empty()) {
        findings.emplace_back("the player refused an order: " + link.commandRefusal);
    }
    out["cloned"] = nullptr;
    if (link.cloned) {
        auto const& peers = link.cloned->peers;
        out["cloned"] =
            boost::json::object{{"since", formatInstant(link.cloned->since)},
                                {"peers", boost::json::array(peers.begin(), peers.end())}};
    }
    out["findings"] = std::move(findings);
}

/// What is kept between two answers.
struct Memory {
    TimelineCache timelines;
    StandingManifests manifests;
};

/// What the newest manifest lays over the programme now, and how bright and loud the screen is.
void addBeside(boost::json::object& out, store::Tx const& tx, StandingManifests::Beside const& said,
               Instant now) {
    boost::json::array overlays;
    for (auto const& overlay : said.overlays) {
        if (overlay.from <= now && now < overlay.to) {
            overlays.push_back(boost::json::object{{"asset", handleOf(tx, overlay.asset.hex())},
                                                   {"from", formatInstant(overlay.from)},
                                                   {"to", formatInstant(overlay.to)},
                                                   {"x", overlay.x},
                                                   {"y", overlay.y},
                                                   {"width", overlay.width},
                                                   {"height", overlay.height},
                                                   {"opacity", overlay.opacity}});
        }
    }
    auto const level = said.levelAt(now);
    out["overlays"] = std::move(overlays);
    out["level"] = boost::json::object{
        {"brightness", level.brightness}, {"volume", level.volume}, {"powered", level.powered}};
}

/// Without what the screen's former player said last, which is true of nothing any more. When the
/// screen was heard of stays.
fleet::LinkState withoutReports(fleet::LinkState link) {
    link.status.reset();
    link.lastRefusal.clear();
    link.commandRefusal.clear();
    return link;
}

boost::json::object screenStatus(store::Tx const& tx, Memory& memory, store::Screen const& screen,
                                 fleet::LinkState const& link, WarningReach const& warnings,
                                 Instant now) {
    auto planned = plannedAround(tx, memory.timelines, screen.id, now);
    auto const order = tx.screenOrders().find(screen.id);
    if (order && order->blanked) {
        planned.expectation.blanked =
            order->reason.empty() ? order->who : order->who + ": " + order->reason;
    }
    planned.expectation.warned = warnings.warned.contains(screen.id);
    auto judgement = judge(screen, link, planned.expectation, now);
    if (auto const revoked = judgement.state == ScreenState::unbound
                                 ? tx.revocations().newestOf(screen.id)
                                 : std::nullopt) {
        judgement.cause =
            "its player was revoked by " + revoked->who + " at " + formatInstant(revoked->at) +
            (revoked->reason.empty() ? "" : ": " + revoked->reason) + "; pair another one";
    }
    boost::json::object out{{"id", screen.id.str()},
                            {"name", screen.name},
                            {"unit", screen.unit},
                            {"state", toString(judgement.state)},
                            {"state_zh", toChinese(judgement.state)},
                            {"cause", judgement.cause},
                            {"since", formatInstant(link.since)},
                            {"last_contact", nullptr},
                            {"expected", nullptr}};
    if (link.lastContact) {
        out["last_contact"] = formatInstant(*link.lastContact);
    }
    if (planned.expectation.now) {
        auto const& slot = planned.expectation.now->slot;
        out["expected"] =
            boost::json::object{{"asset", slot.dark ? "" : handleOf(tx, slot.asset.str())},
                                {"campaign", slot.campaign.str()},
                                {"start", formatInstant(slot.start)},
                                {"end", formatInstant(slot.end)}};
    }
    addPlayerFacts(out, link);
    out["order"] = nullptr;
    if (order && !order->envelope.empty()) {
        out["order"] = boost::json::object{{"blanked", order->blanked},
                                           {"since", formatInstant(order->since)},
                                           {"who", order->who},
                                           {"reason", order->reason}};
    }
    auto const newest = tx.manifests().newest(screen.id);
    out["manifest_current"] =
        newest && link.status && link.status->manifest && *link.status->manifest == newest->version;
    out["overlays"] = boost::json::array{};
    out["level"] = nullptr;
    if (auto const said = newest ? memory.manifests.of(*newest) : nullptr) {
        addBeside(out, tx, *said, now);
    }
    return out;
}

/// Whether the caller may see every screen that the player drove: its figures are of all of them.
bool maySee(store::Tx const& tx, access::Principal const& who, store::PlayerEpoch const& epoch) {
    std::vector<ScreenId> screens{epoch.screen};
    for (auto const& binding : tx.bindings().of(epoch.player)) {
        screens.push_back(binding.screen);
    }
    return std::all_of(screens.begin(), screens.end(), [&](ScreenId const& id) {
        auto const screen = tx.screens().find(id);
        return screen && who.may(access::Permission::viewScreens, screen->unit);
    });
}

/// Players whose own totals differ from what the ledger has of them: of the epochs in which they
/// write now, and of keys that are still good. Reports have the others.
boost::json::array mismatches(store::Tx const& tx, access::Principal const& who) {
    boost::json::array out;
    for (auto const& epoch : tx.epochTotals().differing()) {
        bool const over = !epoch.newest || tx.revocations().find(epoch.player);
        if (over || !maySee(tx, who, epoch)) {
            continue;
        }
        auto const said = differenceOf(epoch, tx.screens().find(epoch.screen)->name);
        out.push_back(boost::json::object{{"screen", epoch.screen.str()},
                                          {"player", epoch.player.fingerprint()},
                                          {"epoch", epoch.epoch},
                                          {"since", formatInstant(epoch.since)},
                                          {"message", said.english},
                                          {"message_zh", said.chinese}});
    }
    return out;
}

/// How many mails wait, and how many were not sent and are nobody's decision yet.
boost::json::object mailCounts(store::Tx const& tx) {
    using store::MailState;
    std::int64_t waiting = 0, failed = 0;
    for (auto const& [state, count] : tx.outbox().counts()) {
        waiting += state == MailState::queued || state == MailState::sending ? count : 0;
        failed += state == MailState::failed || state == MailState::givenUp ? count : 0;
    }
    return {{"waiting", waiting}, {"failed", failed}};
}

/// What the controller says of itself.
struct Itself {
    Instant now, started;
    int guardScreens = 0;
    std::optional<audit::Break> trail;
    std::optional<Doubt> ledger;
    std::vector<std::string> silentFeeds;
};

Result<Response> answer(store::Store& store, fleet::Fleet const& fleet, Memory& memory,
                        access::Principal const& who, Itself const& itself) {
    auto const now = itself.now;
    auto const links = fleet.links();
    boost::json::array items;
    std::int64_t online = 0, unreached = 0;
    WarningReach warnings;
    boost::json::array differing;
    boost::json::object mail;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        warnings = warningReach(tx, now);
        differing = mismatches(tx, who);
        mail = mailCounts(tx);
        for (auto const& screen : tx.screens().all()) {
            if (screen.retired || !who.may(access::Permission::viewScreens, screen.unit)) {
                continue;
            }
            auto const found = links.find(screen.id);
            fleet::LinkState link = found == links.end() ? fleet::LinkState{} : found->second;
            if (link.since == Instant{}) {
                link.since = itself.started;
            }
            online += link.online ? 1 : 0;
            if (!screen.player) {
                link = withoutReports(std::move(link));
            }
            unreached += warnings.unreached.contains(screen.id) ? 1 : 0;
            items.push_back(screenStatus(tx, memory, screen, link, warnings, now));
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    boost::json::object controller{
        {"version", TOCSIN_VERSION},
        {"now", formatInstant(now)},
        {"started", formatInstant(itself.started)},
        {"guard_screens", itself.guardScreens},
        {"screens", items.size()},
        {"online", online},
        {"audit", nullptr},
        {"ledger", nullptr},
        {"mismatches", std::move(differing)},
        {"warnings", boost::json::object{{"standing", warnings.standing},
                                         {"waiting", warnings.waiting},
                                         {"unreached", unreached}}},
        {"silent_feeds", boost::json::array(itself.silentFeeds.begin(), itself.silentFeeds.end())},
        {"mail", std::move(mail)}};
    if (auto const& trail = itself.trail) {
        controller["audit"] = boost::json::object{
            {"row", trail->number}, {"message", trail->english}, {"message_zh", trail->chinese}};
    }
    if (auto const& doubt = itself.ledger) {
        controller["ledger"] =
            boost::json::object{{"message", doubt->english}, {"message_zh", doubt->chinese}};
    }
    return access::jsonResponse(
        boost::json::object{{"controller", std::move(controller)}, {"items", std::move(items)}});
}

}  // namespace

access::Routes routes(store::Store& store, fleet::Fleet const& fleet, std::function<Instant()> now,
                      Instant started, int guardScreens, Doubts doubts) {
    auto memory = std::make_shared<Memory>();
    access::Routes routes;
    routes.push_back(
        {"GET", "/api/v1/status", access::Permission::viewScreens, "What every screen shows now",
         "", kSchema, access::BodyPolicy::none,
         [&store, &fleet, memory, now = std::move(now), started, guardScreens,
          doubts = std::move(doubts)](access::Principal const& who, access::Request const&) {
             Itself const itself{
                 now(),
                 started,
                 guardScreens,
                 doubts.trail ? doubts.trail() : std::nullopt,
                 doubts.ledger ? doubts.ledger() : std::nullopt,
                 doubts.silentFeeds ? doubts.silentFeeds() : std::vector<std::string>()};
             return answer(store, fleet, *memory, who, itself);
         }});
    return access::withReach(std::move(routes), {{"GET /api/v1/status", access::filtered()}});
}

}  // namespace tocsin::ops
