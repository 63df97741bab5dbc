// SPDX-License-Identifier: Apache-2.0
// tocsin media …
#include <fmt/format.h>

#include <boost/json.hpp>
#include <ostream>
#include <system_error>

#include "arguments.hpp"
#include "conversion_wait.hpp"
#include "language.hpp"
#include "media_properties.hpp"
#include "progress_line.hpp"
#include "remote_file.hpp"
#include "render.hpp"
#include "resumable_upload.hpp"
#include "text_table.hpp"
#include "tocsin/vocabulary/utf8.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

namespace fs = std::filesystem;

/// What is wrong with the file before anything is sent; "" if nothing.
std::string faultOf(fs::path const& file) {
    std::error_code error;
    auto const status = fs::status(file, error);
    if (status.type() == fs::file_type::not_found) {
        return "there is no such file";
    }
    if (error) {
        return error.message();
    }
    if (fs::is_directory(status)) {
        return "is a folder; name the files in it";
    }
    if (!fs::is_regular_file(status)) {
        return "is not a regular file";
    }
    if (!isUtf8(file.filename().string())) {
        return "the file's name is not UTF-8; rename it";
    }
    auto const size = fs::file_size(file, error);
    if (error) {
        return error.message();
    }
    return size == 0 ? "the file is empty" : "";
}

/// Worth going on with when the connection breaks.
constexpr std::uintmax_t kResumed = 4U << 20;

UploadMetadata metadataOf(MediaAdd const& add, std::string const& name) {
    UploadMetadata out{{"filename", name}};
    auto const put = [&out](char const* key, std::string const& value) {
        if (!value.empty()) {
            out.emplace_back(key, value);
        }
    };
    put("handle", add.handle);
    put("unit", add.unit);
    put("seconds", add.seconds ? std::to_string(*add.seconds) : "");
    auto said = namedProperties(add.properties);
    std::move(said.begin(), said.end(), std::back_inserter(out));
    return out;
}

Json uploadAtOnce(MediaAdd const& add, fs::path const& file, Context const& context,
                  ProgressLine& line) {
    auto const name = file.filename().string();
    auto path = "/api/v1/media?name=" + encoded(name);
    if (!add.handle.empty()) {
        path += "&handle=" + encoded(add.handle);
    }
    if (!add.unit.empty()) {
        path += "&unit=" + encoded(add.unit);
    }
    if (add.seconds) {
        path += "&seconds=" + std::to_string(*add.seconds);
    }
    for (auto const& [key, value] : namedProperties(add.properties)) {
        path += '&' + key + '=' + encoded(value);
    }
    auto const progress = [&line](std::int64_t done, std::int64_t total) {
        line.update(done, total);
    };
    auto const pause = [&](std::chrono::seconds seconds) {
        line.clear();
        auto const text = fmt::format(fmt::runtime(say(context.environment.language, Text::busy)),
                                      name, seconds.count());
        context.err << "tocsin: " << printable(text) << '\n' << std::flush;
    };
    return context.client.upload(path, file, progress, pause).document;
}

Json upload(MediaAdd const& add, fs::path const& file, Context const& context) {
    auto const name = file.filename().string();
    ProgressLine line(context.err, context.environment.language,
                      context.environment.errIsTerminal && !context.json, printable(name));
    Json asset;
    if (fs::file_size(file) >= kResumed) {
        asset = ResumableUpload(context, file, metadataOf(add, name), line).run().value_or(Json());
    }
    if (asset.is_null()) {
        asset = uploadAtOnce(add, file, context, line);
    }
    return add.noWait ? asset : awaitReady(context, std::move(asset), line);
}

Json fetch(MediaAdd const& add, std::string const& url, Context const& context) {
    auto const name = url.substr(0, url.find('?'));
    ProgressLine line(context.err, context.environment.language,
                      context.environment.errIsTerminal && !context.json,
                      printable(name.substr(name.rfind('/') + 1)));
    auto asset = fetchByController(context, add, url, line);
    return add.noWait ? asset : awaitReady(context, std::move(asset), line);
}

