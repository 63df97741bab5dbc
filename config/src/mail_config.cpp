// SPDX-License-Identifier: Apache-2.0
#include "tocsin/config/mail_config.hpp"

#include <algorithm>
#include <string_view>

#include "tocsin/vocabulary/mail_address.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::config {
namespace {

constexpr std::size_t kMostAddresses = 50, kMostLists = 200, kMostNameBytes = 120;

/// Where nobody but this machine could listen.
bool isLoopback(std::string const& host) {
    return host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127.");
}

/// What is said without TLS can be read, and a password with it: that has to be meant.
void readSecurity(TomlTable const& mail, MailConfig& out) {
    out.security = mail.string("security").value_or(out.security);
    bool const clear = mail.boolean("allow_clear_text").value_or(false);
    if (out.security != "starttls" && out.security != "tls" && out.security != "none") {
        mail.problem("security", "must be \"starttls\", \"tls\" or \"none\"");
    } else if (out.security == "none" && !clear && !isLoopback(out.host)) {
        mail.problem("security",
                     "\"none\" is for a server on this machine; to send mails, and a password, "
                     "that anybody on the way can read, write allow_clear_text = true too");
    }
    out.port = out.security == "tls" ? 465 : out.security == "none" ? 25 : 587;
    if (auto const port = mail.integer("port", 1, 65'535)) {
        out.port = static_cast<std::uint16_t>(*port);
    }
}

void readAccount(TomlTable const& mail, std::filesystem::path const& directory, MailConfig& out) {
    if (mail.has("password")) {
        mail.problem("password",
                     "must not stand here; write it into a file of its own, chmod 600, and name "
                     "that with password_file");
    }
    auto const file = mail.string("password_file");
    out.account = mail.string("account").value_or("");
    bool const named = file && !file->empty();
    if (out.account.empty() == named) {
        mail.problem(named ? "account" : "password_file",
                     "missing; an account and the file with its password are given together, or "
                     "neither");
    } else if (named) {
        out.passwordFile = directory / *file;
    }
}

void readSender(TomlTable const& mail, MailConfig& out) {
    out.sender = mail.string("sender").value_or("");
    if (!mail.has("sender")) {
        mail.problem("sender", "missing; it is the address that mails come from");
    } else if (!isMailAddress(out.sender)) {
        mail.problem("sender", "must be a mail address, like led@example.gov.cn");
    }
    out.name = mail.string("name").value_or("");
    if (out.name.size() > kMostNameBytes ||
        std::any_of(out.name.begin(), out.name.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20; })) {
        mail.problem("name", "must be one line of at most 120 bytes");
    }
}

MailRecipientsConfig recipientsOf(TomlTable const& table) {
    table.onlyKeys({"purposes", "units", "addresses"});
    MailRecipientsConfig out;
    out.purposes = table.strings("purposes");
    out.units = table.strings("units");
    out.addresses = table.strings("addresses");
    if (out.addresses.empty() || out.addresses.size() > kMostAddresses) {
        table.problem("addresses",
                      "must name 1 to " + std::to_string(kMostAddresses) + " mail addresses");
    }
    for (auto const& address : out.addresses) {
        if (!isMailAddress(address)) {
            table.problem("addresses", "\"" + shownAsUtf8(address) + "\" is not a mail address");
        }
    }
    return out;
}

}  // namespace

MailConfig mailOf(TomlTable const& mail, std::filesystem::path const& directory) {
    mail.onlyKeys({"host", "port", "security", "allow_clear_text", "account", "password_file",
                   "password", "sender", "name", "zone", "language", "ca", "to"});
    MailConfig out;
    out.host = mail.string("host").value_or("");
    if (out.host.empty()) {
        // A table of which everything is a comment mails nothing.
        for (auto const& key : mail.keys()) {
            mail.problem(key, "means nothing without host");
        }
        return out;
    }
    readSecurity(mail, out);
    readAccount(mail, directory, out);
    readSender(mail, out);
    out.zone = mail.string("zone").value_or(out.zone);
    out.language = mail.string("language").value_or(out.language);
    if (out.language != "zh" && out.language != "en") {
        mail.problem("language", "must be \"zh\" or \"en\"");
    }
    if (auto const authorities = mail.string("ca")) {
        out.authorities = directory / *authorities;
    }
    for (auto const& table : mail.tables("to")) {
        out.to.push_back(recipientsOf(table));
    }
    if (out.to.size() > kMostLists) {
        mail.problem("to", "at most " + std::to_string(kMostLists) + " lists of recipients");
    }
    return out;
}

}  // namespace tocsin::config
