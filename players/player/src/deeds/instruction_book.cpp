// SPDX-License-Identifier: Apache-2.0
#include "deeds/instruction_book.hpp"

#include "tocsin/messages/json.hpp"

namespace tocsin::player {
namespace {

using messages::JsonReader;

constexpr char kFormat[] = "tocsin-instructions/1";
constexpr std::size_t kMostKept = 2'000;
constexpr std::size_t kWordBytes = 128;

KeptInstruction readKept(JsonReader const& in) {
    KeptInstruction out;
    auto const receipt = in.at("receipt");
    auto message = messages::decode(receipt.string(messages::kMaxMessageBytes));
    auto* body = message ? std::get_if<messages::InstructionReceipt>(&message->body) : nullptr;
    if (body == nullptr) {
        receipt.fail("expected an instruction_receipt");
    }
    out.receipt = std::move(*body);
    out.expires = in.at("expires").instant();
    if (auto const device = in.find("restarts_device")) {
        out.restartsDevice = device->boolean();
    }
    return out;
}

InstructionBook readBook(JsonReader const& in) {
    if (in.at("format").string(kWordBytes) != kFormat) {
        in.at("format").fail(std::string("expected \"") + kFormat + "\"");
    }
    InstructionBook out;
    out.screen = ScreenId(in.at("screen").string(kWordBytes));
    auto const kept = in.at("kept").array(kMostKept);
    for (auto const& one : kept) {
        out.kept.push_back(readKept(one));
    }
    return out;
}

}  // namespace

std::string toText(InstructionBook const& book) {
    boost::json::array kept;
    for (auto const& one : book.kept) {
        boost::json::object item{{"receipt", messages::encode({0, one.receipt})},
                                 {"expires", formatInstant(one.expires)}};
        if (one.restartsDevice) {
            item["restarts_device"] = true;
        }
        kept.push_back(std::move(item));
    }
    return boost::json::serialize(boost::json::object{
        {"format", kFormat}, {"screen", book.screen.str()}, {"kept", std::move(kept)}});
}

Result<InstructionBook> parseInstructionBook(std::string_view text) {
    return messages::readJson(text, &readBook, InstructionBook::kMostBytes);
}

}  // namespace tocsin::player
