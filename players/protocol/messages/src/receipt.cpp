// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/receipt.hpp"

#include "line_text.hpp"

namespace tocsin::messages {
namespace {

Receipt readReceipt(std::string_view text) {
    if (takeLine(text, "format") != kReceiptKind) {
        damagedField("format", std::string("expected the line \"") + kReceiptKind + "\"");
    }
    Receipt out;
    out.device = readPublicKey("device", takeValue(text, "device"));
    out.epoch = readNumber("epoch", takeValue(text, "epoch"), 1, kMaxNumber);
    out.batch = readNumber("batch", takeValue(text, "batch"), 1, kMaxNumber);
    out.header = takeDigest(text, "header");
    out.leaf = readNumber("leaf", takeValue(text, "leaf"), 0, kMaxNumber);
    out.received = readInstant("received", takeValue(text, "received"));
    return out;
}

}  // namespace

std::string toText(Receipt const& receipt) {
    std::string out = kReceiptKind;
    out += "\ndevice " + receipt.device.base64();
    out += "\nepoch " + std::to_string(receipt.epoch);
    out += "\nbatch " + std::to_string(receipt.batch);
    out += "\nheader " + digestBase64(receipt.header);
    out += "\nleaf " + std::to_string(receipt.leaf);
    out += "\nreceived " + formatInstant(receipt.received) + "\n";
    return out;
}

Result<Receipt> parseReceipt(std::string_view text) {
    try {
        auto receipt = readReceipt(text);
        if (toText(receipt) != text) {
            damagedField("receipt", "not in the form in which controllers write it");
        }
        return receipt;
    } catch (Failure const& failure) {
        return failure.error();
    }
}

}  // namespace tocsin::messages
