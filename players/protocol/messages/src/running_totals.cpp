// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/running_totals.hpp"

#include "line_text.hpp"

namespace tocsin::messages {
namespace {

std::int64_t takeCount(std::string_view& text, std::string_view name) {
    return readNumber(name, takeValue(text, name), 0, kMaxNumber);
}

RunningTotals readTotals(std::string_view text) {
    if (takeLine(text, "format") != kTotalsKind) {
        damagedField("format", std::string("expected the line \"") + kTotalsKind + "\"");
    }
    RunningTotals out;
    out.device = readPublicKey("device", takeValue(text, "device"));
    out.epoch = readNumber("epoch", takeValue(text, "epoch"), 1, kMaxNumber);
    out.until = takeCount(text, "until");
    out.sums.rows = takeCount(text, "rows");
    out.sums.complete = takeCount(text, "complete");
    out.sums.partial = takeCount(text, "partial");
    out.sums.failed = takeCount(text, "failed");
    out.sums.preempted = takeCount(text, "preempted");
    out.sums.gaps = takeCount(text, "gaps");
    out.sums.shownMs = takeCount(text, "shown");
    return out;
}

}  // namespace

std::string toText(RunningTotals const& totals) {
    auto const& sums = totals.sums;
    std::string out = kTotalsKind;
    out += "\ndevice " + totals.device.base64();
    out += "\nepoch " + std::to_string(totals.epoch);
    out += "\nuntil " + std::to_string(totals.until);
    out += "\nrows " + std::to_string(sums.rows);
    out += "\ncomplete " + std::to_string(sums.complete);
    out += "\npartial " + std::to_string(sums.partial);
    out += "\nfailed " + std::to_string(sums.failed);
    out += "\npreempted " + std::to_string(sums.preempted);
    out += "\ngaps " + std::to_string(sums.gaps);
    out += "\nshown " + std::to_string(sums.shownMs) + "\n";
    return out;
}

Result<RunningTotals> parseTotals(std::string_view text) {
    try {
        auto totals = readTotals(text);
        if (toText(totals) != text) {
            damagedField("totals", "not in the form in which players write them");
        }
        return totals;
    } catch (Failure const& failure) {
        return failure.error();
    }
}

Result<RunningTotals> verifyTotals(std::string_view signedText, PublicKey const& device) {
    auto const taken = takeSignedText(signedText);
    if (!taken) {
        return taken.error();
    }
    if (!signedText.empty()) {
        return Error{Errc::damaged, "totals: more than one text"};
    }
    if (auto const holds = checkSigned(*taken, kTotalsKind, device); !holds) {
        return holds.error();
    }
    auto totals = parseTotals(taken->text);
    if (totals && totals->device != device) {
        return Error{Errc::permission, "totals: they are another player's"};
    }
    return totals;
}

}  // namespace tocsin::messages
