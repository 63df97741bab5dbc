// SPDX-License-Identifier: Apache-2.0
#include "conversion_run.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

#include "conversion_answers.hpp"
#include "tocsin/messages/crypto.hpp"
#include "whole_file.hpp"
#include "worker_answers.hpp"

namespace tocsin::library {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// However long a film is, it has no more parts: the worker joins open files.
constexpr std::int64_t kMostParts = 240;
/// How the work is divided, as shares of the whole that measuring and sound, joining, and looking
/// at the result take.
constexpr double kMeasuring = 0.02, kSounding = 0.03, kJoining = 0.01, kLooking = 0.09;

std::string contentOf(fs::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class Conversion {
public:
    Conversion(store::Conversion const& what, fs::path const& source, fs::path const& folder,
               ConversionWay const& way, std::function<void(double)> const& progress,
               std::stop_token const& stop)
        : what_(what),
          source_(source),
          folder_(folder),
          way_(way),
          progress_(progress),
          stop_(stop) {}

    [[nodiscard]] Result<Converted> film();
    [[nodiscard]] Result<Converted> picture();

private:
    struct Part {
        fs::path file;
        std::int64_t fromMs, toMs;  ///< toMs 0: to the end
    };

    /// The order that all parts have in common.
    [[nodiscard]] json::object order() const;
    [[nodiscard]] std::vector<Part> parts() const;
    [[nodiscard]] Result<> prepareFolder(std::string const& order) const;
    /// The worker's answer, kept in `<file>.json`, so that it is asked once. `file`: what it
    /// writes, if anything; `done`, `share`: of the whole, before it and by it.
    [[nodiscard]] Result<std::string> ask(fs::path const& file, bool writes,
                                          std::vector<std::string> const& words,
                                          std::string const& input, double done, double share);
    [[nodiscard]] Result<std::int64_t> convertParts(std::vector<Part> const& parts, double begin);
    [[nodiscard]] Result<std::string> measureLoudness();
    [[nodiscard]] Result<fs::path> convertSound(std::int64_t frames, std::string const& loudness,
                                                double begin);
    [[nodiscard]] Result<Converted> finish(fs::path const& file, media::Depth depth) const;

    store::Conversion const& what_;
    fs::path const& source_;
    fs::path const& folder_;
    ConversionWay const& way_;
    std::function<void(double)> const& progress_;
    std::stop_token const& stop_;
};

json::object Conversion::order() const {
    json::object out{{"rate", json::object{{"num", what_.rateNum}, {"den", what_.rateDen}}},
                     {"threads", way_.threads}};
    if (what_.screens.width > 0) {
        out["width"] = what_.screens.width;
        out["height"] = what_.screens.height;
        out["fit"] = toString(what_.screens.fit);
    }
    return out;
}

std::vector<Conversion::Part> Conversion::parts() const {
    auto const length = std::max<std::int64_t>(1, what_.length.count());
    auto const each = std::max<std::int64_t>(way_.partLength.count(), length / kMostParts + 1);
    // What is left over by less than a part's half goes to the part before.
    auto const count = std::max<std::int64_t>(1, (length + each / 2) / each);
    std::vector<Part> out;
    for (std::int64_t i = 0; i < count; ++i) {
        out.push_back({folder_ / ("part-" + std::to_string(i) + ".mp4"), i * each,
                       i + 1 < count ? (i + 1) * each : 0});
    }
    return out;
}

/// Parts that were made by another order, or of other lengths, are of no use.
Result<> Conversion::prepareFolder(std::string const& order) const {
    auto const note = folder_ / "order.json";
    std::error_code failed;
    if (fs::exists(folder_, failed) && contentOf(note) != order) {
        fs::remove_all(folder_, failed);
    }
    fs::create_directories(folder_, failed);
    if (failed) {
        return Error{Errc::unavailable, folder_.string() + ": cannot be made: " + failed.message()};
    }
    return writeWhole(note, order);
}

Result<std::string> Conversion::ask(fs::path const& file, bool writes,
                                    std::vector<std::string> const& words, std::string const& input,
                                    double done, double share) {
    auto note = file;
    note += ".json";
    std::error_code failed;
    if (fs::exists(note, failed) && (!writes || fs::exists(file, failed))) {
        progress_(done + share);
        return contentOf(note);
    }
    WorkerManners manners{way_.nice, [&](std::string_view line) {
                              if (auto const part = progressIn(line)) {
                                  progress_(done + share * *part);
                              }
                          }};
    auto const run = runWorker(way_.worker, words, input, way_.partLimit, stop_, manners);
    if (!run) {
        // A worker that hangs over a film will do so again.
        auto const code = run.error().code;
        bool const films = code == Errc::timedOut || code == Errc::damaged;
        return Error{films ? Errc::invalid : code, run.error().message};
    }
    auto answer = doneLine(*run);
    if (!answer) {
        return answer;
    }
    if (auto synced = writes ? syncFile(file) : Result<>(); !synced) {
        return synced.error();
    }
    if (auto kept = writeWhole(note, *answer); !kept) {
        return kept.error();
    }
    progress_(done + share);
    return answer;
}

Result<std::int64_t> Conversion::convertParts(std::vector<Part> const& parts, double begin) {
    auto const each =
        (1 - begin - kSounding - kJoining - kLooking) / static_cast<double>(parts.size());
    std::int64_t frames = 0;
    double done = begin;
    for (auto const& part : parts) {
        auto partOrder = order();
        partOrder["fromMs"] = part.fromMs;
        partOrder["toMs"] = part.toMs;
        partOrder["sound"] = false;
        auto const answer =
            ask(part.file, true, {"transcode", source_.string(), part.file.string()},
                json::serialize(partOrder), done, each);
        auto more = answer ? framesIn(*answer) : answer.error();
        if (!more) {
            return more;
        }
        frames += *more;
        done += each;
    }
    return frames;
}

/// "loudness" of the order for the sound; empty if the film has none, or keeps that of its master.
Result<std::string> Conversion::measureLoudness() {
    if (!what_.sound || what_.screens.width > 0) {
        return std::string();
    }
    auto const measured =
        ask(folder_ / "loudness", false, {"loudness", source_.string()}, "", 0, kMeasuring);
    return measured ? loudnessOrder(*measured) : measured;
}

/// As long as the pictures. Nothing if the film has no sound. Renditions keep the master's, coded
/// as it is.
Result<fs::path> Conversion::convertSound(std::int64_t frames, std::string const& loudness,
                                          double begin) {
    if (loudness.empty()) {
        return what_.sound ? source_ : fs::path();
    }
    auto soundOrder = order();
    soundOrder["video"] = false;
    soundOrder["loudness"] = json::parse(loudness);
    soundOrder["toMs"] = frames * 1'000 * what_.rateDen / what_.rateNum;
    auto file = folder_ / "sound.mp4";
    auto const answer = ask(file, true, {"transcode", source_.string(), file.string()},
                            json::serialize(soundOrder), begin, kSounding);
    return answer ? Result<fs::path>(std::move(file)) : answer.error();
}

Result<Converted> Conversion::finish(fs::path const& file, media::Depth depth) const {
    auto verdict = probe(way_.worker, file, depth, way_.partLimit, stop_);
    if (!verdict) {
        return verdict.error();
    }
    if (!verdict->accepted || !verdict->needs.empty()) {
        return Error{Errc::invalid,
                     "What the conversion made cannot be shown; export the file again. (" +
                         (verdict->accepted ? "it still needs " + verdict->needs.front()
                                            : verdict->technical) +
                         ")"};
    }
    auto const digest = messages::sha256File(file);
    if (!digest) {
        return digest.error();
    }
    progress_(1);
    return Converted{file, *digest, *std::move(verdict)};
}

Result<Converted> Conversion::film() {
    auto const all = parts();
    auto common = order();
    common["parts"] = all.size();
    common["source"] = source_.filename().string();
    if (auto ready = prepareFolder(json::serialize(common)); !ready) {
        return ready.error();
    }
    auto const loudness = measureLoudness();
    if (!loudness) {
        return loudness.error();
    }
    auto const frames = convertParts(all, kMeasuring);
    if (!frames) {
        return frames.error();
    }
    double const joining = 1 - kJoining - kLooking;
    auto const sound = convertSound(*frames, *loudness, joining - kSounding);
    if (!sound) {
        return sound.error();
    }
    auto const whole = folder_ / "whole.mp4";
    std::vector<std::string> words{"join"};
    if (!sound->empty()) {
        words.insert(words.end(), {"--sound", sound->string()});
    }
    words.push_back(whole.string());
    std::transform(all.begin(), all.end(), std::back_inserter(words),
                   [](Part const& part) { return part.file.string(); });
    if (auto const joined = ask(whole, true, words, "", joining, kJoining); !joined) {
        return joined.error();
    }
    return finish(whole, media::Depth::whole);
}

Result<Converted> Conversion::picture() {
    json::object picture;
    if (what_.screens.width > 0) {
        picture["maxWidth"] = what_.screens.width;
        picture["maxHeight"] = what_.screens.height;
    }
    auto const text = json::serialize(picture);
    if (auto ready = prepareFolder(text); !ready) {
        return ready.error();
    }
    auto const file = folder_ / "picture";
    auto const answer = ask(file, true, {"picture", source_.string(), file.string()}, text, 0, 0.9);
    return answer ? finish(file, media::Depth::quick) : answer.error();
}

}  // namespace

Result<Converted> convert(store::Conversion const& what, fs::path const& source,
                          fs::path const& folder, ConversionWay const& way,
                          std::function<void(double)> const& progress,
                          std::stop_token const& stop) {
    Conversion conversion(what, source, folder, way, progress, stop);
    return what.length.count() > 0 ? conversion.film() : conversion.picture();
}

}  // namespace tocsin::library
