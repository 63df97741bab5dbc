// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/status over a real store and a player in memory.
#include "garrison.hpp"
#include "support/open_gate.hpp"
#include "tocsin/messages/play_record.hpp"
#include "tocsin/messages/running_totals.hpp"
#include "tocsin/ops/status.hpp"
#include "tocsin/store/epoch_totals.hpp"
#include "tocsin/store/outbox.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::ops {
namespace {

using fleet::Garrison;
using fleet::Player;

class StatusRoute : public Garrison {
protected:
    StatusRoute()
        : routes_(routes(*store_, *fleet_, [this] { return clock_.now(); }, clock_.now(), 0,
                         {[this] { return trail_; }, [this] { return ledger_; },
                          [this] { return silentFeeds_; }})) {}

    boost::json::object status() {
        auto const answer = routes_.front().handler(test::everyRight(), {});
        EXPECT_TRUE(answer);
        return boost::json::parse(answer->body).as_object();
    }
    boost::json::object screen(std::size_t index = 0) {
        return status().at("items").at(index).as_object();
    }

    /// Releases a plan of two films and a dark hour from now on, ten seconds a film.
    void release(std::string const& screenId) {
        auto const now = clock_.now();
        auto const film = messages::sha256("film");
        playlists::Timeline timeline;
        timeline.algorithm = "edf-1";
        timeline.zone = "Asia/Shanghai";
        timeline.date = playlists::LocalDay{std::chrono::year(2026) / 6 / 1};
        timeline.begin = now;
        timeline.end = now + std::chrono::hours(1);
        timeline.assets = {AssetId(film.hex())};
        timeline.campaigns = {CampaignId("fire")};
        timeline.reasons = {"paced", "closed"};
        timeline.entries = {{now, 0, 0, 0},
                            {now + Milliseconds(10'000), 0, 0, 0},
                            {now + Milliseconds(20'000), playlists::TimelineEntry::kNone,
                             playlists::TimelineEntry::kNone, 1}};
        auto const bytes = playlists::encodeTimeline(timeline);
        digest_ = messages::sha256(bytes);
        store::Asset asset;
        asset.content = {film, film, film};
        asset.handle = "extinguisher";
        asset.added = now;
        auto const written = store_->write(
            [&](store::Tx& tx) -> Result<> {
                tx.assets().put(asset);
                tx.timelines().put({digest_, bytes});
                tx.timelines().replaceSpans(
                    ScreenId(screenId), now, {1, 1'000},
                    {{digest_, static_cast<std::int64_t>(bytes.size()), now, timeline.end}});
                return {};
            },
            {"test", "test", "test", ""});
        ASSERT_TRUE(written) << written.error().message;
    }
    messages::Status playing(std::int64_t index) {
        messages::Status status;
        status.at = clock_.now();
        status.state = "playing";
        status.playId = messages::plannedPlayId(digest_, index).hex();
        status.asset = messages::sha256("film").hex();
        status.assetName = "extinguisher";
        status.campaign = CampaignId("fire");
        status.positionMs = 3'000;
        status.lengthMs = 10'000;
        status.findings = {"disk nearly full"};
        return status;
    }
    /// The gate's rows 1 and 2 of an epoch, a gap and a complete play of ten seconds, with what its
    /// player counted.
    void takeRows(std::int64_t epoch, messages::RunningTotals const& totals) {
        store::LedgerBatch batch;
        batch.screen = ScreenId("gate");
        batch.zone = "Asia/Shanghai";
        batch.received = clock_.now();
        batch.text = "epoch " + std::to_string(epoch);
        batch.verified.header.device = key_.publicKey();
        batch.verified.header.epoch = epoch;
        batch.verified.header.count = 2;
        batch.verified.headerDigest = messages::sha256(batch.text);
        for (auto const result : {messages::PlayResult::gap, messages::PlayResult::complete}) {
            messages::PlayRecord record;
            record.sequence = static_cast<std::int64_t>(batch.verified.records.size()) + 1;
            record.start = record.end = clock_.now();
            record.boot = "0b5b3a0e-6f3c-4c8e-9d59-6f0a4f1f2d11";
            record.result = result;
            record.shownMs = result == messages::PlayResult::complete ? 10'000 : 0;
            batch.verified.records.push_back(std::move(record));
        }
        auto const text = messages::toText(totals);
        auto const signedText = messages::toText(
            messages::SignedText{text, key_.publicKey().fingerprint(),
                                 key_.sign(messages::signedBytes(messages::kTotalsKind, text))});
        ASSERT_TRUE(store_->ingest([&](store::Tx& tx) -> Result<> {
            tx.epochTotals().tell(totals, signedText, clock_.now());
            tx.ledger().append(batch);
            return {};
        }));
    }
    void report(Player& player, messages::Status const& status) {
        player.say(status);
        player.say(messages::ClockRequest{});
        player.hear<messages::ClockReply>();  // answered in order, so the status is in
    }

    std::optional<audit::Break> trail_;
    std::optional<Doubt> ledger_;
    access::Routes routes_;
    messages::KeyPair const key_ = messages::KeyPair::generate();
    std::vector<std::string> silentFeeds_;
    Digest digest_;
};

TEST_F(StatusRoute, CountsScreensAndLeavesOutRetiredOnes) {
    addScreen("gate");
    addScreen("hall");
    json("POST", "/api/v1/screens/hall/retire");
    auto const controller = status().at("controller");
    EXPECT_EQ(controller.at("screens").as_int64(), 1);
    EXPECT_EQ(controller.at("online").as_int64(), 0);
    EXPECT_EQ(screen().at("id").as_string(), "gate");
    EXPECT_EQ(screen().at("state").as_string(), "unbound");
    EXPECT_EQ(screen().at("state_zh").as_string(), "未绑定");
    EXPECT_TRUE(screen().at("last_contact").is_null());
    EXPECT_TRUE(screen().at("playing").is_null());
}

TEST_F(StatusRoute, SaysWhatTheStartFoundWrongWithTheAuditTrail) {
    EXPECT_TRUE(status().at("controller").at("audit").is_null());
    trail_ = audit::begunAnew(7);
    auto const told = status().at("controller").at("audit");
    EXPECT_EQ(told.at("row").as_int64(), 7);
    EXPECT_EQ(told.at("message").as_string(), trail_->english);
    EXPECT_EQ(told.at("message_zh").as_string(), trail_->chinese);
}

TEST_F(StatusRoute, TellsWhatMakesPeopleDoubtTheLedger) {
    EXPECT_TRUE(status().at("controller").at("ledger").is_null());
    ledger_ = Doubt{"made anew", "被重写"};
    auto const told = status().at("controller").at("ledger").as_object();
    EXPECT_EQ(told.at("message").as_string(), "made anew");
    EXPECT_EQ(told.at("message_zh").as_string(), "被重写");
}

TEST_F(StatusRoute, NamesPlayersWhoseOwnCountTheLedgerDoesNotHave) {
    addScreen("gate");
    EXPECT_TRUE(status().at("controller").at("mismatches").as_array().empty());
    takeRows(1, {key_.publicKey(), 1, 2, {2, 2, 0, 0, 0, 0, 20'000}});
    auto const told = status().at("controller").at("mismatches").as_array();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].at("screen").as_string(), "gate");
    EXPECT_EQ(told[0].at("epoch").as_int64(), 1);
    EXPECT_FALSE(told[0].at("message").as_string().empty());
    EXPECT_FALSE(told[0].at("message_zh").as_string().empty());
    auto who = test::everyRight();
    who.permissions[access::Permission::viewScreens] = {};
    auto const others = boost::json::parse(routes_.front().handler(who, {})->body);
    EXPECT_TRUE(others.at("controller").at("mismatches").as_array().empty());
    takeRows(2, {key_.publicKey(), 2, 2, {2, 1, 0, 0, 0, 1, 10'000}});
    EXPECT_TRUE(status().at("controller").at("mismatches").as_array().empty())
        << "reports have it; nothing of that epoch can come any more";
}

TEST_F(StatusRoute, NamesFeedsOfWarningsThatAreSilent) {
    EXPECT_TRUE(status().at("controller").at("silent_feeds").as_array().empty());
    silentFeeds_ = {"weather"};
    EXPECT_EQ(status().at("controller").at("silent_feeds"), boost::json::parse(R"(["weather"])"));
}

TEST_F(StatusRoute, CountsMailsThatWaitAndThatWereNotSent) {
    auto const counts = [this] { return status().at("controller").at("mail"); };
    EXPECT_EQ(counts(), boost::json::parse(R"({"waiting":0,"failed":0})"));
    ASSERT_TRUE(store_->ingest([](store::Tx& tx) -> Result<> {
        using enum store::MailState;
        for (auto const state : {queued, sending, sent, failed, givenUp, cancelled}) {
            store::OutboxMail mail;
            mail.key = store::toString(state);
            mail.state = state;
            tx.outbox().put(mail);
        }
        return {};
    }));
    EXPECT_EQ(counts(), boost::json::parse(R"({"waiting":2,"failed":2})"));
}

TEST_F(StatusRoute, CountsWarningsAndScreensThatAreNotReached) {
    addScreen("gate");
    addScreen("hall");
    EXPECT_EQ(status().at("controller").at("warnings"),
              boost::json::parse(R"({"standing":0,"waiting":0,"unreached":0})"));
    store::WarningRecord record;
    record.id = "w1";
    record.state = "standing";
    record.revision = 2;
    record.source = "duty";
    record.level = "red";
    record.envelope = "{}";
    record.raised = record.issued = record.from = clock_.now();
    record.expires = clock_.now() + std::chrono::hours(1);
    auto waiting = record;
    waiting.id = "w2";
    waiting.state = "waiting";
    waiting.revision = 0;
    waiting.envelope.clear();
    messages::WarningReceipt receipt;
    receipt.warning = "w1";
    receipt.revision = 2;
    receipt.received = receipt.verified = clock_.now();
    auto former = receipt;
    former.revision = 1;
    auto const written = store_->write(
        [&](store::Tx& tx) -> Result<> {
            tx.warnings().put(record);
            tx.warnings().put(waiting);
            tx.warnings().putTargets("w1", 2,
                                     {{"w1", 2, {ScreenId("gate")}, 0, {}, "all"},
                                      {"w1", 2, {ScreenId("hall")}, 1, {}, "all"}});
            tx.warnings().noteReceipt(ScreenId("gate"), receipt, clock_.now());
            tx.warnings().noteReceipt(ScreenId("hall"), former, clock_.now());
            return {};
        },
        {"test", "test", "test", ""});
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(status().at("controller").at("warnings"),
              boost::json::parse(R"({"standing":1,"waiting":1,"unreached":1})"));
}

TEST_F(StatusRoute, AScreenThatShowsAWarningIsAsItShouldBeUntilThatIsOver) {
    Player player(*this, key_);
    player.hello(addScreen("gate"), "");
    player.hear<messages::Welcome>();
    store::WarningRecord record;
    record.id = "w1";
    record.state = "standing";
    record.revision = 1;
    record.source = "duty";
    record.level = "red";
    record.envelope = "{}";
    record.raised = record.issued = record.from = clock_.now();
    record.expires = clock_.now() + Milliseconds(5'000);
    auto const written = store_->write(
        [&](store::Tx& tx) -> Result<> {
            tx.warnings().put(record);
            tx.warnings().putTargets("w1", 1, {{"w1", 1, {ScreenId("gate")}, 0, {}, "all"}});
            return {};
        },
        {"test", "test", "test", ""});
    ASSERT_TRUE(written) << written.error().message;
    messages::Status shown;
    shown.at = clock_.now();
    shown.state = "warning";
    report(player, shown);
    EXPECT_EQ(screen().at("state").as_string(), "warning");
    EXPECT_EQ(screen().at("state_zh").as_string(), "预警播出");
    clock_.step(Milliseconds(6'000));
    report(player, shown);
    EXPECT_EQ(screen().at("state").as_string(), "warning") << "a report may be a little old";
    clock_.step(Milliseconds(1'000));
    EXPECT_EQ(screen().at("state").as_string(), "other");
}

TEST_F(StatusRoute, ComparesWhatIsShownWithThePlan) {
    Player player(*this, key_);
    player.hello(addScreen("gate"), "");
    player.hear<messages::Welcome>();
    release("gate");
    EXPECT_EQ(screen().at("state").as_string(), "waiting");
    EXPECT_EQ(screen().at("expected").at("asset").as_string(), "extinguisher");
    EXPECT_EQ(screen().at("expected").at("end").as_string(),
              formatInstant(clock_.now() + Milliseconds(10'000)));

    clock_.step(Milliseconds(5'000));
    report(player, playing(0));
    EXPECT_EQ(screen().at("state").as_string(), "playing");
    EXPECT_EQ(screen().at("playing").at("asset").as_string(), "extinguisher");
    EXPECT_EQ(screen().at("playing").at("position_ms").as_int64(), 3'000);
    EXPECT_EQ(screen().at("findings").at(0).as_string(), "disk nearly full");
    EXPECT_EQ(status().at("controller").at("online").as_int64(), 1);

    report(player, playing(1));
    EXPECT_EQ(screen().at("state").as_string(), "other") << "it is ten seconds early";
    clock_.step(Milliseconds(3'500));  // 8.5 s: the change is at 10 s
    report(player, playing(1));
    EXPECT_EQ(screen().at("state").as_string(), "playing");
}

TEST_F(StatusRoute, SaysWhatLiesOverTheProgrammeAndHowBrightAndLoudTheScreenIs) {
    addScreen("gate");
    auto const now = clock_.now();
    auto const film = messages::sha256("film");
    release("gate");
    messages::Manifest manifest;
    manifest.screen = ScreenId("gate");
    manifest.version = {1, 1'001};
    manifest.issued = now;
    manifest.expires = now + std::chrono::hours(1);
    manifest.assets = {{{film, film, film}, "extinguisher", playlists::AssetKind::picture, 4}};
    manifest.overlays = {{film, now, now + Milliseconds(20'000), 4, 8, 40, 20, 80},
                         {film, now + Milliseconds(20'000), manifest.expires, 0, 0, 8, 8, 100}};
    manifest.display.levels = {{now, 50, 0}, {now + Milliseconds(20'000), 70, 10, false}};
    auto const envelope =
        messages::toJson(messages::seal(key_, messages::kManifestKind, messages::toJson(manifest)));
    auto const put = [&](messages::ManifestVersion version, std::string const& text) {
        auto const written = store_->write(
            [&](store::Tx& tx) -> Result<> {
                tx.manifests().put({ScreenId("gate"), version, now, manifest.expires, text});
                return {};
            },
            {"test", "test", "test", ""});
        ASSERT_TRUE(written) << written.error().message;
    };
    put(manifest.version, envelope);
    auto const first = screen();
    ASSERT_EQ(first.at("overlays").as_array().size(), 1U);
    EXPECT_EQ(first.at("overlays").at(0).at("asset").as_string(), "extinguisher");
    EXPECT_EQ(first.at("overlays").at(0).at("x").as_int64(), 4);
    EXPECT_EQ(first.at("level").at("brightness").as_int64(), 50);
    EXPECT_TRUE(first.at("level").at("powered").as_bool());
    clock_.step(Milliseconds(25'000));
    auto const later = screen();
    EXPECT_EQ(later.at("overlays").at(0).at("width").as_int64(), 8);
    EXPECT_EQ(later.at("level").at("volume").as_int64(), 10);
    EXPECT_FALSE(later.at("level").at("powered").as_bool());
    put({1, 1'002}, "not an envelope");
    EXPECT_TRUE(screen().at("level").is_null());
    EXPECT_TRUE(screen().at("overlays").as_array().empty());
}

TEST_F(StatusRoute, KnowsWhenAScreenIsDarkOnOrder) {
    Player player(*this, key_);
    player.hello(addScreen("gate"), "");
    player.hear<messages::Welcome>();
    release("gate");
    clock_.step(Milliseconds(30'000));
    messages::Status dark;
    dark.at = clock_.now();
    dark.state = "dark";
    report(player, dark);
    EXPECT_EQ(screen().at("state").as_string(), "dark");
    EXPECT_EQ(screen().at("cause").as_string(), "closed");
    EXPECT_EQ(screen().at("expected").at("asset").as_string(), "");
}

TEST_F(StatusRoute, APlayerThatFallsSilentOrLeavesIsOffline) {
    Player player(*this, key_);
    player.hello(addScreen("gate"), "");
    player.hear<messages::Welcome>();
    release("gate");
    report(player, playing(0));
    EXPECT_EQ(screen().at("state").as_string(), "playing");
    clock_.step(Milliseconds(10'001));
    EXPECT_EQ(screen().at("state").as_string(), "offline");
    report(player, playing(1));
    EXPECT_EQ(screen().at("state").as_string(), "playing");
    player.hangUp();
    until([&] { return screen().at("state").as_string() == "offline"; });
    EXPECT_TRUE(screen().at("playing").is_null());
}

TEST_F(StatusRoute, SaysWhyThePlayerDoesNotObeyTheNewestPlan) {
    Player player(*this, key_);
    player.hello(addScreen("gate"), "");
    player.hear<messages::Welcome>();
    player.say(messages::ManifestReceipt{{1, 1}, false, "it has expired"});
    report(player, playing(0));
    EXPECT_EQ(screen().at("manifest_current").as_bool(), false);
    EXPECT_EQ(screen().at("findings").as_array().back().as_string(),
              "the player refused a plan: it has expired");
}

TEST_F(StatusRoute, ARevokedScreenSaysSoAndNothingOfItsFormerPlayer) {
    Player player(*this, key_);
    player.hello(addScreen("gate"), "");
    player.hear<messages::Welcome>();
    player.say(messages::ManifestReceipt{{1, 1}, false, "it has expired"});
    auto said = playing(0);
    said.findings = {"timeline 39678999ad91 missing"};
    said.completePlays = 7;
    report(player, said);
    ASSERT_EQ(screen().at("findings").as_array().size(), 2U);
    json("POST", "/api/v1/screens/gate/revoke", R"({"reason":"stolen"})");
    until([&] { return player.wire()->closed.has_value(); });
    auto const now = screen();
    EXPECT_EQ(now.at("state").as_string(), "unbound");
    EXPECT_NE(std::string(now.at("cause").as_string()).find(": stolen; pair another one"),
              std::string::npos)
        << now.at("cause");
    EXPECT_TRUE(now.at("findings").as_array().empty()) << now.at("findings");
    EXPECT_TRUE(now.at("playing").is_null());
    EXPECT_EQ(now.at("complete_plays").as_int64(), 0);
    EXPECT_FALSE(now.at("last_contact").is_null());
}

}  // namespace
}  // namespace tocsin::ops
