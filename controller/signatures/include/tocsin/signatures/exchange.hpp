// SPDX-License-Identifier: Apache-2.0
// What the controller and tocsin-xml-verifier say to each other. A question and an answer are each
// a line of JSON and the bytes that it counts:
//
//   {"sent":"2026-06-01T00:00:00.000Z","pins":[{"der":base64,"authority":false}],"bytes":N}
//   the message
//
//   {"verified":true,"pin":0,"fingerprint":HEX,"subject":"CN=…","why":"","bytes":N}
//   what was signed
#pragma once

#include <string>
#include <string_view>

#include "tocsin/signatures/verifier.hpp"

namespace tocsin::signatures {

/// Longer than any question of kMostPins certificates and kMostDocument bytes.
inline constexpr std::size_t kMostQuestion = kMostDocument + kMostPins * (128 << 10);
/// Longer than any answer about a document of kMostDocument bytes.
inline constexpr std::size_t kMostAnswer = kMostDocument + (16 << 10);

[[nodiscard]] std::string toText(Question const& question);
[[nodiscard]] std::string toText(Verdict const& verdict);
/// Pins as they were, but for what only people need of them. Errc::damaged.
[[nodiscard]] Result<Question> readQuestion(std::string_view text);
/// Nothing in it is believed that the question did not allow. Errc::damaged.
[[nodiscard]] Result<Verdict> readVerdict(std::string_view text, Question const& question);

}  // namespace tocsin::signatures
