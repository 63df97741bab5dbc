// SPDX-License-Identifier: Apache-2.0
#include "mail_posting.hpp"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>

namespace tocsin::app {
namespace {

/// So often it is asked which mails are due.
constexpr Milliseconds kLookEvery{1'000};
constexpr std::size_t kMostPassword = 512;

Error wrongPassword(std::filesystem::path const& file, std::string const& what) {
    return {Errc::invalid, "[mail] password_file: " + file.string() + " " + what};
}

/// The file's only line.
Result<std::string> passwordIn(std::filesystem::path const& file) {
    int const in = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat facts {};
    std::array<char, kMostPassword + 2> block{};
    bool const isFile = in >= 0 && ::fstat(in, &facts) == 0 && S_ISREG(facts.st_mode);
    auto const got = isFile ? ::read(in, block.data(), block.size()) : -1;
    if (in >= 0) {
        ::close(in);
    }
    if (got < 0) {
        return wrongPassword(file,
                             "cannot be read; check that it is a file that this user may read");
    }
    if ((facts.st_mode & 0077) != 0) {
        return wrongPassword(file, "can be read by others; run chmod 600 on it");
    }
    std::string text(block.data(), static_cast<std::size_t>(got));
    if (text.ends_with('\n')) {
        text.pop_back();
    }
    if (text.ends_with('\r')) {
        text.pop_back();
    }
    if (text.empty() || text.size() > kMostPassword ||
        text.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
        return wrongPassword(file, "must hold one line, the password");
    }
    return text;
}

outbound::MailSecurity securityOf(std::string const& word) {
    return word == "tls"    ? outbound::MailSecurity::tls
           : word == "none" ? outbound::MailSecurity::none
                            : outbound::MailSecurity::startTls;
}

mail::MailSettings settingsOf(config::ControllerConfig const& config, session::Clock& clock,
                              outbound::MailDoor const& door) {
    auto const& said = config.mail;
    mail::MailSettings settings;
    settings.directory = config.data;
    settings.now = [&clock] { return clock.now(); };
    settings.sender = said.host.empty() ? "" : said.sender;
    settings.senderName = said.name;
    settings.zone = said.zone;
    settings.chinese = said.language == "zh";
    for (auto const& list : said.to) {
        settings.to.push_back({list.purposes, list.units, list.addresses});
    }
    settings.send = [&door](outbound::Mail const& mail, std::stop_token stop) {
        return door.send(mail, {}, std::move(stop));
    };
    settings.diskReserveBytes = config.diskReserveBytes;
    settings.log = [](std::string const& line) { spdlog::warn("{}", line); };
    return settings;
}

}  // namespace

Result<outbound::MailServer> mailServer(config::ControllerConfig const& config,
                                        outbound::Rules const& rules) {
    auto const& said = config.mail;
    outbound::MailServer server;
    if (said.host.empty()) {
        return server;
    }
    server.host = said.host;
    server.port = said.port;
    server.security = securityOf(said.security);
    server.account = said.account;
    server.networks = rules.networks;
    server.authorities = said.authorities.empty() ? rules.authorities : said.authorities;
    if (!said.authorities.empty() && !std::ifstream(said.authorities)) {
        return Error{Errc::invalid, "[mail] ca: " + said.authorities.string() +
                                        " cannot be read; check that it is there and that this "
                                        "user may read it"};
    }
    if (!said.account.empty()) {
        auto password = passwordIn(said.passwordFile);
        if (!password) {
            return password.error();
        }
        server.password = *std::move(password);
    }
    auto const resolver = outbound::systemResolver();
    if (auto const right = outbound::MailDoor(server, *resolver).check(); !right) {
        return Error{Errc::invalid, "[mail] host: " + right.error().message};
    }
    return server;
}

MailPosting::MailPosting(config::ControllerConfig const& config, outbound::MailServer server,
                         store::Store& store, outbound::Resolver& resolver, session::Clock& clock)
    : clock_(clock),
      door_(std::move(server), resolver),
      mailer_(store, settingsOf(config, clock, door_)) {}

boost::asio::awaitable<void> MailPosting::run() {
    for (;;) {
        mailer_.wake();
        co_await clock_.sleepFor(kLookEvery);
    }
}

}  // namespace tocsin::app
