// SPDX-License-Identifier: Apache-2.0
// Every option here that takes something away from libcurl is a protection with a test of its own.
#include "mail_exchange.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <new>

#include "curl_run.hpp"
#include "mail_headers.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::outbound {
namespace {

constexpr long kLeastBytesPerSecond = 10;
constexpr std::size_t kMostAnswer = 500;
constexpr int kGoAhead = 354;  // the answer to DATA
constexpr int kGoodBye = 221;

struct EndMime {
    void operator()(curl_mime* mime) const noexcept { curl_mime_free(mime); }
};
using Mime = std::unique_ptr<curl_mime, EndMime>;

/// Everything the callbacks touch.
struct Talk {
    MailOrder const& order;
    std::stop_token stop;
    int status = 0;        ///< of the server's last answer
    std::string answer{};  ///< its lines, joined
    bool answerWhole = true;
    bool bodyAsked = false;     ///< the server has taken sender and recipients
    bool wrongAddress = false;  ///< libcurl wanted to go elsewhere
    std::array<char, CURL_ERROR_SIZE> text{};
};

void must(CURLcode code) {
    if (code != CURLE_OK) {
        throw std::bad_alloc();  // all that these calls can fail of
    }
}

curl_mimepart* newPart(curl_mime* mime) {
    auto* const part = curl_mime_addpart(mime);
    if (part == nullptr) {
        throw std::bad_alloc();
    }
    return part;
}

void addText(curl_mime* mime, std::string const& text) {
    auto* const part = newPart(mime);
    auto const body = withLineEnds(text);
    must(curl_mime_data(part, body.data(), body.size()));
    must(curl_mime_type(part, "text/plain; charset=utf-8"));
    must(curl_mime_encoder(part, "base64"));
}

/// False if the file cannot be read.
bool addFile(curl_mime* mime, MailFile const& file) {
    auto* const part = newPart(mime);
    if (curl_mime_filedata(part, file.file.c_str()) != CURLE_OK) {
        return false;
    }
    List headers;
    append(headers, disposition(file.name));
    must(curl_mime_headers(part, headers.release(), 1));
    must(curl_mime_type(part, file.type.c_str()));
    must(curl_mime_encoder(part, "base64"));
    return true;
}

/// One line of the server's. Those of one answer are joined.
void takeLine(Talk& talk, std::string_view line) {
    int status = 0;
    std::from_chars(line.data(), line.data() + std::min<std::size_t>(line.size(), 3), status);
    if (status == kGoodBye) {
        return;  // says nothing of the mail
    }
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) {
        line.remove_suffix(1);
    }
    talk.answer = talk.answerWhole ? "" : talk.answer + " ";
    talk.answer += talk.answer.empty() ? line : line.substr(std::min<std::size_t>(line.size(), 4));
    talk.answer.resize(std::min(talk.answer.size(), kMostAnswer));
    talk.answerWhole = line.size() < 4 || line[3] != '-';
    talk.status = status;
    talk.bodyAsked = talk.bodyAsked || status == kGoAhead;
}

std::size_t onLine(char* data, std::size_t, std::size_t count, void* user) {
    try {
        takeLine(*static_cast<Talk*>(user), {data, count});
        return count;
    } catch (std::bad_alloc const&) {
        return CURL_WRITEFUNC_ERROR;
    }
}

std::size_t onBody(char*, std::size_t, std::size_t count, void*) {
    return count;
}

int onProgress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Talk*>(user)->stop.stop_requested() ? 1 : 0;
}

curl_socket_t onSocket(void* user, curlsocktype, curl_sockaddr* wanted) {
    auto& talk = *static_cast<Talk*>(user);
    auto const opened = openChosen(*wanted, talk.order.addresses);
    talk.wrongAddress = talk.wrongAddress || opened == CURL_SOCKET_BAD;
    return opened;
}

void setConnection(CURL* easy, Talk& talk, List const& addresses) {
    auto const& server = talk.order.server;
    bool const tls = server.security == MailSecurity::tls;
    auto const url = std::string(tls ? "smtps" : "smtp") + "://" + talk.order.host.inUrl() + ":" +
                     std::to_string(server.port);
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    if (!talk.order.host.address) {
        curl_easy_setopt(easy, CURLOPT_RESOLVE, addresses.get());
    }
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &onSocket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &talk);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, tls ? "smtps" : "smtp");
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // the environment's proxy is not meant for us
    curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(easy, CURLOPT_USE_SSL,
                     static_cast<long>(server.security == MailSecurity::none ? CURLUSESSL_NONE
                                                                             : CURLUSESSL_ALL));
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!server.authorities.empty()) {
        // The system's stay in their folder (CAPATH) and hold too.
        curl_easy_setopt(easy, CURLOPT_CAINFO, server.authorities.c_str());
    }
    if (!server.account.empty()) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, server.account.c_str());
        curl_easy_setopt(easy, CURLOPT_PASSWORD, server.password.c_str());
    }
}

