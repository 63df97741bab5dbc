// SPDX-License-Identifier: Apache-2.0
// [mail] of controller.toml.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tocsin/config/toml_reader.hpp"

namespace tocsin::config {

/// Who gets mails of some purposes about some units. Empty lists fit all.
struct MailRecipientsConfig {
    std::vector<std::string> purposes, units;
    std::vector<std::string> addresses;  ///< not empty
    bool operator==(MailRecipientsConfig const&) const = default;
};

struct MailConfig {
    std::string host;  ///< empty: nothing is mailed
    std::uint16_t port = 587;
    std::string security = "starttls";   ///< or "tls", "none"
    std::string account;                 ///< empty: nobody signs in
    std::filesystem::path passwordFile;  ///< there if and only if there is an account
    std::string sender, name;            ///< address, and what stands before it
    std::string zone = "Asia/Shanghai";  ///< in which mails are dated, and tell times
    std::string language = "zh";         ///< or "en"
    std::filesystem::path authorities;   ///< trusted besides the system's; empty: those of
                                         ///< [outbound]
    std::vector<MailRecipientsConfig> to;
    bool operator==(MailConfig const&) const = default;
};

/// A relative file is looked up in `directory`.
[[nodiscard]] MailConfig mailOf(TomlTable const& mail, std::filesystem::path const& directory);

}  // namespace tocsin::config
