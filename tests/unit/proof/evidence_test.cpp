// SPDX-License-Identifier: Apache-2.0
// Pictures come in verified, once, and go out as they came.
#include "tocsin/proof/evidence.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "support/open_gate.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/evidence.hpp"

namespace tocsin::proof {
namespace {

using testing::HasSubstr;

std::string jpegOf(std::string const& inside) {
    return "\xff\xd8\xff\xe0" + inside + "\xff\xd9";
}

class EvidenceArchiveTest : public testing::Test {
protected:
    EvidenceArchiveTest() {
        std::filesystem::remove_all(directory_);
        std::filesystem::create_directories(directory_);
        store_ = store::openSqliteStore(directory_, [this] { return now_; }).value();
        EXPECT_TRUE(store_->write(
            [&](store::Tx& tx) -> Result<> {
                for (auto const* id : {"gate", "hall"}) {
                    store::Screen screen;
                    screen.id = ScreenId(id);
                    tx.screens().put(screen);
                }
                tx.bindings().begin(key_.publicKey(), ScreenId("gate"), now_);
                return {};
            },
            {"test", "test", "test", ""}));
        archive_.emplace(*store_, EvidenceSettings{directory_, reserve_, std::chrono::days(30)},
                         [this] { return now_; });
    }
    ~EvidenceArchiveTest() override {
        archive_.reset();
        store_.reset();
        std::filesystem::remove_all(directory_);
    }

    messages::Evidence evidenceOf(std::string const& jpeg, std::int64_t afterMs = 0) const {
        messages::Evidence out;
        out.facts.screen = ScreenId("gate");
        out.facts.at = now_ + Milliseconds(afterMs);
        out.facts.showing = "play";
        out.facts.campaign = CampaignId("june");
        out.facts.request = "r-1";
        out.facts.width = 192;
        out.facts.height = 32;
        out.picture = messages::sha256(jpeg);
        out.bytes = static_cast<std::int64_t>(jpeg.size());
        return out;
    }
    messages::EvidencePicture sealed(messages::Evidence const& evidence,
                                     std::string const& jpeg) const {
        return {messages::toJson(
                    messages::seal(key_, messages::kEvidenceKind, messages::toJson(evidence))),
                jpeg};
    }
    Result<messages::EvidenceStored> send(messages::EvidencePicture const& picture) {
        auto const reply = archive_->messageHandlers().at("evidence")(
            {key_.publicKey(), ScreenId("gate")}, picture);
        if (!reply) {
            return reply.error();
        }
        return std::get<messages::EvidenceStored>(reply->value());
    }
    std::string refusal(messages::EvidencePicture const& picture) {
        auto const reply = send(picture);
        EXPECT_FALSE(reply);
        EXPECT_EQ(list().at("items").as_array().size(), 0U) << "nothing of it is kept";
        return reply ? "" : reply.error().message;
    }
    access::Response call(std::string const& path, std::map<std::string, std::string> query = {}) {
        for (auto const& route : archive_->routes()) {
            if (auto const parameters = access::match(route.pattern, path)) {
                access::Request const request{"GET", path, *parameters, query, {}, "", {}};
                auto const answer = route.handler(test::everyRight(), request);
                return answer ? *answer : access::problem(answer.error());
            }
        }
        ADD_FAILURE() << "no route " << path;
        return {};
    }
    boost::json::object list(std::map<std::string, std::string> const& query = {}) {
        return boost::json::parse(call("/api/v1/evidence", query).body).as_object();
    }

    std::filesystem::path const directory_ =
        testing::TempDir() + "evidence-" + std::to_string(::getpid());
    messages::KeyPair const key_ = messages::KeyPair::generate();
    Instant now_ = parseInstant("2026-06-01T02:00:00Z").value();
    std::int64_t reserve_ = 0;
    std::unique_ptr<store::Store> store_;
    std::optional<EvidenceArchive> archive_;
};

TEST_F(EvidenceArchiveTest, APictureIsKeptOnceAndComesBackAsItWas) {
    auto const jpeg = jpegOf("what is on");
    auto const picture = sealed(evidenceOf(jpeg), jpeg);
    for (int i = 0; i < 2; ++i) {
        auto const stored = send(picture);
        ASSERT_TRUE(stored) << stored.error().message;
        EXPECT_EQ(stored->picture, messages::sha256(jpeg));
        EXPECT_EQ(stored->request, "r-1");
    }
    auto const items = list().at("items").as_array();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].at("campaign"), "june");
    EXPECT_EQ(items[0].at("fault"), nullptr);
    auto const path = "/api/v1/evidence/" + messages::sha256(jpeg).hex();
    auto const shown = boost::json::parse(call(path).body);
    EXPECT_EQ(shown.at("envelope"), boost::json::parse(picture.envelope));
    auto const file = call(path + "/file");
    EXPECT_EQ(file.contentType, "image/jpeg");
    std::ifstream in(file.file->file, std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), jpeg);
}

