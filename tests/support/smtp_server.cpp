// SPDX-License-Identifier: Apache-2.0
#include "support/smtp_server.hpp"

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <string_view>

namespace tocsin::test {
namespace {

struct EndSsl {
    void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
};

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string unbase64(std::string_view text) {
    std::string out;
    unsigned bits = 0;
    int held = 0;
    for (char const c : text) {
        auto const digit = kDigits.find(c);
        if (digit == std::string_view::npos) {
            break;
        }
        bits = bits << 6 | static_cast<unsigned>(digit);
        held += 6;
        if (held >= 8) {
            held -= 8;
            out += static_cast<char>(bits >> held & 0xff);
        }
    }
    return out;
}

/// "MAIL FROM:<a@b>": what stands in the brackets.
std::string bracketed(std::string const& command) {
    auto const begin = command.find('<');
    auto const end = command.find('>');
    return begin == std::string::npos ? "" : command.substr(begin + 1, end - begin - 1);
}

}  // namespace

std::string TakenMail::header(std::string const& name) const {
    auto const head = data.substr(0, data.find("\r\n\r\n"));
    auto at = ("\r\n" + head).find("\r\n" + name + ": ");
    if (at == std::string::npos) {
        return "";
    }
    std::string out;
    for (at += name.size() + 2;;) {
        auto const end = std::min(head.find("\r\n", at), head.size());
        out += head.substr(at, end - at);
        if (end + 2 >= head.size() || head[end + 2] != ' ') {
            return out;
        }
        at = end + 2;
    }
}

/// One connection.
class SmtpServer::Session {
public:
    Session(SmtpServer& server, int connection) : server_(server), connection_(connection) {}

