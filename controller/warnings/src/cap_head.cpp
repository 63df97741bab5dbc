// SPDX-License-Identifier: Apache-2.0
// What names a message, what kind it is, and which others it speaks of.
#include <fmt/format.h>

#include <algorithm>

#include "cap_date.hpp"
#include "cap_parts.hpp"
#include "plain_text.hpp"

namespace tocsin::warnings {
namespace {

using playlists::AlertKey;
using playlists::AlertType;
using Weight = CapFinding::Weight;

constexpr std::size_t kMostNameBytes = 512, kMostReferences = 1'000;

/// Blanks and commas would part a reference to the message in two, so that nobody could end it.
void checkName(CapBlock const& alert, std::string_view element, std::string_view code,
               std::string_view name) {
    if (name.size() > kMostNameBytes) {
        alert.context().findings.fatal(
            code, alert.where(element),
            fmt::format("it has {} bytes; at most {} are read", name.size(), kMostNameBytes));
    } else if (name.find_first_of(" \t\r\n,") != std::string_view::npos) {
        alert.context().findings.fatal(
            code, alert.where(element),
            fmt::format("{} holds a blank or a comma, so that no message could refer to it",
                        inQuotes(name)));
    } else if (name.find_first_of("<&") != std::string_view::npos) {
        alert.context().findings.error(
            code, alert.where(element),
            fmt::format("{} holds < or &, which the standard forbids", inQuotes(name)));
    }
}

AlertType typeOf(std::string_view word) {
    if (word == "Update") {
        return AlertType::update;
    }
    if (word == "Cancel") {
        return AlertType::cancel;
    }
    if (word == "Ack") {
        return AlertType::ack;
    }
    return word == "Error" ? AlertType::error : AlertType::alert;
}

/// "sender,identifier,sent".
std::optional<AlertKey> readReference(std::string_view text, std::chrono::seconds zoneless) {
    auto const first = text.find(','), last = text.rfind(',');
    if (first == last || first == 0 || text.find(',', first + 1) != last || last == first + 1) {
        return std::nullopt;
    }
    auto const sent = readCapDate(text.substr(last + 1), zoneless);
    if (!sent) {
        return std::nullopt;
    }
    return AlertKey{std::string(text.substr(0, first)),
                    std::string(text.substr(first + 1, last - first - 1)), sent->instant};
}

class References {
public:
    References(CapBlock const& alert, playlists::AlertMessage const& message)
        : alert_(alert), message_(message) {}

    std::vector<AlertKey> read() {
        auto const text = alert_.text("references");
        std::string_view rest = text;
        for (rest = trimmed(rest); !rest.empty(); rest = trimmed(rest)) {
            auto const one = rest.substr(0, rest.find_first_of(" \t\r\n"));
            rest.remove_prefix(one.size());
            take(one);
            if (out_.size() > kMostReferences) {
                invalid(fmt::format("it names more than {} messages", kMostReferences));
                break;
            }
        }
        if (out_.empty()) {
            sayThatThereAreNone();
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] bool actsOnOthers() const {
        return message_.type == AlertType::update || message_.type == AlertType::cancel;
    }
    void invalid(std::string message) {
        alert_.context().findings.add({"INVALID_REFERENCES",
                                       actsOnOthers() ? Weight::fatal : Weight::error,
                                       alert_.where("references"), std::move(message)});
    }
    void take(std::string_view text) {
        auto& findings = alert_.context().findings;
        auto const key = readReference(text, alert_.context().zoneless);
        if (!key) {
            invalid(fmt::format("{} is not sender,identifier,sent", inQuotes(text)));
            return;
        }
        if (key->sender == message_.key.sender && key->identifier == message_.key.identifier) {
            findings.warning("CIRCULAR_REFERENCE", alert_.where("references"),
                             "the message refers to itself, which is passed over");
        } else if (key->sent > message_.key.sent) {
            findings.warning("POSTDATED_REFERENCE", alert_.where("references"),
                             fmt::format("{} is later than the message itself", inQuotes(text)));
        }
        out_.push_back(*key);
    }
    void sayThatThereAreNone() {
        if (!actsOnOthers()) {
            return;
        }
        if (alert_.has("references")) {
            invalid("it is empty, so that nobody can tell what the message changes");
        } else {
            alert_.context().findings.error("UPDATE_OR_CANCEL_MUST_REFERENCE",
                                            alert_.where("references"),
                                            "an Update or Cancel names the messages that it "
                                            "changes; it has no effect on others");
        }
    }

    CapBlock const& alert_;
    playlists::AlertMessage const& message_;
    std::vector<AlertKey> out_;
};

}  // namespace

playlists::AlertMessage readCapHead(CapBlock const& alert) {
    playlists::AlertMessage out;
    out.key.identifier = alert.required("identifier", Weight::fatal);
    out.key.sender = alert.required("sender", Weight::fatal);
    checkName(alert, "identifier", "INVALID_IDENTIFIER", out.key.identifier);
    checkName(alert, "sender", "INVALID_SENDER", out.key.sender);
    if (!alert.required("sent", Weight::fatal).empty()) {
        out.key.sent = alert.date("sent").value_or(Instant());
    }
    auto const type = alert.required("msgType", Weight::fatal);
    checkWord(alert, "msgType", type, {"Alert", "Update", "Cancel", "Ack", "Error"}, Weight::fatal);
    out.type = typeOf(type);
    out.references = References(alert, out).read();
    return out;
}

}  // namespace tocsin::warnings