void setLimits(CURL* easy, MailLimits const& limits) {
    auto const seconds = std::max<long>(1, static_cast<long>((limits.silent.count() + 999) / 1000));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.whole.count()));
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
    curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, kLeastBytesPerSecond);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, seconds);
}

void setCallbacks(CURL* easy, Talk& talk) {
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, talk.text.data());
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &onLine);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &talk);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &onBody);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &onProgress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &talk);
}

void replaceAll(std::string& text, std::string const& secret) {
    if (secret.empty()) {
        return;
    }
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) {
        text.replace(at, secret.size(), "…");
    }
}

/// In one line, and without what a server may have repeated of the secrets it was told.
std::string shown(std::string text, MailServer const& server) {
    replaceAll(text, server.password);
    return shownAsUtf8(text);
}

/// What the server or libcurl says, where nothing is said of the mail.
std::string troubleOf(CURLcode code, Talk const& talk) {
    auto const& host = talk.order.host.name;
    auto const text =
        std::string(talk.text[0] != '\0' ? talk.text.data() : curl_easy_strerror(code));
    auto const said = talk.status >= 400 ? talk.answer : text;
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT:
            return host + " took too long: " + text;
        case CURLE_PEER_FAILED_VERIFICATION:
            return host + " shows a certificate that is not trusted: " + text +
                   "; if it is one of your own authority, name that with ca under [mail]";
        case CURLE_SSL_CACERT_BADFILE:
            return talk.order.server.authorities.string() +
                   ": no certificates can be read from it; see ca under [mail]";
        case CURLE_USE_SSL_FAILED:
            return host + " offers no STARTTLS; see security under [mail]";
        case CURLE_LOGIN_DENIED:
            return host + " does not take the account or its password: " + said;
        default:
            return "cannot hand the mail to " + host + ": " + said;
    }
}

/// Answers about who asks and how, and not about what is sent: nothing is wrong with the mail.
bool isAboutUs(int status) {
    constexpr std::array<int, 6> kAboutUs{421, 454, 530, 534, 535, 538};
    return std::find(kAboutUs.begin(), kAboutUs.end(), status) != kAboutUs.end();
}

MailOutcome judge(CURLcode code, Talk const& talk) {
    auto const& server = talk.order.server;
    if (code == CURLE_OK) {
        return {MailFate::sent, shown(talk.answer, server)};
    }
    if (code == CURLE_ABORTED_BY_CALLBACK) {
        return {MailFate::stopped, "stopped"};
    }
    if (talk.wrongAddress) {
        return {MailFate::noServer,
                talk.order.host.name + " leads to an address that was not looked up"};
    }
    bool const ofMail =
        code == CURLE_SEND_ERROR || (code == CURLE_WEIRD_SERVER_REPLY && talk.bodyAsked);
    if (!ofMail || talk.status < 400 || isAboutUs(talk.status)) {
        return {MailFate::noServer, shown(troubleOf(code, talk), server)};
    }
    return {talk.status >= 500 ? MailFate::refused : MailFate::later, shown(talk.answer, server)};
}

}  // namespace

MailOutcome exchangeMail(MailOrder const& order, std::stop_token const& stop) {
    auto const& mail = order.mail;
    auto const easy = newEasy();
    Mime const mime(curl_mime_init(easy.get()));
    if (!mime) {
        throw std::bad_alloc();
    }
    addText(mime.get(), mail.text);
    for (auto const& file : mail.files) {
        if (!addFile(mime.get(), file)) {
            return {MailFate::refused, "the attachment \"" + shownAsUtf8(file.name) +
                                           "\" cannot be read from " + file.file.string()};
        }
    }
    List headers, recipients, addresses;
    for (auto const& line : mailHeaders(mail)) {
        append(headers, line);
    }
    for (auto const& address : mail.to) {
        append(recipients, "<" + address + ">");
    }
    append(addresses, pinnedAddresses(order.host.name, order.server.port, order.addresses));
    Talk talk{order, stop};
    curl_easy_setopt(easy.get(), CURLOPT_MIMEPOST, mime.get());
    curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy.get(), CURLOPT_MAIL_FROM, ("<" + mail.from + ">").c_str());
    curl_easy_setopt(easy.get(), CURLOPT_MAIL_RCPT, recipients.get());
    setConnection(easy.get(), talk, addresses);
    setLimits(easy.get(), order.limits);
    setCallbacks(easy.get(), talk);
    return judge(runTransfer(easy.get(), stop), talk);
}

}  // namespace tocsin::outbound
