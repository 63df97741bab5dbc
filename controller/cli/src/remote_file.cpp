// SPDX-License-Identifier: Apache-2.0
#include "remote_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "language.hpp"
#include "media_properties.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::cli {
namespace {

constexpr Milliseconds kFirstLook{100};
constexpr Milliseconds kLook{1'000};
constexpr Milliseconds kStalled{60'000};
/// A controller that is away for longer has lost the fetch anyway.
constexpr std::chrono::minutes kGivingUp{2};

boost::json::object bodyOf(MediaAdd const& add, std::string const& url) {
    boost::json::object body{{"url", url}};
    if (!add.handle.empty()) {
        body["handle"] = add.handle;
    }
    if (!add.unit.empty()) {
        body["unit"] = add.unit;
    }
    if (add.seconds) {
        body["seconds"] = *add.seconds;
    }
    putProperties(body, add.properties, Tags::whole);
    return body;
}

/// One fetch, looked at until it has ended.
class Wait {
public:
    Wait(Context const& context, Json const& begun, ProgressLine& line)
        : context_(context), path_("/api/v1/uploads/" + text(begun, "id")), line_(line) {}

    [[nodiscard]] Json result();

private:
    [[nodiscard]] Json look();
    void show(Json const& upload) const;
    [[noreturn]] void interrupted() const;

    Context const& context_;
    std::string path_;
    ProgressLine& line_;
    std::chrono::steady_clock::time_point seen_ = std::chrono::steady_clock::now();
};

Json Wait::result() {
    for (auto pause = kFirstLook;; pause = std::min(pause * 2, kLook)) {
        auto const upload = look();
        auto const state = text(upload, "state");
        auto const reason = text(upload, "reason");
        if (state == "done") {
            return member(upload, "asset");
        }
        if (!state.empty() && state != "receiving" && state != "checking") {
            throw CommandFailure(ExitCode::failure,
                                 reason.empty() ? "the fetch was ended" : reason);
        }
        show(upload);
        context_.client.wait(pause);
        if (context_.stop.stop_requested()) {
            interrupted();
        }
    }
}

/// Null while the controller does not answer.
Json Wait::look() {
    session::HttpRequest asked;
    asked.url = path_;
    auto const reply = context_.client.attempt(asked, kStalled);
    auto const now = std::chrono::steady_clock::now();
    if (!reply) {
        bool const passes =
            reply.error().code == Errc::unavailable || reply.error().code == Errc::timedOut;
        if (context_.stop.stop_requested()) {
            interrupted();
        }
        if (!passes || now - seen_ > kGivingUp) {
            context_.client.fail(reply.error());
        }
        return {};
    }
    auto document = messages::parseJson(reply->body);
    if (reply->status != 200 || !document) {
        context_.client.fail(*reply, asked);
    }
    seen_ = now;
    return *std::move(document);
}

void Wait::show(Json const& upload) const {
    auto const language = context_.environment.language;
    auto const done = integer(upload, "offset");
    auto const length = integer(upload, "length");
    if (text(upload, "state") == "checking") {
        bool const plays = text(upload, "verdict") == "plays";
        line_.say(
            std::string(say(language, plays ? Text::checkingFetched : Text::examiningFetched)));
    } else if (length > 0) {
        line_.update(done, length);
    } else {
        line_.say(fmt::format(fmt::runtime(say(language, Text::fetching)),
                              static_cast<double>(done) / 1e6));
    }
}

void Wait::interrupted() const {
    session::HttpRequest asked;
    asked.method = "DELETE";
    asked.url = path_;
    asked.headers["Tus-Resumable"] = "1.0.0";
    auto const ended = context_.client.uninterrupted().attempt(asked, kStalled);
    bool const over = ended && ended->status == 204;
    throw CommandFailure(ExitCode::failure,
                         std::string(say(context_.environment.language,
                                         over ? Text::fetchEnded : Text::fetchGoesOn)));
}

}  // namespace

bool isAddress(std::string const& named) {
    auto const scheme = named.substr(0, named.find("://"));
    return scheme.size() < named.size() && !scheme.empty() &&
           std::all_of(scheme.begin(), scheme.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

Json fetchByController(Context const& context, MediaAdd const& add, std::string const& url,
                       ProgressLine& line) {
    if (!isUtf8(url)) {
        throw CommandFailure(ExitCode::usage, "the address is not UTF-8; write it in UTF-8");
    }
    // Nobody could end what is not known by its id: the answer is awaited also by whoever is
    // interrupted meanwhile.
    auto const begun =
        context.client.uninterrupted().post("/api/v1/media/fetch", bodyOf(add, url)).document;
    return Wait(context, begun, line).result();
}

}  // namespace tocsin::cli
