// SPDX-License-Identifier: Apache-2.0
// The disk spoils a film while it plays: the screen goes on, no play that was not seen whole is
// called complete, and the film is fetched again.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "numbered_items.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::integration {
namespace {

using namespace test;

constexpr std::int64_t kTicksASecond = 25;

/// Long enough that most of the file has not been read when it is spoilt.
FilmSpec longFilm() {
    FilmSpec spec;
    spec.width = 192;
    spec.height = 32;
    spec.frames = 500;
    return spec;
}

enum class Harm { cut, zeros, otherBytes };

class Damage : public testing::TestWithParam<Harm> {
protected:
    void SetUp() override {
        site.showFilmsAsTheyCome();
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        auto const film = sampleFilm(longFilm());
        auto const added = site.tocsin({"media", "add", film.string(), "--handle", "long"});
        ASSERT_EQ(added.code, 0) << added.err;
        releaseItems(site, "loop", {"long"});
        cached = site.playerData("bar") / "cache" / messages::sha256File(film)->hex();
        site.startPlayer("bar");
        ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    }
    void spoil() const {
        auto const size = std::filesystem::file_size(cached);
        if (GetParam() == Harm::cut) {
            std::filesystem::resize_file(cached, size / 2);
            return;
        }
        std::string bytes(size / 4, '\0');
        if (GetParam() == Harm::otherBytes) {
            std::generate(bytes.begin(), bytes.end(), [value = 7u]() mutable {
                value = value * 1'103'515'245u + 12'345u;
                return static_cast<char>(value >> 16);
            });
        }
        std::fstream file(cached, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(static_cast<std::streamoff>(size / 2));
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    /// Ids of the plays in which a tick showed another frame than its own.
    std::set<std::string> spoiltPlays() {
        std::map<std::string, PlannedPlay> plays;
        for (auto const& play : site.plan("bar")) {
            plays[play.id] = play;
        }
        std::set<std::string> out;
        Recording recording(site, "bar");
        std::optional<std::int64_t> last;
        for (std::size_t i = 0; i < recording.ticks().size(); ++i) {
            auto const& tick = recording.ticks()[i];
            EXPECT_TRUE(!last || tick.tick == *last + 1) << "at " << formatInstant(tick.at);
            last = tick.tick;
            auto const found = plays.find(tick.play);
            if (found == plays.end()) {
                continue;
            }
            auto const after =
                tick.tick - (toMillis(found->second.start) * kTicksASecond + 999) / 1000;
            if (!isOn(numberIn(recording.frame(i)), longFilm(), after, kTicksASecond)) {
                out.insert(tick.play);
            }
        }
        return out;
    }
    std::map<std::string, messages::PlayRecord> rows() const {
        std::map<std::string, messages::PlayRecord> out;
        auto store =
            store::openSqliteStore(site.dir() / "controller", [] { return fromMillis(0); });
        EXPECT_TRUE(store) << store.error().message;
        auto const read = (*store)->read([&](store::Tx const& tx) -> Result<> {
            for (auto const& play : tx.ledger().plays(ScreenId("bar"), fromMillis(0),
                                                      fromMillis(1LL << 52), 1'000'000)) {
                out[play.record.playId.hex()] = play.record;
            }
            return {};
        });
        EXPECT_TRUE(read) << read.error().message;
        return out;
    }
    Site site;
    std::filesystem::path cached;
};

TEST_P(Damage, OfAFilmThatPlaysEndsInAReasonAndTheFilmIsFetchedAgain) {
    auto const engine = site.player("bar").children();
    site.pass(Milliseconds(2'000), Milliseconds(1));
    auto const whole = readFile(cached);
    spoil();
    site.pass(Milliseconds(45'000), Milliseconds(1));
    EXPECT_TRUE(site.passUntil([&] { return readFile(cached) == whole; }))
        << site.player("bar").log();
    site.pass(Milliseconds(45'000), Milliseconds(1));
    EXPECT_EQ(site.player("bar").children(), engine) << "it crashed\n" << site.player("bar").log();
    auto const spoilt = spoiltPlays();
    EXPECT_EQ(site.player("bar").stop(), 0);
    EXPECT_EQ(site.controller().stop(), 0);
    EXPECT_NE(site.player("bar").log().find("event=content-damaged"), std::string::npos);
    int good = 0;
    for (auto const& [id, record] : rows()) {
        bool const complete = record.result == messages::PlayResult::complete;
        EXPECT_TRUE(complete || !record.reason.empty()) << id;
        EXPECT_FALSE(complete && spoilt.contains(id)) << site.player("bar").log();
        good += complete ? 1 : 0;
    }
    EXPECT_GE(good, 1) << "it did not recover\n" << site.player("bar").log();
}

INSTANTIATE_TEST_SUITE_P(Kinds, Damage, testing::Values(Harm::cut, Harm::zeros, Harm::otherBytes),
                         [](auto const& kind) {
                             return kind.param == Harm::cut     ? "Cut"
                                    : kind.param == Harm::zeros ? "Zeros"
                                                                : "OtherBytes";
                         });

}  // namespace
}  // namespace tocsin::integration
