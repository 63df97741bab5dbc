// SPDX-License-Identifier: Apache-2.0
#include "resumable_upload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <ostream>

#include "fields.hpp"
#include "language.hpp"
#include "text_table.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::cli {
namespace {

constexpr char kUploads[] = "/api/v1/uploads";
/// Proxies that keep a request back until it is whole keep back no more than this.
constexpr std::int64_t kChunk = 64LL << 20;
constexpr Milliseconds kStalled{60'000};
constexpr std::chrono::minutes kGivingUp{30};
constexpr session::Backoff::Limits kPauses{Milliseconds(1'000), Milliseconds(30'000),
                                           Milliseconds(0)};
constexpr Milliseconds kFirstLook{100};
constexpr Milliseconds kLook{1'000};

session::HttpRequest request(char const* method, std::string const& path) {
    session::HttpRequest out;
    out.method = method;
    out.url = path;
    out.headers["Tus-Resumable"] = "1.0.0";
    return out;
}

std::optional<std::int64_t> numberIn(session::HttpReply const& reply, char const* header) {
    auto const found = reply.headers.find(header);
    std::int64_t value = -1;
    if (found != reply.headers.end()) {
        auto const& text = found->second;
        std::from_chars(text.data(), text.data() + text.size(), value);
    }
    return value < 0 ? std::nullopt : std::optional(value);
}

std::string coded(UploadMetadata const& metadata) {
    std::string out;
    for (auto const& [key, value] : metadata) {
        out += (out.empty() ? "" : ",") + key;
        out += value.empty() ? "" : " " + messages::base64(value);
    }
    return out;
}

bool hasEnded(int status) {
    return status == 404 || status == 410;
}

}  // namespace

ResumableUpload::ResumableUpload(Context const& context, std::filesystem::path file,
                                 UploadMetadata const& metadata, ProgressLine& line)
    : context_(context),
      file_(std::move(file)),
      name_(file_.filename().string()),
      metadata_(coded(metadata)),
      line_(line),
      note_(context.environment.state, context.client.address(), file_, metadata_),
      size_(static_cast<std::int64_t>(std::filesystem::file_size(file_))),
      backoff_(kPauses) {}

std::optional<boost::json::value> ResumableUpload::run() {
    takeUp();
    if (upload_.empty() && !begin()) {
        return std::nullopt;
    }
    while (!known_ || offset_ < size_) {
        if (known_ || askOffset()) {
            sendChunk();
        }
    }
    return awaitVerdict();
}

/// Goes on with what an earlier command began.
void ResumableUpload::takeUp() {
    if (auto const outdated = note_.outdated()) {
        // The file has changed since. The controller would forget that upload by itself, but not so
        // soon.
        static_cast<void>(context_.client.attempt(request("DELETE", *outdated), kStalled));
        note_.forget();
    }
    upload_ = note_.upload().value_or("");
    if (upload_.empty()) {
        return;
    }
    auto const asked = request("HEAD", upload_);
    auto const reply = context_.client.attempt(asked, kStalled);
    if (!reply) {
        context_.client.fail(reply.error());
    }
    if (reply->status == 200 && numberIn(*reply, "upload-length") == size_) {
        sent_ = offset_ = numberIn(*reply, "upload-offset").value_or(0);
        known_ = true;
        if (context_.environment.errIsTerminal && !context_.json) {
            context_.err << "tocsin: "
                         << printable(fmt::format(
                                fmt::runtime(cli::say(context_.environment.language, Text::goesOn)),
                                name_, percent()))
                         << '\n';
        }
        return;
    }
    note_.forget();
    upload_.clear();
}

/// False: the controller knows no resumable uploads.
bool ResumableUpload::begin() {
    auto asked = request("POST", kUploads);
    asked.headers["Upload-Length"] = std::to_string(size_);
    asked.headers["Upload-Metadata"] = metadata_;
    for (;;) {
        auto const reply = context_.client.attempt(asked, kStalled);
        if (!reply) {
            context_.client.fail(reply.error());
        }
        auto const location = reply->headers.find("location");
        if (reply->status == 201 && location != reply->headers.end()) {
            upload_ = location->second;
            offset_ = 0;
            known_ = true;
            note_.keep(upload_);
            return true;
        }
        if (reply->status == 404 || reply->status == 405) {
            return false;
        }
        auto const pause = askedToWait(*reply);
        if (!pause || std::chrono::steady_clock::now() - lastProgress_ > kGivingUp) {
            context_.client.fail(*reply, asked);
        }
        pauseFor(*pause);
    }
}

/// Where the controller is; false if that could not be learnt now.
bool ResumableUpload::askOffset() {
    auto const asked = request("HEAD", upload_);
    auto const reply = context_.client.attempt(asked, kStalled);
    if (!reply) {
        pauseAfter(reply.error());
        return false;
    }
    auto const offset = numberIn(*reply, "upload-offset");
    if (reply->status != 200 || !offset) {
        if (hasEnded(reply->status)) {
            note_.forget();
            throw CommandFailure(ExitCode::failure,
                                 name_ +
                                     ": the controller has given the upload up; add the file "
                                     "again");
        }
        context_.client.fail(*reply, asked);
    }
    if (*offset > offset_) {
        progressed();
    }
    offset_ = *offset;
    known_ = true;
    return offset_ < size_;
}

void ResumableUpload::sendChunk() {
    auto asked = request("PATCH", upload_);
    asked.headers["Content-Type"] = "application/offset+octet-stream";
    asked.headers["Upload-Offset"] = std::to_string(offset_);
    asked.bodyFile = file_;
    asked.bodyFrom = offset_;
    asked.bodyBytes = std::min(kChunk, size_ - offset_);
    auto const show = [this](std::int64_t done, std::int64_t) {
        sent_ = offset_ + done;
        line_.update(sent_, size_);
    };
    auto const reply = context_.client.attempt(asked, kStalled, show);
    known_ = false;
    if (!reply) {
        pauseAfter(reply.error());
        return;
    }
    if (reply->status == 204) {
        offset_ = numberIn(*reply, "upload-offset").value_or(offset_ + *asked.bodyBytes);
        known_ = true;
        progressed();
    } else if (auto const pause = askedToWait(*reply)) {
        pauseFor(*pause);
    } else if (reply->status == 409) {
        context_.client.wait(backoff_.next(random_()));  // somebody else sends the same upload
    } else if (!hasEnded(reply->status)) {
        context_.client.fail(*reply, asked);
    }
}

boost::json::value ResumableUpload::awaitVerdict() {
    auto const asked = request("GET", upload_);
    for (auto pause = kFirstLook;; pause = std::min(pause * 2, kLook)) {
        auto const reply = context_.client.attempt(asked, kStalled);
        if (!reply) {
            pauseAfter(reply.error());
            continue;
        }
        auto const document = messages::parseJson(reply->body);
        if (reply->status != 200 || !document) {
            context_.client.fail(*reply, asked);
        }
        auto const state = text(*document, "state");
        auto const reason = text(*document, "reason");
        if (state == "done") {
            note_.forget();
            return member(*document, "asset");
        }
        if (state != "checking") {
            note_.forget();
            throw CommandFailure(ExitCode::failure,
                                 reason.empty() ? "the upload was ended" : reason);
        }
        if (!reason.empty()) {
            throw CommandFailure(
                ExitCode::failure,
                name_ + ": the file is there, but could not be examined yet: " + reason +
                    "; the controller tries again, ask with the same "
                    "command");
        }
        bool const plays = text(*document, "verdict") == "plays";
        line_.say(std::string(cli::say(context_.environment.language,
                                       plays ? Text::checkingFrames : Text::examining)));
        context_.client.wait(pause);
        if (context_.stop.stop_requested()) {
            interrupted();
        }
    }
}

void ResumableUpload::pauseAfter(Error const& error) {
    line_.clear();
    line_.restart();
    bool const passes = error.code == Errc::unavailable || error.code == Errc::timedOut;
    if (error.code == Errc::cancelled || context_.stop.stop_requested()) {
        interrupted();
    }
    if (!passes || std::chrono::steady_clock::now() - lastProgress_ > kGivingUp) {
        context_.client.fail(error);
    }
    if (!told_ && !context_.json) {
        told_ = true;
        context_.err << "tocsin: "
                     << printable(fmt::format(
                            fmt::runtime(cli::say(context_.environment.language, Text::brokeOff)),
                            name_, percent(), error.message))
                     << '\n'
                     << std::flush;
    }
    context_.client.wait(backoff_.next(random_()));
    if (context_.stop.stop_requested()) {
        interrupted();
    }
}

void ResumableUpload::pauseFor(std::chrono::seconds pause) {
    line_.clear();
    line_.restart();
    if (!told_ && !context_.json) {
        told_ = true;
        context_.err << "tocsin: "
                     << printable(fmt::format(
                            fmt::runtime(cli::say(context_.environment.language, Text::busy)),
                            name_, pause.count()))
                     << '\n'
                     << std::flush;
    }
    context_.client.wait(pause);
    if (context_.stop.stop_requested()) {
        interrupted();
    }
}

void ResumableUpload::progressed() {
    lastProgress_ = std::chrono::steady_clock::now();
    backoff_ = session::Backoff(kPauses);
    told_ = false;
}

void ResumableUpload::interrupted() const {
    throw CommandFailure(
        ExitCode::failure,
        fmt::format(fmt::runtime(cli::say(context_.environment.language, Text::interruptedAt)),
                    name_, percent()));
}

}  // namespace tocsin::cli
