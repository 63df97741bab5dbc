// SPDX-License-Identifier: Apache-2.0
#include "worker_answers.hpp"

#include <sys/wait.h>

#include <cstring>

#include "tocsin/media/slogan_keys.hpp"
#include "tocsin/messages/json.hpp"
#include "worker.hpp"

namespace tocsin::library {
namespace {

constexpr std::int64_t kMostPixels = 65'536;
constexpr std::int64_t kMostMs = 24LL * 3'600'000;
constexpr std::int64_t kMostCount = 1LL << 40;
constexpr std::int64_t kMostBytes = 1LL << 50;
constexpr std::size_t kMostNeeds = 32;
constexpr std::int64_t kMostPages = 500;

media::Verdict refused(std::string reason, std::string technical) {
    media::Verdict verdict;
    verdict.reason = std::move(reason);
    verdict.technical = std::move(technical);
    return verdict;
}

void readFilm(messages::JsonReader const& in, media::Verdict& verdict) {
    verdict.whole = in.at("whole").boolean();
    verdict.pixelFormat = in.at("pixelFormat").string(32);
    verdict.bitDepth = static_cast<int>(in.at("bitDepth").integer(0, 64));
    verdict.interlaced = in.at("interlaced").boolean();
    verdict.hdr = in.at("hdr").string(8);
    verdict.rotation = static_cast<int>(in.at("rotation").integer(0, 270));
    verdict.pixelAspectNum = in.at("pixelAspectNum").integer(1, kMostCount);
    verdict.pixelAspectDen = in.at("pixelAspectDen").integer(1, kMostCount);
    verdict.houseRateNum = in.at("houseRateNum").integer(1, kMostCount);
    verdict.houseRateDen = in.at("houseRateDen").integer(1, kMostCount);
    verdict.bitRate = in.at("bitRate").integer(0, kMostBytes);
    verdict.soundCodec = in.at("soundCodec").string(64);
    verdict.soundChannels = static_cast<int>(in.at("soundChannels").integer(0, 1'024));
    verdict.soundRate = static_cast<int>(in.at("soundRate").integer(0, 10'000'000));
}

media::Verdict readVerdict(messages::JsonReader const& in) {
    media::Verdict verdict;
    verdict.accepted = in.at("accepted").boolean();
    verdict.reason = in.at("reason").string(4'096);
    verdict.technical = in.at("technical").string(4'096);
    if (!verdict.accepted) {
        return verdict;
    }
    verdict.kind = in.at("kind").string(16);
    if (verdict.kind != "film" && verdict.kind != "picture") {
        in.at("kind").fail("expected film or picture");
    }
    verdict.container = in.at("container").string(200);
    verdict.codec = in.at("codec").string(64);
    verdict.width = static_cast<int>(in.at("width").integer(1, kMostPixels));
    verdict.height = static_cast<int>(in.at("height").integer(1, kMostPixels));
    verdict.durationMs = in.at("durationMs").integer(verdict.kind == "film" ? 1 : 0, kMostMs);
    verdict.frames = in.at("frames").integer(0, kMostCount);
    verdict.rateNum = in.at("rateNum").integer(0, kMostCount);
    verdict.rateDen = in.at("rateDen").integer(1, kMostCount);
    verdict.sound = in.at("sound").boolean();
    verdict.bytes = in.at("bytes").integer(0, kMostBytes);
    verdict.playable = in.at("playable").boolean();
    for (auto const& need : in.at("needs").array(kMostNeeds)) {
        verdict.needs.push_back(need.string(32));
    }
    verdict.pages = in.at("pages").integer(1, kMostPages);
    if (verdict.kind == "film") {
        readFilm(in, verdict);
    }
    return verdict;
}

struct WriteKeys {
    boost::json::object& out;

    void put(std::string_view key, std::string_view value) {
        out.insert_or_assign(key, boost::json::string(value));
    }
    template <class Choice, class Words>
    void choice(std::string_view key, Choice choice, Words const& words) {
        put(key, media::wordFor(words, choice));
    }
    void colour(std::string_view key, media::Colour const& colour) {
        put(key, media::colourText(colour));
    }
    void colourOr(std::string_view key, std::optional<media::Colour> const& colour,
                  std::string_view none) {
        put(key, colour ? media::colourText(*colour) : std::string(none));
    }
    void number(std::string_view key, int value, media::Limits) {
        out.insert_or_assign(key, value);
    }
    void numberOrFit(std::string_view key, int value, media::Limits limits) {
        number(key, value, limits);
    }
};

}  // namespace

std::string causeOfDeath(WorkerRun const& run) {
    if (WIFSIGNALED(run.status)) {
        return std::string("the media worker was ended by ") + ::strsignal(WTERMSIG(run.status)) +
               (run.lastError.empty() ? "" : "; its last words: " + run.lastError);
    }
    return "the media worker ended with " + std::to_string(WEXITSTATUS(run.status)) + ": " +
           run.lastError;
}

Result<media::Verdict> probe(std::filesystem::path const& worker, std::filesystem::path const& file,
                             media::Depth depth, Milliseconds limit, std::stop_token const& stop) {
    constexpr char kWhatNow[] =
        "the file could not be examined safely; convert it to MP4 (H.264) or JPEG and try again";
    auto const words = depth == media::Depth::whole
                           ? std::vector<std::string>{"probe", "--whole", file.string()}
                           : std::vector<std::string>{"probe", file.string()};
    auto run = runWorker(worker, words, "", limit, stop);
    if (!run) {
        auto const code = run.error().code;
        if (code == Errc::unavailable || code == Errc::exhausted || code == Errc::cancelled) {
            return run.error();
        }
        return refused(kWhatNow, run.error().message);
    }
    if (!WIFEXITED(run->status) || WEXITSTATUS(run->status) != 0) {
        return refused(kWhatNow, causeOfDeath(*run));
    }
    auto verdict = messages::readJson(run->out, readVerdict);
    if (!verdict) {
        return refused(kWhatNow,
                       "the media worker's answer makes no sense: " + verdict.error().message);
    }
    return verdict;
}

Result<std::string> describeSlogan(std::filesystem::path const& worker,
                                   media::SloganStyle const& style,
                                   std::vector<std::string> const& characters, Milliseconds limit,
                                   std::stop_token const& stop) {
    boost::json::object order{{"text", style.text}};
    if (!characters.empty()) {
        order["characters"] = boost::json::array(characters.begin(), characters.end());
    }
    media::visitSloganKeys(style, WriteKeys{order});
    auto const request = boost::json::serialize(order);
    auto run = runWorker(worker, {"slogan"}, request, limit, stop);
    if (!run) {
        return run.error();
    }
    if (!WIFEXITED(run->status) || WEXITSTATUS(run->status) != 0) {
        return Error{Errc::unavailable, "the slogan could not be laid out: " + causeOfDeath(*run)};
    }
    return messages::readJson(run->out, [](messages::JsonReader const& in) {
        if (!in.at("accepted").boolean()) {
            throw Failure({Errc::invalid, in.at("reason").string(4'096)});
        }
        return in.at("canonical").string(65'536);
    });
}

}  // namespace tocsin::library