TEST_F(EvidenceArchiveTest, WhatIsNotAsSignedIsRefused) {
    auto const jpeg = jpegOf("what is on");
    auto const good = sealed(evidenceOf(jpeg), jpeg);
    EXPECT_THAT(refusal({good.envelope, jpegOf("something else")}), HasSubstr("digest"));
    auto const another = messages::KeyPair::generate();
    auto const forged = messages::toJson(
        messages::seal(another, messages::kEvidenceKind, messages::toJson(evidenceOf(jpeg))));
    EXPECT_THAT(refusal({forged, jpeg}), HasSubstr("signed by"));
    auto const otherKind = messages::toJson(
        messages::seal(key_, "tocsin-manifest/1", messages::toJson(evidenceOf(jpeg))));
    EXPECT_THAT(refusal({otherKind, jpeg}), HasSubstr("kind"));
    auto elsewhere = evidenceOf(jpeg);
    elsewhere.facts.screen = ScreenId("hall");
    EXPECT_THAT(refusal(sealed(elsewhere, jpeg)), HasSubstr("never drove"));
    std::string const page = "<html>not a picture</html>";
    EXPECT_THAT(refusal(sealed(evidenceOf(page), page)), HasSubstr("JPEG"));
}

TEST_F(EvidenceArchiveTest, TheDisksReserveIsLeftAlone) {
    archive_.emplace(*store_, EvidenceSettings{directory_, std::int64_t{1} << 60},
                     [this] { return now_; });
    auto const jpeg = jpegOf("what is on");
    auto const reply = send(sealed(evidenceOf(jpeg), jpeg));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Errc::exhausted);
}

TEST_F(EvidenceArchiveTest, TheListGoesPageByPage) {
    for (int i = 0; i < 5; ++i) {
        auto const jpeg = jpegOf(std::to_string(i));
        ASSERT_TRUE(send(sealed(evidenceOf(jpeg, i * 1'000), jpeg)));
    }
    std::map<std::string, std::string> query{{"limit", "2"}, {"screen", "gate"}};
    std::vector<std::string> seen;
    for (int page = 0; page < 3; ++page) {
        auto const answer = list(query);
        for (auto const& item : answer.at("items").as_array()) {
            seen.emplace_back(item.at("at").as_string());
        }
        if (page < 2) {
            query["after"] = std::string(answer.at("next").as_string());
        } else {
            EXPECT_TRUE(answer.at("next").is_null());
        }
    }
    ASSERT_EQ(seen.size(), 5U);
    EXPECT_EQ(seen.front(), "2026-06-01T02:00:04.000Z");
    EXPECT_EQ(seen.back(), "2026-06-01T02:00:00.000Z");
    EXPECT_EQ(list({{"campaign", "july"}}).at("items").as_array().size(), 0U);
}

TEST_F(EvidenceArchiveTest, WrongQuestionsAreAnsweredInWords) {
    EXPECT_EQ(call("/api/v1/evidence", {{"limit", "0"}}).status, 422);
    EXPECT_EQ(call("/api/v1/evidence", {{"after", "yesterday"}}).status, 422);
    EXPECT_EQ(call("/api/v1/evidence", {{"from", "yesterday"}}).status, 422);
    EXPECT_EQ(call("/api/v1/evidence/abc").status, 404);
}

TEST_F(EvidenceArchiveTest, PicturesGoWhenTheyNeedNotBeKeptAnyLonger) {
    auto const old = jpegOf("old");
    ASSERT_TRUE(send(sealed(evidenceOf(old), old)));
    auto const file = call("/api/v1/evidence/" + messages::sha256(old).hex() + "/file").file->file;
    now_ += std::chrono::days(20);
    auto const fresh = jpegOf("fresh");
    ASSERT_TRUE(send(sealed(evidenceOf(fresh), fresh)));
    EXPECT_EQ(archive_->expire().value(), 0U);
    now_ += std::chrono::days(11);
    EXPECT_EQ(archive_->expire().value(), 1U);
    EXPECT_EQ(list().at("items").as_array().size(), 1U);
    EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace tocsin::proof