    void run() {
        bool const spoken = !server_.manner_.tlsAtOnce || encrypt();
        if (!spoken || !reply("CONNECT", "220 mail.example ready")) {
            return;
        }
        std::string line;
        while (readLine(line)) {
            {
                std::scoped_lock const lock(server_.mutex_);
                server_.commands_.push_back(line);
            }
            if (!obey(line)) {
                return;
            }
        }
    }

private:
    bool encrypt() {
        ssl_.reset(SSL_new(server_.manner_.tls.get()));
        SSL_set_fd(ssl_.get(), connection_);
        return SSL_accept(ssl_.get()) == 1;
    }
    bool fill() {
        char block[4096];
        auto const got = ssl_ ? SSL_read(ssl_.get(), block, sizeof block)
                              : static_cast<int>(::recv(connection_, block, sizeof block, 0));
        if (got > 0) {
            buffer_.append(block, static_cast<std::size_t>(got));
        }
        return got > 0;
    }
    bool readLine(std::string& line) {
        auto end = buffer_.find("\r\n");
        while (end == std::string::npos) {
            if (!fill()) {
                return false;
            }
            end = buffer_.find("\r\n");
        }
        line = buffer_.substr(0, end);
        buffer_.erase(0, end + 2);
        return true;
    }
    bool say(std::string const& text) {
        auto const bytes = text + "\r\n";
        auto const size = static_cast<int>(bytes.size());
        return ssl_ ? SSL_write(ssl_.get(), bytes.data(), size) == size
                    : ::send(connection_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == size;
    }
    /// What is said instead of the usual; nothing goes on after kBreaks, nor after kSilence.
    bool reply(std::string const& command, std::string const& usual) {
        auto const wanted =
            server_.manner_.answer ? server_.manner_.answer(command) : std::string();
        if (wanted == kSilence) {
            while (fill()) {
            }
        }
        usual_ = wanted.empty();
        return wanted != kSilence && wanted != kBreaks && say(usual_ ? usual : wanted);
    }

    std::string greeting() const {
        auto const& manner = server_.manner_;
        std::string out = "250-mail.example\r\n";
        out += manner.tls && !ssl_ ? "250-STARTTLS\r\n" : "";
        out += manner.account.empty() ? "" : "250-AUTH PLAIN LOGIN\r\n";
        return out + "250 8BITMIME";
    }
    bool signIn(std::string const& command) {
        auto given = command.substr(std::min<std::size_t>(command.size(), 11));
        if (given.empty() && (!say("334 ") || !readLine(given))) {
            return false;
        }
        auto const& manner = server_.manner_;
        auto const wanted =
            std::string(1, '\0') + manner.account + std::string(1, '\0') + manner.password;
        bool const right = unbase64(given) == wanted;
        mail_.account = right ? manner.account : "";
        return reply("AUTH", right ? "235 2.7.0 welcome" : "535 5.7.8 wrong account or password");
    }
    bool takeBody() {
        if (!reply("DATA", "354 go ahead") || !usual_) {
            return !usual_;
        }
        std::string line;
        bool first = true;
        while (readLine(line) && line != ".") {
            mail_.data += (line.starts_with('.') ? line.substr(1) : line) + "\r\n";
            if (first && server_.manner_.answer && !server_.manner_.answer("BODY").empty()) {
                return false;
            }
            first = false;
        }
        if (line != "." || !reply(".", "250 2.0.0 queued as 4711")) {
            return false;
        }
        if (usual_) {
            std::scoped_lock const lock(server_.mutex_);
            server_.mails_.push_back(mail_);
        }
        return true;
    }
    bool obey(std::string const& command) {
        auto const is = [&](char const* word) { return command.starts_with(word); };
        if (is("EHLO") || is("HELO")) {
            return reply(command, greeting());
        }
        if (is("STARTTLS")) {
            return reply(command, "220 go on") && (!usual_ || encrypt());
        }
        if (is("AUTH PLAIN")) {
            return signIn(command);
        }
        bool const strange = mail_.account != server_.manner_.account;
        if (is("MAIL")) {
            mail_.from = bracketed(command);
            mail_.encrypted = ssl_ != nullptr;
            return reply(command, strange ? "530 5.7.0 sign in first" : "250 2.1.0 ok");
        }
        if (is("RCPT")) {
            mail_.to.push_back(bracketed(command));
            return reply(command, "250 2.1.5 ok");
        }
        if (is("DATA")) {
            return takeBody();
        }
        if (is("QUIT")) {
            say("221 bye");
            return false;
        }
        return reply(command, "502 what?");
    }

    SmtpServer& server_;
    int connection_;
    std::unique_ptr<SSL, EndSsl> ssl_;
    std::string buffer_;
    bool usual_ = true;
    TakenMail mail_;
};

SmtpServer::SmtpServer(SmtpManner manner)
    : manner_(std::move(manner)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof place;
    auto* const generic = reinterpret_cast<sockaddr*>(&place);
    if (::bind(listener_, generic, length) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, generic, &length) != 0) {
        throw std::runtime_error("cannot listen on loopback");
    }
    port_ = ntohs(place.sin_port);
    thread_ = std::thread([this] { serve(); });
}

SmtpServer::~SmtpServer() {
    ::shutdown(listener_, SHUT_RDWR);  // wakes accept
    {
        std::scoped_lock const lock(mutex_);
        ::shutdown(open_, SHUT_RDWR);
    }
    thread_.join();
    ::close(listener_);
}

std::vector<TakenMail> SmtpServer::mails() const {
    std::scoped_lock const lock(mutex_);
    return mails_;
}

std::vector<std::string> SmtpServer::commands() const {
    std::scoped_lock const lock(mutex_);
    return commands_;
}

void SmtpServer::serve() {
    // A client that leaves while something is written to it ends the connection, not the program.
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    for (;;) {
        int const connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) {
            return;
        }
        ++connections_;
        {
            std::scoped_lock const lock(mutex_);
            open_ = connection;
        }
        Session(*this, connection).run();
        std::scoped_lock const lock(mutex_);
        open_ = -1;
        ::close(connection);
    }
}

}  // namespace tocsin::test
