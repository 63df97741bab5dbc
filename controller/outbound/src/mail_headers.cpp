// SPDX-License-Identifier: Apache-2.0
#include "mail_headers.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "tocsin/vocabulary/mail_address.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::outbound {
namespace {

/// An encoded word has 75 characters at most, 12 of which are "=?UTF-8?B?" and "?=".
constexpr std::size_t kWordBytes = 45;
constexpr std::size_t kPlainCharacters = 60;
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string base64(std::string_view bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::array<unsigned, 3> three{};
        auto const here = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t k = 0; k < here; ++k) {
            three[k] = static_cast<unsigned char>(bytes[i + k]);
        }
        auto const bits = three[0] << 16 | three[1] << 8 | three[2];
        for (std::size_t k = 0; k < 4; ++k) {
            out += k <= here ? kBase64[bits >> (18 - 6 * k) & 63] : '=';
        }
    }
    return out;
}

bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// UTF-8 without control characters.
std::string cleaned(std::string_view text) {
    std::string blanks(text);
    std::replace_if(blanks.begin(), blanks.end(), isControl, ' ');
    return shownAsUtf8(blanks);
}

/// Letters that mean nothing in any header.
bool isPlain(std::string_view text) {
    return text.size() <= kPlainCharacters && !text.starts_with(' ') && !text.ends_with(' ') &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      std::string_view(" -+/.!*'%&#").find(c) != std::string_view::npos;
           });
}

std::string percentEncoded(std::string_view text) {
    std::string out;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        bool const kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        std::array<char, 4> code{};
        std::snprintf(code.data(), code.size(), "%%%02X", static_cast<unsigned>(byte));
        out += kept ? std::string(1, c) : std::string(code.data());
    }
    return out;
}

/// Letters, digits and dots around one '@': what stands within the brackets of a Message-ID.
bool isMessageId(std::string_view id) {
    return id.size() <= 200 && std::count(id.begin(), id.end(), '@') == 1 && !id.starts_with('@') &&
           !id.ends_with('@') && std::all_of(id.begin(), id.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '-' || c == '_' || c == '@';
           });
}

}  // namespace

std::string headerText(std::string_view text) {
    auto const clean = cleaned(text);
    if (isPlain(clean)) {
        return clean;
    }
    std::string out, word;
    for (std::string_view rest = clean; !rest.empty();) {
        auto const length = utf8SequenceLength(rest);
        if (word.size() + length > kWordBytes) {
            out += "=?UTF-8?B?" + base64(word) + "?=\r\n ";
            word.clear();
        }
        word += rest.substr(0, length);
        rest.remove_prefix(length);
    }
    return out + "=?UTF-8?B?" + base64(word) + "?=";
}

std::string mailDate(Instant t, std::chrono::seconds offset) {
    using namespace std::chrono;
    constexpr std::array<char const*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<char const*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const local = t + offset;
    auto const day = floor<days>(local);
    year_month_day const ymd(day);
    hh_mm_ss const time(floor<seconds>(local - day));
    auto const east = duration_cast<minutes>(abs(offset)).count();
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d %c%02d%02d",
                  kDays[weekday(day).c_encoding()], static_cast<unsigned>(ymd.day()),
                  kMonths[static_cast<unsigned>(ymd.month()) - 1], static_cast<int>(ymd.year()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()), offset < seconds{0} ? '-' : '+',
                  static_cast<int>(east / 60), static_cast<int>(east % 60));
    return text.data();
}

std::vector<std::string> mailHeaders(Mail const& mail) {
    std::string to;
    for (auto const& address : mail.to) {
        to += (to.empty() ? "<" : ",\r\n <") + address + ">";
    }
    auto const name = mail.fromName.empty() ? "" : headerText(mail.fromName) + "\r\n ";
    return {"Date: " + mailDate(mail.date, mail.offset),
            "From: " + name + "<" + mail.from + ">",
            "To: " + to,
            "Message-ID: <" + mail.id + ">",
            "Subject: " + headerText(mail.subject),
            "Auto-Submitted: auto-generated"};  // no holiday notices in return (RFC 3834)
}

std::string disposition(std::string_view name) {
    auto const clean = cleaned(name);
    auto const start = std::string("Content-Disposition: attachment;\r\n ");
    return isPlain(clean) ? start + "filename=\"" + clean + "\""
                          : start + "filename*=UTF-8''" + percentEncoded(clean);
}

std::string withLineEnds(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        out.append(line).append("\r\n");
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

Result<> checkMail(Mail const& mail) {
    if (mail.to.empty()) {
        return Error{Errc::invalid, "the mail is addressed to nobody"};
    }
    auto addresses = mail.to;
    addresses.push_back(mail.from);
    for (auto const& address : addresses) {
        if (!isMailAddress(address)) {
            return Error{Errc::invalid, "\"" + shownAsUtf8(address) + "\" is not a mail address"};
        }
    }
    return isMessageId(mail.id) ? Result<>()
                                : Error{Errc::invalid, "the mail has no id that a header can hold"};
}

}  // namespace tocsin::outbound
