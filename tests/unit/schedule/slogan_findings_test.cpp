// SPDX-License-Identifier: Apache-2.0
// What is told of a campaign's slogans when it is applied, submitted and approved.
#include "office.hpp"
#include "standing_worker.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::schedule {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kDescription[] = "tocsin-slogan/2 of a test\n";
constexpr char kSmall[] =
    R"([{"code":"too-small","message":"small","message_zh":"小","numbers":{}}])";

class SloganFindings : public Office {
protected:
    SloganFindings() : worker_(directory_ / "stand-in") {
        schedule_.reset();
        library::LibrarySettings settings;
        settings.directory = directory_;
        settings.worker = worker_.program();
        settings.now = [this] { return now_; };
        library_ = std::make_unique<library::Library>(*store_, settings);
        restart();
        addSlogan("theme", "戴好安全帽");
        worker_.say(std::string(R"({"accepted":true,"findings":[)") + kSmall + "]}");
    }
    void addSlogan(std::string const& handle, std::string const& text) {
        store::Asset asset;
        auto const bytes = kDescription + handle;
        auto const digest = messages::sha256(bytes);
        asset.content = {digest, digest, digest};
        asset.handle = handle;
        asset.broughtAs = text;
        asset.kind = playlists::AssetKind::slogan;
        asset.bytes = 4;
        asset.duration = Milliseconds(10'000);
        asset.added = now_;
        change([&](store::Tx& tx) { tx.assets().put(asset); });
        ASSERT_TRUE(library_->keep(digest, bytes));
    }
    void screens(int from, int to) {
        for (int i = from; i < to; ++i) {
            addScreen("s" + std::to_string(i), false);
        }
    }
    /// "screen: message" of those about slogans.
    static std::vector<std::string> told(boost::json::object const& answer) {
        std::vector<std::string> out;
        for (auto const& finding : answer.at("findings").as_array()) {
            auto const message = std::string(finding.at("message").as_string());
            if (message.starts_with("slogan ")) {
                out.push_back(std::string(finding.at("screen").as_string()) + ": " + message);
            }
        }
        return out;
    }

    test::StandingWorker worker_;
};

TEST_F(SloganFindings, AreToldAtEveryStep) {
    screens(0, 1);
    auto const expected = ElementsAre("s0: slogan theme: small");
    auto const text = file("\"theme\"");
    EXPECT_THAT(told(json("PUT", "/api/v1/campaigns/c", text)), expected);
    EXPECT_THAT(told(json("POST", "/api/v1/campaigns/c/submit")), expected);
    EXPECT_THAT(told(json("POST", "/api/v1/campaigns/c/approve")), expected);
}

TEST_F(SloganFindings, OfManyScreensCostOneLookAndOneSentence) {
    screens(0, 5);
    auto const answer = json("PUT", "/api/v1/campaigns/c", file("\"theme\""));
    EXPECT_THAT(told(answer), ElementsAre(": slogan theme on s0, s1, s2 and 2 more: small"));
    EXPECT_EQ(answer.at("findings").at(0).at("message_zh"),
              "标语 theme（s0、s1、s2 等 5 块屏）：小");
    json("POST", "/api/v1/campaigns/c/submit");
    auto const asked = worker_.asked();
    EXPECT_EQ(asked.find("slogan-check"), asked.rfind("slogan-check"));
    EXPECT_THAT(asked, HasSubstr(R"("views":[{"width":192,"height":32,"ms":10000}])"));
}

TEST_F(SloganFindings, OfASlogansWordsAreToldOnce) {
    screens(0, 2);
    worker_.say(R"({"accepted":true,"findings":[[]]})");
    addSlogan("cap", "戴好安全冒");
    EXPECT_THAT(told(json("PUT", "/api/v1/campaigns/c", file("\"theme\", \"cap\""))),
                ElementsAre(HasSubstr(": slogan cap: \"安全冒\" may be a mistake")));
}

TEST_F(SloganFindings, OfATickerAreAboutItsPlaceOnTheScreen) {
    screens(0, 1);
    auto const answer = json("PUT", "/api/v1/campaigns/c",
                             file("\"theme\"", "placement = \"ticker\"\n", "all = true"));
    EXPECT_THAT(told(answer), ElementsAre("s0: slogan theme: small"));
    EXPECT_THAT(worker_.asked(), HasSubstr(R"({"width":192,"height":16,"ms":10000})"));
}

TEST_F(SloganFindings, SayThatTheWorkerFailsAndNothingIsRefused) {
    screens(0, 1);
    worker_.say("nonsense");
    EXPECT_THAT(told(json("PUT", "/api/v1/campaigns/c", file("\"theme\""))),
                ElementsAre(HasSubstr(": slogan theme could not be looked at")));
}

TEST_F(SloganFindings, NeedScreens) {
    EXPECT_THAT(told(json("PUT", "/api/v1/campaigns/c", file("\"theme\""))), IsEmpty());
}

}  // namespace
}  // namespace tocsin::schedule
