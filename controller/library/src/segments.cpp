// SPDX-License-Identifier: Apache-2.0
#include "tocsin/library/segments.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <system_error>

#include "conversion_answers.hpp"
#include "tocsin/messages/json.hpp"
#include "worker.hpp"

namespace tocsin::library {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr int kNice = 10;
constexpr std::array<char const*, 3> kKinds{"film", "picture", "slogan"};

std::string orderText(media::SegmentOrder const& order) {
    return json::serialize(
        json::object{{"kind", kKinds.at(static_cast<std::size_t>(order.kind))},
                     {"format", order.format == media::SegmentFormat::png ? "png" : "mp4"},
                     {"width", order.width},
                     {"height", order.height},
                     {"fit", toString(order.fit)},
                     {"rate", json::object{{"num", order.rateNum}, {"den", order.rateDen}}},
                     {"frames", order.frames},
                     {"crf", order.crf},
                     {"threads", order.threads},
                     {"beginsMs", toMillis(order.begins)},
                     {"offsetSeconds", order.offset.count()}});
}

/// Believed only as far as it has the agreed form.
Result<media::Segment> segmentIn(std::string const& line, media::SegmentOrder const& order) {
    constexpr std::int64_t kMostBytes = 1LL << 40;
    auto read = messages::readJson(line, [&](messages::JsonReader const& in) {
        media::Segment out;
        out.frames = in.at("frames").integer(order.frames, order.frames);
        out.width = static_cast<int>(in.at("width").integer(order.width, order.width + 1));
        out.height = static_cast<int>(in.at("height").integer(order.height, order.height + 1));
        out.addedColumns = static_cast<int>(in.at("addedColumns").integer(0, 1));
        out.addedRows = static_cast<int>(in.at("addedRows").integer(0, 1));
        out.still = in.at("still").boolean();
        out.bytes = in.at("bytes").integer(1, kMostBytes);
        return out;
    });
    if (!read) {
        return Error{Errc::invalid,
                     "The item could not be rendered safely; add it again. (the "
                     "worker's answer makes no sense: " +
                         read.error().message + ")"};
    }
    return read;
}

class WorkerSegments final : public SegmentMaker {
public:
    WorkerSegments(fs::path worker, Milliseconds limit)
        : worker_(std::move(worker)), limit_(limit) {}

    Result<media::Segment> render(fs::path const& item, media::SegmentOrder const& order,
                                  fs::path const& target, Progress const& progress,
                                  std::stop_token const& stop) override {
        std::vector<std::string> words{"segment"};
        if (order.kind == media::SegmentKind::slogan) {
            words.emplace_back("--slogan");
        }
        words.push_back(item.string());
        words.push_back(target.string());
        auto const line = run(words, orderText(order), target, progress, stop);
        return line ? segmentIn(*line, order) : line.error();
    }

    Result<std::int64_t> join(std::vector<fs::path> const& parts,
                              std::vector<std::size_t> const& order, fs::path const& target,
                              Progress const& progress, std::stop_token const& stop) override {
        if (parts.size() > kMostParts || order.size() > kMostPlaces) {
            return Error{Errc::invalid, "a loop is joined from at most " +
                                            std::to_string(kMostParts) + " parts in " +
                                            std::to_string(kMostPlaces) + " places"};
        }
        std::vector<std::string> words{"join", "--order", target.string()};
        for (auto const& part : parts) {
            words.push_back(part.string());
        }
        json::array places(order.begin(), order.end());
        auto const line = run(words, json::serialize(json::object{{"order", std::move(places)}}),
                              target, progress, stop);
        return line ? framesIn(*line) : line.error();
    }

private:
    [[nodiscard]] Result<std::string> run(std::vector<std::string> const& words,
                                          std::string const& order, fs::path const& target,
                                          Progress const& progress, std::stop_token const& stop) {
        WorkerManners manners;
        manners.nice = kNice;
        manners.heard = [&progress](std::string_view line) {
            if (auto const share = progressIn(line)) {
                progress(*share);
            }
        };
        auto const ran = runWorker(worker_, words, order, limit_, stop, manners);
        auto done = ran ? doneLine(*ran) : ran.error();
        if (!done) {
            std::error_code ignored;
            fs::remove(target, ignored);
        }
        return done;
    }

    fs::path worker_;
    Milliseconds limit_;
};

}  // namespace

std::unique_ptr<SegmentMaker> segmentsByWorker(fs::path worker, Milliseconds limit) {
    return std::make_unique<WorkerSegments>(std::move(worker), limit);
}

}  // namespace tocsin::library
