// SPDX-License-Identifier: Apache-2.0
// {"format": "tocsin-credentials/1", "controllers": {"http://10.0.0.5:8440": {…}}}, one file for
// sessions and one for stations.
#include "credentials.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "failure.hpp"
#include "fields.hpp"
#include "private_file.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::cli {
namespace {

namespace fs = std::filesystem;

constexpr char kFormat[] = "tocsin-credentials/1";
constexpr std::size_t kLongestToken = 4096;

/// A token goes into a header: a line break in it would begin another one.
std::string checkedToken(std::string token, std::string const& from) {
    bool const fits =
        token.size() <= kLongestToken &&
        std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    if (!fits) {
        throw CommandFailure(ExitCode::configuration, from + " holds no token");
    }
    return token;
}

boost::json::object controllersIn(fs::path const& file) {
    auto const bytes = readPrivateFile(file);
    if (!bytes) {
        return {};
    }
    auto const document = messages::parseJson(*bytes);
    auto const* const controllers = document && text(*document, "format") == kFormat
                                        ? member(*document, "controllers").if_object()
                                        : nullptr;
    if (controllers == nullptr) {
        throw CommandFailure(ExitCode::configuration,
                             file.string() + " is damaged; delete it and sign in again");
    }
    return *controllers;
}

void write(fs::path const& file, boost::json::object controllers) {
    boost::json::object const document{{"format", kFormat},
                                       {"controllers", std::move(controllers)}};
    writePrivateFile(file, boost::json::serialize(document) + "\n");
}

void remove(fs::path const& file, std::string const& address) {
    auto controllers = controllersIn(file);
    if (controllers.erase(address) > 0) {
        write(file, std::move(controllers));
    }
}

}  // namespace

Credentials::Credentials(Environment const& environment, std::string address)
    : folder_(environment.configuration),
      address_(std::move(address)),
      fromEnvironment_(environment.token) {}

fs::path Credentials::sessionFile() const {
    return folder_ / "credentials.json";
}

fs::path Credentials::stationFile() const {
    return folder_ / "station.json";
}

boost::json::object Credentials::found(fs::path const& file) const {
    auto const controllers = folder_.empty() ? boost::json::object() : controllersIn(file);
    auto const* const entry = controllers.if_contains(address_);
    return entry != nullptr && entry->is_object() ? entry->get_object() : boost::json::object();
}

std::string Credentials::token() const {
    if (areFromEnvironment()) {
        return checkedToken(fromEnvironment_, "TOCSIN_TOKEN");
    }
    auto const kept = session();
    return kept ? kept->token : std::string();
}

std::optional<KeptSession> Credentials::session() const {
    Json const entry = found(sessionFile());
    KeptSession kept{checkedToken(text(entry, "token"), sessionFile().string()),
                     text(entry, "account")};
    return kept.token.empty() ? std::nullopt : std::optional(std::move(kept));
}

std::optional<KeptStation> Credentials::station() const {
    Json const entry = found(stationFile());
    KeptStation kept{checkedToken(text(entry, "token"), stationFile().string()), text(entry, "id"),
                     text(entry, "name")};
    return kept.token.empty() ? std::nullopt : std::optional(std::move(kept));
}

void Credentials::checkPlace() const {
    if (folder_.empty()) {
        throw CommandFailure(ExitCode::configuration,
                             "there is no folder to keep a session in; set HOME or "
                             "XDG_CONFIG_HOME, or use TOCSIN_TOKEN");
    }
    makePrivateFolder(folder_);
    static_cast<void>(controllersIn(sessionFile()));
    static_cast<void>(controllersIn(stationFile()));
}

void Credentials::put(fs::path const& file, boost::json::object entry) const {
    auto controllers = controllersIn(file);
    controllers[address_] = std::move(entry);
    write(file, std::move(controllers));
}

void Credentials::keep(KeptSession const& session) const {
    put(sessionFile(), {{"token", checkedToken(session.token, "the controller's answer")},
                        {"account", session.account}});
}

void Credentials::keep(KeptStation const& station) const {
    put(stationFile(), {{"token", checkedToken(station.token, "the controller's answer")},
                        {"id", station.id},
                        {"name", station.name}});
}

void Credentials::forgetSession() const {
    if (!folder_.empty()) {
        remove(sessionFile(), address_);
    }
}

void Credentials::forgetStation() const {
    if (!folder_.empty()) {
        remove(stationFile(), address_);
    }
}

}  // namespace tocsin::cli
