// SPDX-License-Identifier: Apache-2.0
// Files on their way into a library: routes, a clock and background work that the test moves, and a
// stand-in for the media worker.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/open_gate.hpp"
#include "tocsin/library/uploads.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::library {

using access::Request;
using access::Response;
using Headers = std::map<std::string, std::string>;

/// Stands in for the media worker: takes what begins with "film" and counts how often
/// it checks every frame.
inline constexpr char kFakeWorker[] = R"(#!/bin/sh
file=$2
if [ "$2" = --whole ]; then
    echo run >> "$0.runs"
    file=$3
    [ -e "$0.pipe" ] && read -r line < "$0.pipe"
fi
read -r order < "$file"
case "$order" in
    film*) echo '{"accepted":true,"kind":"film","reason":"","technical":"","container":"mov","codec":"h264","width":640,"height":360,"durationMs":8000,"frames":200,"rateNum":25,"rateDen":1,"sound":true,"bytes":1000,"pages":1,"whole":true,"needs":[],"pixelFormat":"yuv420p","bitDepth":8,"interlaced":false,"hdr":"","rotation":0,"pixelAspectNum":1,"pixelAspectDen":1,"houseRateNum":25,"houseRateDen":1,"bitRate":1000,"soundCodec":"aac","soundChannels":2,"soundRate":48000,"playable":true}' ;;
    *) echo '{"accepted":false,"reason":"this is not a film","technical":"no moov"}' ;;
esac
)";

inline std::string meta(std::vector<std::pair<std::string, std::string>> const& pairs) {
    std::string out;
    for (auto const& [key, value] : pairs) {
        out += (out.empty() ? "" : ",") + key + " " + messages::base64(value);
    }
    return out;
}

class Incoming : public testing::Test {
protected:
    Incoming() {
        std::string name = testing::TempDir() + "uploads-XXXXXX";
        directory = ::mkdtemp(name.data());
        installWorker();
        store = store::openSqliteStore(directory, [this] { return now; }).value();
        settings.directory = directory;
        settings.limitBytes = 1'000'000;
        settings.diskReserveBytes = 0;
        settings.now = [this] { return now; };
        settings.later = [this](std::function<void()> task) { tasks.push_back(std::move(task)); };
        restart();
    }
    ~Incoming() override {
        tasks.clear();
        uploads.reset();
        std::filesystem::remove_all(directory);
    }

    void installWorker() const {
        std::ofstream(directory / "worker") << kFakeWorker;
        std::filesystem::permissions(directory / "worker", std::filesystem::perms::owner_all);
    }
    /// What a controller that was killed and started again has: the store and the files.
    void restart() {
        tasks.clear();
        uploads.reset();
        LibrarySettings own;
        own.directory = directory;
        own.worker = directory / "worker";
        own.now = settings.now;
        own.diskReserveBytes = 0;
        own.quotas = settings.quotas;
        library = std::make_unique<Library>(*store, own);
        uploads = std::make_unique<Uploads>(*store, *library, settings);
        ASSERT_TRUE(uploads->resume());
    }
    void runTasks() {
        while (!tasks.empty()) {
            auto const task = std::move(tasks.front());
            tasks.pop_front();
            task();
        }
    }

