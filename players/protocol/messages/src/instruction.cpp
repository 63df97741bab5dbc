// SPDX-License-Identifier: Apache-2.0
// Instructions as JSON.
#include "tocsin/messages/instruction.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "manifest_version_json.hpp"
#include "text.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::messages {
namespace {

constexpr std::size_t kMostBytes = 16 << 10;
constexpr std::size_t kMaxWordBytes = 64;
constexpr std::size_t kMaxTextBytes = 1000;

constexpr std::array<std::pair<InstructionAction, std::string_view>, 8> kActions{{
    {InstructionAction::restart, "restart"},
    {InstructionAction::power, "power"},
    {InstructionAction::volume, "volume"},
    {InstructionAction::brightness, "brightness"},
    {InstructionAction::identify, "identify"},
    {InstructionAction::logLevel, "log-level"},
    {InstructionAction::evidence, "evidence"},
    {InstructionAction::unknown, "unknown"},
}};

/// The words that the action's value may be; none: it has no value.
std::string_view wordsOf(InstructionAction action) {
    switch (action) {
        case InstructionAction::restart:
            return "engine device";
        case InstructionAction::power:
            return "on off";
        case InstructionAction::logLevel:
            return "trace debug info warn error";
        default:
            return "";
    }
}

bool isOneOf(std::string_view word, std::string_view words) {
    while (!words.empty()) {
        auto const end = std::min(words.find(' '), words.size());
        if (words.substr(0, end) == word) {
            return true;
        }
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

bool isPercent(std::string_view text) {
    int percent = -1;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), percent);
    bool const plain = ec == std::errc{} && end == text.data() + text.size() && !text.empty() &&
                       (text.size() == 1 || text.front() != '0');
    return plain && percent >= 0 && percent <= 100;
}

Result<> checkValue(Deed const& deed) {
    auto const name = std::string(toString(deed.action));
    bool const isLevel =
        deed.action == InstructionAction::volume || deed.action == InstructionAction::brightness;
    if (isLevel && !isPercent(deed.value)) {
        return Error{Errc::invalid,
                     name + " is a percentage from 0 to 100, not \"" + deed.value + "\""};
    }
    auto const words = wordsOf(deed.action);
    bool const fits = isLevel || (words.empty() ? deed.value.empty() : isOneOf(deed.value, words));
    if (!fits) {
        return Error{Errc::invalid, words.empty() ? name + " takes no value"
                                                  : name + " is one of: " + std::string(words) +
                                                        "; not \"" + deed.value + "\""};
    }
    return {};
}

Instruction readInstruction(JsonReader const& reader) {
    Instruction out;
    if (reader.at("format").string(kMaxWordBytes) != kInstructionKind) {
        reader.at("format").fail(std::string("expected \"") + kInstructionKind + "\"");
    }
    out.id = reader.at("id").string(kMaxWordBytes);
    if (!isInstructionId(out.id)) {
        reader.at("id").fail("expected 1 to 64 of a-z, 0-9 and '-'");
    }
    out.screen = ScreenId(reader.at("screen").string(kMaxWordBytes));
    out.generation = reader.at("generation").integer(0, kMaxCount);
    auto const word = reader.at("action").string(kMaxWordBytes);
    auto const action = actionFrom(word);
    if (auto const value = reader.find("value")) {
        out.deed.value = value->string(kMaxWordBytes);
    }
    if (auto const holds = reader.find("holds_ms")) {
        out.deed.holds = Milliseconds(holds->integer(0, kMaxCount));
    }
    if (action) {
        out.deed.action = *action;
        if (auto const fits = checkDeed(out.deed); !fits) {
            reader.fail(fits.error().message);
        }
    } else {
        out.deed = {InstructionAction::unknown, word, Milliseconds{0}};
    }
    if (auto const reason = reader.find("reason")) {
        out.reason = reason->string(kMaxTextBytes);
    }
    out.issued = reader.at("issued").instant();
    out.expires = reader.at("expires").instant();
    return out;
}

}  // namespace

std::string_view toString(InstructionAction action) {
    return kActions[static_cast<std::size_t>(action)].second;
}

std::optional<InstructionAction> actionFrom(std::string_view word) {
    for (auto const& [action, name] : kActions) {
        if (name == word && action != InstructionAction::unknown) {
            return action;
        }
    }
    return std::nullopt;
}

Result<> checkDeed(Deed const& deed) {
    if (auto const fits = checkValue(deed); !fits) {
        return fits;
    }
    Milliseconds least{0}, most{0};
    switch (deed.action) {
        case InstructionAction::volume:
        case InstructionAction::brightness:
            most = kLongestHold;
            break;
        case InstructionAction::identify:
            least = Milliseconds(1'000);
            most = kLongestIdentify;
            break;
        case InstructionAction::logLevel:
            least = Milliseconds(1'000);
            most = kLongestHold;
            break;
        default:
            break;
    }
    if (deed.holds < least || deed.holds > most) {
        return Error{Errc::invalid,
                     most.count() == 0
                         ? std::string(toString(deed.action)) + " holds for no length of time"
                         : std::string(toString(deed.action)) + " holds for at least " +
                               std::to_string(least.count() / 1000) + " s and at most " +
                               std::to_string(most.count() / 1000) + " s"};
    }
    return {};
}

bool isInstructionId(std::string_view id) {
    return !id.empty() && id.size() <= kMaxWordBytes &&
           std::all_of(id.begin(), id.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

std::string toJson(Instruction const& instruction) {
    auto const& deed = instruction.deed;
    boost::json::object out{{"format", kInstructionKind},
                            {"id", instruction.id},
                            {"screen", instruction.screen.str()},
                            {"generation", instruction.generation},
                            {"action", std::string(toString(deed.action))}};
    if (!deed.value.empty()) {
        out["value"] = deed.value;
    }
    if (deed.holds.count() > 0) {
        out["holds_ms"] = deed.holds.count();
    }
    if (!instruction.reason.empty()) {
        out["reason"] = clipped(instruction.reason, kMaxTextBytes);
    }
    out["issued"] = formatInstant(instruction.issued);
    out["expires"] = formatInstant(instruction.expires);
    return boost::json::serialize(out);
}

Result<Instruction> parseInstruction(std::string_view json) {
    return readJson(json, &readInstruction, kMostBytes);
}

}  // namespace tocsin::messages
