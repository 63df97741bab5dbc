// SPDX-License-Identifier: Apache-2.0
#include "warning_reader.hpp"

namespace tocsin::swarm {
namespace {

/// Nothing inside of a string can read so, because quotes are escaped there.
constexpr std::string_view kMember = R"("envelope":)";
constexpr std::string_view kNone = R"({"kind":"","payload":"","key":"","signature":""})";
constexpr std::string_view kWarning = R"({"type":"warning",)";

}  // namespace

Result<messages::Message> WarningReader::read(std::string_view text) {
    auto const member = text.starts_with(kWarning) ? text.find(kMember) : std::string_view::npos;
    if (member == std::string_view::npos) {
        return messages::decode(text);
    }
    auto const at = member + kMember.size();
    if (!envelope_.empty() && text.substr(at).starts_with(envelope_)) {
        std::string rest(text.substr(0, at));
        rest += kNone;
        rest += text.substr(at + envelope_.size());
        auto message = messages::decode(rest);
        if (message) {
            std::get<messages::WarningOffer>(message->body).delivery.envelope = envelope_;
        }
        return message;
    }
    auto message = messages::decode(text);
    auto const* offer = message ? std::get_if<messages::WarningOffer>(&message->body) : nullptr;
    if (offer != nullptr && text.substr(at).starts_with(offer->delivery.envelope)) {
        envelope_ = offer->delivery.envelope;
    }
    return message;
}

}  // namespace tocsin::swarm
