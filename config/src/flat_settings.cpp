// SPDX-License-Identifier: Apache-2.0
#include "tocsin/config/flat_settings.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

namespace tocsin::config {
namespace {

using Flat = std::map<std::string, std::string>;

/// What follows "?" in an address may be a secret, and this goes into the audit trail.
std::string withoutQueries(std::string text) {
    for (auto at = text.find("://"); at != std::string::npos; at = text.find("://", at + 1)) {
        auto const end = text.find_first_of("?'\" \n", at);
        if (end != std::string::npos && text[end] == '?') {
            auto const quote = std::min(text.find_first_of("'\" \n", end), text.size());
            text.replace(end + 1, quote - end - 1, "…");
        }
    }
    return text;
}

void flatten(toml::node const& node, std::string const& key, Flat& out) {
    if (auto const* table = node.as_table()) {
        for (auto const& [name, value] : *table) {
            flatten(value, (key.empty() ? "" : key + ".") + std::string(name.str()), out);
        }
    } else {
        std::ostringstream text;
        node.visit([&](auto const& value) { text << value; });
        out.emplace(key, withoutQueries(text.str()));
    }
}

}  // namespace

Result<Flat> flatSettings(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return Error{Errc::notFound, file.string() + ": cannot be read"};
    }
    std::string const text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    try {
        Flat out;
        flatten(toml::parse(text, file.string()), "", out);
        return out;
    } catch (toml::parse_error const& wrong) {
        return Error{Errc::invalid, file.string() + ": " + std::string(wrong.description())};
    }
}

}  // namespace tocsin::config
