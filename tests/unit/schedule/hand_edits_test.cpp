// SPDX-License-Identifier: Apache-2.0
// A database that somebody changed by hand: what is signed says nothing that was not approved.
#include <gmock/gmock.h>

#include "released_timeline.hpp"
#include "review_office.hpp"
#include "tocsin/library/library.hpp"
#include "tocsin/library/rendition_record.hpp"
#include "tocsin/messages/key_set.hpp"

namespace tocsin::schedule {
namespace {

using testing::HasSubstr;

class HandEdits : public ReviewOffice {
protected:
    HandEdits() {
        remember();
        write(file("\"film\""));
        EXPECT_TRUE(as("rui", "POST", "/api/v1/campaigns/fire/approve", "{}"));
    }
    void remember() {
        ScheduleSettings settings;
        settings.voided = directory_ / "approvals-voided.txt";
        restart(settings);
    }
    Digest film() const { return messages::sha256("film"); }
    Digest evil() const { return messages::sha256("evil"); }
    bool plays(Digest const& asset) {
        auto const said = manifest("gate");
        return said && std::ranges::any_of(said->assets, [&](auto const& one) {
                   return one.content.asset == asset || one.content.rendition == asset;
               });
    }
    messages::ManifestAsset shown() {
        auto const said = manifest("gate").value();
        for (auto const& one : said.assets) {
            if (one.content.asset == film()) {
                return one;
            }
        }
        ADD_FAILURE() << "the film is not shown";
        return {};
    }
    /// What was approved, once more and not void, as if nobody had taken it back.
    void revive(store::CampaignState from) {
        change([&](store::Tx& tx) {
            auto row = tx.approvals().of(CampaignId("fire")).front();
            EXPECT_TRUE(row.voidedAt);
            row.voidedAt.reset();
            tx.approvals().add(row);
            auto campaign = tx.campaigns().find(CampaignId("fire")).value();
            EXPECT_EQ(campaign.state, from);
            campaign.state = store::CampaignState::approved;
            tx.campaigns().put(campaign);
        });
    }
    void expectNotPlanned() {
        auto const planned = schedule_->replan();
        ASSERT_FALSE(planned);
        EXPECT_THAT(planned.error().message, HasSubstr("no signed approval covers"));
        now_ += std::chrono::hours(24);
        (void)schedule_->replan();
        EXPECT_FALSE(plays(film()));
    }
};

TEST_F(HandEdits, AnotherRenditionInTheAssetsRowIsNotShown) {
    change([&](store::Tx& tx) {
        auto asset = tx.assets().find(film()).value();
        asset.content.rendition = evil();
        tx.assets().put(asset);
    });
    now_ += std::chrono::hours(24);
    ASSERT_TRUE(schedule_->replan());
    EXPECT_EQ(shown().content.rendition, film());
}

TEST_F(HandEdits, ARenditionIsShownThatTheApprovalKeySaysWasMadeOfTheMaster) {
    auto const large = [&](store::Tx& tx) {
        auto asset = tx.assets().find(film()).value();
        asset.width = 1920;
        asset.height = 1080;
        asset.rateNum = 25;
        tx.assets().put(asset);
    };
    change(large);
    auto const asset = look([&](store::Tx const& tx) { return tx.assets().find(film()).value(); });
    auto const screens = library::renditionFor(asset, {192, 32, 0});
    ASSERT_TRUE(screens);
    store::Conversion made;
    made.asset = film();
    made.screens = *screens;
    made.state = store::ConversionState::done;
    made.result = messages::sha256("the film, smaller");
    made.bytes = 10;
    made.asked = made.touched = now_;
    auto const put = [&] { change([&](store::Tx& tx) { tx.conversions().put(made); }); };
    put();
    now_ += std::chrono::hours(24);
    ASSERT_TRUE(schedule_->replan());
    EXPECT_EQ(shown().content.rendition, film()) << "nobody says where it came from";
    // The schedule has asked for another one in its place.
    auto const again =
        look([&](store::Tx const& tx) { return tx.conversions().find(film(), *screens).value(); });
    EXPECT_EQ(again.state, store::ConversionState::waiting);

    auto const sealed = keys::seal(*signer_, keys::Role::approval, messages::kApprovalKind,
                                   library::renditionPayload(made, film()));
    made.record = messages::toJson(sealed.value());
    put();
    now_ += std::chrono::hours(24);
    ASSERT_TRUE(schedule_->replan());
    EXPECT_EQ(shown().content.rendition, *made.result);

    made.result = evil();
    put();
    now_ += std::chrono::hours(24);
    auto const planned = schedule_->replan();
    ASSERT_FALSE(planned);
    EXPECT_THAT(planned.error().message, HasSubstr("was not the file that was made of its master"));
    EXPECT_EQ(shown().content.rendition, film());
    auto const waits = [&] {
        return look([&](store::Tx const& tx) {
                   return tx.conversions().find(film(), *screens).value();
               }).state == store::ConversionState::waiting;
    };
    EXPECT_TRUE(waits()) << "it mends itself";

    // A key that was rotated is nobody's fault.
    auto const old = keys::openFileSigner(directory_ / "old-keys", keys::MissingKey::make).value();
    made.record = messages::toJson(keys::seal(*old, keys::Role::approval, messages::kApprovalKind,
                                              library::renditionPayload(made, film()))
                                       .value());
    put();
    now_ += std::chrono::hours(24);
    EXPECT_TRUE(schedule_->replan());
    EXPECT_EQ(shown().content.rendition, film());
    EXPECT_TRUE(waits());
}

TEST_F(HandEdits, AnApprovalThatWasTakenBackStaysSoAlsoAfterARestart) {
    ASSERT_TRUE(as("rui", "POST", "/api/v1/campaigns/fire/return", R"({"reason":"错字"})"));
    revive(store::CampaignState::draft);
    remember();
    expectNotPlanned();
}

TEST_F(HandEdits, ARetiredCampaignStaysRetired) {
    ASSERT_TRUE(as("local-operator", "POST", "/api/v1/campaigns/fire/retire"));
    revive(store::CampaignState::retired);
    expectNotPlanned();
}

TEST_F(HandEdits, ASpanThatNoManifestSaysIsNotSigned) {
    auto const before = spans("gate");
    ASSERT_FALSE(before.empty());
    playlists::Timeline planted = timeline(before.front().timeline);
    for (auto& asset : planted.assets) {
        asset = AssetId(evil().hex());
    }
    auto const bytes = playlists::encodeTimeline(planted);
    auto const digest = messages::sha256(bytes);
    change([&](store::Tx& tx) {
        auto const newest = tx.manifests().newest(ScreenId("gate")).value();
        tx.timelines().put({digest, bytes});
        auto span = before.front();
        span.timeline = digest;
        span.bytes = static_cast<std::int64_t>(bytes.size());
        tx.timelines().replaceSpans(ScreenId("gate"), now_, newest.version, {span});
    });
    ASSERT_TRUE(schedule_->replan());
    auto const said = manifest("gate").value();
    for (auto const& span : said.spans) {
        EXPECT_NE(span.timeline, digest);
    }
    EXPECT_FALSE(plays(evil()));
}

TEST_F(HandEdits, AManifestThatTheContentKeyDidNotSignSaysNothing) {
    change([&](store::Tx& tx) {
        auto newest = tx.manifests().newest(ScreenId("gate")).value();
        auto envelope = messages::parseEnvelope(newest.envelope).value();
        auto said = messages::parseManifest(envelope.payload).value();
        for (auto& one : said.assets) {
            one.content.rendition = evil();
        }
        said.version.counter += 1;
        newest.version = said.version;
        envelope.payload = messages::toJson(said);
        newest.envelope = messages::toJson(envelope);
        tx.manifests().put(newest);
        auto campaign = tx.campaigns().find(CampaignId("fire")).value();
        campaign.state = store::CampaignState::draft;  // its film runs out
        tx.campaigns().put(campaign);
    });
    ASSERT_TRUE(schedule_->replan());
    EXPECT_FALSE(plays(evil()));
}

TEST_F(HandEdits, ATimelineUnderAnotherDigestIsNotRead) {
    auto const bytes = playlists::encodeTimeline(timeline(spans("gate").front().timeline));
    change([&](store::Tx& tx) { tx.timelines().put({evil(), bytes}); });
    auto const read = look([&](store::Tx const& tx) { return releasedTimeline(tx, evil()); });
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().message, HasSubstr("was altered"));
    EXPECT_TRUE(look([&](store::Tx const& tx) {
        return releasedTimeline(tx, messages::sha256(bytes)).has_value();
    }));
}

}  // namespace
}  // namespace tocsin::schedule
