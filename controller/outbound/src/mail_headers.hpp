// SPDX-License-Identifier: Apache-2.0
// Header lines of a mail (RFC 5322, RFC 2047, RFC 2231). Whatever a text holds, a line stays one
// header.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/outbound/mail.hpp"

namespace tocsin::outbound {

/// A text for a header: as it is if it is short ASCII, otherwise as encoded words, one a line.
/// Bytes that are no UTF-8 become '?', control characters blanks.
[[nodiscard]] std::string headerText(std::string_view text);

/// "Mon, 01 Jun 2026 08:00:00 +0800"
[[nodiscard]] std::string mailDate(Instant t, std::chrono::seconds offset);

/// Of the whole message, without MIME's own.
[[nodiscard]] std::vector<std::string> mailHeaders(Mail const& mail);

/// "Content-Disposition: attachment; …" of a file with this name.
[[nodiscard]] std::string disposition(std::string_view name);

/// With CR LF at the end of each line, and at the end of the text.
[[nodiscard]] std::string withLineEnds(std::string_view text);

/// Errc::invalid: an address that is none, nobody to send it to, a date or an id that is none.
[[nodiscard]] Result<> checkMail(Mail const& mail);

}  // namespace tocsin::outbound
