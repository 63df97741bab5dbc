// SPDX-License-Identifier: Apache-2.0
#include "authorities.hpp"

#include <algorithm>

#include "output_file.hpp"
#include "tocsin/session/authority.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kSecured = "https://";

std::string readAuthority(std::string const& file, ExitCode wrong, std::string const& said) {
    std::string text;
    try {
        text = readWholeFile(file);
    } catch (CommandFailure const& failure) {
        throw CommandFailure(wrong, said + failure.what());
    }
    if (auto const authority = session::authorityOf(text); !authority) {
        throw CommandFailure(wrong, said + file + ": " + authority.error().message);
    }
    return text;
}

}  // namespace

fs::path authorityFile(Environment const& environment, std::string const& address) {
    if (environment.configuration.empty() || !address.starts_with(kSecured)) {
        return {};
    }
    auto name = address.substr(kSecured.size());
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        bool const digit = c >= '0' && c <= '9';
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!digit && !letter && c != '.' && c != '-') {
            return '_';
        }
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    });
    return environment.configuration / "authorities" / (name + ".pem");
}

std::optional<std::string> keptAuthority(Environment const& environment,
                                         std::string const& address) {
    auto const file = authorityFile(environment, address);
    std::error_code ignored;
    if (file.empty() || !fs::exists(file, ignored)) {
        return std::nullopt;
    }
    return readAuthority(file.string(), ExitCode::configuration,
                         "the authority that is kept for " + address + ": ");
}

void keepAuthority(fs::path const& file, std::string const& certificate) {
    std::error_code failed;
    fs::create_directories(file.parent_path(), failed);
    if (!failed) {
        fs::permissions(file.parent_path().parent_path(), fs::perms::owner_all, failed);
    }
    if (failed) {
        throw CommandFailure(
            ExitCode::failure,
            "cannot make the folder " + file.parent_path().string() + ": " + failed.message());
    }
    writeWholeFile(file.string(), certificate);
}

session::TlsTrust trustFor(std::string const& address, std::string const& option,
                           Environment const& environment) {
    if (!option.empty()) {
        return session::TlsTrust::pinned(readAuthority(option, ExitCode::usage, "--ca: "));
    }
    if (!environment.ca.empty()) {
        return session::TlsTrust::pinned(
            readAuthority(environment.ca, ExitCode::configuration, "TOCSIN_CA: "));
    }
    auto kept = keptAuthority(environment, address);
    return kept ? session::TlsTrust::pinned(std::move(*kept)) : session::TlsTrust();
}

}  // namespace tocsin::cli
