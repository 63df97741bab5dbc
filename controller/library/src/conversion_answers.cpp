// SPDX-License-Identifier: Apache-2.0
#include "conversion_answers.hpp"

#include <sys/wait.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "tocsin/messages/json.hpp"
#include "worker_answers.hpp"

namespace tocsin::library {
namespace {

constexpr std::int64_t kMostFrames = 1LL << 40;
constexpr char kSorry[] = "The file could not be converted safely; export it again.";

double numberAt(messages::JsonReader const& in, std::string_view key, double least, double most) {
    auto const member = in.at(key);
    boost::system::error_code failed;
    auto const number = member.value().to_number<double>(failed);
    if (failed || !(number >= least && number <= most)) {
        member.fail("expected a number from " + std::to_string(least) + " to " +
                    std::to_string(most));
    }
    return number;
}

/// The error that a worker gave as the reason of its failure.
Error failureFrom(messages::JsonReader const& in) {
    auto const fault = in.at("fault").string(16);
    auto const reason = in.at("reason").string(4'096);
    auto const technical = in.at("technical").string(4'096);
    auto const whole = reason + (technical == reason ? "" : " (" + technical + ")");
    return {fault == "film" ? Errc::invalid : Errc::exhausted, whole};
}

/// Whether the line has the form of a failure.
bool isFailure(std::string const& line) {
    auto const read = messages::readJson(line, [](messages::JsonReader const& in) {
        static_cast<void>(failureFrom(in));
        return true;
    });
    return read.has_value();
}

Error nonsense(Error const& error) {
    return {Errc::invalid,
            std::string(kSorry) + " (the worker's answer makes no sense: " + error.message + ")"};
}

}  // namespace

std::optional<double> progressIn(std::string_view line) {
    auto const read = messages::readJson(
        line, [](messages::JsonReader const& in) { return numberAt(in, "progress", 0, 1); });
    return read ? std::optional(*read) : std::nullopt;
}

Result<std::string> doneLine(WorkerRun const& run) {
    if (!WIFEXITED(run.status) || WEXITSTATUS(run.status) != 0) {
        return Error{Errc::invalid, std::string(kSorry) + " (" + causeOfDeath(run) + ")"};
    }
    auto const done = messages::readJson(run.out, [](messages::JsonReader const& in) {
        if (!in.at("done").boolean()) {
            throw Failure(failureFrom(in));
        }
        return true;
    });
    // Bad JSON is Errc::invalid as well: what the worker said then is no sentence for a person.
    if (!done && !isFailure(run.out)) {
        return nonsense(done.error());
    }
    return done ? Result<std::string>(run.out) : done.error();
}

Result<std::int64_t> framesIn(std::string const& doneLine) {
    auto const frames = messages::readJson(doneLine, [](messages::JsonReader const& in) {
        return in.at("frames").integer(0, kMostFrames);
    });
    return frames ? frames : nonsense(frames.error());
}

Result<std::string> loudnessOrder(std::string const& doneLine) {
    auto const order = messages::readJson(doneLine, [](messages::JsonReader const& in) {
        boost::json::object out;
        for (auto const* const key : {"integrated", "truePeak", "range"}) {
            out[key] = numberAt(in, key, -1'000, 1'000);
        }
        return boost::json::serialize(out);
    });
    return order ? order : nonsense(order.error());
}

}  // namespace tocsin::library
