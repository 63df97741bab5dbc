// SPDX-License-Identifier: Apache-2.0
// Resumable uploads to the real controller, over connections that break and controllers that are
// killed.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <future>

#include "cutting_proxy.hpp"
#include "support/media_samples.hpp"
#include "support/site.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tus_client.hpp"

namespace tocsin::integration {
namespace {

using namespace test;

/// A film of about a megabyte, which does not compress well.
std::filesystem::path largeFilm() {
    static auto const film = madeByFfmpeg(
        "-f lavfi -i testsrc2=size=640x360:rate=25:duration=4,noise=alls=60:allf=t -c:v libx264 "
        "-preset ultrafast -crf 32 -pix_fmt yuv420p",
        "mp4");
    return film;
}

class Uploads : public testing::Test {
protected:
    void SetUp() override {
        film = largeFilm();
        bytes = bytesOf(film);
        digest = messages::sha256(bytes).hex();
        ASSERT_GT(bytes.size(), 700'000U);
    }
    [[nodiscard]] TusClient tus() const {
        return TusClient(site.address(), site.people().keeper());
    }
    [[nodiscard]] boost::json::object look(std::string const& path) const {
        auto const answer = tus().ask("GET", path);
        boost::system::error_code ec;
        auto const value = boost::json::parse(answer.body, ec);
        return value.is_object() ? value.as_object() : boost::json::object{};
    }
    [[nodiscard]] std::string word(std::string const& path, char const* key) const {
        auto const found = look(path);
        auto const* value = found.if_contains(key);
        return value != nullptr && value->is_string() ? value->as_string().c_str() : "";
    }
    /// Waits for the verdict; the digest of the asset, or what else came of it.
    [[nodiscard]] std::string outcome(std::string const& path) const {
        EXPECT_TRUE(eventually([&] {
            auto const state = word(path, "state");
            return state != "checking" && state != "receiving";
        }));
        auto const upload = look(path);
        return upload.at("state") == "done" ? upload.at("asset").at("digest").as_string().c_str()
                                            : boost::json::serialize(upload);
    }
    [[nodiscard]] bool reaches(std::string const& path, std::size_t offset) const {
        return eventually([&] {
            auto const upload = look(path);
            auto const* there = upload.if_contains("offset");
            return there != nullptr && there->as_int64() == static_cast<std::int64_t>(offset);
        });
    }
    [[nodiscard]] Ended add(std::string const& address, std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{(Site::bin() / "tocsin").string(), "media", "add"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        arguments.insert(arguments.end(), {"--controller", "http://" + address});
        return run(arguments);
    }
    void killController() {
        site.controller().signal(SIGKILL);
        EXPECT_EQ(site.controller().wait(), 128 + SIGKILL);
    }

    Site site;
    std::filesystem::path film;
    std::string bytes, digest;
};

TEST_F(Uploads, GoOnFromEveryByteAtWhichTheyBroke) {
    ASSERT_NO_FATAL_FAILURE(site.startController());
    auto const size = bytes.size();
    std::vector<std::size_t> const cuts{0,       1,        2,        4'095,   65'535,  65'536,
                                        65'537,  262'143,  262'144,  262'145, 524'287, 524'288,
                                        600'001, size - 2, size - 1, size};
    for (auto const cut : cuts) {
        auto const path = tus().begin(size, "film.mp4");
        tus().patchAndBreak(path, 0, size, std::string_view(bytes).substr(0, cut));
        if (cut < size) {
            ASSERT_TRUE(reaches(path, cut)) << cut << ": " << look(path);
            ASSERT_EQ(tus().offset(path), static_cast<long long>(cut));
            auto const rest = tus().patch(path, cut, std::string_view(bytes).substr(cut));
            ASSERT_EQ(rest.status, 204) << cut << ": " << rest.body;
            EXPECT_EQ(rest.headers.at("upload-offset"), std::to_string(size));
        }
        ASSERT_EQ(outcome(path), digest) << cut;
    }
    auto const assets = site.json({"media", "list"}).at("items").as_array();
    EXPECT_EQ(assets.size(), 1U) << "the same bytes are one asset";
}

TEST_F(Uploads, AConnectionThatBreaksOverAndOverGetsThere) {
    ASSERT_NO_FATAL_FAILURE(site.startController());
    auto const path = tus().begin(bytes.size(), "film.mp4");
    std::size_t at = 0;
    for (std::size_t step = 1; at < bytes.size(); step = step * 3 + 1) {
        auto const part = std::string_view(bytes).substr(at, step);
        tus().patchAndBreak(path, at, bytes.size() - at, part);
        // HEAD may come before all that was sent: the rest is sent again.
        auto const there = tus().offset(path);
        ASSERT_GE(there, static_cast<long long>(at));
        ASSERT_LE(there, static_cast<long long>(at + part.size()));
        at = static_cast<std::size_t>(there);
    }
    EXPECT_EQ(outcome(path), digest);
}

TEST_F(Uploads, SurviveControllersThatAreKilled) {
    ASSERT_NO_FATAL_FAILURE(site.startController());
    auto const path = tus().begin(bytes.size(), "film.mp4");
    ASSERT_EQ(tus().patch(path, 0, std::string_view(bytes).substr(0, 100'000)).status, 204);
    killController();
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_EQ(tus().offset(path), 100'000);
    // Amid a request.
    tus().patchAndBreak(path, 100'000, bytes.size() - 100'000,
                        std::string_view(bytes).substr(100'000, 300'000));
    ASSERT_TRUE(reaches(path, 400'000));
    killController();
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_EQ(tus().offset(path), 400'000);
    // After the last byte, while or before it is checked.
    ASSERT_EQ(tus().patch(path, 400'000, std::string_view(bytes).substr(400'000)).status, 204);
    killController();
    ASSERT_NO_FATAL_FAILURE(site.startController());
    EXPECT_EQ(outcome(path), digest);
    EXPECT_TRUE(std::filesystem::is_empty(site.dir() / "controller" / "incoming"));
}

TEST_F(Uploads, ThrowAwayWhatItsChecksumDoesNotProve) {
    ASSERT_NO_FATAL_FAILURE(site.startController());
    auto const path = tus().begin(bytes.size(), "film.mp4");
    auto const part = bytes.substr(0, 300'000);
    auto const sum = messages::sha256(part);
    TusClient::Headers const right{
        {"Upload-Checksum",
         "sha256 " + messages::base64(std::string_view(
                         reinterpret_cast<char const*>(sum.bytes.data()), sum.bytes.size()))}};
    auto damaged = part;
    damaged[123'456] ^= 1;
    EXPECT_EQ(tus().patch(path, 0, damaged, right).status, 460);
    EXPECT_EQ(tus().offset(path), 0);
    EXPECT_EQ(tus().patch(path, 0, part, right).status, 204);
    EXPECT_EQ(tus().offset(path), 300'000);
    EXPECT_EQ(tus().patch(path, 300'000, std::string_view(bytes).substr(300'000)).status, 204);
    EXPECT_EQ(outcome(path), digest);
}

TEST_F(Uploads, OfTheSameBytesAtOnceBecomeOneAsset) {
    ASSERT_NO_FATAL_FAILURE(site.startController());
    auto const send = [&](std::string const& name) {
        auto const path = tus().begin(bytes.size(), name);
        EXPECT_EQ(tus().patch(path, 0, bytes).status, 204);
        EXPECT_EQ(outcome(path), digest);
        return look(path).at("is_new").as_bool() ? 1 : 0;
    };
    auto one = std::async(std::launch::async, send, "one.mp4");
    auto two = std::async(std::launch::async, send, "two.mp4");
    auto const made = one.get() + two.get();
    // Both may have been looked at before either was stored; stored is one.
    EXPECT_EQ(made, 1);
    EXPECT_EQ(site.json({"media", "list"}).at("items").as_array().size(), 1U);
}

TEST_F(Uploads, ExpireWhenNothingComes) {
    ASSERT_NO_FATAL_FAILURE(site.startController());
    auto const path = tus().begin(bytes.size(), "film.mp4");
    ASSERT_EQ(tus().patch(path, 0, std::string_view(bytes).substr(0, 1'000)).status, 204);
    site.setTick(std::chrono::minutes(10));
    site.pass(std::chrono::hours(23));
    EXPECT_EQ(tus().offset(path), 1'000);
    site.pass(std::chrono::hours(1));
    EXPECT_EQ(tus().ask("HEAD", path).status, 410);
    EXPECT_TRUE(std::filesystem::is_empty(site.dir() / "controller" / "incoming"));
    site.pass(std::chrono::hours(25));
    EXPECT_TRUE(eventually([&] { return tus().ask("HEAD", path).status == 404; }));
}

TEST_F(Uploads, KeepQuotaAndDiskReserve) {
    site.setConfiguration("[library]\nquota = \"1M\"\n[library.quotas]\n\"east\" = \"2M\"\n");
    ASSERT_NO_FATAL_FAILURE(site.startController());
    auto const ask = [&](std::size_t length, std::string const& unit) {
        return tus().ask("POST", "/api/v1/uploads",
                         {{"Upload-Length", std::to_string(length)},
                          {"Upload-Metadata", "unit " + messages::base64(unit)}});
    };
    EXPECT_EQ(ask(1'500'000, "west").status, 413);
    auto const first = ask(1'500'000, "east");
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(ask(500'001, "east").status, 413);
    EXPECT_EQ(tus().ask("DELETE", first.headers.at("location")).status, 204);
    EXPECT_EQ(ask(2'000'000, "east").status, 201);
    ASSERT_EQ(site.controller().stop(), 0) << site.controller().log();
    site.setConfiguration("[media]\ndisk_reserve_mb = 16777216\n");
    ASSERT_NO_FATAL_FAILURE(site.startController());
    auto const full = ask(10, "");
    EXPECT_EQ(full.status, 507);
    EXPECT_EQ(full.headers.at("tus-resumable"), "1.0.0");
}

/// The client, and what it remembers, on a film large enough for several pieces of a connection.
class Client : public Uploads {
protected:
    void SetUp() override {
        Uploads::SetUp();
        // What follows the film's end is nothing to a player, and brings it over the size from
        // which uploads are resumed.
        large = site.dir() / "large.mp4";
        std::ofstream out(large, std::ios::binary);
        out << bytes;
        std::string free("\0\0\0\0free", 8);
        auto const length = static_cast<std::uint32_t>(kSize - bytes.size());
        for (int i = 0; i < 4; ++i) {
            free[static_cast<std::size_t>(i)] = static_cast<char>(length >> (24 - 8 * i));
        }
        out << free << std::string(length - free.size(), '\0');
        out.close();
        digest = messages::sha256File(large)->hex();
        ::setenv("XDG_STATE_HOME", (site.dir() / "state").c_str(), 1);
    }
    /// Adds `large` through `proxy` and presses Ctrl-C when 5 MB have gone through it. Gives what
    /// the command said.
    std::string addAndInterrupt(CuttingProxy& proxy) {
        proxy.stallAfter(5'000'000);
        Program first({(Site::bin() / "tocsin").string(), "media", "add", large.string(),
                       "--controller", "http://" + proxy.address()},
                      site.dir() / "first.log");
        EXPECT_TRUE(eventually([&] { return proxy.stalls(); }));
        first.signal(SIGINT);
        EXPECT_EQ(first.wait(), 1);
        proxy.stopStalling();
        return first.log();
    }

    static constexpr std::size_t kSize = 9'000'000;
    std::filesystem::path large;
};

TEST_F(Client, GoesOnByItselfOverConnectionsThatBreak) {
    ASSERT_NO_FATAL_FAILURE(site.startController());
    CuttingProxy proxy(site.address());
    for (auto const bytesThrough : {1'000'000, 2'500'000, 300'000}) {
        proxy.cutAfter(bytesThrough);
    }
    auto const ended = add(proxy.address(), {large.string(), "--json"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(proxy.cuts(), 3);
    auto const added = boost::json::parse(ended.out).as_array().at(0);
    EXPECT_EQ(added.at("asset").at("digest").as_string(), digest);
    EXPECT_TRUE(std::filesystem::is_empty(site.dir() / "state" / "tocsin" / "uploads"))
        << "what is done is forgotten";
}

TEST_F(Client, SurvivesAControllerThatIsKilled) {
    ASSERT_NO_FATAL_FAILURE(site.startController());
    CuttingProxy proxy(site.address());
    proxy.stallAfter(3'000'000);
    auto adding =
        std::async(std::launch::async, [&] { return add(proxy.address(), {large.string()}); });
    ASSERT_TRUE(eventually([&] { return proxy.stalls(); }));
    killController();
    proxy.stopStalling();
    ASSERT_NO_FATAL_FAILURE(site.startController());
    auto const ended = adding.get();
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(ended.err.find("interrupted at"), std::string::npos) << ended.err;
    EXPECT_EQ(site.json({"media", "show", "large"}).at("digest").as_string(), digest);
}

TEST_F(Client, GoesOnWhereAnInterruptedCommandStopped) {
    ASSERT_NO_FATAL_FAILURE(site.startController());
    CuttingProxy proxy(site.address());
    auto const said = addAndInterrupt(proxy);
    EXPECT_NE(said.find("the same command goes on from there"), std::string::npos) << said;
    // What was under way when the connection broke is still being written down.
    EXPECT_TRUE(eventually([&] {
        auto const begun = look("/api/v1/uploads").at("items").as_array();
        return begun.size() == 1 && begun.at(0).at("offset").as_int64() > 4'000'000;
    })) << look("/api/v1/uploads");
    auto const ended = add(proxy.address(), {large.string()});
    EXPECT_EQ(ended.code, 0) << ended.err;
    auto const items = look("/api/v1/uploads").at("items").as_array();
    ASSERT_EQ(items.size(), 1U) << "it was one upload";
    EXPECT_EQ(items.at(0).at("asset").at("digest").as_string(), digest);
}

TEST_F(Client, BeginsAnewWhenTheFileHasChanged) {
    ASSERT_NO_FATAL_FAILURE(site.startController());
    CuttingProxy proxy(site.address());
    addAndInterrupt(proxy);
    std::fstream(large, std::ios::in | std::ios::out | std::ios::binary).seekp(kSize - 1).put('x');
    std::filesystem::last_write_time(
        large, std::filesystem::last_write_time(large) + std::chrono::seconds(2));
    auto const ended = add(proxy.address(), {large.string()});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(site.json({"media", "show", "large"}).at("digest").as_string(),
              messages::sha256File(large)->hex());
    auto const items = look("/api/v1/uploads").at("items").as_array();
    EXPECT_EQ(std::count_if(items.begin(), items.end(),
                            [](auto const& item) { return item.at("state") == "terminated"; }),
              1);
}

TEST_F(Client, SaysWhyAFileIsRefused) {
    ASSERT_NO_FATAL_FAILURE(site.startController());
    auto const letter = site.dir() / "letter.mp4";
    std::ofstream(letter) << std::string(5'000'000, 'x');
    auto const ended = add(site.address(), {letter.string()});
    EXPECT_EQ(ended.code, 1);
    EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
    EXPECT_NE(ended.err.find("letter.mp4: "), std::string::npos) << ended.err;
}

}  // namespace
}  // namespace tocsin::integration