/// {"file","asset"} or {"file","error"}; an unreachable controller ends the command.
Json addOne(MediaAdd const& add, std::string const& file, Context const& context) {
    bool const remote = isAddress(file);
    auto fault = remote ? "" : faultOf(file);
    if (fault.empty()) {
        try {
            return {{"file", shownAsUtf8(file)},
                    {"asset", remote ? fetch(add, file, context) : upload(add, file, context)}};
        } catch (CommandFailure const& failure) {
            if (failure.code() == ExitCode::unreachable || context.stop.stop_requested()) {
                throw;
            }
            fault = failure.what();
        }
    }
    // The result is JSON, and a name of other bytes would make it unreadable; behind "?" an address
    // may have a secret.
    auto const named = remote ? file.substr(0, file.find('?')) : file;
    auto const shown = shownAsUtf8(named);
    auto const name = shownAsUtf8(fs::path(named).filename().string());
    return {{"file", shown},
            {"error", fault.find(name) == std::string::npos ? shown + ": " + fault : fault}};
}

void printAdded(Context const& context, Json const& result) {
    auto const& asset = member(result, "asset");
    auto const language = context.environment.language;
    context.out << printable(fmt::format(fmt::runtime(say(language, Text::uploaded)),
                                         text(result, "file"), text(asset, "handle"),
                                         sayState(language, text(asset, "kind")),
                                         clockText(integer(asset, "duration_ms"))))
                << (isReady(asset) ? "" : say(language, Text::toBeConverted)) << '\n'
                << std::flush;
}

ExitCode addStream(MediaAdd const& add, Context const& context) {
    if (!isUtf8(add.stream)) {
        throw CommandFailure(ExitCode::usage, "--stream is not UTF-8; write it in UTF-8");
    }
    boost::json::object body{{"address", add.stream}};
    if (!add.handle.empty()) {
        body["handle"] = add.handle;
    }
    if (!add.transport.empty()) {
        body["transport"] = add.transport;
    }
    if (add.latencyMs) {
        body["latency_ms"] = *add.latencyMs;
    }
    if (add.seconds) {
        body["seconds"] = *add.seconds;
    }
    putProperties(body, add.properties, Tags::whole);
    auto const reply = context.client.post("/api/v1/streams", body);
    print(context, reply, renderAsset(reply.document, context.environment.language));
    return ExitCode::ok;
}

}  // namespace

ExitCode perform(MediaAdd const& add, Context const& context) {
    if (add.files.empty() && add.stream.empty()) {
        throw CommandFailure(ExitCode::usage,
                             "name the files to add or their addresses, or a stream with --stream");
    }
    if (!add.handle.empty() && add.files.size() > 1) {
        throw CommandFailure(ExitCode::usage,
                             "--handle names one asset; add the files one by one or leave it out");
    }
    if (!isUtf8(add.handle) || !isUtf8(add.unit)) {
        throw CommandFailure(ExitCode::usage,
                             std::string(isUtf8(add.handle) ? "--unit" : "--handle") +
                                 " is not UTF-8; write it in UTF-8");
    }
    checkProperties(add.properties);
    if (add.properties.title && add.files.size() > 1) {
        throw CommandFailure(ExitCode::usage,
                             "--title names one asset; add the files one by one or leave it out");
    }
    if (!add.stream.empty()) {
        return addStream(add, context);
    }
    boost::json::array results;
    bool refused = false;
    for (auto const& file : add.files) {
        auto const& result = results.emplace_back(addOne(add, file, context));
        if (auto const error = text(result, "error"); !error.empty()) {
            refused = true;
            context.err << "tocsin: " << printable(error) << '\n';
        } else if (!context.json) {
            printAdded(context, result);
        }
    }
    if (context.json) {
        context.out << boost::json::serialize(results) << '\n';
    }
    return refused ? ExitCode::failure : ExitCode::ok;
}

ExitCode perform(MediaSlogan const& slogan, Context const& context) {
    checkProperties(slogan.properties);
    if (slogan.text.empty() && slogan.from.name.empty()) {
        throw CommandFailure(ExitCode::usage,
                             "write the words, or name a template that has them with --template");
    }
    boost::json::object body;
    if (!slogan.text.empty()) {
        body["text"] = slogan.text;
    }
    putTemplate(body, slogan.from);
    if (!slogan.handle.empty()) {
        body["handle"] = slogan.handle;
    }
    if (slogan.seconds) {
        body["seconds"] = *slogan.seconds;
    }
    putStyle(body, slogan);
    putProperties(body, slogan.properties, Tags::whole);
    auto const reply = context.client.post("/api/v1/slogans", body);
    print(context, reply, renderAsset(reply.document, context.environment.language));
    return printFindings(context, reply.document) == 0 ? ExitCode::ok : ExitCode::findings;
}

}  // namespace tocsin::cli
