// SPDX-License-Identifier: Apache-2.0
// An archive of pictures with a player, two screens of two units, and whatever a look at a
// photograph is to find.
#pragma once

#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "support/open_gate.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/evidence.hpp"
#include "tocsin/proof/evidence.hpp"

namespace tocsin::proof {

class PhotographFixture : public testing::Test {
protected:
    PhotographFixture() {
        std::filesystem::remove_all(directory_);
        std::filesystem::create_directories(directory_);
        store_ = store::openSqliteStore(directory_, [this] { return now_; }).value();
        EXPECT_TRUE(store_->write(
            [&](store::Tx& tx) -> Result<> {
                for (auto const* id : {"gate", "hall"}) {
                    store::Screen screen;
                    screen.id = ScreenId(id);
                    screen.name = std::string(id) == "gate" ? "大门 <LED>" : "大厅";
                    screen.unit = std::string(id) == "gate" ? "east" : "west";
                    tx.screens().put(screen);
                }
                store::Campaign campaign;
                campaign.id = CampaignId("june");
                campaign.title = "安全月 & more";
                tx.campaigns().put(campaign);
                tx.bindings().begin(key_.publicKey(), ScreenId("gate"), now_);
                return {};
            },
            {"test", "test", "test", ""}));
        EvidenceSettings settings{directory_};
        settings.lookAtPhotograph =
            [this](std::filesystem::path const&) -> Result<media::Photograph> { return found_; };
        settings.print = [this](media::PrintDocument const& document) -> Result<std::string> {
            printed_ = document;
            return std::string("%PDF-");
        };
        archive_.emplace(*store_, std::move(settings), [this] {
            if (auto const happens = std::exchange(meanwhile_, {})) {
                happens();
            }
            return now_;
        });
        found_.width = 4'000;
        found_.height = 3'000;
        found_.taken = "2026:06:01 08:30:00";
        who_.name = "wang";
        for (auto const permission :
             {access::Permission::viewEvidence, access::Permission::requestEvidence}) {
            who_.permissions[permission] = access::UnitSet::all();
        }
        who_.permissions[access::Permission::viewCampaigns] = access::UnitSet::all();
    }
    ~PhotographFixture() override {
        archive_.reset();
        store_.reset();
        std::filesystem::remove_all(directory_);
    }

    using Query = std::map<std::string, std::string>;
    access::Response call(std::string const& method, std::string const& path, Query query = {},
                          std::filesystem::path body = {}) {
        for (auto const& route : archive_->routes()) {
            auto const parameters = access::match(route.pattern, path);
            if (route.method != method || !parameters) {
                continue;
            }
            access::Request request{method, path, *parameters, std::move(query), {}, "", {}};
            request.bodyFile = std::move(body);
            auto const answer = route.handler(who_, request);
            return answer ? *answer : access::problem(answer.error());
        }
        ADD_FAILURE() << "no route " << path;
        return {};
    }
    access::Response add(std::string const& bytes, Query query = {}) {
        auto const file = directory_ / "upload";
        std::ofstream(file, std::ios::binary) << bytes;
        return call("POST", "/api/v1/evidence/photos", std::move(query), file);
    }
    /// What stands in a refusal; also checks that nothing was kept.
    std::string refusal(Query query = {}) {
        auto const answer = add("refused", std::move(query));
        EXPECT_GE(answer.status, 400);
        EXPECT_TRUE(items().empty());
        return std::string(boost::json::parse(answer.body).at("detail").as_string());
    }
    boost::json::array items(Query query = {}) {
        return boost::json::parse(call("GET", "/api/v1/evidence", std::move(query)).body)
            .at("items")
            .as_array();
    }
    /// A picture that the player of "gate" took; its digest.
    Digest taken(std::string const& inside, std::string const& warning = "") {
        auto const jpeg = "\xff\xd8\xff\xe0" + inside + "\xff\xd9";
        messages::Evidence evidence;
        evidence.facts.screen = ScreenId("gate");
        evidence.facts.at = now_;
        evidence.facts.cause =
            warning.empty() ? messages::EvidenceCause::firstPlay : messages::EvidenceCause::warning;
        evidence.facts.showing = warning.empty() ? "play" : "warning";
        evidence.facts.campaign = CampaignId(warning.empty() ? "june" : "");
        evidence.facts.assetName = warning.empty() ? "<b>film</b>" : "";
        evidence.facts.warning = warning;
        evidence.facts.warningRevision = warning.empty() ? 0 : 2;
        evidence.facts.width = evidence.facts.height = 32;
        evidence.picture = messages::sha256(jpeg);
        evidence.bytes = static_cast<std::int64_t>(jpeg.size());
        messages::EvidencePicture const picture{
            messages::toJson(
                messages::seal(key_, messages::kEvidenceKind, messages::toJson(evidence))),
            jpeg};
        EXPECT_TRUE(archive_->messageHandlers().at("evidence")({key_.publicKey(), ScreenId("gate")},
                                                               picture));
        return evidence.picture;
    }

    std::filesystem::path const directory_ =
        testing::TempDir() + "photographs-" + std::to_string(::getpid());
    messages::KeyPair const key_ = messages::KeyPair::generate();
    Instant now_ = parseInstant("2026-06-01T02:00:00Z").value();
    media::Photograph found_;
    media::PrintDocument printed_;
    access::Principal who_;
    std::function<void()> meanwhile_;  // once, when the archive asks for the time
    std::unique_ptr<store::Store> store_;
    std::optional<EvidenceArchive> archive_;
};

}  // namespace tocsin::proof