    access::Route const* route(std::string const& method, std::string const& path,
                               Request& request) {
        table = uploads->routes();
        auto more = library->routes();
        table.insert(table.end(), more.begin(), more.end());
        for (auto const& each : table) {
            auto parameters = access::match(each.pattern, path);
            if (each.method == method && parameters) {
                request.method = method;
                request.path = path;
                request.parameters = *parameters;
                return &each;
            }
        }
        return nullptr;
    }
    static Response answered(Result<Response> const& result) {
        return result ? *result : access::problem(result.error());
    }
    /// Begins a request with a body; its sink, or the answer that refuses it.
    std::variant<std::unique_ptr<access::BodySink>, Response> open(std::string const& method,
                                                                   std::string const& path,
                                                                   Headers headers) {
        Request request;
        auto const* found = route(method, path, request);
        headers.try_emplace("tus-resumable", "1.0.0");
        request.headers = std::move(headers);
        auto received = found->receiver(test::everyRight(), request);
        if (!received) {
            return access::problem(received.error());
        }
        return std::move(*received);
    }
    /// One whole request; `body` comes in pieces of 7 bytes.
    Response ask(std::string const& method, std::string const& path, Headers headers = {},
                 std::string const& body = "") {
        Request request;
        auto const* found = route(method, path, request);
        if (found == nullptr) {
            return access::problem({Errc::notFound, "no route"});
        }
        if (found->body != access::BodyPolicy::stream) {
            headers.try_emplace("tus-resumable", "1.0.0");
            request.headers = std::move(headers);
            return answered(found->handler(test::everyRight(), request));
        }
        if (!body.empty()) {
            headers.try_emplace("content-length", std::to_string(body.size()));
        }
        auto opened = open(method, path, std::move(headers));
        if (auto* refused = std::get_if<Response>(&opened)) {
            return *refused;
        }
        auto const sink = std::move(std::get<std::unique_ptr<access::BodySink>>(opened));
        if (auto refused = take(*sink, body)) {
            return *refused;
        }
        return answered(sink->finish());
    }
    static std::optional<Response> take(access::BodySink& sink, std::string_view bytes) {
        for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(7, bytes.size()))) {
            if (auto refused = sink.take(bytes.substr(0, 7))) {
                return refused;
            }
        }
        return std::nullopt;
    }

    Response create(std::int64_t length, std::string const& metadata, Headers headers = {}) {
        headers["upload-length"] = std::to_string(length);
        headers["upload-metadata"] = metadata;
        return ask("POST", "/api/v1/uploads", headers);
    }
    /// The path of a new upload.
    std::string begin(std::int64_t length, std::string const& name = "film.mp4",
                      std::string const& unit = "") {
        auto const answer = create(length, meta({{"filename", name}, {"unit", unit}}));
        EXPECT_EQ(answer.status, 201) << answer.body;
        auto const location = answer.headers.find("Location");
        return location == answer.headers.end() ? "" : location->second;
    }
    static Headers at(std::int64_t offset, Headers more = {}) {
        more.try_emplace("content-type", "application/offset+octet-stream");
        more["upload-offset"] = std::to_string(offset);
        return more;
    }
    Response patch(std::string const& path, std::int64_t offset, std::string const& body,
                   Headers const& more = {}) {
        return ask("PATCH", path, at(offset, more), body);
    }
    /// Sends `body` of a request that announced more, and loses the connection.
    void breakAfter(std::string const& path, std::int64_t offset, std::string const& body,
                    Headers const& more = {}) {
        auto opened = open("PATCH", path, at(offset, more));
        ASSERT_TRUE(std::holds_alternative<std::unique_ptr<access::BodySink>>(opened))
            << std::get<Response>(opened).body;
        auto const sink = std::move(std::get<std::unique_ptr<access::BodySink>>(opened));
        EXPECT_FALSE(take(*sink, body));
    }
    std::string offset(std::string const& path) {
        auto const answer = ask("HEAD", path);
        auto const found = answer.headers.find("Upload-Offset");
        return found == answer.headers.end() ? "status " + std::to_string(answer.status)
                                             : found->second;
    }
    boost::json::object look(std::string const& path) {
        return messages::parseJson(ask("GET", path).body).value().as_object();
    }
    std::string state(std::string const& path) {
        return look(path).at("state").as_string().c_str();
    }
    std::string upload(std::string const& bytes, std::string const& name = "film.mp4",
                       std::string const& unit = "") {
        auto path = begin(static_cast<std::int64_t>(bytes.size()), name, unit);
        EXPECT_EQ(patch(path, 0, bytes).status, 204);
        runTasks();
        return path;
    }
    std::size_t filesLeft() const {
        std::size_t count = 0;
        for ([[maybe_unused]] auto const& file :
             std::filesystem::directory_iterator(directory / "incoming")) {
            ++count;
        }
        return count;
    }
    std::size_t runs() const {
        std::ifstream in(directory / "worker.runs");
        return static_cast<std::size_t>(
            std::count(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>(), '\n'));
    }

    Instant now = fromMillis(1'780'272'000'000);  // 2026-06-01T00:00:00Z, a Monday
    std::filesystem::path directory;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<Library> library;
    UploadSettings settings;
    std::unique_ptr<Uploads> uploads;
    std::deque<std::function<void()>> tasks;
    access::Routes table;
};

}  // namespace tocsin::library
